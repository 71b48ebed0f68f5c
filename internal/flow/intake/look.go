package intake

import (
	"context"

	"secondline/internal/core/access"
	"secondline/internal/desk/channel"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// Waiting lists the mails in quarantine, the newest first, older than below.
func (in *Intake) Waiting(ctx context.Context, by access.Actor, below id.MailIn, limit int) ([]channel.MailIn, error) {
	if err := access.MayDesk(by, access.Quarantine); err != nil {
		return nil, err
	}
	return channel.Waiting(ctx, in.door.Read(), below, limit)
}

// Raw finds a mail whose bytes the actor may read: an agent who may see its
// ticket, or who looks after the quarantine while it belongs to none.
func (in *Intake) Raw(ctx context.Context, by access.Actor, key id.MailIn) (channel.MailIn, error) {
	missing := errs.New(errs.NotFound, "There is no such mail.")
	m, err := channel.In(ctx, in.door.Read(), key)
	if err != nil {
		return m, err
	}
	if m.Ticket == 0 {
		if access.MayDesk(by, access.Quarantine) != nil {
			return channel.MailIn{}, missing
		}
		return m, nil
	}
	t, err := ticket.ByID(ctx, in.door.Read(), m.Ticket)
	if err != nil {
		return m, err
	}
	if access.May(by, access.Inspect, t.Object()) != nil {
		return channel.MailIn{}, missing
	}
	return m, nil
}
