package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"secondline/internal/core/access"
	"secondline/internal/flow/ticketing"
	"secondline/internal/id"
	"secondline/internal/kit/page"
	"secondline/internal/view/queue"
	"secondline/internal/view/thanks"
)

type thankIn struct {
	Keyed[id.Person]
	Body struct {
		Text   string `json:"text" doc:"what for, in a sentence"`
		Ticket string `json:"ticket,omitempty" doc:"the ref of the ticket that it is for"`
	}
}

type thanksIn struct {
	Keyed[id.Person]
	Paging
}

func (a *API) registerKudos() {
	op(a, huma.Operation{
		Method: http.MethodPost, Path: "/people/{id}/kudos", Summary: "Thank a colleague", Tags: []string{"people"}, DefaultStatus: http.StatusNoContent,
	}, func(ctx context.Context, by access.Actor, in *thankIn) (*none, error) {
		what := ticketing.ThankIn{Text: in.Body.Text}
		if in.Body.Ticket != "" {
			n, err := id.ParseRef(in.Body.Ticket)
			if err != nil {
				return nil, err
			}
			what.Ticket = n
		}
		return &none{}, a.Desk.Thank(ctx, by, in.ID.V, what)
	})
	op(a, huma.Operation{Method: http.MethodGet, Path: "/people/{id}/kudos", Summary: "What somebody was thanked for", Tags: []string{"people"}},
		func(ctx context.Context, by access.Actor, in *thanksIn) (*body[page.Page[thanks.Thank]], error) {
			list, err := thanks.Of(ctx, a.Door.Read(), by, in.ID.V, in.Cursor, in.Limit)
			return bodied(list), err
		})
	op(a, huma.Operation{Method: http.MethodGet, Path: "/me/rest", Summary: "What an empty queue says: the next promise, and who could use a hand", Tags: []string{"me"}},
		func(ctx context.Context, by access.Actor, _ *struct{}) (*body[queue.Rest], error) {
			r, err := queue.Rested(ctx, a.Door.Read(), by, a.Door.Now())
			return bodied(r), err
		})
}
