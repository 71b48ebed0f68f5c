package clock_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"secondline/internal/desk/clock"
)

func TestNextIsTheOneThatRunsOutFirst(t *testing.T) {
	p := promises(nine(t),
		clock.Target{Clock: clock.FirstResponse, Length: time.Hour},
		clock.Target{Clock: clock.Resolution, Length: 8 * time.Hour, PauseOn: []string{"customer"}},
		clock.Target{Clock: clock.TeamWork, Length: 2 * time.Hour})
	s := clock.Subject{Runs: []clock.Run{
		{Kind: clock.FirstResponse, From: at(t, "Mon 09:00"), To: at(t, "Mon 09:30"), Stop: "answered"},
		{Kind: clock.Resolution, From: at(t, "Mon 09:00")},
		{Kind: clock.TeamWork, From: at(t, "Mon 09:00")},
	}}
	h := clock.History{p}
	rs := clock.Read(s, h, at(t, "Mon 10:00"))
	if next, ok := clock.Next(rs); !ok || next.Kind != clock.TeamWork || next.Run != 2 {
		t.Errorf("next is %s", next.Kind)
	}
	if got := clock.Wake(rs); !got.Equal(at(t, "Mon 10:30")) {
		t.Errorf("wakes at %s", got)
	}
	if rs[0].State != clock.Met || rs[0].Spent != 30*time.Minute {
		t.Errorf("the answer is %s after %s", rs[0].State, rs[0].Spent)
	}
	s.Waits = []clock.Wait{{On: "customer", From: at(t, "Mon 10:00")}}
	rs = clock.Read(s, h, at(t, "Mon 10:00"))
	if next, ok := clock.Next(rs); ok {
		t.Errorf("all pause, and next is %s", next.Kind)
	}
	if got := clock.Wake(rs); !got.IsZero() {
		t.Errorf("all pause, and it wakes at %s", got)
	}
}

func TestAClockWarnsOnceAndBreachesOnce(t *testing.T) {
	p := promises(nine(t), clock.Target{Clock: clock.Resolution, Length: 4 * time.Hour})
	run := clock.Run{Kind: clock.Resolution, From: at(t, "Mon 09:00")}
	wake := func(now string) time.Time {
		return clock.Wake(clock.Read(clock.Subject{Runs: []clock.Run{run}}, clock.History{p}, at(t, now)))
	}
	if got := wake("Tue 09:00"); !got.Equal(at(t, "Mon 12:00")) {
		t.Errorf("a day late it wakes at %s", got)
	}
	run.Warned = at(t, "Mon 12:00")
	if got := wake("Tue 09:00"); !got.Equal(at(t, "Mon 13:00")) {
		t.Errorf("warned, it wakes at %s", got)
	}
	run.To, run.Stop = at(t, "Mon 14:00"), "resolved"
	if got := wake("Tue 09:00"); !got.Equal(at(t, "Mon 13:00")) {
		t.Errorf("stopped too late before anybody looked, it wakes at %s", got)
	}
	run.Breached = at(t, "Mon 13:00")
	if got := wake("Tue 09:00"); !got.IsZero() {
		t.Errorf("all told, and it wakes at %s", got)
	}
	run = clock.Run{Kind: clock.Resolution, From: at(t, "Mon 09:00"), To: at(t, "Mon 13:00"), Stop: "resolved", Warned: at(t, "Mon 12:00")}
	if got := wake("Tue 09:00"); !got.IsZero() {
		t.Errorf("stopped at the deadline, it wakes at %s", got)
	}
	p.Targets[0].Length = time.Hour
	run = clock.Run{Kind: clock.Resolution, From: at(t, "Mon 09:00")}
	r := only(t, clock.Read(clock.Subject{Runs: []clock.Run{run}}, clock.History{p}, at(t, "Mon 12:00")))
	due(t, r, "Mon 10:00")
	if !r.Over() || r.Left != -2*time.Hour {
		t.Errorf("made stricter it has %s left", r.Left)
	}
}

