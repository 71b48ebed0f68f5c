package world_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"secondline/internal/app/world"
	"secondline/internal/core/event"
	"secondline/internal/core/file"
	"secondline/internal/core/job"
	"secondline/internal/db"
	"secondline/internal/db/dbtest"
	"secondline/internal/flow/admin"
	"secondline/internal/flow/dealing"
	"secondline/internal/flow/notify"
	"secondline/internal/flow/people"
	"secondline/internal/flow/rota"
	"secondline/internal/flow/ticketing"
	"secondline/internal/flow/timekeeping"
	"secondline/internal/flow/vending"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/clock"
	"secondline/internal/kit/seal"
	"secondline/internal/view/verify/verifytest"
)

// until is when the worlds of these tests end.
var until = time.Date(2026, time.March, 19, 14, 0, 0, 0, time.UTC)

// parts puts the use cases together on an empty desk.
func parts(t testing.TB, d *db.DB, ends time.Time) world.Parts {
	t.Helper()
	files, err := file.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	c := clock.NewFake(world.Begins(ends))
	p := world.Parts{Clock: c, Files: files, Jobs: job.NewRunner(d, c, log)}
	p.Door = work.New(work.Options{DB: d, Clock: c, IDs: id.NewMaker(c, 1), Bus: &event.Bus{}, Jobs: p.Jobs, Log: log})
	keys := seal.Keys{seal.NewKey()}
	post := notify.New(notify.Options{Door: p.Door, Files: files, Keys: keys, Relay: world.Drawer{}, Log: log})
	p.Desk = ticketing.New(p.Door, post)
	p.People = people.New(people.Options{Door: p.Door, Passwords: seal.NewPasswords(2), Post: post, Log: log})
	p.Admin = admin.New(p.Door, p.People)
	p.Rota = rota.New(p.Door, dealing.New(p.Door))
	p.Makers = vending.New(p.Door, post, keys)
	p.Jobs.HandleAll(notify.SendMail, post.Jobs)
	timekeeping.New(timekeeping.Options{
		Door: p.Door, Alarm: timekeeping.NewEscalator(p.Door, post), Expirer: p.Desk, Chaser: p.Makers,
	}).Register(p.Jobs)
	handleJobs(p)
	return p
}

func build(t testing.TB, d *db.DB, ends time.Time, tickets int) world.World {
	t.Helper()
	w, err := world.Build(context.Background(), parts(t, d, ends), world.Options{Until: ends, Tickets: tickets})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestTheWorldHolds(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		began := time.Now()
		w := build(t, d, until, 0)
		t.Logf("%d tickets in %v", w.Tickets, time.Since(began).Round(10*time.Millisecond))
		verifytest.Holds(t, d)
		for _, raw := range []string{"{site}", "{org}", "{first}", "{agent}", "{device}"} {
			left, err := db.All(t.Context(), d.Read(), func(r db.Row) (s string, err error) { return s, r.Scan(&s) }, `
				SELECT facts
				  FROM timeline_entry
				 WHERE facts LIKE ?
				 ORDER BY id
				 LIMIT 3`, "%"+raw+"%")
			if err != nil || len(left) > 0 {
				t.Errorf("somebody says %s: %v %v", raw, left, err)
			}
		}
	})
}

// portrait is a desk without its ids and times.
func portrait(t *testing.T, d *db.DB) []string {
	t.Helper()
	lines, err := db.All(t.Context(), d.Read(), func(r db.Row) (s string, err error) { return s, r.Scan(&s) }, `
		SELECT t.number || ' ' || t.subject || ' | ' || o.name || ' | ' || p.name || ' | ' || t.state || ' ' || t.waiting_on || ' | ' || m.name
		       || ' | ' || coalesce(a.name, 'nobody') || ' | P' || t.priority || ' | ' || t.seq || ' entries, ' || t.returns || ' returns'
		  FROM ticket t
		  JOIN organisation o ON o.id = t.organisation_id
		  JOIN person p ON p.id = t.requester_id
		  JOIN team m ON m.id = t.team_id
		  LEFT JOIN person a ON a.id = t.assignee_id
		 ORDER BY t.number`)
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

func TestTheSameOnEveryStart(t *testing.T) {
	once := dbtest.New(t, db.SQLite)
	build(t, once, until, 120)
	want := portrait(t, once)
	if len(want) < 120 {
		t.Fatalf("only %d tickets", len(want))
	}
	again := dbtest.New(t, db.Postgres)
	build(t, again, time.Date(2027, time.August, 1, 3, 17, 42, 0, time.UTC), 120) // a Sunday, at night
	if d := cmp.Diff(want, portrait(t, again)); d != "" {
		t.Errorf("another start, on the other engine, gives another desk:\n%s", d)
	}
}

func TestACrowdHolds(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		began := time.Now()
		w := build(t, d, until, 1000)
		t.Logf("%d tickets in %v", w.Tickets, time.Since(began).Round(10*time.Millisecond))
		verifytest.Holds(t, d)
		open, err := db.One(t.Context(), d.Read(), func(r db.Row) (n int, err error) { return n, r.Scan(&n) }, `
			SELECT count(*)
			  FROM ticket
			 WHERE state IN ('new', 'open', 'waiting')`)
		if err != nil || open < 120 || open > 300 {
			t.Errorf("%d of %d tickets are open (%v), want about a fifth", open, w.Tickets, err)
		}
	})
}
