package ticketing

import (
	"context"

	"secondline/internal/core/access"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/work"
	"secondline/internal/id"
)

// OpenWithin opens a ticket as a part of a larger change: a mail becomes a ticket
// and is marked as such together, or not at all. The number was taken before,
// since a transaction may be run again.
func (d *Desk) OpenWithin(ctx context.Context, w *work.Work, n id.Number, in OpenIn) (*ticket.Ticket, error) {
	f, err := in.fact()
	if err != nil {
		return nil, err
	}
	f.Number = n
	return d.open(ctx, w, f, in)
}

// ReplyWithin says something on a ticket as a part of a larger change, and gives
// the entry's seq.
func (d *Desk) ReplyWithin(ctx context.Context, w *work.Work, t *ticket.Ticket, in MessageIn) (seq int64, err error) {
	if err := may(w.By, access.Reply, t); err != nil {
		return 0, err
	}
	return d.reply(ctx, w, t, in)
}
