package mail_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	stdmail "net/mail"
	"net/smtp"
	"sync"
	"testing"
	"time"

	gosmtp "github.com/emersion/go-smtp"

	"secondline/internal/core/access"
	"secondline/internal/core/event"
	"secondline/internal/core/file"
	"secondline/internal/core/job"
	"secondline/internal/db"
	"secondline/internal/db/dbtest"
	"secondline/internal/desk/channel"
	"secondline/internal/desk/person"
	"secondline/internal/desk/ticket"
	"secondline/internal/edge/mail"
	"secondline/internal/flow/intake"
	"secondline/internal/flow/notify"
	"secondline/internal/flow/ticketing"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/clock"
	"secondline/internal/kit/seal"
)

// The people of the story. Ann and Ben work at Acme, Mallory at nobody's.
const (
	ann   = "ann@acme.example"
	ben   = "ben@acme.example"
	gus   = "gus@bigcorp.example"
	lea   = "lea@desk.example" // first line
	eve   = "mallory@evil.example"
	inbox = "desk@desk.example"
)

// A desk takes mail in on a real port and hands its letters to a real relay.
type desk struct {
	t       testing.TB
	db      *db.DB
	clock   *clock.Fake
	files   *file.Store
	door    *work.Door
	jobs    *job.Runner
	tickets *ticketing.Desk
	intake  *intake.Intake
	notify  *notify.Notify
	keys    seal.Keys
	relay   *relay
	addr    string
	stop    func()
	mids    int
}

// stories runs a story on both engines, and looks afterwards for what never
// holds.
func stories(t *testing.T, tell func(d *desk)) {
	dbtest.Each(t, func(t *testing.T, database *db.DB) {
		d := open(t, database)
		tell(d)
		d.sound()
	})
}

func open(t testing.TB, database *db.DB) *desk {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	c := clock.NewFake(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC))
	d := &desk{t: t, db: database, clock: c, jobs: job.NewRunner(database, c, log), keys: seal.Keys{seal.NewKey()}, relay: newRelay(t)}
	var err error
	d.files, err = file.Open(t.TempDir())
	d.must(err)
	out, err := mail.NewRelay(d.relay.addr, "desk.example")
	d.must(err)
	d.door = work.New(work.Options{DB: database, Clock: c, IDs: id.NewMaker(c, 1), Bus: &event.Bus{}, Jobs: d.jobs, Log: log})
	d.notify = notify.New(notify.Options{Door: d.door, Files: d.files, Keys: d.keys, Relay: out, Log: log})
	d.tickets = ticketing.New(d.door, d.notify)
	d.intake = intake.New(intake.Options{Door: d.door, Files: d.files, Desk: d.tickets, Keys: d.keys, Log: log})
	d.jobs.HandleAll(intake.ParseMail, d.intake.Jobs)
	d.jobs.HandleAll(notify.SendMail, d.notify.Jobs)
	d.jobs.Handle(work.IndexTicket, func(context.Context, json.RawMessage) error { return nil })
	d.furnish()
	d.listen(mail.Options{Inbox: d.intake, Hostname: "desk.example", Clock: clock.Wall{}, Log: log})
	return d
}

func (d *desk) listen(o mail.Options) {
	d.t.Helper()
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	d.must(err)
	d.addr = ln.Addr().String()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- mail.New(o).Serve(ctx, ln) }()
	d.stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			d.t.Error(err)
		}
	})
	d.t.Cleanup(d.stop)
}

