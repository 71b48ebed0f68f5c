package admin

import (
	"context"
	"slices"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/vendor"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// A VendorIn says what a vendor is to be. A list that is named is the whole list.
type VendorIn struct {
	Name      *string
	PlainName *string
	Note      *string
	Reach     *vendor.Reach
	PortalURL *string
	Phone     *string
	Redaction *vendor.Redaction
	Contacts  *[]vendor.Contact
	Products  *[]vendor.Product
	Contracts *[]vendor.Contract
	Archived  *bool
}

// onto gives the vendor as it is to be. Contracts keep their ids, since cases refer
// to them; one of another vendor is not theirs.
func (in VendorIn) onto(w *work.Work, v vendor.Vendor) (vendor.Vendor, error) {
	had := v.Contracts
	set(&v.Name, in.Name)
	set(&v.PlainName, in.PlainName)
	set(&v.Note, in.Note)
	set(&v.Reach, in.Reach)
	set(&v.PortalURL, in.PortalURL)
	set(&v.Phone, in.Phone)
	set(&v.Redaction, in.Redaction)
	set(&v.Contacts, in.Contacts)
	set(&v.Products, in.Products)
	set(&v.Contracts, in.Contracts)
	archive(&v.ArchivedAt, in.Archived, w.Now)
	v, err := v.Checked()
	if err != nil {
		return v, err
	}
	for i := range v.Contacts {
		v.Contacts[i].ID = id.Contact(w.NewID())
	}
	for i := range v.Products {
		v.Products[i].ID = id.Product(w.NewID())
	}
	for i := range v.Contracts {
		c := &v.Contracts[i]
		switch {
		case c.ID == 0:
			c.ID = id.Contract(w.NewID())
		case !slices.ContainsFunc(had, func(x vendor.Contract) bool { return x.ID == c.ID }):
			return v, errs.Field("contracts", "Contract %s names another one's id; leave it out for a new contract.", c.Number)
		}
	}
	return v, nil
}

// AddVendor adds a vendor with all that hangs on it.
func (d *Desk) AddVendor(ctx context.Context, by access.Actor, in VendorIn) (vendor.Vendor, error) {
	return d.saveVendor(ctx, by, "vendor.created", in, func(_ context.Context, w *work.Work) (vendor.Vendor, error) {
		return vendor.Vendor{ID: id.Vendor(w.NewID())}, nil
	}, vendor.Insert)
}

// ChangeVendor changes a vendor, or archives it: it is then offered no more.
func (d *Desk) ChangeVendor(ctx context.Context, by access.Actor, key id.Vendor, in VendorIn) (vendor.Vendor, error) {
	return d.saveVendor(ctx, by, "vendor.changed", in, func(ctx context.Context, w *work.Work) (vendor.Vendor, error) {
		v, err := vendor.Get(ctx, w.Tx, key)
		if err != nil {
			return v, err
		}
		return v, pinned(w, v.Version)
	}, vendor.Update)
}

func (d *Desk) saveVendor(
	ctx context.Context, by access.Actor, action string, in VendorIn, load func(context.Context, *work.Work) (vendor.Vendor, error), save func(context.Context, db.Handle, vendor.Vendor) error,
) (vendor.Vendor, error) {
	var v vendor.Vendor
	if err := access.MayDesk(by, access.PlanRouting); err != nil {
		return v, err
	}
	err := d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) (err error) {
		if v, err = load(ctx, w); err != nil {
			return err
		}
		if v, err = in.onto(w, v); err != nil {
			return err
		}
		if err := save(ctx, w.Tx, v); err != nil {
			return err
		}
		v.Version++
		if in.Contracts != nil {
			if err := w.Republish(ctx, "the contracts with "+v.Name); err != nil {
				return err
			}
		}
		return w.Audit(ctx, action, "vendor:"+v.ID.String(), 0, in)
	})
	return v, err
}
