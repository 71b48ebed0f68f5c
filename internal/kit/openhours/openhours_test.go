package openhours_test

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"

	"secondline/internal/kit/openhours"
)

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	z, err := openhours.LoadZone(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// office is Monday to Friday, nine to five.
func office(z *time.Location) openhours.Hours {
	h := openhours.Hours{Zone: z}
	for i := range 5 {
		h.Week[i] = []openhours.Window{{From: 9 * 60, To: 17 * 60}}
	}
	return h
}

func at(t testing.TB, z *time.Location, s string) time.Time {
	t.Helper()
	when, err := time.ParseInLocation("2006-01-02 15:04", s, z)
	if err != nil {
		t.Fatal(err)
	}
	return when
}

func TestOpenTimeIsCountedAndAdded(t *testing.T) {
	berlin := zone(t, "Europe/Berlin")
	nine := office(berlin)
	lunch := office(berlin)
	for i := range 5 {
		lunch.Week[i] = []openhours.Window{{From: 9 * 60, To: 12 * 60}, {From: 13 * 60, To: 17 * 60}}
	}
	holiday := office(berlin)
	holiday.Closed = map[openhours.Day]bool{{Year: 2026, Month: time.March, Day: 17}: true}
	night := openhours.Hours{Zone: berlin}
	for i := range night.Week {
		night.Week[i] = []openhours.Window{{From: 0, To: 6 * 60}, {From: 22 * 60, To: 24 * 60}}
	}
	for _, c := range []struct {
		name  string
		hours openhours.Hours
		from  string
		open  time.Duration
		to    string
	}{
		{"within a day", nine, "2026-03-16 09:30", 2 * time.Hour, "2026-03-16 11:30"},
		{"from before opening", nine, "2026-03-16 06:00", time.Hour, "2026-03-16 10:00"},
		{"to the end of a window, not the next opening", nine, "2026-03-16 16:00", time.Hour, "2026-03-16 17:00"},
		{"over the night", nine, "2026-03-16 16:00", 90 * time.Minute, "2026-03-17 09:30"},
		{"over the weekend", nine, "2026-03-20 16:50", 20 * time.Minute, "2026-03-23 09:10"},
		{"over lunch", lunch, "2026-03-16 11:30", 2 * time.Hour, "2026-03-16 14:30"},
		{"over a holiday", holiday, "2026-03-16 16:00", 2 * time.Hour, "2026-03-18 10:00"},
		{"over midnight", night, "2026-03-16 23:00", 2 * time.Hour, "2026-03-17 01:00"},
		{"the night of 23 hours", night, "2026-03-28 23:00", 6 * time.Hour, "2026-03-29 06:00"},
		{"the night of 25 hours", night, "2026-10-24 23:00", 8 * time.Hour, "2026-10-25 06:00"},
		{"a year of weeks", nine, "2026-01-05 09:00", 52 * 40 * time.Hour, "2027-01-01 17:00"},
	} {
		from, to := at(t, berlin, c.from), at(t, berlin, c.to)
		if got := c.hours.Between(from, to); got != c.open {
			t.Errorf("%s: %s open between, want %s", c.name, got, c.open)
		}
		if got := c.hours.Add(from, c.open); !got.Equal(to) {
			t.Errorf("%s: due at %s, want %s", c.name, got, to)
		}
		if got := c.hours.Add(from.UTC(), c.open); !got.Equal(to) || got.Location() != time.UTC {
			t.Errorf("%s: asked in UTC, due at %s, want %s", c.name, got, to)
		}
	}
}

func TestDaysOf23And25Hours(t *testing.T) {
	berlin := zone(t, "Europe/Berlin")
	allDay := openhours.Hours{Zone: berlin, Closed: map[openhours.Day]bool{{Year: 2000, Month: 1, Day: 1}: true}}
	early := openhours.Hours{Zone: berlin}
	for i := range allDay.Week {
		allDay.Week[i] = []openhours.Window{{From: 0, To: 24 * 60}}
		early.Week[i] = []openhours.Window{{From: 2*60 + 30, To: 4 * 60}}
	}
	for _, c := range []struct {
		name, from, to string
		hours          openhours.Hours
		want           time.Duration
	}{
		{"spring, all day", "2026-03-29 00:00", "2026-03-30 00:00", allDay, 23 * time.Hour},
		{"autumn, all day", "2026-10-25 00:00", "2026-10-26 00:00", allDay, 25 * time.Hour},
		{"spring, from an hour that is left out", "2026-03-29 00:00", "2026-03-30 00:00", early, time.Hour},
		{"autumn, from an hour that comes twice", "2026-10-25 00:00", "2026-10-26 00:00", early, 150 * time.Minute},
		{"any other day", "2026-10-26 00:00", "2026-10-27 00:00", early, 90 * time.Minute},
	} {
		if got := c.hours.Between(at(t, berlin, c.from), at(t, berlin, c.to)); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	// In Beirut the hour that is left out begins at midnight.
	beirut := zone(t, "Asia/Beirut")
	allDay.Zone = beirut
	if got, want := allDay.Between(at(t, beirut, "2026-03-28 00:00"), at(t, beirut, "2026-03-30 00:00")), 47*time.Hour; got != want {
		t.Errorf("Beirut: %s, want %s", got, want)
	}
	// And Samoa has left out a whole day.
	early.Zone = zone(t, "Pacific/Apia")
	if got, want := early.Between(at(t, early.Zone, "2011-12-29 00:00"), at(t, early.Zone, "2012-01-01 00:00")), 3*time.Hour; got != want {
		t.Errorf("Samoa: %s, want %s", got, want)
	}
}

func TestNextOpening(t *testing.T) {
	berlin := zone(t, "Europe/Berlin")
	h := office(berlin)
	for from, want := range map[string]string{
		"2026-03-16 10:00": "2026-03-16 10:00",
		"2026-03-16 17:00": "2026-03-17 09:00",
		"2026-03-20 18:00": "2026-03-23 09:00",
	} {
		if got := h.Next(at(t, berlin, from)); !got.Equal(at(t, berlin, want)) {
			t.Errorf("after %s it opens at %s, want %s", from, got, want)
		}
	}
	if h.Open(at(t, berlin, "2026-03-16 17:00")) || !h.Open(at(t, berlin, "2026-03-16 16:59")) {
		t.Error("the end of a window is not of it")
	}
}

func TestADoorThatNeverOpens(t *testing.T) {
	h := openhours.Hours{Zone: time.UTC}
	from := time.Date(2026, 3, 16, 9, 0, 0, 0, time.UTC)
	if got := h.Add(from, time.Second); !got.IsZero() {
		t.Errorf("due at %s", got)
	}
	if got := h.Next(from); !got.IsZero() {
		t.Errorf("opens at %s", got)
	}
	if got := h.Between(from, from.AddDate(5, 0, 0)); got != 0 {
		t.Errorf("open for %s", got)
	}
	if got := openhours.Always().Add(from, time.Hour); !got.Equal(from.Add(time.Hour)) {
		t.Errorf("always open, and due at %s", got)
	}
}

var zones = []string{
	"UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu",
	"America/Sao_Paulo", "Africa/Cairo", "Asia/Beirut", "America/Havana", "Pacific/Apia", "America/Nuuk",
}

// hours draws a week in some zone, with or without holidays.
func hours(rt *rapid.T, t testing.TB, around time.Time) openhours.Hours {
	h := openhours.Hours{Zone: zone(t, rapid.SampledFrom(zones).Draw(rt, "zone")), Closed: map[openhours.Day]bool{}}
	for i := range h.Week {
		end := 0
		for range rapid.IntRange(0, 3).Draw(rt, "windows") {
			from := end + rapid.IntRange(0, 400).Draw(rt, "gap")
			to := min(from+rapid.IntRange(1, 900).Draw(rt, "length"), 24*60)
			if from >= to {
				break
			}
			h.Week[i] = append(h.Week[i], openhours.Window{From: from, To: to})
			end = to
		}
	}
	for range rapid.IntRange(0, 3).Draw(rt, "holidays") {
		h.Closed[openhours.DayOf(around.AddDate(0, 0, rapid.IntRange(-3, 8).Draw(rt, "holiday")))] = true
	}
	return h
}

// instants around which clocks change somewhere, and some others.
func instant(rt *rapid.T) time.Time {
	base := rapid.SampledFrom([]time.Time{
		time.Date(2026, 3, 28, 12, 0, 0, 0, time.UTC), time.Date(2026, 10, 24, 12, 0, 0, 0, time.UTC),
		time.Date(2026, 3, 7, 12, 0, 0, 0, time.UTC), time.Date(2026, 10, 31, 12, 0, 0, 0, time.UTC),
		time.Date(2026, 4, 4, 6, 0, 0, 0, time.UTC), time.Date(2017, 10, 14, 12, 0, 0, 0, time.UTC),
		time.Date(2018, 2, 17, 12, 0, 0, 0, time.UTC), time.Date(2011, 12, 29, 12, 0, 0, 0, time.UTC),
		time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC),
	}).Draw(rt, "base")
	return base.Add(time.Duration(rapid.IntRange(-3*24*60, 3*24*60).Draw(rt, "minutes")) * time.Minute)
}

// TestAgainstAClockThatIsWatched compares Between with somebody who looks at the
// wall clock each minute and does not let it go back.
func TestAgainstAClockThatIsWatched(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		from := instant(rt)
		h := hours(rt, t, from)
		to := from.Add(time.Duration(rapid.IntRange(0, 3*24*60).Draw(rt, "span")) * time.Minute)
		var want time.Duration
		var seen time.Time
		for now := from.Add(-30 * time.Hour); now.Before(to); now = now.Add(time.Minute) {
			_, offset := now.In(h.Zone).Zone()
			if wall := now.Add(time.Duration(offset) * time.Second); wall.After(seen) {
				seen = wall
			}
			if !now.Before(from) && shows(h, seen) {
				want += time.Minute
			}
		}
		if got := h.Between(from, to); got != want {
			rt.Errorf("%s open from %s to %s in %s, want %s", got, from, to, h.Zone, want)
		}
	})
}

