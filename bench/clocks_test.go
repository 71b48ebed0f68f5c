package bench

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"secondline/internal/app"
	"secondline/internal/app/world"
	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/db/dbtest"
	"secondline/internal/desk/clock"
	"secondline/internal/desk/person"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/admin"
	"secondline/internal/flow/ticketing"
	"secondline/internal/id"
	"secondline/internal/kit/openhours"
)

// The clocks that run out while they are measured: so many a second, each so long
// after its ticket was opened.
const (
	aSecond = 50
	length  = 8 * time.Second
	running = 20 * time.Second
)

// BenchmarkClocks lets clocks run out on a desk with very many open ones
// (BENCH_CLOCKS, a million if unset), and tells how long after its deadline each
// breach was on record. What is not due must cost nothing.
func BenchmarkClocks(b *testing.B) {
	open := 1_000_000
	if text := os.Getenv("BENCH_CLOCKS"); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			b.Fatalf("BENCH_CLOCKS=%q is no number", text)
		}
		open = n
	}
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		b.Run(fmt.Sprintf("%s/%d", engine, open), func(b *testing.B) { runOut(b, engine, open) })
	}
}

func runOut(b *testing.B, engine db.Engine, open int) {
	dir := b.TempDir()
	c := app.Config{Addr: "127.0.0.1:0", DB: "sqlite:" + filepath.Join(dir, "desk.db"), Data: dir, LogLevel: "error"}
	if engine == db.Postgres {
		c.DB = dbtest.PostgresURL(b)
		durable(b, c.DB)
	}
	a, err := app.Open(b.Context(), c, app.WithLog(slog.New(slog.NewTextHandler(io.Discard, nil))), app.WithRelay(world.Drawer{}))
	must(b, err)
	ada, err := a.Admin.SetUp(b.Context(), admin.SetUpIn{Name: "Bench", AdminName: "Ada", AdminEmail: "ada@example.test", Password: "correct horse battery", Host: "example.test"})
	must(b, err)
	promiseSoon(b, a)
	first := opens(b, a, ada.ID, 0)
	multiply(b, a, first, open)
	going, stop := context.WithCancel(context.Background())
	var jobs sync.WaitGroup
	jobs.Go(func() { a.Jobs.Run(going) })
	b.Cleanup(func() { stop(); jobs.Wait(); must(b, a.Close()) })
	b.ResetTimer()
	for range b.N {
		tick := time.NewTicker(time.Second / aSecond)
		for i := range int(running/time.Second) * aSecond {
			<-tick.C
			opens(b, a, ada.ID, i)
		}
		tick.Stop()
		time.Sleep(length + 2*time.Second) // the last ones run out
	}
	b.StopTimer()
	late := lateness(b, a)
	b.ReportMetric(float64(len(late)), "breaches")
	b.ReportMetric(float64(late[len(late)/2].Microseconds())/1000, "ms-late-p50")
	b.ReportMetric(float64(late[len(late)*99/100].Microseconds())/1000, "ms-late-p99")
}

// promiseSoon promises every first answer within seconds, day and night.
func promiseSoon(b *testing.B, a *app.App) {
	b.Helper()
	week := openhours.Always().Week
	zone, name, kind, span := "UTC", "Around the clock", clock.FirstResponse, length
	round, err := a.Admin.AddCalendar(b.Context(), access.Desk("bench"), admin.CalendarIn{Name: &name, Zone: &zone, Week: &week})
	must(b, err)
	for p := 1; p <= 4; p++ {
		title := fmt.Sprintf("Soon, P%d", p)
		list, err := clock.All(b.Context(), a.DB.Read())
		must(b, err)
		i := slices.IndexFunc(list, func(t clock.Target) bool { return t.Clock == kind && t.Priority == p })
		in := admin.TargetIn{Name: &title, Clock: &kind, Priority: &p, Calendar: &round.ID, Length: &span}
		if i >= 0 {
			_, err = a.Admin.ChangeTarget(b.Context(), access.Desk("bench"), list[i].ID, in)
		} else {
			_, err = a.Admin.AddTarget(b.Context(), access.Desk("bench"), in)
		}
		must(b, err)
	}
	must(b, a.Jobs.Drain(b.Context()))
}

