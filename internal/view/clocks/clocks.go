// Package clocks shows a ticket's clocks: it hands the ticket to desk/clock, as
// the Subject that this package wants, and turns the Readings into what screens
// draw. It is pure; whoever calls it brings the ticket, the history and the time.
//
//	Of      the readings of a ticket; Running: of what has not stopped
//	Due     what the ticket's row keeps of them, as an index for lists
//	NextOf  the clock that runs out first, for a row
//	All     every clock with its pauses and its ledger, for the ticket
//
// What always holds: the entries of a clock's ledger lie in order, without a gap,
// from its start to its stop or to now; those that count add up to what was spent.
package clocks

import (
	"time"

	"secondline/internal/desk/clock"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
)

// Subject is a ticket as its clocks see it.
func Subject(t *ticket.Ticket) clock.Subject {
	s := clock.Subject{Organisation: t.Organisation, Service: t.Service, Priority: t.Priority, Kind: string(t.Kind)}
	for _, span := range t.Walk.Spans {
		if span.Wait != "" {
			s.Waits = append(s.Waits, clock.Wait{On: string(span.Wait), From: span.From, To: span.To})
		}
	}
	s.Runs = make([]clock.Run, len(t.Runs))
	for i, r := range t.Runs {
		run := clock.Run{
			Kind: clock.Kind(r.Clock), Team: r.Team, Vendor: r.Vendor, Handover: r.Handover, Case: r.Case,
			From: r.From, To: r.To, Stop: r.Stop, Warned: r.Warned, Breached: r.Breached,
			As: clock.Stood{Service: r.As.Service, Priority: r.As.Priority, Kind: string(r.As.Kind)},
		}
		for _, g := range r.Gaps {
			run.Gaps = append(run.Gaps, clock.Gap{From: g.From, To: g.To, Why: g.Why})
		}
		s.Runs[i] = run
	}
	return s
}

// Of reads a ticket's clocks.
func Of(t *ticket.Ticket, h clock.History, now time.Time) []clock.Reading {
	return clock.Read(Subject(t), h, now)
}

// Running reads those of a ticket's clocks that have not stopped.
func Running(t *ticket.Ticket, h clock.History, now time.Time) []clock.Reading {
	return clock.ReadLive(Subject(t), h, now)
}

// Due is what a ticket's row keeps of its readings.
func Due(rs []clock.Reading) ticket.Due {
	d := ticket.Due{Wake: clock.Wake(rs)}
	if next, ok := clock.Next(rs); ok {
		d.Clock, d.At = ticket.ClockKind(next.Kind), next.DueAt
	}
	for _, r := range rs {
		if r.Live() {
			d.Warned = d.Warned || r.Warm()
			d.Breached = d.Breached || r.Over()
		}
	}
	return d
}

// How a clock looks.
const (
	OK     = "ok"
	Soon   = "soon" // past its warning, or less than an hour left of a long one
	Late   = "late"
	Paused = "paused"
)

// A Brief is a clock in a row.
type Brief struct {
	Kind     string     `json:"kind" enum:"first_response,next_response,resolution,acknowledge,work,vendor"`
	Promise  string     `json:"promise" enum:"SLA,OLA,UC" doc:"promised to the customer, between teams, by a vendor"`
	Run      int        `json:"run" doc:"which of the ticket's runs, from 0"`
	State    string     `json:"state" enum:"ok,soon,late,paused,met,missed,ended" doc:"the last three of a clock that has stopped"`
	DueAt    *time.Time `json:"due_at,omitempty" doc:"not while it pauses until further notice"`
	SoonAt   *time.Time `json:"soon_at,omitempty" doc:"when it turns from ok to soon"`
	WarnAt   *time.Time `json:"warn_at,omitempty"`
	LeftUS   int64      `json:"left_us" doc:"open time, in microseconds; negative: it is over by that"`
	PausedOn string     `json:"paused_on,omitempty"`
}

// BriefOf shows a reading in a row.
func BriefOf(r clock.Reading) Brief {
	return Brief{
		Kind: string(r.Kind), Promise: r.Kind.Promise(), Run: r.Run, State: look(r),
		DueAt: at(r.DueAt), SoonAt: at(r.SoonAt), WarnAt: at(r.WarnAt), LeftUS: r.Left.Microseconds(), PausedOn: r.PausedOn,
	}
}

func look(r clock.Reading) string {
	switch {
	case !r.Live():
		return string(r.State)
	case r.Over():
		return Late
	case r.State == clock.Paused:
		return Paused
	case r.Soon():
		return Soon
	default:
		return OK
	}
}

// NextOf is the clock that a row shows: the one that runs out first, or if all
// pause the one with the least left; nil if none runs.
func NextOf(rs []clock.Reading) *Brief {
	next, ok := clock.Next(rs)
	for _, r := range rs {
		if !ok && r.Live() && (next.Kind == "" || r.Left < next.Left) {
			next = r
		}
	}
	if next.Kind == "" {
		return nil
	}
	b := BriefOf(next)
	return &b
}

// Live are the clocks that have not stopped, in a row each.
func Live(rs []clock.Reading) []Brief {
	list := []Brief{}
	for _, r := range rs {
		if r.Live() {
			list = append(list, BriefOf(r))
		}
	}
	return list
}

// at is a time on the wire; the zero time is none.
func at(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

// some is an id on the wire; zero, which names nothing, is left out.
func some[T ~int64](v T) *T {
	if v == 0 {
		return nil
	}
	return &v
}

// TeamName names a team.
type TeamName struct {
	ID   id.Team `json:"id"`
	Name string  `json:"name"`
}
