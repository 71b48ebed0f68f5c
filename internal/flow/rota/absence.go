package rota

import (
	"context"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/desk/person"
	"secondline/internal/desk/shift"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// Except takes somebody off their plan for a while, or puts them on. Everybody
// says themselves when they are away; extra work is planned by leads.
func (d *Desk) Except(ctx context.Context, by access.Actor, e shift.Exception) (id.Exception, error) {
	if err := forThem(by, e.Person, e.Kind != shift.Extra); err != nil {
		return 0, err
	}
	e, err := e.Checked()
	if err != nil {
		return 0, err
	}
	if e.Reason == shift.Swapped {
		return 0, errs.Field("reason", "A swap is proposed, and accepted by the other.")
	}
	err = d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		if !e.To.After(w.Now) {
			return errs.Field("to", "That has passed already.")
		}
		p, err := worker(ctx, w, e.Person)
		if err != nil {
			return err
		}
		if e.Kind == shift.Extra {
			if err := freeFor(ctx, w, p, e); err != nil {
				return err
			}
		}
		e.ID = id.Exception(w.NewID())
		if err := shift.InsertException(ctx, w.Tx, e); err != nil {
			return err
		}
		if err := d.dealer.Changed(ctx, w, e.Person); err != nil {
			return err
		}
		return w.Audit(ctx, "shift.excepted", "person:"+e.Person.String(), 0, e)
	})
	return e.ID, err
}

// freeFor wants somebody to have nothing planned when they are to work more.
func freeFor(ctx context.Context, w *work.Work, p person.Person, e shift.Exception) error {
	r, err := roster(ctx, w, p.ID, e.From, e.To)
	if err != nil {
		return err
	}
	on := e.From.In(r.Zone).Format("2 January")
	switch {
	case !r.Planned(e.From):
		return errs.New(errs.Conflict, "%s has no shifts yet, and is reckoned with all the time; plan their week first.", p.Name)
	case r.Absent(e.From, e.To):
		return errs.New(errs.Conflict, "%s is away on %s.", p.Name, on)
	case len(r.Between(e.From, e.To)) > 0:
		return errs.New(errs.Conflict, "%s works already at that time on %s.", p.Name, on)
	}
	return nil
}

// Unexcept takes an absence, or extra work, out of the plan again.
func (d *Desk) Unexcept(ctx context.Context, by access.Actor, key id.Exception) error {
	return d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		e, err := shift.GetException(ctx, w.Tx, key)
		if err != nil {
			return err
		}
		if err := forThem(by, e.Person, e.Kind != shift.Extra); err != nil {
			return err
		}
		switch {
		case e.Swap != 0:
			return errs.New(errs.Conflict, "It comes from a swap; swap back instead.")
		case !e.To.After(w.Now):
			return errs.New(errs.Conflict, "It has passed; what was stays in the plan.")
		}
		if err := person.Hold(ctx, w.Tx, e.Person); err != nil {
			return err
		}
		if err := shift.DeleteException(ctx, w.Tx, key); err != nil {
			return err
		}
		if err := d.dealer.Changed(ctx, w, e.Person); err != nil {
			return err
		}
		return w.Audit(ctx, "shift.unexcepted", "person:"+e.Person.String(), 0, e)
	})
}

// zoneOf is where somebody's clock hangs; Checked keeps unknown zones out.
func zoneOf(p person.Person) *time.Location {
	zone, err := time.LoadLocation(p.TimeZone)
	if err != nil {
		return time.UTC
	}
	return zone
}

func dayName(weekday int) string { return time.Weekday(weekday % 7).String() }
