package shift

import "time"

// Wall is the instant at which a clock on the wall of a place shows so many
// minutes after midnight of a day; day is its midnight in UTC. A time that is
// skipped when clocks go forward is the moment at which they do; one that comes
// twice when they go back is the first. So later on the wall is never earlier in
// truth, and what ends at a time ends where what starts at it starts.
func Wall(day time.Time, minutes int, zone *time.Location) time.Time {
	want := day.Add(time.Duration(minutes) * time.Minute)
	t := time.Date(want.Year(), want.Month(), want.Day(), want.Hour(), want.Minute(), 0, 0, zone)
	begins, ends := t.ZoneBounds()
	switch shown := shows(t); {
	case shown.After(want):
		return begins
	case shown.Before(want):
		return ends
	case begins.IsZero():
		return t
	}
	_, now := t.Zone()
	_, before := begins.Add(-1).Zone()
	first := t.Add(time.Duration(now-before) * time.Second)
	if first.Before(begins) && shows(first).Equal(want) {
		return first
	}
	return t
}

// shows is what the wall shows at an instant, as if it were UTC.
func shows(t time.Time) time.Time {
	_, offset := t.Zone()
	return t.UTC().Add(time.Duration(offset) * time.Second)
}
