package calendar

import (
	"context"
	"maps"
	"slices"

	"secondline/internal/db"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/openhours"
)

const selectCalendar = `
		SELECT id, name, time_zone, windows, country, feed_url, feed_at, feed_error, standard, archived_at, version
		  FROM calendar`

func scan(row db.Row) (Calendar, error) {
	var c Calendar
	err := row.Scan(&c.ID, &c.Name, &c.Zone, db.FromJSON(&c.Week), &c.Country, &c.Feed, db.Into(&c.FeedAt), &c.FeedError,
		&c.Standard, db.Into(&c.ArchivedAt), &c.Version)
	return c, err
}

// All returns every calendar, archived ones too: the standard one, then by name.
func All(ctx context.Context, h db.Handle) ([]Calendar, error) {
	return db.All(ctx, h, scan, selectCalendar+`
		 ORDER BY CASE WHEN standard = TRUE THEN 0 ELSE 1 END, name_key, id`)
}

// Get returns a calendar.
func Get(ctx context.Context, h db.Handle, key id.Calendar) (Calendar, error) {
	c, err := db.One(ctx, h, scan, selectCalendar+`
		 WHERE id = ?`, key)
	if errs.Is(err, errs.NotFound) {
		return c, errs.Because(err, errs.NotFound, "There is no such calendar.")
	}
	return c, err
}

// Standard returns the calendar for whatever names none.
func Standard(ctx context.Context, h db.Handle) (Calendar, error) {
	c, err := db.One(ctx, h, scan, selectCalendar+`
		 WHERE standard = TRUE
		 ORDER BY id
		 LIMIT 1`)
	if errs.Is(err, errs.NotFound) {
		return c, errs.Because(err, errs.NotFound, "The desk has no standard calendar yet; make one.")
	}
	return c, err
}

// Insert adds a calendar that was Checked.
func Insert(ctx context.Context, h db.Handle, c Calendar) error {
	_, err := h.Exec(ctx, `
		INSERT INTO calendar (id, name, name_key, time_zone, windows, country, feed_url, feed_at, feed_error, standard)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		c.ID, c.Name, Key(c.Name), c.Zone, db.JSON(c.Week), c.Country, c.Feed, db.At(c.FeedAt), c.FeedError, c.Standard)
	if err != nil {
		return refused(err, c)
	}
	return onlyStandard(ctx, h, c)
}

// Update saves a calendar that was Checked, if its version still stands.
func Update(ctx context.Context, h db.Handle, c Calendar) error {
	n, err := h.Exec(ctx, `
		UPDATE calendar
		   SET name = ?, name_key = ?, time_zone = ?, windows = ?, country = ?, feed_url = ?, feed_at = ?, feed_error = ?,
		       standard = ?, archived_at = ?, version = version + 1
		 WHERE id = ? AND version = ?`,
		c.Name, Key(c.Name), c.Zone, db.JSON(c.Week), c.Country, c.Feed, db.At(c.FeedAt), c.FeedError,
		c.Standard, db.At(c.ArchivedAt), c.ID, c.Version)
	if err != nil {
		return refused(err, c)
	}
	if n == 0 {
		return errs.New(errs.Stale, "Somebody else changed %s meanwhile; load it again.", c.Name)
	}
	return onlyStandard(ctx, h, c)
}

// Fed saves when the feed was read last, or why it could not be. That is no change
// to the calendar: its version stands.
func Fed(ctx context.Context, h db.Handle, c Calendar) error {
	_, err := h.Exec(ctx, `
		UPDATE calendar
		   SET feed_at = ?, feed_error = ?
		 WHERE id = ? AND feed_url = ?`, db.At(c.FeedAt), c.FeedError, c.ID, c.Feed)
	return err
}

// onlyStandard makes a standard calendar the only one.
func onlyStandard(ctx context.Context, h db.Handle, c Calendar) error {
	if !c.Standard {
		return nil
	}
	_, err := h.Exec(ctx, `
		UPDATE calendar
		   SET standard = FALSE, version = version + 1
		 WHERE standard = TRUE AND id <> ?`, c.ID)
	return err
}

func refused(err error, c Calendar) error {
	if db.IsUnique(err) {
		return errs.Because(err, errs.Conflict, "There is a calendar called %q already; choose another name.", c.Name)
	}
	return err
}

// InUse tells whether a target that is not archived runs on the calendar.
func InUse(ctx context.Context, h db.Handle, key id.Calendar) (bool, error) {
	_, err := db.One(ctx, h, func(row db.Row) (n int64, err error) { return n, row.Scan(&n) }, `
		SELECT id
		  FROM target
		 WHERE calendar_id = ? AND archived_at IS NULL
		 ORDER BY id
		 LIMIT 1`, key)
	if errs.Is(err, errs.NotFound) {
		return false, nil
	}
	return err == nil, err
}

// Holidays returns the holidays of a calendar in order.
func Holidays(ctx context.Context, h db.Handle, of id.Calendar) ([]Holiday, error) {
	return db.All(ctx, h, func(row db.Row) (d Holiday, err error) {
		var day string
		if err := row.Scan(&d.ID, &day, &d.Name, &d.Source); err != nil {
			return d, err
		}
		d.Day, err = openhours.ParseDay(day)
		return d, err
	}, `
		SELECT id, day, name, source
		  FROM holiday
		 WHERE calendar_id = ?
		 ORDER BY day, source, id`, of)
}

// AddHoliday adds a holiday that was Checked, or renames it if its source has
// that day already.
func AddHoliday(ctx context.Context, h db.Handle, of id.Calendar, d Holiday) error {
	_, err := h.Exec(ctx, `
		INSERT INTO holiday (id, calendar_id, day, name, source)
		VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (calendar_id, day, source) DO UPDATE SET name = excluded.name`,
		d.ID, of, d.Day.String(), d.Name, string(d.Source))
	if db.IsForeignKey(err) {
		return errs.Because(err, errs.NotFound, "There is no such calendar.")
	}
	return err
}

// RemoveHoliday takes a holiday away.
func RemoveHoliday(ctx context.Context, h db.Handle, of id.Calendar, key id.Holiday) error {
	n, err := h.Exec(ctx, `
		DELETE FROM holiday
		 WHERE id = ? AND calendar_id = ?`, key, of)
	if err == nil && n == 0 {
		return errs.New(errs.NotFound, "There is no such holiday in this calendar.")
	}
	return err
}

// Replace makes the holidays of one source those of a list, and tells whether
// anything changed.
func Replace(ctx context.Context, h db.Handle, of id.Calendar, from Source, list []Holiday, newID func() int64) (bool, error) {
	all, err := Holidays(ctx, h, of)
	if err != nil {
		return false, err
	}
	was := map[openhours.Day]Holiday{}
	for _, d := range all {
		if d.Source == from {
			was[d.Day] = d
		}
	}
	changed := false
	for _, d := range list {
		old, known := was[d.Day]
		delete(was, d.Day)
		if known && old.Name == d.Name {
			continue
		}
		changed = true
		d.ID, d.Source = id.Holiday(newID()), from
		if err := AddHoliday(ctx, h, of, d); err != nil {
			return changed, err
		}
	}
	for _, gone := range slices.SortedFunc(maps.Values(was), func(a, b Holiday) int { return a.Day.Compare(b.Day) }) {
		changed = true
		if err := RemoveHoliday(ctx, h, of, gone.ID); err != nil {
			return changed, err
		}
	}
	return changed, nil
}
