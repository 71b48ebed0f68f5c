package shift_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"secondline/internal/desk/shift"
)

var vienna = zone("Europe/Vienna")

func zone(name string) *time.Location {
	z, err := time.LoadLocation(name)
	if err != nil {
		panic(err)
	}
	return z
}

// at is a time on the wall in Vienna; a "Z" at its end makes it UTC.
func at(words string) time.Time {
	if t, err := time.Parse("2006-01-02 15:04Z", words); err == nil {
		return t
	}
	t, err := time.ParseInLocation("2006-01-02 15:04", words, vienna)
	if err != nil {
		panic(err)
	}
	return t
}

const hour = 60

func office() shift.Roster {
	r := shift.Roster{Zone: vienna, Since: "2026-01-05"}
	for day := 1; day <= 5; day++ {
		r.Shifts = append(r.Shifts, shift.Shift{Weekday: day, Starts: 9 * hour, Ends: 17 * hour, Cycle: 1, Since: "2026-01-05"})
	}
	return r
}

func night() shift.Roster {
	r := shift.Roster{Zone: vienna, Since: "2026-01-05"}
	for day := 1; day <= 7; day++ {
		r.Shifts = append(r.Shifts, shift.Shift{Weekday: day, Starts: 22 * hour, Ends: 30 * hour, Cycle: 1, Since: "2026-01-05"})
	}
	return r
}

func with(r shift.Roster, e ...shift.Exception) shift.Roster {
	r.Exceptions = append(r.Exceptions, e...)
	return r
}

func TestOn(t *testing.T) {
	sick := shift.Exception{Kind: shift.Away, Reason: shift.Sick, From: at("2026-03-18 12:00"), To: at("2026-03-20 00:00")}
	extra := shift.Exception{Kind: shift.Extra, From: at("2026-03-21 10:00"), To: at("2026-03-21 14:00")}
	rota := shift.Roster{Zone: vienna, Since: "2026-03-02", Shifts: []shift.Shift{
		{Weekday: 1, Starts: 6 * hour, Ends: 14 * hour, Cycle: 2, Week: 0, Since: "2026-03-02"},
		{Weekday: 1, Starts: 14 * hour, Ends: 22 * hour, Cycle: 2, Week: 1, Since: "2026-03-02"},
	}}
	for name, c := range map[string]struct {
		roster shift.Roster
		now    string
		until  string // "": off; "?": on, and nobody knows until when
		next   string
	}{
		"in the office":                      {office(), "2026-03-16 09:00", "2026-03-16 17:00", "2026-03-17 09:00"},
		"a minute early":                     {office(), "2026-03-16 08:59", "", "2026-03-16 09:00"},
		"at the end":                         {office(), "2026-03-16 17:00", "", "2026-03-17 09:00"},
		"on Friday night":                    {office(), "2026-03-20 20:00", "", "2026-03-23 09:00"},
		"in the night":                       {night(), "2026-03-17 03:00", "2026-03-17 06:00", "2026-03-17 22:00"},
		"before anybody planned":             {office(), "2026-01-02 12:00", "2026-01-05 00:00", "2026-01-05 09:00"},
		"nobody planned at all":              {shift.Roster{Zone: vienna}, "2026-03-16 03:00", "?", ""},
		"unplanned, and sick":                {with(shift.Roster{Zone: vienna}, sick), "2026-03-19 03:00", "", "2026-03-20 00:00"},
		"before the sickness":                {with(office(), sick), "2026-03-18 11:00", "2026-03-18 12:00", "2026-03-20 09:00"},
		"sick":                               {with(office(), sick), "2026-03-19 11:00", "", "2026-03-20 09:00"},
		"on an extra Saturday":               {with(office(), extra), "2026-03-21 11:00", "2026-03-21 14:00", "2026-03-23 09:00"},
		"before it":                          {with(office(), extra), "2026-03-20 18:00", "", "2026-03-21 10:00"},
		"early week":                         {rota, "2026-03-16 07:00", "2026-03-16 14:00", "2026-03-23 14:00"},
		"late week":                          {rota, "2026-03-23 07:00", "", "2026-03-23 14:00"},
		"night of the lost hour":             {night(), "2026-03-29 01:30", "2026-03-29 06:00", "2026-03-29 22:00"},
		"night of the hour that comes twice": {night(), "2026-10-25 01:30", "2026-10-25 06:00", "2026-10-25 22:00"},
	} {
		t.Run(name, func(t *testing.T) {
			on, until := c.roster.On(at(c.now))
			wants := time.Time{}
			if c.until != "" && c.until != "?" {
				wants = at(c.until)
			}
			if on != (c.until != "") || !until.Equal(wants) {
				t.Errorf("at %s: on %v until %v, want until %q", c.now, on, until, c.until)
			}
			next := time.Time{}
			if c.next != "" {
				next = at(c.next)
			}
			if got := c.roster.Next(at(c.now)); !got.Equal(next) {
				t.Errorf("after %s they next begin at %v, want %q", c.now, got, c.next)
			}
		})
	}
}

func TestANightIsAsLongAsItIs(t *testing.T) {
	for night22, hours := range map[string]int{"2026-03-27 22:00": 8, "2026-03-28 22:00": 7, "2026-10-24 22:00": 9} {
		from := at(night22)
		spans := night().Between(from, from.Add(12*time.Hour))
		if len(spans) != 1 || spans[0].To.Sub(spans[0].From) != time.Duration(hours)*time.Hour {
			t.Errorf("the night of %s is %v, want %d hours", night22, spans, hours)
		}
	}
}

