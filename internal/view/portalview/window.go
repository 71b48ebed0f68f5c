package portalview

import (
	"context"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/core/setting"
	"secondline/internal/db"
	"secondline/internal/desk/clock"
	"secondline/internal/id"
	kitclock "secondline/internal/kit/clock"
	"secondline/internal/kit/errs"
)

// A Source gives the database's readers.
type Source interface {
	Read() db.Handle
}

// A Window is what a customer looks at the desk through.
type Window struct {
	source Source
	clock  kitclock.Clock
	book   *clock.Book
}

// New makes a window.
func New(source Source, c kitclock.Clock) *Window {
	return &Window{source: source, clock: c, book: clock.NewBook()}
}

// Customer is the same person with nothing but a customer's rights: an agent
// who opens the portal sees there what any requester would.
func Customer(a access.Actor) access.Actor {
	sees := a.SeesOrganisation && !a.IsAgent()
	return access.Actor{
		Kind: a.Kind, Person: a.Person, Name: a.Name, Role: access.Requester,
		Organisation: a.Organisation, SeesOrganisation: sees, Request: a.Request,
	}
}

// Desk is what the desk calls itself.
func (w *Window) Desk(ctx context.Context) (string, error) {
	return setting.Get(ctx, w.source.Read(), setting.DeskName, "IT help")
}

// Viewer is the actor as the pages greet them.
func (w *Window) Viewer(ctx context.Context, a access.Actor) (Viewer, error) {
	v, err := db.One(ctx, w.source.Read(), func(r db.Row) (Viewer, error) {
		v := Viewer{Person: a.Person, SeesOrganisation: Customer(a).SeesOrganisation, Works: a.IsAgent()}
		var zone string
		if err := r.Scan(&v.Name, db.Null(&v.Email), &v.Organisation, &zone); err != nil {
			return v, err
		}
		v.Zone = zoneOf(zone)
		return v, nil
	}, `
		SELECT p.name, p.email, o.name, p.time_zone
		  FROM person p
		  JOIN organisation o ON o.id = p.organisation_id
		 WHERE p.id = ?`, a.Person)
	return v, errs.Wrap(err, "reading who looks at the portal")
}

// zoneOf is a person's time zone; what nobody knows is UTC.
func zoneOf(name string) *time.Location {
	if zone, err := time.LoadLocation(name); err == nil {
		return zone
	}
	return time.UTC
}

// Services are what a customer may ask about.
func (w *Window) Services(ctx context.Context) ([]Service, error) {
	list, err := db.All(ctx, w.source.Read(), func(r db.Row) (s Service, err error) {
		return s, r.Scan(&s.ID, &s.Name, &s.Description)
	}, `
		SELECT id, plain_name, description
		  FROM service
		 WHERE archived_at IS NULL
		 ORDER BY name_key, id
		 LIMIT 100`)
	return list, errs.Wrap(err, "listing what customers may ask about")
}

// Content says where a file's bytes are, if the actor may have them: files that
// stand on a customer-visible entry of a request that they may see.
func (w *Window) Content(ctx context.Context, a access.Actor, file id.File) (Content, error) {
	where, args := visible(Customer(a))
	c, err := db.One(ctx, w.source.Read(), func(r db.Row) (c Content, err error) {
		return c, r.Scan(&c.Name, &c.Size, &c.SHA256)
	}, `
		SELECT f.name, f.size, f.sha256
		  FROM file f
		  JOIN ticket t ON t.id = f.ticket_id
		 WHERE f.id = ?
		   AND f.audience = 'customer'
		   AND `+where, append([]any{file}, args...)...)
	return c, errs.Wrap(err, "finding a file")
}

// Own lists files that the actor has sent but that stand on no request yet, so
// that a form which comes back with an error does not lose them.
func (w *Window) Own(ctx context.Context, a access.Actor, files []id.File) ([]File, error) {
	if len(files) == 0 {
		return nil, nil
	}
	marks, args := db.In(files)
	list, err := db.All(ctx, w.source.Read(), func(r db.Row) (f File, err error) {
		return f, r.Scan(&f.ID, &f.Name, &f.MediaType, &f.Size)
	}, `
		SELECT id, name, media_type, size
		  FROM file
		 WHERE id IN `+marks+`
		   AND uploaded_by_id = ?
		   AND ticket_id IS NULL
		 ORDER BY id
		 LIMIT 50`, append(args, a.Person)...)
	return list, errs.Wrap(err, "listing sent files")
}

// visible says as SQL whether a customer may see one ticket t. It is narrower
// than access.Scope: watching is agents' work and opens nothing here.
func visible(a access.Actor) (where string, args []any) {
	where = `(t.requester_id = ? OR EXISTS (
		SELECT 1 FROM ticket_participant v WHERE v.ticket_id = t.id AND v.person_id = ? AND v.role = 'cc')`
	args = []any{a.Person, a.Person}
	if a.SeesOrganisation {
		where, args = where+` OR t.organisation_id = ?`, append(args, a.Organisation)
	}
	return where + ")", args
}