// A gap that ends by itself is counted ahead, so that nobody need wake to end it.
func TestAGapThatEndsByItself(t *testing.T) {
	p := promises(nine(t), clock.Target{Clock: clock.Acknowledge, Length: 30 * time.Minute})
	s := clock.Subject{
		Waits: []clock.Wait{{On: "customer", From: at(t, "Mon 09:00")}},
		Runs: []clock.Run{{
			Kind: clock.Acknowledge, From: at(t, "Mon 10:00"),
			Gaps: []clock.Gap{{From: at(t, "Mon 10:05"), To: at(t, "Mon 10:15"), Why: "asked_back"}},
		}},
	}
	r := only(t, clock.Read(s, clock.History{p}, at(t, "Mon 10:06")))
	due(t, r, "Mon 10:40")
	if r.State != clock.Paused || r.PausedOn != "asked_back" || r.Left != 25*time.Minute {
		t.Errorf("%s on %q with %s left", r.State, r.PausedOn, r.Left)
	}
	if next, ok := clock.Next([]clock.Reading{r}); !ok || next.Kind != clock.Acknowledge {
		t.Error("nothing is next")
	}
}

// TestInvariant11 is the eleventh of quality.md: whatever pauses there are, the
// warning comes before the breach, both are shifted by the open time of the
// pauses, and what was spent and what is left are the target's length.
func TestInvariant11(t *testing.T) {
	base := at(t, "Fri 08:00")
	rapid.Check(t, func(rt *rapid.T) {
		minutes := func(most int, name string) time.Duration {
			return time.Duration(rapid.IntRange(0, most*60_000_000).Draw(rt, name)) * time.Microsecond
		}
		target := clock.Target{
			Clock: clock.Resolution, Length: time.Second + minutes(20*60, "length").Truncate(time.Second),
			Warn: rapid.IntRange(1, 100).Draw(rt, "warn"), PauseOn: []string{"customer", "date"},
		}
		hours := nine(t)
		p := promises(hours, target)
		run := clock.Run{Kind: clock.Resolution, From: base.Add(minutes(600, "from"))}
		var s clock.Subject
		from := base
		for range rapid.IntRange(0, 4).Draw(rt, "pauses") {
			from = from.Add(minutes(600, "between"))
			w := clock.Wait{On: rapid.SampledFrom([]string{"customer", "date", "vendor", "solved"}).Draw(rt, "on"), From: from, To: from.Add(minutes(600, "pause"))}
			s.Waits = append(s.Waits, w)
			from = w.To
		}
		if rapid.Bool().Draw(rt, "gap") {
			at := run.From.Add(minutes(600, "gap from"))
			run.Gaps = []clock.Gap{{From: at, To: at.Add(minutes(60, "gap")), Why: "asked_back"}}
		}
		s.Runs = []clock.Run{run}
		now := run.From.Add(minutes(3000, "now"))
		r := only(t, clock.Read(s, clock.History{p}, now))
		if r.Spent+r.Left != target.Length || r.Spent < 0 {
			rt.Errorf("spent %s and left %s of %s", r.Spent, r.Left, target.Length)
		}
		if r.WarnAt.After(r.DueAt) || r.DueAt.IsZero() {
			rt.Errorf("warns at %s, due at %s", r.WarnAt, r.DueAt)
		}
		if (r.Spent >= target.Length) != !now.Before(r.DueAt) && hours.Open.Open(now) && r.State == clock.Running {
			rt.Errorf("spent %s of %s at %s, due at %s", r.Spent, target.Length, now, r.DueAt)
		}
		var paused time.Duration
		for _, q := range r.Pauses {
			if to := q.To; to.Before(r.DueAt) || to.Equal(r.DueAt) {
				paused += hours.Open.Between(q.From, to)
			} else if q.From.Before(r.DueAt) {
				rt.Errorf("due at %s in a pause from %s to %s", r.DueAt, q.From, to)
			}
		}
		if want := hours.Open.Add(run.From, target.Length+paused); !r.DueAt.Equal(want) {
			rt.Errorf("due at %s, want %s with %s paused", r.DueAt, want, paused)
		}
	})
}
