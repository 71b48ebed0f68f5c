package settings

import (
	"context"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/organisation"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/fold"
	"secondline/internal/kit/page"
	"secondline/internal/view/brief"
)

// A FullOrganisation is a customer with all that is set.
type FullOrganisation struct {
	ID             id.Organisation `json:"id"`
	Name           string          `json:"name"`
	Sees           string          `json:"sees" enum:"own,organisation" doc:"what requesters see: their own tickets, or all of the organisation's"`
	Domains        []string        `json:"domains" doc:"mail domains whose people belong to it"`
	AccountManager *brief.Person   `json:"account_manager,omitempty" doc:"who looks after it on the desk's side"`
	ArchivedAt     *time.Time      `json:"archived_at,omitempty"`
	Version        int64           `json:"version"`
	Can            map[string]bool `json:"can"`
	key            string
}

// reach says as SQL which organisations the actor sees; column holds their id.
func reach(by access.Actor, column string) (where string, args []any) {
	if access.MayDesk(by, access.Administer) == nil {
		return "TRUE", nil
	}
	where, args = by.Scope().Organisations(column)
	return "(" + where + " OR " + column + " = ?)", append(args, by.Organisation)
}

// Organisations lists the customers that the actor sees, by name.
func Organisations(ctx context.Context, h db.Handle, by access.Actor, l List) (page.Page[FullOrganisation], error) {
	var none page.Page[FullOrganisation]
	where, args := reach(by, "o.id")
	if !l.Archived {
		where += " AND o.archived_at IS NULL"
	}
	if key := fold.Key(l.Words); key != "" {
		where += ` AND o.name_key LIKE ? ESCAPE '\'`
		args = append(args, db.Like(key))
	}
	if l.Cursor != "" {
		var key string
		var last int64
		if err := page.Decode(l.Cursor, &key, &last); err != nil {
			return none, err
		}
		where += " AND (o.name_key, o.id) > (?, ?)"
		args = append(args, key, last)
	}
	rows, err := db.All(ctx, h, func(r db.Row) (o FullOrganisation, err error) {
		var archived time.Time
		err = r.Scan(&o.ID, &o.Name, &o.key, &o.Sees, db.Into(&archived), &o.Version)
		o.ArchivedAt = when(archived)
		return o, err
	}, `
		SELECT o.id, o.name, o.name_key, o.sees, o.archived_at, o.version
		  FROM organisation o
		 WHERE `+where+`
		 ORDER BY o.name_key, o.id
		 LIMIT ?`, append(args, l.limit()+1)...)
	if err != nil {
		return none, errs.Wrap(err, "listing organisations")
	}
	list := page.Cut(rows, l.limit(), func(o FullOrganisation) []any { return []any{o.key, int64(o.ID)} })
	return list, withDomains(ctx, h, by, list.Items)
}

func withDomains(ctx context.Context, h db.Handle, by access.Actor, list []FullOrganisation) error {
	keys := make([]id.Organisation, len(list))
	for i, o := range list {
		keys[i] = o.ID
	}
	domains, err := organisation.Domains(ctx, h, keys)
	if err != nil {
		return errs.Wrap(err, "listing domains")
	}
	for i := range list {
		list[i].Domains, list[i].Can = append([]string{}, domains[list[i].ID]...), changes(by)
	}
	return nil
}

// Organisation shows one customer, if the actor sees it.
func Organisation(ctx context.Context, h db.Handle, by access.Actor, key id.Organisation) (FullOrganisation, error) {
	seen := by.Cleared(key) || by.Organisation == key || access.MayDesk(by, access.Administer) == nil
	o, err := organisation.Get(ctx, h, key)
	if err == nil && !seen {
		err = errs.New(errs.NotFound, "There is no such organisation.")
	}
	if err != nil {
		return FullOrganisation{}, err
	}
	manager, err := accountManager(ctx, h, by, o.AccountManager)
	if err != nil {
		return FullOrganisation{}, err
	}
	return FullOrganisation{
		ID: o.ID, Name: o.Name, Sees: string(o.Sees), Domains: append([]string{}, o.Domains...), ArchivedAt: when(o.ArchivedAt),
		Version: o.Version, Can: changes(by), AccountManager: manager,
	}, nil
}

// accountManager names who looks after a customer, for those who work here.
func accountManager(ctx context.Context, h db.Handle, by access.Actor, key id.Person) (*brief.Person, error) {
	if key == 0 || !by.IsAgent() {
		return nil, nil
	}
	people, err := brief.People(ctx, h, key)
	p := people[key].Named()
	return &p, err
}
