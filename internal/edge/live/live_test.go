package live_test

import (
	"bufio"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/db/dbtest"
	"secondline/internal/edge/live"
	"secondline/internal/flow/flowtest"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// A studio streams a desk to whoever its door lets in.
type studio struct {
	*flowtest.Desk
	live   *live.Live
	server *httptest.Server
	ended  atomic.Bool // sessions have ended
}

func open(t *testing.T, store *db.DB) *studio {
	s := &studio{Desk: flowtest.New(t, store)}
	who := func(r *http.Request) (access.Actor, error) {
		key, err := id.Parse[id.Person](r.Header.Get("X-Person"))
		if err != nil || s.ended.Load() {
			return access.Actor{}, errs.New(errs.Unauthorized, "Nobody is signed in.")
		}
		return s.As(key), nil
	}
	s.live = live.New(live.Deps{Bus: s.Bus, Who: who, Read: s.Door, Log: slog.New(slog.DiscardHandler), Clock: s.Clock})
	s.server = httptest.NewServer(s.live)
	t.Cleanup(func() {
		s.live.Close()
		s.server.Close()
	})
	return s
}

// A listener hears a stream, block by block.
type listener struct {
	t      *testing.T
	blocks chan string
	close  context.CancelFunc
}

// listen opens a stream and waits until it runs.
func (s *studio) listen(t *testing.T, who id.Person, last string) *listener {
	t.Helper()
	ctx, cancel := context.WithCancel(s.Ctx)
	t.Cleanup(cancel)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.server.URL, nil)
	s.Must(err)
	r.Header.Set("X-Person", who.String())
	r.Header.Set("Last-Event-ID", last)
	res, err := s.server.Client().Do(r)
	s.Must(err)
	if kind := res.Header.Get("Content-Type"); kind != "text/event-stream" {
		t.Fatalf("it is %s", kind)
	}
	l := &listener{t: t, blocks: make(chan string, 2000), close: cancel}
	go func() {
		defer close(l.blocks)
		defer res.Body.Close()
		var block strings.Builder
		lines := bufio.NewScanner(res.Body)
		for lines.Scan() {
			if lines.Text() != "" {
				block.WriteString(lines.Text() + "\n")
				continue
			}
			l.blocks <- block.String()
			block.Reset()
		}
	}()
	if got := l.next(); !strings.Contains(got, "retry:") {
		t.Fatalf("it begins with %q", got)
	}
	return l
}

// next is the next block; it waits for it, and fails the test when none comes.
func (l *listener) next() string {
	l.t.Helper()
	select {
	case b, ok := <-l.blocks:
		if !ok {
			return "the end"
		}
		return b
	case <-time.After(10 * time.Second):
		l.t.Fatal("nothing was heard")
		return ""
	}
}

func (l *listener) hears(kind, of string) string {
	l.t.Helper()
	b := l.next()
	if !strings.Contains(b, "event: "+kind+"\n") || !strings.Contains(b, `"ref":"`+of+`"`) {
		l.t.Errorf("heard %q, not %s of %s", b, kind, of)
	}
	return b
}

func TestListenersHearWhatTheyMaySee(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		s := open(t, store)
		tom, gil, ann, gus := s.listen(t, s.Tom, ""), s.listen(t, s.Gil, ""), s.listen(t, s.Ann, ""), s.listen(t, s.Gus, "")
		n := s.Asks(s.Ann, "VPN", "x", s.VPN)
		s.Notes(s.Tom, n, "inside")
		s.Replies(s.Tom, n, "outside")
		m := s.Asks(s.Gus, "Mail", "x", s.Email)
		acme, globex := string(n.Ref()), string(m.Ref())

		b := tom.hears("ticket.opened", acme)
		if !strings.Contains(b, `"teams":["`+s.First.String()+`"]`) || !strings.Contains(b, `"seq":1,"version":1`) || !strings.HasPrefix(b, "id: ") {
			t.Errorf("Tom hears %q", b)
		}
		tom.hears("message.noted", acme)
		tom.hears("message.replied", acme)
		tom.hears("ticket.opened", globex)
		gil.hears("ticket.opened", globex) // cleared for Globex only: nothing before it
		b = ann.hears("ticket.opened", acme)
		if strings.Contains(b, "teams") {
			t.Errorf("a customer hears of teams: %q", b)
		}
		ann.hears("message.replied", acme) // and not the note
		gus.hears("ticket.opened", globex)
	})
}

