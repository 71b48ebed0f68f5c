package admin

import (
	"context"
	"slices"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/desk/credential"
	"secondline/internal/desk/organisation"
	"secondline/internal/desk/person"
	"secondline/internal/desk/skill"
	"secondline/internal/desk/team"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// A PersonIn says what a person is to be.
type PersonIn struct {
	Organisation *id.Organisation
	Name         *string
	Email        *string
	Phone        *string
	Title        *string
	Language     *string
	TimeZone     *string
	Role         *access.Role
	All          *bool
	Capacity     *int
	Disabled     *bool
}

func (in PersonIn) onto(p person.Person, w *work.Work) (person.Person, error) {
	set(&p.Organisation, in.Organisation)
	set(&p.Name, in.Name)
	set(&p.Email, in.Email)
	set(&p.Phone, in.Phone)
	set(&p.Title, in.Title)
	set(&p.Language, in.Language)
	set(&p.TimeZone, in.TimeZone)
	set(&p.Role, in.Role)
	set(&p.All, in.All)
	set(&p.Capacity, in.Capacity)
	archive(&p.DisabledAt, in.Disabled, w.Now)
	if p.IsDisabled() {
		p = p.At(person.Off, time.Time{}, w.Now)
	}
	return p.Checked()
}

// AddPerson adds a person: to the organisation that is named, else an agent to the
// desk's own, and anybody else to the one whose domain their address has.
func (d *Desk) AddPerson(ctx context.Context, by access.Actor, in PersonIn) (person.Person, error) {
	var p person.Person
	err := d.administer(ctx, by, func(ctx context.Context, w *work.Work) (err error) {
		p = person.Person{ID: id.Person(w.NewID()), Capacity: person.DefaultCapacity, Version: 1}
		if p, err = in.onto(p, w); err != nil {
			return err
		}
		if p.Organisation, err = placeOf(ctx, w, p); err != nil {
			return err
		}
		if err := person.Insert(ctx, w.Tx, p); err != nil {
			return err
		}
		return w.Audit(ctx, "person.created", "person:"+p.ID.String(), p.Organisation, in)
	})
	return p, err
}

func placeOf(ctx context.Context, w *work.Work, p person.Person) (id.Organisation, error) {
	if p.Organisation != 0 {
		return p.Organisation, nil
	}
	if p.IsAgent() {
		own, err := person.Founder(ctx, w.Tx)
		return own.Organisation, err
	}
	o, err := organisation.ByAddress(ctx, w.Tx, p.Email)
	if errs.Is(err, errs.NotFound) {
		return 0, errs.Field("organisation", "Say to which organisation %s belongs; none has the domain of their address.", p.Name)
	}
	return o.ID, err
}

// ChangePerson changes a person, or disables or enables them. Whoever is disabled
// is signed out at once.
func (d *Desk) ChangePerson(ctx context.Context, by access.Actor, key id.Person, in PersonIn) (person.Person, error) {
	var p person.Person
	err := d.administer(ctx, by, func(ctx context.Context, w *work.Work) error {
		old, err := person.Get(ctx, w.Tx, key)
		if err != nil {
			return err
		}
		if err := pinned(w, old.Version); err != nil {
			return err
		}
		if p, err = in.onto(old, w); err != nil {
			return err
		}
		if err := mayBecome(ctx, w, old, p); err != nil {
			return err
		}
		if err := person.Update(ctx, w.Tx, p); err != nil {
			return err
		}
		p.Version++
		if err := shutOut(ctx, w, old, p); err != nil {
			return err
		}
		return w.Audit(ctx, "person.changed", "person:"+p.ID.String(), p.Organisation, in)
	})
	return p, err
}

// mayBecome guards what a change of one person would break for others.
func mayBecome(ctx context.Context, w *work.Work, old, p person.Person) error {
	wasAdmin := old.Role == access.Administrator && !old.IsDisabled()
	if wasAdmin && (p.Role != access.Administrator || p.IsDisabled()) {
		all, err := person.HoldAdministrators(ctx, w.Tx)
		if err != nil {
			return err
		}
		if !slices.ContainsFunc(all, func(other id.Person) bool { return other != p.ID }) {
			return errs.New(errs.Conflict, "%s is the last administrator; make somebody else one first.", old.Name)
		}
	}
	if old.IsAgent() && !p.IsAgent() {
		places, err := team.Of(ctx, w.Tx, p.ID)
		if err != nil {
			return err
		}
		if len(places) > 0 {
			return errs.New(errs.Conflict, "%s is a member of %s; take them out of their teams first.", old.Name, places[0].Team.Name)
		}
	}
	if old.Organisation != p.Organisation {
		asked, err := person.HasTickets(ctx, w.Tx, p.ID)
		if err != nil {
			return err
		}
		if asked {
			return errs.New(errs.Conflict, "%s has tickets in their organisation, which nobody may take along; disable them and add them anew.", old.Name)
		}
	}
	return nil
}

// shutOut ends every session and token of whoever was just disabled.
func shutOut(ctx context.Context, w *work.Work, old, p person.Person) error {
	if old.IsDisabled() || !p.IsDisabled() {
		return nil
	}
	if err := credential.RevokeSessions(ctx, w.Tx, p.ID, 0, w.Now); err != nil {
		return err
	}
	return credential.RevokeTokens(ctx, w.Tx, p.ID, w.Now)
}

// SetClearances says which organisations an agent may see, one by one.
func (d *Desk) SetClearances(ctx context.Context, by access.Actor, of id.Person, orgs []id.Organisation) error {
	return d.ofAgent(ctx, by, of, "person.cleared", orgs, func(ctx context.Context, w *work.Work) error {
		return person.SetClearances(ctx, w.Tx, of, orgs)
	})
}

// SetSkills says what an agent knows, and how well.
func (d *Desk) SetSkills(ctx context.Context, by access.Actor, of id.Person, grades []skill.Grade) error {
	for _, g := range grades {
		if _, err := g.Checked(); err != nil {
			return err
		}
	}
	return d.ofAgent(ctx, by, of, "person.graded", grades, func(ctx context.Context, w *work.Work) error {
		return skill.SetGrades(ctx, w.Tx, of, grades)
	})
}

// SetCertificates says what an agent can prove.
func (d *Desk) SetCertificates(ctx context.Context, by access.Actor, of id.Person, list []skill.Certificate) error {
	list = slices.Clone(list)
	for i := range list {
		c, err := list[i].Checked()
		if err != nil {
			return err
		}
		list[i] = c
	}
	return d.ofAgent(ctx, by, of, "person.certified", list, func(ctx context.Context, w *work.Work) error {
		return skill.SetCertificates(ctx, w.Tx, of, list)
	})
}

// ofAgent changes what hangs on an agent; the person's version moves with it.
func (d *Desk) ofAgent(
	ctx context.Context, by access.Actor, of id.Person, action string, detail any,
	fn func(ctx context.Context, w *work.Work) error,
) error {
	return d.administer(ctx, by, func(ctx context.Context, w *work.Work) error {
		p, err := person.Get(ctx, w.Tx, of)
		if err != nil {
			return err
		}
		if err := pinned(w, p.Version); err != nil {
			return err
		}
		if !p.IsAgent() {
			return errs.New(errs.Conflict, "%s does not work on the desk; make them an agent first.", p.Name)
		}
		if err := person.Update(ctx, w.Tx, p); err != nil {
			return err
		}
		if err := fn(ctx, w); err != nil {
			return err
		}
		return w.Audit(ctx, action, "person:"+of.String(), p.Organisation, detail)
	})
}
