package year

import (
	"cmp"
	"slices"

	"secondline/internal/desk/routing"
	"secondline/internal/desk/ticket"
)

func (y *desk) undealt(l *life) {
	t := y.team(l.t.Team)
	if !slices.Contains(t.undealt, l) {
		t.undealt = append(t.undealt, l)
	}
	y.deal(t)
}

// demand is what a ticket asks of who has it: nothing special at first line.
func (y *desk) demand(l *life) routing.Demand {
	d := routing.Demand{Priority: l.t.Priority, Language: "en"}
	if l.t.Rank < 2 {
		return d
	}
	if s := y.team(l.t.Team).skill; s != "" {
		d.Needs = append(d.Needs, routing.Need{Skill: s, Grade: 1 + l.t.Rank})
	}
	if l.matter.proof && l.hard == 3 {
		d.Needs = append(d.Needs, routing.Need{Certificate: networkProof, CertificateName: "Network professional"})
	}
	return d
}

func (y *desk) faces(t *team, l *life) []routing.Agent {
	var out []routing.Agent
	for _, a := range t.members {
		out = append(out, y.seen(a, l))
	}
	return out
}

// deal pushes what waits in a team to whoever can have it, the most urgent first.
func (y *desk) deal(t *team) {
	t.undealt = slices.DeleteFunc(t.undealt, func(l *life) bool {
		return !l.t.IsOpen() || l.t.Assignee != 0 || l.t.Team != t.id
	})
	slices.SortStableFunc(t.undealt, func(a, b *life) int { return cmp.Compare(a.t.Priority, b.t.Priority) })
	for i, l := range slices.Clone(t.undealt) {
		if i == atOnce || !y.anyoneFree(t) {
			return
		}
		if l.t.Offer != nil || l.t.State == ticket.Waiting {
			continue
		}
		fit, out := routing.Rank(y.demand(l), y.faces(t, l), y.weights, routing.Strict, y.now)
		y.figures.Ranked += len(fit) + len(out)
		if len(fit) == 0 {
			continue
		}
		y.give(l, fit[0])
	}
}

// atOnce is how many waiting tickets of a team are looked at together; those
// behind have their turn when these are gone.
const atOnce = 25

// anyoneFree tells whether somebody of a team could be given anything at all.
func (y *desk) anyoneFree(t *team) bool {
	return slices.ContainsFunc(t.members, func(a *agent) bool {
		on, _ := a.duty(y.now)
		return on && a.presence == "here" && len(a.hand) < 10
	})
}

func (y *desk) give(l *life, c routing.Candidate) {
	a := y.agents[c.Agent.Person-1]
	y.eligible(a, l, c)
	y.record(l, clockwork, &ticket.Assigned{Assignee: a.id, Name: a.name, How: ticket.ByPush, Because: c.Agent.Name})
	t := y.team(l.t.Team)
	t.undealt = slices.DeleteFunc(t.undealt, func(o *life) bool { return o == l })
	a.hand[l.t.ID] = l
	a.given = append(a.given, y.now)
	l.had[a.id] = true
	y.figures.Dealt++
	if c.Mentor != 0 {
		y.figures.Stretches++
	}
	y.works(a, l)
}
