package clock_test

import (
	"testing"
	"time"

	"secondline/internal/kit/clock"
)

var nine = time.Date(2026, time.March, 16, 9, 0, 0, 1234567, time.FixedZone("east", 3600))

func TestTimesAreUTCAndWholeMicroseconds(t *testing.T) {
	for name, c := range map[string]clock.Clock{"wall": clock.Wall{}, "fake": clock.NewFake(nine)} {
		now := c.Now()
		if now.Location() != time.UTC || now.Nanosecond()%1000 != 0 {
			t.Errorf("%s: %s", name, now)
		}
	}
	if got := clock.NewFake(nine).Now(); !got.Equal(time.Date(2026, time.March, 16, 8, 0, 0, 1234000, time.UTC)) {
		t.Errorf("%s", got)
	}
}

func TestAFakeClockMovesWhenToldTo(t *testing.T) {
	c := clock.NewFake(nine)
	start := c.Now()
	soon, later, now := c.After(time.Minute), c.After(time.Hour), c.After(0)
	if at := <-now; !at.Equal(start) {
		t.Errorf("what is due fires at %s", at)
	}
	c.Advance(time.Minute - time.Microsecond)
	if len(soon) != 0 {
		t.Error("it fired early")
	}
	c.Advance(time.Microsecond)
	if at := <-soon; !at.Equal(start.Add(time.Minute)) || len(later) != 0 {
		t.Errorf("it fired at %s, the later one %d times", at, len(later))
	}
	c.Set(start.Add(2 * time.Hour))
	if at := <-later; !at.Equal(start.Add(2 * time.Hour)) {
		t.Errorf("it fired at %s", at)
	}
}

func TestTheWallClockWaits(t *testing.T) {
	began := clock.Wall{}.Now()
	if at := <-(clock.Wall{}).After(time.Millisecond); at.Before(began) {
		t.Errorf("it began at %s and fired at %s", began, at)
	}
}
