package candidates

import (
	"context"
	"slices"
	"time"

	"secondline/internal/db"
	"secondline/internal/desk/routing"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
	"secondline/internal/view/brief"
)

// A Decision is a placement as people read it.
type Decision struct {
	ID       id.Placement  `json:"id"`
	At       time.Time     `json:"at"`
	Of       string        `json:"of" enum:"team,person"`
	Rule     string        `json:"rule" doc:"the routing rule, or: lowest level, triage, by hand, handover, push, pull, offer"`
	Because  string        `json:"because"`
	Team     brief.Team    `json:"team"`
	Person   *brief.Person `json:"person,omitempty"`
	Ranked   []Standing    `json:"ranked" doc:"who could have had it, the best first"`
	Rejected []Refusal     `json:"rejected" doc:"which teams or people could not, and why"`
}

// A Standing is how somebody stood among those who could have had a ticket.
type Standing struct {
	Person   brief.Person      `json:"person"`
	Team     brief.Team        `json:"team"`
	Fit      routing.Fit       `json:"fit" enum:"best,close,later"`
	Score    int               `json:"score" doc:"0 to 1,000, by the weights of the time"`
	Features []routing.Feature `json:"features"`
}

// A Refusal is a team, or somebody, that could not have a ticket.
type Refusal struct {
	Team   *brief.Team   `json:"team,omitempty"`
	Person *brief.Person `json:"person,omitempty"`
	routing.Why
}

// Decisions reads why a ticket went where it went, the newest first.
func Decisions(ctx context.Context, h db.Handle, t id.Ticket) ([]Decision, error) {
	list, err := routing.Placements(ctx, h, t)
	if err != nil {
		return nil, err
	}
	n, err := namesOf(ctx, h, list)
	out := make([]Decision, 0, len(list))
	for _, p := range list {
		out = append(out, n.decision(p))
	}
	return out, err
}

// names are of the teams and people of placements.
type names struct {
	ladder brief.Ladder
	people map[id.Person]brief.Person
}

func namesOf(ctx context.Context, h db.Handle, list []routing.Placement) (n names, err error) {
	var people []id.Person
	for _, p := range list {
		people = append(people, p.Person)
		for _, r := range p.Ranked {
			people = append(people, r.Person)
		}
		for _, r := range p.Rejected {
			people = append(people, r.Person)
		}
	}
	slices.Sort(people)
	if n.ladder, err = brief.ReadLadder(ctx, h); err != nil {
		return n, err
	}
	n.people, err = brief.People(ctx, h, slices.Compact(people)...)
	return n, err
}

func (n names) person(key id.Person) *brief.Person {
	p := n.people[key].Colleague()
	return &p
}

func (n names) decision(p routing.Placement) Decision {
	d := Decision{
		ID: p.ID, At: p.At, Of: p.Of, Rule: p.Rule, Because: p.Because, Team: n.ladder.Team(p.Team), Ranked: []Standing{}, Rejected: []Refusal{},
	}
	if p.Person != 0 {
		d.Person = n.person(p.Person)
	}
	for _, r := range p.Ranked {
		d.Ranked = append(d.Ranked, Standing{Person: *n.person(r.Person), Team: n.ladder.Team(r.Team), Fit: r.Fit, Score: r.Score, Features: r.Features})
	}
	for _, r := range p.Rejected {
		x := Refusal{Why: r.Why}
		if r.Team != 0 {
			t := n.ladder.Team(r.Team)
			x.Team = &t
		}
		if r.Person != 0 {
			x.Person = n.person(r.Person)
		}
		d.Rejected = append(d.Rejected, x)
	}
	return d
}

// A Verdict says how somebody stands to a ticket now: why it would go to them, or
// why not.
type Verdict struct {
	Person  brief.Person  `json:"person"`
	Team    brief.Team    `json:"team" doc:"the ticket's"`
	May     bool          `json:"may" doc:"the desk may deal it to them now"`
	Asked   bool          `json:"asked" doc:"a human may give it to them now"`
	Place   int           `json:"place,omitempty" doc:"among those to whom the desk may deal it"`
	Of      int           `json:"of,omitempty"`
	Reasons []routing.Why `json:"reasons"`
	Causes  []routing.Why `json:"causes" doc:"all that keeps it from them, the gravest first"`
}

// About says how somebody stands to a ticket of a team now.
func About(ctx context.Context, h db.Handle, t *ticket.Ticket, who id.Person, now time.Time) (Verdict, error) {
	v := Verdict{Reasons: []routing.Why{}, Causes: []routing.Why{}}
	weights, err := routing.LoadWeights(ctx, h)
	if err != nil {
		return v, err
	}
	d, err := Demand(ctx, h, t)
	if err != nil {
		return v, err
	}
	one, err := One(ctx, h, t, d, who, now)
	if err != nil {
		return v, err
	}
	agents, err := Agents(ctx, h, t, d, []id.Team{t.Team}, now)
	if err != nil {
		return v, err
	}
	if !slices.ContainsFunc(agents, func(a routing.Agent) bool { return a.Person == who }) {
		agents = append(agents, one)
	}
	ladder, err := brief.ReadLadder(ctx, h)
	v.Person, v.Team = brief.Person{ID: who, Name: one.Name, Presence: one.Presence}, ladder.Team(t.Team)
	v.judged(routing.Rank(d, agents, weights, routing.Strict, now))
	_, barred := routing.Rank(d, agents, weights, routing.Advise, now)
	v.Asked = !slices.ContainsFunc(barred, func(x routing.Excluded) bool { return x.Agent.Person == who })
	return v, err
}

// judged finds them among those who may and those who may not.
func (v *Verdict) judged(fit []routing.Candidate, out []routing.Excluded) {
	v.Of = len(fit)
	for i, c := range fit {
		if c.Agent.Person == v.Person.ID {
			v.May, v.Place, v.Reasons = true, i+1, c.Reasons
		}
	}
	for _, x := range out {
		if x.Agent.Person == v.Person.ID {
			v.Causes = x.Causes
		}
	}
}