// furnish fills the desk: two customers, first line, and two mailboxes.
func (d *desk) furnish() {
	d.exec(`INSERT INTO organisation (id, name, name_key) VALUES (1, 'Acme', 'acme'), (2, 'Bigcorp', 'bigcorp'), (3, 'Desk', 'desk')`)
	d.exec(`INSERT INTO organisation_domain (domain, organisation_id) VALUES ('acme.example', 1), ('bigcorp.example', 2)`)
	d.exec(`INSERT INTO person (id, organisation_id, name, name_key, email, role, all_organisations) VALUES
		(11, 1, 'Ann Lee', 'ann lee', 'ann@acme.example', 'requester', FALSE),
		(12, 1, 'Ben Orr', 'ben orr', 'ben@acme.example', 'requester', FALSE),
		(13, 2, 'Gus Moe', 'gus moe', 'gus@bigcorp.example', 'requester', FALSE),
		(14, 3, 'Lea Fox', 'lea fox', 'lea@desk.example', 'agent', TRUE)`)
	d.exec(`INSERT INTO person_email (email, person_id) SELECT email, id FROM person`)
	d.exec(`INSERT INTO level (id, rank, name, plain_name) VALUES (31, 1, 'L1', 'First line')`)
	d.exec(`INSERT INTO team (id, name, name_key, plain_name, kind, level_id, triage) VALUES (21, 'Front desk', 'front desk', 'the front desk', 'line', 31, TRUE)`)
	d.exec(`INSERT INTO membership (team_id, person_id) VALUES (21, 14)`)
	d.exec(`INSERT INTO service (id, name, name_key, plain_name) VALUES (41, 'VPN', 'vpn', 'VPN')`)
	d.exec(`INSERT INTO mailbox (id, address, name, service_id, standard) VALUES
		(51, 'desk@desk.example', 'Desk', NULL, TRUE), (52, 'vpn@desk.example', 'VPN desk', 41, FALSE)`)
	d.exec(`INSERT INTO setting (name, value) VALUES ('desk.name', 'Fox & Sons IT')`)
}

func (d *desk) exec(query string, args ...any) {
	d.t.Helper()
	d.must(d.db.Tx(context.Background(), func(h db.Handle) error {
		_, err := h.Exec(context.Background(), query, args...)
		return err
	}))
}

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

// rests lets all jobs run that are due.
func (d *desk) rests() {
	d.t.Helper()
	d.must(d.jobs.Drain(context.Background()))
}

// lea is first line at the keyboard.
func (d *desk) lea() access.Actor {
	return access.Actor{Kind: access.Person, Person: 14, Name: "Lea Fox", Role: access.Administrator, All: true, Teams: []id.Team{21}}
}

// A note is a mail that somebody writes, as a mail client would.
type note struct {
	from, to, cc, subject, body string
	id                          string // a fresh one unless given
	header                      string // more fields, each ending with CR LF
}

func (d *desk) text(n note) []byte {
	if n.id == "" {
		d.mids++
		n.id = fmt.Sprintf("m%d@client.example", d.mids)
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "From: %s\r\nTo: %s\r\n", n.from, n.to)
	if n.cc != "" {
		fmt.Fprintf(&b, "Cc: %s\r\n", n.cc)
	}
	fmt.Fprintf(&b, "Subject: %s\r\nMessage-ID: <%s>\r\nDate: Mon, 23 Nov 2026 09:00:00 +0000\r\n%s\r\n%s\r\n", n.subject, n.id, n.header, n.body)
	return b.Bytes()
}

// gets hands a mail over by SMTP, and lets the desk work on it. It returns what
// became of the mail.
func (d *desk) gets(n note) channel.MailIn {
	d.t.Helper()
	return d.brings(n.from, n)
}

// brings is gets, with a sender on the envelope who may be another than the one
// inside.
func (d *desk) brings(envelope string, n note) channel.MailIn {
	d.t.Helper()
	d.must(d.smtp(envelope, []string{n.to}, d.text(n)))
	d.rests()
	return d.last()
}

// smtp hands bytes over by SMTP as they are.
func (d *desk) smtp(from string, to []string, raw []byte) error {
	return smtp.SendMail(d.addr, nil, address(from), to, raw)
}

func address(s string) string {
	if a, err := stdmail.ParseAddress(s); err == nil {
		return a.Address
	}
	return s
}

// last is the mail that came in last.
func (d *desk) last() channel.MailIn {
	d.t.Helper()
	key, err := db.One(context.Background(), d.db.Read(), func(r db.Row) (k id.MailIn, err error) { return k, r.Scan(&k) },
		`SELECT id FROM mail_in ORDER BY id DESC LIMIT 1`)
	d.must(err)
	m, err := channel.In(context.Background(), d.db.Read(), key)
	d.must(err)
	return m
}

// wants holds a mail against what should have become of it.
func (d *desk) wants(m channel.MailIn, state channel.State) channel.MailIn {
	d.t.Helper()
	if m.State != state {
		d.t.Fatalf("the mail %q became %s (%s), want %s", m.Subject, m.State, m.Because, state)
	}
	return m
}

