// Package intake takes mail in, through whichever door it comes.
//
//	intake.go      Accept: the bytes are durable before anybody says thank you
//	parse.go       the job that looks into a stored mail, within bounds
//	admit.go       one transaction: what the mail becomes, and that it did
//	thread.go      the ticket that a mail may belong to, and what its sender is to it
//	vendor.go      mail to a vendor's case
//	bounce.go      reports on mail of ours that did not arrive
//	quarantine.go  what people decide about mail that was put aside; look.go: what they see of it
//	deliver.go     the pipe, with the server running or not
//
// Looking into a mail may fail, and may be repeated as often as one likes: until
// admit commits nothing has happened, and afterwards the mail is settled. What
// the rules say (desk/channel) is kept apart from how it is done here.
//
// What always holds: mail that was accepted is never lost, whatever is in it. If
// it cannot be read, placed or attributed, it is in quarantine, with the reason.
package intake

import (
	"context"
	"io"
	"log/slog"
	"strings"
	"sync"

	"secondline/internal/core/access"
	"secondline/internal/core/job"
	"secondline/internal/desk/channel"
	"secondline/internal/desk/mailbox"
	"secondline/internal/desk/ticket"
	"secondline/internal/desk/vendor"
	"secondline/internal/flow/ticketing"
	"secondline/internal/flow/vending"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/clock"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/seal"
)

// ParseMail is the kind of job that looks into a stored mail; its payload is a
// MailJob.
const ParseMail = "mail.parse"

// A MailJob names the mail that a job is about.
type MailJob struct {
	Mail id.MailIn `json:"mail"`
}

// MaxSize is how large a mail may be, in bytes.
const MaxSize = 50 << 20

// Contents keeps the bytes of mails and of what they enclose.
type Contents interface {
	Put(ctx context.Context, r io.Reader, limit int64) (sha256 string, size int64, err error)
	Read(ctx context.Context, sha256 string) ([]byte, error)
}

// Tickets is what a mail may do to the desk.
type Tickets interface {
	OpenWithin(ctx context.Context, w *work.Work, n id.Number, in ticketing.OpenIn) (*ticket.Ticket, error)
	ReplyWithin(ctx context.Context, w *work.Work, t *ticket.Ticket, in ticketing.MessageIn) (seq int64, err error)
}

// Vendors is what a vendor's mail may do to the desk.
type Vendors interface {
	HearWithin(ctx context.Context, w *work.Work, c vendor.Case, in vending.Word) (t *ticket.Ticket, seq int64, err error)
}

// Options are what an Intake needs.
type Options struct {
	Door   *work.Door
	Files  Contents
	Desk   Tickets
	Makers Vendors
	Keys   seal.Keys   // that signed the addresses which we gave out
	Clock  clock.Clock // that bounds the reading of one mail; nil: the wall's
	Log    *slog.Logger
}

// An Intake takes mail in.
type Intake struct {
	door    *work.Door
	files   Contents
	tickets Tickets
	vendors Vendors
	keys    seal.Keys
	clock   clock.Clock
	log     *slog.Logger
	spare   spares
}

// New makes an Intake.
func New(o Options) *Intake {
	if o.Clock == nil {
		o.Clock = clock.Wall{}
	}
	return &Intake{door: o.Door, files: o.Files, tickets: o.Desk, vendors: o.Makers, keys: o.Keys, clock: o.Clock, log: o.Log}
}

// Raw is a mail as a door received it.
type Raw struct {
	Via          channel.Via
	EnvelopeFrom string
	EnvelopeTo   []string // empty: for the standard mailbox
	Body         io.Reader
}

// mailer is who takes mail in before anybody knows whose it is.
var mailer = access.Actor{Kind: access.Mail, Name: "Mail"}

// Accept makes a mail durable, bytes first, and asks for it to be looked into.
// When it returns nil the sender may forget the mail. One that goes to several
// mailboxes is stored for each, and its identity sees to it that it has one end.
func (in *Intake) Accept(ctx context.Context, raw Raw) ([]id.MailIn, error) {
	sha, size, err := in.files.Put(ctx, raw.Body, MaxSize)
	if err != nil {
		return nil, errs.Wrap(err, "storing a mail")
	}
	var kept []id.MailIn
	err = in.door.Do(ctx, mailer, func(ctx context.Context, w *work.Work) error {
		kept = nil
		boxes, err := mailbox.All(ctx, w.Tx)
		if err != nil {
			return err
		}
		if len(boxes) == 0 {
			return errs.New(errs.Unavailable, "The desk has no mailbox yet; set it up first.")
		}
		for _, share := range mailbox.Sort(boxes, raw.EnvelopeTo) {
			m := channel.MailIn{
				ID: id.MailIn(w.NewID()), ReceivedAt: w.Now, Via: raw.Via, EnvelopeFrom: clip(raw.EnvelopeFrom), EnvelopeTo: clipAll(share.To),
				Mailbox: share.Mailbox.ID, SHA256: sha, Size: size,
			}
			if err := channel.InsertIn(ctx, w.Tx, m); err != nil {
				return err
			}
			if err := ask(ctx, w, m.ID); err != nil {
				return err
			}
			kept = append(kept, m.ID)
		}
		return nil
	})
	return kept, errs.Wrap(err, "keeping a mail")
}

func ask(ctx context.Context, w *work.Work, key id.MailIn) error {
	return w.Enqueue(ctx, job.Job{Kind: ParseMail, Name: ParseMail + ":" + key.String(), Payload: MailJob{key}})
}

// clip bounds what an envelope says; addresses with spaces in them are nobody's,
// and are kept without.
func clip(addr string) string {
	addr = strings.Join(strings.Fields(strings.ToValidUTF8(strings.ReplaceAll(addr, "\x00", ""), "")), "")
	return addr[:min(len(addr), 320)]
}

func clipAll(addrs []string) []string {
	out := make([]string, len(addrs))
	for i, a := range addrs {
		out[i] = clip(a)
	}
	return out
}

// Resume asks again for every mail that nobody has looked into, when a desk
// starts: a job may have been given up while the database was away.
func (in *Intake) Resume(ctx context.Context) error {
	return in.door.Do(ctx, mailer, func(ctx context.Context, w *work.Work) error {
		left, err := channel.Unread(ctx, w.Tx)
		if err != nil {
			return err
		}
		for _, key := range left {
			if err := ask(ctx, w, key); err != nil {
				return err
			}
		}
		return nil
	})
}

// spares are ticket numbers that were taken for a mail which turned out to need
// none; the next one uses them.
type spares struct {
	mu   sync.Mutex
	list []id.Number
}

func (s *spares) take(ctx context.Context, door *work.Door) (id.Number, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if n := len(s.list); n > 0 {
		number := s.list[n-1]
		s.list = s.list[:n-1]
		return number, nil
	}
	return door.Number(ctx)
}

func (s *spares) put(n id.Number) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.list = append(s.list, n)
}

// Known tells whether an address is one of the desk's, with or without what
// follows a "+".
func (in *Intake) Known(ctx context.Context, addr string) (bool, error) {
	boxes, err := mailbox.All(ctx, in.door.Read())
	_, known := mailbox.Home(boxes, addr)
	return known, err
}
