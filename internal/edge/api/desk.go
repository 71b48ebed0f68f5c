package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"secondline/internal/core/access"
	"secondline/internal/kit/page"
	"secondline/internal/view/settings"
)

// registerDesk registers what is about the desk as a whole.
func (a *API) registerDesk() {
	tags := []string{"desk"}
	op(a, huma.Operation{Method: http.MethodPatch, Path: "/desk", Summary: "Give the desk another name", Tags: tags}, a.rename)
	op(a, huma.Operation{Method: http.MethodGet, Path: "/audit", Summary: "Who did what, the newest first", Tags: tags}, a.audit)
}

type renameIn struct {
	Body struct {
		Name string `json:"name"`
	}
}

func (a *API) rename(ctx context.Context, by access.Actor, in *renameIn) (*record[settings.Me], error) {
	if err := a.Admin.Rename(ctx, by, in.Body.Name); err != nil {
		return nil, err
	}
	return a.me(ctx, by)
}

type auditIn struct {
	Object string `query:"object" maxLength:"100" doc:"only what was done to it" example:"team:123"`
	Paging
}

func (a *API) audit(ctx context.Context, by access.Actor, in *auditIn) (*body[page.Page[settings.AuditLine]], error) {
	list, err := settings.Audit(ctx, a.Door.Read(), by, settings.AuditList{Object: in.Object, Cursor: in.Cursor, Limit: in.Limit})
	return bodied(list), err
}
