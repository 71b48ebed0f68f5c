package mailbox

import (
	"context"

	"secondline/internal/db"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

const selectMailbox = `
		SELECT m.id, m.address, m.name, m.service_id, m.standard, m.version
		  FROM mailbox m`

func scan(row db.Row) (Mailbox, error) {
	var m Mailbox
	err := row.Scan(&m.ID, &m.Address, &m.Name, db.Null(&m.Service), &m.Standard, &m.Version)
	return m, err
}

// Get returns a mailbox.
func Get(ctx context.Context, h db.Handle, key id.Mailbox) (Mailbox, error) {
	return one(ctx, h, `WHERE m.id = ?`, "There is no such mailbox.", key)
}

// ByAddress returns the mailbox of an address in its one spelling.
func ByAddress(ctx context.Context, h db.Handle, address string) (Mailbox, error) {
	return one(ctx, h, `WHERE m.address = ?`, "There is no mailbox with that address.", address)
}

// Standard returns the mailbox that takes in what is for no other.
func Standard(ctx context.Context, h db.Handle) (Mailbox, error) {
	return one(ctx, h, `WHERE m.standard = TRUE ORDER BY m.id LIMIT 1`, "The desk has no standard mailbox; set the desk up first.")
}

func one(ctx context.Context, h db.Handle, where, sentence string, args ...any) (Mailbox, error) {
	m, err := db.One(ctx, h, scan, selectMailbox+`
		 `+where, args...)
	if errs.Is(err, errs.NotFound) {
		return m, errs.Because(err, errs.NotFound, "%s", sentence)
	}
	return m, err
}

// All returns every mailbox, the standard one first.
func All(ctx context.Context, h db.Handle) ([]Mailbox, error) {
	return db.All(ctx, h, scan, selectMailbox+`
		 ORDER BY m.standard DESC, m.address, m.id`)
}

// Insert adds a mailbox that was Checked.
func Insert(ctx context.Context, h db.Handle, m Mailbox) error {
	_, err := h.Exec(ctx, `
		INSERT INTO mailbox (id, address, name, service_id, standard)
		VALUES (?, ?, ?, ?, ?)`, m.ID, m.Address, m.Name, db.NullID(m.Service), m.Standard)
	if err != nil {
		return refused(err, m)
	}
	return onlyStandard(ctx, h, m)
}

// Update saves a mailbox that was Checked, if its version still stands.
func Update(ctx context.Context, h db.Handle, m Mailbox) error {
	n, err := h.Exec(ctx, `
		UPDATE mailbox
		   SET address = ?, name = ?, service_id = ?, standard = ?, version = version + 1
		 WHERE id = ? AND version = ?`, m.Address, m.Name, db.NullID(m.Service), m.Standard, m.ID, m.Version)
	if err != nil {
		return refused(err, m)
	}
	if n == 0 {
		return errs.New(errs.Stale, "Somebody else changed %s meanwhile; load it again.", m.Address)
	}
	return onlyStandard(ctx, h, m)
}

// Delete takes away a mailbox that never received anything. Where mail was
// received, the mailbox is part of its history.
func Delete(ctx context.Context, h db.Handle, m Mailbox) error {
	n, err := h.Exec(ctx, `
		DELETE FROM mailbox
		 WHERE id = ? AND version = ?`, m.ID, m.Version)
	if db.IsForeignKey(err) {
		return errs.Because(err, errs.Conflict, "%s has received mail and stays as part of its history; change its address instead.", m.Address)
	}
	if err == nil && n == 0 {
		return errs.New(errs.Stale, "Somebody else changed %s meanwhile; load it again.", m.Address)
	}
	return err
}

func onlyStandard(ctx context.Context, h db.Handle, m Mailbox) error {
	if !m.Standard {
		return nil
	}
	_, err := h.Exec(ctx, `
		UPDATE mailbox
		   SET standard = FALSE, version = version + 1
		 WHERE standard = TRUE AND id <> ?`, m.ID)
	return err
}

func refused(err error, m Mailbox) error {
	switch {
	case db.IsUnique(err):
		return errs.Because(err, errs.Conflict, "There is a mailbox with the address %s already.", m.Address)
	case db.IsForeignKey(err):
		return errs.Because(err, errs.Invalid, "The service of %s does not exist.", m.Address)
	}
	return err
}
