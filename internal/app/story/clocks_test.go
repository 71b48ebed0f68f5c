package story

import (
	"slices"
	"testing"
	"time"

	"secondline/internal/desk/calendar"
	"secondline/internal/desk/clock"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/admin"
	"secondline/internal/flow/ticketing"
	"secondline/internal/id"
	"secondline/internal/kit/openhours"
	"secondline/internal/view/clocks"
)

// opensAt gives the desk a calendar: office hours in a zone.
func (d *desk) opensAt(zone string, week openhours.Week) calendar.Calendar {
	d.t.Helper()
	c, err := d.admin().AddCalendar(d.ctx, d.actor("ada"), admin.CalendarIn{Name: &zone, Zone: &zone, Week: &week, Standard: new(true)})
	d.must(err)
	return c
}

// promises how long a clock may run at a priority; 0 is any.
func (d *desk) promises(k clock.Kind, priority int, length time.Duration) clock.Target {
	d.t.Helper()
	name := string(k)
	t, err := d.admin().AddTarget(d.ctx, d.actor("ada"), admin.TargetIn{Name: &name, Clock: &k, Priority: &priority, Length: &length})
	d.must(err)
	return t
}

// reads is the last reading of a ticket's clock.
func (d *desk) reads(n id.Number, k clock.Kind) clock.Reading {
	d.t.Helper()
	h, err := d.door.History(d.ctx, d.door.Read())
	d.must(err)
	rs := clocks.Of(d.ticket(n), h, d.clock.Now())
	for _, r := range slices.Backward(rs) {
		if r.Kind == k {
			return r
		}
	}
	d.t.Fatalf("%s has no clock %s", n.Ref(), k)
	return clock.Reading{}
}

// due wants a clock to run out on some weekday of this story.
func (d *desk) due(n id.Number, k clock.Kind, words string) {
	d.t.Helper()
	if r, want := d.reads(n, k), onWeekday(monday, words); !r.DueAt.Equal(want) {
		d.t.Errorf("%s: %s is due %s, want %s", d.clock.Now().Format("Mon 15:04"), k, r.DueAt.Format("Mon 2 Jan 15:04:05"), words)
	}
}

// facts of a kind on a ticket's timeline.
func facts[F ticket.Fact](d *desk, n id.Number) (list []F) {
	d.t.Helper()
	for _, e := range d.timeline(n) {
		if f, ok := e.Fact.(F); ok {
			list = append(list, f)
		}
	}
	return list
}

func TestAClockWarnsAndBreachesAtItsOwnTimes(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		d.opensAt("UTC", calendar.Office)
		d.promises(clock.Resolution, 0, 4*time.Hour)
		n := d.Opens("ann@acme", "Mail loops")
		d.due(n, clock.Resolution, "Mon 13:00")
		d.clock.Set(onWeekday(monday, "Mon 16:00")) // nobody was there to look until now
		d.Settles()
		warned, breached := facts[*ticket.ClockWarned](d, n), facts[*ticket.ClockBreached](d, n)
		if len(warned) != 1 || !warned[0].At.Equal(onWeekday(monday, "Mon 12:00")) {
			t.Errorf("warned: %+v", warned)
		}
		if len(breached) != 1 || !breached[0].Due.Equal(onWeekday(monday, "Mon 13:00")) || breached[0].Target != "resolution" {
			t.Errorf("breached: %+v", breached)
		}
		d.Until("Wed 12:00")
		d.As("tom").Gives(n, "tom")
		d.As("tom").Resolves(n, "It stops looping.")
		d.As("tom").Reopens(n)
		d.Until("Thu 12:00")
		if len(facts[*ticket.ClockWarned](d, n)) != 1 || len(facts[*ticket.ClockBreached](d, n)) != 1 {
			t.Error("a clock warned or breached twice")
		}
	})
}

// Vector 3: what was promised changes while the ticket waits; the pause is kept.
func TestVector3ThePromiseChangesWhileItWaits(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		d.opensAt("UTC", calendar.Office)
		solve := d.promises(clock.Resolution, 0, 4*time.Hour)
		n := d.Opens("ann@acme", "Mail loops")
		d.As("tom").Gives(n, "tom")
		d.Until("Mon 11:00")
		d.As("tom").Waits(n, ticket.OnCustomer)
		d.Until("Mon 14:00")
		_, err := d.admin().ChangeTarget(d.ctx, d.actor("ada"), solve.ID, admin.TargetIn{Length: new(6 * time.Hour)})
		d.must(err)
		d.Until("Tue 09:00")
		if r := d.reads(n, clock.Resolution); r.State != clock.Paused || r.Spent != 2*time.Hour || r.Left != 4*time.Hour {
			t.Errorf("%s, spent %s, left %s", r.State, r.Spent, r.Left)
		}
		if moved := facts[*ticket.ClockMoved](d, n); len(moved) != 1 || moved[0].Because != "the target resolution" {
			t.Errorf("moved: %+v", moved)
		}
		d.As("tom").Resumes(n)
		d.due(n, clock.Resolution, "Tue 13:00")
		d.Until("Tue 13:00")
		if got := facts[*ticket.ClockBreached](d, n); len(got) != 1 || !got[0].Due.Equal(onWeekday(monday, "Tue 13:00")) {
			t.Errorf("breached: %+v", got)
		}
	})
}

