package feed_test

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"secondline/internal/core/event"
	"secondline/internal/db"
	"secondline/internal/db/dbtest"
	"secondline/internal/flow/flowtest"
	"secondline/internal/id"
	"secondline/internal/kit/clock"
	"secondline/internal/view/feed"
)

// A node is another process on the same database, with a listener.
type node struct {
	t     *testing.T
	bus   *event.Bus
	tail  *event.Tail
	heard <-chan *event.Event
}

func beside(s *flowtest.Desk, t *testing.T, c clock.Clock) *node {
	n := &node{t: t, bus: &event.Bus{}}
	n.tail = event.NewTail(event.TailOptions{Bus: n.bus, Wire: s.DB, Timeline: feed.Timeline{DB: s.DB}, Clock: c, Log: slog.New(slog.DiscardHandler)})
	n.heard = n.bus.Subscribe(context.Background())
	return n
}

// hears looks, and compares what that told.
func (n *node) hears(want ...string) {
	n.t.Helper()
	if err := n.tail.Look(context.Background()); err != nil {
		n.t.Fatal(err)
	}
	var got []string
	for len(n.heard) > 0 {
		e := <-n.heard
		got = append(got, e.Kind+" "+string(e.Ref))
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		n.t.Errorf("heard %v, want %v", got, want)
	}
}

func TestANodeHearsWhatAnotherCommitted(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		s := flowtest.New(t, store)
		old := s.Asks(s.Ann, "Old", "x", s.VPN)
		other := beside(s, t, s.Clock)
		other.hears() // what was there before is not news
		n := s.Asks(s.Ann, "VPN", "x", s.VPN)
		s.Replies(s.Tom, n, "We look.")
		ref := string(n.Ref())
		other.hears("ticket.opened "+ref, "message.replied "+ref)
		other.hears() // once
		s.Clock.Advance(time.Hour)
		s.Notes(s.Tom, old, "x")
		other.hears("message.noted " + string(old.Ref()))
	})
}

func TestWhatCommitsLateOrOnASlowClockIsHeardToo(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		s := flowtest.New(t, store)
		n := s.Asks(s.Ann, "VPN", "x", s.VPN)
		other := beside(s, t, s.Clock)
		other.hears()
		slow, slower := s.Elsewhere(-3*time.Second), s.Elsewhere(-40*time.Second)
		s.Notes(s.Tom, n, "x")
		note := "message.noted " + string(n.Ref())
		other.hears(note)
		slow.Notes(s.Tom, n, "x") // its id is three seconds older
		other.hears(note)
		slower.Notes(s.Tom, n, "x")
		other.hears() // too far back for a quick look
		s.Clock.Advance(15 * time.Second)
		other.hears(note)
		other.hears()
	})
}

func TestTooMuchToTellEndsTheStreams(t *testing.T) {
	s := flowtest.New(t, dbtest.New(t, db.SQLite))
	n := s.Asks(s.Ann, "VPN", "x", s.VPN)
	other := beside(s, t, s.Clock)
	other.hears()
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
	s.Must(other.tail.Look(s.Ctx))
	if e, open := <-other.heard; open {
		t.Fatalf("heard %+v", e)
	}
	other.heard = other.bus.Subscribe(s.Ctx) // they come back, and are not cut off again
	other.hears()
}

// What a node does is heard on all nodes: by the entry, or by the word itself
// where there is none.
func TestNodesTellEachOther(t *testing.T) {
	s := flowtest.New(t, dbtest.New(t, db.Postgres))
	ctx, stop := context.WithCancel(s.Ctx)
	var running sync.WaitGroup
	defer running.Wait()
	defer stop()
	here := &node{t: t, bus: s.Bus, heard: s.Bus.Subscribe(ctx)}
	here.tail = event.NewTail(event.TailOptions{Bus: s.Bus, Wire: s.DB, Timeline: feed.Timeline{DB: s.DB}, Clock: clock.Wall{}, Log: slog.New(slog.DiscardHandler)})
	there := beside(s, t, clock.Wall{})
	for _, n := range []*node{here, there} {
		running.Go(func() { n.tail.Run(ctx) })
	}
	s.Clock.Set(clock.Wall{}.Now())
	for i := range 100 { // until both listen
		s.Bus.Publish(event.Event{ID: id.Entry(i + 1), Kind: "mail.sent", Fleeting: true})
		if there.waits(200*time.Millisecond) != "" {
			break
		}
	}
	for there.waits(200*time.Millisecond) != "" {
	}
	for len(here.heard) > 0 {
		<-here.heard
	}
	n := s.Asks(s.Ann, "VPN", "x", s.VPN)
	s.Bus.Publish(event.Event{ID: 1000, Kind: "mail.failed", Fleeting: true})
	for _, node := range []*node{here, there} {
		got := map[string]int{node.waits(20 * time.Second): 1}
		got[node.waits(20*time.Second)]++
		if got["ticket.opened"] != 1 || got["mail.failed"] != 1 {
			t.Errorf("of %s: heard %v", n.Ref(), got)
		}
		if again := node.waits(1200 * time.Millisecond); again != "" {
			t.Errorf("heard %s again", again)
		}
	}
}

// waits gives the kind of the next event, or "" when none comes in time.
func (n *node) waits(d time.Duration) string {
	select {
	case e := <-n.heard:
		return e.Kind
	case <-time.After(d):
		return ""
	}
}
