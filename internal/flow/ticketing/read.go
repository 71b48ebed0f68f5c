package ticketing

import (
	"context"

	"secondline/internal/core/access"
	"secondline/internal/desk/notice"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/work"
	"secondline/internal/id"
)

// MarkRead remembers how far somebody has read a ticket. It is theirs alone: no
// timeline entry, no audit.
func (d *Desk) MarkRead(ctx context.Context, by access.Actor, n id.Number, seq int64) error {
	return d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		t, err := ticket.ByNumber(ctx, w.Tx, n)
		if err != nil {
			return err
		}
		if err := may(w.By, access.See, t); err != nil {
			return err
		}
		return ticket.MarkRead(ctx, w.Tx, t.ID, w.By.Person, min(seq, t.Seq))
	})
}

// SeeNotices marks all of the actor's notices as seen.
func (d *Desk) SeeNotices(ctx context.Context, by access.Actor) error {
	return d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		return notice.Seen(ctx, w.Tx, w.By.Person, w.Now)
	})
}
