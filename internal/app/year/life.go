package year

import (
	"fmt"
	"slices"
	"time"

	"secondline/internal/desk/routing"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/view/clocks"
)

// A life is one ticket and what the people in it are up to.
type life struct {
	t       *ticket.Ticket
	entries []ticket.Entry
	matter  matter
	hard    int // the rank that can solve it
	had     map[id.Person]bool
	wake    time.Time
	asked   []id.Person // of the offer that waits: who was asked already
	tries   int
	crossed map[[2]id.Team]int
	given   int // counts assignments: what was planned for an earlier one lapses
}

var clockwork = ticket.By{Kind: "system", Name: "Clock"}

func (a *agent) by() ticket.By { return ticket.By{Kind: "person", ID: a.id, Name: a.name} }

func (y *desk) opens() {
	n := len(y.lives) + 1
	l := &life{matter: y.matters[y.rnd.IntN(len(y.matters))], had: map[id.Person]bool{}, crossed: map[[2]id.Team]int{}, t: &ticket.Ticket{ID: id.Ticket(n)}}
	l.hard = []int{1, 1, 1, 1, 1, 1, 2, 2, 2, 3}[y.rnd.IntN(10)]
	priority := []int{1, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4}[y.rnd.IntN(12)]
	if y.rnd.IntN(4) > 0 && priority == 1 {
		priority = 2
	}
	org := id.Organisation(1 + y.rnd.IntN(customers))
	f := routing.Filing{Organisation: org, Service: l.matter.service, ServiceName: l.matter.name, Kind: "incident", Channel: "portal", Priority: priority}
	seats := []routing.Seat{{Team: 1, Name: "First line", Rank: 1, Triage: true, Serves: true, Cleared: true, Able: true}}
	for _, t := range l.matter.above {
		seats = append(seats, routing.Seat{Team: t.id, Name: t.name, Rank: t.rank, Serves: true, Cleared: true, Able: true})
	}
	urgent := routing.Rule{ID: 1, Position: 1, Name: "Urgent goes up", UrgentTo: 1, Service: l.matter.service, Team: l.matter.above[0].id}
	placed := routing.Place(f, []routing.Rule{urgent}, seats)
	l.t.Number = id.Number(1000 + n)
	y.lives = append(y.lives, l)
	place := y.team(placed.Team).place()
	y.record(l, ticket.By{Kind: "person", ID: id.Person(1000 + n), Name: "Customer"}, &ticket.Opened{
		Number: l.t.Number, Organisation: org, Requester: id.Person(1000 + n), TicketKind: ticket.Incident, Channel: ticket.ByPortal,
		Subject: l.matter.name, Body: "It does not work.", Service: l.matter.service, Impact: 2, Urgency: 2, Priority: priority, Place: place, Because: placed.Because,
	})
	y.undealt(l)
	if y.rnd.IntN(3) == 0 {
		y.at(y.in(time.Minute, 30*time.Hour), func() { y.writes(l) })
	}
}

func (y *desk) team(key id.Team) *team {
	i := slices.IndexFunc(y.teams, func(t *team) bool { return t.id == key })
	return y.teams[i]
}

// setTimer books the next warning or breach, as flow/work asks for its job.
func (y *desk) setTimer(l *life) {
	wake := clocks.Due(clocks.Running(l.t, y.history, y.now)).Wake
	if wake.IsZero() || wake.Equal(l.wake) {
		return
	}
	l.wake = wake
	y.at(wake, func() { y.rings(l) })
}

// rings writes down what the clocks have reached.
func (y *desk) rings(l *life) {
	var expires bool
	for _, f := range work.Reached(clocks.Running(l.t, y.history, y.now), y.now) {
		y.record(l, clockwork, f)
		if b, over := f.(*ticket.ClockBreached); over {
			y.figures.Breaches[string(b.Clock)]++
			y.figures.LatestBreach = max(y.figures.LatestBreach, y.now.Sub(b.Due))
			expires = expires || b.Clock == ticket.Acknowledge
		}
	}
	if expires && l.t.Offer != nil {
		y.expires(l)
	}
}

