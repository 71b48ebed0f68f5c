package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"secondline/internal/core/access"
	"secondline/internal/desk/escalation"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/isotime"
	"secondline/internal/view/settings"
)

type escalationStepIn struct {
	Upon    string `json:"upon" enum:"warned,breached,unanswered"`
	Clock   string `json:"clock,omitempty" enum:",first_response,next_response,resolution,acknowledge,work,vendor" doc:"empty: any"`
	Who     string `json:"who" enum:"assignee,lead,duty_manager,account_manager"`
	ByMail  bool   `json:"by_mail,omitempty" doc:"also by mail, not only in the console"`
	AnyTime bool   `json:"any_time,omitempty" doc:"also outside their working time; a P1 always is"`
	After   string `json:"after,omitempty" doc:"that much later, if the clock still runs then" example:"PT30M"`
}

type escalationIn struct {
	Steps []escalationStepIn `json:"steps" nullable:"false" maxItems:"40" doc:"none: the team follows the desk's plan"`
}

func (b escalationIn) plan() (escalation.Plan, error) {
	plan := escalation.Plan{}
	for i, s := range b.Steps {
		step := escalation.Step{Upon: escalation.Upon(s.Upon), Clock: s.Clock, Who: escalation.Who(s.Who), ByMail: s.ByMail, AnyTime: s.AnyTime}
		if s.After != "" {
			var err error
			if step.After, err = isotime.Parse(s.After); err != nil {
				return nil, errs.Field("steps", "Step %d: %s", i+1, errs.Text(err))
			}
		}
		plan = append(plan, step)
	}
	return plan, nil
}

type teamPlanIn struct {
	Keyed[id.Team]
	Body escalationIn
}

func (a *API) registerEscalation() {
	tags := []string{"escalation"}
	show := func(ctx context.Context, by access.Actor, of id.Team) (*body[settings.EscalationPlan], error) {
		p, err := settings.Escalation(ctx, a.Door.Read(), by, of)
		return bodied(p), err
	}
	change := func(ctx context.Context, by access.Actor, of id.Team, in escalationIn) (*body[settings.EscalationPlan], error) {
		plan, err := in.plan()
		if err != nil {
			return nil, err
		}
		if err := a.Admin.SetEscalation(ctx, by, of, plan); err != nil {
			return nil, err
		}
		return show(ctx, by, of)
	}
	op(a, huma.Operation{Method: http.MethodGet, Path: "/teams/{id}/escalation", Summary: "Whom a team wants told when its clocks run out", Tags: tags},
		func(ctx context.Context, by access.Actor, in *Keyed[id.Team]) (*body[settings.EscalationPlan], error) {
			return show(ctx, by, in.ID.V)
		})
	op(a, huma.Operation{Method: http.MethodPut, Path: "/teams/{id}/escalation", Summary: "Say whom a team wants told", Tags: tags},
		func(ctx context.Context, by access.Actor, in *teamPlanIn) (*body[settings.EscalationPlan], error) {
			return change(ctx, by, in.ID.V, in.Body)
		})
	op(a, huma.Operation{Method: http.MethodGet, Path: "/escalation", Summary: "Whom the desk wants told, where a team says nothing", Tags: tags},
		func(ctx context.Context, by access.Actor, _ *struct{}) (*body[settings.EscalationPlan], error) {
			return show(ctx, by, 0)
		})
	type deskPlanIn struct{ Body escalationIn }
	op(a, huma.Operation{Method: http.MethodPut, Path: "/escalation", Summary: "Say whom the desk wants told", Tags: tags},
		func(ctx context.Context, by access.Actor, in *deskPlanIn) (*body[settings.EscalationPlan], error) {
			return change(ctx, by, 0, in.Body)
		})
}
