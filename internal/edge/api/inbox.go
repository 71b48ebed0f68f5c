package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"secondline/internal/core/access"
	"secondline/internal/desk/handover"
	"secondline/internal/id"
	"secondline/internal/kit/page"
	"secondline/internal/view/inbox"
	"secondline/internal/view/lessons"
)

func (a *API) registerInbox() {
	tags := []string{"handovers"}
	op(a, huma.Operation{Method: http.MethodGet, Path: "/handovers", Summary: "The handover inbox", Tags: tags}, a.listHandovers)
	op(a, huma.Operation{Method: http.MethodGet, Path: "/handovers/{id}", Summary: "One handover", Tags: tags},
		func(ctx context.Context, by access.Actor, in *Answering) (*record[inbox.Handover], error) {
			return a.answered(ctx, by, in.ID.V, nil)
		})
	tags = []string{"lessons"}
	op(a, huma.Operation{Method: http.MethodGet, Path: "/lessons", Summary: "Lessons that came back down", Tags: tags}, a.listLessons)
	op(a, huma.Operation{Method: http.MethodPost, Path: "/lessons/{id}/learn", Summary: "Mark a lesson learnt", Tags: tags}, a.learn)
	tags = []string{"notices"}
	op(a, huma.Operation{Method: http.MethodGet, Path: "/notices", Summary: "What concerns me", Tags: tags}, a.listNotices)
	op(a, huma.Operation{
		Method: http.MethodPost, Path: "/notices/seen", Summary: "Mark all notices as seen", Tags: tags, DefaultStatus: http.StatusNoContent,
	}, func(ctx context.Context, by access.Actor, _ *struct{}) (*none, error) {
		return &none{}, a.Desk.SeeNotices(ctx, by)
	})
}

// Paging asks for a page of a list.
type Paging struct {
	Cursor string `query:"cursor"`
	Limit  int    `query:"limit" minimum:"0" maximum:"200"`
}

type inboxIn struct {
	Box   string       `query:"box" enum:"to_us,sent,returned"`
	State string       `query:"state" enum:"offered,accepted,returned,withdrawn,expired,swarmed"`
	Team  Key[id.Team] `query:"team"`
	Paging
}

func (a *API) listHandovers(ctx context.Context, by access.Actor, in *inboxIn) (*body[page.Page[inbox.Handover]], error) {
	q := inbox.Query{Box: inbox.Box(in.Box), Team: in.Team.V, Cursor: in.Cursor, Limit: in.Limit}
	if in.State != "" {
		q.States = []handover.State{handover.State(in.State)}
	}
	watch, err := a.watch(ctx)
	if err != nil {
		return nil, err
	}
	list, err := inbox.List(ctx, a.Door.Read(), by, q, watch)
	return bodied(list), err
}

type lessonsIn struct {
	Mine  bool   `query:"mine"`
	State string `query:"state" enum:"open,learnt"`
	Paging
}

func (a *API) listLessons(ctx context.Context, by access.Actor, in *lessonsIn) (*body[page.Page[lessons.Lesson]], error) {
	list, err := lessons.List(ctx, a.Door.Read(), by, lessons.Query{Mine: in.Mine, State: in.State, Cursor: in.Cursor, Limit: in.Limit})
	return bodied(list), err
}

type lessonPath struct {
	ID Key[id.Lesson] `path:"id"`
}

func (a *API) learn(ctx context.Context, by access.Actor, in *lessonPath) (*body[lessons.Lesson], error) {
	if err := a.Desk.Learn(ctx, by, in.ID.V); err != nil {
		return nil, err
	}
	l, err := lessons.Get(ctx, a.Door.Read(), by, in.ID.V)
	return bodied(l), err
}

func (a *API) listNotices(ctx context.Context, by access.Actor, in *Paging) (*body[page.Page[inbox.Notice]], error) {
	list, err := inbox.Notices(ctx, a.Door.Read(), by, in.Cursor, in.Limit)
	return bodied(list), err
}
