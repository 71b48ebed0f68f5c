package admin

import (
	"context"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/desk/organisation"
	"secondline/internal/desk/person"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// An OrganisationIn says what an organisation is to be.
type OrganisationIn struct {
	Name           *string
	Sees           *string
	Domains        *[]string
	AccountManager *id.Person // zero takes the account manager away
	Archived       *bool
}

func (in OrganisationIn) onto(o organisation.Organisation, now time.Time) (organisation.Organisation, error) {
	set(&o.Name, in.Name)
	if in.Sees != nil {
		o.Sees = organisation.Sees(*in.Sees)
	}
	set(&o.Domains, in.Domains)
	set(&o.AccountManager, in.AccountManager)
	archive(&o.ArchivedAt, in.Archived, now)
	return o.Checked()
}

// archive sets or clears the time of archiving; what is archived already keeps
// its time.
func archive(at *time.Time, archived *bool, now time.Time) {
	switch {
	case archived == nil:
	case !*archived:
		*at = time.Time{}
	case at.IsZero():
		*at = now
	}
}

// AddOrganisation adds a customer of the desk.
func (d *Desk) AddOrganisation(ctx context.Context, by access.Actor, in OrganisationIn) (organisation.Organisation, error) {
	var o organisation.Organisation
	err := d.administer(ctx, by, func(ctx context.Context, w *work.Work) (err error) {
		if o, err = in.onto(organisation.Organisation{ID: id.Organisation(w.NewID()), Version: 1}, w.Now); err != nil {
			return err
		}
		if err := lookedAfter(ctx, w, o, in); err != nil {
			return err
		}
		if err := organisation.Insert(ctx, w.Tx, o); err != nil {
			return err
		}
		return w.Audit(ctx, "organisation.created", "organisation:"+o.ID.String(), o.ID, in)
	})
	return o, err
}

// ChangeOrganisation changes a customer of the desk, or archives it. People of an
// archived organisation can no longer sign in; their tickets stay.
func (d *Desk) ChangeOrganisation(ctx context.Context, by access.Actor, key id.Organisation, in OrganisationIn) (organisation.Organisation, error) {
	var o organisation.Organisation
	err := d.administer(ctx, by, func(ctx context.Context, w *work.Work) (err error) {
		if o, err = organisation.Get(ctx, w.Tx, key); err != nil {
			return err
		}
		if err := pinned(w, o.Version); err != nil {
			return err
		}
		if o, err = in.onto(o, w.Now); err != nil {
			return err
		}
		if err := lookedAfter(ctx, w, o, in); err != nil {
			return err
		}
		if err := organisation.Update(ctx, w.Tx, o); err != nil {
			return err
		}
		o.Version++
		return w.Audit(ctx, "organisation.changed", "organisation:"+o.ID.String(), o.ID, in)
	})
	return o, err
}

// lookedAfter wants a new account manager to work here and to be cleared for the
// customer: they are told of its tickets.
func lookedAfter(ctx context.Context, w *work.Work, o organisation.Organisation, in OrganisationIn) error {
	if in.AccountManager == nil || o.AccountManager == 0 {
		return nil
	}
	if err := working(ctx, w, []id.Person{o.AccountManager}, "account_manager"); err != nil {
		return err
	}
	cleared, err := person.WorkOn(ctx, w.Tx, o.ID, []id.Person{o.AccountManager})
	if err == nil && len(cleared) == 0 {
		err = errs.Field("account_manager", "They are not cleared for %s; clear them for it first.", o.Name)
	}
	return err
}
