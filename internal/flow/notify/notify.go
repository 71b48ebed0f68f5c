package notify

import (
	"context"
	"crypto/rand"
	"log/slog"
	"slices"
	"strings"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/core/job"
	"secondline/internal/core/setting"
	"secondline/internal/desk/attachment"
	"secondline/internal/desk/channel"
	"secondline/internal/desk/mailbox"
	"secondline/internal/desk/person"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/address"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/seal"
)

// SendMail is the kind of job that sends a letter; its payload is a MailJob.
const SendMail = "mail.send"

// A MailJob names the letter that a job is about.
type MailJob struct {
	Mail id.MailOut `json:"mail"`
}

// Options are what a Notify needs.
type Options struct {
	Door  *work.Door
	Files Contents
	Keys  seal.Keys // they sign the addresses that answers go to
	Relay Relay     // nil: letters wait until there is one
	Log   *slog.Logger
}

// A Notify queues letters and sends them.
type Notify struct {
	door  *work.Door
	files Contents
	keys  seal.Keys
	relay Relay
	log   *slog.Logger
}

// New makes a Notify.
func New(o Options) *Notify {
	return &Notify{door: o.Door, files: o.Files, keys: o.Keys, relay: o.Relay, log: o.Log}
}

// receiptsApart is how far apart the receipts to one address are at least: two
// desks that thank each other for their thanks soon fall silent.
const receiptsApart = time.Hour

// Letter queues a letter in the transaction of the change that it tells of. It
// goes to those who have an address and are not disabled; to nobody is no error.
func (n *Notify) Letter(ctx context.Context, w *work.Work, l Letter) error {
	thanks := l.Kind == Received && l.Ticket != nil && l.Ticket.Channel == ticket.ByMail
	if thanks {
		lately, err := channel.ReceiptSince(ctx, w.Tx, l.Ticket.Requester, w.Now.Add(-receiptsApart))
		if err != nil || lately {
			return err
		}
	}
	to, org, err := recipients(ctx, w, l, !thanks)
	if err != nil || len(to) == 0 {
		return err
	}
	m := channel.MailOut{
		ID: id.MailOut(w.NewID()), Organisation: org, Seq: l.Seq, Kind: string(l.Kind), Recipients: to, CreatedAt: w.Now, NextAt: w.Now,
		Text: channel.Text{Subject: subject(l), Body: l.Body, Automatic: l.Automatic},
	}
	if l.SendAt.After(w.Now) {
		m.NextAt = l.SendAt
	}
	var service id.Service
	if l.Ticket != nil {
		m.Organisation, m.Ticket, service = l.Ticket.Organisation, l.Ticket.ID, l.Ticket.Service
	}
	if thanks {
		// A stranger chose the address that this goes to. Nothing of what the
		// stranger wrote may go there in our name.
		m.Text.Body = "Hello,\n\nwe have your request and will look at it. You can answer this mail to add something.\n"
	}
	if m.Text.Sender, err = sender(ctx, w, l); err != nil {
		return err
	}
	if m.Text.Enclosures, err = enclosures(ctx, w, l.Files); err != nil {
		return err
	}
	domain, err := from(ctx, w, &m, service)
	if err != nil {
		return err
	}
	m.MessageID = strings.ToLower(rand.Text()) + "@" + domain
	if err := channel.InsertOut(ctx, w.Tx, m); err != nil {
		return err
	}
	return n.enqueue(ctx, w, m)
}

func (n *Notify) enqueue(ctx context.Context, w *work.Work, m channel.MailOut) error {
	return w.Enqueue(ctx, job.Job{Kind: SendMail, Name: SendMail + ":" + m.ID.String(), Payload: MailJob{m.ID}, RunAt: m.NextAt})
}

// recipients are those of the letter who can get mail, each once.
func recipients(ctx context.Context, w *work.Work, l Letter, named bool) ([]channel.Recipient, id.Organisation, error) {
	people, err := person.Some(ctx, w.Tx, append(slices.Clone(l.To), l.CC...))
	if err != nil {
		return nil, 0, err
	}
	var to []channel.Recipient
	var org id.Organisation
	for i, key := range append(slices.Clone(l.To), l.CC...) {
		p, ok := people[key]
		taken := slices.ContainsFunc(to, func(r channel.Recipient) bool { return r.Person == key })
		if !ok || taken || p.Email == "" || p.IsDisabled() {
			continue
		}
		r := channel.Recipient{
			Person: key, Name: p.Name, Address: p.Email, Copy: i >= len(l.To), Fate: channel.Queued,
			Agent: p.IsAgent() && l.Ticket != nil && key != l.Ticket.Requester,
		}
		if !named {
			r.Name = ""
		}
		to = append(to, r)
		if org == 0 {
			org = p.Organisation
		}
	}
	return to, org, nil
}

