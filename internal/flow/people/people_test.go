package people_test

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/core/event"
	"secondline/internal/core/job"
	"secondline/internal/db"
	"secondline/internal/db/dbtest"
	"secondline/internal/desk/mailbox"
	"secondline/internal/desk/organisation"
	"secondline/internal/desk/person"
	"secondline/internal/flow/notify"
	"secondline/internal/flow/people"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/clock"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/seal"
)

const secret = "correct horse battery"

var monday = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// A house is a desk with one agent, Ann, and one customer, Carl.
type house struct {
	*people.Desk
	t         *testing.T
	door      *work.Door
	clock     *clock.Fake
	jobs      *job.Runner
	post      *pigeonhole
	ann, carl id.Person
}

// A pigeonhole keeps the letters that were queued.
type pigeonhole struct {
	mu      sync.Mutex
	letters []notify.Letter
}

func (p *pigeonhole) Letter(_ context.Context, _ *work.Work, l notify.Letter) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.letters = append(p.letters, l)
	return nil
}

func each(t *testing.T, story func(t *testing.T, h *house)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) { story(t, open(t, d)) })
}

func open(t *testing.T, d *db.DB) *house {
	log, c := slog.New(slog.DiscardHandler), clock.NewFake(monday)
	h := &house{t: t, clock: c, jobs: job.NewRunner(d, c, log), post: &pigeonhole{}}
	h.door = work.New(work.Options{DB: d, Clock: c, IDs: id.NewMaker(c, 1), Bus: &event.Bus{}, Jobs: h.jobs, Log: log})
	h.Desk = people.New(people.Options{Door: h.door, Passwords: seal.NewPasswords(2), Post: h.post, Log: log, BaseURL: "https://desk.example.com/"})
	h.jobs.Handle(people.LinkJob, h.SendLink)
	hash, err := seal.HashPassword(secret)
	h.must(err)
	h.do(func(ctx context.Context, w *work.Work) error {
		org := organisation.Organisation{ID: id.Organisation(w.NewID()), Name: "Acme", Sees: organisation.Own}
		if err := organisation.Insert(ctx, w.Tx, org); err != nil {
			return err
		}
		h.ann = h.add(ctx, w, person.Person{Organisation: org.ID, Name: "Ann Lee", Email: "ann@acme.test", Role: access.Agent, All: true})
		h.carl = h.add(ctx, w, person.Person{Organisation: org.ID, Name: "Carl", Email: "carl@acme.test"})
		return person.SetSecret(ctx, w.Tx, h.ann, hash)
	})
	return h
}

func (h *house) add(ctx context.Context, w *work.Work, p person.Person) id.Person {
	p.ID = id.Person(w.NewID())
	p, err := p.Checked()
	h.must(err)
	h.must(person.Insert(ctx, w.Tx, p))
	return p.ID
}

func (h *house) do(fn func(ctx context.Context, w *work.Work) error) {
	h.t.Helper()
	h.must(h.door.Do(h.t.Context(), access.Desk("test"), fn))
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) wants(err error, k errs.Kind) {
	h.t.Helper()
	if !errs.Is(err, k) {
		h.t.Fatalf("got %v, want %s", err, k)
	}
}

// signIn signs Ann in and gives her token.
func (h *house) signIn() string {
	h.t.Helper()
	token, _, err := h.SignIn(h.t.Context(), "Ann@Acme.test", secret, people.Caller{Agent: "Firefox", Address: "192.0.2.1"})
	h.must(err)
	return token
}

// disable shuts somebody out, as another node would: nothing here hears of it.
func (h *house) disable(who id.Person) {
	h.do(func(ctx context.Context, w *work.Work) error {
		p, err := person.Get(ctx, w.Tx, who)
		if err != nil {
			return err
		}
		return person.Update(ctx, w.Tx, p.Disabled(w.Now))
	})
}

func TestAnAgentSignsInAndOut(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		token := h.signIn()
		by, err := h.BySession(t.Context(), token)
		h.must(err)
		if by.Person != h.ann || by.Role != access.Agent || !by.All || by.Scopes != nil || by.SeesOrganisation {
			t.Errorf("got %+v", by)
		}
		list, err := h.Sessions(t.Context(), by)
		h.must(err)
		if len(list) != 1 || list[0].Agent != "Firefox" || list[0].Address != "192.0.2.1" {
			t.Errorf("got %+v", list)
		}
		h.must(h.SignOut(t.Context(), token))
		_, err = h.BySession(t.Context(), token)
		h.wants(err, errs.Unauthorized)
		h.must(h.SignOut(t.Context(), token)) // a second click does no harm
	})
}

