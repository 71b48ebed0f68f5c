package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"secondline/internal/core/access"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/ticketing"
	"secondline/internal/id"
	"secondline/internal/view/majors"
)

type declareIn struct {
	Title   string    `json:"title" doc:"what does not work, in words that customers may read" example:"Mail cannot be sent"`
	Lead    id.Person `json:"lead,omitempty" doc:"empty: who declares it"`
	Because string    `json:"because,omitempty"`
}

type childrenIn struct {
	Refs []string `json:"refs" nullable:"false" minItems:"1" maxItems:"200"`
}

type tellAllIn struct {
	Message string    `json:"message" doc:"to everybody affected, in plain words"`
	NextBy  time.Time `json:"next_by,omitzero" doc:"when they hear again; the message says so"`
}

type reviewIn struct {
	Happened string   `json:"happened"`
	Cause    string   `json:"cause"`
	Well     string   `json:"went_well,omitempty"`
	Badly    string   `json:"went_badly,omitempty"`
	Actions  []string `json:"actions,omitempty" maxItems:"100"`
}

type planIn struct {
	What string    `json:"what" doc:"what is planned, in words that the customer reads" example:"We move your mailbox to the new server"`
	On   time.Time `json:"on"`
}

func (a *API) registerMajors() {
	move(a, "major", "Declare it a major incident",
		func(ctx context.Context, by access.Actor, n id.Number, in declareIn) error {
			return a.Desk.DeclareMajor(ctx, by, n, ticketing.DeclareIn(in))
		})
	move(a, "children", "Put tickets that a major incident hits below it",
		func(ctx context.Context, by access.Actor, n id.Number, in childrenIn) error {
			refs := make([]id.Number, len(in.Refs))
			for i, ref := range in.Refs {
				var err error
				if refs[i], err = id.ParseRef(ref); err != nil {
					return err
				}
			}
			return a.Desk.LinkChildren(ctx, by, n, refs)
		})
	move(a, "tell-all", "Tell everybody whom a major incident hits, in one go",
		func(ctx context.Context, by access.Actor, n id.Number, in tellAllIn) error {
			return a.Desk.TellAll(ctx, by, n, ticketing.TellAllIn(in))
		})
	move(a, "resolve-all", "End the work on a major incident and on every open ticket below it",
		func(ctx context.Context, by access.Actor, n id.Number, in resolveIn) error {
			return a.Desk.ResolveAll(ctx, by, n, in.verb())
		})
	move(a, "stand-down", "End a major incident; its review is due in five working days",
		func(ctx context.Context, by access.Actor, n id.Number, in becauseIn) error {
			return a.Desk.StandDown(ctx, by, n, in.Because)
		})
	move(a, "review", "Write down what was learnt from a major incident",
		func(ctx context.Context, by access.Actor, n id.Number, in reviewIn) error {
			return a.Desk.Review(ctx, by, n, ticket.Reviewed{
				Happened: in.Happened, Cause: in.Cause, Well: in.Well, Badly: in.Badly, Actions: in.Actions,
			})
		})
	move(a, "plan", "Propose a day for planned work; the ticket waits on it",
		func(ctx context.Context, by access.Actor, n id.Number, in planIn) error {
			return a.Desk.Plan(ctx, by, n, in.What, in.On)
		})
	op(a, huma.Operation{Method: http.MethodGet, Path: "/tickets/{ref}/look-alikes", Summary: "Open tickets that look as if they belonged to it", Tags: []string{"tickets"}},
		func(ctx context.Context, by access.Actor, in *TicketPath) (*body[alikeOut], error) {
			n, err := in.number()
			if err != nil {
				return nil, err
			}
			list, err := majors.Alike(ctx, a.Door.Read(), by, n)
			return bodied(alikeOut{list}), err
		})
	op(a, huma.Operation{Method: http.MethodGet, Path: "/incidents", Summary: "Major incidents that run, and reviews that are due", Tags: []string{"tickets"}},
		func(ctx context.Context, by access.Actor, _ *struct{}) (*body[majors.Lists], error) {
			lists, err := majors.List(ctx, a.Door.Read(), by)
			return bodied(lists), err
		})
}

type alikeOut struct {
	Items []majors.Child `json:"items"`
}
