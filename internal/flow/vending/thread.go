package vending

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/ticket"
	"secondline/internal/desk/vendor"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// A WriteIn is a further message to a vendor.
type WriteIn struct {
	Body  string
	Files []id.File
	Keep  []string // what was seen in the preview and goes all the same
	Goes  bool     // the work goes on meanwhile: the ticket does not wait for the answer
}

// PreviewMessage shows what of a further message would leave.
func (d *Desk) PreviewMessage(ctx context.Context, by access.Actor, n id.Number, key id.Case, in WriteIn) (Preview, error) {
	var p Preview
	err := d.door.View(ctx, func(h db.Handle) error {
		t, err := look(ctx, h, by, n, access.WithVendor)
		if err != nil {
			return err
		}
		c, err := vendor.GetCase(ctx, h, key)
		if err == nil && c.Ticket != t.ID {
			err = errs.New(errs.NotFound, "There is no such case.")
		}
		if err != nil {
			return err
		}
		v, err := vendor.Get(ctx, h, c.Vendor)
		if err == nil {
			p, err = message(ctx, h, by, t, c, v, in)
		}
		return err
	})
	return p, err
}

// message makes what leaves of a further message.
func message(ctx context.Context, h db.Handle, by access.Actor, t *ticket.Ticket, c vendor.Case, v vendor.Vendor, in WriteIn) (Preview, error) {
	p := Preview{Vendor: v, Subject: c.Subject, contactAt: c.Contact}
	if c.Contact < len(v.Contacts) {
		p.Contact = v.Contacts[c.Contact]
	}
	r, err := redactor(ctx, h, t, v, in.Keep)
	if err != nil {
		return p, err
	}
	p.Body = r.Text(strings.TrimSpace(in.Body))
	p.Files, p.fresh, err = enclose(ctx, h, by, t, in.Files, r)
	p.Replaced = r.Replaced()
	return p, err
}

// Write says something more to a vendor. Their clock starts anew, and the ticket
// waits for them again, unless the work goes on meanwhile.
func (d *Desk) Write(ctx context.Context, by access.Actor, n id.Number, key id.Case, in WriteIn) error {
	if strings.TrimSpace(in.Body) == "" || utf8.RuneCountInString(in.Body) > vendor.MaxBody {
		return errs.Field("body", "Write something, of at most %d letters.", vendor.MaxBody)
	}
	return d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		t, c, v, err := open(ctx, w, n, key)
		if err != nil {
			return err
		}
		if c.State == vendor.Closed {
			return errs.New(errs.Conflict, "Case %s is closed; send the ticket to %s again.", c.Name(), v.Name)
		}
		p, err := message(ctx, w.Tx, by, t, c, v, in)
		if err != nil {
			return err
		}
		c.State = vendor.Sent
		if err := vendor.UpdateCase(ctx, w.Tx, c); err != nil {
			return err
		}
		c.Version++
		if err := d.leave(ctx, w, t, c, p, false); err != nil {
			return err
		}
		if in.Goes || t.State != ticket.Open {
			return nil
		}
		_, err = w.Record(ctx, t, &ticket.Waited{On: ticket.OnVendor, Because: "we wrote to " + v.Name})
		return err
	})
}

// Reference notes the vendor's own number.
func (d *Desk) Reference(ctx context.Context, by access.Actor, n id.Number, key id.Case, number string) error {
	number, err := vendor.CleanReference(number)
	if err != nil {
		return err
	}
	return d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		t, c, _, err := open(ctx, w, n, key)
		if err != nil || c.Reference == number {
			return err
		}
		c.Reference = number
		if err := vendor.UpdateCase(ctx, w.Tx, c); err != nil {
			return err
		}
		_, err = w.Record(ctx, t, &ticket.VendorReferenced{Case: c.ID, Reference: number})
		return err
	})
}

// Close ends a case: nobody waits for the vendor any more, and their page is gone.
func (d *Desk) Close(ctx context.Context, by access.Actor, n id.Number, key id.Case, outcome, note string) error {
	if !slices.Contains(vendor.Outcomes, outcome) {
		return errs.Field("outcome", "A case ends as solved, withdrawn or not_solved.")
	}
	if utf8.RuneCountInString(note) > 4000 {
		return errs.Field("note", "The note is longer than 4000 letters.")
	}
	return d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		t, c, _, err := open(ctx, w, n, key)
		if err != nil {
			return err
		}
		if c.State == vendor.Closed {
			return errs.New(errs.Conflict, "Case %s is closed already.", c.Name())
		}
		c.State, c.ClosedAt, c.TokenHash = vendor.Closed, w.Now, nil
		if err := vendor.UpdateCase(ctx, w.Tx, c); err != nil {
			return err
		}
		_, err = w.Record(ctx, t, &ticket.VendorClosed{Case: c.ID, Outcome: outcome, Note: strings.TrimSpace(note)})
		return err
	})
}

// A SpokenIn is what a vendor said on the phone, or in their portal, and an agent
// writes down.
type SpokenIn struct {
	Author    string
	Body      string
	Reference string
	Solved    bool
}

// Spoken writes down what a vendor said.
func (d *Desk) Spoken(ctx context.Context, by access.Actor, n id.Number, key id.Case, in SpokenIn) (seq int64, err error) {
	err = d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		t, c, v, err := open(ctx, w, n, key)
		if err != nil {
			return err
		}
		author := strings.Join(strings.Fields(in.Author), " ")
		if author == "" {
			author = v.Name
		}
		seq, err = hear(ctx, w, t, c, v, Word{Author: author, Body: in.Body, Reference: in.Reference, Solved: in.Solved, Via: vendor.ViaPhone})
		return err
	})
	return seq, err
}
