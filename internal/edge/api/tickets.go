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
	"secondline/internal/kit/errs"
	"secondline/internal/kit/page"
	"secondline/internal/view/clocks"
	"secondline/internal/view/queue"
	"secondline/internal/view/ticketview"
)

func (a *API) registerTickets() {
	tags := []string{"tickets"}
	op(a, huma.Operation{
		Method: http.MethodPost, Path: "/tickets", Summary: "Open a ticket", Tags: tags, DefaultStatus: http.StatusCreated,
	}, a.openTicket)
	op(a, huma.Operation{Method: http.MethodGet, Path: "/tickets", Summary: "List tickets", Tags: tags}, a.listTickets)
	op(a, huma.Operation{Method: http.MethodGet, Path: "/views/{view}/tickets", Summary: "List the tickets of a view", Tags: tags}, a.viewTickets)
	op(a, huma.Operation{Method: http.MethodGet, Path: "/counts", Summary: "How many wait where; no count goes past 999", Tags: tags}, a.counts)
	op(a, huma.Operation{Method: http.MethodGet, Path: "/views", Summary: "How much the views of a rung or a team hold; no count goes past 999", Tags: tags}, a.countViews)
	op(a, huma.Operation{Method: http.MethodGet, Path: "/search", Summary: "Search tickets", Tags: tags}, a.search)
	op(a, huma.Operation{Method: http.MethodGet, Path: "/tickets/{ref}", Summary: "One ticket", Tags: tags},
		func(ctx context.Context, by access.Actor, in *TicketPath) (*record[ticketview.Ticket], error) {
			n, err := in.number()
			if err != nil {
				return nil, err
			}
			return a.ticket(ctx, by, n)
		})
	op(a, huma.Operation{Method: http.MethodPatch, Path: "/tickets/{ref}", Summary: "Change what a ticket says of itself", Tags: tags}, a.editTicket)
	op(a, huma.Operation{Method: http.MethodGet, Path: "/tickets/{ref}/timeline", Summary: "All that happened, in order", Tags: tags}, a.timeline)
	op(a, huma.Operation{
		Method: http.MethodPut, Path: "/tickets/{ref}/read", Summary: "Say how far you have read", Tags: tags, DefaultStatus: http.StatusNoContent,
	}, a.markRead)
}

type requesterIn struct {
	ID    id.Person `json:"id,omitempty"`
	Email string    `json:"email,omitempty"`
	Name  string    `json:"name,omitempty"`
}

type openIn struct {
	Body struct {
		Subject      string          `json:"subject"`
		Body         string          `json:"body,omitempty" doc:"Markdown"`
		Requester    requesterIn     `json:"requester,omitempty" doc:"whom it is for; empty: yourself"`
		Organisation id.Organisation `json:"organisation,omitempty" doc:"for a requester whom the desk does not know yet"`
		Kind         string          `json:"kind,omitempty" enum:"incident,request"`
		Service      id.Service      `json:"service,omitempty"`
		Category     id.Category     `json:"category,omitempty"`
		Impact       int             `json:"impact,omitempty" minimum:"0" maximum:"3"`
		Urgency      int             `json:"urgency,omitempty" minimum:"0" maximum:"3"`
		Channel      string          `json:"channel,omitempty" enum:"portal,phone,walk_in,console,api"`
		Attachments  []id.File       `json:"attachments,omitempty"`
		Tags         []string        `json:"tags,omitempty"`
		CC           []id.Person     `json:"cc,omitempty"`
		Fields       map[string]any  `json:"fields,omitempty"`
	}
}

func (a *API) openTicket(ctx context.Context, by access.Actor, in *openIn) (*created[ticketview.Ticket], error) {
	b := in.Body
	made, err := a.Desk.Open(ctx, by, ticketing.OpenIn{
		Subject: b.Subject, Body: b.Body, Requester: ticketing.RequesterIn{Person: b.Requester.ID, Email: b.Requester.Email, Name: b.Requester.Name},
		Organisation: b.Organisation, Kind: ticket.Kind(b.Kind), Service: b.Service, Category: b.Category, Impact: b.Impact, Urgency: b.Urgency,
		Channel: ticket.Channel(b.Channel), Files: b.Attachments, Tags: b.Tags, CC: b.CC, Fields: b.Fields,
	})
	if err != nil {
		return nil, err
	}
	return a.createdTicket(ctx, by, made.Number)
}

