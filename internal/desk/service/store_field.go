package service

import (
	"context"

	"secondline/internal/db"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

const selectField = `
		SELECT f.id, f.name, f.label, f.kind, f.options, f.service_id, f.customer_visible, f.position, f.archived_at, f.version
		  FROM custom_field f`

func scanField(row db.Row) (Field, error) {
	var f Field
	err := row.Scan(&f.ID, &f.Name, &f.Label, &f.Kind, db.FromJSON(&f.Options), db.Null(&f.Service),
		&f.CustomerVisible, &f.Position, db.Into(&f.ArchivedAt), &f.Version)
	return f, err
}

// Fields returns every field in its place on the screen, archived ones too.
func Fields(ctx context.Context, h db.Handle) ([]Field, error) {
	return db.All(ctx, h, scanField, selectField+`
		 ORDER BY f.position, f.name, f.id`)
}

// GetField returns a field.
func GetField(ctx context.Context, h db.Handle, key id.Field) (Field, error) {
	f, err := db.One(ctx, h, scanField, selectField+`
		 WHERE f.id = ?`, key)
	return f, missing(err, "There is no such field.")
}

// InsertField adds a field that was Checked.
func InsertField(ctx context.Context, h db.Handle, f Field) error {
	_, err := h.Exec(ctx, `
		INSERT INTO custom_field (id, name, label, kind, options, service_id, customer_visible, position)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		f.ID, f.Name, f.Label, f.Kind, db.JSON(f.Options), db.NullID(f.Service), f.CustomerVisible, f.Position)
	if db.IsForeignKey(err) {
		return errs.Because(err, errs.Invalid, "There is no such service.")
	}
	return taken(err, "field", f.Name)
}

// UpdateField saves a field that was Checked, if its version still stands. Its
// name and kind stay: tickets hold values under them.
func UpdateField(ctx context.Context, h db.Handle, f Field) error {
	n, err := h.Exec(ctx, `
		UPDATE custom_field
		   SET label = ?, options = ?, service_id = ?, customer_visible = ?, position = ?, archived_at = ?, version = version + 1
		 WHERE id = ? AND version = ?`,
		f.Label, db.JSON(f.Options), db.NullID(f.Service), f.CustomerVisible, f.Position, db.At(f.ArchivedAt), f.ID, f.Version)
	if err == nil && n == 0 {
		return errs.New(errs.Stale, "Somebody else changed %s meanwhile; load it again.", f.Label)
	}
	if db.IsForeignKey(err) {
		return errs.Because(err, errs.Invalid, "There is no such service.")
	}
	return err
}