func shows(h openhours.Hours, wall time.Time) bool {
	if h.Closed[openhours.DayOf(wall)] {
		return false
	}
	minute := wall.Hour()*60 + wall.Minute()
	for _, w := range h.Week[(int(wall.Weekday())+6)%7] {
		if minute >= w.From && minute < w.To {
			return true
		}
	}
	return false
}

// TestInvariant12 is the twelfth of quality.md: business time is additive, zero
// outside hours, and independent of the zone in which it is asked.
func TestInvariant12(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		a := instant(rt).Add(time.Duration(rapid.IntRange(0, 59_999_999).Draw(rt, "µs")) * time.Microsecond)
		h := hours(rt, t, a)
		b := a.Add(time.Duration(rapid.Int64Range(0, int64(6*24*time.Hour)).Draw(rt, "to b")))
		c := b.Add(time.Duration(rapid.Int64Range(0, int64(6*24*time.Hour)).Draw(rt, "to c")))
		if h.Between(a, b)+h.Between(b, c) != h.Between(a, c) {
			rt.Errorf("not additive at %s, %s, %s", a, b, c)
		}
		if h.Between(b, a) != 0 && b.After(a) {
			rt.Error("open time runs backwards")
		}
		elsewhere := zone(t, rapid.SampledFrom(zones).Draw(rt, "asked in"))
		if h.Between(a.In(elsewhere), c.In(elsewhere)) != h.Between(a, c) {
			rt.Errorf("asked in %s it differs", elsewhere)
		}
		next := h.Next(a)
		if next.IsZero() {
			next = c
		}
		if h.Between(a, next) != 0 && next.After(a) {
			rt.Error("open time lies outside the hours")
		}
		if h.Open(a) != (h.Between(a, a.Add(time.Nanosecond)) > 0) {
			rt.Error("Open and Between differ")
		}
	})
}

