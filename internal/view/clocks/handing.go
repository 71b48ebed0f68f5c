package clocks

import (
	"time"

	"secondline/internal/desk/clock"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
	"secondline/internal/kit/isotime"
)

// A Handing says what the clocks do when a ticket is offered to a team: whose
// stops, which begins, and what stays as it is.
type Handing struct {
	Now     time.Time `json:"now"`
	Own     *Brief    `json:"own,omitempty" doc:"of the team that has it: it pauses while the offer waits and stops when that is taken"`
	Accept  *Ahead    `json:"accept,omitempty" doc:"starts at once"`
	Fix     *Ahead    `json:"fix,omitempty" doc:"of the team that takes it, if it does so at the last moment"`
	Promise *Brief    `json:"promise,omitempty" doc:"to the customer: it stays"`
	Short   bool      `json:"short" doc:"the work may end after what the customer was promised"`
}

// An Ahead is a clock that would start.
type Ahead struct {
	Target string     `json:"target"`
	Length string     `json:"length" doc:"of open time, ISO 8601" example:"PT15M"`
	DueAt  *time.Time `json:"due_at,omitempty" doc:"not while it would pause"`
}

// HandedTo foresees an offer of the ticket to a team.
func (w Watch) HandedTo(t *ticket.Ticket, to id.Team) Handing {
	h := Handing{Now: w.Now.UTC()}
	for _, r := range w.Of(t) {
		if !r.Live() {
			continue
		}
		b := BriefOf(r)
		switch r.Kind {
		case clock.TeamWork:
			h.Own = &b
		case clock.Resolution:
			h.Promise = &b
		}
	}
	from := w.Now
	if h.Accept = w.ahead(t, clock.Run{Kind: clock.Acknowledge, Team: to, From: from}); h.Accept != nil && h.Accept.DueAt != nil {
		from = *h.Accept.DueAt
	}
	h.Fix = w.ahead(t, clock.Run{Kind: clock.TeamWork, Team: to, From: from})
	if h.Fix != nil && h.Fix.DueAt != nil && h.Promise != nil && h.Promise.DueAt != nil {
		h.Short = h.Fix.DueAt.After(*h.Promise.DueAt)
	}
	return h
}

// LengthFor is how long a team has for a ticket once it takes it; empty if nothing
// is promised of that.
func (w Watch) LengthFor(t *ticket.Ticket, team id.Team) string {
	if a := w.ahead(t, clock.Run{Kind: clock.TeamWork, Team: team, From: w.Now}); a != nil {
		return a.Length
	}
	return ""
}

// ahead reads a run that has not begun; nil if nothing is promised of it.
func (w Watch) ahead(t *ticket.Ticket, run clock.Run) *Ahead {
	s := Subject(t)
	s.Runs = []clock.Run{run}
	for _, r := range clock.Read(s, w.History, w.Now) {
		return &Ahead{Target: r.Target.Name, Length: isotime.Format(r.Target.Length), DueAt: at(r.DueAt)}
	}
	return nil
}
