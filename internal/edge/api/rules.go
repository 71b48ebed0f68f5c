package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"secondline/internal/core/access"
	"secondline/internal/desk/service"
	"secondline/internal/flow/admin"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/view/settings"
)

type fieldIn struct {
	Key             *string     `json:"key,omitempty" doc:"its name in a ticket's fields; given once" example:"cost_centre"`
	Name            *string     `json:"name,omitempty" doc:"its label on screens"`
	Type            *string     `json:"type,omitempty" enum:"text,number,boolean,date,choice" doc:"given once"`
	Options         *[]string   `json:"options,omitempty"`
	Service         *id.Service `json:"service,omitempty" doc:"whose tickets have it; empty: all tickets"`
	CustomerVisible *bool       `json:"customer_visible,omitempty"`
	Position        *int        `json:"position,omitempty"`
	Archived        *bool       `json:"archived,omitempty"`
}

func (in fieldIn) wish() admin.FieldIn {
	return admin.FieldIn{
		Name: in.Key, Label: in.Name, Kind: in.Type, Options: in.Options, Service: in.Service,
		CustomerVisible: in.CustomerVisible, Position: in.Position, Archived: in.Archived,
	}
}

type mailboxIn struct {
	Address  *string     `json:"address,omitempty"`
	Name     *string     `json:"name,omitempty" doc:"what customers see as the sender"`
	Service  *id.Service `json:"service,omitempty" doc:"what its mail is about"`
	Standard *bool       `json:"standard,omitempty" doc:"makes it take in what is for no mailbox"`
}

// registerRules registers what holds for all tickets.
func (a *API) registerRules() {
	registerNoun(a, noun[id.Field, fieldIn, settings.FullField]{
		path: "/fields", one: "field", many: "fields",
		list: reader(a.Door.Read, settings.Fields), get: reader(a.Door.Read, settings.Field),
		add: func(ctx context.Context, by access.Actor, in fieldIn) (id.Field, error) {
			f, err := a.Admin.AddField(ctx, by, in.wish())
			return f.ID, err
		},
		change: func(ctx context.Context, by access.Actor, key id.Field, in fieldIn) error {
			_, err := a.Admin.ChangeField(ctx, by, key, in.wish())
			return err
		},
		archive: func(ctx context.Context, by access.Actor, key id.Field) error {
			_, err := a.Admin.ChangeField(ctx, by, key, admin.FieldIn{Archived: new(true)})
			return err
		},
		version: func(f settings.FullField) int64 { return f.Version },
	})
	registerNoun(a, noun[id.Mailbox, mailboxIn, settings.FullMailbox]{
		path: "/mailboxes", one: "mailbox", many: "mailboxes",
		list: reader(a.Door.Read, settings.Mailboxes), get: reader(a.Door.Read, settings.Mailbox),
		add: func(ctx context.Context, by access.Actor, in mailboxIn) (id.Mailbox, error) {
			m, err := a.Admin.AddMailbox(ctx, by, admin.MailboxIn(in))
			return m.ID, err
		},
		change: func(ctx context.Context, by access.Actor, key id.Mailbox, in mailboxIn) error {
			_, err := a.Admin.ChangeMailbox(ctx, by, key, admin.MailboxIn(in))
			return err
		},
		archive: func(ctx context.Context, by access.Actor, key id.Mailbox) error {
			return a.Admin.RemoveMailbox(ctx, by, key)
		},
		version: func(m settings.FullMailbox) int64 { return m.Version },
	})
	tags := []string{"rules"}
	op(a, huma.Operation{Method: http.MethodGet, Path: "/priority-matrix", Summary: "Which priority follows from impact and urgency", Tags: tags}, a.matrix)
	op(a, huma.Operation{Method: http.MethodPut, Path: "/priority-matrix", Summary: "Change the priority matrix", Tags: tags}, a.setMatrix)
	op(a, huma.Operation{Method: http.MethodGet, Path: "/checklists", Summary: "What a complete handover tells, here", Tags: tags}, a.checklist)
	op(a, huma.Operation{Method: http.MethodPut, Path: "/checklists", Summary: "Give a place a checklist of its own; no items: take it away", Tags: tags}, a.setChecklist)
}

func (a *API) matrix(ctx context.Context, by access.Actor, _ *struct{}) (*body[settings.Matrix], error) {
	m, err := settings.PriorityMatrix(ctx, a.Door.Read(), by)
	return bodied(m), err
}

type matrixIn struct {
	Body struct {
		Rows [][]int `json:"rows" nullable:"false" minItems:"3" maxItems:"3" doc:"three rows, impact 1 to 3, of three priorities, urgency 1 to 3"`
	}
}

func (a *API) setMatrix(ctx context.Context, by access.Actor, in *matrixIn) (*body[settings.Matrix], error) {
	var m service.Matrix
	for i, row := range in.Body.Rows {
		if len(row) != len(m[i]) {
			return nil, errs.Field("rows", "Each row has three priorities.")
		}
		copy(m[i][:], row)
	}
	if err := a.Admin.SetMatrix(ctx, by, m); err != nil {
		return nil, err
	}
	return a.matrix(ctx, by, nil)
}

// ChecklistPlace says whose checklist is meant.
type ChecklistPlace struct {
	Service  Key[id.Service]  `query:"service" doc:"empty: the desk's general checklist"`
	Category Key[id.Category] `query:"category"`
}

func (a *API) checklist(ctx context.Context, by access.Actor, in *ChecklistPlace) (*body[settings.FullChecklist], error) {
	list, err := settings.Checklist(ctx, a.Door.Read(), by, in.Service.V, in.Category.V)
	return bodied(list), err
}

type checklistItemIn struct {
	Label  string `json:"label"`
	Source string `json:"source" enum:"asked,tried,evidence,hypothesis,ask,impact,began,device,customer_told,confirm"`
	Weight int    `json:"weight,omitempty" minimum:"0" maximum:"10"`
}

type checklistIn struct {
	ChecklistPlace
	Body struct {
		Items []checklistItemIn `json:"items" nullable:"false" maxItems:"30"`
	}
}

func (a *API) setChecklist(ctx context.Context, by access.Actor, in *checklistIn) (*body[settings.FullChecklist], error) {
	var items []service.Item
	for _, it := range in.Body.Items {
		items = append(items, service.Item{Label: it.Label, Source: it.Source, Weight: it.Weight})
	}
	if _, err := a.Admin.SetChecklist(ctx, by, in.Service.V, in.Category.V, items); err != nil {
		return nil, err
	}
	return a.checklist(ctx, by, &in.ChecklistPlace)
}
