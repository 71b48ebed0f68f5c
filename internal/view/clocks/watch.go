package clocks

import (
	"time"

	"secondline/internal/desk/clock"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
	"secondline/internal/kit/isotime"
	"secondline/internal/view/brief"
)

// A Watch is what clocks are read by: what the desk promised, and the time.
type Watch struct {
	History clock.History
	Now     time.Time
}

// Of reads a ticket's clocks.
func (w Watch) Of(t *ticket.Ticket) []clock.Reading { return Of(t, w.History, w.Now) }

// Next is the clock that a row shows of a ticket; nil if none runs.
func (w Watch) Next(t *ticket.Ticket) *Brief {
	if !t.IsOpen() {
		return nil
	}
	return NextOf(w.Of(t))
}

// All shows every clock of a ticket, the oldest first.
func (w Watch) All(t *ticket.Ticket, names brief.Ladder) []Clock {
	return All(t, w.Of(t), w.History, names, w.Now)
}

// Acknowledging is the clock of the answer to a handover, and how long that may
// take; nil if nothing was promised.
func (w Watch) Acknowledging(t *ticket.Ticket, h id.Handover) (b *Brief, within string) {
	for _, r := range w.Of(t) {
		if r.Kind == clock.Acknowledge && r.Handover == h {
			v := BriefOf(r)
			return &v, isotime.Format(r.Target.Length)
		}
	}
	return nil, ""
}
