package admin

import (
	"context"

	"secondline/internal/core/access"
	"secondline/internal/desk/escalation"
	"secondline/internal/desk/team"
	"secondline/internal/flow/work"
	"secondline/internal/id"
)

// SetEscalation says whom a team wants told when its clocks run out, or, for team
// 0, whom the desk wants told where a team says nothing. A team without steps
// follows the desk's plan.
func (d *Desk) SetEscalation(ctx context.Context, by access.Actor, of id.Team, plan escalation.Plan) error {
	plan, err := plan.Checked()
	if err != nil {
		return err
	}
	if err := access.MayDesk(by, access.PlanRouting); err != nil {
		return err
	}
	return d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		if of != 0 {
			if _, err := team.Get(ctx, w.Tx, of); err != nil {
				return err
			}
		}
		if err := setPlan(ctx, w, of, plan); err != nil {
			return err
		}
		object := "desk"
		if of != 0 {
			object = "team:" + of.String()
		}
		return w.Audit(ctx, "escalation.changed", object, 0, plan)
	})
}

func setPlan(ctx context.Context, w *work.Work, of id.Team, plan escalation.Plan) error {
	steps := make(escalation.Plan, len(plan))
	for i, s := range plan {
		s.ID = id.Step(w.NewID())
		steps[i] = s
	}
	return escalation.Set(ctx, w.Tx, of, steps)
}
