package intake

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"secondline/internal/core/job"
	"secondline/internal/db"
	"secondline/internal/desk/attachment"
	"secondline/internal/desk/channel"
	"secondline/internal/desk/mailbox"
	"secondline/internal/desk/person"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/notify"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/mailmsg"
	"secondline/internal/kit/seal"
)

// Bounds on one mail, so that none can jam the others.
const (
	oneMail  = 20 * time.Second // to read it
	atOnce   = 4                // mails that are looked into at the same moment
	maxFiles = 50               // of one message; the raw mail keeps the rest
	patience = 6                // tries before a mail that makes us fail is put aside
)

// An arrival is a stored mail that was read.
type arrival struct {
	mail     channel.MailIn
	box      mailbox.Mailbox
	msg      *mailmsg.Message
	sender   mailmsg.Address
	rules    channel.Message
	signed   []id.Number // tickets whose signed address is among the recipients
	personal []id.Number // of these, those whose address only the sender was given
	cases    []int64     // vendors' cases whose signed address is among the recipients
	answers  []string    // Message-IDs, the one that it answers most directly first
	files    []attachment.Attachment
	leftOut  int // files beyond the bound
	identity string
}

// Jobs looks into all stored mails that are due.
func (in *Intake) Jobs(ctx context.Context, claims []job.Claim) []error {
	out := make([]error, len(claims))
	slots := make(chan struct{}, atOnce)
	var all sync.WaitGroup
	for i, c := range claims {
		slots <- struct{}{}
		all.Go(func() {
			defer func() { <-slots }()
			var p MailJob
			if err := json.Unmarshal(c.Payload, &p); err != nil {
				out[i] = errs.Because(err, errs.Invalid, "The job names no mail.")
				return
			}
			out[i] = in.Parse(ctx, p.Mail)
			if out[i] != nil && c.Attempts >= patience && !errs.Is(out[i], errs.Unavailable) && ctx.Err() == nil {
				out[i] = in.aside(ctx, p.Mail, out[i])
			}
		})
	}
	all.Wait()
	return out
}

// Parse looks into a stored mail and lets it become what the rules say. A mail
// that is settled already is left alone.
func (in *Intake) Parse(ctx context.Context, key id.MailIn) error {
	m, err := channel.In(ctx, in.door.Read(), key)
	if err != nil || m.State != channel.Stored {
		return err
	}
	a, err := in.read(ctx, m)
	if errs.Is(err, errs.Invalid) {
		return in.aside(ctx, key, err)
	}
	if err != nil {
		return err
	}
	err = in.admit(ctx, a)
	if k := errs.KindOf(err); err != nil && (k == errs.Invalid || k == errs.Forbidden || k == errs.Conflict || k == errs.TooLarge || k == errs.NotFound) {
		return in.aside(ctx, key, err) // a rule of the desk says no; a person may say yes
	}
	return err
}

// read makes an arrival of the bytes, in bounded time. An errs.Invalid says that
// it cannot be read at all.
func (in *Intake) read(ctx context.Context, m channel.MailIn) (*arrival, error) {
	raw, err := in.files.Read(ctx, m.SHA256)
	if err != nil {
		return nil, errs.Because(err, errs.Unavailable, "The raw mail is not where it was stored.")
	}
	a := &arrival{mail: m, identity: identityOf(raw, nil)}
	msg, err := in.parse(ctx, raw)
	if err != nil {
		return nil, err
	}
	a.msg, a.identity = msg, identityOf(raw, msg)
	if err := in.recognise(ctx, a); err != nil {
		return nil, err
	}
	return a, in.keepFiles(ctx, a)
}

