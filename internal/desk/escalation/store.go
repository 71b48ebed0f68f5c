package escalation

import (
	"context"
	"time"

	"secondline/internal/db"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// Of returns a team's own plan, or the desk's default for team 0; empty if there
// is none.
func Of(ctx context.Context, h db.Handle, team id.Team) (Plan, error) {
	where, args := "team_id = ?", []any{team}
	if team == 0 {
		where, args = "team_id IS NULL", nil
	}
	list, err := db.All(ctx, h, func(r db.Row) (s Step, err error) {
		var seconds int64
		err = r.Scan(&s.ID, &s.Upon, &s.Clock, &s.Who, &s.ByMail, &s.AnyTime, &seconds)
		s.After = time.Duration(seconds) * time.Second
		return s, err
	}, `
		SELECT id, upon, clock, who, by_mail, any_time, after_seconds
		  FROM escalation_step
		 WHERE `+where+`
		 ORDER BY position, id`, args...)
	return list, errs.Wrap(err, "reading an escalation plan")
}

// Holds returns the plan that holds for a team: its own, or the desk's default.
func Holds(ctx context.Context, h db.Handle, team id.Team) (Plan, error) {
	own, err := Of(ctx, h, team)
	if err != nil || len(own) > 0 {
		return own, err
	}
	return Of(ctx, h, 0)
}

// Set replaces a plan with one that was Checked and whose steps have ids.
func Set(ctx context.Context, h db.Handle, team id.Team, p Plan) error {
	where, args := "team_id = ?", []any{team}
	if team == 0 {
		where, args = "team_id IS NULL", nil
	}
	if _, err := h.Exec(ctx, `DELETE FROM escalation_step WHERE `+where, args...); err != nil {
		return errs.Wrap(err, "replacing an escalation plan")
	}
	for i, s := range p {
		_, err := h.Exec(ctx, `
			INSERT INTO escalation_step (id, team_id, position, upon, clock, who, by_mail, any_time, after_seconds)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			s.ID, db.NullID(team), i+1, s.Upon, s.Clock, s.Who, s.ByMail, s.AnyTime, int64(s.After/time.Second))
		if err != nil {
			return errs.Wrap(err, "saving an escalation plan")
		}
	}
	return nil
}