// writes is the customer adding something.
func (y *desk) writes(l *life) {
	by := ticket.By{Kind: "person", ID: l.t.Requester, Name: "Customer"}
	if l.t.State == ticket.Closed {
		return
	}
	if !l.t.IsOpen() {
		y.record(l, by, &ticket.Reopened{ByCustomer: true, Because: "the customer wrote again"})
		y.figures.Reopened++
		y.takeUp(l)
	}
	waited := l.t.State == ticket.Waiting
	y.record(l, by, &ticket.Replied{Body: "Still the same.", ByCustomer: true})
	if waited {
		y.takeUp(l) // who has it had put it aside
	}
}

// takeUp lets who has a reopened ticket go on with it, or deals it again.
func (y *desk) takeUp(l *life) {
	if l.t.Assignee == 0 {
		y.undealt(l)
		return
	}
	a := y.agents[l.t.Assignee-1]
	a.hand[l.t.ID] = l
	y.works(a, l)
}

// works books what somebody does next about a ticket that they have.
func (y *desk) works(a *agent, l *life) {
	l.given++
	mine := l.given
	at := a.workingTime(y.in(3*time.Minute, 3*time.Hour))
	y.at(at, func() {
		if l.given != mine || l.t.Assignee != a.id || !l.t.IsOpen() || l.t.Offer != nil {
			return
		}
		y.acts(a, l)
	})
}

// workingTime is the first moment at which somebody is at work.
func (a *agent) workingTime(at time.Time) time.Time {
	if on, _ := a.roster.On(at); on {
		return at
	}
	if next := a.roster.Next(at); !next.IsZero() {
		return next.Add(5 * time.Minute)
	}
	return at
}

func (y *desk) acts(a *agent, l *life) {
	chance := y.rnd.IntN(100)
	switch {
	case l.t.State == ticket.Waiting:
		return
	case l.t.NeedsReply && chance < 80:
		y.record(l, a.by(), &ticket.Replied{Body: "I look at it."})
		y.works(a, l)
	case chance < 12:
		y.waits(a, l)
	case chance < 18:
		y.record(l, a.by(), &ticket.Noted{Body: "Restarted it.", Step: "Restart", Result: "no change"})
		y.works(a, l)
	case chance < 20:
		y.repriced(a, l)
	case a.team.rank < l.hard && len(y.above(l)) > 0:
		y.handsUp(a, l)
	default:
		y.solves(a, l)
	}
}

func (y *desk) waits(a *agent, l *life) {
	f, err := l.t.Wait(ticket.OnCustomer, time.Time{}, "Which one?", "", y.now)
	if err != nil {
		y.fault("%s cannot wait: %v", l.t.Ref(), err)
		return
	}
	y.record(l, a.by(), &ticket.Replied{Body: "Which one?"}, f)
	y.at(y.in(20*time.Minute, 60*time.Hour), func() {
		if l.t.State == ticket.Waiting {
			y.writes(l)
		}
	})
}

// repriced changes the priority; the clocks are measured from the start anew.
func (y *desk) repriced(a *agent, l *life) {
	to := 2 + y.rnd.IntN(3)
	because := "more are hit than we thought"
	y.record(l, a.by(), &ticket.Edited{Priority: &to, PriorityBecause: &because})
	y.works(a, l)
}

func (y *desk) solves(a *agent, l *life) {
	f, err := l.t.Resolve(ticket.ResolvedAs{Code: ticket.Solved, Message: "Done.", Cause: "A setting."})
	if err != nil {
		y.fault("%s cannot be resolved: %v", l.t.Ref(), err)
		return
	}
	y.record(l, a.by(), f)
	y.letGo(l)
	y.figures.SolvedAt[a.team.rank]++
	if y.rnd.IntN(25) == 0 {
		y.at(y.in(time.Hour, 50*time.Hour), func() { y.writes(l) })
	}
	y.at(y.now.AddDate(0, 0, 7), func() {
		if l.t.State != ticket.Resolved {
			return
		}
		if f, err := l.t.Close(""); err == nil {
			y.record(l, clockwork, f)
		}
	})
}

// letGo frees the hand that a ticket was in; its team can be dealt more.
func (y *desk) letGo(l *life) {
	for _, a := range y.agents {
		if a.hand[l.t.ID] != nil {
			delete(a.hand, l.t.ID)
			y.deal(a.team)
		}
	}
}

func (l *life) name() string { return fmt.Sprintf("%s (P%d)", l.t.Ref(), l.t.Priority) }
