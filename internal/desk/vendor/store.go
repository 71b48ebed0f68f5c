package vendor

import (
	"context"
	"time"

	"secondline/internal/db"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

const columns = `v.id, v.name, v.plain_name, v.note, v.reach, v.portal_url, v.phone, v.redaction, v.archived_at, v.version`

func scan(r db.Row) (Vendor, error) {
	var v Vendor
	err := r.Scan(&v.ID, &v.Name, &v.PlainName, &v.Note, &v.Reach, &v.PortalURL, &v.Phone, db.FromJSON(&v.Redaction), db.Into(&v.ArchivedAt), &v.Version)
	return v, err
}

// Get loads a vendor with all that hangs on it; errs.NotFound if there is none.
func Get(ctx context.Context, h db.Handle, key id.Vendor) (Vendor, error) {
	v, err := db.One(ctx, h, scan, `
		SELECT `+columns+`
		  FROM vendor v
		 WHERE v.id = ?`, key)
	if errs.Is(err, errs.NotFound) {
		return v, errs.New(errs.NotFound, "There is no such vendor.")
	}
	if err != nil {
		return v, errs.Wrap(err, "loading a vendor")
	}
	all := []Vendor{v}
	err = fill(ctx, h, all)
	return all[0], err
}

// All lists the vendors by name, each with all that hangs on it, in four queries.
func All(ctx context.Context, h db.Handle) ([]Vendor, error) {
	all, err := db.All(ctx, h, scan, `
		SELECT `+columns+`
		  FROM vendor v
		 ORDER BY v.name_key, v.id`)
	if err != nil {
		return nil, errs.Wrap(err, "listing vendors")
	}
	return all, fill(ctx, h, all)
}

// fill reads contacts, products and contracts of the listed vendors.
func fill(ctx context.Context, h db.Handle, all []Vendor) error {
	if len(all) == 0 {
		return nil
	}
	at, keys := map[id.Vendor]*Vendor{}, make([]id.Vendor, 0, len(all))
	for i := range all {
		at[all[i].ID], keys = &all[i], append(keys, all[i].ID)
	}
	in, args := db.In(keys)
	err := h.Each(ctx, func(r db.Row) error {
		var of id.Vendor
		var c Contact
		var after int64
		err := r.Scan(&of, &c.ID, &c.Name, &c.Email, &c.Phone, &after)
		c.After = time.Duration(after) * time.Second
		at[of].Contacts = append(at[of].Contacts, c)
		return err
	}, `
		SELECT vendor_id, id, name, email, phone, after_seconds
		  FROM vendor_contact
		 WHERE vendor_id IN `+in+`
		 ORDER BY vendor_id, position`, args...)
	if err != nil {
		return errs.Wrap(err, "reading the contacts of vendors")
	}
	err = h.Each(ctx, func(r db.Row) error {
		var of id.Vendor
		var p Product
		err := r.Scan(&of, &p.ID, &p.Name, db.Null(&p.Service))
		at[of].Products = append(at[of].Products, p)
		return err
	}, `
		SELECT vendor_id, id, name, service_id
		  FROM vendor_product
		 WHERE vendor_id IN `+in+`
		 ORDER BY vendor_id, name, id`, args...)
	if err != nil {
		return errs.Wrap(err, "reading the products of vendors")
	}
	return errs.Wrap(contracts(ctx, h, at, in, args), "reading the contracts of vendors")
}

func contracts(ctx context.Context, h db.Handle, at map[id.Vendor]*Vendor, in string, args []any) error {
	return h.Each(ctx, func(r db.Row) error {
		var of id.Vendor
		var c Contract
		var answer int64
		err := r.Scan(&of, &c.ID, &c.Number, db.Null(&c.Organisation), db.Null(&c.Calendar), &answer, &c.Warn, db.Into(&c.ValidFrom), db.Into(&c.ExpiresAt))
		c.Answer = time.Duration(answer) * time.Second
		at[of].Contracts = append(at[of].Contracts, c)
		return err
	}, `
		SELECT vendor_id, id, number, organisation_id, calendar_id, answer_seconds, warn_percent, valid_from, expires_at
		  FROM vendor_contract
		 WHERE vendor_id IN `+in+`
		 ORDER BY vendor_id, number, id`, args...)
}

// Insert saves a new vendor that was Checked, with all that hangs on it.
func Insert(ctx context.Context, h db.Handle, v Vendor) error {
	_, err := h.Exec(ctx, `
		INSERT INTO vendor (id, name, name_key, plain_name, note, reach, portal_url, phone, redaction, archived_at, version)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)`,
		v.ID, v.Name, Key(v.Name), v.PlainName, v.Note, v.Reach, v.PortalURL, v.Phone, db.JSON(v.Redaction), db.At(v.ArchivedAt))
	if err != nil {
		return taken(err, v.Name)
	}
	return saveLists(ctx, h, v)
}

// Update saves a changed vendor that was Checked; errs.Stale if somebody else
// changed it meanwhile.
func Update(ctx context.Context, h db.Handle, v Vendor) error {
	n, err := h.Exec(ctx, `
		UPDATE vendor
		   SET name = ?, name_key = ?, plain_name = ?, note = ?, reach = ?, portal_url = ?, phone = ?, redaction = ?, archived_at = ?,
		       version = version + 1
		 WHERE id = ? AND version = ?`,
		v.Name, Key(v.Name), v.PlainName, v.Note, v.Reach, v.PortalURL, v.Phone, db.JSON(v.Redaction), db.At(v.ArchivedAt), v.ID, v.Version)
	if err != nil {
		return taken(err, v.Name)
	}
	if n == 0 {
		return errs.New(errs.Stale, "The vendor was changed since you looked; load it again and repeat.")
	}
	return saveLists(ctx, h, v)
}

func taken(err error, name string) error {
	if db.IsUnique(err) {
		return errs.Because(err, errs.Conflict, "There is a vendor named %s already.", name)
	}
	return errs.Wrap(err, "saving a vendor")
}

// saveLists writes contacts and products anew. Contracts keep their rows, since
// cases refer to them; one that a case names cannot be taken away.
func saveLists(ctx context.Context, h db.Handle, v Vendor) error {
	for _, table := range []string{"vendor_contact", "vendor_product"} {
		if _, err := h.Exec(ctx, `DELETE FROM `+table+` WHERE vendor_id = ?`, v.ID); err != nil {
			return errs.Wrap(err, "saving a vendor")
		}
	}
	for i, c := range v.Contacts {
		_, err := h.Exec(ctx, `
			INSERT INTO vendor_contact (id, vendor_id, position, name, email, phone, after_seconds)
			VALUES (?, ?, ?, ?, ?, ?, ?)`, c.ID, v.ID, i, c.Name, c.Email, c.Phone, int64(c.After/time.Second))
		if err != nil {
			return errs.Wrap(err, "saving a vendor's contacts")
		}
	}
	for _, p := range v.Products {
		_, err := h.Exec(ctx, `
			INSERT INTO vendor_product (id, vendor_id, name, service_id)
			VALUES (?, ?, ?, ?)`, p.ID, v.ID, p.Name, db.NullID(p.Service))
		if err != nil {
			return missing(err, "products", "One of the products names a service that does not exist.")
		}
	}
	return saveContracts(ctx, h, v)
}

func saveContracts(ctx context.Context, h db.Handle, v Vendor) error {
	kept := []id.Contract{0} // no contract; the list may not be empty
	for _, c := range v.Contracts {
		kept = append(kept, c.ID)
	}
	in, args := db.In(kept)
	_, err := h.Exec(ctx, `DELETE FROM vendor_contract WHERE vendor_id = ? AND id NOT IN `+in, append([]any{v.ID}, args...)...)
	if db.IsForeignKey(err) {
		return errs.Because(err, errs.Conflict, "A ticket went to them by that contract, so it stays; give it an end date instead.")
	}
	if err != nil {
		return errs.Wrap(err, "saving a vendor's contracts")
	}
	for _, c := range v.Contracts {
		_, err := h.Exec(ctx, `
			INSERT INTO vendor_contract (id, vendor_id, number, organisation_id, calendar_id, answer_seconds, warn_percent, valid_from, expires_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (id) DO UPDATE
			   SET number = excluded.number, organisation_id = excluded.organisation_id, calendar_id = excluded.calendar_id,
			       answer_seconds = excluded.answer_seconds, warn_percent = excluded.warn_percent,
			       valid_from = excluded.valid_from, expires_at = excluded.expires_at`,
			c.ID, v.ID, c.Number, db.NullID(c.Organisation), db.NullID(c.Calendar), int64(c.Answer/time.Second), c.Warn, db.At(c.ValidFrom), db.At(c.ExpiresAt))
		if err != nil {
			return missing(err, "contracts", "One of the contracts names an organisation or a calendar that does not exist.")
		}
	}
	return nil
}

func missing(err error, field, text string) error {
	if db.IsForeignKey(err) {
		return errs.Field(field, "%s", text)
	}
	return errs.Wrap(err, "saving a vendor's "+field)
}
