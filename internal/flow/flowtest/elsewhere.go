package flowtest

import (
	"context"
	"log/slog"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/core/event"
	"secondline/internal/core/job"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/ticketing"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/clock"
)

// Elsewhere is the same desk on another node, whose clock is off by some time.
func (d *Desk) Elsewhere(off time.Duration) *Desk {
	there, log := *d, slog.New(slog.DiscardHandler)
	there.Clock, there.Bus = clock.NewFake(d.Clock.Now().Add(off)), &event.Bus{}
	there.Jobs = job.NewRunner(d.DB, there.Clock, log)
	there.Door = work.New(work.Options{DB: d.DB, Clock: there.Clock, IDs: id.NewMaker(there.Clock, 7), Bus: there.Bus, Jobs: there.Jobs, Log: log})
	there.Desk = ticketing.New(there.Door, quiet{})
	return &there
}

// Happens lets the desk itself record facts.
func (d *Desk) Happens(n id.Number, facts ...ticket.Fact) {
	d.T.Helper()
	d.Must(d.Door.Do(d.Ctx, access.Desk("Desk"), func(ctx context.Context, w *work.Work) error {
		t, err := ticket.ByNumber(ctx, w.Tx, n)
		if err == nil {
			_, err = w.Record(ctx, t, facts...)
		}
		return err
	}))
}

// Waits lets a ticket wait for its vendor.
func (d *Desk) Waits(who id.Person, n id.Number, because string) {
	d.T.Helper()
	d.Must(d.Wait(d.Ctx, d.As(who), n, ticketing.WaitIn{On: ticket.OnVendor, Because: because}))
}

// Expires lets the offer of a ticket run out of time.
func (d *Desk) Expires(n id.Number) {
	d.T.Helper()
	d.Must(d.Door.Do(d.Ctx, access.Desk("Clock"), func(ctx context.Context, w *work.Work) error {
		t, err := ticket.ByNumber(ctx, w.Tx, n)
		if err != nil {
			return err
		}
		return d.Expire(ctx, w, t)
	}))
}
