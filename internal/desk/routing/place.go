package routing

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/fold"
)

// A Rule sends tickets to a team. What is empty does not matter to it.
type Rule struct {
	ID           id.Rule
	Position     int
	Name         string
	Organisation id.Organisation
	Service      id.Service
	Category     id.Category
	Kind         string // of the ticket
	Channel      string
	UrgentTo     int // only tickets of this priority or a more urgent one; 0: every one
	Team         id.Team
	ArchivedAt   time.Time
	Version      int64
}

// A Filing is a ticket as far as it matters which team begins on it.
type Filing struct {
	Organisation id.Organisation
	Service      id.Service
	ServiceName  string
	Category     id.Category
	Kind         string
	Channel      string
	Priority     int
	Needs        []Need
}

// A Seat is a team that could begin, and whether somebody in it could do the work.
type Seat struct {
	Team    id.Team
	Name    string
	Rank    int  // of its level
	Project bool // stands beside the ladder: only a rule sends tickets there
	Triage  bool // looks first at what nothing else places
	Serves  bool // the service names it for its level
	Cleared bool // somebody in it is cleared for the organisation
	Able    bool // somebody in it who is cleared meets every need
}

// The names of what places a ticket when no rule of the desk's own does.
const (
	LowestLevel = "lowest level"
	TriageFirst = "triage"
)

const maxRuleName = 80

// Checked gives the rule tidied, or an error that names the field that is wrong.
func (r Rule) Checked() (Rule, error) {
	r.Name = fold.Tidy(r.Name)
	anything := r.Organisation == 0 && r.Service == 0 && r.Category == 0 && r.Kind == "" && r.Channel == "" && r.UrgentTo == 0
	switch {
	case fold.Key(r.Name) == "":
		return r, errs.Field("name", "A rule needs a name: it is what people read when they ask why.")
	case len(r.Name) > maxRuleName:
		return r, errs.Field("name", "The name is longer than %d bytes; shorten it.", maxRuleName)
	case r.Team == 0:
		return r, errs.Field("team", "Say which team begins.")
	case r.UrgentTo < 0 || r.UrgentTo > 4:
		return r, errs.Field("urgent_to", "The priority is 1 to 4, or 0 for every one.")
	case r.Category != 0 && r.Service == 0:
		return r, errs.Field("category", "Choose the service first; a category belongs to one.")
	case anything:
		return r, errs.Field("name", "A rule for everything would place every ticket; say for which it is.")
	}
	return r, nil
}

// matches tells whether the rule is for a ticket.
func (r Rule) matches(f Filing) bool {
	return r.ArchivedAt.IsZero() &&
		(r.Organisation == 0 || r.Organisation == f.Organisation) &&
		(r.Service == 0 || r.Service == f.Service) &&
		(r.Category == 0 || r.Category == f.Category) &&
		(r.Kind == "" || r.Kind == f.Kind) &&
		(r.Channel == "" || r.Channel == f.Channel) &&
		(r.UrgentTo == 0 || f.Priority <= r.UrgentTo)
}

// Place says which team begins on a ticket, by which rule, and why no other: an
// organisation's own rules come first, then the desk's, each by position; then
// the lowest level that serves it and can solve it; then triage. Its Team is
// zero only on a desk without a triage team.
func Place(f Filing, rules []Rule, seats []Seat) Placement {
	p := Placement{Of: OfTeam}
	seats = slices.Clone(seats)
	slices.SortFunc(seats, func(a, b Seat) int {
		return cmp.Or(cmp.Compare(flag(a.Project), flag(b.Project)), cmp.Compare(a.Rank, b.Rank), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Team, b.Team))
	})
	if s, ok := p.byRule(f, rules, seats); ok {
		return p.settled(f, s, seats)
	}
	for _, s := range seats {
		if s.candidate() && s.bar(f) == "" {
			p.Rule, p.Because = LowestLevel, f.ServiceName+" begins with "+s.Name
			return p.settled(f, s, seats)
		}
	}
	for _, s := range seats {
		if s.Triage {
			p.Rule, p.Because = TriageFirst, "no rule places it: the triage team looks first"
			return p.settled(f, s, seats)
		}
	}
	return p
}

