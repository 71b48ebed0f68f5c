package portalview

import (
	"context"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/clock"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
)

// A row is a ticket as the lists and the page read it.
type row struct {
	ticket       id.Ticket
	number       id.Number
	organisation id.Organisation
	orgName      string
	subject      string
	state        ticket.State
	waitingOn    ticket.Wait
	waitingUntil time.Time
	resolution   ticket.Code
	requester    id.Person
	requesterIs  string
	team         id.Team
	assignee     string
	contact      string
	offered      id.Team
	rating       int
	mergedInto   id.Ticket
	cc           bool
	openedAt     time.Time
	updatedAt    time.Time
	resolvedAt   time.Time
	closedAt     time.Time
	sum          sum
}

// sum is the little of a ticket's sum that is no secret: where it went, and what
// we asked. The rest of that document is never even decoded here.
type sum struct {
	Question string      `json:"question"`
	Service  id.Service  `json:"service"`
	Priority int         `json:"priority"`
	Kind     ticket.Kind `json:"kind"`
	Runs     []run       `json:"runs"` // of its clocks, for what was promised to the customer
	Plan     *plan       `json:"plan"`
	Major    *major      `json:"major"`
	Links    []link      `json:"links"`
	Walk     struct {
		Spans []span `json:"spans"`
	} `json:"walk"`
}

// A run is as much of a clock's run as a promise to a customer needs.
type run struct {
	Clock clock.Kind `json:"clock"`
	From  time.Time  `json:"from"`
	To    time.Time  `json:"to"`
	Stop  string     `json:"stop"`
	As    struct {
		Service  id.Service  `json:"service"`
		Priority int         `json:"priority"`
		Kind     ticket.Kind `json:"kind"`
	} `json:"as"`
}

// A plan is planned work, in words that the customer was sent.
type plan struct {
	What string    `json:"what"`
	On   time.Time `json:"on"`
}

// A major is what a customer may know of a major incident: a title that was
// written for customers, and its times.
type major struct {
	Title  string    `json:"title"`
	At     time.Time `json:"at"`
	OverAt time.Time `json:"over_at"`
	NextBy time.Time `json:"next_by"`
}

type link struct {
	Kind   string    `json:"kind"`
	Ticket id.Ticket `json:"ticket"`
}

type span struct {
	Rank int         `json:"rank"`
	Team id.Team     `json:"team"`
	Wait ticket.Wait `json:"wait"`
	From time.Time   `json:"from"`
	To   time.Time   `json:"to"`
}

// rows reads tickets in the order that the clause asks for. The first argument
// is the viewer.
func (w *Window) rows(ctx context.Context, viewer id.Person, where string, args ...any) ([]row, error) {
	return db.All(ctx, w.source.Read(), scanRow, `
		SELECT t.id, t.number, t.organisation_id, o.name, t.subject, t.state, t.waiting_on, t.waiting_until, t.resolution,
		       t.requester_id, r.name, t.team_id, a.name, c.name, t.offer_team_id, t.rating, t.merged_into_id,
		       EXISTS (SELECT 1 FROM ticket_participant p WHERE p.ticket_id = t.id AND p.person_id = ? AND p.role = 'cc'),
		       t.opened_at, t.updated_at, t.resolved_at, t.closed_at, t.sum
		  FROM ticket t
		  JOIN organisation o ON o.id = t.organisation_id
		  JOIN person r ON r.id = t.requester_id
		  LEFT JOIN person a ON a.id = t.assignee_id
		  LEFT JOIN person c ON c.id = t.contact_id
		 WHERE `+where, append([]any{viewer}, args...)...)
}

func scanRow(r db.Row) (row, error) {
	var t row
	err := r.Scan(&t.ticket, &t.number, &t.organisation, &t.orgName, &t.subject, &t.state, &t.waitingOn, db.Into(&t.waitingUntil), &t.resolution,
		&t.requester, &t.requesterIs, &t.team, db.Null(&t.assignee), db.Null(&t.contact), db.Null(&t.offered), db.Null(&t.rating), db.Null(&t.mergedInto),
		&t.cc, db.Into(&t.openedAt), db.Into(&t.updatedAt), db.Into(&t.resolvedAt), db.Into(&t.closedAt), db.FromJSON(&t.sum))
	return t, err
}

