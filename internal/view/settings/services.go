package settings

import (
	"context"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/mailbox"
	"secondline/internal/desk/service"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/page"
)

// A FullService is what customers use, with the teams that serve it.
type FullService struct {
	ID          id.Service      `json:"id"`
	Name        string          `json:"name"`
	PlainName   string          `json:"plain_name" doc:"what customers read"`
	Description string          `json:"description,omitempty"`
	Teams       []ServingTeam   `json:"teams" doc:"the team for each rung, from the bottom"`
	ArchivedAt  *time.Time      `json:"archived_at,omitempty"`
	Version     int64           `json:"version"`
	Can         map[string]bool `json:"can"`
	Needs       []FullNeed      `json:"needs,omitempty"`
}

// A ServingTeam serves a service on a rung.
type ServingTeam struct {
	Rank int     `json:"rank"`
	Team id.Team `json:"team"`
}

// A FullNeed is what work on a service or category demands.
type FullNeed struct {
	Skill             id.Skill         `json:"skill,omitempty"`
	Path              string           `json:"path,omitempty"`
	Grade             int              `json:"grade,omitempty"`
	Certification     id.Certification `json:"certification,omitempty"`
	CertificationName string           `json:"certification_name,omitempty"`
}

// A FullCategory is a part of a service.
type FullCategory struct {
	ID         id.Category     `json:"id"`
	Name       string          `json:"name"`
	Needs      []FullNeed      `json:"needs,omitempty" doc:"what work on it demands on top of the service"`
	ArchivedAt *time.Time      `json:"archived_at,omitempty"`
	Version    int64           `json:"version"`
	Can        map[string]bool `json:"can"`
}

// A FullField is a column of the desk's own.
type FullField struct {
	ID              id.Field        `json:"id"`
	Key             string          `json:"key" doc:"its name in a ticket's fields" example:"cost_centre"`
	Name            string          `json:"name" doc:"its label on screens" example:"Cost centre"`
	Type            string          `json:"type" enum:"text,number,boolean,date,choice"`
	Options         []string        `json:"options,omitempty"`
	Service         id.Service      `json:"service,omitempty" doc:"whose tickets have it; empty: all tickets"`
	CustomerVisible bool            `json:"customer_visible"`
	Position        int             `json:"position"`
	ArchivedAt      *time.Time      `json:"archived_at,omitempty"`
	Version         int64           `json:"version"`
	Can             map[string]bool `json:"can"`
}

// A FullMailbox is an address of the desk.
type FullMailbox struct {
	ID       id.Mailbox      `json:"id"`
	Address  string          `json:"address"`
	Name     string          `json:"name"`
	Service  id.Service      `json:"service,omitempty"`
	Standard bool            `json:"standard" doc:"takes in what is for no mailbox"`
	Version  int64           `json:"version"`
	Can      map[string]bool `json:"can"`
}

// Services lists the services by name.
func Services(ctx context.Context, h db.Handle, by access.Actor, l List) (page.Page[FullService], error) {
	if err := access.MayDesk(by, access.SeeDesk); err != nil {
		return page.Page[FullService]{}, err
	}
	all, err := service.All(ctx, h)
	if err != nil {
		return page.Page[FullService]{}, errs.Wrap(err, "listing services")
	}
	var list []FullService
	for _, s := range all {
		if l.Archived || s.ArchivedAt.IsZero() {
			list = append(list, offered(by, s))
		}
	}
	return cut(list, l, func(s FullService) int64 { return int64(s.ID) })
}

// Service shows one service with what work on it demands.
func Service(ctx context.Context, h db.Handle, by access.Actor, key id.Service) (FullService, error) {
	if err := access.MayDesk(by, access.SeeDesk); err != nil {
		return FullService{}, err
	}
	s, err := service.Get(ctx, h, key)
	if err != nil {
		return FullService{}, err
	}
	out := offered(by, s)
	needs, err := service.Needs(ctx, h, key, 0)
	out.Needs = demanded(needs)
	return out, err
}

func demanded(needs []service.Need) []FullNeed {
	var out []FullNeed
	for _, n := range needs {
		out = append(out, FullNeed{
			Skill: n.Skill, Path: n.SkillPath, Grade: n.Grade, Certification: n.Certification, CertificationName: n.CertificationName,
		})
	}
	return out
}

func offered(by access.Actor, s service.Service) FullService {
	out := FullService{
		ID: s.ID, Name: s.Name, PlainName: s.PlainName, Description: s.Description, Teams: []ServingTeam{},
		ArchivedAt: when(s.ArchivedAt), Version: s.Version, Can: changes(by),
	}
	for _, rank := range ranked(s.Teams) {
		out.Teams = append(out.Teams, ServingTeam{Rank: rank, Team: s.Teams[rank]})
	}
	return out
}