func TestWhoComesBackHearsWhatTheyMissed(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		s := open(t, store)
		first := s.listen(t, s.Ann, "")
		n := s.Asks(s.Ann, "VPN", "x", s.VPN)
		b := first.hears("ticket.opened", string(n.Ref()))
		last, _, _ := strings.Cut(strings.TrimPrefix(b, "id: "), "\n")
		first.close()
		s.Later(time.Minute)
		s.Notes(s.Tom, n, "inside")
		s.Replies(s.Tom, n, "outside")
		m := s.Asks(s.Gus, "Mail", "x", s.Email)

		again := s.listen(t, s.Ann, last)
		if b := again.next(); !strings.Contains(b, "ticket.opened") { // within the lag: told twice, harmlessly
			t.Errorf("heard %q", b)
		}
		again.hears("message.replied", string(n.Ref()))
		s.Replies(s.Tom, n, "more")
		again.hears("message.replied", string(n.Ref()))

		gil := s.listen(t, s.Gil, last)
		gil.hears("ticket.opened", string(m.Ref()))
		if b := s.listen(t, s.Tom, "nonsense").next(); !strings.Contains(b, "event: reload") {
			t.Errorf("an id that is none: %q", b)
		}
	})
}

func TestWhoWasAwayForTooLongLoadsAnew(t *testing.T) {
	s := open(t, dbtest.New(t, db.SQLite))
	n := s.Asks(s.Ann, "VPN", "x", s.VPN)
	s.Must(s.DB.Tx(s.Ctx, func(h db.Handle) error {
		_, err := h.Exec(s.Ctx, `
			INSERT INTO timeline_entry (id, ticket_id, organisation_id, seq, kind, at, audience, actor_kind, actor_name, facts)
			WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1001)
			SELECT e.id + n.i, e.ticket_id, e.organisation_id, e.seq + n.i, e.kind, e.at, e.audience, e.actor_kind, e.actor_name, e.facts
			  FROM n, timeline_entry e
			  JOIN ticket t ON t.id = e.ticket_id
			 WHERE t.number = ?`, n)
		return err
	}))
	if b := s.listen(t, s.Tom, "1").next(); !strings.Contains(b, "event: reload") {
		t.Errorf("heard %q", b)
	}
}

func TestAStreamEndsWithItsSession(t *testing.T) {
	s := open(t, dbtest.New(t, db.SQLite))
	tom := s.listen(t, s.Tom, "")
	beat(s, tom)
	s.ended.Store(true)
	for { // the stream may ask for its next heartbeat only after the clock has moved
		s.Clock.Advance(15 * time.Second)
		select {
		case b, running := <-tom.blocks:
			if !running {
				return
			}
			t.Fatalf("heard %q after the session ended", b)
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// beat moves the clock until a heartbeat is heard.
func beat(s *studio, l *listener) {
	for {
		s.Clock.Advance(15 * time.Second)
		select {
		case b := <-l.blocks:
			if !strings.Contains(b, ": beat") {
				l.t.Fatalf("heard %q", b)
			}
			return
		case <-time.After(10 * time.Millisecond):
		}
	}
}

func TestStrangersAreTurnedAway(t *testing.T) {
	s := open(t, dbtest.New(t, db.SQLite))
	res, err := http.Get(s.server.URL)
	s.Must(err)
	defer res.Body.Close()
	if res.StatusCode != http.StatusUnauthorized || res.Header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("a stranger gets %s", res.Status)
	}
}

func TestAServerThatStopsEndsItsStreams(t *testing.T) {
	s := open(t, dbtest.New(t, db.SQLite))
	tom := s.listen(t, s.Tom, "")
	s.live.Close()
	if b := tom.next(); b != "the end" {
		t.Errorf("heard %q", b)
	}
	ctx, cancel := context.WithTimeout(s.Ctx, 10*time.Second)
	defer cancel()
	if err := s.server.Config.Shutdown(ctx); errors.Is(err, context.DeadlineExceeded) {
		t.Error("a stream held the server up")
	}
}