func (d *desk) ticket(m channel.MailIn) *ticket.Ticket {
	d.t.Helper()
	t, err := ticket.ByID(context.Background(), d.db.Read(), m.Ticket)
	d.must(err)
	return t
}

// entry is the timeline entry that a mail became.
func (d *desk) entry(m channel.MailIn) ticket.Entry {
	d.t.Helper()
	e, err := ticket.EntryAt(context.Background(), d.db.Read(), m.Ticket, m.Seq)
	d.must(err)
	return e
}

func (d *desk) person(email string) person.Person {
	d.t.Helper()
	p, err := person.ByEmail(context.Background(), d.db.Read(), email)
	d.must(err)
	return p
}

func (d *desk) count(what string) int {
	d.t.Helper()
	n, err := db.One(context.Background(), d.db.Read(), func(r db.Row) (n int, err error) { return n, r.Scan(&n) }, `SELECT count(*) FROM `+what)
	d.must(err)
	return n
}

// signed is the address that answers to a ticket go to.
func (d *desk) signed(t *ticket.Ticket) string {
	return d.keys.Address("desk", "desk.example", int64(t.Number))
}

// replies writes to the customer as first line.
func (d *desk) replies(t *ticket.Ticket, body string) {
	d.t.Helper()
	_, err := d.tickets.Reply(context.Background(), d.lea(), t.Number, ticketing.MessageIn{Body: body})
	d.must(err)
	d.rests()
}

// sound looks for mail that breaks what always holds, and that the raw bytes of
// each are kept and equal.
func (d *desk) sound() {
	d.t.Helper()
	ctx := context.Background()
	found, err := channel.Check(ctx, d.db.Read())
	d.must(err)
	for _, f := range found {
		d.t.Error(f)
	}
	d.must(channel.Contents(ctx, d.db.Read(), func(sha string) error {
		r, err := d.files.Open(ctx, sha)
		if err != nil {
			return err
		}
		sum, _, err := seal.SHA256(r)
		if got := fmt.Sprintf("%x", sum); got != sha {
			d.t.Errorf("raw mail %s reads as %s", sha, got)
		}
		return errors.Join(err, r.Close())
	}))
}

// A relay is a real SMTP server that keeps what it is given.
type relay struct {
	addr string
	mu   sync.Mutex
	got  []letter
	says map[string]*gosmtp.SMTPError // by recipient
	all  *gosmtp.SMTPError            // to any data
}

// A letter is a mail as the relay got it.
type letter struct {
	to   []string
	raw  []byte
	head stdmail.Header
	body string
}

func newRelay(t testing.TB) *relay {
	r := &relay{says: map[string]*gosmtp.SMTPError{}}
	s := gosmtp.NewServer(gosmtp.BackendFunc(func(*gosmtp.Conn) (gosmtp.Session, error) { return &post{r: r}, nil }))
	s.Domain = "relay.example"
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r.addr = ln.Addr().String()
	done := make(chan struct{})
	go func() { defer close(done); _ = s.Serve(ln) }()
	t.Cleanup(func() { _ = s.Close(); <-done })
	return r
}

// post is one conversation with the relay.
type post struct {
	r  *relay
	to []string
}

func (p *post) Reset()                                 { p.to = nil }
func (p *post) Logout() error                          { return nil }
func (p *post) Mail(string, *gosmtp.MailOptions) error { return nil }
func (p *post) Rcpt(to string, _ *gosmtp.RcptOptions) error {
	p.r.mu.Lock()
	defer p.r.mu.Unlock()
	if err := p.r.says[to]; err != nil {
		return err
	}
	p.to = append(p.to, to)
	return nil
}

func (p *post) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	p.r.mu.Lock()
	defer p.r.mu.Unlock()
	if p.r.all != nil {
		return p.r.all
	}
	m, err := stdmail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return err
	}
	body, err := io.ReadAll(m.Body)
	p.r.got = append(p.r.got, letter{to: p.to, raw: raw, head: m.Header, body: string(body)})
	return err
}

// letters takes what has come.
func (r *relay) letters() []letter {
	r.mu.Lock()
	defer r.mu.Unlock()
	got := r.got
	r.got = nil
	return got
}

// waitForCustomer asks the customer something.
var waitForCustomer = ticketing.WaitIn{On: ticket.OnCustomer, Question: "Is it still burning?"}

var discard = slog.New(slog.DiscardHandler)
