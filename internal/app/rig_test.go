package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"secondline/internal/app"
	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/db/dbtest"
	"secondline/internal/flow/admin"
	"secondline/internal/flow/people"
	"secondline/internal/id"
	"secondline/internal/kit/clock"
)

// A rig is a whole desk behind HTTP, on a fake clock, as an outsider meets it.
type rig struct {
	t     *testing.T
	app   *app.App
	clock *clock.Fake
	url   string
	root  access.Actor
}

// each tells a story on both engines.
func each(t *testing.T, story func(r *rig)) {
	t.Helper()
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(string(engine), func(t *testing.T) { story(start(t, engine)) })
	}
}

func start(t *testing.T, engine db.Engine, more ...app.Option) *rig {
	t.Helper()
	dir := t.TempDir()
	url := "sqlite:" + filepath.Join(dir, "desk.db")
	if engine == db.Postgres {
		url = dbtest.PostgresURL(t)
	}
	r := &rig{t: t, clock: clock.NewFake(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))}
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	var err error
	r.app, err = app.Open(t.Context(), app.Config{Addr: "127.0.0.1:0", DB: url, Data: dir}, append(more, app.WithClock(r.clock), app.WithLog(log))...)
	r.must(err)
	t.Cleanup(func() { r.must(r.app.Close()) })
	h, err := r.app.Handler()
	r.must(err)
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	r.url = server.URL
	boss, err := r.app.Admin.SetUp(t.Context(), admin.SetUpIn{Name: "Harbourlight", AdminName: "Ada Root", AdminEmail: "root@desk.test", Password: "a harbour at night"})
	r.must(err)
	r.root, err = people.Actor(t.Context(), r.app.DB.Read(), boss.ID)
	r.must(err)
	return r
}

func (r *rig) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

// settle runs every job that is due.
func (r *rig) settle() { r.t.Helper(); r.must(r.app.Jobs.Drain(context.Background())) }

// organisation adds a customer with a mail domain.
func (r *rig) organisation(name, domain string) id.Organisation {
	r.t.Helper()
	o, err := r.app.Admin.AddOrganisation(r.t.Context(), r.root, admin.OrganisationIn{Name: &name, Domains: &[]string{domain}})
	r.must(err)
	return o.ID
}

// person adds somebody and gives their token.
func (r *rig) person(org id.Organisation, name, email string, role access.Role, cleared ...id.Organisation) (id.Person, string) {
	r.t.Helper()
	p, err := r.app.Admin.AddPerson(r.t.Context(), r.root, admin.PersonIn{Organisation: &org, Name: &name, Email: &email, Role: &role})
	r.must(err)
	if len(cleared) > 0 {
		r.must(r.app.Admin.SetClearances(r.t.Context(), r.root, p.ID, cleared))
	}
	token, _, err := r.app.People.CreateToken(r.t.Context(), r.root, people.TokenIn{Name: "test", Person: p.ID, Scopes: []string{"*"}})
	r.must(err)
	return p.ID, token
}

// An answer is what the desk said.
type answer struct {
	t      *testing.T
	what   string
	Status int
	Header http.Header
	Raw    []byte
	Body   map[string]any
}

// call sends a request with a token, and any header pairs.
func (r *rig) call(token, method, path string, body any, header ...string) answer {
	r.t.Helper()
	var sent io.Reader
	if body != nil {
		b, err := json.Marshal(body)
		r.must(err)
		sent = bytes.NewReader(b)
	}
	q, err := http.NewRequestWithContext(r.t.Context(), method, r.url+"/api/v1"+path, sent)
	r.must(err)
	q.Header.Set("Authorization", "Bearer "+token)
	q.Header.Set("Content-Type", "application/json")
	for i := 0; i+1 < len(header); i += 2 {
		q.Header.Set(header[i], header[i+1])
	}
	resp, err := http.DefaultClient.Do(q)
	r.must(err)
	a := answer{t: r.t, what: method + " " + path, Status: resp.StatusCode, Header: resp.Header}
	a.Raw, err = io.ReadAll(resp.Body)
	r.must(err)
	r.must(resp.Body.Close())
	if len(a.Raw) > 0 && a.Raw[0] == '{' {
		r.must(json.Unmarshal(a.Raw, &a.Body))
	}
	return a
}

// is checks the status.
func (a answer) is(status int) answer {
	a.t.Helper()
	if a.Status != status {
		a.t.Fatalf("%s: got %d, want %d: %s", a.what, a.Status, status, a.Raw)
	}
	return a
}

// get reads a value by its path: "team.level.rank".
func (a answer) get(path string) any {
	a.t.Helper()
	var v any = a.Body
	for part := range strings.SplitSeq(path, ".") {
		m, ok := v.(map[string]any)
		if !ok {
			a.t.Fatalf("%s: no %s in %s", a.what, path, a.Raw)
		}
		v = m[part]
	}
	return v
}

func (a answer) text(path string) string {
	a.t.Helper()
	s, ok := a.get(path).(string)
	if !ok {
		a.t.Fatalf("%s: %s is no text in %s", a.what, path, a.Raw)
	}
	return s
}

// has checks a value.
func (a answer) has(path string, want any) answer {
	a.t.Helper()
	if got := a.get(path); got != want {
		a.t.Fatalf("%s: %s is %v, want %v", a.what, path, got, want)
	}
	return a
}
