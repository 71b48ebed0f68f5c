package admin

import (
	"context"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/desk/calendar"
	"secondline/internal/desk/clock"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// A TargetIn says what a target is to be. A zero id, priority or kind inside a
// part that is given makes it one for all.
type TargetIn struct {
	Name         *string
	Clock        *clock.Kind
	Organisation *id.Organisation
	Service      *id.Service
	Priority     *int
	Kind         *string
	Team         *id.Team
	Vendor       *id.Vendor
	Calendar     *id.Calendar
	Length       *time.Duration
	Warn         *int
	PauseOn      *[]string
	Archived     *bool
}

func (in TargetIn) onto(t clock.Target, now time.Time) (clock.Target, error) {
	set(&t.Name, in.Name)
	set(&t.Clock, in.Clock)
	set(&t.Organisation, in.Organisation)
	set(&t.Service, in.Service)
	set(&t.Priority, in.Priority)
	set(&t.TicketKind, in.Kind)
	set(&t.Team, in.Team)
	set(&t.Vendor, in.Vendor)
	set(&t.Calendar, in.Calendar)
	set(&t.Length, in.Length)
	set(&t.Warn, in.Warn)
	set(&t.PauseOn, in.PauseOn)
	archive(&t.ArchivedAt, in.Archived, now)
	return t.Checked()
}

// AddTarget makes a promise.
func (d *Desk) AddTarget(ctx context.Context, by access.Actor, in TargetIn) (clock.Target, error) {
	var t clock.Target
	err := d.promise(ctx, by, func(ctx context.Context, w *work.Work) (string, error) {
		fresh, err := freshTarget(ctx, w, in)
		if err != nil {
			return "", err
		}
		if t, err = in.onto(fresh, w.Now); err != nil {
			return "", err
		}
		if err := onOpen(ctx, w, t); err != nil {
			return "", err
		}
		if err := clock.Insert(ctx, w.Tx, t); err != nil {
			return "", err
		}
		return "the new target " + t.Name, w.Audit(ctx, "target.created", "target:"+t.ID.String(), t.Organisation, in)
	})
	return t, err
}

// freshTarget is what a target is before anybody says more: on the standard
// calendar, pausing while the customer is waited for if it is a customer's.
func freshTarget(ctx context.Context, w *work.Work, in TargetIn) (clock.Target, error) {
	t := clock.Target{ID: id.Target(w.NewID()), Warn: clock.DefaultWarn, Version: 1}
	if in.Clock != nil {
		t.PauseOn = usualPauses(*in.Clock)
	}
	if in.Calendar != nil {
		return t, nil
	}
	c, err := calendar.Standard(ctx, w.Tx)
	if errs.Is(err, errs.NotFound) {
		return t, errs.Field("calendar", "Make a calendar first: a target needs one to run on.")
	}
	t.Calendar = c.ID
	return t, err
}

func usualPauses(k clock.Kind) []string {
	if k.Promise() == clock.SLA {
		return []string{"customer"}
	}
	return nil
}

// onOpen refuses a target on a calendar that is archived.
func onOpen(ctx context.Context, w *work.Work, t clock.Target) error {
	if !t.ArchivedAt.IsZero() {
		return nil
	}
	c, err := calendar.Get(ctx, w.Tx, t.Calendar)
	if errs.Is(err, errs.NotFound) {
		return errs.Field("calendar", "There is no such calendar.")
	}
	if err == nil && !c.ArchivedAt.IsZero() {
		return errs.Field("calendar", "%s is archived; choose another calendar.", c.Name)
	}
	return err
}

// ChangeTarget changes a promise, or archives it. Clocks that have stopped keep
// what was promised to them.
func (d *Desk) ChangeTarget(ctx context.Context, by access.Actor, key id.Target, in TargetIn) (clock.Target, error) {
	var t clock.Target
	err := d.promise(ctx, by, func(ctx context.Context, w *work.Work) (string, error) {
		was, err := clock.Get(ctx, w.Tx, key)
		if err != nil {
			return "", err
		}
		if err := pinned(w, was.Version); err != nil {
			return "", err
		}
		if t, err = in.onto(was, w.Now); err != nil {
			return "", err
		}
		if err := onOpen(ctx, w, t); err != nil {
			return "", err
		}
		if err := clock.Update(ctx, w.Tx, t); err != nil {
			return "", err
		}
		t.Version++
		return "the target " + t.Name, w.Audit(ctx, "target.changed", "target:"+t.ID.String(), t.Organisation, in)
	})
	return t, err
}
