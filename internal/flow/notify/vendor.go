package notify

import (
	"bytes"
	"context"
	"crypto/rand"
	"strings"
	"time"

	"secondline/internal/core/setting"
	"secondline/internal/desk/channel"
	"secondline/internal/desk/mailbox"
	"secondline/internal/desk/ticket"
	"secondline/internal/desk/vendor"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/address"
	"secondline/internal/kit/seal"
)

// ToVendor is the kind of a letter to a vendor. It is no letter to the customer's
// side: neither is ever a part of the other's conversation.
const ToVendor LetterKind = "vendor"

// A VendorLetter is one mail to a vendor about a case. Its text is as it leaves.
type VendorLetter struct {
	Ticket    *ticket.Ticket
	Case      vendor.Case
	Seq       int64 // the timeline entry that it carries
	To        Address
	Body      string // Markdown
	Files     []vendor.File
	Automatic bool      // nobody wrote it by hand
	SendAt    time.Time // zero: now
}

// VendorLetter queues a letter to a vendor in the transaction of the change that it
// tells of.
func (n *Notify) VendorLetter(ctx context.Context, w *work.Work, l VendorLetter) error {
	m := channel.MailOut{
		ID: id.MailOut(w.NewID()), Organisation: l.Ticket.Organisation, Ticket: l.Ticket.ID, Case: l.Case.ID, Seq: l.Seq, Kind: string(ToVendor),
		Recipients: []channel.Recipient{{Name: l.To.Name, Address: l.To.Addr, Fate: channel.Queued}}, CreatedAt: w.Now, NextAt: later(l.SendAt, w.Now),
		Text: channel.Text{Subject: "[" + l.Case.Name() + "] " + l.Case.Subject, Body: l.Body, Automatic: l.Automatic},
	}
	var err error
	if m.Text.Sender, err = sender(ctx, w, Letter{Automatic: l.Automatic}); err != nil {
		return err
	}
	files := make([]ticket.File, len(l.Files))
	for i, f := range l.Files {
		files[i] = ticket.File{ID: f.ID}
	}
	if m.Text.Enclosures, err = enclosures(ctx, w, files); err != nil {
		return err
	}
	for i := range m.Text.Enclosures {
		m.Text.Enclosures[i].Name = l.Files[i].Name // what a file is called may name somebody, too
	}
	domain, err := from(ctx, w, &m, l.Ticket.Service)
	if err != nil {
		return err
	}
	m.MessageID = strings.ToLower(rand.Text()) + "@" + domain
	if err := channel.InsertOut(ctx, w.Tx, m); err != nil {
		return err
	}
	return n.enqueue(ctx, w, m)
}

// correspond says where a letter to a vendor belongs: the address that is signed
// for the case, the mails of the case, and its page.
func (n *Notify) correspond(ctx context.Context, out *Mail, m channel.MailOut, box mailbox.Mailbox) (footer, error) {
	h := n.door.Read()
	c, err := vendor.GetCase(ctx, h, m.Case)
	if err != nil {
		return footer{}, err
	}
	local, _, _ := strings.Cut(box.Address, "@")
	out.ReplyTo = Address{out.From.Name, n.keys.CaseAddress(local, address.Domain(box.Address), c.Number)}
	ids, err := channel.Correspondence(ctx, h, m)
	if err != nil {
		return footer{}, err
	}
	out.continues(ids)
	foot := footer{Ref: c.Name(), See: "see it on its page", Kept: "and kept on the case's page"}
	base, err := setting.Get(ctx, h, setting.BaseURL, "")
	if err != nil || base == "" {
		return foot, err
	}
	for _, key := range n.keys { // an older one may have made it
		token := seal.PageToken(key, int64(c.ID))
		if bytes.Equal(seal.Hash(token), c.TokenHash) {
			foot.Link = strings.TrimSuffix(base, "/") + "/vendor/" + token
		}
	}
	return foot, nil
}