// object is what access asks about the row.
func (t row) object(viewer id.Person) access.Object {
	on := access.Object{
		Organisation: t.organisation, Requester: t.requester,
		Open:   t.state != ticket.Resolved && t.state != ticket.Closed,
		Merged: t.mergedInto != 0, Resolved: t.state == ticket.Resolved, Closed: t.state == ticket.Closed,
		Waiting: t.state == ticket.Waiting, New: t.state == ticket.New, Offered: t.offered != 0,
	}
	if t.cc {
		on.Participants = []id.Person{viewer}
	}
	return on
}

// stays are the times that a team had it, waits and pauses left out.
func (t row) stays() []span {
	var stays []span
	for _, s := range t.sum.Walk.Spans {
		if n := len(stays); n > 0 && stays[n-1].Team == s.Team {
			stays[n-1].To = s.To
			continue
		}
		stays = append(stays, s)
	}
	return stays
}

// now is the span that runs.
func (t row) now() span {
	if n := len(t.sum.Walk.Spans); n > 0 {
		return t.sum.Walk.Spans[n-1]
	}
	return span{From: t.openedAt}
}

// standing says where the request is. Who passed from one team to the next is
// with the team; who has not moved is with the person that looks at it.
func (t row) standing(a access.Actor, plain map[id.Team]string) Standing {
	stays := t.stays()
	at := Standing{Stage: Received, Team: plain[t.team], Since: t.openedAt, Asked: plain[t.offered]}
	if t.offered == t.team {
		at.Asked = "" // urgent: it is theirs already
	}
	at.Person = t.assignee
	if t.contact != "" {
		at.Person = t.contact
	}
	moved := len(stays) > 1
	if moved {
		at.Since = stays[len(stays)-1].From
	}
	switch {
	case t.state == ticket.Closed:
		at.Stage, at.Since, at.Asked = Closed, t.closedAt, ""
	case t.state == ticket.Resolved:
		at.Stage, at.Since, at.Asked = Solved, t.resolvedAt, ""
	case t.state == ticket.Waiting:
		at.Stage, at.Since = waiting[t.waitingOn], t.now().From
		at.Until, at.Question = t.waitingUntil, t.sum.Question
		if t.waitingOn == ticket.OnProject && t.sum.Plan != nil {
			at.Plan = t.sum.Plan.What
		}
		switch at.Stage {
		case OnYou:
			at.Whom = t.whose(a)
		case "":
			at.Stage = WithTeam
		}
	case moved:
		at.Stage = WithTeam
	case at.Person != "":
		at.Stage = Working
	case t.state != ticket.New:
		at.Stage = WithTeam
	}
	return at
}

var waiting = map[ticket.Wait]Stage{
	ticket.OnCustomer: OnYou,
	ticket.OnVendor:   OnMaker,
	ticket.OnDate:     Planned,
	ticket.OnProject:  Planned,
}

// dots draw the walk on a ladder of the given ranks. Everybody began by telling
// us, so the rungs below the first team were passed as well.
func (t row) dots(ranks []int) []Dot {
	been := map[int]bool{}
	top := 0
	for _, s := range t.sum.Walk.Spans {
		been[s.Rank] = true
		top = max(top, s.Rank)
	}
	now := t.now().Rank
	if n := len(ranks); n > 0 && t.state == ticket.Waiting && t.waitingOn == ticket.OnVendor {
		been[now], now, top = true, ranks[n-1], ranks[n-1] // its maker stands on the last place
	}
	dots := make([]Dot, 0, len(ranks))
	for i, rank := range ranks {
		switch {
		case rank == now:
			dots = append(dots, Here)
		case been[rank], i == 0:
			dots = append(dots, Been)
		case rank < top:
			dots = append(dots, Over)
		default:
			dots = append(dots, Never)
		}
	}
	return dots
}