// Categories lists the parts of a service by name.
func Categories(ctx context.Context, h db.Handle, by access.Actor, of id.Service, l List) (page.Page[FullCategory], error) {
	var none page.Page[FullCategory]
	if err := access.MayDesk(by, access.SeeDesk); err != nil {
		return none, err
	}
	if _, err := service.Get(ctx, h, of); err != nil {
		return none, err
	}
	all, err := service.Categories(ctx, h, of)
	if err != nil {
		return none, errs.Wrap(err, "listing categories")
	}
	needs, err := service.CategoryNeeds(ctx, h, of)
	if err != nil {
		return none, errs.Wrap(err, "reading what categories demand")
	}
	var list []FullCategory
	for _, c := range all {
		if l.Archived || c.ArchivedAt.IsZero() {
			list = append(list, categoryOf(by, c, needs[c.ID]))
		}
	}
	return cut(list, l, func(c FullCategory) int64 { return int64(c.ID) })
}

// Category shows one part of a service.
func Category(ctx context.Context, h db.Handle, by access.Actor, of id.Service, key id.Category) (FullCategory, error) {
	if err := access.MayDesk(by, access.SeeDesk); err != nil {
		return FullCategory{}, err
	}
	c, err := service.GetCategory(ctx, h, key)
	if err == nil && c.Service != of {
		err = errs.New(errs.NotFound, "There is no such category in this service.")
	}
	if err != nil {
		return FullCategory{}, err
	}
	needs, err := service.CategoryNeeds(ctx, h, of)
	return categoryOf(by, c, needs[c.ID]), err
}

func categoryOf(by access.Actor, c service.Category, needs []service.Need) FullCategory {
	return FullCategory{ID: c.ID, Name: c.Name, Needs: demanded(needs), ArchivedAt: when(c.ArchivedAt), Version: c.Version, Can: changes(by)}
}

// Fields lists the desk's own columns in their place on the screen.
func Fields(ctx context.Context, h db.Handle, by access.Actor, l List) (page.Page[FullField], error) {
	if err := access.MayDesk(by, access.SeeDesk); err != nil {
		return page.Page[FullField]{}, err
	}
	all, err := service.Fields(ctx, h)
	if err != nil {
		return page.Page[FullField]{}, errs.Wrap(err, "listing fields")
	}
	var list []FullField
	for _, f := range all {
		if l.Archived || f.ArchivedAt.IsZero() {
			list = append(list, fieldOf(by, f))
		}
	}
	return cut(list, l, func(f FullField) int64 { return int64(f.ID) })
}

// Field shows one column of the desk's own.
func Field(ctx context.Context, h db.Handle, by access.Actor, key id.Field) (FullField, error) {
	if err := access.MayDesk(by, access.SeeDesk); err != nil {
		return FullField{}, err
	}
	f, err := service.GetField(ctx, h, key)
	return fieldOf(by, f), err
}

func fieldOf(by access.Actor, f service.Field) FullField {
	return FullField{
		ID: f.ID, Key: f.Name, Name: f.Label, Type: f.Kind, Options: f.Options, Service: f.Service, CustomerVisible: f.CustomerVisible,
		Position: f.Position, ArchivedAt: when(f.ArchivedAt), Version: f.Version, Can: changes(by),
	}
}

// Mailboxes lists the addresses of the desk, the standard one first.
func Mailboxes(ctx context.Context, h db.Handle, by access.Actor, l List) (page.Page[FullMailbox], error) {
	if err := access.MayDesk(by, access.SeeDesk); err != nil {
		return page.Page[FullMailbox]{}, err
	}
	all, err := mailbox.All(ctx, h)
	if err != nil {
		return page.Page[FullMailbox]{}, errs.Wrap(err, "listing mailboxes")
	}
	var list []FullMailbox
	for _, m := range all {
		list = append(list, mailboxOf(by, m))
	}
	return cut(list, l, func(m FullMailbox) int64 { return int64(m.ID) })
}

// Mailbox shows one address of the desk.
func Mailbox(ctx context.Context, h db.Handle, by access.Actor, key id.Mailbox) (FullMailbox, error) {
	if err := access.MayDesk(by, access.SeeDesk); err != nil {
		return FullMailbox{}, err
	}
	m, err := mailbox.Get(ctx, h, key)
	return mailboxOf(by, m), err
}

func mailboxOf(by access.Actor, m mailbox.Mailbox) FullMailbox {
	return FullMailbox{ID: m.ID, Address: m.Address, Name: m.Name, Service: m.Service, Standard: m.Standard, Version: m.Version, Can: changes(by)}
}