// A ListIn filters and sorts a list of tickets.
type ListIn struct {
	Team         Key[id.Team]         `query:"team"`
	Level        string               `query:"level" doc:"the rank of a rung"`
	State        []string             `query:"state,explode" doc:"new, open, waiting, resolved, closed; unsolved is the first three"`
	Assignee     string               `query:"assignee" doc:"an id, me or none"`
	Organisation Key[id.Organisation] `query:"organisation"`
	Requester    Key[id.Person]       `query:"requester"`
	Kind         string               `query:"kind" enum:"incident,request"`
	Priority     int                  `query:"priority" minimum:"0" maximum:"4"`
	WaitingOn    string               `query:"waiting_on"`
	Service      Key[id.Service]      `query:"service"`
	Tag          string               `query:"tag"`
	Words        string               `query:"q" maxLength:"200"`
	UpdatedSince time.Time            `query:"updated_since"`
	OfferedTo    Key[id.Team]         `query:"offered_to"`
	Vendor       Key[id.Vendor]       `query:"vendor"`
	DueBefore    time.Time            `query:"due_before" doc:"whose next clock runs out before"`
	Sort         string               `query:"sort" enum:"clock,priority,updated,opened,relevance"`
	Cursor       string               `query:"cursor"`
	Limit        int                  `query:"limit" minimum:"0" maximum:"200"`
}

// narrow adds what was asked for to a query.
func (in ListIn) narrow(q queue.Query, by access.Actor) (queue.Query, error) {
	if len(in.State) > 0 {
		states, err := queue.ParseStates(in.State)
		if err != nil {
			return q, err
		}
		q.States = states
	}
	if in.Level != "" {
		rank, err := rankOf(in.Level)
		if err != nil {
			return q, err
		}
		q.Level = &rank
	}
	switch in.Assignee {
	case "":
	case "me":
		q.Assignee = by.Person
	case "none":
		q.NoOwner = true
	default:
		who, err := id.Parse[id.Person](in.Assignee)
		if err != nil {
			return q, errs.Field("assignee", "The assignee is an id, me or none.")
		}
		q.Assignee = who
	}
	if in.Team.V != 0 {
		q.Team = in.Team.V
	}
	q.Organisation, q.Requester, q.Kind, q.Priority = in.Organisation.V, in.Requester.V, ticket.Kind(in.Kind), in.Priority
	if in.WaitingOn != "" {
		q.WaitingOn = ticket.Wait(in.WaitingOn)
	}
	q.Service, q.Tag, q.Words, q.UpdatedSince = in.Service.V, in.Tag, in.Words, in.UpdatedSince
	q.OfferedTo, q.Vendor, q.Cursor, q.Limit = in.OfferedTo.V, in.Vendor.V, in.Cursor, in.Limit
	if !in.DueBefore.IsZero() {
		q.DueBefore = in.DueBefore
	}
	if in.Sort != "" {
		q.Sort = queue.Sort(in.Sort)
	}
	return q, nil
}

func (a *API) listTickets(ctx context.Context, by access.Actor, in *ListIn) (*body[page.Page[queue.Row]], error) {
	return a.list(ctx, by, queue.Query{}, *in)
}

