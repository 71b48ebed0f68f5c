package ticketing

import (
	"context"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
	"secondline/internal/view/candidates"
)

// Why says why a ticket is where it is: each decision with its rule, who was
// ranked and who was rejected, the newest first.
func (d *Desk) Why(ctx context.Context, by access.Actor, n id.Number) ([]candidates.Decision, error) {
	var out []candidates.Decision
	err := d.inspect(ctx, by, n, func(h db.Handle, t *ticket.Ticket) (err error) {
		out, err = candidates.Decisions(ctx, h, t.ID)
		return err
	})
	return out, err
}

// WhyNot says how somebody stands to a ticket now.
func (d *Desk) WhyNot(ctx context.Context, by access.Actor, n id.Number, who id.Person) (candidates.Verdict, error) {
	var out candidates.Verdict
	err := d.inspect(ctx, by, n, func(h db.Handle, t *ticket.Ticket) (err error) {
		out, err = candidates.About(ctx, h, t, who, d.door.Now())
		return err
	})
	return out, err
}

// inspect reads of a ticket what only agents who may see it read.
func (d *Desk) inspect(ctx context.Context, by access.Actor, n id.Number, read func(h db.Handle, t *ticket.Ticket) error) error {
	return d.door.View(ctx, func(h db.Handle) error {
		t, err := ticket.ByNumber(ctx, h, n)
		if err != nil {
			return err
		}
		if err := may(by, access.Inspect, t); err != nil {
			return err
		}
		return read(h, t)
	})
}
