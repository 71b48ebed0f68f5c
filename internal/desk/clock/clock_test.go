package clock_test

import (
	"testing"
	"time"

	"secondline/internal/desk/clock"
	"secondline/internal/id"
	"secondline/internal/kit/openhours"
)

const office id.Calendar = 1

func berlin(t testing.TB) *time.Location {
	t.Helper()
	z, err := openhours.LoadZone("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// at is a time of the week of Monday, 16 March 2026, in Berlin: "Fri 16:50"; one
// of the next week begins with a +, and a date stands for itself.
func at(t testing.TB, s string) time.Time {
	t.Helper()
	zone := berlin(t)
	if when, err := time.ParseInLocation("2006-01-02 15:04", s, zone); err == nil {
		return when
	}
	day := 16
	if s[0] == '+' {
		day, s = day+7, s[1:]
	}
	for i, name := range []string{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"} {
		if s[:3] == name {
			day += i
		}
	}
	when, err := time.Parse("15:04", s[4:])
	if err != nil {
		t.Fatal(err)
	}
	return time.Date(2026, time.March, day, when.Hour(), when.Minute(), 0, 0, zone)
}

// nine is Monday to Friday, with the windows given, or nine to five.
func nine(t testing.TB, windows ...openhours.Window) clock.Hours {
	if windows == nil {
		windows = []openhours.Window{{From: 9 * 60, To: 17 * 60}}
	}
	h := clock.Hours{ID: office, Name: "Office", Open: openhours.Hours{Zone: berlin(t)}}
	for i := range 5 {
		h.Open.Week[i] = windows
	}
	return h
}

func promises(h clock.Hours, targets ...clock.Target) clock.Policy {
	for i := range targets {
		targets[i].Calendar = office
		if targets[i].ID == 0 {
			targets[i].ID = id.Target(i + 1)
		}
		if targets[i].Warn == 0 {
			targets[i].Warn = clock.DefaultWarn
		}
	}
	return clock.Policy{ID: 1, Targets: targets, Calendars: map[id.Calendar]clock.Hours{office: h}}
}

func only(t testing.TB, rs []clock.Reading) clock.Reading {
	t.Helper()
	if len(rs) != 1 {
		t.Fatalf("%d readings, want one", len(rs))
	}
	return rs[0]
}

func due(t testing.TB, r clock.Reading, want string) {
	t.Helper()
	if !r.DueAt.Equal(at(t, want)) {
		t.Errorf("%s is due at %s, want %s", r.Kind, r.DueAt, at(t, want))
	}
}

// Vector 1: a pause from Friday 16:50 to Monday 09:10 subtracts exactly 20 minutes.
func TestVector1PauseOverTheWeekend(t *testing.T) {
	p := promises(nine(t), clock.Target{Clock: clock.Resolution, Length: 4 * time.Hour, PauseOn: []string{"customer"}})
	s := clock.Subject{
		Runs:  []clock.Run{{Kind: clock.Resolution, From: at(t, "Fri 15:00")}},
		Waits: []clock.Wait{{On: "customer", From: at(t, "Fri 16:50"), To: at(t, "+Mon 09:10")}},
	}
	r := only(t, clock.Read(s, clock.History{p}, at(t, "+Mon 10:00")))
	if r.Spent != 3*time.Hour-20*time.Minute || r.Left != 80*time.Minute {
		t.Errorf("spent %s, left %s", r.Spent, r.Left)
	}
	due(t, r, "+Mon 11:20")
	s.Waits = nil
	due(t, only(t, clock.Read(s, clock.History{p}, at(t, "+Mon 10:00"))), "+Mon 11:00")
}

// Vector 2: closed from 12 to 13, two hours from 11:30 are over at 14:30.
func TestVector2SeveralWindowsADay(t *testing.T) {
	h := nine(t, openhours.Window{From: 9 * 60, To: 12 * 60}, openhours.Window{From: 13 * 60, To: 17 * 60})
	p := promises(h, clock.Target{Clock: clock.FirstResponse, Length: 2 * time.Hour})
	s := clock.Subject{Runs: []clock.Run{{Kind: clock.FirstResponse, From: at(t, "Mon 11:30")}}}
	r := only(t, clock.Read(s, clock.History{p}, at(t, "Mon 12:30")))
	due(t, r, "Mon 14:30")
	if r.Spent != 30*time.Minute || !r.WarnAt.Equal(at(t, "Mon 14:00")) {
		t.Errorf("spent %s, warns at %s", r.Spent, r.WarnAt)
	}
}

// Vector 3: what was promised changes while the clock is paused; the pause is kept.
func TestVector3TargetChangedWhilePaused(t *testing.T) {
	before := promises(nine(t), clock.Target{Clock: clock.Resolution, Length: 4 * time.Hour, PauseOn: []string{"customer"}})
	after := promises(nine(t), clock.Target{Clock: clock.Resolution, Length: 6 * time.Hour, PauseOn: []string{"customer"}})
	after.Since = at(t, "Mon 13:00")
	s := clock.Subject{
		Runs:  []clock.Run{{Kind: clock.Resolution, From: at(t, "Mon 09:00")}},
		Waits: []clock.Wait{{On: "customer", From: at(t, "Mon 11:00")}},
	}
	r := only(t, clock.Read(s, clock.History{before, after}, at(t, "Mon 14:00")))
	if r.State != clock.Paused || r.PausedOn != "customer" || !r.DueAt.IsZero() || r.Left != 4*time.Hour {
		t.Errorf("%s on %q, due %s, %s left", r.State, r.PausedOn, r.DueAt, r.Left)
	}
	s.Waits[0].To = at(t, "Mon 15:00")
	r = only(t, clock.Read(s, clock.History{before, after}, at(t, "Mon 15:00")))
	due(t, r, "Tue 11:00")
	if r.Spent != 2*time.Hour {
		t.Errorf("spent %s", r.Spent)
	}
}

// Vector 4: the documented rule for a reopening: the resolution runs on where it
// stood; the time in which the ticket was solved is a pause.
func TestVector4Reopened(t *testing.T) {
	p := promises(nine(t), clock.Target{Clock: clock.Resolution, Length: 4 * time.Hour})
	s := clock.Subject{
		Runs:  []clock.Run{{Kind: clock.Resolution, From: at(t, "Mon 09:00")}},
		Waits: []clock.Wait{{On: "solved", From: at(t, "Mon 12:00"), To: at(t, "Wed 10:00")}},
	}
	r := only(t, clock.Read(s, clock.History{p}, at(t, "Wed 10:30")))
	due(t, r, "Wed 11:00")
	if r.Spent != 3*time.Hour+30*time.Minute {
		t.Errorf("spent %s", r.Spent)
	}
}

// Vector 10: days of 23 and 25 hours, on hours that are always open, and no
// reminder at midnight: what is due out of hours is due at the end of a window.
func TestVector10DaysOf23And25Hours(t *testing.T) {
	h := nine(t)
	for i := range h.Open.Week {
		h.Open.Week[i] = []openhours.Window{{From: 0, To: 24 * 60}}
	}
	p := promises(h, clock.Target{Clock: clock.Resolution, Length: 24 * time.Hour})
	for from, want := range map[string]string{
		"2026-03-28 12:00": "2026-03-29 13:00",
		"2026-10-24 12:00": "2026-10-25 11:00",
		"2026-10-26 12:00": "2026-10-27 12:00",
	} {
		s := clock.Subject{Runs: []clock.Run{{Kind: clock.Resolution, From: at(t, from)}}}
		due(t, only(t, clock.Read(s, clock.History{p}, at(t, from))), want)
	}
	p = promises(nine(t), clock.Target{Clock: clock.Resolution, Length: 8 * time.Hour, Warn: 100})
	s := clock.Subject{Runs: []clock.Run{{Kind: clock.Resolution, From: at(t, "Fri 18:00")}}}
	r := only(t, clock.Read(s, clock.History{p}, at(t, "Sat 00:00")))
	due(t, r, "+Mon 17:00")
	if !r.WarnAt.Equal(r.DueAt) || r.Spent != 0 {
		t.Errorf("warns at %s after %s", r.WarnAt, r.Spent)
	}
}

func TestTheMostSpecificTargetCounts(t *testing.T) {
	const acme, vpn, l1, maker = 7, 8, 9, 10
	list := []clock.Target{
		{ID: 1, Name: "all", Clock: clock.Resolution},
		{ID: 2, Name: "kind", Clock: clock.Resolution, TicketKind: "request"},
		{ID: 3, Name: "priority", Clock: clock.Resolution, Priority: 1},
		{ID: 4, Name: "service", Clock: clock.Resolution, Service: vpn},
		{ID: 5, Name: "organisation", Clock: clock.Resolution, Organisation: acme},
		{ID: 6, Name: "organisation and priority", Clock: clock.Resolution, Organisation: acme, Priority: 1},
		{ID: 11, Name: "work", Clock: clock.TeamWork, Organisation: acme, Service: vpn, Priority: 1},
		{ID: 12, Name: "work of the first line", Clock: clock.TeamWork, Team: l1},
		{ID: 21, Name: "vendors", Clock: clock.VendorAnswer, Organisation: acme},
		{ID: 22, Name: "the maker", Clock: clock.VendorAnswer, Vendor: maker},
		{ID: 23, Name: "the maker's contract", Clock: clock.VendorAnswer, Vendor: maker, Contract: 5},
		{ID: 24, Name: "the maker's contract that has lapsed", Clock: clock.VendorAnswer, Vendor: maker, Contract: 6, Organisation: acme, ValidUntil: at(t, "Mon 09:00")},
		{ID: 31, Name: "the same again", Clock: clock.Resolution, Priority: 1},
	}
	for i := range list {
		list[i].Length = time.Hour
	}
	p := promises(nine(t), list...)
	run := func(k clock.Kind) clock.Run { return clock.Run{Kind: k, From: at(t, "Mon 10:00")} }
	for _, c := range []struct {
		name string
		s    clock.Subject
		run  clock.Run
		want string
	}{
		{"an incident of somebody", clock.Subject{Priority: 3, Kind: "incident"}, run(clock.Resolution), "all"},
		{"a request", clock.Subject{Priority: 3, Kind: "request"}, run(clock.Resolution), "kind"},
		{"a request at P1", clock.Subject{Priority: 1, Kind: "request"}, run(clock.Resolution), "priority"},
		{"the VPN at P1", clock.Subject{Priority: 1, Service: vpn}, run(clock.Resolution), "service"},
		{"Acme's VPN", clock.Subject{Priority: 2, Service: vpn, Organisation: acme}, run(clock.Resolution), "organisation"},
		{"Acme's VPN at P1", clock.Subject{Priority: 1, Service: vpn, Organisation: acme}, run(clock.Resolution), "organisation and priority"},
		{"work of some team", clock.Subject{Priority: 1, Service: vpn, Organisation: acme}, clock.Run{Kind: clock.TeamWork, Team: 99}, "work"},
		{"work of the first line", clock.Subject{Priority: 1, Service: vpn, Organisation: acme}, clock.Run{Kind: clock.TeamWork, Team: l1}, "work of the first line"},
		{"at a vendor", clock.Subject{Organisation: acme}, clock.Run{Kind: clock.VendorAnswer, Vendor: 99}, "vendors"},
		{"at the maker", clock.Subject{Organisation: acme}, clock.Run{Kind: clock.VendorAnswer, Vendor: maker, From: at(t, "Mon 10:00")}, "the maker's contract"},
		{"before it lapsed", clock.Subject{Organisation: acme}, clock.Run{Kind: clock.VendorAnswer, Vendor: maker, From: at(t, "Mon 08:00")}, "the maker's contract that has lapsed"},
		{"what it was when it stopped", clock.Subject{Priority: 1}, clock.Run{Kind: clock.Resolution, As: clock.Stood{Priority: 4}}, "all"},
	} {
		if got, ok := p.Choose(c.s, c.run); !ok || got.Name != c.want {
			t.Errorf("%s: %q, want %q", c.name, got.Name, c.want)
		}
	}
	if got, ok := p.Choose(clock.Subject{}, run(clock.FirstResponse)); ok {
		t.Errorf("a clock that nobody promised runs on %q", got.Name)
	}
}

func TestWhatStoppedIsJudgedByItsOwnTime(t *testing.T) {
	loose := promises(nine(t), clock.Target{Clock: clock.FirstResponse, Length: 4 * time.Hour})
	loose.Since = at(t, "Mon 00:00")
	strict := promises(nine(t), clock.Target{Clock: clock.FirstResponse, Length: time.Hour})
	strict.Since = at(t, "Wed 00:00")
	run := clock.Run{Kind: clock.FirstResponse, From: at(t, "Mon 09:00"), To: at(t, "Mon 12:00"), Stop: "answered"}
	h := clock.History{loose, strict}
	now := at(t, "Wed 12:00")
	if r := only(t, clock.Read(clock.Subject{Runs: []clock.Run{run}}, h, now)); r.State != clock.Met || !clock.Wake([]clock.Reading{r}).IsZero() {
		t.Errorf("it is %s now", r.State)
	}
	run.To, run.Stop = time.Time{}, ""
	run.From = at(t, "Wed 09:00")
	due(t, only(t, clock.Read(clock.Subject{Runs: []clock.Run{run}}, h, now)), "Wed 10:00")
	run.From, run.To = at(t, "2026-03-13 09:00"), at(t, "2026-03-13 10:00")
	if rs := clock.Read(clock.Subject{Runs: []clock.Run{run}}, h, now); len(rs) != 0 {
		t.Error("what stopped before anything was promised is held to a promise")
	}
}
