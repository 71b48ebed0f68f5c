// Package openhours counts time while a door is open.
//
// Hours are the windows of a week on the wall clock of a zone, and the days on
// which it stays shut. Three questions are asked of them: how much open time lies
// Between two instants, at which instant some has passed (Add), and when the door
// opens Next.
//
// A window begins and ends at the first instant at which the wall clock of its
// zone has reached the minute. So the night in which clocks go back is an hour
// longer and the one in which they go forward an hour shorter, two windows that
// touch are one, and a window that begins in the hour that does not exist begins
// when that hour would have.
//
// What always holds: Between is additive and zero outside hours; it is the same
// whatever the zone of the instants given or of the machine; and Between(t,
// Add(t, d)) is d, to the nanosecond.
package openhours

import (
	"time"
)

// bound is how many days without an opening are looked at before giving up.
const bound = 2*366 + 1

// fullDay is the minutes of a day.
const fullDay = 24 * 60

// A Window is open from one minute of the local day to another.
type Window struct {
	From int // minutes since midnight
	To   int // exclusive; 1440 is the end of the day
}

// A Week holds the windows of each day, Monday first; in order, and apart.
type Week [7][]Window

// Hours are when a door is open.
type Hours struct {
	Zone   *time.Location // nil: UTC
	Week   Week
	Closed map[Day]bool // holidays
}

// Always is open day and night.
func Always() Hours {
	h := Hours{Zone: time.UTC}
	for i := range h.Week {
		h.Week[i] = []Window{{0, fullDay}}
	}
	return h
}

// A stretch of open time.
type stretch struct{ from, to time.Time }

// Between is the open time from one instant to a later one; 0 if it is not later.
func (h Hours) Between(from, to time.Time) time.Duration {
	if !to.After(from) {
		return 0
	}
	if h.isAlways() {
		return to.Sub(from)
	}
	var sum time.Duration
	for day := h.dayOf(from); ; day = day.next() {
		starts, open := h.stretches(day)
		if !starts.Before(to) {
			return sum
		}
		for _, s := range open {
			if d := earlier(s.to, to).Sub(later(s.from, from)); d > 0 {
				sum += d
			}
		}
	}
}

// Add is the instant at which d of open time has passed since another. Where a
// window ends just then, it is that end and not the next opening. It is the zero
// time if the door does not open for two years.
func (h Hours) Add(from time.Time, d time.Duration) time.Time {
	if d <= 0 {
		return from
	}
	if h.isAlways() {
		return from.Add(d)
	}
	day := h.dayOf(from)
	for shut := 0; shut < bound; shut++ {
		_, open := h.stretches(day)
		for _, s := range open {
			begin := later(s.from, from)
			has := s.to.Sub(begin)
			if has <= 0 {
				continue
			}
			if d <= has {
				return begin.Add(d).In(from.Location())
			}
			d -= has
			shut = -1
		}
		day = day.next()
	}
	return time.Time{}
}

// Next is the instant itself if the door is open then, or else when it opens next;
// the zero time if that is more than two years away.
func (h Hours) Next(t time.Time) time.Time {
	day := h.dayOf(t)
	for range bound {
		_, open := h.stretches(day)
		for _, s := range open {
			if s.to.After(t) && s.to.After(s.from) {
				return later(s.from, t).In(t.Location())
			}
		}
		day = day.next()
	}
	return time.Time{}
}

// Open tells whether the door is open at an instant.
func (h Hours) Open(t time.Time) bool {
	_, open := h.stretches(h.dayOf(t))
	for _, s := range open {
		if !t.Before(s.from) && t.Before(s.to) {
			return true
		}
	}
	return false
}

func (h Hours) isAlways() bool {
	for _, day := range h.Week {
		if len(day) != 1 || day[0] != (Window{0, fullDay}) {
			return false
		}
	}
	return len(h.Closed) == 0
}

func (h Hours) zone() *time.Location {
	if h.Zone == nil {
		return time.UTC
	}
	return h.Zone
}

func (h Hours) dayOf(t time.Time) Day { return DayOf(t.In(h.zone())) }

// stretches says when a day begins, and when the door is open on it.
func (h Hours) stretches(day Day) (starts time.Time, open []stretch) {
	zone := h.zone()
	starts = first(day, 0, zone)
	windows := h.Week[day.weekday()]
	if len(windows) == 0 || h.Closed[day] {
		return starts, nil
	}
	// On all but two days of a year no clock is put forward or back, not at
	// midnight either, and the minutes of the day simply add up.
	_, changes := starts.ZoneBounds()
	plain := (changes.IsZero() || changes.Sub(starts) > 26*time.Hour) && reading(starts).Equal(day.midnight())
	open = make([]stretch, len(windows))
	for i, w := range windows {
		if plain {
			open[i] = stretch{starts.Add(time.Duration(w.From) * time.Minute), starts.Add(time.Duration(w.To) * time.Minute)}
			continue
		}
		open[i] = stretch{first(day, w.From, zone), first(day, w.To, zone)}
	}
	return starts, open
}

// first is the first instant at which a zone's wall clock has reached a minute of
// a day. Two of those instants would fit in the hour that is repeated, none in the
// one that is left out.
func first(day Day, minute int, zone *time.Location) time.Time {
	if minute == fullDay {
		day, minute = day.next(), 0
	}
	wall := time.Date(day.Year, day.Month, day.Day, minute/60, minute%60, 0, 0, time.UTC)
	t := time.Date(day.Year, day.Month, day.Day, minute/60, minute%60, 0, 0, zone)
	from, to := t.ZoneBounds()
	switch reads := reading(t); {
	case reads.After(wall): // left out, and t lies behind the change
		return from
	case reads.Before(wall): // left out, and t lies before it
		return to
	case from.IsZero():
		return t
	}
	_, offset := from.Add(-time.Nanosecond).Zone()
	if again := wall.Add(-time.Duration(offset) * time.Second); again.Before(from) {
		return again.In(zone) // the clock read the same an hour before the change
	}
	return t
}

// reading is what the wall clock shows at an instant, as if that were UTC.
func reading(t time.Time) time.Time {
	_, offset := t.Zone()
	return t.UTC().Add(time.Duration(offset) * time.Second)
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
