package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"secondline/internal/core/access"
	"secondline/internal/desk/service"
	"secondline/internal/flow/admin"
	"secondline/internal/id"
	"secondline/internal/kit/page"
	"secondline/internal/view/settings"
)

type serviceIn struct {
	Name        *string                 `json:"name,omitempty"`
	PlainName   *string                 `json:"plain_name,omitempty" doc:"what customers read"`
	Description *string                 `json:"description,omitempty"`
	Teams       *[]settings.ServingTeam `json:"teams,omitempty" doc:"the team for each rung"`
	Archived    *bool                   `json:"archived,omitempty"`
}

func (in serviceIn) wish() admin.ServiceIn {
	out := admin.ServiceIn{Name: in.Name, PlainName: in.PlainName, Description: in.Description, Archived: in.Archived}
	if in.Teams != nil {
		teams := map[int]id.Team{}
		for _, t := range *in.Teams {
			teams[t.Rank] = t.Team
		}
		out.Teams = &teams
	}
	return out
}

type categoryIn struct {
	Name     *string `json:"name,omitempty"`
	Archived *bool   `json:"archived,omitempty"`
}

func (a *API) registerServices() {
	registerNoun(a, noun[id.Service, serviceIn, settings.FullService]{
		path: "/services", one: "service", many: "services",
		list: reader(a.Door.Read, settings.Services), get: reader(a.Door.Read, settings.Service),
		add: func(ctx context.Context, by access.Actor, in serviceIn) (id.Service, error) {
			s, err := a.Admin.AddService(ctx, by, in.wish())
			return s.ID, err
		},
		change: func(ctx context.Context, by access.Actor, key id.Service, in serviceIn) error {
			_, err := a.Admin.ChangeService(ctx, by, key, in.wish())
			return err
		},
		archive: func(ctx context.Context, by access.Actor, key id.Service) error {
			_, err := a.Admin.ChangeService(ctx, by, key, admin.ServiceIn{Archived: new(true)})
			return err
		},
		version: func(s settings.FullService) int64 { return s.Version },
	})
	tags := []string{"services"}
	op(a, huma.Operation{Method: http.MethodPut, Path: "/services/{id}/needs", Summary: "Say what work on a service demands", Tags: tags}, a.setNeeds)
	op(a, huma.Operation{Method: http.MethodGet, Path: "/services/{id}/categories", Summary: "List the parts of a service", Tags: tags}, a.listCategories)
	op(a, huma.Operation{
		Method: http.MethodPost, Path: "/services/{id}/categories", Summary: "Add a part to a service", Tags: tags, DefaultStatus: http.StatusCreated,
	}, a.addCategory)
	op(a, huma.Operation{Method: http.MethodPatch, Path: "/services/{id}/categories/{category}", Summary: "Change a part of a service", Tags: tags}, a.changeCategory)
	op(a, huma.Operation{Method: http.MethodDelete, Path: "/services/{id}/categories/{category}", Summary: "Archive a part of a service", Tags: tags}, a.archiveCategory)
}

type needIn struct {
	Skill         id.Skill         `json:"skill,omitempty"`
	Grade         int              `json:"grade,omitempty" minimum:"0" maximum:"5"`
	Certification id.Certification `json:"certification,omitempty"`
}

type needsIn struct {
	Keyed[id.Service]
	Category Key[id.Category] `query:"category" doc:"what this part demands on top"`
	Body     struct {
		Items []needIn `json:"items" nullable:"false" maxItems:"50"`
	}
}

func (a *API) setNeeds(ctx context.Context, by access.Actor, in *needsIn) (*record[settings.FullService], error) {
	var needs []service.Need
	for _, n := range in.Body.Items {
		needs = append(needs, service.Need{Skill: n.Skill, Grade: n.Grade, Certification: n.Certification})
	}
	if err := a.Admin.SetNeeds(ctx, by, in.ID.V, in.Category.V, needs); err != nil {
		return nil, err
	}
	s, err := settings.Service(ctx, a.Door.Read(), by, in.ID.V)
	return recorded(s, s.Version), err
}

type categoriesIn struct {
	Keyed[id.Service]
	NounsIn
}

func (a *API) listCategories(ctx context.Context, by access.Actor, in *categoriesIn) (*body[page.Page[settings.FullCategory]], error) {
	list, err := settings.Categories(ctx, a.Door.Read(), by, in.ID.V, in.list())
	return bodied(list), err
}

type addCategoryIn struct {
	Keyed[id.Service]
	Body categoryIn
}

func (a *API) addCategory(ctx context.Context, by access.Actor, in *addCategoryIn) (*created[settings.FullCategory], error) {
	c, err := a.Admin.AddCategory(ctx, by, in.ID.V, admin.CategoryIn(in.Body))
	if err != nil {
		return nil, err
	}
	out, err := settings.Category(ctx, a.Door.Read(), by, in.ID.V, c.ID)
	at := Prefix + "/services/" + in.ID.V.String() + "/categories/" + c.ID.String()
	return &created[settings.FullCategory]{Location: at, ETag: etag(out.Version), Body: out}, err
}

// CategoryPath names a category by its service and its id.
type CategoryPath struct {
	Keyed[id.Service]
	Category Key[id.Category] `path:"category"`
}

type changeCategoryIn struct {
	CategoryPath
	Body categoryIn
}

func (a *API) changeCategory(ctx context.Context, by access.Actor, in *changeCategoryIn) (*record[settings.FullCategory], error) {
	if _, err := a.Admin.ChangeCategory(ctx, by, in.ID.V, in.Category.V, admin.CategoryIn(in.Body)); err != nil {
		return nil, err
	}
	c, err := settings.Category(ctx, a.Door.Read(), by, in.ID.V, in.Category.V)
	return recorded(c, c.Version), err
}

func (a *API) archiveCategory(ctx context.Context, by access.Actor, in *CategoryPath) (*none, error) {
	_, err := a.Admin.ChangeCategory(ctx, by, in.ID.V, in.Category.V, admin.CategoryIn{Archived: new(true)})
	return &none{}, err
}
