// Package clock hands out the time, so that a test can hold it still.
//
// Times are UTC and whole microseconds: what the databases keep is then exactly
// what the code compared.
package clock

import (
	"sync"
	"time"
)

// A Clock tells the time and can wait for one.
type Clock interface {
	// Now is the time, UTC, in whole microseconds.
	Now() time.Time
	// After sends once when d has gone by on this clock.
	After(d time.Duration) <-chan time.Time
}

// Wall is the real clock.
type Wall struct{}

// Now is the wall-clock time.
func (Wall) Now() time.Time { return time.Now().UTC().Truncate(time.Microsecond) }

// After waits on the wall clock.
func (Wall) After(d time.Duration) <-chan time.Time { return time.After(d) }

// A Fake clock moves only when told to. It is safe for concurrent use.
type Fake struct {
	mu    sync.Mutex
	now   time.Time
	alarm []alarm
}

type alarm struct {
	at time.Time
	ch chan time.Time
}

// NewFake starts a fake clock at a time.
func NewFake(at time.Time) *Fake { return &Fake{now: at.UTC().Truncate(time.Microsecond)} }

// Now is the time that the clock was last moved to.
func (f *Fake) Now() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.now
}

// After fires when the clock is moved past now + d.
func (f *Fake) After(d time.Duration) <-chan time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	a := alarm{at: f.now.Add(d), ch: make(chan time.Time, 1)}
	if d <= 0 {
		a.ch <- f.now
		return a.ch
	}
	f.alarm = append(f.alarm, a)
	return a.ch
}

// Advance moves the clock on and fires what became due.
func (f *Fake) Advance(d time.Duration) { f.Set(f.Now().Add(d)) }

// Set moves the clock to a time, which must not be earlier than now.
func (f *Fake) Set(at time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.now = at.UTC().Truncate(time.Microsecond)
	kept := f.alarm[:0]
	for _, a := range f.alarm {
		if a.at.After(f.now) {
			kept = append(kept, a)
			continue
		}
		a.ch <- f.now
	}
	f.alarm = kept
}
