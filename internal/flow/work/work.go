// Package work is the one door for writes: whatever changes the desk, from
// whichever side, goes through Door.Do.
//
// Behind the door one transaction holds the change, its timeline entries, its
// audit rows, its jobs (the outbox) and the mark of its idempotency key. Only
// when it is committed are listeners told and jobs woken. When somebody else was
// faster, the whole decision is made again on what stands now.
package work

import (
	"context"
	"encoding/json"
	"log/slog"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/core/audit"
	"secondline/internal/core/event"
	"secondline/internal/core/job"
	"secondline/internal/db"
	"secondline/internal/desk/clock"
	"secondline/internal/id"
	kitclock "secondline/internal/kit/clock"
	"secondline/internal/kit/errs"
)

// Options are what a door needs.
type Options struct {
	DB    *db.DB
	Clock kitclock.Clock
	IDs   *id.Maker
	Bus   *event.Bus
	Jobs  *job.Runner
	Log   *slog.Logger
}

// A Door lets changes in, one transaction each.
type Door struct {
	db      *db.DB
	clock   kitclock.Clock
	ids     *id.Maker
	bus     *event.Bus
	jobs    *job.Runner
	log     *slog.Logger
	numbers numbers
	clocks  *clock.Book

	followers []Follower
}

// New makes a door.
func New(o Options) *Door {
	return &Door{db: o.DB, clock: o.Clock, ids: o.IDs, bus: o.Bus, jobs: o.Jobs, log: o.Log, numbers: newNumbers(), clocks: clock.NewBook()}
}

// A Work is one change in the making.
type Work struct {
	Tx  db.Handle
	Now time.Time
	By  access.Actor

	door   *Door
	events []event.Event
	queued bool
}

// maxTries is how often a decision is made again before the actor is told that
// others were faster.
const maxTries = 6

// Do runs fn in one transaction and, after the commit, tells the listeners. It
// runs fn again when somebody changed the same record at the same moment, unless
// the actor pinned a version; fn must therefore have no effect but through w.
func (d *Door) Do(ctx context.Context, by access.Actor, fn func(ctx context.Context, w *Work) error) error {
	for try := 1; ; try++ {
		w := &Work{Now: d.clock.Now(), By: by, door: d}
		err := d.db.Tx(ctx, func(h db.Handle) error {
			w.Tx = h
			if err := claimKey(ctx, w); err != nil {
				return err
			}
			return fn(ctx, w)
		})
		if err == nil {
			d.tell(w)
			return nil
		}
		again := db.IsRetry(err) || (errs.Is(err, errs.Stale) && by.Request.Version == 0)
		if !again || try == maxTries || ctx.Err() != nil {
			return err
		}
	}
}

func (d *Door) tell(w *Work) {
	d.bus.Publish(w.events...)
	if w.queued {
		d.jobs.Wake()
	}
}

// Read gives the readers, for looking without changing.
func (d *Door) Read() db.Handle { return d.db.Read() }

// View runs fn on one snapshot.
func (d *Door) View(ctx context.Context, fn func(db.Handle) error) error { return d.db.View(ctx, fn) }

// Now is the desk's time.
func (d *Door) Now() time.Time { return d.clock.Now() }

// Number is the next ticket number, never given twice.
func (d *Door) Number(ctx context.Context) (id.Number, error) { return d.numbers.next(ctx, d.db) }

// NewID makes an id.
func (w *Work) NewID() int64 { return w.door.ids.Next() }

// Publish tells listeners of an event after the commit.
func (w *Work) Publish(e event.Event) { w.events = append(w.events, e) }

// Enqueue asks for a job; it runs after the commit, or at its time.
func (w *Work) Enqueue(ctx context.Context, j job.Job) error {
	if j.RunAt.IsZero() {
		j.RunAt = w.Now
	}
	w.queued = true
	return job.Add(ctx, w.Tx, id.Job(w.NewID()), j)
}

// Audit records an act on something other than a ticket; Record does it for
// tickets. object is "team:123"; detail is what changed, without secrets.
func (w *Work) Audit(ctx context.Context, action, object string, org id.Organisation, detail any) error {
	text, err := json.Marshal(detail)
	if err != nil {
		return errs.Wrap(err, "writing the audit of "+action)
	}
	return audit.Append(ctx, w.Tx, audit.Row{
		ID: id.Audit(w.NewID()), At: w.Now, ActorKind: w.By.Kind, Actor: w.By.Person, ActorName: w.By.Name,
		Action: action, Object: object, Organisation: org, Detail: string(text), Request: w.By.Request.ID,
	})
}
