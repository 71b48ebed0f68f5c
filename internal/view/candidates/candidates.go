// Package candidates reads what routing looks at, and lets it rank.
//
//	candidates.go  Rank: who could take a ticket, and Demand: what it demands
//	agents.go      Agents: the members of teams, as routing sees them
//	known.go       what each of them knows, and can prove
//	seats.go       Seats: which teams could begin on a ticket
//
// It is a handful of queries however many agents there are, and each is answered
// by an index (plan_test.go).
package candidates

import (
	"context"
	"slices"
	"time"

	"secondline/internal/db"
	"secondline/internal/desk/routing"
	"secondline/internal/desk/service"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// Rank orders the members of teams for a ticket by the desk's weights, and says
// of the others why not.
func Rank(ctx context.Context, h db.Handle, t *ticket.Ticket, teams []id.Team, s routing.Strictness, now time.Time) ([]routing.Candidate, []routing.Excluded, error) {
	weights, err := routing.LoadWeights(ctx, h)
	if err != nil {
		return nil, nil, err
	}
	d, err := Demand(ctx, h, t)
	if err != nil {
		return nil, nil, err
	}
	agents, err := Agents(ctx, h, t, d, teams, now)
	if err != nil {
		return nil, nil, err
	}
	fit, out := routing.Rank(d, agents, weights, s, now)
	return fit, out, nil
}

// Demand is what a ticket asks of whoever does it: the needs of its service and
// category, the skills that triage added, and its customer's language.
func Demand(ctx context.Context, h db.Handle, t *ticket.Ticket) (routing.Demand, error) {
	d := routing.Demand{Priority: t.Priority}
	needs, err := service.Needs(ctx, h, t.Service, t.Category)
	if err != nil {
		return d, err
	}
	d.Needs = Needs(needs, t.Skills)
	d.Language, err = db.One(ctx, h, func(r db.Row) (l string, err error) { return l, r.Scan(&l) }, `
		SELECT p.language
		  FROM person p
		 WHERE p.id = ?`, t.Requester)
	return d, errs.Wrap(err, "reading the customer's language")
}

// Needs are what a service and category demand, as routing sees it, and the
// skills that triage added.
func Needs(of []service.Need, skills []string) []routing.Need {
	var out []routing.Need
	for _, n := range of {
		out = append(out, routing.Need{Skill: n.SkillPath, Grade: n.Grade, Certificate: n.Certification, CertificateName: n.CertificationName})
	}
	for _, s := range skills {
		if !slices.ContainsFunc(out, func(n routing.Need) bool { return n.Skill == s }) {
			out = append(out, routing.Need{Skill: s, Grade: 1})
		}
	}
	return out
}
