package rota

import (
	"context"
	"slices"

	"secondline/internal/core/access"
	"secondline/internal/desk/person"
	"secondline/internal/desk/shift"
	"secondline/internal/desk/team"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// mostShifts is how many shifts somebody's rota has: eight weeks of two a day.
const mostShifts = 112

// Plan adds shifts of one person, all of them or none.
func (d *Desk) Plan(ctx context.Context, by access.Actor, who id.Person, list []shift.Shift) ([]id.Shift, error) {
	if err := forThem(by, who, false); err != nil {
		return nil, err
	}
	if len(list) == 0 || len(list) > mostShifts {
		return nil, errs.Field("weekdays", "Say on which days the shift is; a rota has at most %d shifts.", mostShifts)
	}
	var keys []id.Shift
	err := d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		p, err := worker(ctx, w, who)
		if err != nil {
			return err
		}
		keys = nil
		added := slices.Clone(list)
		for i, s := range added {
			s.ID, s.Person = id.Shift(w.NewID()), who
			if s.Since == "" {
				s.Since = shift.DayOf(w.Now.In(zoneOf(p)))
			}
			if added[i], err = s.Checked(); err != nil {
				return err
			}
			if err := memberOf(ctx, w, p, s.Team); err != nil {
				return err
			}
			keys = append(keys, s.ID)
		}
		if err := fits(ctx, w, p, added); err != nil {
			return err
		}
		for _, s := range added {
			if err := shift.Insert(ctx, w.Tx, s); err != nil {
				return err
			}
		}
		if err := d.dealer.Changed(ctx, w, who); err != nil {
			return err
		}
		return w.Audit(ctx, "shift.planned", "person:"+who.String(), 0, added)
	})
	return keys, err
}

// fits wants new shifts to overlap none that somebody has, and no extra work.
func fits(ctx context.Context, w *work.Work, p person.Person, added []shift.Shift) error {
	old, err := shift.Of(ctx, w.Tx, p.ID)
	if err != nil {
		return err
	}
	if len(old)+len(added) > 4*mostShifts {
		return errs.New(errs.Conflict, "%s has too many shifts already; end some first.", p.Name)
	}
	if a, b, clash := shift.Clash(append(old, added...)); clash {
		return errs.New(errs.Conflict, "%s is planned twice then: a shift on %s overlaps one on %s.", p.Name, dayName(a.Weekday), dayName(b.Weekday))
	}
	now, err := roster(ctx, w, p.ID, w.Now, w.Now)
	if err != nil {
		return err
	}
	only := shift.Roster{Zone: now.Zone, Shifts: added, Since: added[0].Since}
	for _, s := range added {
		only.Since = min(only.Since, s.Since)
	}
	for _, e := range now.Exceptions {
		if e.Kind == shift.Extra && e.To.After(w.Now) && len(only.Between(e.From, e.To)) > 0 && only.Planned(e.From) {
			return errs.New(errs.Conflict, "%s works on %s already; take that out first.", p.Name, e.From.In(now.Zone).Format("2 January"))
		}
	}
	return nil
}

// End lets a shift end: from today on it comes no more. One that has not begun to
// hold is gone.
func (d *Desk) End(ctx context.Context, by access.Actor, key id.Shift) error {
	if err := access.MayDesk(by, access.PlanShifts); err != nil {
		return err
	}
	return d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		s, err := shift.Get(ctx, w.Tx, key)
		if err != nil {
			return err
		}
		p, err := person.Get(ctx, w.Tx, s.Person)
		if err != nil {
			return err
		}
		yesterday := shift.DayOf(w.Now.In(zoneOf(p)).AddDate(0, 0, -1))
		if yesterday < s.Since {
			err = shift.Delete(ctx, w.Tx, key)
		} else if s.Until == "" || s.Until > yesterday {
			err = shift.End(ctx, w.Tx, key, yesterday)
		}
		if err != nil {
			return err
		}
		if err := d.dealer.Changed(ctx, w, s.Person); err != nil {
			return err
		}
		return w.Audit(ctx, "shift.ended", "person:"+s.Person.String(), 0, s)
	})
}

// PlanDuty puts somebody on call for a team, or makes them the duty manager.
func (d *Desk) PlanDuty(ctx context.Context, by access.Actor, duty shift.Duty) (id.OnCall, error) {
	if err := access.MayDesk(by, access.PlanShifts); err != nil {
		return 0, err
	}
	duty, err := duty.Checked()
	if err != nil {
		return 0, err
	}
	err = d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		if !duty.To.After(w.Now) {
			return errs.Field("to", "That has passed already.")
		}
		p, err := worker(ctx, w, duty.Person)
		if err != nil {
			return err
		}
		if err := memberOf(ctx, w, p, duty.Team); err != nil {
			return err
		}
		duty.ID = id.OnCall(w.NewID())
		if err := shift.InsertDuty(ctx, w.Tx, duty); err != nil {
			return err
		}
		return w.Audit(ctx, "duty.planned", "person:"+duty.Person.String(), 0, duty)
	})
	return duty.ID, err
}

// RemoveDuty takes a duty out of the plan.
func (d *Desk) RemoveDuty(ctx context.Context, by access.Actor, key id.OnCall) error {
	if err := access.MayDesk(by, access.PlanShifts); err != nil {
		return err
	}
	return d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		duty, err := shift.GetDuty(ctx, w.Tx, key)
		if err != nil {
			return err
		}
		if err := shift.DeleteDuty(ctx, w.Tx, key); err != nil {
			return err
		}
		return w.Audit(ctx, "duty.removed", "person:"+duty.Person.String(), 0, duty)
	})
}

// memberOf wants somebody to be a member of the team that they are planned for.
func memberOf(ctx context.Context, w *work.Work, p person.Person, of id.Team) error {
	if of == 0 {
		return nil
	}
	places, err := team.Of(ctx, w.Tx, p.ID)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(places, func(l team.Place) bool { return l.Team.ID == of }) {
		return errs.Field("team", "%s is not a member of that team.", p.Name)
	}
	return nil
}
