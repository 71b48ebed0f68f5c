package intake

import (
	"context"
	"slices"
	"strings"

	"secondline/internal/core/access"
	"secondline/internal/desk/channel"
	"secondline/internal/desk/ticket"
	"secondline/internal/desk/vendor"
	"secondline/internal/flow/vending"
	"secondline/internal/flow/work"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/mailmsg"
)

// toVendor takes in a mail that was addressed to a vendor's case. done says that it
// is settled; otherwise it is to become what any other mail would, and stray names
// the case whose address it bore.
func (in *Intake) toVendor(ctx context.Context, w *work.Work, a *arrival, m channel.MailIn) (stray *channel.CaseThread, done bool, err error) {
	for _, number := range a.cases {
		c, err := vendor.CaseByNumber(ctx, w.Tx, number)
		if errs.Is(err, errs.NotFound) {
			continue // signed by us, and erased since
		}
		if err != nil {
			return nil, false, err
		}
		t, th, err := caseThread(ctx, w, a, c)
		if err != nil {
			return nil, false, err
		}
		v, ok := channel.DecideCase(a.rules, th)
		if !ok {
			stray = &th
			continue
		}
		if v.State != channel.Vendor {
			return nil, true, in.become(ctx, w, a, m, v, &belonging{ticket: t}, 0)
		}
		return nil, true, in.hear(ctx, w, a, m, c, v)
	}
	return stray, false, nil
}

// caseThread is what the sender is to the ticket of a case, and to its vendor.
func caseThread(ctx context.Context, w *work.Work, a *arrival, c vendor.Case) (*ticket.Ticket, channel.CaseThread, error) {
	t, err := ticket.ByID(ctx, w.Tx, c.Ticket)
	if err != nil {
		return nil, channel.CaseThread{}, err
	}
	th := channel.CaseThread{Name: c.Name(), Ref: t.Ref(), Sender: channel.Stranger}
	if len(a.rules.Senders) != 1 {
		return t, th, nil
	}
	v, err := vendor.Get(ctx, w.Tx, c.Vendor)
	if err != nil {
		return t, th, err
	}
	th.Contact = slices.ContainsFunc(v.Contacts, func(p vendor.Contact) bool { return p.Email == a.sender.Addr })
	th.Sender, err = part(ctx, w.Tx, a.sender.Addr, t)
	return t, th, err
}

// hear lets a mail become a vendor's word.
func (in *Intake) hear(ctx context.Context, w *work.Work, a *arrival, m channel.MailIn, c vendor.Case, v channel.Verdict) error {
	w.By = access.Actor{Kind: access.Mail, Name: writer(a)}
	files, err := enclosed(ctx, w, a)
	if err != nil {
		return err
	}
	fresh, _, _ := mailmsg.Reply(a.msg.Text)
	t, seq, err := in.vendors.HearWithin(ctx, w, c, vending.Word{
		Author: writer(a), Body: a.words(fresh), Files: files, Automatic: v.Automatic, Via: vendor.ViaMail, Mail: m.ID,
	})
	if err != nil {
		return err
	}
	m.State, m.Organisation, m.Ticket, m.Case, m.Seq = channel.Vendor, t.Organisation, t.ID, c.ID, seq
	return channel.Settle(ctx, w.Tx, m, channel.Stored)
}

// writer names who wrote, with the address: a name alone proves nothing.
func writer(a *arrival) string {
	name := strings.Join(strings.Fields(a.sender.Name), " ")
	if name == "" || len(name) > 80 {
		return a.sender.Addr
	}
	return name + " <" + a.sender.Addr + ">"
}