// Whoever guesses learns nothing: a wrong password, an unknown account, somebody
// disabled and somebody without a password are refused alike, and locked alike.
func TestGuessingTellsNothing(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.disable(h.ann)
		answers := map[string]bool{}
		for _, email := range []string{"ann@acme.test", "carl@acme.test", "nobody@acme.test", "not an address"} {
			for i := range 9 {
				_, _, err := h.SignIn(t.Context(), email, secret, people.Caller{Address: email})
				want := errs.Unauthorized
				if i == 8 {
					want = errs.TooMany
				}
				h.wants(err, want)
				answers[errs.Text(err)] = true
			}
		}
		if len(answers) != 2 {
			t.Errorf("the answers differ: %v", answers)
		}
	})
}

func TestALockEndsAndARightPasswordForgives(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		try := func(password string) error {
			_, _, err := h.SignIn(t.Context(), "ann@acme.test", password, people.Caller{Address: "192.0.2.1"})
			return err
		}
		for range 8 {
			h.wants(try("wrong"), errs.Unauthorized)
		}
		h.wants(try(secret), errs.TooMany)
		h.clock.Advance(31 * time.Second)
		h.must(try(secret))
		for range 7 {
			h.wants(try("wrong"), errs.Unauthorized)
		}
		h.must(try(secret))
	})
}

// Many guesses at the same moment are no way round the count.
func TestGuessesAtOnceAreCounted(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		var wg sync.WaitGroup
		compared := make(chan bool, 20)
		for range 20 {
			wg.Go(func() {
				_, _, err := h.SignIn(t.Context(), "ann@acme.test", "wrong", people.Caller{Address: "192.0.2.1"})
				compared <- errs.Is(err, errs.Unauthorized)
			})
		}
		wg.Wait()
		close(compared)
		n := 0
		for c := range compared {
			if c {
				n++
			}
		}
		if n > 8 {
			t.Errorf("%d of 20 guesses were compared, want at most 8", n)
		}
	})
}

func TestANewPasswordPutsEveryoneElseOut(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		stolen, mine := h.signIn(), h.signIn()
		by, err := h.BySession(t.Context(), mine)
		h.must(err)
		_, _, err = h.ChangePassword(t.Context(), by, "wrong", "another good secret", people.Caller{})
		h.wants(err, errs.Invalid)
		_, _, err = h.ChangePassword(t.Context(), by, secret, "short", people.Caller{})
		h.wants(err, errs.Invalid)
		fresh, _, err := h.ChangePassword(t.Context(), by, secret, "another good secret", people.Caller{})
		h.must(err)
		for _, old := range []string{stolen, mine} {
			_, err = h.BySession(t.Context(), old)
			h.wants(err, errs.Unauthorized)
		}
		_, err = h.BySession(t.Context(), fresh)
		h.must(err)
		_, _, err = h.SignIn(t.Context(), "ann@acme.test", secret, people.Caller{})
		h.wants(err, errs.Unauthorized)
	})
}

func TestSomebodyDisabledElsewhereIsOutWithinASecond(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		token := h.signIn()
		_, err := h.BySession(t.Context(), token)
		h.must(err)
		h.disable(h.ann)
		h.clock.Advance(time.Second)
		_, err = h.BySession(t.Context(), token)
		h.wants(err, errs.Unauthorized)
	})
}

func TestSomebodyDisabledHereIsOutAtOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		token := h.signIn()
		_, err := h.BySession(t.Context(), token)
		h.must(err)
		h.disable(h.ann)
		h.Forget()
		_, err = h.BySession(t.Context(), token)
		h.wants(err, errs.Unauthorized)
	})
}

func TestASessionThatNobodyUsesEnds(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		token := h.signIn()
		h.clock.Advance(13 * 24 * time.Hour)
		_, err := h.BySession(t.Context(), token)
		h.must(err)
		h.must(h.Flush(t.Context()))
		h.clock.Advance(13 * 24 * time.Hour)
		_, err = h.BySession(t.Context(), token) // used in between, so it goes on
		h.must(err)
		h.clock.Advance(5 * 24 * time.Hour)
		_, err = h.BySession(t.Context(), token) // but not for ever
		h.wants(err, errs.Unauthorized)
	})
}

