package api

import (
	"context"

	"secondline/internal/core/access"
	"secondline/internal/flow/admin"
	"secondline/internal/id"
	"secondline/internal/view/settings"
)

type organisationIn struct {
	Name           *string    `json:"name,omitempty"`
	Sees           *string    `json:"sees,omitempty" enum:"own,organisation" doc:"what its requesters see"`
	Domains        *[]string  `json:"domains,omitempty" doc:"mail domains whose people belong to it"`
	AccountManager *id.Person `json:"account_manager,omitempty" doc:"who looks after it on the desk's side; the empty text takes them away"`
	Archived       *bool      `json:"archived,omitempty"`
}

func (a *API) registerOrganisations() {
	registerNoun(a, noun[id.Organisation, organisationIn, settings.FullOrganisation]{
		path: "/organisations", one: "organisation", many: "organisations",
		list: reader(a.Door.Read, settings.Organisations), get: reader(a.Door.Read, settings.Organisation),
		add: func(ctx context.Context, by access.Actor, in organisationIn) (id.Organisation, error) {
			o, err := a.Admin.AddOrganisation(ctx, by, admin.OrganisationIn(in))
			return o.ID, err
		},
		change: func(ctx context.Context, by access.Actor, key id.Organisation, in organisationIn) error {
			_, err := a.Admin.ChangeOrganisation(ctx, by, key, admin.OrganisationIn(in))
			return err
		},
		archive: func(ctx context.Context, by access.Actor, key id.Organisation) error {
			_, err := a.Admin.ChangeOrganisation(ctx, by, key, admin.OrganisationIn{Archived: new(true)})
			return err
		},
		version: func(o settings.FullOrganisation) int64 { return o.Version },
	})
}
