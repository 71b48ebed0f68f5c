package verify

import (
	"context"
	"slices"
	"time"

	"secondline/internal/db"
	"secondline/internal/desk/clock"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
	"secondline/internal/view/clocks"
)

// A promise is what the check of clocks brings along: what was promised, and when.
type promise struct {
	history clock.History
}

func readPromise(ctx context.Context, h db.Handle) (promise, error) {
	history, err := clock.NewBook().History(ctx, h)
	return promise{history}, err
}

// timed: the clocks of one ticket. Exactly one OLA clock runs while a team has it
// and nobody is waited for; each run warns once and breaches once, in that order
// and not before its time; what lists find it by is what the clocks say.
func (p promise) timed(t *ticket.Ticket, entries []ticket.Entry, r *report) {
	ref := string(t.Ref())
	if n := olaRunning(t); t.IsOpen() && t.State != ticket.Waiting && n != 1 {
		r.add("5 clocks", ref, "%d OLA clocks run", n)
	}
	overlaps(t, r)
	rung(ref, entries, r)
	p.kept(t, entries, r)
}

// olaRunning counts the clocks between teams that run and are not in a gap.
func olaRunning(t *ticket.Ticket) int {
	n := 0
	for _, run := range t.Runs {
		ola := run.Clock == ticket.Acknowledge || run.Clock == ticket.TeamWork
		gap := len(run.Gaps) > 0 && run.Gaps[len(run.Gaps)-1].To.IsZero()
		if ola && run.Running() && !gap {
			n++
		}
	}
	return n
}

// overlaps: two runs of one clock never count the same time, but for vendors, of
// whom a ticket may have several.
func overlaps(t *ticket.Ticket, r *report) {
	ends := map[ticket.ClockKind]time.Time{}
	open := map[ticket.ClockKind]bool{}
	for _, run := range t.Runs {
		if run.Clock == ticket.VendorAnswer {
			continue
		}
		if open[run.Clock] || run.From.Before(ends[run.Clock]) {
			r.add("5 clocks", string(t.Ref()), "two runs of %s overlap", run.Clock)
		}
		ends[run.Clock], open[run.Clock] = run.To, run.Running()
	}
}

// rung: a run warns once and then breaches once, neither before it happened.
func rung(ref string, entries []ticket.Entry, r *report) {
	warned, breached := map[int]bool{}, map[int]bool{}
	for _, e := range entries {
		switch f := e.Fact.(type) {
		case *ticket.ClockWarned:
			if warned[f.Run] || breached[f.Run] || f.At.After(e.At) {
				r.add("11 clocks", ref, "entry %d warns of a clock again, too late, or too early", e.Seq)
			}
			warned[f.Run] = true
		case *ticket.ClockBreached:
			if breached[f.Run] || !warned[f.Run] || f.Due.After(e.At) {
				r.add("11 clocks", ref, "entry %d tells of a breach again, without a warning, or too early", e.Seq)
			}
			breached[f.Run] = true
		}
	}
}

// kept: the row says which clock runs out next. What lies between two looks at
// the clock does not move it, so any moment after the last entry will do.
func (p promise) kept(t *ticket.Ticket, entries []ticket.Entry, r *report) {
	want := clocks.Due(clocks.Running(t, p.history, entries[len(entries)-1].At))
	got := t.Due
	if want.Clock != got.Clock || !want.At.Equal(got.At) || !want.Wake.Equal(got.Wake) {
		r.add("11 index", string(t.Ref()), "its row says %q at %s and wakes at %s, its clocks %q at %s and %s",
			got.Clock, got.At, got.Wake, want.Clock, want.At, want.Wake)
	}
}

// asleep: each ticket with a clock to notice has a timer for it, or it would be
// noticed never.
func asleep(ctx context.Context, h db.Handle, r *report) error {
	lost, err := db.All(ctx, h, func(row db.Row) (n id.Number, err error) { return n, row.Scan(&n) }, `
		SELECT t.number
		  FROM ticket t
		 WHERE t.state IN ('new', 'open', 'waiting') AND t.wake_at IS NOT NULL
		   AND NOT EXISTS (SELECT 1
		                     FROM job j
		                    WHERE j.name = 'clock.ring:' || CAST(t.id AS TEXT) AND j.failed_at IS NULL)
		 ORDER BY t.number
		 LIMIT 100`)
	for _, n := range slices.Compact(lost) {
		r.add("13 timers", string(n.Ref()), "no timer waits for its next clock")
	}
	return err
}
