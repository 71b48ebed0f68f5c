package admin

import (
	"context"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/desk/calendar"
	"secondline/internal/flow/holidays"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/openhours"
)

// A CalendarIn says what a calendar is to be.
type CalendarIn struct {
	Name     *string
	Zone     *string
	Week     *openhours.Week
	Country  *string
	Feed     *string
	Standard *bool
	Archived *bool
}

func (in CalendarIn) onto(c calendar.Calendar, now time.Time) (calendar.Calendar, error) {
	if in.Standard != nil && !*in.Standard && c.Standard {
		return c, errs.Field("standard", "Make another calendar standard instead: one must be.")
	}
	set(&c.Name, in.Name)
	set(&c.Zone, in.Zone)
	set(&c.Week, in.Week)
	set(&c.Country, in.Country)
	set(&c.Feed, in.Feed)
	set(&c.Standard, in.Standard)
	archive(&c.ArchivedAt, in.Archived, now)
	return c.Checked()
}

// promise runs a change of what the desk promises, for whoever may make it, and
// brings the promises that follow from it into force.
func (d *Desk) promise(ctx context.Context, by access.Actor, fn func(ctx context.Context, w *work.Work) (because string, err error)) error {
	if err := access.MayDesk(by, access.PlanRouting); err != nil {
		return err
	}
	return d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		because, err := fn(ctx, w)
		if err != nil {
			return err
		}
		return w.Republish(ctx, because)
	})
}

// AddCalendar adds a calendar; the first one is the standard one.
func (d *Desk) AddCalendar(ctx context.Context, by access.Actor, in CalendarIn) (calendar.Calendar, error) {
	var c calendar.Calendar
	err := d.promise(ctx, by, func(ctx context.Context, w *work.Work) (string, error) {
		_, err := calendar.Standard(ctx, w.Tx)
		first := errs.Is(err, errs.NotFound)
		if err != nil && !first {
			return "", err
		}
		fresh := calendar.Calendar{ID: id.Calendar(w.NewID()), Zone: "UTC", Week: calendar.Office, Standard: first, Version: 1}
		if c, err = in.onto(fresh, w.Now); err != nil {
			return "", err
		}
		if err := calendar.Insert(ctx, w.Tx, c); err != nil {
			return "", err
		}
		if err := follow(ctx, w, c); err != nil {
			return "", err
		}
		return "the new calendar " + c.Name, w.Audit(ctx, "calendar.created", "calendar:"+c.ID.String(), 0, in)
	})
	return c, err
}

// follow puts in the holidays of a calendar's country, and asks for those of its
// feed.
func follow(ctx context.Context, w *work.Work, c calendar.Calendar) error {
	if err := holidays.Country(ctx, w, c); err != nil {
		return err
	}
	return holidays.Ask(ctx, w, c)
}

// ChangeCalendar changes a calendar, or archives it.
func (d *Desk) ChangeCalendar(ctx context.Context, by access.Actor, key id.Calendar, in CalendarIn) (calendar.Calendar, error) {
	var c calendar.Calendar
	err := d.promise(ctx, by, func(ctx context.Context, w *work.Work) (string, error) {
		was, err := calendar.Get(ctx, w.Tx, key)
		if err != nil {
			return "", err
		}
		if err := pinned(w, was.Version); err != nil {
			return "", err
		}
		if c, err = in.onto(was, w.Now); err != nil {
			return "", err
		}
		if err := spared(ctx, w, c); err != nil {
			return "", err
		}
		if err := calendar.Update(ctx, w.Tx, c); err != nil {
			return "", err
		}
		if c.Feed != was.Feed {
			if _, err := calendar.Replace(ctx, w.Tx, c.ID, calendar.ByFeed, nil, w.NewID); err != nil {
				return "", err
			}
		}
		if err := follow(ctx, w, c); err != nil {
			return "", err
		}
		c.Version++
		return "the calendar " + c.Name, w.Audit(ctx, "calendar.changed", "calendar:"+c.ID.String(), 0, in)
	})
	return c, err
}

