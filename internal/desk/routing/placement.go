package routing

import (
	"slices"
	"time"

	"secondline/internal/id"
)

// What a placement is of.
const (
	OfTeam   = "team"
	OfPerson = "person"
)

// The names of what gives a ticket to a person.
const (
	ByHand   = "by hand"
	Handover = "handover"
	ByPush   = "push"
	ByPull   = "pull"
	ByOffer  = "offer"
)

// A Placement is the record of a decision: where a ticket went, by which rule,
// and who else was looked at.
type Placement struct {
	ID           id.Placement
	Ticket       id.Ticket
	Organisation id.Organisation
	At           time.Time
	Of           string // OfTeam or OfPerson
	Rule         string
	Because      string
	Team         id.Team
	Person       id.Person
	Ranked       []Ranked
	Rejected     []Rejected
}

// A Ranked is somebody who could have had it, as they stood at the time.
type Ranked struct {
	Person   id.Person `json:"person"`
	Team     id.Team   `json:"team"`
	Fit      Fit       `json:"fit"`
	Score    int       `json:"score"`
	Features []Feature `json:"features"`
}

// A Rejected is a team, or somebody, that could not have it, and the cause.
type Rejected struct {
	Team   id.Team   `json:"team,omitempty"`
	Person id.Person `json:"person,omitempty"`
	Why
}

// How many of each a record keeps: enough to answer why, and for a back-test.
// Only the first few are told in words, since a busy desk keeps many records.
const (
	keptRanked   = 20
	keptWords    = 5
	keptRejected = 100
)

// Person records that somebody was given a ticket, or asked to take it: by
// which rule, and how they and the others stood.
func Person(rule, because string, team id.Team, who id.Person, fit []Candidate, out []Excluded) Placement {
	p := Placement{Of: OfPerson, Rule: rule, Because: because, Team: team, Person: who}
	for i, c := range fit {
		chosen := c.Agent.Person == who
		if i >= keptRanked && !chosen {
			continue
		}
		r := Ranked{Person: c.Agent.Person, Team: c.Agent.Team, Fit: c.Fit, Score: c.Score, Features: c.Features}
		if i >= keptWords && !chosen {
			r.Features = wordless(r.Features)
		}
		p.Ranked = append(p.Ranked, r)
	}
	for i, x := range out {
		if i < keptRejected || x.Agent.Person == who {
			p.Rejected = append(p.Rejected, Rejected{Team: x.Agent.Team, Person: x.Agent.Person, Why: x.Because})
		}
	}
	return p
}

func wordless(features []Feature) []Feature {
	out := slices.Clone(features)
	for i := range out {
		out[i].Text = ""
	}
	return out
}

// Because says in one line why a candidate comes first.
func (c Candidate) Because() string {
	var texts []string
	for _, w := range c.Reasons {
		texts = append(texts, w.Text)
	}
	return joined(texts, "nobody else could")
}
