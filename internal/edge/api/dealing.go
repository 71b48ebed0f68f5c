package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"secondline/internal/core/access"
	"secondline/internal/id"
	"secondline/internal/view/ticketview"
)

type declineIn struct {
	Note string `json:"note,omitempty" maxLength:"500" doc:"why, for colleagues"`
}

// nextOut is the next ticket, or nothing with 204.
type nextOut struct {
	Status int
	ETag   string `header:"ETag"`
	Body   *ticketview.Ticket
}

func (a *API) registerDealing() {
	op(a, huma.Operation{
		Method: http.MethodPost, Path: "/queue/next", Tags: []string{"queue"},
		Summary:     "Give me the next one",
		Description: "The ticket that you should do now is assigned to you: 204 if there is none for you, 409 if you are on a break, off shift or have enough.",
		Responses: map[string]*huma.Response{
			"204": {Description: "There is no ticket for you now."},
		},
	}, a.next)
	move(a, "take", "Say yes to a ticket that you are asked to take",
		func(ctx context.Context, by access.Actor, n id.Number, _ empty) error {
			return a.Dealing.Take(ctx, by, n)
		})
	move(a, "decline", "Say no to a ticket that you are asked to take; the next one is asked",
		func(ctx context.Context, by access.Actor, n id.Number, in declineIn) error {
			return a.Dealing.Decline(ctx, by, n, in.Note)
		})
}

func (a *API) next(ctx context.Context, by access.Actor, _ *struct{}) (*nextOut, error) {
	n, ok, err := a.Dealing.Next(ctx, by)
	if err != nil {
		return nil, err
	}
	if !ok {
		return &nextOut{Status: http.StatusNoContent}, nil
	}
	t, err := a.ticket(ctx, by, n)
	if err != nil {
		return nil, err
	}
	return &nextOut{Status: http.StatusOK, ETag: t.ETag, Body: &t.Body}, nil
}
