package vendor

import (
	"context"
	"strconv"
	"strings"
	"time"

	"secondline/internal/db"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// A State is where a case stands.
type State string

// The states.
const (
	Sent     State = "sent"     // an answer is outstanding
	Answered State = "answered" // they wrote
	Solved   State = "solved"   // they say that it is solved
	Closed   State = "closed"   // nobody waits for them any more
)

// How a case ended.
const (
	OutcomeSolved    = "solved"
	OutcomeWithdrawn = "withdrawn"
	OutcomeNot       = "not_solved"
)

// Outcomes lists how a case may end.
var Outcomes = []string{OutcomeSolved, OutcomeWithdrawn, OutcomeNot}

// A Case is what a vendor has of a ticket.
type Case struct {
	ID           id.Case
	Number       int64 // ours, which they may quote: V-1001
	Ticket       id.Ticket
	Organisation id.Organisation
	Vendor       id.Vendor
	Contract     id.Contract
	State        State
	Reference    string // theirs
	Subject      string // as it left
	Contact      int    // the position of the contact who was written to last
	TokenHash    []byte // opens their page; empty: it is closed
	SentBy       id.Person
	SentAt       time.Time
	AnsweredAt   time.Time
	ClosedAt     time.Time
	Version      int64
}

// Name is the case's number as people say it.
func (c Case) Name() string { return "V-" + strconv.FormatInt(c.Number, 10) }

// A Direction says who wrote a message.
type Direction string

// The directions.
const (
	Out Direction = "out" // the desk wrote to the vendor
	In  Direction = "in"  // the vendor wrote to the desk
)

// How a message came or went.
const (
	ViaMail  = "mail"
	ViaPage  = "page"
	ViaPhone = "phone"
)

// A File is what a message says of a file.
type File struct {
	ID        id.File `json:"id"`
	Name      string  `json:"name"` // as they see it, redacted
	MediaType string  `json:"media_type"`
	Size      int64   `json:"size"`
}

// A Message is what was written between the desk and a vendor.
type Message struct {
	ID           id.VendorMessage
	Case         id.Case
	Organisation id.Organisation
	Direction    Direction
	Author       string
	Body         string // Markdown; what leaves stands here as it left
	Files        []File
	At           time.Time
	Via          string
}

// MaxBody is how long one message may be, in letters.
const MaxBody = 50_000

const caseColumns = `c.id, c.number, c.ticket_id, c.organisation_id, c.vendor_id, c.contract_id, c.state, c.reference, c.subject, c.contact,
       c.token_hash, c.sent_by_id, c.sent_at, c.answered_at, c.closed_at, c.version`

func scanCase(r db.Row) (Case, error) {
	var c Case
	err := r.Scan(&c.ID, &c.Number, &c.Ticket, &c.Organisation, &c.Vendor, db.Null(&c.Contract), &c.State, &c.Reference, &c.Subject, &c.Contact,
		&c.TokenHash, &c.SentBy, db.Into(&c.SentAt), db.Into(&c.AnsweredAt), db.Into(&c.ClosedAt), &c.Version)
	return c, err
}

// GetCase loads a case; errs.NotFound if there is none.
func GetCase(ctx context.Context, h db.Handle, key id.Case) (Case, error) {
	return oneCase(ctx, h, `c.id = ?`, key)
}

// CaseByNumber loads a case by our number; errs.NotFound if there is none.
func CaseByNumber(ctx context.Context, h db.Handle, number int64) (Case, error) {
	return oneCase(ctx, h, `c.number = ?`, number)
}

// CaseByToken loads the case whose page a token opens; errs.NotFound if there is none.
func CaseByToken(ctx context.Context, h db.Handle, hash []byte) (Case, error) {
	if len(hash) == 0 {
		return Case{}, errs.New(errs.NotFound, "There is no such case.")
	}
	return oneCase(ctx, h, `c.token_hash = ?`, hash)
}

func oneCase(ctx context.Context, h db.Handle, where string, arg any) (Case, error) {
	c, err := db.One(ctx, h, scanCase, `
		SELECT `+caseColumns+`
		  FROM vendor_case c
		 WHERE `+where, arg)
	if errs.Is(err, errs.NotFound) {
		return c, errs.New(errs.NotFound, "There is no such case.")
	}
	return c, errs.Wrap(err, "loading a vendor's case")
}

// CasesOf lists what vendors have of a ticket, the first first.
func CasesOf(ctx context.Context, h db.Handle, t id.Ticket) ([]Case, error) {
	return db.All(ctx, h, scanCase, `
		SELECT `+caseColumns+`
		  FROM vendor_case c
		 WHERE c.ticket_id = ?
		 ORDER BY c.sent_at, c.id`, t)
}

// Cases loads some cases, the newest first.
func Cases(ctx context.Context, h db.Handle, keys []id.Case) ([]Case, error) {
	if len(keys) == 0 {
		return nil, nil
	}
	in, args := db.In(keys)
	return db.All(ctx, h, scanCase, `
		SELECT `+caseColumns+`
		  FROM vendor_case c
		 WHERE c.id IN `+in+`
		 ORDER BY c.id DESC`, args...)
}

// firstNumber is the number after which cases begin.
const firstNumber = 1000

// InsertCase saves a new case and gives it its number.
func InsertCase(ctx context.Context, h db.Handle, c Case) (Case, error) {
	var err error
	c.Number, err = db.One(ctx, h, func(r db.Row) (n int64, err error) { return n, r.Scan(&n) }, `
		INSERT INTO counter (name, next)
		VALUES ('vendor_case', ?)
		ON CONFLICT (name) DO UPDATE SET next = counter.next + 1
		RETURNING next`, firstNumber+1)
	if err != nil {
		return c, errs.Wrap(err, "numbering a vendor's case")
	}
	_, err = h.Exec(ctx, `
		INSERT INTO vendor_case (id, number, ticket_id, organisation_id, vendor_id, contract_id, state, reference, subject, contact, token_hash,
		                         sent_by_id, sent_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		c.ID, c.Number, c.Ticket, c.Organisation, c.Vendor, db.NullID(c.Contract), c.State, c.Reference, c.Subject, c.Contact, c.TokenHash,
		c.SentBy, db.At(c.SentAt))
	c.Version = 1
	return c, errs.Wrap(err, "saving a vendor's case")
}

// UpdateCase saves what changed about a case; errs.Stale if somebody else was
// faster.
func UpdateCase(ctx context.Context, h db.Handle, c Case) error {
	hash := any(c.TokenHash)
	if len(c.TokenHash) == 0 {
		hash = nil
	}
	n, err := h.Exec(ctx, `
		UPDATE vendor_case
		   SET state = ?, reference = ?, contact = ?, token_hash = ?, answered_at = ?, closed_at = ?, version = version + 1
		 WHERE id = ? AND version = ?`,
		c.State, c.Reference, c.Contact, hash, db.At(c.AnsweredAt), db.At(c.ClosedAt), c.ID, c.Version)
	if err == nil && n == 0 {
		return errs.New(errs.Stale, "The case was changed at the same moment.")
	}
	return errs.Wrap(err, "saving a vendor's case")
}

// AddMessage saves a message of a case.
func AddMessage(ctx context.Context, h db.Handle, m Message) error {
	if m.Files == nil {
		m.Files = []File{}
	}
	_, err := h.Exec(ctx, `
		INSERT INTO vendor_message (id, case_id, organisation_id, direction, author, body, files, at, via)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		m.ID, m.Case, m.Organisation, m.Direction, m.Author, m.Body, db.JSON(m.Files), db.At(m.At), m.Via)
	return errs.Wrap(err, "saving a vendor's message")
}

// Messages lists what was written on cases, the first first.
func Messages(ctx context.Context, h db.Handle, cases ...id.Case) ([]Message, error) {
	if len(cases) == 0 {
		return nil, nil
	}
	in, args := db.In(cases)
	return db.All(ctx, h, func(r db.Row) (m Message, err error) {
		return m, r.Scan(&m.ID, &m.Case, &m.Organisation, &m.Direction, &m.Author, &m.Body, db.FromJSON(&m.Files), db.Into(&m.At), &m.Via)
	}, `
		SELECT m.id, m.case_id, m.organisation_id, m.direction, m.author, m.body, m.files, m.at, m.via
		  FROM vendor_message m
		 WHERE m.case_id IN `+in+`
		 ORDER BY m.at, m.id`, args...)
}

// InSince counts what a vendor wrote on a case after a time.
func InSince(ctx context.Context, h db.Handle, key id.Case, since time.Time) (int, error) {
	return db.One(ctx, h, func(r db.Row) (n int, err error) { return n, r.Scan(&n) }, `
		SELECT count(*)
		  FROM vendor_message
		 WHERE case_id = ? AND at > ? AND direction = 'in'`, key, db.At(since))
}

// CleanReference checks a vendor's own number.
func CleanReference(s string) (string, error) {
	s = strings.Join(strings.Fields(s), " ")
	if len(s) > maxName {
		return "", errs.Field("reference", "Their number is longer than %d bytes.", maxName)
	}
	return s, nil
}
