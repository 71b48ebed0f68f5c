package people

import (
	"context"
	"maps"
	"sync"
	"time"

	"secondline/internal/desk/credential"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/clock"
)

// When something was last used need not be exact to more than a minute.
const (
	touchEvery = time.Minute
	flushEvery = 20 * time.Second
	keepDead   = 7 * 24 * time.Hour // how long what has expired is kept for whoever looks into it
	sweepEvery = 6 * time.Hour
)

// touched are the sessions and tokens whose use is still to be written down. A
// request only notes here; it never waits for a write.
type touched struct {
	mu       sync.Mutex
	sessions map[id.Session]time.Time
	tokens   map[id.Token]time.Time
}

func newTouched() *touched {
	return &touched{sessions: map[id.Session]time.Time{}, tokens: map[id.Token]time.Time{}}
}

func (t *touched) note(k known, now time.Time) {
	if now.Sub(k.seen) < touchEvery {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if k.session != 0 {
		t.sessions[k.session] = now
	}
	if k.token != 0 {
		t.tokens[k.token] = now
	}
}

func (t *touched) take() (map[id.Session]time.Time, map[id.Token]time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	sessions, tokens := maps.Clone(t.sessions), maps.Clone(t.tokens)
	clear(t.sessions)
	clear(t.tokens)
	return sessions, tokens
}

// Flush writes down what was used since the last time.
func (d *Desk) Flush(ctx context.Context) error {
	sessions, tokens := d.touched.take()
	if len(sessions)+len(tokens) == 0 {
		return nil
	}
	return d.door.Do(ctx, doorkeeper(), func(ctx context.Context, w *work.Work) error {
		for s, at := range sessions {
			if err := credential.SawSession(ctx, w.Tx, s, at); err != nil {
				return err
			}
		}
		for t, at := range tokens {
			if err := credential.UsedToken(ctx, w.Tx, t, at); err != nil {
				return err
			}
		}
		return nil
	})
}

// Run writes down what is used, and sweeps out what proves nothing any more,
// until ctx ends. A failure is logged; the next round tries again.
func (d *Desk) Run(ctx context.Context, c clock.Clock) {
	swept := time.Time{}
	for {
		select {
		case <-ctx.Done():
			return
		case <-c.After(flushEvery):
		}
		if err := d.Flush(ctx); err != nil && ctx.Err() == nil {
			d.log.Warn("the use of sessions and tokens could not be noted", "error", err)
		}
		if now := c.Now(); now.Sub(swept) >= sweepEvery {
			swept = now
			d.sweep(ctx)
		}
	}
}

func (d *Desk) sweep(ctx context.Context) {
	err := d.door.Do(ctx, doorkeeper(), func(ctx context.Context, w *work.Work) error {
		return credential.Sweep(ctx, w.Tx, w.Now.Add(-keepDead))
	})
	if err != nil && ctx.Err() == nil {
		d.log.Warn("old sessions and links could not be swept out", "error", err)
	}
}
