package portal_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/core/event"
	"secondline/internal/core/file"
	"secondline/internal/core/job"
	"secondline/internal/db"
	"secondline/internal/db/dbtest"
	"secondline/internal/edge/portal"
	"secondline/internal/flow/notify"
	"secondline/internal/flow/people"
	"secondline/internal/flow/ticketing"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/clock"
	"secondline/internal/kit/seal"
	"secondline/internal/view/portalview"
)

const (
	anouk id.Person = 11 // of Northpike
	jory  id.Person = 12 // manages Northpike's requests
	nils  id.Person = 13 // of Harbour
	tobin id.Person = 14 // first line
	mara  id.Person = 15 // network specialist

	network id.Team = 22
)

// canary stands in everything that no customer may ever read.
const canary = "CANARY"

// A desk is a whole desk with its portal on a real port.
type desk struct {
	t       *testing.T
	db      *db.DB
	clock   *clock.Fake
	jobs    *job.Runner
	tickets *ticketing.Desk
	people  *people.Desk
	deps    portal.Deps
	server  *httptest.Server
}

// stories runs a story on both engines.
func stories(t *testing.T, tell func(d *desk)) {
	dbtest.Each(t, func(t *testing.T, database *db.DB) { tell(open(t, database)) })
}

func open(t *testing.T, database *db.DB) *desk {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	c := clock.NewFake(time.Date(2026, 11, 17, 8, 53, 0, 0, time.UTC))
	store, err := file.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{t: t, db: database, clock: c, jobs: job.NewRunner(database, c, log)}
	door := work.New(work.Options{DB: database, Clock: c, IDs: id.NewMaker(c, 1), Bus: &event.Bus{}, Jobs: d.jobs, Log: log})
	post := notify.New(notify.Options{Door: door, Files: store, Keys: seal.Keys{seal.NewKey()}, Log: log})
	d.tickets = ticketing.New(door, post)
	d.people = people.New(people.Options{Door: door, Passwords: seal.NewPasswords(2), Post: post, Log: log, BaseURL: "http://desk.example"})
	// Letters wait: there is no relay here. Links are made by a job.
	d.jobs.Handle(notify.SendMail, func(context.Context, json.RawMessage) error { return nil })
	d.jobs.Handle(work.IndexTicket, func(context.Context, json.RawMessage) error { return nil })
	d.jobs.Handle(people.LinkJob, func(ctx context.Context, p json.RawMessage) error { return d.people.SendLink(ctx, p) })
	d.furnish()
	d.deps = portal.Deps{
		Window: portalview.New(door, c), Sessions: d.people, Doors: d.people, Requests: d.tickets, Endings: d.tickets,
		Receipts: door, Uploads: d.tickets, Files: store, Clock: c, Log: log,
	}
	d.server = httptest.NewServer(portal.New(d.deps))
	t.Cleanup(d.server.Close)
	return d
}

