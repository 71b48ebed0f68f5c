package job

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"math/rand/v2"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"secondline/internal/db"
	"secondline/internal/kit/clock"
	"secondline/internal/kit/errs"
)

// A Handler does all jobs of one kind that were claimed together, and gives an
// error or nil for each.
type Handler func(ctx context.Context, claims []Claim) []error

// A Runner claims jobs and runs them.
type Runner struct {
	db       *db.DB
	clock    clock.Clock
	log      *slog.Logger
	handlers map[string]Handler
	wake     chan struct{}
	lease    atomic.Int64

	running sync.WaitGroup
	mu      sync.Mutex
	busy    map[string]bool // kinds that are being worked on
	failed  error           // what kept outcomes from being written, for Drain
}

// NewRunner makes a runner; it does nothing until Run or Drain.
func NewRunner(d *db.DB, c clock.Clock, log *slog.Logger) *Runner {
	r := &Runner{db: d, clock: c, log: log, handlers: map[string]Handler{}, wake: make(chan struct{}, 1), busy: map[string]bool{}}
	r.lease.Store(rand.Int64N(1<<62) + 1) // differs between nodes and restarts
	return r
}

// Handle sets what runs jobs of a kind, one at a time.
func (r *Runner) Handle(kind string, fn func(ctx context.Context, payload json.RawMessage) error) {
	r.HandleAll(kind, func(ctx context.Context, claims []Claim) []error {
		out := make([]error, len(claims))
		for i, c := range claims {
			out[i] = fn(ctx, c.Payload)
		}
		return out
	})
}

// HandleAll sets what runs jobs of a kind, as many at a time as were due.
func (r *Runner) HandleAll(kind string, h Handler) { r.handlers[kind] = h }

// Wake tells the runner that a job may be due. It never blocks.
func (r *Runner) Wake() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// idle is how long the runner sleeps at most: jobs that another node wrote are
// found at the latest then.
const idle = time.Second

// Run runs jobs until ctx ends, and the last of them have.
func (r *Runner) Run(ctx context.Context) {
	defer r.running.Wait()
	for ctx.Err() == nil {
		n, err := r.once(ctx)
		if err != nil && ctx.Err() == nil {
			r.log.Error("jobs could not be claimed", "error", err)
		}
		if n > 0 {
			continue
		}
		select {
		case <-ctx.Done():
		case <-r.wake:
		case <-r.clock.After(r.sleep(ctx)):
		}
	}
}

// Drain runs all that is due now and all that this makes due; tests and the demo
// desk use it to let the world come to rest.
func (r *Runner) Drain(ctx context.Context) error {
	for {
		n, err := r.once(ctx)
		r.running.Wait()
		r.mu.Lock()
		err = errors.Join(err, r.failed)
		r.failed = nil
		r.mu.Unlock()
		if err != nil || n == 0 {
			return err
		}
	}
}

// sleep is how long there is nothing to do.
func (r *Runner) sleep(ctx context.Context) time.Duration {
	at, ok, err := next(ctx, r.db.Read(), r.working())
	if err != nil || !ok {
		return idle
	}
	return min(max(at.Sub(r.clock.Now()), 0), idle)
}

const atOnce = 100

// once claims a batch and starts it, kind by kind, side by side. A kind that is
// still being worked on waits for its turn: a relay that does not answer holds
// up letters, and nothing else.
func (r *Runner) once(ctx context.Context) (int, error) {
	now, busy := r.clock.Now(), r.working()
	at, ok, err := next(ctx, r.db.Read(), busy)
	if err != nil || !ok || at.After(now) {
		return 0, err
	}
	claims, err := claim(ctx, r.db, now, r.lease.Add(1), atOnce, busy)
	if err != nil {
		return 0, err
	}
	kinds := map[string][]Claim{}
	for _, c := range claims {
		kinds[c.Kind] = append(kinds[c.Kind], c)
	}
	for kind, group := range kinds {
		r.start(ctx, kind, group)
	}
	return len(claims), nil
}

// start works on the claims of a kind, and looks for more when they are done.
func (r *Runner) start(ctx context.Context, kind string, claims []Claim) {
	r.mu.Lock()
	r.busy[kind] = true
	r.mu.Unlock()
	r.running.Go(func() {
		err := r.runKind(ctx, kind, claims)
		if err != nil {
			r.log.Error("the outcome of jobs could not be written", "kind", kind, "error", err)
		}
		r.mu.Lock()
		delete(r.busy, kind)
		r.failed = errors.Join(r.failed, err)
		r.mu.Unlock()
		r.Wake()
	})
}

func (r *Runner) working() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Sorted(maps.Keys(r.busy))
}

// runKind runs claims and writes how it went, even when the desk stops meanwhile.
func (r *Runner) runKind(ctx context.Context, kind string, claims []Claim) error {
	done := make(chan struct{})
	var keeping sync.WaitGroup
	keeping.Go(func() { r.keep(ctx, claims, done) })
	outcome := r.call(ctx, kind, claims)
	close(done)
	keeping.Wait()
	stopping := ctx.Err() != nil
	last := context.WithoutCancel(ctx)
	return r.db.Tx(last, func(h db.Handle) error {
		for i, c := range claims {
			if err := r.settle(last, h, c, outcome[i], stopping); err != nil {
				return err
			}
		}
		return nil
	})
}

func (r *Runner) settle(ctx context.Context, h db.Handle, c Claim, cause error, stopping bool) error {
	if cause != nil && stopping { // because we stop, most likely
		return giveBack(ctx, h, c, r.clock.Now())
	}
	if cause != nil {
		r.log.Warn("job failed", "kind", c.Kind, "job", c.ID, "attempt", c.Attempts, "error", cause)
	}
	return settle(ctx, h, c, cause, r.clock.Now())
}

// call runs a handler; a panic is the failure of its jobs, not of the desk.
func (r *Runner) call(ctx context.Context, kind string, claims []Claim) (outcome []error) {
	defer func() {
		if p := recover(); p != nil {
			r.log.Error("job panicked", "kind", kind, "panic", p, "stack", string(debug.Stack()))
			outcome = fill(len(claims), fmt.Errorf("the %s job panicked: %v", kind, p))
		}
	}()
	h, ok := r.handlers[kind]
	if !ok {
		return fill(len(claims), errs.New(errs.Unavailable, "No handler for %s jobs runs on this node.", kind))
	}
	return h(ctx, claims)
}

func fill(n int, err error) []error {
	out := make([]error, n)
	for i := range out {
		out[i] = err
	}
	return out
}