func opens(b *testing.B, a *app.App, who id.Person, i int) id.Ticket {
	b.Helper()
	p, err := person.Get(b.Context(), a.DB.Read(), who)
	must(b, err)
	out, err := a.Desk.Open(b.Context(), access.Actor{Kind: access.Person, Person: p.ID, Name: p.Name, Role: p.Role, All: true, Organisation: p.Organisation}, ticketing.OpenIn{
		Subject: fmt.Sprintf("Printer %d", i), Body: "It prints blank pages.", Channel: ticket.ByAPI, Quiet: true,
	})
	must(b, err)
	return out.ID
}

// multiply makes very many open tickets of one, each with its timer far ahead.
// They are rows and nothing else: it is the index that has to bear them.
func multiply(b *testing.B, a *app.App, of id.Ticket, times int) {
	b.Helper()
	ahead := time.Now().Add(1000 * time.Hour)
	const block = 50_000
	for from := 1; from <= times; from += block {
		to := min(from+block-1, times)
		must(b, a.DB.Tx(b.Context(), func(h db.Handle) error {
			_, err := h.Exec(b.Context(), `
				WITH RECURSIVE n (i) AS (SELECT CAST(? AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < ?)
				INSERT INTO ticket (id, number, organisation_id, requester_id, kind, channel, subject, state, impact, urgency, priority, team_id, rank, sum,
				                    opened_at, updated_at, seq, version, due_clock, due_key, wake_at)
				SELECT t.id + n.i, 10000000 + n.i, t.organisation_id, t.requester_id, t.kind, t.channel, t.subject, t.state, t.impact, t.urgency, t.priority,
				       t.team_id, t.rank, t.sum, t.opened_at, t.updated_at, t.seq, 1, t.due_clock, ? + n.i * 1000000, ? + n.i * 1000000
				  FROM n, ticket t
				 WHERE t.id = ?`, from, to, ahead.UnixMicro(), ahead.UnixMicro(), of)
			if err != nil {
				return err
			}
			_, err = h.Exec(b.Context(), `
				WITH RECURSIVE n (i) AS (SELECT CAST(? AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < ?)
				INSERT INTO job (id, kind, name, payload, run_at)
				SELECT n.i, 'clock.ring', 'clock.ring:' || CAST(? + n.i AS TEXT), '{"ticket":"' || CAST(? + n.i AS TEXT) || '"}', ? + n.i * 1000000
				  FROM n`, from, to, of, of, ahead.UnixMicro())
			return err
		}))
	}
	if a.DB.Engine() == db.Postgres { // a desk that grew this large has statistics
		must(b, a.DB.Tx(b.Context(), func(h db.Handle) error {
			_, err := h.Exec(b.Context(), "ANALYZE")
			return err
		}))
	}
}

// lateness is how long after each deadline its breach was written, the smallest
// first.
func lateness(b *testing.B, a *app.App) []time.Duration {
	b.Helper()
	type breach struct {
		at   time.Time
		fact ticket.ClockBreached
	}
	list, err := db.All(b.Context(), a.DB.Read(), func(r db.Row) (v breach, err error) {
		return v, r.Scan(db.Into(&v.at), db.FromJSON(&v.fact))
	}, `SELECT at, facts FROM timeline_entry WHERE kind = 'clock.breached' ORDER BY id`)
	must(b, err)
	if len(list) < aSecond {
		b.Fatalf("only %d clocks ran out", len(list))
	}
	late := make([]time.Duration, len(list))
	for i, v := range list {
		late[i] = v.at.Sub(v.fact.Due)
	}
	slices.Sort(late)
	return late
}