func (a *API) list(ctx context.Context, by access.Actor, q queue.Query, in ListIn) (*body[page.Page[queue.Row]], error) {
	q, err := in.narrow(q, by)
	if err != nil {
		return nil, err
	}
	watch, err := a.watch(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := queue.List(ctx, a.Door.Read(), by.Scope(), by, q, watch)
	return bodied(rows), err
}

// watch is what the clocks of an answer are read by.
func (a *API) watch(ctx context.Context) (clocks.Watch, error) {
	history, err := a.Door.History(ctx, a.Door.Read())
	return clocks.Watch{History: history, Now: a.Door.Now()}, err
}

type viewIn struct {
	View string `path:"view" enum:"mine,unassigned,waiting,team,rung,needs-reply,breaching-today,bounced,no-owner,handed-up,dealt,swarms,major,vendor,all"`
	ListIn
}

func (a *API) viewTickets(ctx context.Context, by access.Actor, in *viewIn) (*body[page.Page[queue.Row]], error) {
	today, err := queue.Today(ctx, a.Door.Read(), by.Person, a.Door.Now())
	if err != nil {
		return nil, err
	}
	q, err := queue.View(in.View, by, today)
	if err != nil {
		return nil, err
	}
	return a.list(ctx, by, q, in.ListIn)
}

type viewsIn struct {
	Team  Key[id.Team] `query:"team"`
	Level string       `query:"level" doc:"the rank of a rung"`
}

// counted says how much each view of a list holds.
type counted struct {
	Views map[string]int `json:"views"`
}

func (a *API) countViews(ctx context.Context, by access.Actor, in *viewsIn) (*body[counted], error) {
	within, err := ListIn{Team: in.Team, Level: in.Level}.narrow(queue.Query{}, by)
	if err != nil {
		return nil, err
	}
	today, err := queue.Today(ctx, a.Door.Read(), by.Person, a.Door.Now())
	if err != nil {
		return nil, err
	}
	n, err := queue.CountViews(ctx, a.Door.Read(), by, within, today)
	return bodied(counted{n}), err
}

func (a *API) counts(ctx context.Context, by access.Actor, _ *struct{}) (*body[queue.Counts], error) {
	c, err := queue.Count(ctx, a.Door.Read(), by)
	return bodied(c), err
}

type searchIn struct {
	Words string `query:"q" required:"true" minLength:"1" maxLength:"200"`
	In    string `query:"in" doc:"what is searched; tickets is all there is so far"`
	Limit int    `query:"limit" minimum:"0" maximum:"200"`
}

type found struct {
	Kind    string `json:"kind"`
	Ref     id.Ref `json:"ref"`
	Title   string `json:"title"`
	Snippet string `json:"snippet"`
}

type findings struct {
	Items []found `json:"items"`
}

func (a *API) search(ctx context.Context, by access.Actor, in *searchIn) (*body[findings], error) {
	rows, err := queue.List(ctx, a.Door.Read(), by.Scope(), by, queue.Query{Words: in.Words, Sort: queue.ByRelevance, Limit: in.Limit}, clocks.Watch{})
	out := findings{Items: []found{}}
	for _, r := range rows.Items {
		out.Items = append(out.Items, found{Kind: "ticket", Ref: r.Ref, Title: r.Subject, Snippet: r.Snippet})
	}
	return bodied(out), err
}

type editIn struct {
	TicketPath
	Body struct {
		Subject         *string        `json:"subject,omitempty"`
		Kind            *string        `json:"kind,omitempty" enum:"incident,request"`
		Priority        *int           `json:"priority,omitempty" minimum:"0" maximum:"4" doc:"overrides the matrix; 0 gives it back"`
		PriorityBecause *string        `json:"priority_because,omitempty"`
		Tags            *[]string      `json:"tags,omitempty"`
		CC              *[]id.Person   `json:"cc,omitempty"`
		Watchers        *[]id.Person   `json:"watchers,omitempty"`
		Fields          map[string]any `json:"fields,omitempty" doc:"null removes a field"`
	}
}

func (a *API) editTicket(ctx context.Context, by access.Actor, in *editIn) (*record[ticketview.Ticket], error) {
	n, err := in.number()
	if err != nil {
		return nil, err
	}
	b := in.Body
	edit := ticketing.EditIn{
		Subject: b.Subject, Priority: b.Priority, PriorityBecause: b.PriorityBecause, Tags: b.Tags, CC: b.CC, Watchers: b.Watchers, Fields: b.Fields,
	}
	if b.Kind != nil {
		kind := ticket.Kind(*b.Kind)
		edit.Kind = &kind
	}
	if err := a.Desk.Edit(ctx, by, n, edit); err != nil {
		return nil, err
	}
	return a.ticket(ctx, by, n)
}

type timelineIn struct {
	TicketPath
	From   int64  `query:"from" minimum:"0" doc:"the first seq"`
	Cursor string `query:"cursor"`
	Limit  int    `query:"limit" minimum:"0" maximum:"1000"`
}

func (a *API) timeline(ctx context.Context, by access.Actor, in *timelineIn) (*body[page.Page[ticketview.Entry]], error) {
	n, err := in.number()
	if err != nil {
		return nil, err
	}
	entries, err := ticketview.Timeline(ctx, a.Door.Read(), by, n, ticketview.Span{From: in.From, Cursor: in.Cursor, Limit: in.Limit})
	return bodied(entries), err
}

type readIn struct {
	TicketPath
	Body struct {
		Seq int64 `json:"seq" minimum:"0"`
	}
}

func (a *API) markRead(ctx context.Context, by access.Actor, in *readIn) (*none, error) {
	n, err := in.number()
	if err != nil {
		return nil, err
	}
	return &none{}, a.Desk.MarkRead(ctx, by, n, in.Body.Seq)
}
