package year

import (
	"slices"
	"time"

	"secondline/internal/desk/routing"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
)

// above lists the teams that a ticket can climb to from where it is.
func (y *desk) above(l *life) []*team {
	var out []*team
	for _, t := range l.matter.above {
		if t.rank > l.t.Rank {
			out = append(out, t)
		}
	}
	return out
}

// handsUp offers a ticket to the next team of its ladder; the third crossing of
// the same two becomes a swarm.
func (y *desk) handsUp(a *agent, l *life) {
	to := y.above(l)[0]
	if l.crossed[pair(l.t.Team, to.id)] >= 2 {
		y.swarms(a, l, to)
		return
	}
	y.offers(l, to, 0, a.id, a.by())
}

func pair(a, b id.Team) [2]id.Team { return [2]id.Team{min(a, b), max(a, b)} }

func (y *desk) offers(l *life, to *team, person, sender id.Person, by ticket.By) {
	y.next++
	f, err := l.t.HandOver(ticket.HandedOver{
		Handover: y.next, Direction: "up", To: to.place(), Person: person, By: sender, Reason: "skill", Ask: "Please look.", Completeness: 80, AtOnce: l.t.Priority == 1,
	})
	if err != nil {
		y.fault("%s cannot be handed over: %v", l.name(), err)
		return
	}
	if l.t.State == ticket.Waiting {
		y.record(l, by, &ticket.Resumed{Because: "handed over"})
	}
	y.record(l, by, f)
	y.figures.Handovers++
	if f.AtOnce {
		y.moved(l)
	}
	y.isRead(l, to, person)
}

// isRead lets somebody of the team look at an offer after a while, or nobody.
func (y *desk) isRead(l *life, to *team, person id.Person) {
	offer := l.t.Offer.Handover
	if y.rnd.IntN(12) == 0 {
		return // it lies there; the clock will tell
	}
	reader := pick(y.rnd, to.members...)
	if person != 0 {
		reader = y.agents[person-1]
	}
	y.at(reader.workingTime(y.in(time.Minute, 50*time.Minute)), func() {
		if l.t.Offer == nil || l.t.Offer.Handover != offer || !l.t.IsOpen() {
			return
		}
		y.answers(reader, l, to)
	})
}

func (y *desk) answers(a *agent, l *life, to *team) {
	from, offer := l.t.Offer.From.Team, l.t.Offer.Handover
	if !a.cleared[l.t.Organisation] {
		return // may not even see it
	}
	l.crossed[pair(from, to.id)]++
	l.asked, l.tries = nil, 0
	if y.rnd.IntN(8) == 0 {
		f, err := l.t.Return(offer, ticket.Returned{Reason: "missing_information", Missing: []string{"log"}, Note: "Which site?"})
		if err != nil {
			y.fault("%s cannot be returned: %v", l.name(), err)
			return
		}
		y.record(l, a.by(), f)
		y.figures.Returned++
		y.moved(l)
		y.takeUp(l)
		return
	}
	f, err := l.t.Accept(offer, a.id)
	if err != nil {
		y.fault("%s cannot be accepted: %v", l.name(), err)
		return
	}
	y.record(l, a.by(), f)
	y.figures.Accepted++
	y.moved(l)
	a.hand[l.t.ID] = l
	l.had[a.id] = true
	y.works(a, l)
}

// moved takes a ticket from whoever had it and does no more.
func (y *desk) moved(l *life) {
	for _, a := range y.agents {
		if a.hand[l.t.ID] != nil && a.id != l.t.Assignee {
			delete(a.hand, l.t.ID)
		}
	}
	for _, t := range y.teams {
		t.undealt = slices.DeleteFunc(t.undealt, func(o *life) bool { return o == l })
	}
}

// expires ends an offer that nobody answered: the next candidate is asked, three
// times at most, and then it is the sender's again.
func (y *desk) expires(l *life) {
	o := *l.t.Offer
	y.figures.Expired++
	back, holder := l.t.Place, l.t.Assignee
	if o.Person != 0 {
		l.asked = append(l.asked, o.Person)
	}
	y.record(l, clockwork, &ticket.Expired{Handover: o.Handover, Person: o.Person, Back: back, Holder: holder, Next: "the next one is asked"})
	l.tries++
	to := y.team(o.To.Team)
	if next := y.nextOf(l, to); l.tries < 3 && next != 0 && back.Team != to.id {
		y.offers(l, to, next, o.By, clockwork)
		return
	}
	l.tries = 0
	y.takeUp(l)
}

// nextOf is the best of a team who was not asked yet.
func (y *desk) nextOf(l *life, to *team) id.Person {
	fit, _ := routing.Rank(y.demand(l), y.faces(to, l), y.weights, routing.Advise, y.now)
	for _, c := range fit {
		if !slices.Contains(l.asked, c.Agent.Person) {
			return c.Agent.Person
		}
	}
	return 0
}

// swarms lets both teams look together until one of them owns it.
func (y *desk) swarms(a *agent, l *life, to *team) {
	expert := pick(y.rnd, to.members...)
	y.record(l, a.by(), &ticket.SwarmStarted{
		Swarm: id.Swarm(y.figures.Swarms + 1), Lead: 1, People: []id.Person{a.id, expert.id}, Teams: []id.Team{l.t.Team, to.id}, Ask: "Who keeps it?", Because: "the third crossing",
	})
	y.figures.Swarms++
	y.at(expert.workingTime(y.in(10*time.Minute, 4*time.Hour)), func() {
		if l.t.Swarm == nil {
			return
		}
		y.record(l, expert.by(), &ticket.SwarmEnded{Swarm: l.t.Swarm.ID, Outcome: "owned"})
		if l.t.IsOpen() && l.t.Assignee == a.id {
			y.solves(a, l)
		}
	})
}
