package channel

import (
	"context"
	"slices"
	"time"

	"secondline/internal/db"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// A Fate is where a mail that we send stands, as a whole or for one recipient.
type Fate string

// The fates.
const (
	Queued    Fate = "queued"
	Sent      Fate = "sent"
	Failed    Fate = "failed"
	Cancelled Fate = "cancelled" // undone before it left
)

// A Recipient is somebody to whom a mail goes.
type Recipient struct {
	Person  id.Person `json:"person,omitempty"` // none: somebody at a vendor
	Name    string    `json:"name"`
	Address string    `json:"address"`
	Copy    bool      `json:"copy,omitempty"`  // on Cc
	Agent   bool      `json:"agent,omitempty"` // answers go to an address that only they are given
	Fate    Fate      `json:"fate"`
	Error   string    `json:"error,omitempty"`
}

// An Enclosure is a file that goes along.
type Enclosure struct {
	File      id.File `json:"file"`
	SHA256    string  `json:"sha256"`
	Name      string  `json:"name"`
	MediaType string  `json:"media_type"`
	Size      int64   `json:"size"`
}

// A Text is what a mail says; it is made into a message when it is sent.
type Text struct {
	Mailbox    id.Mailbox  `json:"mailbox"` // it comes from here, and answers go here
	Sender     string      `json:"sender"`  // who writes, as the customer reads it
	Subject    string      `json:"subject"`
	Body       string      `json:"body"` // Markdown
	Enclosures []Enclosure `json:"enclosures,omitempty"`
	Automatic  bool        `json:"automatic,omitempty"`
}

// A MailOut is a message that we send.
type MailOut struct {
	ID           id.MailOut
	Organisation id.Organisation
	Ticket       id.Ticket // zero for a sign-in link
	Case         id.Case   // of a vendor, who gets it
	Seq          int64     // the timeline entry that it carries
	Kind         string
	MessageID    string // without the angle brackets
	Text         Text
	Recipients   []Recipient
	Fate         Fate
	Attempts     int
	LastError    string
	CreatedAt    time.Time
	NextAt       time.Time // when it is tried next
	SentAt       time.Time
}

const outColumns = `o.id, o.organisation_id, o.ticket_id, o.case_id, o.seq, o.kind, o.message_id, o.letter, o.recipients, o.state, o.attempts,
       o.last_error, o.created_at, o.next_at, o.sent_at`

func scanOut(r db.Row) (MailOut, error) {
	var m MailOut
	err := r.Scan(&m.ID, &m.Organisation, db.Null(&m.Ticket), db.Null(&m.Case), db.Null(&m.Seq), &m.Kind, &m.MessageID, db.FromJSON(&m.Text),
		db.FromJSON(&m.Recipients), &m.Fate, &m.Attempts, &m.LastError, db.Into(&m.CreatedAt), db.Into(&m.NextAt), db.Into(&m.SentAt))
	return m, err
}

// InsertOut queues a mail.
func InsertOut(ctx context.Context, h db.Handle, m MailOut) error {
	_, err := h.Exec(ctx, `
		INSERT INTO mail_out (id, organisation_id, ticket_id, case_id, seq, kind, message_id, letter, recipients, state, created_at, next_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		m.ID, m.Organisation, db.NullID(m.Ticket), db.NullID(m.Case), nullSeq(m.Seq), m.Kind, m.MessageID, db.JSON(m.Text), db.JSON(m.Recipients),
		Queued, db.At(m.CreatedAt), db.At(m.NextAt))
	return errs.Wrap(err, "queueing a mail")
}

// Out loads a mail that we send; errs.NotFound if there is none.
func Out(ctx context.Context, h db.Handle, key id.MailOut) (MailOut, error) {
	m, err := db.One(ctx, h, scanOut, `
		SELECT `+outColumns+`
		  FROM mail_out o
		 WHERE o.id = ?`, key)
	return m, errs.Wrap(err, "loading a mail that we send")
}

// OutByMessage finds the mail that we sent under a Message-ID; errs.NotFound if
// it is none of ours.
func OutByMessage(ctx context.Context, h db.Handle, messageID string) (MailOut, error) {
	return db.One(ctx, h, scanOut, `
		SELECT `+outColumns+`
		  FROM mail_out o
		 WHERE o.message_id = ?`, messageID)
}

// OutOf lists the mails that carry a ticket's entries.
func OutOf(ctx context.Context, h db.Handle, t id.Ticket) ([]MailOut, error) {
	return db.All(ctx, h, scanOut, `
		SELECT `+outColumns+`
		  FROM mail_out o
		 WHERE o.ticket_id = ?
		 ORDER BY o.seq, o.id`, t)
}

// AllQueued lists the mails that are still to go, for a desk that has just
// started.
func AllQueued(ctx context.Context, h db.Handle, after id.MailOut, limit int) ([]MailOut, error) {
	return db.All(ctx, h, scanOut, `
		SELECT `+outColumns+`
		  FROM mail_out o
		 WHERE o.state = 'queued' AND o.id > ?
		 ORDER BY o.id
		 LIMIT ?`, after, limit)
}

// Progress writes how far a mail has come, if it is still queued with as many
// attempts as was thought; otherwise errs.Stale.
func Progress(ctx context.Context, h db.Handle, m MailOut, attempts int) error {
	n, err := h.Exec(ctx, `
		UPDATE mail_out
		   SET state = ?, letter = ?, recipients = ?, attempts = ?, last_error = ?, next_at = ?, sent_at = ?
		 WHERE id = ? AND state = 'queued' AND attempts = ?`,
		m.Fate, db.JSON(m.Text), db.JSON(m.Recipients), m.Attempts, m.LastError, db.At(m.NextAt), db.At(m.SentAt), m.ID, attempts)
	if err == nil && n == 0 {
		return errs.New(errs.Stale, "The mail was cancelled or tried at the same moment.")
	}
	return errs.Wrap(err, "noting how far a mail has come")
}

// Cancel undoes the mails of a timeline entry that nobody has tried to send yet,
// and tells which.
func Cancel(ctx context.Context, h db.Handle, t id.Ticket, seq int64) ([]id.MailOut, error) {
	gone, err := db.All(ctx, h, func(r db.Row) (key id.MailOut, err error) { return key, r.Scan(&key) }, `
		UPDATE mail_out
		   SET state = 'cancelled', next_at = NULL
		 WHERE ticket_id = ? AND seq = ? AND state = 'queued' AND attempts = 0
		RETURNING id`, t, seq)
	return gone, errs.Wrap(err, "cancelling mail")
}

// Bounced notes that mail we sent did not arrive at an address; with no address,
// at any of its recipients.
func (m *MailOut) Bounced(address, because string) {
	for i := range m.Recipients {
		if address == "" || m.Recipients[i].Address == address {
			m.Recipients[i].Fate, m.Recipients[i].Error = Failed, because
		}
	}
	m.sum()
}

// Heard notes what the relay said about some recipients of one attempt. What may
// be tried again stays queued until the mail is giveUp old.
func (m *MailOut) Heard(answers []Answer, now time.Time, giveUp, pause time.Duration) {
	for _, a := range answers {
		i := slices.IndexFunc(m.Recipients, func(r Recipient) bool { return r.Address == a.Address })
		if i < 0 || m.Recipients[i].Fate != Queued {
			continue
		}
		m.Recipients[i].Error = a.Error
		switch {
		case a.Error == "":
			m.Recipients[i].Fate = Sent
		case a.Final || now.Sub(m.CreatedAt) >= giveUp:
			m.Recipients[i].Fate = Failed
		}
	}
	m.sum()
	m.NextAt = time.Time{}
	switch m.Fate {
	case Queued:
		m.NextAt = now.Add(pause)
	case Sent:
		m.SentAt = now
	}
}

// An Answer is what the relay said about one recipient.
type Answer struct {
	Address string
	Error   string // "" when it took the mail
	Final   bool   // asking again is of no use
}

// sum makes the fate of the whole from its recipients: queued while anybody is
// left, failed when anybody did not get it.
func (m *MailOut) sum() {
	m.Fate, m.LastError = Sent, ""
	for _, r := range m.Recipients {
		if r.Error != "" {
			m.LastError = r.Address + ": " + r.Error
		}
		switch {
		case r.Fate == Queued:
			m.Fate = Queued
		case r.Fate == Failed && m.Fate == Sent:
			m.Fate = Failed
		}
	}
}

// SetBounced writes a bounce of a mail that had been sent.
func SetBounced(ctx context.Context, h db.Handle, m MailOut) error {
	_, err := h.Exec(ctx, `
		UPDATE mail_out
		   SET state = ?, recipients = ?, last_error = ?
		 WHERE id = ? AND state IN ('sent', 'failed')`, m.Fate, db.JSON(m.Recipients), m.LastError, m.ID)
	return errs.Wrap(err, "noting a bounce")
}

// ReceiptSince tells whether somebody was sent an automatic receipt after a time.
func ReceiptSince(ctx context.Context, h db.Handle, to id.Person, since time.Time) (bool, error) {
	_, err := db.One(ctx, h, func(r db.Row) (n int, err error) { return n, r.Scan(&n) }, `
		SELECT 1
		  FROM ticket t
		  JOIN mail_out o ON o.ticket_id = t.id
		 WHERE t.requester_id = ? AND t.updated_at > ? AND o.kind = 'received' AND o.created_at > ?
		 LIMIT 1`, to, db.At(since), db.At(since))
	if errs.Is(err, errs.NotFound) {
		return false, nil
	}
	return err == nil, errs.Wrap(err, "looking for a receipt")
}

// Conversation lists the Message-IDs of a ticket's mail in both directions, as it
// stood when one of our own was written, the oldest first: it names them, so that
// mail clients keep the conversation together.
func Conversation(ctx context.Context, h db.Handle, m MailOut) ([]string, error) {
	return db.All(ctx, h, func(r db.Row) (s string, err error) {
		var order int64 // ids grow with time
		return s, r.Scan(&s, &order)
	}, `
		SELECT message_id, id
		  FROM mail_in
		 WHERE ticket_id = ? AND message_id <> '' AND state IN ('ticket', 'reply') AND received_at <= ?
		 UNION
		SELECT message_id, id
		  FROM mail_out
		 WHERE ticket_id = ? AND kind <> 'vendor' AND state IN ('sent', 'failed') AND created_at <= ? AND id <> ?
		 ORDER BY id`, m.Ticket, db.At(m.CreatedAt), m.Ticket, db.At(m.CreatedAt), m.ID)
}

// Correspondence lists the Message-IDs of the mail between the desk and a vendor
// about one case, as Conversation does for a customer. Neither names a mail of the
// other.
func Correspondence(ctx context.Context, h db.Handle, m MailOut) ([]string, error) {
	return db.All(ctx, h, func(r db.Row) (s string, err error) {
		var order int64
		return s, r.Scan(&s, &order)
	}, `
		SELECT message_id, id
		  FROM mail_in
		 WHERE ticket_id = ? AND case_id = ? AND message_id <> '' AND state = 'vendor' AND received_at <= ?
		 UNION
		SELECT message_id, id
		  FROM mail_out
		 WHERE ticket_id = ? AND case_id = ? AND kind = 'vendor' AND state IN ('sent', 'failed') AND created_at <= ? AND id <> ?
		 ORDER BY id`, m.Ticket, m.Case, db.At(m.CreatedAt), m.Ticket, m.Case, db.At(m.CreatedAt), m.ID)
}
