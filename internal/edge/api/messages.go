package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"secondline/internal/core/access"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/ticketing"
	"secondline/internal/id"
	"secondline/internal/view/ticketview"
)

type replyIn struct {
	Body        string      `json:"body" doc:"Markdown"`
	Attachments []id.File   `json:"attachments,omitempty" doc:"uploaded before by POST /files"`
	CC          []id.Person `json:"cc,omitempty" doc:"people who join the conversation"`
	OnBehalf    bool        `json:"on_behalf,omitempty" doc:"an agent writes down what the customer said"`
	Via         string      `json:"via,omitempty" enum:"phone,walk_in" doc:"how the customer said it"`
}

type noteIn struct {
	Body        string    `json:"body,omitempty" doc:"Markdown; the customer never sees it"`
	Attachments []id.File `json:"attachments,omitempty"`
	Step        string    `json:"step,omitempty" doc:"a step that was tried"`
	Result      string    `json:"result,omitempty" doc:"what the step showed"`
}

// A said message: where it stands on the timeline, and the entry itself.
type said struct {
	Location string `header:"Location"`
	Body     ticketview.Entry
}

// say registers a message on a ticket that answers with its timeline entry.
func say[B any](a *API, path, summary string, fn func(ctx context.Context, by access.Actor, n id.Number, in B) (int64, error)) {
	type input struct {
		TicketPath
		Body B
	}
	o := huma.Operation{
		Method: http.MethodPost, Path: "/tickets/{ref}/" + path, Summary: summary, Tags: []string{"messages"}, DefaultStatus: http.StatusCreated,
	}
	op(a, o, func(ctx context.Context, by access.Actor, in *input) (*said, error) {
		n, err := in.number()
		if err != nil {
			return nil, err
		}
		seq, err := fn(ctx, by, n, in.Body)
		if err != nil {
			return nil, err
		}
		e, err := ticketview.EntryAt(ctx, a.Door.Read(), by, n, seq)
		return &said{Location: Prefix + "/tickets/" + string(n.Ref()) + "/timeline", Body: e}, err
	})
}

func (a *API) registerMessages() {
	say(a, "replies", "Say something that the customer sees",
		func(ctx context.Context, by access.Actor, n id.Number, in replyIn) (int64, error) {
			return a.Desk.Reply(ctx, by, n, ticketing.MessageIn{
				Body: in.Body, Files: in.Attachments, CC: in.CC, OnBehalf: in.OnBehalf, Via: ticket.Channel(in.Via),
			})
		})
	say(a, "notes", "Say something that the customer never sees",
		func(ctx context.Context, by access.Actor, n id.Number, in noteIn) (int64, error) {
			return a.Desk.Note(ctx, by, n, ticketing.MessageIn{
				Body: in.Body, Files: in.Attachments, Step: in.Step, Result: in.Result,
			})
		})
}
