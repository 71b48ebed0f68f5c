package admin

import (
	"context"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/desk/organisation"
	"secondline/internal/flow/work"
	"secondline/internal/id"
)

// An OrganisationIn says what an organisation is to be.
type OrganisationIn struct {
	Name     *string
	Sees     *string
	Domains  *[]string
	Archived *bool
}

func (in OrganisationIn) onto(o organisation.Organisation, now time.Time) (organisation.Organisation, error) {
	set(&o.Name, in.Name)
	if in.Sees != nil {
		o.Sees = organisation.Sees(*in.Sees)
	}
	set(&o.Domains, in.Domains)
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
		if err := organisation.Update(ctx, w.Tx, o); err != nil {
			return err
		}
		o.Version++
		return w.Audit(ctx, "organisation.changed", "organisation:"+o.ID.String(), o.ID, in)
	})
	return o, err
}
