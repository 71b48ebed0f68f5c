package world

import (
	"container/heap"
	"context"
	"fmt"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/id"
)

// A stage is where the lives of tickets take their turns, in simulated time.
type stage struct {
	Parts
	*house
	ctx     context.Context
	tales   tales
	seed    uint64
	begins  time.Time
	ends    time.Time
	actors  map[id.Person]access.Actor
	crew    map[id.Team][]id.Person
	shared  map[string]id.Number // tickets that other lives refer to
	turns   turns
	booked  int
	opened  int
	crowded int
	mailAt  time.Time // when the post is taken next
}

// A turn is when a life goes on.
type turn struct {
	at    time.Time
	order int // of those at the same time, the one that was booked first
	next  func() (time.Time, bool)
	stop  func()
	life  *play
}

// turns is a queue by time.
type turns []*turn

// Len, Less, Swap, Push and Pop make it a heap.
func (q turns) Len() int { return len(q) }

func (q turns) Less(i, j int) bool {
	if q[i].at.Equal(q[j].at) {
		return q[i].order < q[j].order
	}
	return q[i].at.Before(q[j].at)
}
func (q turns) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *turns) Push(x any)   { *q = append(*q, x.(*turn)) }
func (q *turns) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}

// post is how often letters that are due leave.
const post = 30 * time.Minute

// play gives everyone their turns until the time is over. Whoever has not
// finished then stays as they are: an open ticket.
func (s *stage) play() error {
	heap.Init(&s.turns)
	defer func() {
		for _, t := range s.turns {
			t.stop()
		}
	}()
	for len(s.turns) > 0 {
		t := heap.Pop(&s.turns).(*turn)
		if t.at.After(s.ends) {
			t.stop()
			continue
		}
		if err := s.until(t.at); err != nil {
			return err
		}
		at, more := t.next()
		if t.life.err != nil {
			return t.life.err
		}
		if more {
			t.at = at
			heap.Push(&s.turns, t)
		}
		if err := s.ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}

// until lets time go by; the post leaves on its rounds, and whatever else is due.
func (s *stage) until(at time.Time) error {
	for !s.mailAt.After(at) {
		s.moveTo(s.mailAt)
		if err := s.Jobs.Drain(s.ctx); err != nil {
			return fmt.Errorf("running what is due: %w", err)
		}
		s.mailAt = s.mailAt.Add(post)
	}
	s.moveTo(at)
	return nil
}

func (s *stage) moveTo(at time.Time) {
	if at.After(s.Clock.Now()) {
		s.Clock.Set(at)
	}
}

// The office is open from eight to six. Its calendar is a week of the desk's own
// that ends on a Thursday afternoon: the same for every start, whatever the day.
const (
	opensAt  = 8 * time.Hour
	closesAt = 18 * time.Hour
)

// curtain is the moment of the desk's calendar at which the month ends.
var curtain = time.Date(2026, time.November, 12, 15, 26, 0, 0, time.UTC)

// later is the time after so much of office hours from a time.
func (s *stage) later(from time.Time, span time.Duration) time.Time {
	shift := s.ends.Sub(curtain)
	at := doors(from.Add(-shift))
	for {
		left := closing(at).Sub(at)
		if span < left {
			return at.Add(span).Add(shift)
		}
		span -= left
		at = doors(closing(at))
	}
}

// doors is when the office is next open: now, if it is.
func doors(at time.Time) time.Time {
	for {
		day := at.Truncate(24 * time.Hour)
		weekend := at.Weekday() == time.Saturday || at.Weekday() == time.Sunday
		switch {
		case !weekend && at.Before(day.Add(opensAt)):
			return day.Add(opensAt)
		case !weekend && at.Before(day.Add(closesAt)):
			return at
		default:
			at = day.Add(24 * time.Hour)
		}
	}
}

func closing(at time.Time) time.Time { return at.Truncate(24 * time.Hour).Add(closesAt) }

// officeTime is how much of office hours lies between two times.
func (s *stage) officeTime(from, to time.Time) time.Duration {
	shift := s.ends.Sub(curtain)
	at, end := doors(from.Add(-shift)), to.Add(-shift)
	var sum time.Duration
	for at.Before(end) {
		close := closing(at)
		if close.After(end) {
			close = end
		}
		sum += close.Sub(at)
		at = doors(closing(at))
	}
	return sum
}
