package vending

import (
	"context"
	"strings"
	"unicode/utf8"

	"secondline/internal/desk/attachment"
	"secondline/internal/desk/ticket"
	"secondline/internal/desk/vendor"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// A Word is what a vendor says about a case.
type Word struct {
	Author    string
	Body      string
	Files     []id.File // uploads that are nobody's yet
	Reference string    // their number, if they give it; never guessed
	Solved    bool
	Automatic bool // "we have your mail": kept, but no answer
	Via       string
	Mail      id.MailIn
}

// HearWithin takes in what a vendor wrote as a part of a larger change: a mail is
// settled together with what it became, or not at all.
func (d *Desk) HearWithin(ctx context.Context, w *work.Work, c vendor.Case, in Word) (t *ticket.Ticket, seq int64, err error) {
	if t, err = ticket.ByID(ctx, w.Tx, c.Ticket); err != nil {
		return nil, 0, err
	}
	v, err := vendor.Get(ctx, w.Tx, c.Vendor)
	if err != nil {
		return nil, 0, err
	}
	seq, err = hear(ctx, w, t, c, v, in)
	return t, seq, err
}

func hear(ctx context.Context, w *work.Work, t *ticket.Ticket, c vendor.Case, v vendor.Vendor, in Word) (int64, error) {
	f, err := in.fact(c, v)
	if err != nil {
		return 0, err
	}
	m := vendor.Message{
		ID: id.VendorMessage(w.NewID()), Case: c.ID, Organisation: c.Organisation, Direction: vendor.In, Author: f.Author, Body: f.Body, At: w.Now, Via: f.Via,
	}
	for _, key := range in.Files {
		a, err := attachment.Get(ctx, w.Tx, key)
		if err != nil {
			return 0, err
		}
		m.Files = append(m.Files, vendor.File{ID: a.ID, Name: a.Name, MediaType: a.MediaType, Size: a.Size})
		f.Files = append(f.Files, ticket.File{ID: a.ID, Name: a.Name, MediaType: a.MediaType, Size: a.Size})
	}
	entries, err := w.Record(ctx, t, f)
	if err != nil {
		return 0, err
	}
	for _, key := range in.Files {
		if err := attachment.Attach(ctx, w.Tx, key, home(t, entries[0])); err != nil {
			return 0, err
		}
	}
	if err := vendor.AddMessage(ctx, w.Tx, m); err != nil {
		return 0, err
	}
	if f.Reference != "" {
		c.Reference = f.Reference
	}
	if !f.Automatic && c.State != vendor.Closed {
		c.AnsweredAt, c.State = w.Now, vendor.Answered
		if f.Solved {
			c.State = vendor.Solved
		}
	}
	if err := vendor.UpdateCase(ctx, w.Tx, c); err != nil {
		return 0, err
	}
	return entries[0].Seq, tellTeam(ctx, w, t, news(t, v, f))
}

func (in Word) fact(c vendor.Case, v vendor.Vendor) (*ticket.VendorWrote, error) {
	reference, err := vendor.CleanReference(in.Reference)
	if err != nil {
		return nil, err
	}
	body := strings.TrimSpace(in.Body)
	if body == "" {
		switch {
		case in.Solved:
			body = "They say that it is solved."
		case len(in.Files) > 0:
			body = "They sent files."
		case reference != "":
			body = "Their number is " + reference + "."
		default:
			return nil, errs.Field("body", "Write an answer, or say that it is solved.")
		}
	}
	if utf8.RuneCountInString(body) > vendor.MaxBody {
		return nil, errs.Field("body", "That is longer than %d letters; attach it as a file.", vendor.MaxBody)
	}
	return &ticket.VendorWrote{
		Case: c.ID, Vendor: v.ID, Name: v.Name, Author: in.Author, Body: body, Reference: reference, Solved: in.Solved, Automatic: in.Automatic,
		Via: in.Via, Mail: in.Mail,
	}, nil
}

func news(t *ticket.Ticket, v vendor.Vendor, f *ticket.VendorWrote) string {
	ref := string(t.Ref())
	switch {
	case f.Automatic:
		return "An automatic mail of " + v.Name + " came on " + ref + "; it counts as no answer"
	case f.Solved:
		return v.Name + " says that " + ref + " is solved"
	default:
		return v.Name + " answered on " + ref
	}
}
