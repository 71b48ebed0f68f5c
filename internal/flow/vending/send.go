package vending

import (
	"context"

	"secondline/internal/core/access"
	"secondline/internal/desk/attachment"
	"secondline/internal/desk/ticket"
	"secondline/internal/desk/vendor"
	"secondline/internal/flow/notify"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/seal"
)

// A Sent is a case that was opened.
type Sent struct {
	Case         vendor.Case
	Completeness int
}

// Send opens a case: what the preview showed leaves, the ticket waits for the
// vendor, and the customer is told, once.
func (d *Desk) Send(ctx context.Context, by access.Actor, n id.Number, in SendIn) (Sent, error) {
	var out Sent
	if err := in.Asking.Check(); err != nil {
		return out, err
	}
	reference, err := vendor.CleanReference(in.Reference)
	if err != nil {
		return out, err
	}
	err = d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		t, err := load(ctx, w, n, access.ToVendor)
		if err != nil {
			return err
		}
		p, err := d.prepare(ctx, w.Tx, by, t, in)
		if err != nil {
			return err
		}
		c := vendor.Case{
			ID: id.Case(w.NewID()), Ticket: t.ID, Organisation: t.Organisation, Vendor: p.Vendor.ID, Contract: p.Contract.ID, State: vendor.Sent,
			Reference: reference, Subject: p.Subject, Contact: p.contactAt, SentBy: by.Person, SentAt: w.Now,
		}
		c.TokenHash = seal.Hash(seal.PageToken(d.keys[0], int64(c.ID)))
		if c, err = vendor.InsertCase(ctx, w.Tx, c); err != nil {
			return err
		}
		out = Sent{Case: c, Completeness: p.Completeness}
		if err := d.leave(ctx, w, t, c, p, true); err != nil {
			return err
		}
		if reference != "" {
			if _, err := w.Record(ctx, t, &ticket.VendorReferenced{Case: c.ID, Reference: reference}); err != nil {
				return err
			}
		}
		return d.told(ctx, w, t, p)
	})
	return out, err
}

// leave records what goes to the vendor, and puts it into the post.
func (d *Desk) leave(ctx context.Context, w *work.Work, t *ticket.Ticket, c vendor.Case, p Preview, first bool) error {
	writes := p.Contact.Email != "" && p.Vendor.Reach == vendor.ByMail
	f := &ticket.VendorSent{
		Case: c.ID, Vendor: p.Vendor.ID, Name: p.Vendor.Name, Contract: c.Contract, Contact: p.Contact.Name, Body: p.Body, First: first, Told: p.Told,
	}
	for _, file := range p.Files {
		f.Files = append(f.Files, ticket.File(file))
	}
	entries, err := w.Record(ctx, t, f)
	if err != nil {
		return err
	}
	e := entries[0]
	for _, key := range p.fresh {
		if err := attachment.Attach(ctx, w.Tx, key, home(t, e)); err != nil {
			return err
		}
	}
	via := vendor.ViaMail
	if !writes {
		via = vendor.ViaPhone
	}
	err = vendor.AddMessage(ctx, w.Tx, vendor.Message{
		ID: id.VendorMessage(w.NewID()), Case: c.ID, Organisation: t.Organisation, Direction: vendor.Out, Author: w.By.Name, Body: p.Body,
		Files: p.Files, At: w.Now, Via: via,
	})
	if err != nil || !writes {
		return err
	}
	return d.post.VendorLetter(ctx, w, notify.VendorLetter{
		Ticket: t, Case: c, Seq: e.Seq, To: notify.Address{Name: p.Contact.Name, Addr: p.Contact.Email}, Body: p.Body, Files: p.Files,
	})
}

func home(t *ticket.Ticket, e ticket.Entry) attachment.Home {
	return attachment.Home{Organisation: t.Organisation, Ticket: t.ID, Seq: e.Seq, Audience: string(e.Audience)}
}

// told puts the customer's message on the timeline and into the post.
func (d *Desk) told(ctx context.Context, w *work.Work, t *ticket.Ticket, p Preview) error {
	if p.Told == "" {
		return nil
	}
	entries, err := w.Record(ctx, t, &ticket.Told{Body: p.Told, Who: "the maker " + p.Vendor.PlainName, Maker: p.Vendor.PlainName})
	if err != nil {
		return err
	}
	return d.post.Letter(ctx, w, notify.Letter{
		Kind: notify.HandedOver, Ticket: t, Seq: entries[0].Seq, To: []id.Person{t.Requester}, CC: t.CC, Body: p.Told, Automatic: true,
	})
}