// sender is who writes, as the customer reads it.
func sender(ctx context.Context, w *work.Work, l Letter) (string, error) {
	desk, err := setting.Get(ctx, w.Tx, setting.DeskName, "Support")
	if err != nil || l.Automatic || w.By.Kind != access.Person || w.By.Name == "" {
		return desk, err
	}
	return w.By.Name + " via " + desk, nil
}

// from chooses the mailbox that the letter comes from, and gives its domain: the
// one that the ticket's mail came to, else its service's, else the standard one.
func from(ctx context.Context, w *work.Work, m *channel.MailOut, s id.Service) (domain string, err error) {
	boxes, err := mailbox.All(ctx, w.Tx)
	if err != nil {
		return "", err
	}
	if m.Text.Mailbox, err = channel.LastBox(ctx, w.Tx, m.Ticket); err != nil {
		return "", err
	}
	i := slices.IndexFunc(boxes, func(b mailbox.Mailbox) bool { return s != 0 && b.Service == s })
	if m.Text.Mailbox == 0 && i >= 0 {
		m.Text.Mailbox = boxes[i].ID
	}
	box, ok := mailbox.Of(boxes, m.Text.Mailbox)
	if !ok {
		return "localhost", nil // kept and shown as waiting, until there is a mailbox
	}
	m.Text.Mailbox = box.ID
	return address.Domain(box.Address), nil
}

func subject(l Letter) string {
	switch {
	case l.Subject != "":
		return l.Subject
	case l.Ticket == nil:
		return "Your desk"
	case l.Kind == Received:
		return "We have your request [" + string(l.Ticket.Ref()) + "]"
	}
	s := l.Ticket.Subject
	for len(s) >= 3 && strings.EqualFold(s[:3], "re:") {
		s = strings.TrimSpace(s[3:])
	}
	tag := "[" + string(l.Ticket.Ref()) + "]"
	if strings.Contains(s, tag) {
		return "Re: " + s
	}
	return "Re: " + s + " " + tag
}

func enclosures(ctx context.Context, w *work.Work, files []ticket.File) ([]channel.Enclosure, error) {
	var out []channel.Enclosure
	for _, f := range files {
		a, err := attachment.Get(ctx, w.Tx, f.ID)
		if err != nil {
			return nil, err
		}
		out = append(out, channel.Enclosure{File: a.ID, SHA256: a.SHA256, Name: a.Name, MediaType: a.MediaType, Size: a.Size})
	}
	return out, nil
}

// Cancel takes back the letters of an entry that was undone. It is errs.Conflict
// if one has left already.
func (n *Notify) Cancel(ctx context.Context, w *work.Work, t *ticket.Ticket, seq int64) error {
	gone, err := channel.Cancel(ctx, w.Tx, t.ID, seq)
	if err != nil {
		return err
	}
	for _, key := range gone {
		if err := job.Cancel(ctx, w.Tx, SendMail+":"+key.String()); err != nil {
			return err
		}
	}
	left, err := channel.OutOf(ctx, w.Tx, t.ID)
	for _, m := range left {
		if m.Seq == seq && m.Fate != channel.Cancelled {
			return errs.New(errs.Conflict, "The mail has left already; it cannot be undone.")
		}
	}
	return err
}

// Resume asks for every letter that is still to go to be sent: those that waited
// for a relay, and those whose job was given up while the database was away.
func (n *Notify) Resume(ctx context.Context) error {
	var after id.MailOut
	for {
		queued, err := channel.AllQueued(ctx, n.door.Read(), after, 500)
		if err != nil || len(queued) == 0 {
			return err
		}
		after = queued[len(queued)-1].ID
		err = n.door.Do(ctx, access.Desk("Mail"), func(ctx context.Context, w *work.Work) error {
			for _, m := range queued {
				m.NextAt = later(m.NextAt, w.Now)
				if err := n.enqueue(ctx, w, m); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
