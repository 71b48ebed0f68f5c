// Package routing says who could take a ticket, and why; and who not, and why
// not. It is pure: it looks at values and the time, and looks nothing up.
//
// Hard conditions come first (member of the team, skill and grade, certificate
// valid today, clearance for the organisation, below capacity); whoever fails
// one is excluded, with the cause. The rest are ranked by fit, context, load and
// presence, each place with its reasons. This is the first, honest version:
// shifts, fairness, languages and growth come with routing proper.
package routing

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"secondline/internal/id"
)

// A Need is something that the work demands: a skill at a grade, or a certificate.
type Need struct {
	Skill           string // path; "" for a certificate
	Grade           int
	Certificate     id.Certification
	CertificateName string
}

// A Certificate is one that an agent holds.
type Certificate struct {
	ID        id.Certification
	Name      string
	ValidFrom time.Time // zero: always was
	ExpiresAt time.Time // zero: never
}

// An Agent is what routing looks at.
type Agent struct {
	Person       id.Person
	Name         string
	Presence     string // here, away, busy, off
	Team         id.Team
	Preference   int
	Grade        func(skill string) int // 0: does not hold it
	Certificates []Certificate
	Load         int // open tickets in hand
	Capacity     int
	Cleared      bool
	HelpedThem   int // tickets of this requester that they solved
	SolvedAlike  int // tickets of this service and category that they solved
}

// A Fit says how well somebody fits.
type Fit string

// The fits.
const (
	Best  Fit = "best"
	Close Fit = "close"
	Later Fit = "later" // fits, but is not here now
)

// A Why is one reason for or against, with its kind for the icon.
type Why struct {
	Kind string `json:"kind"` // skill, certificate, load, presence, context, team, clearance
	Text string `json:"text"`
}

// A Candidate could take it.
type Candidate struct {
	Agent          Agent
	Fit            Fit
	Reasons        []Why
	CertifiedUntil time.Time
	score          int
}

// An Excluded agent cannot, for a cause.
type Excluded struct {
	Agent   Agent
	Because Why
}

// Rank orders the agents of the teams that could take it, the best first. The
// same agents and time always give the same order.
func Rank(needs []Need, agents []Agent, now time.Time) (fit []Candidate, out []Excluded) {
	for _, a := range agents {
		c, bar := judge(needs, a, now)
		if bar != nil {
			out = append(out, Excluded{Agent: a, Because: *bar})
			continue
		}
		fit = append(fit, c)
	}
	slices.SortStableFunc(fit, func(a, b Candidate) int {
		return cmp.Or(cmp.Compare(a.absent(), b.absent()), cmp.Compare(b.score, a.score), cmp.Compare(a.Agent.Name, b.Agent.Name), cmp.Compare(a.Agent.Person, b.Agent.Person))
	})
	slices.SortStableFunc(out, func(a, b Excluded) int {
		return cmp.Or(cmp.Compare(a.Agent.Name, b.Agent.Name), cmp.Compare(a.Agent.Person, b.Agent.Person))
	})
	for i := range fit {
		switch {
		case fit[i].absent() > 0:
			fit[i].Fit = Later
		case i == 0:
			fit[i].Fit = Best
		default:
			fit[i].Fit = Close
		}
	}
	return fit, out
}

// absent is 1 for who is not here: who is comes first, however well others fit.
func (c Candidate) absent() int {
	if c.Agent.Presence == "off" || c.Agent.Presence == "away" {
		return 1
	}
	return 0
}

// The weights of the ranking, in points.
const (
	perGrade    = 10 // for each grade above what is demanded
	perAlike    = 4  // for each solved ticket of this kind, up to five
	perKnown    = 3  // for each solved ticket of this requester, up to five
	perFree     = 2  // for each tenth of the capacity that is free
	hereBonus   = 30
	busyBonus   = 15
	perPrefer   = 2 // less for each place down in the agent's order of teams
	countAtMost = 5
)