func TestATokenLetsAScriptInUntilItIsRevoked(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		by, err := h.BySession(t.Context(), h.signIn())
		h.must(err)
		plain, made, err := h.CreateToken(t.Context(), by, people.TokenIn{
			Name: "nightly", Scopes: []string{"tickets:read"}, ExpiresAt: monday.Add(24 * time.Hour),
		})
		h.must(err)
		script, err := h.ByToken(t.Context(), plain)
		h.must(err)
		if script.Person != h.ann || strings.Join(script.Scopes, " ") != "tickets:read" {
			t.Errorf("got %+v", script)
		}
		h.must(h.Flush(t.Context()))
		list, err := h.Tokens(t.Context(), by)
		h.must(err)
		if len(list) != 1 || !list[0].LastUsedAt.Equal(monday) {
			t.Errorf("got %+v", list)
		}
		_, _, err = h.CreateToken(t.Context(), script, people.TokenIn{Name: "more", Scopes: []string{"*"}})
		h.wants(err, errs.Forbidden)
		_, _, err = h.CreateToken(t.Context(), by, people.TokenIn{Name: "carl's", Person: h.carl, Scopes: []string{"*"}})
		h.wants(err, errs.Forbidden)
		h.wants(h.RevokeToken(t.Context(), access.Actor{Kind: access.Person, Person: h.carl}, made.ID), errs.NotFound)
		h.must(h.RevokeToken(t.Context(), by, made.ID))
		_, err = h.ByToken(t.Context(), plain)
		h.wants(err, errs.Unauthorized)
	})
}

func TestATokenExpires(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		by, err := h.BySession(t.Context(), h.signIn())
		h.must(err)
		plain, _, err := h.CreateToken(t.Context(), by, people.TokenIn{Name: "short", Scopes: []string{"*"}, ExpiresAt: monday.Add(time.Hour)})
		h.must(err)
		h.clock.Advance(time.Hour)
		_, err = h.ByToken(t.Context(), plain)
		h.wants(err, errs.Unauthorized)
	})
}

// link asks for a link, lets the post work, and takes the token out of the letter.
func (h *house) link(email string) string {
	h.t.Helper()
	h.must(h.AskLink(h.t.Context(), email, people.Caller{Address: "192.0.2.1"}))
	h.must(h.jobs.Drain(h.t.Context()))
	if len(h.post.letters) == 0 {
		return ""
	}
	last := h.post.letters[len(h.post.letters)-1]
	h.post.letters = nil
	_, rest, ok := strings.Cut(last.Body, "https://desk.example.com/sign-in/link/")
	if !ok || last.Kind != notify.SignIn {
		h.t.Fatalf("the letter has no link: %+v", last)
	}
	token, _, _ := strings.Cut(rest, "\n")
	return token
}

func TestALinkWorksOnce(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		old, token := h.link("carl@acme.test"), h.link("Carl@acme.test")
		_, _, err := h.ByLink(t.Context(), old, people.Caller{})
		h.wants(err, errs.Unauthorized) // only the newest letter counts
		session, _, err := h.ByLink(t.Context(), token, people.Caller{})
		h.must(err)
		by, err := h.BySession(t.Context(), session)
		h.must(err)
		if by.Person != h.carl || by.IsAgent() {
			t.Errorf("got %+v", by)
		}
		_, _, err = h.ByLink(t.Context(), token, people.Caller{})
		h.wants(err, errs.Unauthorized)

		late := h.link("carl@acme.test")
		h.clock.Advance(15 * time.Minute)
		_, _, err = h.ByLink(t.Context(), late, people.Caller{})
		h.wants(err, errs.Unauthorized)
	})
}

func TestNoLinkGoesToStrangersOrToTheDeskItself(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		h.disable(h.ann)
		h.do(func(ctx context.Context, w *work.Work) error {
			return mailbox.Insert(ctx, w.Tx, mailbox.Mailbox{ID: id.Mailbox(w.NewID()), Address: "carl@acme.test", Name: "Desk", Standard: true})
		})
		for _, email := range []string{"nobody@acme.test", "ann@acme.test", "carl@acme.test"} {
			if token := h.link(email); token != "" {
				t.Errorf("%s got a link", email)
			}
		}
	})
}

func TestNobodyIsFloodedWithLinks(t *testing.T) {
	each(t, func(t *testing.T, h *house) {
		sent := 0
		for range 8 {
			if h.link("carl@acme.test") != "" {
				sent++
			}
		}
		if sent != 5 {
			t.Errorf("%d links were sent within an hour, want 5", sent)
		}
	})
}

func TestPasswords(t *testing.T) {
	p := person.Person{Name: "Bartholomew Cubbins", Email: "bartholomew.c@acme.test"}
	for password, good := range map[string]bool{
		"correct horse battery": true, "Tr0ub4dor&3": true, "ünïcödé pässwörd": true,
		"": false, "short": false, "aaaaaaaaaaaa": false, "1234567890": false, "password123": false,
		"Bartholomew Cubbins": false, "bartholomew.c": false, "BARTHOLOMEW.C@acme.test": false, strings.Repeat("long ", 300): false,
	} {
		if err := people.CheckPassword(password, p); (err == nil) != good {
			t.Errorf("%q: %v", password, err)
		}
	}
}
