package intake

import (
	"context"
	"fmt"
	"strings"

	"secondline/internal/core/access"
	"secondline/internal/desk/channel"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/notify"
	"secondline/internal/flow/work"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/mailmsg"
)

// bounced marks the mail of ours that a report speaks of, where it did not
// arrive. A report proves nothing: it can only touch a mail that we really sent,
// at an address to which that mail really went.
func bounced(ctx context.Context, w *work.Work, a *arrival) (words string, err error) {
	original, list := mailmsg.Deliveries(a.msg)
	m, err := lost(ctx, w, append([]string{original}, a.answers...))
	if errs.Is(err, errs.NotFound) {
		return says(list), nil
	}
	if err != nil {
		return "", err
	}
	for _, d := range list {
		if d.Failed() {
			m.Bounced(strings.ToLower(d.Recipient), reason(d))
		}
	}
	if len(list) == 0 {
		m.Bounced("", "it came back: "+a.subject())
	}
	if m.Fate != channel.Failed {
		return says(list), nil // delayed, or about somebody to whom it never went
	}
	if err := channel.SetBounced(ctx, w.Tx, m); err != nil || m.Ticket == 0 {
		return says(list), err
	}
	t, err := ticket.ByID(ctx, w.Tx, m.Ticket)
	if err != nil {
		return "", err
	}
	return says(list), notify.Undelivered(ctx, w, t, m)
}

func lost(ctx context.Context, w *work.Work, ids []string) (channel.MailOut, error) {
	for _, message := range ids {
		if message == "" {
			continue
		}
		m, err := channel.OutByMessage(ctx, w.Tx, message)
		if !errs.Is(err, errs.NotFound) {
			return m, err
		}
	}
	return channel.MailOut{}, errs.New(errs.NotFound, "The report speaks of no mail of ours.")
}

func reason(d mailmsg.Delivery) string {
	return strings.TrimSpace("it came back: " + strings.TrimSpace(d.Status+" "+d.Why))
}

func says(list []mailmsg.Delivery) string {
	var b strings.Builder
	for _, d := range list {
		fmt.Fprintf(&b, "- `%s` %s %s %s\n", strings.ReplaceAll(d.Recipient, "`", ""), d.Action, d.Status, d.Why)
	}
	return b.String()
}

// report tells the agents of a ticket that a mail of it did not arrive. The
// customer does not see it: it speaks of addresses and machines.
func report(ctx context.Context, w *work.Work, a *arrival, t *ticket.Ticket) (int64, error) {
	words, err := bounced(ctx, w, a)
	if err != nil {
		return 0, err
	}
	if words == "" {
		words = a.words(a.msg.Text)
	}
	w.By = access.Actor{Kind: access.Mail, Name: "Mail delivery"}
	entries, err := w.Record(ctx, t, &ticket.Noted{Body: "A mail system reports about mail of this ticket:\n\n" + words})
	if err != nil {
		return 0, err
	}
	return entries[0].Seq, nil
}
