package timekeeping

import (
	"context"
	"encoding/json"
	"errors"

	"secondline/internal/core/access"
	"secondline/internal/core/job"
	"secondline/internal/desk/escalation"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/view/clocks"
)

// An Expirer ends offers that nobody answered.
type Expirer interface {
	Expire(ctx context.Context, w *work.Work, t *ticket.Ticket) error
}

// An Alarm tells those whom a team's plan names.
type Alarm interface {
	Escalate(ctx context.Context, w *work.Work, t *ticket.Ticket, upon string, kind ticket.ClockKind) error
	Register(r *job.Runner)
}

// A Chaser presses a vendor for news; upon is warned or breached.
type Chaser interface {
	Chase(ctx context.Context, w *work.Work, t *ticket.Ticket, c id.Case, upon string) error
}

// Options are what a Keeper needs.
type Options struct {
	Door    *work.Door
	Alarm   Alarm
	Expirer Expirer
	Chaser  Chaser // nil: vendors are not pressed
}

// A Keeper keeps the time of the desk.
type Keeper struct {
	door    *work.Door
	alarm   Alarm
	expirer Expirer
	chaser  Chaser
}

// New makes a Keeper.
func New(o Options) *Keeper {
	return &Keeper{door: o.Door, alarm: o.Alarm, expirer: o.Expirer, chaser: o.Chaser}
}

// Register says which jobs a Keeper runs.
func (k *Keeper) Register(r *job.Runner) {
	r.HandleAll(work.RingClocks, k.ring)
	r.Handle(work.ReindexClocks, k.Reindex)
	k.alarm.Register(r)
}

// together is how many tickets share a transaction: a busy minute costs few
// flushes, and whoever else wants to write does not wait long.
const together = 20

// ring runs timers that went off together.
func (k *Keeper) ring(ctx context.Context, claims []job.Claim) []error {
	out := make([]error, len(claims))
	for from := 0; from < len(claims); from += together {
		to := min(from+together, len(claims))
		if k.ringAll(ctx, claims[from:to]) == nil {
			continue
		}
		for i := from; i < to; i++ { // one of them fails; the others need not
			out[i] = k.ringAll(ctx, claims[i:i+1])
		}
	}
	return out
}

func (k *Keeper) ringAll(ctx context.Context, claims []job.Claim) error {
	return k.door.Do(ctx, access.Desk("Clock"), func(ctx context.Context, w *work.Work) error {
		for _, c := range claims {
			var which work.TicketJob
			if err := json.Unmarshal(c.Payload, &which); err != nil {
				return errs.Because(err, errs.Invalid, "The timer names no ticket.")
			}
			if err := k.ringOne(ctx, w, which.Ticket); err != nil {
				return err
			}
		}
		return nil
	})
}

// Ring writes down what a ticket's clocks have reached.
func (k *Keeper) Ring(ctx context.Context, key id.Ticket) error {
	return k.door.Do(ctx, access.Desk("Clock"), func(ctx context.Context, w *work.Work) error {
		return k.ringOne(ctx, w, key)
	})
}

func (k *Keeper) ringOne(ctx context.Context, w *work.Work, key id.Ticket) error {
	t, err := ticket.ByID(ctx, w.Tx, key)
	if err != nil {
		return err
	}
	history, err := k.door.History(ctx, w.Tx)
	if err != nil {
		return err
	}
	facts := work.Reached(clocks.Running(t, history, w.Now), w.Now)
	if len(facts) == 0 {
		return w.Refresh(ctx, t) // the timer has gone; the next one is asked for
	}
	if _, err := w.Record(ctx, t, facts...); err != nil {
		return err
	}
	return k.follow(ctx, w, t, facts)
}

// follow does what the desk does about it: the plan's people are told, an offer
// expires, a vendor is pressed.
func (k *Keeper) follow(ctx context.Context, w *work.Work, t *ticket.Ticket, facts []ticket.Fact) error {
	var failed error
	for _, f := range facts {
		var err error
		switch f := f.(type) {
		case *ticket.ClockWarned:
			err = k.reached(ctx, w, t, f.Run, f.Clock, string(escalation.Warned))
		case *ticket.ClockBreached:
			err = k.reached(ctx, w, t, f.Run, f.Clock, string(escalation.Breached))
		}
		failed = errors.Join(failed, err)
	}
	return failed
}

func (k *Keeper) reached(ctx context.Context, w *work.Work, t *ticket.Ticket, run int, kind ticket.ClockKind, upon string) error {
	if kind == ticket.VendorAnswer && k.chaser != nil {
		if err := k.chaser.Chase(ctx, w, t, t.Runs[run].Case, upon); err != nil {
			return err
		}
	}
	unanswered := kind == ticket.Acknowledge && upon == string(escalation.Breached)
	if !unanswered {
		return k.alarm.Escalate(ctx, w, t, upon, kind)
	}
	if err := k.alarm.Escalate(ctx, w, t, string(escalation.Unanswered), kind); err != nil {
		return err
	}
	return k.expirer.Expire(ctx, w, t)
}
