package work

import (
	"context"
	"time"

	"secondline/internal/core/job"
	"secondline/internal/db"
	"secondline/internal/desk/clock"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
	"secondline/internal/view/clocks"
)

// RingClocks is the kind of the timer that goes off when a clock of a ticket
// warns or breaches next; its payload is a TicketJob.
const RingClocks = "clock.ring"

// ReindexClocks is the kind of job that brings open tickets in line with a policy
// that has come into force; its payload is a ReindexJob.
const ReindexClocks = "clock.reindex"

// A ReindexJob names the policy, and how far its work has come.
type ReindexJob struct {
	Policy  id.Policy `json:"policy"`
	Because string    `json:"because"` // what was changed, in words that the timeline shows
	After   id.Ticket `json:"after,omitempty"`
}

// History gives what the desk has promised, and since when.
func (d *Door) History(ctx context.Context, h db.Handle) (clock.History, error) {
	return d.clocks.History(ctx, h)
}

// Moves are the facts of deadlines that moved because another target counts, or
// the same one differs now. A pause is no move: it is on the timeline by itself.
func Moves(before, after []clock.Reading, because string) []ticket.Fact {
	was := map[int]clock.Reading{}
	for _, r := range before {
		was[r.Run] = r
	}
	var facts []ticket.Fact
	for _, r := range after {
		old, known := was[r.Run]
		same := known && old.DueAt.Equal(r.DueAt) && old.Left == r.Left
		if r.State != clock.Running && r.State != clock.Paused || same {
			continue
		}
		facts = append(facts, &ticket.ClockMoved{Run: r.Run, Clock: ticket.ClockKind(r.Kind), From: old.DueAt, To: r.DueAt, Because: because})
	}
	return facts
}

// Reached are the facts of what clocks have come to that is not on the timeline
// yet: a warning always stands before its breach. One that has stopped counts
// too, if it reached something before that.
func Reached(readings []clock.Reading, now time.Time) []ticket.Fact {
	var facts []ticket.Fact
	for _, r := range readings {
		at := r.Unnoticed()
		if at.IsZero() || at.After(now) {
			continue
		}
		if r.WarnedAt.IsZero() {
			facts = append(facts, &ticket.ClockWarned{Run: r.Run, Clock: ticket.ClockKind(r.Kind), At: r.WarnAt, Due: r.DueAt})
			r.WarnedAt = r.WarnAt
		}
		if due := r.Unnoticed(); !due.IsZero() && !due.After(now) {
			facts = append(facts, &ticket.ClockBreached{Run: r.Run, Clock: ticket.ClockKind(r.Kind), Due: r.DueAt, Target: r.Target.Name})
		}
	}
	return facts
}

// stopped are the facts of clocks that have just stopped, too late, before their
// timer went off: answering a second after the deadline is a breach, too. had is
// how many had stopped before.
func stopped(t *ticket.Ticket, h clock.History, had int, now time.Time) []ticket.Fact {
	if ended(t) <= had {
		return nil
	}
	var late []clock.Reading
	for _, r := range clocks.Of(t, h, now) {
		if !r.Live() {
			late = append(late, r)
		}
	}
	return Reached(late, now)
}

// ended counts the runs that have stopped.
func ended(t *ticket.Ticket) int {
	n := 0
	for _, r := range t.Runs {
		if !r.Running() {
			n++
		}
	}
	return n
}

// rewritten tells whether facts may change which targets count for a ticket.
func rewritten(facts []ticket.Fact) (because string, yes bool) {
	for _, f := range facts {
		switch f := f.(type) {
		case *ticket.Triaged:
			return "triage", true
		case *ticket.Edited:
			if f.Priority != nil || f.TicketKind != nil {
				return "an edit", true
			}
		}
	}
	return "", false
}

// A Follower hears of what happened to a ticket inside the transaction in which
// it happened, and may ask for more: a deal, a notice.
type Follower interface {
	Followed(ctx context.Context, w *Work, t *ticket.Ticket, entries []ticket.Entry) error
}

// Follow lets somebody hear of every change to a ticket. It is for putting a desk
// together, before it opens.
func (d *Door) Follow(f Follower) { d.followers = append(d.followers, f) }

// clockwork sets which clock of a ticket runs out next, and asks for the timer of
// its next warning or breach, unless that is asked for already.
func (w *Work) clockwork(ctx context.Context, t *ticket.Ticket, readings []clock.Reading) error {
	asked := t.Due.Wake
	t.Due = clocks.Due(readings)
	if t.Due.Wake.IsZero() || t.Due.Wake.Equal(asked) {
		return nil
	}
	return w.ring(ctx, t.ID, t.Due.Wake)
}

func (w *Work) ring(ctx context.Context, t id.Ticket, at time.Time) error {
	return w.Enqueue(ctx, job.Job{Kind: RingClocks, Name: RingClocks + ":" + t.String(), Payload: TicketJob{t}, RunAt: at})
}

// Refresh reads a ticket's clocks again and keeps what lists find it by. Nothing
// has happened to the ticket; only the index or its timer is out of date.
func (w *Work) Refresh(ctx context.Context, t *ticket.Ticket) error {
	history, err := w.door.History(ctx, w.Tx)
	if err != nil {
		return err
	}
	asked := t.Due
	t.Due = clocks.Due(clocks.Running(t, history, w.Now))
	if !t.Due.Wake.IsZero() {
		if err := w.ring(ctx, t.ID, t.Due.Wake); err != nil {
			return err
		}
	}
	if t.Due == asked {
		return nil
	}
	return ticket.Reindex(ctx, w.Tx, t)
}