func TestAnotherPriorityMovesTheDeadlineAndSaysSo(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		d.opensAt("UTC", calendar.Office)
		d.promises(clock.Resolution, 4, 8*time.Hour)
		d.promises(clock.Resolution, 1, 2*time.Hour)
		n := d.Opens("ann@acme", "Mail loops", about("Email"))
		d.due(n, clock.Resolution, "Mon 17:00")
		d.Until("Mon 09:30")
		d.As("tom").Triages(n, ticketing.TriageIn{Service: d.services["Email"], Impact: 1, Urgency: 1})
		d.due(n, clock.Resolution, "Mon 11:00")
		moved := facts[*ticket.ClockMoved](d, n)
		if len(moved) != 1 || !moved[0].From.Equal(onWeekday(monday, "Mon 17:00")) || !moved[0].To.Equal(onWeekday(monday, "Mon 11:00")) {
			t.Errorf("moved: %+v", moved)
		}
		if due := d.ticket(n).Due; due.Clock != ticket.Resolution || !due.At.Equal(onWeekday(monday, "Mon 11:00")) {
			t.Errorf("lists find it by %+v", due)
		}
	})
}

// Vector 4: reopened, the resolution runs on where it stood.
func TestVector4AReopenedTicketRunsOnWhereItStood(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		d.opensAt("UTC", calendar.Office)
		d.promises(clock.Resolution, 0, 4*time.Hour)
		d.promises(clock.TeamWork, 0, 3*time.Hour)
		n := d.Opens("ann@acme", "Mail loops")
		d.As("tom").Gives(n, "tom")
		d.Until("Mon 11:00")
		d.As("tom").Resolves(n, "It stops looping.")
		if r := d.reads(n, clock.Resolution); r.State != clock.Met || r.Spent != 2*time.Hour {
			t.Errorf("%s after %s", r.State, r.Spent)
		}
		d.Until("Wed 10:00")
		d.As("tom").Reopens(n)
		d.due(n, clock.Resolution, "Wed 12:00")
		d.due(n, clock.TeamWork, "Wed 11:00")
		if runs := d.ticket(n).Runs; len(runs) != 3 { // with the first response, which nobody promised
			t.Errorf("%d runs", len(runs))
		}
	})
}

// Vector 10: the night in which the clocks go forward is an hour shorter, also to
// a deadline.
func TestVector10ADeadlineInTheNightOf23Hours(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		nights := openhours.Always().Week
		d.opensAt("Europe/Berlin", nights)
		day := d.promises(clock.Resolution, 0, 24*time.Hour)
		_, err := d.admin().AddCalendar(d.ctx, d.actor("ada"), admin.CalendarIn{Name: new("Mornings"), Zone: new("Europe/Berlin"), Week: &openhours.Week{
			{{From: 1 * 60, To: 5 * 60}},
			{{From: 1 * 60, To: 5 * 60}},
			{{From: 1 * 60, To: 5 * 60}},
			{{From: 1 * 60, To: 5 * 60}},
			{{From: 1 * 60, To: 5 * 60}},
			{{From: 1 * 60, To: 5 * 60}},
			{{From: 1 * 60, To: 5 * 60}},
		}, Standard: new(true)})
		d.must(err)
		d.promises(clock.FirstResponse, 0, 4*time.Hour)
		d.clock.Set(time.Date(2026, time.March, 28, 20, 0, 0, 0, time.UTC)) // Saturday, 21:00 in Berlin
		n := d.Opens("ann@acme", "Mail loops")
		if r := d.reads(n, clock.Resolution); !r.DueAt.Equal(time.Date(2026, 3, 29, 20, 0, 0, 0, time.UTC)) || r.Target.ID != day.ID {
			t.Errorf("a day of open time is due at %s", r.DueAt) // 22:00 in Berlin
		}
		// From 1 to 5 that night are three hours; the fourth is the next morning's first.
		want := time.Date(2026, 3, 30, 0, 0, 0, 0, time.UTC)
		if r := d.reads(n, clock.FirstResponse); !r.DueAt.Equal(want) {
			t.Errorf("four hours of mornings are due at %s", r.DueAt)
		}
		d.Passes(28 * time.Hour)
		if got := facts[*ticket.ClockBreached](d, n); len(got) != 2 || !got[1].Due.Equal(want) {
			t.Errorf("breached: %+v", got)
		}
	})
}

func TestAHolidayMovesWhatIsOpen(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		c := d.opensAt("UTC", calendar.Office)
		d.promises(clock.Resolution, 0, 12*time.Hour)
		n := d.Opens("ann@acme", "Mail loops")
		d.due(n, clock.Resolution, "Tue 13:00")
		tuesday := openhours.DayOf(onWeekday(monday, "Tue 12:00"))
		effect, err := d.admin().PreviewCalendar(d.ctx, d.actor("ada"), c.ID, admin.CalendarIn{}, []openhours.Day{tuesday}, nil)
		d.must(err)
		if effect.Tickets != 1 || len(effect.Moves) != 1 || !effect.Moves[0].To.Equal(onWeekday(monday, "Wed 13:00")) {
			t.Errorf("the preview says %+v", effect)
		}
		d.due(n, clock.Resolution, "Tue 13:00")
		d.Passes(time.Minute)
		d.must(d.admin().AddHolidays(d.ctx, d.actor("ada"), c.ID, []calendar.Holiday{{Day: tuesday, Name: "Founders"}}))
		d.Settles()
		d.due(n, clock.Resolution, "Wed 13:00")
		if moved := facts[*ticket.ClockMoved](d, n); len(moved) != 1 || moved[0].Because != "a holiday of UTC" {
			t.Errorf("moved: %+v", moved)
		}
		d.Until("Tue 20:00")
		if got := facts[*ticket.ClockBreached](d, n); len(got) != 0 {
			t.Errorf("breached on a holiday: %+v", got)
		}
		d.Until("Wed 13:00")
		if got := facts[*ticket.ClockBreached](d, n); len(got) != 1 || !got[0].Due.Equal(onWeekday(monday, "Wed 13:00")) {
			t.Errorf("breached: %+v", got)
		}
	})
}