// parse reads the message. It cannot be stopped from outside, so that one which
// takes too long is left behind; its size bounds how long that can be.
func (in *Intake) parse(ctx context.Context, raw []byte) (*mailmsg.Message, error) {
	type result struct {
		msg *mailmsg.Message
		err error
	}
	done := make(chan result, 1)
	go func() {
		var r result
		defer func() {
			if p := recover(); p != nil {
				in.log.Error("reading a mail panicked", "panic", p, "stack", string(debug.Stack()))
				r.err = errs.New(errs.Invalid, "Reading it made the reader fail; the raw mail is kept.")
			}
			done <- r
		}()
		r.msg, r.err = mailmsg.Parse(raw, mailmsg.Limits{Bytes: MaxSize})
	}()
	select {
	case r := <-done:
		if errs.Is(r.err, errs.TooLarge) {
			return nil, errs.Because(r.err, errs.Invalid, "%s", errs.Text(r.err))
		}
		return r.msg, r.err
	case <-in.clock.After(oneMail):
		return nil, errs.New(errs.Invalid, "It takes too long to read; the raw mail is kept.")
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// identityOf is the same for the same mail, whichever way it came: by its
// Message-ID and what it says, or, without one, by all of its bytes. Line breaks
// do not count; a pipe and SMTP write them in different ways.
func identityOf(raw []byte, msg *mailmsg.Message) string {
	raw = bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n"))
	raw = bytes.TrimRight(bytes.ReplaceAll(raw, []byte("\r"), []byte("\n")), "\n")
	h := sha256.New()
	if msg != nil && msg.ID != "" {
		_, body, _ := bytes.Cut(raw, []byte("\n\n"))
		for _, part := range []string{msg.ID, msg.Subject, msg.Date.String()} {
			fmt.Fprintf(h, "%s\x00", part) // writing to a hash never fails
		}
		for _, from := range msg.From {
			fmt.Fprintf(h, "%s\x00", from.Raw) // the same
		}
		raw = body
	}
	h.Write(raw) // the same
	return hex.EncodeToString(h.Sum(nil))
}

// recognise draws from the message what the rules ask about.
func (in *Intake) recognise(ctx context.Context, a *arrival) error {
	boxes, err := mailbox.All(ctx, in.door.Read())
	if err != nil {
		return err
	}
	a.box, _ = mailbox.Of(boxes, a.mail.Mailbox) // there is one: the mail was stored for it
	a.rules = channel.Message{Automation: automation(a), Mentions: mentions(a.msg.Subject)}
	if s, ok := mailmsg.Sender(a.msg); ok {
		a.sender = s
		a.rules.Senders = []string{s.Addr}
		_, a.rules.OwnAddress = mailbox.Home(boxes, s.Addr)
	} else {
		for _, f := range a.msg.From {
			a.rules.Senders = append(a.rules.Senders, f.Raw)
		}
		if len(a.rules.Senders) == 1 {
			a.rules.Senders = nil // there is one, but two programs could read it in two ways
		}
	}
	if err := in.unseal(ctx, a); err != nil {
		return err
	}
	if original, _ := mailmsg.Deliveries(a.msg); original != "" && a.rules.Automation == channel.Bouncing {
		a.answers = append(a.answers, original) // what it reports on; a person's mail only shows it
	}
	a.answers = append(a.answers, a.msg.InReplyTo...)
	for i := len(a.msg.References) - 1; i >= 0; i-- {
		a.answers = append(a.answers, a.msg.References[i])
	}
	a.answers = a.answers[:min(len(a.answers), 100)]
	a.mail.MessageID, a.mail.Sender, a.mail.Subject = a.msg.ID, senderText(a), a.msg.Subject
	a.mail.Automatic = a.msg.Auto.Because
	a.mail.Identity, a.mail.ParsedAt = a.identity, in.door.Now()
	return nil
}

// unseal finds the signed addresses among the recipients.
func (in *Intake) unseal(ctx context.Context, a *arrival) error {
	recipients := slices.Clone(a.mail.EnvelopeTo)
	for _, list := range [][]mailmsg.Address{a.msg.To, a.msg.Cc} {
		for _, to := range list {
			recipients = append(recipients, to.Addr)
		}
	}
	recipients = append(append(recipients, a.msg.Headers["Delivered-To"]...), a.msg.Headers["X-Original-To"]...)
	var own seal.Keys
	p, err := person.ByEmail(ctx, in.door.Read(), a.sender.Addr)
	if err != nil && !errs.Is(err, errs.NotFound) {
		return err
	}
	if err == nil && p.IsAgent() {
		own = notify.Personal(in.keys, p.ID)
	}
	for _, to := range recipients {
		if n, ok := in.keys.Open(to); ok {
			a.signed = append(a.signed, id.Number(n))
		}
		if n, ok := in.keys.OpenCase(to); ok && !slices.Contains(a.cases, n) {
			a.cases = append(a.cases, n)
		}
		if n, ok := own.Open(to); ok {
			a.signed, a.personal = append(a.signed, id.Number(n)), append(a.personal, id.Number(n))
		}
	}
	return nil
}

func senderText(a *arrival) string {
	if a.sender.Addr != "" {
		return a.sender.Addr
	}
	if len(a.msg.From) > 0 {
		return a.msg.From[0].Raw
	}
	return ""
}

// automation turns the reader's verdict into the rules' words. A null return
// path alone makes a mail one not to answer, but no report on a delivery.
func automation(a *arrival) channel.Automation {
	switch a.msg.Auto.Kind {
	case mailmsg.Bounce:
		if strings.HasPrefix(a.msg.Auto.Because, "Return-Path") {
			return channel.Answering
		}
		return channel.Bouncing
	case mailmsg.AutoReply:
		return channel.Answering
	case mailmsg.Generated, mailmsg.Bulk:
		return channel.Sending
	}
	switch {
	case a.mail.Via == channel.BySMTP && a.mail.EnvelopeFrom == "":
		a.msg.Auto.Because = "the envelope names no sender"
		return channel.Answering
	case a.msg.Text == "" && slices.ContainsFunc(a.msg.Attachments, func(p mailmsg.Part) bool { return p.MediaType == "message/rfc822" }):
		a.msg.Auto.Because = "it says nothing and holds another mail, as complaints do"
		return channel.Sending
	}
	return channel.ByHuman
}

// mentions are the tickets that a subject names.
func mentions(subject string) []id.Ref {
	var refs []id.Ref
	for _, word := range strings.FieldsFunc(subject, func(r rune) bool { return strings.ContainsRune(" []():,;#", r) }) {
		if !strings.HasPrefix(strings.ToUpper(word), "SL-") {
			continue
		}
		if n, err := id.ParseRef(word); err == nil {
			refs = append(refs, n.Ref())
		}
	}
	return refs
}

// keepFiles stores what the mail encloses; rows follow in the transaction.
func (in *Intake) keepFiles(ctx context.Context, a *arrival) error {
	for i, p := range a.msg.Attachments {
		if i == maxFiles {
			a.leftOut = len(a.msg.Attachments) - maxFiles
			break
		}
		sha, size, err := in.files.Put(ctx, bytes.NewReader(p.Data), MaxSize)
		if err != nil {
			return err
		}
		a.files = append(a.files, attachment.Attachment{
			SHA256: sha, Size: size, Name: attachment.CleanName(p.Name), MediaType: p.MediaType, ContentID: p.ContentID,
		})
	}
	return nil
}

// words is the text of a mail for a timeline: cut where it is past all bounds,
// and never empty.
func (a *arrival) words(text string) string {
	text = strings.TrimSpace(text)
	if utf8.RuneCountInString(text) > ticket.MaxBody-200 {
		text = string([]rune(text)[:ticket.MaxBody-200]) + "\n\n(The text goes on in the raw mail.)"
	}
	if text == "" {
		text = "(The mail has no text.)"
	}
	if a.leftOut > 0 {
		text += fmt.Sprintf("\n\n(%d more files are in the raw mail.)", a.leftOut)
	}
	return text
}

// subject is the mail's subject as a ticket can have it.
func (a *arrival) subject() string {
	s := strings.Join(strings.Fields(a.msg.Subject), " ")
	if utf8.RuneCountInString(s) > ticket.MaxSubject {
		s = string([]rune(s)[:ticket.MaxSubject-1]) + "…"
	}
	if s == "" {
		return "(no subject)"
	}
	return s
}

// refresh loads the mail inside the transaction that settles it.
func refresh(ctx context.Context, h db.Handle, key id.MailIn) (channel.State, error) {
	m, err := channel.In(ctx, h, key)
	return m.State, err
}