func judge(needs []Need, a Agent, now time.Time) (Candidate, *Why) {
	c := Candidate{Agent: a}
	if !a.Cleared {
		return c, &Why{"clearance", "not cleared for this organisation"}
	}
	for _, n := range needs {
		why, bar := meets(n, a, now)
		if bar {
			return c, &why
		}
		c.Reasons = append(c.Reasons, why)
		if n.Skill != "" {
			c.score += perGrade * (a.Grade(n.Skill) - n.Grade)
		} else {
			c.CertifiedUntil = certificate(n, a).ExpiresAt
		}
	}
	if a.Capacity > 0 && a.Load >= a.Capacity {
		return c, &Why{"load", fmt.Sprintf("full: %d of %d in hand", a.Load, a.Capacity)}
	}
	c.Reasons = append(c.Reasons, Why{"load", fmt.Sprintf("%d of %d in hand", a.Load, a.Capacity)})
	if a.Capacity > 0 {
		c.score += perFree * 10 * (a.Capacity - a.Load) / a.Capacity
	}
	c.context(a)
	c.presence(a)
	c.score -= perPrefer * max(0, a.Preference-1)
	return c, nil
}

func (c *Candidate) context(a Agent) {
	if a.SolvedAlike > 0 {
		c.Reasons = append(c.Reasons, Why{"context", fmt.Sprintf("solved %d alike", a.SolvedAlike)})
		c.score += perAlike * min(a.SolvedAlike, countAtMost)
	}
	if a.HelpedThem > 0 {
		c.Reasons = append(c.Reasons, Why{"context", "helped this customer " + times(a.HelpedThem)})
		c.score += perKnown * min(a.HelpedThem, countAtMost)
	}
}

func (c *Candidate) presence(a Agent) {
	switch a.Presence {
	case "here":
		c.score += hereBonus
		c.Reasons = append(c.Reasons, Why{"presence", "here now"})
	case "busy":
		c.score += busyBonus
		c.Reasons = append(c.Reasons, Why{"presence", "here, busy"})
	default:
		c.Reasons = append(c.Reasons, Why{"presence", "not here now"})
	}
}

// meets holds an agent against one need and says the reason either way.
func meets(n Need, a Agent, now time.Time) (why Why, barred bool) {
	if n.Skill != "" {
		switch g := a.Grade(n.Skill); {
		case g == 0:
			return Why{"skill", "does not know " + n.Skill}, true
		case g < n.Grade:
			return Why{"skill", fmt.Sprintf("%s %d of 5, needs %d", n.Skill, g, n.Grade)}, true
		default:
			return Why{"skill", fmt.Sprintf("%s %d of 5", n.Skill, g)}, false
		}
	}
	c := certificate(n, a)
	switch {
	case c == nil:
		return Why{"certificate", "no " + n.CertificateName + " certificate"}, true
	case !c.ExpiresAt.IsZero() && !c.ExpiresAt.After(now):
		return Why{"certificate", fmt.Sprintf("no valid %s certificate: expired %s", n.CertificateName, c.ExpiresAt.Format("2 January 2006"))}, true
	case c.ValidFrom.After(now):
		return Why{"certificate", fmt.Sprintf("no valid %s certificate: valid from %s", n.CertificateName, c.ValidFrom.Format("2 January 2006"))}, true
	case c.ExpiresAt.IsZero():
		return Why{"certificate", n.CertificateName}, false
	default:
		return Why{"certificate", fmt.Sprintf("%s, valid to %s", n.CertificateName, c.ExpiresAt.Format("2 January 2006"))}, false
	}
}

func certificate(n Need, a Agent) *Certificate {
	for i, c := range a.Certificates {
		if c.ID == n.Certificate {
			return &a.Certificates[i]
		}
	}
	return nil
}

func times(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	default:
		return fmt.Sprintf("%d times", n)
	}
}
