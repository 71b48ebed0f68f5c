package intake

import (
	"context"
	"strings"

	"secondline/internal/core/access"
	"secondline/internal/desk/channel"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// aside puts a stored mail into quarantine because something went wrong.
func (in *Intake) aside(ctx context.Context, key id.MailIn, cause error) error {
	in.log.Warn("mail was put into quarantine", "mail", key, "error", cause)
	return in.door.Do(ctx, mailer, func(ctx context.Context, w *work.Work) error {
		m, err := channel.In(ctx, w.Tx, key)
		if err != nil || m.State != channel.Stored {
			return err
		}
		m.State, m.Because, m.ParsedAt = channel.Quarantine, errs.Text(cause), w.Now
		m.Identity = "mail:" + m.ID.String() // it may not even have been read
		err = w.Audit(ctx, "mail.quarantined", "mail:"+m.ID.String(), 0, map[string]any{"because": m.Because})
		if err != nil {
			return err
		}
		return channel.Settle(ctx, w.Tx, m, channel.Stored)
	})
}

// Release lets a quarantined mail in: it becomes a new ticket of its sender,
// never a reply, since what the rules could not attribute a click cannot either.
func (in *Intake) Release(ctx context.Context, by access.Actor, key id.MailIn) (id.Ticket, error) {
	if err := access.MayDesk(by, access.Quarantine); err != nil {
		return 0, err
	}
	m, err := waiting(ctx, in, key)
	if err != nil {
		return 0, err
	}
	a, err := in.read(ctx, m)
	if err != nil {
		return 0, err
	}
	if len(a.rules.Senders) != 1 || a.sender.Addr == "" {
		return 0, errs.New(errs.Conflict, "The mail names no single sender, so nobody could be its requester; open a ticket by hand and drop it.")
	}
	number, err := in.spare.take(ctx, in.door)
	if err != nil {
		return 0, err
	}
	err = in.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		v := channel.Verdict{State: channel.Opened, Hint: "It was in quarantine: " + m.Because + " " + by.Name + " let it in."}
		t, err := in.open(ctx, w, a, v, number)
		if err != nil {
			return err
		}
		w.By = by
		m := a.mail
		m.State, m.Organisation, m.Ticket, m.Seq = channel.Opened, t.Organisation, t.ID, t.Seq
		if err := channel.Settle(ctx, w.Tx, m, channel.Quarantine); err != nil {
			return err
		}
		a.mail.Ticket = t.ID
		return w.Audit(ctx, "mail.released", "mail:"+m.ID.String(), t.Organisation, map[string]any{"ref": t.Ref()})
	})
	if err != nil {
		in.spare.put(number)
		return 0, err
	}
	return a.mail.Ticket, nil
}

// Drop decides that a quarantined mail stays out. Its bytes stay, and who
// decided.
func (in *Intake) Drop(ctx context.Context, by access.Actor, key id.MailIn, because string) error {
	if err := access.MayDesk(by, access.Quarantine); err != nil {
		return err
	}
	if _, err := waiting(ctx, in, key); err != nil {
		return err
	}
	return in.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		m, err := channel.In(ctx, w.Tx, key)
		if err != nil {
			return err
		}
		m.DroppedAt = w.Now
		if err := channel.Settle(ctx, w.Tx, m, channel.Quarantine); err != nil {
			return err
		}
		return w.Audit(ctx, "mail.dropped", "mail:"+m.ID.String(), 0, map[string]any{"because": strings.TrimSpace(because)})
	})
}

// waiting loads a mail that waits for somebody to decide.
func waiting(ctx context.Context, in *Intake, key id.MailIn) (channel.MailIn, error) {
	m, err := channel.In(ctx, in.door.Read(), key)
	if err == nil && (m.State != channel.Quarantine || !m.DroppedAt.IsZero()) {
		err = errs.New(errs.Conflict, "The mail is not in quarantine any more.")
	}
	return m, err
}