// furnish fills the desk: two customers' organisations, first line, and the
// network specialists above it.
func (d *desk) furnish() {
	d.exec(`INSERT INTO organisation (id, name, name_key) VALUES (1, 'Northpike Freight', 'northpike freight'), (2, 'Harbour', 'harbour'), (3, 'Desk', 'desk')`)
	d.exec(`INSERT INTO person (id, organisation_id, name, name_key, email, role, all_organisations) VALUES
		(11, 1, 'Anouk Bellwether', 'anouk', 'anouk@northpike.example', 'requester', FALSE),
		(12, 1, 'Jory Pemberwick', 'jory', 'jory@northpike.example', 'organisation_manager', FALSE),
		(13, 2, 'Nils Strand', 'nils', 'nils@harbour.example', 'requester', FALSE),
		(14, 3, 'Tobin Ashgrove', 'tobin', 'tobin@desk.example', 'agent', TRUE),
		(15, 3, 'Mara Quillfeather', 'mara', 'mara@desk.example', 'agent', TRUE)`)
	d.exec(`INSERT INTO person_email (email, person_id) SELECT email, id FROM person`)
	d.exec(`INSERT INTO level (id, rank, name, plain_name) VALUES (30, 0, 'L0', 'Self-service'), (31, 1, 'L1', 'First line'), (32, 2, 'L2', 'Second line')`)
	d.exec(`INSERT INTO team (id, name, name_key, plain_name, kind, level_id, threshold, triage) VALUES
		(21, 'L1 CANARY', 'a', 'first line', 'line', 31, 0, TRUE), (22, 'L2 CANARY', 'b', 'network specialists', 'line', 32, 0, FALSE)`)
	d.exec(`INSERT INTO membership (team_id, person_id) VALUES (21, 14), (22, 15)`)
	d.exec(`INSERT INTO service (id, name, name_key, plain_name) VALUES (41, 'NET-CANARY', 'net', 'Network at my site')`)
	d.exec(`INSERT INTO priority_rule (impact, urgency, priority) VALUES (1, 1, 1), (1, 2, 2), (1, 3, 3), (2, 1, 2), (2, 2, 3), (2, 3, 3), (3, 1, 3), (3, 2, 3), (3, 3, 4)`)
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

// count counts rows.
func (d *desk) count(query string, args ...any) int {
	d.t.Helper()
	n, err := db.One(context.Background(), d.db.Read(), func(r db.Row) (n int, err error) { return n, r.Scan(&n) }, query, args...)
	d.must(err)
	return n
}

// agent is somebody of the desk, as the console would know them.
func (d *desk) agent(p id.Person) access.Actor {
	d.t.Helper()
	a, err := people.Actor(context.Background(), d.db.Read(), p)
	d.must(err)
	return a
}

// A browser is somebody at their screen.
type browser struct {
	d      *desk
	client *http.Client
}

func (d *desk) browser() *browser {
	jar, err := cookiejar.New(nil)
	d.must(err)
	return &browser{d: d, client: &http.Client{Jar: jar}}
}

// signedIn is somebody who has opened the link in their mail.
func (d *desk) signedIn(email string) *browser {
	d.t.Helper()
	b := d.browser()
	b.post("/sign-in", url.Values{"email": {email}, "how": {"link"}})
	if p := b.post(d.link(email), nil); p.status != http.StatusOK || !strings.Contains(p.body, "What do you need?") {
		d.t.Fatalf("signing in ended at %s with %d", p.at, p.status)
	}
	return b
}

// linkAfterAsking asks for a link and gives its path.
func (d *desk) linkAfterAsking(email string) string {
	d.t.Helper()
	d.browser().post("/sign-in", url.Values{"email": {email}})
	return d.link(email)
}

// link is the path in the last letter to an address.
func (d *desk) link(email string) string {
	d.t.Helper()
	d.must(d.jobs.Drain(context.Background()))
	letters, err := db.All(context.Background(), d.db.Read(), func(r db.Row) (s string, err error) { return s, r.Scan(&s) }, `
		SELECT letter
		  FROM mail_out
		 WHERE kind = 'sign_in' AND recipients LIKE ?
		 ORDER BY id DESC`, "%"+email+"%")
	d.must(err)
	if len(letters) == 0 {
		d.t.Fatalf("there is no letter to %s", email)
	}
	return regexp.MustCompile(`/sign-in/link/[\w-]+`).FindString(letters[0])
}

// A seen page is what came back.
type seen struct {
	status int
	at     string // path and query, after redirects
	body   string
	head   http.Header
}

func (b *browser) get(path string) seen {
	b.d.t.Helper()
	res, err := b.client.Get(b.d.server.URL + path)
	return b.seen(res, err)
}

func (b *browser) post(path string, form url.Values) seen {
	b.d.t.Helper()
	res, err := b.client.PostForm(b.d.server.URL+path, form)
	return b.seen(res, err)
}

// send sends a form with files, fields in their order.
func (b *browser) send(path string, fields [][2]string, files map[string]string) seen {
	b.d.t.Helper()
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	for _, f := range fields {
		b.d.must(m.WriteField(f[0], f[1]))
	}
	for name, content := range files {
		part, err := m.CreateFormFile("files", name)
		b.d.must(err)
		_, err = io.WriteString(part, content)
		b.d.must(err)
	}
	b.d.must(m.Close())
	res, err := b.client.Post(b.d.server.URL+path, m.FormDataContentType(), &body)
	return b.seen(res, err)
}

func (b *browser) seen(res *http.Response, err error) seen {
	b.d.t.Helper()
	b.d.must(err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	b.d.must(err)
	s := seen{status: res.StatusCode, at: res.Request.URL.RequestURI(), body: string(body), head: res.Header}
	if strings.Contains(strings.ToUpper(s.body), canary) {
		b.d.t.Errorf("%s shows something from inside", s.at)
	}
	return s
}

// token is the form token of a page.
func (s seen) token() string {
	m := regexp.MustCompile(`name="form" value="([^"]+)"`).FindStringSubmatch(s.body)
	if m == nil {
		return ""
	}
	return m[1]
}

// opens sends a new request and gives the path of its page.
func (b *browser) opens(subject string) string {
	b.d.t.Helper()
	p := b.post("/requests/new", url.Values{
		"form": {b.get("/requests/new").token()}, "kind": {"incident"}, "subject": {subject}, "body": {"It is **broken**."},
		"service": {"41"}, "impact": {"3"}, "urgency": {"2"},
	})
	at, _, _ := strings.Cut(p.at, "?")
	if p.status != http.StatusOK || !strings.HasPrefix(at, "/requests/SL-") {
		b.d.t.Fatalf("opening a request ended at %s with %d", p.at, p.status)
	}
	return at
}

// does sends one of a request's small forms.
func (b *browser) does(at, verb string, more ...string) seen {
	b.d.t.Helper()
	form := url.Values{"form": {b.get(at).token()}}
	for i := 0; i < len(more); i += 2 {
		form.Set(more[i], more[i+1])
	}
	return b.post(at+"/"+verb, form)
}

// shows checks that a page holds each text.
func (s seen) shows(d *desk, texts ...string) {
	d.t.Helper()
	for _, text := range texts {
		if !strings.Contains(s.body, text) {
			d.t.Errorf("%s (%d) does not show %q", s.at, s.status, text)
		}
	}
}

func numberOf(d *desk, at string) id.Number {
	d.t.Helper()
	n, err := id.ParseRef(strings.TrimPrefix(at, "/requests/"))
	d.must(err)
	return n
}