// TestAddAndBetweenAreInverse also wants the instant to be the first one at which
// so much has passed.
func TestAddAndBetweenAreInverse(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		a := instant(rt)
		h := hours(rt, t, a)
		d := time.Duration(rapid.Int64Range(1, int64(60*time.Hour)).Draw(rt, "d"))
		b := h.Add(a, d)
		if b.IsZero() {
			if h.Week.Sum() != 0 {
				rt.Errorf("%s after %s was not found", d, a)
			}
			return
		}
		if got := h.Between(a, b); got != d {
			rt.Errorf("Between(Add(%s)) = %s", d, got)
		}
		if got := h.Between(a, b.Add(-time.Nanosecond)); got != d-time.Nanosecond {
			rt.Errorf("%s is not the first instant: %s before it", b, got)
		}
	})
}

func TestHoursAreText(t *testing.T) {
	var w openhours.Week
	in := `[["09:00-12:00","13:00-17:00"],[],["00:00-24:00"],null,null,null,null]`
	if err := json.Unmarshal([]byte(in), &w); err != nil {
		t.Fatal(err)
	}
	if w.Sum() != 31*time.Hour || w[0][1] != (openhours.Window{From: 780, To: 1020}) {
		t.Errorf("read as %v", w)
	}
	for _, wrong := range []string{"9", "09:00", "9:0-10:00", "09:00-24:01", "x:00-10:00", "-1:00-10:00", "09:60-10:00"} {
		var at openhours.Window
		if err := at.UnmarshalText([]byte(wrong)); err == nil {
			t.Errorf("%q is %v", wrong, at)
		}
	}
	if _, err := openhours.ParseDay("2026-02-30"); err == nil {
		t.Error("the 30th of February is a day")
	}
	for _, wrong := range []string{"", "Local", "Mars/Olympus"} {
		if _, err := openhours.LoadZone(wrong); err == nil {
			t.Errorf("%q is a zone", wrong)
		}
	}
}

func TestAWeekIsChecked(t *testing.T) {
	touching := openhours.Week{{{From: 600, To: 720}, {From: 540, To: 600}}}
	got, err := touching.Checked()
	if err != nil || got[0][0].From != 540 {
		t.Errorf("%v, %v", got, err)
	}
	for _, wrong := range [][]openhours.Window{
		{{From: 540, To: 600}, {From: 599, To: 700}}, {{From: 600, To: 600}}, {{From: -1, To: 5}}, {{From: 0, To: 1441}},
	} {
		if _, err := (openhours.Week{wrong}).Checked(); err == nil {
			t.Errorf("%v is a day", wrong)
		}
	}
}