// byRule finds the first rule that is for the ticket and whose team can see it.
func (p *Placement) byRule(f Filing, rules []Rule, seats []Seat) (Seat, bool) {
	rules = slices.Clone(rules)
	slices.SortFunc(rules, func(a, b Rule) int {
		return cmp.Or(cmp.Compare(flag(a.Organisation == 0), flag(b.Organisation == 0)), cmp.Compare(a.Position, b.Position), cmp.Compare(a.ID, b.ID))
	})
	for _, r := range rules {
		if !r.matches(f) {
			continue
		}
		i := slices.IndexFunc(seats, func(s Seat) bool { return s.Team == r.Team })
		if i < 0 || !seats[i].Cleared {
			p.Rejected = append(p.Rejected, Rejected{Team: r.Team, Why: Why{"clearance", "rule “" + r.Name + "” names it, but nobody in it is cleared for this organisation"}})
			continue
		}
		p.Rule, p.Because = r.Name, "rule “"+r.Name+"”: "+r.says()
		return seats[i], true
	}
	return Seat{}, false
}

// says why a rule applied, in words.
func (r Rule) says() string {
	var parts []string
	if r.Organisation != 0 {
		parts = append(parts, "the organisation has its own")
	}
	if r.UrgentTo != 0 {
		parts = append(parts, fmt.Sprintf("urgent enough to start there (P%d or above)", r.UrgentTo))
	}
	if r.Service != 0 || r.Category != 0 {
		parts = append(parts, "it is of that service")
	}
	if r.Kind != "" {
		parts = append(parts, "it is "+article(r.Kind))
	}
	if r.Channel != "" {
		parts = append(parts, "it came by "+strings.ReplaceAll(r.Channel, "_", "-"))
	}
	return strings.Join(parts, ", ")
}

func article(noun string) string {
	if strings.ContainsRune("aeiou", rune(noun[0])) {
		return "an " + noun
	}
	return "a " + noun
}

// candidate tells whether the ladder may begin with a team: level 0 is the
// customers themselves.
func (s Seat) candidate() bool { return s.Serves && !s.Project && s.Rank > 0 }

// bar says why a team that serves it cannot solve it, "" if it can.
func (s Seat) bar(f Filing) string {
	switch {
	case !s.Cleared:
		return "nobody in it is cleared for this organisation"
	case !s.Able:
		return "nobody in it has what it takes: " + demanded(f.Needs)
	default:
		return ""
	}
}

// demanded lists needs in words.
func demanded(needs []Need) string {
	var out []string
	for _, n := range needs {
		if n.Skill == "" {
			out = append(out, n.CertificateName)
			continue
		}
		out = append(out, fmt.Sprintf("%s %d", n.Skill, n.Grade))
	}
	return strings.Join(out, ", ")
}

// settled writes down the choice, and why no other team begins.
func (p *Placement) settled(f Filing, chosen Seat, seats []Seat) Placement {
	p.Team = chosen.Team
	for _, s := range seats {
		named := slices.ContainsFunc(p.Rejected, func(r Rejected) bool { return r.Team == s.Team })
		if s.Team == chosen.Team || named {
			continue
		}
		p.Rejected = append(p.Rejected, Rejected{Team: s.Team, Why: s.otherwise(f, chosen, p.Rule)})
	}
	return *p
}

// otherwise is the cause why a team does not begin.
func (s Seat) otherwise(f Filing, chosen Seat, rule string) Why {
	byRule := rule != LowestLevel && rule != TriageFirst
	switch {
	case s.Project:
		return Why{"team", "stands beside the ladder: work begins there by a rule only"}
	case f.Service == 0 && !byRule:
		return Why{"team", "the service is not known yet"}
	case !s.Serves && !byRule:
		return Why{"team", "does not serve " + f.ServiceName}
	case s.Serves && s.bar(f) != "":
		return Why{causeOf(s), s.bar(f)}
	case byRule:
		return Why{"rule", "the rule “" + rule + "” comes before it"}
	case s.Rank == 0:
		return Why{"team", "is where customers help themselves"}
	default:
		return Why{"team", "stands higher than it needs: " + chosen.Name + " can solve it"}
	}
}

func causeOf(s Seat) string {
	if !s.Cleared {
		return "clearance"
	}
	return "skill"
}
