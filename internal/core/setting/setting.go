// Package setting keeps the desk's own values: its name, where it is reached.
package setting

import (
	"context"

	"secondline/internal/db"
	"secondline/internal/kit/errs"
)

// The names of the desk's settings.
const (
	DeskName = "desk.name"
	BaseURL  = "desk.base_url"
	Mode     = "desk.mode" // "demo" on a demo desk
)

// Get reads a setting; what was never set is def.
func Get(ctx context.Context, h db.Handle, name, def string) (string, error) {
	v, err := db.One(ctx, h, func(r db.Row) (v string, err error) { return v, r.Scan(&v) }, `
		SELECT value
		  FROM setting
		 WHERE name = ?`, name)
	if errs.Is(err, errs.NotFound) {
		return def, nil
	}
	return v, errs.Wrap(err, "reading the setting "+name)
}

// Set writes a setting.
func Set(ctx context.Context, h db.Handle, name, value string) error {
	_, err := h.Exec(ctx, `
		INSERT INTO setting (name, value)
		VALUES (?, ?)
		ON CONFLICT (name) DO UPDATE SET value = excluded.value`, name, value)
	return errs.Wrap(err, "writing the setting "+name)
}