// spared refuses to archive a calendar that a target runs on.
func spared(ctx context.Context, w *work.Work, c calendar.Calendar) error {
	if c.ArchivedAt.IsZero() {
		return nil
	}
	used, err := calendar.InUse(ctx, w.Tx, c.ID)
	if err == nil && used {
		return errs.New(errs.Conflict, "Targets run on %s; give them another calendar first.", c.Name)
	}
	return err
}

// AddHolidays closes a calendar on some days.
func (d *Desk) AddHolidays(ctx context.Context, by access.Actor, of id.Calendar, list []calendar.Holiday) error {
	checked := make([]calendar.Holiday, len(list))
	for i, h := range list {
		var err error
		if checked[i], err = h.Checked(); err != nil {
			return err
		}
	}
	return d.promise(ctx, by, func(ctx context.Context, w *work.Work) (string, error) {
		c, err := calendar.Get(ctx, w.Tx, of)
		if err != nil {
			return "", err
		}
		for _, h := range checked {
			h.ID, h.Source = id.Holiday(w.NewID()), calendar.ByHand
			if err := calendar.AddHoliday(ctx, w.Tx, of, h); err != nil {
				return "", err
			}
		}
		return "a holiday of " + c.Name, w.Audit(ctx, "calendar.holidays_added", "calendar:"+of.String(), 0, checked)
	})
}

// RemoveHoliday opens a calendar again on a day that was closed by hand or by a file.
func (d *Desk) RemoveHoliday(ctx context.Context, by access.Actor, of id.Calendar, key id.Holiday) error {
	return d.promise(ctx, by, func(ctx context.Context, w *work.Work) (string, error) {
		c, err := calendar.Get(ctx, w.Tx, of)
		if err != nil {
			return "", err
		}
		list, err := calendar.Holidays(ctx, w.Tx, of)
		if err != nil {
			return "", err
		}
		for _, h := range list {
			if h.ID == key && (h.Source == calendar.ByCountry || h.Source == calendar.ByFeed) {
				return "", errs.New(errs.Conflict, "%s follows from the calendar's %s and would come back; change that instead.", h.Name, h.Source)
			}
		}
		if err := calendar.RemoveHoliday(ctx, w.Tx, of, key); err != nil {
			return "", err
		}
		return "a holiday of " + c.Name, w.Audit(ctx, "calendar.holiday_removed", "calendar:"+of.String(), 0, map[string]any{"holiday": key})
	})
}

// ImportHolidays makes the holidays of an iCalendar file those of a calendar, in
// place of the file before. It tells how many there are, and how many events of
// the file take no whole day.
func (d *Desk) ImportHolidays(ctx context.Context, by access.Actor, of id.Calendar, file []byte) (taken, skipped int, err error) {
	err = d.promise(ctx, by, func(ctx context.Context, w *work.Work) (string, error) {
		c, err := calendar.Get(ctx, w.Tx, of)
		if err != nil {
			return "", err
		}
		first, last := calendar.Within(w.Now)
		list, other, err := calendar.Read(file, first, last)
		if err != nil {
			return "", err
		}
		if _, err := calendar.Replace(ctx, w.Tx, of, calendar.ByFile, list, w.NewID); err != nil {
			return "", err
		}
		taken, skipped = len(list), other
		return "holidays of " + c.Name, w.Audit(ctx, "calendar.imported", "calendar:"+of.String(), 0, map[string]any{"days": taken, "skipped": skipped})
	})
	return taken, skipped, err
}

// ReadFeed reads a calendar's feed now and not tomorrow.
func (d *Desk) ReadFeed(ctx context.Context, by access.Actor, of id.Calendar) error {
	if err := access.MayDesk(by, access.PlanRouting); err != nil {
		return err
	}
	return d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		c, err := calendar.Get(ctx, w.Tx, of)
		if err != nil {
			return err
		}
		if c.Feed == "" {
			return errs.New(errs.Conflict, "%s follows no feed.", c.Name)
		}
		return holidays.Ask(ctx, w, c)
	})
}
