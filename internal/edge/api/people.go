package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"secondline/internal/core/access"
	"secondline/internal/desk/skill"
	"secondline/internal/flow/admin"
	"secondline/internal/id"
	"secondline/internal/kit/page"
	"secondline/internal/view/settings"
)

type personIn struct {
	Organisation *id.Organisation `json:"organisation,omitempty" doc:"empty: by the domain of the address"`
	Name         *string          `json:"name,omitempty"`
	Email        *string          `json:"email,omitempty"`
	Phone        *string          `json:"phone,omitempty"`
	Title        *string          `json:"title,omitempty"`
	Language     *string          `json:"language,omitempty" example:"en"`
	TimeZone     *string          `json:"time_zone,omitempty" example:"Europe/Vienna"`
	Role         *access.Role     `json:"role,omitempty" enum:"requester,organisation_manager,agent,team_lead,administrator"`
	All          *bool            `json:"all_organisations,omitempty" doc:"an agent cleared for every organisation"`
	Capacity     *int             `json:"capacity,omitempty" minimum:"0" maximum:"100"`
	Disabled     *bool            `json:"disabled,omitempty"`
}

func (a *API) registerPeople() {
	tags := []string{"people"}
	op(a, huma.Operation{Method: http.MethodGet, Path: "/people", Summary: "List people", Tags: tags}, a.listPeople)
	registerNoun(a, noun[id.Person, personIn, settings.FullPerson]{
		path: "/people", one: "person", many: "people",
		get: reader(a.Door.Read, settings.Person),
		add: func(ctx context.Context, by access.Actor, in personIn) (id.Person, error) {
			p, err := a.Admin.AddPerson(ctx, by, admin.PersonIn(in))
			return p.ID, err
		},
		change: func(ctx context.Context, by access.Actor, key id.Person, in personIn) error {
			_, err := a.Admin.ChangePerson(ctx, by, key, admin.PersonIn(in))
			return err
		},
		archive: func(ctx context.Context, by access.Actor, key id.Person) error {
			_, err := a.Admin.ChangePerson(ctx, by, key, admin.PersonIn{Disabled: new(true)})
			return err
		},
		version: func(p settings.FullPerson) int64 { return p.Version },
	})
	op(a, huma.Operation{Method: http.MethodPut, Path: "/people/{id}/skills", Summary: "Say what an agent knows", Tags: tags}, a.setSkills)
	op(a, huma.Operation{Method: http.MethodPut, Path: "/people/{id}/certifications", Summary: "Say what an agent can prove", Tags: tags}, a.setCertificates)
	op(a, huma.Operation{Method: http.MethodPut, Path: "/people/{id}/clearances", Summary: "Say which organisations an agent sees", Tags: tags}, a.setClearances)
	op(a, huma.Operation{
		Method: http.MethodPut, Path: "/people/{id}/password", Summary: "Give somebody a new password", Tags: tags, DefaultStatus: http.StatusNoContent,
	}, a.setPassword)
}

type peopleIn struct {
	Words        string               `query:"q" maxLength:"200" doc:"part of the name or address"`
	Archived     bool                 `query:"archived" doc:"also those who are disabled"`
	Organisation Key[id.Organisation] `query:"organisation"`
	Role         access.Role          `query:"role" enum:"requester,organisation_manager,agent,team_lead,administrator" doc:"agent: whoever works on the desk"`
	Team         Key[id.Team]         `query:"team"`
	Paging
}

func (a *API) listPeople(ctx context.Context, by access.Actor, in *peopleIn) (*body[page.Page[settings.FullPerson]], error) {
	list, err := settings.People(ctx, a.Door.Read(), by, settings.PeopleList{
		List:         settings.List{Words: in.Words, Archived: in.Archived, Cursor: in.Cursor, Limit: in.Limit},
		Organisation: in.Organisation.V, Role: in.Role, Team: in.Team.V,
	})
	return bodied(list), err
}

// person answers with somebody as they are after a change.
func (a *API) person(ctx context.Context, by access.Actor, key id.Person, err error) (*record[settings.FullPerson], error) {
	if err != nil {
		return nil, err
	}
	p, err := settings.Person(ctx, a.Door.Read(), by, key)
	return recorded(p, p.Version), err
}

type gradeIn struct {
	Skill id.Skill `json:"skill"`
	Grade int      `json:"grade" minimum:"1" maximum:"5"`
	Wants bool     `json:"wants,omitempty" doc:"wants to grow in it: may be given work a grade above, with a mentor"`
}

type skillsIn struct {
	Keyed[id.Person]
	Body struct {
		Items []gradeIn `json:"items" nullable:"false" maxItems:"500"`
	}
}

func (a *API) setSkills(ctx context.Context, by access.Actor, in *skillsIn) (*record[settings.FullPerson], error) {
	var grades []skill.Grade
	for _, g := range in.Body.Items {
		grades = append(grades, skill.Grade{Skill: g.Skill, Grade: g.Grade, Wants: g.Wants})
	}
	return a.person(ctx, by, in.ID.V, a.Admin.SetSkills(ctx, by, in.ID.V, grades))
}

type certificateIn struct {
	Certification id.Certification `json:"certification"`
	Number        string           `json:"number,omitempty"`
	ValidFrom     time.Time        `json:"valid_from"`
	ExpiresAt     time.Time        `json:"expires_at,omitempty"`
}

type certificatesIn struct {
	Keyed[id.Person]
	Body struct {
		Items []certificateIn `json:"items" nullable:"false" maxItems:"200"`
	}
}

func (a *API) setCertificates(ctx context.Context, by access.Actor, in *certificatesIn) (*record[settings.FullPerson], error) {
	var list []skill.Certificate
	for _, c := range in.Body.Items {
		list = append(list, skill.Certificate{ID: c.Certification, Number: c.Number, ValidFrom: c.ValidFrom, ExpiresAt: c.ExpiresAt})
	}
	return a.person(ctx, by, in.ID.V, a.Admin.SetCertificates(ctx, by, in.ID.V, list))
}

type clearancesIn struct {
	Keyed[id.Person]
	Body struct {
		Organisations []id.Organisation `json:"organisations" nullable:"false" maxItems:"5000"`
	}
}

func (a *API) setClearances(ctx context.Context, by access.Actor, in *clearancesIn) (*record[settings.FullPerson], error) {
	return a.person(ctx, by, in.ID.V, a.Admin.SetClearances(ctx, by, in.ID.V, in.Body.Organisations))
}

type passwordIn struct {
	Keyed[id.Person]
	Body struct {
		Password string `json:"password" maxLength:"1024"`
	}
}

func (a *API) setPassword(ctx context.Context, by access.Actor, in *passwordIn) (*none, error) {
	return &none{}, a.People.SetPassword(ctx, by, in.ID.V, in.Body.Password)
}
