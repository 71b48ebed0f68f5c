package shift

import (
	"context"
	"strconv"
	"time"

	"secondline/internal/core/setting"
	"secondline/internal/db"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// A Duty is a stretch of time that somebody is on call.
type Duty struct {
	ID       id.OnCall
	Team     id.Team // zero: they are the desk's duty manager
	Person   id.Person
	From, To time.Time
}

// DefaultDuty is the setting that names the duty manager when nobody is planned.
const DefaultDuty = "duty_manager"

// maxDuty is how long somebody is on call at a time.
const maxDuty = 5 * 7 * 24 * time.Hour

// Checked gives the duty, or an error that names the field that is wrong.
func (d Duty) Checked() (Duty, error) {
	switch {
	case d.Person == 0:
		return d, errs.Field("person", "Say who is on call.")
	case d.From.IsZero() || !d.To.After(d.From):
		return d, errs.Field("to", "It ends after it begins; say both.")
	case d.To.Sub(d.From) > maxDuty:
		return d, errs.Field("to", "Nobody is on call for longer than five weeks at a time.")
	}
	return d, nil
}

const selectDuty = `
		SELECT d.id, d.team_id, d.person_id, d.from_at, d.to_at
		  FROM on_call d`

func scanDuty(r db.Row) (Duty, error) {
	var d Duty
	return d, r.Scan(&d.ID, db.Null(&d.Team), &d.Person, db.Into(&d.From), db.Into(&d.To))
}

// Duties lists who is on call at any moment between two, first who begins first.
func Duties(ctx context.Context, h db.Handle, from, to time.Time) ([]Duty, error) {
	all, err := db.All(ctx, h, scanDuty, selectDuty+`
		 WHERE d.to_at > ? AND d.from_at < ?
		 ORDER BY d.from_at, d.id
		 LIMIT 2000`, db.At(from), db.At(to))
	return all, errs.Wrap(err, "reading who is on call")
}

// GetDuty returns a duty.
func GetDuty(ctx context.Context, h db.Handle, key id.OnCall) (Duty, error) {
	d, err := db.One(ctx, h, scanDuty, selectDuty+`
		 WHERE d.id = ?`, key)
	return d, missing(err, "There is no such duty.")
}

// InsertDuty saves a duty that was Checked. A team has one person on call at a time.
func InsertDuty(ctx context.Context, h db.Handle, d Duty) error {
	taken, err := db.All(ctx, h, scanDuty, selectDuty+`
		 WHERE coalesce(d.team_id, 0) = ? AND d.to_at > ? AND d.from_at < ?
		 ORDER BY d.from_at, d.id
		 LIMIT 1`, d.Team, db.At(d.From), db.At(d.To))
	if err != nil {
		return errs.Wrap(err, "looking who else is on call")
	}
	if len(taken) > 0 {
		return errs.New(errs.Conflict, "Somebody is on call then already; take them off first.")
	}
	_, err = h.Exec(ctx, `
		INSERT INTO on_call (id, team_id, person_id, from_at, to_at)
		VALUES (?, ?, ?, ?, ?)`, d.ID, db.NullID(d.Team), d.Person, db.At(d.From), db.At(d.To))
	if db.IsForeignKey(err) {
		return errs.Because(err, errs.Invalid, "There is no such team or person.")
	}
	return errs.Wrap(err, "saving a duty")
}

// DeleteDuty takes a duty out of the plan.
func DeleteDuty(ctx context.Context, h db.Handle, key id.OnCall) error {
	_, err := h.Exec(ctx, `DELETE FROM on_call WHERE id = ?`, key)
	return errs.Wrap(err, "taking a duty out")
}

// OnCall is who is on call for a team now; zero if nobody is.
func OnCall(ctx context.Context, h db.Handle, team id.Team, now time.Time) (id.Person, error) {
	return first(ctx, h, `
		SELECT d.person_id
		  FROM on_call d
		  JOIN person p ON p.id = d.person_id
		 WHERE d.team_id = ? AND d.from_at <= ? AND d.to_at > ? AND p.disabled_at IS NULL
		 ORDER BY d.from_at DESC, d.id DESC
		 LIMIT 1`, team, db.At(now), db.At(now))
}

// DutyManager is who answers for the desk now: whom the plan names, else the one
// of the settings, else the lead of the triage team, else the administrator who
// was here first. Zero only on a desk of nobody.
func DutyManager(ctx context.Context, h db.Handle, now time.Time) (id.Person, error) {
	p, err := first(ctx, h, `
		SELECT d.person_id
		  FROM on_call d
		  JOIN person p ON p.id = d.person_id
		 WHERE d.team_id IS NULL AND d.from_at <= ? AND d.to_at > ? AND p.disabled_at IS NULL
		 ORDER BY d.from_at DESC, d.id DESC
		 LIMIT 1`, db.At(now), db.At(now))
	if err != nil || p != 0 {
		return p, err
	}
	named, err := setting.Get(ctx, h, DefaultDuty, "0")
	if err != nil {
		return 0, err
	}
	person, err := strconv.ParseInt(named, 10, 64)
	if err != nil {
		return 0, errs.Wrap(err, "reading the setting "+DefaultDuty)
	}
	return first(ctx, h, `
		SELECT p.id
		  FROM person p
		  LEFT JOIN team t ON t.lead_id = p.id AND t.triage = TRUE
		 WHERE p.disabled_at IS NULL
		   AND (p.id = ? AND p.role IN ('agent', 'team_lead', 'administrator') OR t.id IS NOT NULL OR p.role = 'administrator')
		 ORDER BY CASE WHEN p.id = ? THEN 0 WHEN t.id IS NOT NULL THEN 1 ELSE 2 END, p.id
		 LIMIT 1`, person, person)
}

// first is the person whom a query finds, or zero.
func first(ctx context.Context, h db.Handle, query string, args ...any) (id.Person, error) {
	var p id.Person
	err := h.Each(ctx, func(r db.Row) error { return r.Scan(&p) }, query, args...)
	return p, errs.Wrap(err, "looking who is on call")
}
