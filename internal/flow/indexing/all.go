package indexing

import (
	"context"

	"secondline/internal/db"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// batch is how many tickets are indexed in one transaction.
const batch = 200

// All indexes every ticket: after many were made at once, or restored, since no
// copy of a desk holds its index.
func All(ctx context.Context, door *work.Door) error {
	var after id.Ticket
	for {
		keys, err := db.All(ctx, door.Read(), func(r db.Row) (t id.Ticket, err error) { return t, r.Scan(&t) }, `
			SELECT id
			  FROM ticket
			 WHERE id > ?
			 ORDER BY id
			 LIMIT ?`, after, batch)
		if err != nil || len(keys) == 0 {
			return errs.Wrap(err, "listing tickets to index")
		}
		if err := Tickets(ctx, door, keys...); err != nil {
			return err
		}
		after = keys[len(keys)-1]
	}
}
