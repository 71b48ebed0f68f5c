package story

import (
	"context"
	"testing"
	"time"

	"secondline/internal/desk/calendar"
	"secondline/internal/desk/clock"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/ticketing"
	"secondline/internal/flow/work"
)

// An answer stops the clock before its timer rings. The breach belongs on the
// timeline, with its own time; and the letter still carries the answer, not what
// the clock added after it.
func TestAnAnswerASecondTooLateIsABreach(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		d.opensAt("UTC", calendar.Office)
		d.promises(clock.FirstResponse, 0, time.Hour)
		n := d.Opens("ann@acme", "Mail loops")
		d.Settles()
		d.clock.Set(onWeekday(monday, "Mon 10:00:01")) // nothing has rung yet
		d.As("tom").Replies(n, "I look at it.")
		d.Settles()
		breached := facts[*ticket.ClockBreached](d, n)
		if len(breached) != 1 || !breached[0].Due.Equal(onWeekday(monday, "Mon 10:00")) {
			t.Errorf("breached: %+v", breached)
		}
		d.has(d.mails("ann@acme"), "I look at it.")
		d.Passes(day)
		if again := facts[*ticket.ClockBreached](d, n); len(again) != 1 {
			t.Errorf("it breached again: %+v", again)
		}
	})
}

// A clock that reaches its warning in the moment in which it is paused has
// something to notice and does not run: its timer must come to rest all the same.
func TestAPauseAtTheWarningDoesNotRingForEver(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		d.opensAt("UTC", calendar.Office)
		d.promises(clock.Resolution, 0, 4*time.Hour)
		n := d.Opens("ann@acme", "Mail loops")
		d.Settles()
		d.clock.Set(onWeekday(monday, "Mon 12:30")) // the warning was due at noon; nobody has looked
		d.must(d.do.Wait(d.ctx, d.actor("tom"), n, ticketing.WaitIn{On: ticket.OnCustomer, Question: "Which one?"}))
		d.Settles() // would not end
		if warned := facts[*ticket.ClockWarned](d, n); len(warned) != 1 || !warned[0].At.Equal(onWeekday(monday, "Mon 12:00")) {
			t.Errorf("warned: %+v", warned)
		}
		d.Wants(n, "state waiting")
	})
}

// Record gives back the entries of the facts that it was given, whatever follows
// from them.
func TestRecordGivesBackItsOwnEntries(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		d.opensAt("UTC", calendar.Office)
		d.promises(clock.FirstResponse, 0, time.Hour)
		n := d.Opens("ann@acme", "Mail loops")
		d.clock.Set(onWeekday(monday, "Mon 11:00"))
		d.must(d.door.Do(d.ctx, d.actor("tom"), func(c context.Context, w *work.Work) error {
			entries, err := w.Record(c, d.ticket(n), &ticket.Replied{Body: "Here."})
			if len(entries) != 1 || entries[0].Fact.Kind() != "message.replied" {
				t.Errorf("given back: %+v", entries)
			}
			return err
		}))
	})
}
