package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"secondline/internal/core/access"
	"secondline/internal/desk/clock"
	"secondline/internal/flow/admin"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/isotime"
	"secondline/internal/view/clocks"
	"secondline/internal/view/settings"
)

// A TargetWish says what a target is to be.
type TargetWish struct {
	Name         *string          `json:"name,omitempty"`
	Clock        *string          `json:"clock,omitempty" enum:"first_response,next_response,resolution,acknowledge,work,vendor"`
	Organisation *id.Organisation `json:"organisation,omitempty" doc:"whose tickets; the empty text is everybody's, here and below"`
	Service      *id.Service      `json:"service,omitempty"`
	Priority     *int             `json:"priority,omitempty" minimum:"0" maximum:"4" doc:"0 is all"`
	Kind         *string          `json:"kind,omitempty" enum:",incident,request"`
	Team         *id.Team         `json:"team,omitempty" doc:"of an OLA: whose own it is"`
	Vendor       *id.Vendor       `json:"vendor,omitempty" doc:"of a UC: whose own it is"`
	Calendar     *id.Calendar     `json:"calendar,omitempty" doc:"the standard one if a new target names none"`
	Length       *string          `json:"length,omitempty" doc:"of open time, ISO 8601; a day is 24 hours of it" example:"PT4H"`
	Warn         *int             `json:"warn,omitempty" minimum:"1" maximum:"100" doc:"warn at this percentage"`
	PauseOn      *[]string        `json:"pause_on,omitempty" maxItems:"6" doc:"customer, vendor, approval, change, date, project"`
	Archived     *bool            `json:"archived,omitempty"`
}

func (in TargetWish) wish() (admin.TargetIn, error) {
	out := admin.TargetIn{
		Name: in.Name, Clock: (*clock.Kind)(in.Clock), Organisation: in.Organisation, Service: in.Service, Priority: in.Priority, Kind: in.Kind,
		Team: in.Team, Vendor: in.Vendor, Calendar: in.Calendar, Warn: in.Warn, PauseOn: in.PauseOn, Archived: in.Archived,
	}
	if in.Length == nil {
		return out, nil
	}
	length, err := isotime.Parse(*in.Length)
	if err != nil {
		return out, errs.Field("length", "%s", errs.Text(err))
	}
	out.Length = &length
	return out, nil
}

func (a *API) registerTargets() {
	registerNoun(a, noun[id.Target, TargetWish, settings.FullTarget]{
		path: "/targets", one: "target", many: "targets",
		list: reader(a.Door.Read, settings.Targets), get: reader(a.Door.Read, settings.Target),
		add: func(ctx context.Context, by access.Actor, in TargetWish) (id.Target, error) {
			wish, err := in.wish()
			if err != nil {
				return 0, err
			}
			t, err := a.Admin.AddTarget(ctx, by, wish)
			return t.ID, err
		},
		change: func(ctx context.Context, by access.Actor, key id.Target, in TargetWish) error {
			wish, err := in.wish()
			if err != nil {
				return err
			}
			_, err = a.Admin.ChangeTarget(ctx, by, key, wish)
			return err
		},
		archive: func(ctx context.Context, by access.Actor, key id.Target) error {
			_, err := a.Admin.ChangeTarget(ctx, by, key, admin.TargetIn{Archived: new(true)})
			return err
		},
		version: func(t settings.FullTarget) int64 { return t.Version },
	})
	op(a, huma.Operation{
		Method: http.MethodPost, Path: "/targets/preview", Summary: "What a target would move, new or changed; nothing happens", Tags: []string{"targets"},
	}, a.previewTarget)
	op(a, huma.Operation{
		Method: http.MethodGet, Path: "/tickets/{ref}/clocks", Summary: "Every clock of a ticket with its pauses and its ledger, the oldest first", Tags: []string{"tickets"},
	}, a.clocksOf)
}

type previewTargetIn struct {
	Body struct {
		Target id.Target `json:"target,omitempty" doc:"which one would be changed; empty: a new one"`
		TargetWish
	}
}

func (a *API) previewTarget(ctx context.Context, by access.Actor, in *previewTargetIn) (*body[effect], error) {
	wish, err := in.Body.wish()
	if err != nil {
		return nil, err
	}
	e, err := a.Admin.PreviewTarget(ctx, by, in.Body.Target, wish)
	return bodied(effectOf(e)), err
}

// clocksNow are a ticket's clocks and when they were read: what is left was left
// then.
type clocksNow struct {
	At    time.Time      `json:"at"`
	Items []clocks.Clock `json:"items" nullable:"false"`
}

func (a *API) clocksOf(ctx context.Context, by access.Actor, in *TicketPath) (*body[clocksNow], error) {
	n, err := in.number()
	if err != nil {
		return nil, err
	}
	t, err := a.ticket(ctx, by, n)
	if err != nil {
		return nil, err
	}
	return bodied(clocksNow{At: a.Door.Now(), Items: t.Body.Clocks}), nil
}
