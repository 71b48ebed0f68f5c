package vending

import (
	"context"
	"io"
	"slices"
	"strings"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/core/file"
	"secondline/internal/desk/attachment"
	"secondline/internal/desk/credential"
	"secondline/internal/desk/vendor"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/seal"
	"secondline/internal/view/guestpage"
)

// How much a page bears: answers to one case in an hour, and wrong links from one
// address in a row.
const (
	answersAnHour = 20
	wrongLinks    = 20
)

// A Guest is whoever holds the link to a case's page.
type Guest struct {
	held   vendor.Case
	vendor vendor.Vendor
	by     access.Actor
}

// guest is nobody of the desk: whoever holds a link may write to its case.
func guest(name string) access.Actor { return access.Actor{Kind: access.Mail, Name: name} }

// Case is the key of the case that the link opens.
func (g Guest) Case() id.Case { return g.held.ID }

// Enter finds the case whose page a link opens; errs.NotFound if it opens none, and
// errs.TooMany if too many wrong ones came from the same address.
func (d *Desk) Enter(ctx context.Context, token, from string) (Guest, error) {
	g := Guest{}
	c, err := vendor.CaseByToken(ctx, d.door.Read(), seal.Hash(token))
	if errs.Is(err, errs.NotFound) {
		return g, d.wrong(ctx, from)
	}
	if err != nil {
		return g, err
	}
	v, err := vendor.Get(ctx, d.door.Read(), c.Vendor)
	return Guest{held: c, vendor: v, by: guest(v.Name)}, err
}

// wrong counts a wrong link.
func (d *Desk) wrong(ctx context.Context, from string) error {
	answer := errs.New(errs.NotFound, "There is no such page.")
	err := d.door.Do(ctx, access.Desk("Vendors"), func(ctx context.Context, w *work.Work) error {
		subject := "vendor:" + from
		f, err := credential.HoldFailures(ctx, w.Tx, subject, w.Now)
		if err != nil {
			return err
		}
		if f.LockedAt(w.Now) {
			answer = errs.New(errs.TooMany, "Too many wrong links came from here. Try again in a while.")
			return nil
		}
		return credential.SaveFailures(ctx, w.Tx, subject, f.Failed(w.Now, wrongLinks))
	})
	if err != nil {
		return err
	}
	return answer
}

// Upload keeps a file that a guest sends along. It is nobody's until the answer
// that it came with takes it.
func (d *Desk) Upload(ctx context.Context, g Guest, store *file.Store, name, mediaType string, r io.Reader) (attachment.Attachment, error) {
	a := attachment.Attachment{Name: attachment.CleanName(name), MediaType: mediaType}
	if err := d.patient(ctx, g); err != nil {
		return a, err
	}
	var err error
	if a.SHA256, a.Size, err = store.Put(ctx, r, attachment.MaxSize); err != nil {
		return a, err
	}
	err = d.door.Do(ctx, g.by, func(ctx context.Context, w *work.Work) error {
		a.ID, a.UploadedAt = id.File(w.NewID()), w.Now
		if err := attachment.Insert(ctx, w.Tx, a); err != nil {
			return err
		}
		return w.Audit(ctx, "file.uploaded", "file:"+a.ID.String(), g.held.Organisation, map[string]any{"size": a.Size, "sha256": a.SHA256, "case": g.held.Name()})
	})
	return a, err
}

// patient refuses when too much came in too short a time.
func (d *Desk) patient(ctx context.Context, g Guest) error {
	n, err := vendor.InSince(ctx, d.door.Read(), g.held.ID, d.door.Now().Add(-time.Hour))
	if err == nil && n >= answersAnHour {
		err = errs.New(errs.TooMany, "That is a lot of answers within an hour. Wait a while, or write to us by mail.")
	}
	return err
}

// An AnswerIn is what a guest's form says.
type AnswerIn struct {
	Author    string
	Body      string
	Reference string
	Solved    bool
	Files     []id.File // that this very form brought along
	Request   access.Request
}

// Answer takes in what a guest wrote. The case is looked at again inside: it may
// have been closed since the page was shown.
func (d *Desk) Answer(ctx context.Context, g Guest, in AnswerIn) error {
	if err := d.patient(ctx, g); err != nil {
		return err
	}
	by := g.by
	by.Request = in.Request
	return d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		c, err := vendor.GetCase(ctx, w.Tx, g.held.ID)
		if err != nil {
			return err
		}
		if c.State == vendor.Closed {
			return errs.New(errs.Conflict, "The case was closed meanwhile; write to us by mail.")
		}
		author := strings.Join(strings.Fields(in.Author), " ")
		if author == "" {
			author = g.vendor.Name
		}
		if len(author) > 80 {
			return errs.Field("author", "The name is too long.")
		}
		w.By.Name = author
		_, _, err = d.HearWithin(ctx, w, c, Word{
			Author: author, Body: in.Body, Reference: in.Reference, Solved: in.Solved, Files: in.Files, Via: vendor.ViaPage,
		})
		return err
	})
}

// File finds a file that stands on a message of the guest's case, and no other.
func (d *Desk) File(ctx context.Context, g Guest, key id.File) (attachment.Attachment, string, error) {
	missing := errs.New(errs.NotFound, "There is no such file.")
	thread, err := vendor.Messages(ctx, d.door.Read(), g.held.ID)
	if err != nil {
		return attachment.Attachment{}, "", err
	}
	for _, m := range thread {
		i := slices.IndexFunc(m.Files, func(f vendor.File) bool { return f.ID == key })
		if i >= 0 {
			a, err := attachment.Get(ctx, d.door.Read(), key)
			return a, m.Files[i].Name, err
		}
	}
	return attachment.Attachment{}, "", missing
}

// Page is the case as the guest sees it.
func (d *Desk) Page(ctx context.Context, g Guest) (guestpage.Page, error) {
	return guestpage.Read(ctx, d.door.Read(), g.held.ID)
}
