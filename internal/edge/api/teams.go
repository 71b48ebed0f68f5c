package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"secondline/internal/core/access"
	"secondline/internal/desk/team"
	"secondline/internal/flow/admin"
	"secondline/internal/id"
	"secondline/internal/view/settings"
)

type levelIn struct {
	Rank      *int    `json:"rank,omitempty" minimum:"0" maximum:"9"`
	Name      *string `json:"name,omitempty"`
	PlainName *string `json:"plain_name,omitempty" doc:"what customers are told" example:"our specialists"`
	Archived  *bool   `json:"archived,omitempty"`
}

type teamIn struct {
	Name      *string    `json:"name,omitempty"`
	PlainName *string    `json:"plain_name,omitempty" doc:"what customers are told" example:"network specialists"`
	Kind      *string    `json:"kind,omitempty" enum:"line,project"`
	Level     *id.Level  `json:"level,omitempty" doc:"where it stands; a project team stands on none"`
	Threshold *int       `json:"threshold,omitempty" minimum:"0" maximum:"100" doc:"completeness below which a sender says why"`
	Lead      *id.Person `json:"lead,omitempty" doc:"the empty text takes the lead away"`
	Triage    *bool      `json:"triage,omitempty" doc:"makes it the team that owns what no rule can place"`
	Dealing   *string    `json:"dealing,omitempty" enum:"pull,push,offer" doc:"how its tickets reach its members"`
	OfferFor  *int       `json:"offer_seconds,omitempty" minimum:"15" maximum:"28800" doc:"how long somebody is asked before the next one is"`
	Archived  *bool      `json:"archived,omitempty"`
}

func (a *API) registerLadder() {
	registerNoun(a, noun[id.Level, levelIn, settings.FullLevel]{
		path: "/levels", one: "level", many: "levels",
		list: reader(a.Door.Read, settings.Levels), get: reader(a.Door.Read, settings.Level),
		add: func(ctx context.Context, by access.Actor, in levelIn) (id.Level, error) {
			l, err := a.Admin.AddLevel(ctx, by, admin.LevelIn(in))
			return l.ID, err
		},
		change: func(ctx context.Context, by access.Actor, key id.Level, in levelIn) error {
			_, err := a.Admin.ChangeLevel(ctx, by, key, admin.LevelIn(in))
			return err
		},
		archive: func(ctx context.Context, by access.Actor, key id.Level) error {
			_, err := a.Admin.ChangeLevel(ctx, by, key, admin.LevelIn{Archived: new(true)})
			return err
		},
		version: func(l settings.FullLevel) int64 { return l.Version },
	})
	registerNoun(a, noun[id.Team, teamIn, settings.FullTeam]{
		path: "/teams", one: "team", many: "teams",
		list: reader(a.Door.Read, settings.Teams), get: reader(a.Door.Read, settings.Team),
		add: func(ctx context.Context, by access.Actor, in teamIn) (id.Team, error) {
			t, err := a.Admin.AddTeam(ctx, by, admin.TeamIn(in))
			return t.ID, err
		},
		change: func(ctx context.Context, by access.Actor, key id.Team, in teamIn) error {
			_, err := a.Admin.ChangeTeam(ctx, by, key, admin.TeamIn(in))
			return err
		},
		archive: func(ctx context.Context, by access.Actor, key id.Team) error {
			_, err := a.Admin.ChangeTeam(ctx, by, key, admin.TeamIn{Archived: new(true)})
			return err
		},
		version: func(t settings.FullTeam) int64 { return t.Version },
	})
	op(a, huma.Operation{
		Method: http.MethodPut, Path: "/teams/{id}/members", Summary: "Say who is in a team", Tags: []string{"teams"},
	}, a.setMembers)
	op(a, huma.Operation{
		Method: http.MethodPut, Path: "/teams/{id}/paths", Summary: "Say to which teams a team may hand over; none is everywhere", Tags: []string{"teams"},
	}, a.setPaths)
}

type pathsIn struct {
	Keyed[id.Team]
	Body struct {
		Items []id.Team `json:"items" nullable:"false" maxItems:"1000"`
	}
}

func (a *API) setPaths(ctx context.Context, by access.Actor, in *pathsIn) (*record[settings.FullTeam], error) {
	if err := a.Admin.SetPaths(ctx, by, in.ID.V, in.Body.Items); err != nil {
		return nil, err
	}
	t, err := settings.Team(ctx, a.Door.Read(), by, in.ID.V)
	return recorded(t, t.Version), err
}

type memberIn struct {
	Person     id.Person `json:"person"`
	Preference int       `json:"preference,omitempty" minimum:"0" maximum:"99" doc:"1 is the team that they serve first"`
	Share      *int      `json:"share,omitempty" minimum:"0" maximum:"100" doc:"percent of their capacity; empty: all"`
}

type membersIn struct {
	Keyed[id.Team]
	Body struct {
		Items []memberIn `json:"items" nullable:"false" maxItems:"1000"`
	}
}

func (a *API) setMembers(ctx context.Context, by access.Actor, in *membersIn) (*record[settings.FullTeam], error) {
	var members []team.Member
	for _, m := range in.Body.Items {
		share := 100
		if m.Share != nil {
			share = *m.Share
		}
		members = append(members, team.Member{Person: m.Person, Preference: m.Preference, Share: share})
	}
	if err := a.Admin.SetMembers(ctx, by, in.ID.V, members); err != nil {
		return nil, err
	}
	t, err := settings.Team(ctx, a.Door.Read(), by, in.ID.V)
	return recorded(t, t.Version), err
}
