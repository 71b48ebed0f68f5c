package person

import (
	"context"

	"secondline/internal/db"
	"secondline/internal/id"
)

// Names lists what the people of an organisation are called, by name.
func Names(ctx context.Context, h db.Handle, org id.Organisation, limit int) ([]string, error) {
	return db.All(ctx, h, func(r db.Row) (name string, err error) { return name, r.Scan(&name) }, `
		SELECT p.name
		  FROM person p
		 WHERE p.organisation_id = ?
		 ORDER BY p.name_key, p.id
		 LIMIT ?`, org, limit)
}
