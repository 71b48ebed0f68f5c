package channel

import (
	"context"
	"strings"
	"time"

	"secondline/internal/db"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// A Via says through which door a mail came in.
type Via string

// The doors.
const (
	BySMTP Via = "smtp"
	ByPipe Via = "pipe"
)

// A State is what became of a mail that came in.
type State string

// The states: stored, until one of the five ends.
const (
	Stored     State = "stored"
	Opened     State = "ticket"
	Replied    State = "reply"
	Vendor     State = "vendor" // a vendor's word on a case
	Duplicate  State = "duplicate"
	Quarantine State = "quarantine"
)

// A MailIn is a message as it arrived, and what became of it.
type MailIn struct {
	ID           id.MailIn
	ReceivedAt   time.Time
	Via          Via
	EnvelopeFrom string
	EnvelopeTo   []string // the recipients that led to this mailbox
	Mailbox      id.Mailbox
	SHA256       string // of the raw bytes, by which the file store has them
	Size         int64
	State        State
	Because      string // why it is quarantined, or a duplicate of what
	MessageID    string // without the angle brackets
	Sender       string
	Subject      string
	Automatic    string // why we think that no human wrote it; "" if one did
	Identity     string // the same for the same mail however it came; "" for a duplicate
	Organisation id.Organisation
	Ticket       id.Ticket
	Case         id.Case // of a vendor
	Seq          int64   // of the timeline entry that it became
	ParsedAt     time.Time
	DroppedAt    time.Time // when somebody decided that a quarantined mail stays out
}

const inColumns = `i.id, i.received_at, i.via, i.envelope_from, i.envelope_to, i.mailbox_id, i.sha256, i.size, i.state, i.because,
       i.message_id, i.sender, i.subject, i.automatic, i.identity, i.organisation_id, i.ticket_id, i.case_id, i.seq, i.parsed_at, i.dropped_at`

func scanIn(r db.Row) (MailIn, error) {
	var m MailIn
	var to string
	err := r.Scan(&m.ID, db.Into(&m.ReceivedAt), &m.Via, &m.EnvelopeFrom, &to, &m.Mailbox, &m.SHA256, &m.Size, &m.State, &m.Because,
		&m.MessageID, &m.Sender, &m.Subject, &m.Automatic, db.Null(&m.Identity), db.Null(&m.Organisation), db.Null(&m.Ticket),
		db.Null(&m.Case), db.Null(&m.Seq), db.Into(&m.ParsedAt), db.Into(&m.DroppedAt))
	m.EnvelopeTo = strings.Fields(to)
	return m, err
}

// InsertIn keeps a mail that has just been stored.
func InsertIn(ctx context.Context, h db.Handle, m MailIn) error {
	_, err := h.Exec(ctx, `
		INSERT INTO mail_in (id, received_at, via, envelope_from, envelope_to, mailbox_id, sha256, size, state)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		m.ID, db.At(m.ReceivedAt), m.Via, m.EnvelopeFrom, strings.Join(m.EnvelopeTo, " "), m.Mailbox, m.SHA256, m.Size, Stored)
	return errs.Wrap(err, "keeping a mail")
}

// In loads a mail that came in; errs.NotFound if there is none.
func In(ctx context.Context, h db.Handle, key id.MailIn) (MailIn, error) {
	m, err := db.One(ctx, h, scanIn, `
		SELECT `+inColumns+`
		  FROM mail_in i
		 WHERE i.id = ?`, key)
	if errs.Is(err, errs.NotFound) {
		return m, errs.New(errs.NotFound, "There is no such mail.")
	}
	return m, errs.Wrap(err, "loading a mail")
}

// SameIn finds the mail that was let in, or put aside, with an identity;
// errs.NotFound if it is new.
func SameIn(ctx context.Context, h db.Handle, identity string) (MailIn, error) {
	return db.One(ctx, h, scanIn, `
		SELECT `+inColumns+`
		  FROM mail_in i
		 WHERE i.identity = ?`, identity)
}

// Settle writes what became of a mail that was in the state from. If somebody
// else settled it first, or the same mail came in at the same moment, it is
// errs.Stale and the decision is to be made again.
func Settle(ctx context.Context, h db.Handle, m MailIn, from State) error {
	n, err := h.Exec(ctx, `
		UPDATE mail_in
		   SET state = ?, because = ?, message_id = ?, sender = ?, subject = ?, automatic = ?, identity = ?,
		       organisation_id = ?, ticket_id = ?, case_id = ?, seq = ?, parsed_at = ?, dropped_at = ?
		 WHERE id = ? AND state = ? AND dropped_at IS NULL`,
		m.State, m.Because, m.MessageID, m.Sender, m.Subject, m.Automatic, db.NullText(m.Identity),
		db.NullID(m.Organisation), db.NullID(m.Ticket), db.NullID(m.Case), nullSeq(m.Seq), db.At(m.ParsedAt), db.At(m.DroppedAt), m.ID, from)
	if db.IsUnique(err) || err == nil && n == 0 {
		return errs.Because(err, errs.Stale, "The same mail was taken in at the same moment.")
	}
	return errs.Wrap(err, "settling a mail")
}

// Waiting lists quarantined mail that nobody has decided about, the newest
// first, below a position in the list.
func Waiting(ctx context.Context, h db.Handle, below id.MailIn, limit int) ([]MailIn, error) {
	if below == 0 {
		below = 1<<63 - 1
	}
	return db.All(ctx, h, scanIn, `
		SELECT `+inColumns+`
		  FROM mail_in i
		 WHERE i.state = 'quarantine' AND i.dropped_at IS NULL AND i.id < ?
		 ORDER BY i.id DESC
		 LIMIT ?`, below, limit)
}

// Unread lists the mails that were stored and that nobody has looked into.
func Unread(ctx context.Context, h db.Handle) ([]id.MailIn, error) {
	return db.All(ctx, h, func(r db.Row) (key id.MailIn, err error) { return key, r.Scan(&key) }, `
		SELECT id
		  FROM mail_in
		 WHERE state = 'stored'
		 ORDER BY received_at, id`)
}

// InOf lists the mails that became entries of a ticket.
func InOf(ctx context.Context, h db.Handle, t id.Ticket) ([]MailIn, error) {
	return db.All(ctx, h, scanIn, `
		SELECT `+inColumns+`
		  FROM mail_in i
		 WHERE i.ticket_id = ?
		 ORDER BY i.seq, i.id`, t)
}

// TicketsOf finds the tickets on which mails stand, ours or others', by their
// Message-IDs. What a vendor wrote or was sent is none of them: whoever quotes it
// is no customer.
func TicketsOf(ctx context.Context, h db.Handle, messageIDs []string) (map[string]id.Ticket, error) {
	found := map[string]id.Ticket{}
	if len(messageIDs) == 0 {
		return found, nil
	}
	in, args := db.In(messageIDs)
	err := h.Each(ctx, func(r db.Row) error {
		var message string
		var t id.Ticket
		if err := r.Scan(&message, &t); err != nil {
			return err
		}
		found[message] = t
		return nil
	}, `
		SELECT message_id, ticket_id
		  FROM mail_in
		 WHERE message_id IN `+in+` AND ticket_id IS NOT NULL AND state IN ('ticket', 'reply') AND automatic = ''
		 UNION ALL
		SELECT message_id, ticket_id
		  FROM mail_out
		 WHERE message_id IN `+in+` AND ticket_id IS NOT NULL AND kind <> 'vendor'`, append(args, args...)...)
	return found, errs.Wrap(err, "looking for the mail that is answered")
}

// LastBox is the mailbox that a ticket's latest mail came to; zero if none came.
func LastBox(ctx context.Context, h db.Handle, t id.Ticket) (id.Mailbox, error) {
	box, err := db.One(ctx, h, func(r db.Row) (b id.Mailbox, err error) { return b, r.Scan(&b) }, `
		SELECT mailbox_id
		  FROM mail_in
		 WHERE ticket_id = ? AND state IN ('ticket', 'reply')
		 ORDER BY seq DESC, id DESC
		 LIMIT 1`, t)
	if errs.Is(err, errs.NotFound) {
		return 0, nil
	}
	return box, errs.Wrap(err, "choosing a mailbox")
}

func nullSeq(seq int64) any {
	if seq == 0 {
		return nil
	}
	return seq
}
