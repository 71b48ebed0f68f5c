package settings

import (
	"context"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/escalation"
	"secondline/internal/desk/team"
	"secondline/internal/id"
	"secondline/internal/kit/isotime"
)

// An EscalationStep tells one office when a clock runs out.
type EscalationStep struct {
	Upon    string `json:"upon" enum:"warned,breached,unanswered"`
	Clock   string `json:"clock" enum:",first_response,next_response,resolution,acknowledge,work,vendor" doc:"empty: any"`
	Who     string `json:"who" enum:"assignee,lead,duty_manager,account_manager"`
	ByMail  bool   `json:"by_mail" doc:"also by mail, not only in the console"`
	AnyTime bool   `json:"any_time" doc:"also outside their working time; a P1 always is"`
	After   string `json:"after" doc:"that much later, if the clock still runs then; PT0S: at once" example:"PT30M"`
}

// An EscalationPlan is whom a team, or the desk, wants told.
type EscalationPlan struct {
	Own   bool             `json:"own" doc:"false: the team has none, and the desk's plan holds"`
	Steps []EscalationStep `json:"steps"`
	Can   map[string]bool  `json:"can"`
}

// Escalation shows the plan that holds for a team, or the desk's own for team 0.
func Escalation(ctx context.Context, h db.Handle, by access.Actor, of id.Team) (EscalationPlan, error) {
	out := EscalationPlan{Steps: []EscalationStep{}, Can: map[string]bool{"change": access.MayDesk(by, access.PlanRouting) == nil}}
	if err := access.MayDesk(by, access.SeeDesk); err != nil {
		return out, err
	}
	if of != 0 {
		if _, err := team.Get(ctx, h, of); err != nil {
			return out, err
		}
	}
	plan, err := escalation.Of(ctx, h, of)
	if err != nil {
		return out, err
	}
	out.Own = len(plan) > 0 || of == 0
	if !out.Own {
		if plan, err = escalation.Of(ctx, h, 0); err != nil {
			return out, err
		}
	}
	for _, s := range plan {
		out.Steps = append(out.Steps, EscalationStep{
			Upon: string(s.Upon), Clock: s.Clock, Who: string(s.Who), ByMail: s.ByMail, AnyTime: s.AnyTime, After: isotime.Format(s.After),
		})
	}
	return out, nil
}
