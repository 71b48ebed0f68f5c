package world

import (
	"testing"
	"time"
)

func TestTheOfficeKeepsItsHours(t *testing.T) {
	// The desk's calendar ends on a Thursday at 15:26, wherever the wall clock is.
	ends := time.Date(2027, time.August, 1, 3, 0, 0, 0, time.UTC)
	s := &stage{ends: ends}
	at := func(day int, clock string) time.Time { // 12 is the last Thursday, 9 its Monday
		of, err := time.Parse("15:04", clock)
		if err != nil {
			t.Fatal(err)
		}
		return ends.Add(time.Date(2026, time.November, day, of.Hour(), of.Minute(), 0, 0, time.UTC).Sub(curtain))
	}
	for _, c := range []struct {
		what string
		from time.Time
		span time.Duration
		want time.Time
	}{
		{"within a day", at(12, "09:00"), 2 * time.Hour, at(12, "11:00")},
		{"over night", at(11, "17:00"), 2 * time.Hour, at(12, "09:00")},
		{"over the weekend", at(6, "17:30"), time.Hour, at(9, "08:30")},
		{"from before opening", at(10, "05:00"), time.Hour, at(10, "09:00")},
		{"from a Sunday", at(8, "12:00"), 0, at(9, "08:00")},
		{"to the minute of closing", at(10, "17:00"), time.Hour, at(11, "08:00")},
		{"a week", at(3, "10:00"), 50 * time.Hour, at(10, "10:00")},
	} {
		if got := s.later(c.from, c.span); !got.Equal(c.want) {
			t.Errorf("%s: %v later is %v, want %v", c.what, c.span, got.Sub(ends), c.want.Sub(ends))
		}
	}
	if got, want := s.officeTime(at(6, "17:00"), at(9, "10:00")), 3*time.Hour; got != want {
		t.Errorf("from Friday 17:00 to Monday 10:00 the office is open %v, want %v", got, want)
	}
}

func TestEveryTaleIsWhole(t *testing.T) {
	all, err := readTales()
	if err != nil {
		t.Fatal(err)
	}
	c, err := readCast()
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]bool{}
	for _, s := range c.Service {
		for _, name := range s.Categories {
			parts[s.Name+"/"+name] = true
		}
	}
	told := map[string]int{}
	check := func(t *testing.T, tale *tale) {
		told[tale.Subject]++
		ends := tale.Fix != "" || tale.Key != "" || tale.Category == "Spam and phishing"
		switch {
		case tale.Subject == "" || tale.Words == "":
			t.Errorf("a tale of %s has no words: %q", tale.Service, tale.Subject)
		case !parts[tale.Service+"/"+tale.Category]:
			t.Errorf("%q is filed under %s/%s, which does not exist", tale.Subject, tale.Service, tale.Category)
		case told[tale.Subject] > 1:
			t.Errorf("%q is told twice", tale.Subject)
		case !ends:
			t.Errorf("%q has no end", tale.Subject)
		case tale.Key == "" && tale.Top > 1 && len(tale.Tried) == 0 && tale.Fix != "":
			t.Errorf("%q climbs, but nobody has tried anything", tale.Subject)
		case tale.Ask != "" && tale.Answer == "" && tale.Key == "":
			t.Errorf("%q asks, and nobody answers", tale.Subject)
		}
	}
	for _, tale := range all.common {
		check(t, tale)
	}
	for _, tale := range all.byKey {
		check(t, tale)
	}
	if len(told) < 120 {
		t.Errorf("there are %d tales, want at least 120", len(told))
	}
}
