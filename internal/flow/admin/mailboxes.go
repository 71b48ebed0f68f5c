package admin

import (
	"context"

	"secondline/internal/core/access"
	"secondline/internal/desk/mailbox"
	"secondline/internal/desk/person"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// A MailboxIn says what a mailbox is to be.
type MailboxIn struct {
	Address  *string
	Name     *string
	Service  *id.Service
	Standard *bool
}

func (in MailboxIn) onto(ctx context.Context, w *work.Work, m mailbox.Mailbox) (mailbox.Mailbox, error) {
	wasStandard := m.Standard
	set(&m.Address, in.Address)
	set(&m.Name, in.Name)
	set(&m.Service, in.Service)
	set(&m.Standard, in.Standard)
	if wasStandard && !m.Standard {
		return m, errs.New(errs.Conflict, "%s is the standard mailbox; make another the standard one, and this one is no longer.", m.Address)
	}
	m, err := m.Checked()
	if err != nil {
		return m, err
	}
	// Letters to that person would come back to the desk, where everybody reads them.
	_, err = person.ByEmail(ctx, w.Tx, m.Address)
	if err == nil {
		return m, errs.Field("address", "%s is somebody's own address; a mailbox needs one of its own.", m.Address)
	}
	if !errs.Is(err, errs.NotFound) {
		return m, err
	}
	return m, nil
}

// AddMailbox adds an address at which the desk is written to.
func (d *Desk) AddMailbox(ctx context.Context, by access.Actor, in MailboxIn) (mailbox.Mailbox, error) {
	var m mailbox.Mailbox
	err := d.administer(ctx, by, func(ctx context.Context, w *work.Work) (err error) {
		if m, err = in.onto(ctx, w, mailbox.Mailbox{ID: id.Mailbox(w.NewID()), Version: 1}); err != nil {
			return err
		}
		if err := mailbox.Insert(ctx, w.Tx, m); err != nil {
			return err
		}
		return w.Audit(ctx, "mailbox.created", "mailbox:"+m.ID.String(), 0, in)
	})
	return m, err
}

// ChangeMailbox changes an address of the desk.
func (d *Desk) ChangeMailbox(ctx context.Context, by access.Actor, key id.Mailbox, in MailboxIn) (mailbox.Mailbox, error) {
	var m mailbox.Mailbox
	err := d.administer(ctx, by, func(ctx context.Context, w *work.Work) (err error) {
		if m, err = mailbox.Get(ctx, w.Tx, key); err != nil {
			return err
		}
		if err := pinned(w, m.Version); err != nil {
			return err
		}
		if m, err = in.onto(ctx, w, m); err != nil {
			return err
		}
		if err := mailbox.Update(ctx, w.Tx, m); err != nil {
			return err
		}
		m.Version++
		return w.Audit(ctx, "mailbox.changed", "mailbox:"+m.ID.String(), 0, in)
	})
	return m, err
}

// RemoveMailbox takes away a mailbox that never received anything.
func (d *Desk) RemoveMailbox(ctx context.Context, by access.Actor, key id.Mailbox) error {
	return d.administer(ctx, by, func(ctx context.Context, w *work.Work) error {
		m, err := mailbox.Get(ctx, w.Tx, key)
		if err != nil {
			return err
		}
		if err := pinned(w, m.Version); err != nil {
			return err
		}
		if m.Standard {
			return errs.New(errs.Conflict, "%s is the standard mailbox; make another the standard one first.", m.Address)
		}
		if err := mailbox.Delete(ctx, w.Tx, m); err != nil {
			return err
		}
		return w.Audit(ctx, "mailbox.removed", "mailbox:"+m.ID.String(), 0, map[string]any{"address": m.Address})
	})
}