func TestWallTimesThatAreSkippedOrComeTwice(t *testing.T) {
	spring, autumn := time.Date(2026, 3, 29, 0, 0, 0, 0, time.UTC), time.Date(2026, 10, 25, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		day     time.Time
		minutes int
		wants   string
	}{
		{spring, 90, "2026-03-29 00:30Z"},
		{spring, 150, "2026-03-29 01:00Z"}, // 02:30 is skipped: the moment of the jump
		{spring, 180, "2026-03-29 01:00Z"},
		{autumn, 120, "2026-10-25 00:00Z"}, // 02:00 comes twice: the first
		{autumn, 150, "2026-10-25 00:30Z"},
		{autumn, 180, "2026-10-25 02:00Z"},
	} {
		if got := shift.Wall(c.day, c.minutes, vienna); !got.Equal(at(c.wants)) {
			t.Errorf("%s + %d min is %s, want %s", c.day.Format(time.DateOnly), c.minutes, got.UTC(), c.wants)
		}
	}
}

func TestANextShiftFarAway(t *testing.T) {
	r := office()
	r.Shifts[0].Since = "2027-06-07"
	r.Shifts = r.Shifts[:1]
	if got := r.Next(at("2026-03-16 12:00")); !got.Equal(at("2027-06-07 09:00")) {
		t.Errorf("next begins at %v", got)
	}
	long := with(office(), shift.Exception{Kind: shift.Away, From: at("2026-03-17 00:00"), To: at("2026-09-01 00:00")})
	if got := long.Next(at("2026-03-16 20:00")); !got.Equal(at("2026-09-01 09:00")) {
		t.Errorf("back from a long leave at %v", got)
	}
}

// TestRosterAgreesWithTheWall holds Between, On and Covers against somebody who
// looks at the wall every five minutes.
func TestRosterAgreesWithTheWall(t *testing.T) {
	zones := []*time.Location{vienna, time.UTC, zone("America/New_York"), zone("Australia/Lord_Howe"), zone("Asia/Kolkata"), zone("Pacific/Chatham")}
	starts := []time.Time{at("2026-03-23 00:00Z"), at("2026-10-19 00:00Z"), at("2026-03-01 00:00Z"), at("2026-10-30 00:00Z"), at("2026-04-01 00:00Z"), at("2026-09-20 00:00Z")}
	for seed := range uint64(150) {
		rnd := rand.New(rand.NewPCG(seed, 3))
		r := shift.Roster{Zone: zones[rnd.IntN(len(zones))], Since: "2026-01-05"}
		from := starts[rnd.IntN(len(starts))]
		for range rnd.IntN(8) {
			begins := 5 * rnd.IntN(288)
			cycle := 1 + rnd.IntN(3)
			r.Shifts = append(r.Shifts, shift.Shift{
				Weekday: 1 + rnd.IntN(7), Starts: begins, Ends: begins + 5*(1+rnd.IntN(288)), Cycle: cycle, Week: rnd.IntN(cycle), Since: "2026-01-05",
			})
		}
		for range rnd.IntN(4) {
			begins := from.Add(time.Duration(5*rnd.IntN(10*288)) * time.Minute)
			kind := []string{shift.Away, shift.Extra}[rnd.IntN(2)]
			r.Exceptions = append(r.Exceptions, shift.Exception{Kind: kind, From: begins, To: begins.Add(time.Duration(5*(1+rnd.IntN(288))) * time.Minute)})
		}
		to := from.AddDate(0, 0, 9)
		spans := r.Between(from, to)
		for now := from; now.Before(to); now = now.Add(5 * time.Minute) {
			has := slices.ContainsFunc(spans, func(s shift.Span) bool { return s.Has(now) })
			if wants := works(r, now); has != wants {
				t.Fatalf("seed %d: at %s (%s) the roster says %v, the wall %v", seed, now, now.In(r.Zone), has, wants)
			}
			if now.Minute() == 35 && now.Hour()%5 == 0 && onNow(r, now) != has { // it looks far ahead: now and then
				t.Fatalf("seed %d: On at %s says %v", seed, now, !has)
			}
		}
		for i := 1; i < len(spans); i++ {
			if spans[i].From.Before(spans[i-1].To) {
				t.Fatalf("seed %d: %v overlap", seed, spans)
			}
		}
	}
}

func onNow(r shift.Roster, now time.Time) bool {
	on, _ := r.On(now)
	return on
}

// works looks at the wall: it knows nothing of how a roster is added up.
func works(r shift.Roster, now time.Time) bool {
	for i := len(r.Exceptions) - 1; i >= 0; i-- {
		if e := r.Exceptions[i]; !now.Before(e.From) && now.Before(e.To) {
			return e.Kind == shift.Extra
		}
	}
	epoch := time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC) // a Monday
	for back := -1; back <= 2; back++ {
		wall := now.In(r.Zone)
		day := time.Date(wall.Year(), wall.Month(), wall.Day()-back, 0, 0, 0, 0, time.UTC)
		for _, s := range r.Shifts {
			days := int(day.Sub(epoch).Hours() / 24)
			if days < 0 || days%7 != s.Weekday-1 || (days/7)%s.Cycle != s.Week {
				continue
			}
			if reached(day, s.Starts, r.Zone, now) && !reached(day, s.Ends, r.Zone, now) {
				return true
			}
		}
	}
	return false
}

// reached tells whether the wall has shown a time by now: some moment up to now
// at which it showed that, or later. It walks there by the minute.
func reached(day time.Time, minutes int, z *time.Location, now time.Time) bool {
	want := day.Add(time.Duration(minutes) * time.Minute)
	for m := now.Add(-3 * time.Hour); !m.After(now); m = m.Add(5 * time.Minute) {
		_, off := m.In(z).Zone()
		if !m.UTC().Add(time.Duration(off) * time.Second).Before(want) {
			return true
		}
	}
	return false
}
