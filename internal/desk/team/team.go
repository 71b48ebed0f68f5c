package team

import (
	"time"

	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/fold"
)

// The kinds of team.
const (
	Line    = "line"    // stands on a level
	Project = "project" // stands beside the ladder
)

// The ways in which a team deals its tickets out.
const (
	Pull  = "pull"  // its members ask for the next one
	Push  = "push"  // each goes to whom it fits best
	Offer = "offer" // whom it fits best is asked, with a time-out, and then the next
)

// A Level is a rung of the ladder.
type Level struct {
	ID         id.Level
	Rank       int
	Name       string // for those who work here: "Second line"
	PlainName  string // for customers: "our specialists"
	ArchivedAt time.Time
	Version    int64
}

// A Team is agents who share queues.
type Team struct {
	ID         id.Team
	Name       string
	PlainName  string // for customers: "network specialists"
	Kind       string
	Level      id.Level // none for a project team
	Rank       int      // its level's; -1 for a project team
	LevelName  string
	Threshold  int // completeness, in percent, below which a sender must say why
	Lead       id.Person
	Triage     bool
	Dealing    string        // pull, push or offer
	OfferFor   time.Duration // how long somebody is asked
	ArchivedAt time.Time
	Version    int64
}

// Deals tells whether the desk gives the team's tickets to its members by itself.
func (t Team) Deals() bool { return t.ArchivedAt.IsZero() && (t.Dealing == Push || t.Dealing == Offer) }

// A Member is a person's place in a team.
type Member struct {
	Person     id.Person
	Preference int // 1 is the team that they serve first
	Share      int // percent of their capacity
}

// A Place is a team as one of its members has it.
type Place struct {
	Team       Team
	Preference int
	Share      int
}

const (
	maxName = 80
	maxRank = 9

	// DefaultOffer is how long somebody is asked before the next one is.
	DefaultOffer = 5 * time.Minute
	shortOffer   = 15 * time.Second
	longOffer    = 8 * time.Hour

	// DefaultThreshold is the completeness that a new team asks for.
	DefaultThreshold = 60
)

// Key folds a name: two teams may not share a key.
func Key(name string) string { return fold.Key(name) }

// IsProject tells whether the team stands beside the ladder.
func (t Team) IsProject() bool { return t.Kind == Project }

// Checked gives the level tidied, or an error that names the field that is wrong.
func (l Level) Checked() (Level, error) {
	l.Name, l.PlainName = fold.Tidy(l.Name), fold.Tidy(l.PlainName)
	if l.Rank < 0 || l.Rank > maxRank {
		return l, errs.Field("rank", "A level's rank is between 0 and %d.", maxRank)
	}
	return l, names("level", l.Name, l.PlainName)
}

// Checked gives the team tidied, or an error that names the field that is wrong.
func (t Team) Checked() (Team, error) {
	t.Name, t.PlainName = fold.Tidy(t.Name), fold.Tidy(t.PlainName)
	if t.Kind == "" {
		t.Kind = Line
	}
	if t.PlainName == "" {
		t.PlainName = t.Name
	}
	t = t.dealt()
	switch {
	case t.Kind != Line && t.Kind != Project:
		return t, errs.Field("kind", "A team is a %q or a %q team, not %q.", Line, Project, t.Kind)
	case t.Kind == Line && t.Level == 0:
		return t, errs.Field("level", "Say on which level the team stands; only a project team stands on none.")
	case t.Kind == Project && t.Level != 0:
		return t, errs.Field("level", "A project team stands beside the ladder; leave the level away.")
	case t.Threshold < 0 || t.Threshold > 100:
		return t, errs.Field("threshold", "A threshold is between 0 and 100 percent.")
	case t.Dealing != Pull && t.Dealing != Push && t.Dealing != Offer:
		return t, errs.Field("dealing", "A team deals by %q, %q or %q, not %q.", Pull, Push, Offer, t.Dealing)
	case t.OfferFor < shortOffer || t.OfferFor > longOffer:
		return t, errs.Field("offer_seconds", "Somebody is asked for between 15 seconds and 8 hours.")
	case t.Triage && t.Kind == Project:
		return t, errs.Field("triage", "The triage team stands on the ladder; a project team cannot be it.")
	case t.Triage && !t.ArchivedAt.IsZero():
		return t, errs.New(errs.Conflict, "%s is the triage team, which owns what no rule can place; make another team the triage team first.", t.Name)
	}
	return t, names("team", t.Name, t.PlainName)
}

// dealt fills in how the team deals: nobody is given anything unless somebody
// decided so.
func (t Team) dealt() Team {
	if t.Dealing == "" {
		t.Dealing = Pull
	}
	if t.OfferFor == 0 {
		t.OfferFor = DefaultOffer
	}
	return t
}

// Checked gives the member with what was left out filled in.
func (m Member) Checked() (Member, error) {
	if m.Preference == 0 {
		m.Preference = 1
	}
	if m.Preference < 1 || m.Preference > 99 {
		return m, errs.Field("members", "A preference is between 1 (first) and 99.")
	}
	if m.Share < 0 || m.Share > 100 {
		return m, errs.Field("members", "A share is between 0 and 100 percent.")
	}
	return m, nil
}

func names(what, name, plain string) error {
	switch {
	case fold.Key(name) == "":
		return errs.Field("name", "A %s needs a name.", what)
	case fold.Key(plain) == "":
		return errs.Field("plain_name", "A %s needs a plain name: what customers are told, such as “our specialists”.", what)
	case len(name) > maxName:
		return errs.Field("name", "The name is longer than %d bytes; shorten it.", maxName)
	case len(plain) > maxName:
		return errs.Field("plain_name", "The plain name is longer than %d bytes; shorten it.", maxName)
	}
	return nil
}
