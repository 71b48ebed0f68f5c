package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"secondline/internal/core/access"
	"secondline/internal/desk/attachment"
	"secondline/internal/desk/channel"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
	"secondline/internal/kit/page"
)

// registerMail registers what is done with mail that came in: the quarantine, and
// the bytes as they arrived.
func (a *API) registerMail() {
	tags := []string{"mail"}
	op(a, huma.Operation{Method: http.MethodGet, Path: "/quarantine", Summary: "Mail that could not be placed", Tags: tags}, a.quarantine)
	op(a, huma.Operation{
		Method: http.MethodPost, Path: "/quarantine/{id}/release", Summary: "Let it in as a ticket of its sender", Tags: tags,
	}, a.release)
	op(a, huma.Operation{
		Method: http.MethodPost, Path: "/quarantine/{id}/drop", Summary: "Keep it out; its bytes stay", Tags: tags, DefaultStatus: http.StatusNoContent,
	}, a.drop)
	op(a, huma.Operation{Method: http.MethodGet, Path: "/mail/{id}/raw", Summary: "A mail as it arrived, byte for byte", Tags: tags}, a.rawMail)
}

type quarantined struct {
	ID         id.MailIn `json:"id"`
	ReceivedAt time.Time `json:"received_at"`
	From       string    `json:"from"`
	To         []string  `json:"to"`
	Subject    string    `json:"subject"`
	Because    string    `json:"because"`
	Size       int64     `json:"size"`
}

func (a *API) quarantine(ctx context.Context, by access.Actor, in *Paging) (*body[page.Page[quarantined]], error) {
	var below id.MailIn
	if in.Cursor != "" {
		if err := page.Decode(in.Cursor, &below); err != nil {
			return nil, err
		}
	}
	limit := page.Clamp(in.Limit, 50, 200)
	list, err := a.Intake.Waiting(ctx, by, below, limit+1)
	if err != nil {
		return nil, err
	}
	cut := page.Cut(list, limit, func(m channel.MailIn) []any { return []any{m.ID} })
	out := page.Page[quarantined]{Items: []quarantined{}, Next: cut.Next}
	for _, m := range cut.Items {
		from := m.Sender
		if from == "" {
			from = m.EnvelopeFrom
		}
		out.Items = append(out.Items, quarantined{m.ID, m.ReceivedAt, from, orEmpty(m.EnvelopeTo), m.Subject, m.Because, m.Size})
	}
	return bodied(out), nil
}

type mailPath struct {
	ID Key[id.MailIn] `path:"id"`
}

type released struct {
	Ref id.Ref `json:"ref"`
}

func (a *API) release(ctx context.Context, by access.Actor, in *mailPath) (*body[released], error) {
	key, err := a.Intake.Release(ctx, by, in.ID.V)
	if err != nil {
		return nil, err
	}
	t, err := ticket.ByID(ctx, a.Door.Read(), key)
	if err != nil {
		return nil, err
	}
	return bodied(released{t.Ref()}), nil
}

type dropIn struct {
	ID   Key[id.MailIn] `path:"id"`
	Body becauseIn
}

func (a *API) drop(ctx context.Context, by access.Actor, in *dropIn) (*none, error) {
	return &none{}, a.Intake.Drop(ctx, by, in.ID.V, in.Body.Because)
}

func (a *API) rawMail(ctx context.Context, by access.Actor, in *mailPath) (*huma.StreamResponse, error) {
	m, err := a.Intake.Raw(ctx, by, in.ID.V)
	if err != nil {
		return nil, err
	}
	return a.stream(ctx, m.SHA256, attachment.Headers(m.ID.String()+".eml"), m.Size)
}
