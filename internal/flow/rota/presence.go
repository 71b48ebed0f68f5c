package rota

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/core/job"
	"secondline/internal/desk/person"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// BackJob is the kind of job that ends a break; its payload names who is back.
const BackJob = "presence.back"

type backJob struct {
	Person id.Person `json:"person"`
}

// longestBreak is when a break has become an absence.
const longestBreak = 24 * time.Hour

// SetPresence lets an agent say whether work may reach them now; back is when a
// break ends by itself, zero if they will say so.
func (d *Desk) SetPresence(ctx context.Context, by access.Actor, presence string, back time.Time) error {
	if err := access.MayDesk(by, access.OpenFor); err != nil {
		return err
	}
	return d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		if !back.IsZero() && (!back.After(w.Now) || back.Sub(w.Now) > longestBreak) {
			return errs.Field("back_at", "A break ends within the next 24 hours; what is longer is an absence.")
		}
		if err := d.set(ctx, w, by.Person, presence, back); err != nil || back.IsZero() {
			return err
		}
		return w.Enqueue(ctx, job.Job{Kind: BackJob, Name: BackJob + ":" + by.Person.String(), Payload: backJob{by.Person}, RunAt: back})
	})
}

// Register lets the desk run its jobs.
func (d *Desk) Register(jobs *job.Runner) { jobs.Handle(BackJob, d.back) }

func (d *Desk) set(ctx context.Context, w *work.Work, who id.Person, presence string, back time.Time) error {
	if err := person.Hold(ctx, w.Tx, who); err != nil {
		return err
	}
	p, err := person.Get(ctx, w.Tx, who)
	if err != nil {
		return err
	}
	if p, err = p.At(presence, back, w.Now).Checked(); err != nil {
		return err
	}
	if err := person.Update(ctx, w.Tx, p); err != nil {
		return err
	}
	return d.dealer.Changed(ctx, w, who)
}

// back ends a break whose time is over; it is the job's work, and does nothing
// when they said something else meanwhile.
func (d *Desk) back(ctx context.Context, payload json.RawMessage) error {
	var who backJob
	if err := json.Unmarshal(payload, &who); err != nil {
		return fmt.Errorf("reading a %s job: %w", BackJob, err)
	}
	return d.door.Do(ctx, access.Desk("Timer"), func(ctx context.Context, w *work.Work) error {
		p, err := person.Get(ctx, w.Tx, who.Person)
		over := err == nil && p.Presence == person.Away && !p.BackAt.IsZero() && !p.BackAt.After(w.Now)
		if !over {
			return err
		}
		return d.set(ctx, w, who.Person, person.Here, time.Time{})
	})
}
