package bench

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"secondline/internal/app"
	"secondline/internal/app/world"
	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/db/dbtest"
	"secondline/internal/desk/person"
	"secondline/internal/flow/people"
)

// sizes is how many tickets the desks have.
func sizes(b *testing.B) []int {
	b.Helper()
	text := os.Getenv("BENCH_TICKETS")
	if text == "" {
		text = "1000,100000"
	}
	var out []int
	for part := range strings.SplitSeq(text, ",") {
		n, err := strconv.Atoi(part)
		if err != nil {
			b.Fatalf("BENCH_TICKETS=%q is no list of numbers", text)
		}
		out = append(out, n)
	}
	return out
}

// A desk is a filled one behind HTTP.
type desk struct {
	app    *app.App
	url    string
	client *http.Client
	tokens map[string]string // by the part of the address before the @
	queue  []string          // refs of open tickets
}

// BenchmarkDesk asks desks of every size on both databases for what people do
// all day. p50 and p99 are in microseconds; a client waits for each answer.
func BenchmarkDesk(b *testing.B) {
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		for _, n := range sizes(b) {
			b.Run(fmt.Sprintf("%s/%d", engine, n), func(b *testing.B) {
				d := fill(b, engine, n)
				b.Run("create", func(b *testing.B) { d.each(b, 1, d.create) })
				b.Run("create-32-clients", func(b *testing.B) { d.each(b, 32, d.create) })
				b.Run("reply", func(b *testing.B) { d.each(b, 1, d.reply) })
				b.Run("hand-over", func(b *testing.B) { d.each(b, 1, d.handOver, d.withdraw) })
				b.Run("candidates", func(b *testing.B) { d.each(b, 1, d.get("/tickets/%s/candidates?direction=up")) })
				b.Run("queue-page", func(b *testing.B) { d.each(b, 1, d.get("/tickets?state=unsolved&level=1&limit=50")) })
				b.Run("ticket-page", func(b *testing.B) { d.each(b, 1, d.get("/tickets/%s")) })
				b.Run("timeline", func(b *testing.B) { d.each(b, 1, d.get("/tickets/%s/timeline")) })
				b.Run("counts", func(b *testing.B) { d.each(b, 1, d.get("/counts")) })
				b.Run("search", func(b *testing.B) { d.each(b, 1, d.get("/search?q=printer+offline")) })
				b.Run("token-call", func(b *testing.B) { d.each(b, 1, d.get("/me")) })
			})
		}
	}
}

func fill(b *testing.B, engine db.Engine, tickets int) *desk {
	b.Helper()
	dir := b.TempDir()
	c := app.Config{Addr: "127.0.0.1:0", DB: "sqlite:" + filepath.Join(dir, "desk.db"), Data: dir, LogLevel: "error"}
	if engine == db.Postgres {
		c.DB = dbtest.PostgresURL(b)
		durable(b, c.DB)
	}
	quiet := slog.New(slog.NewTextHandler(io.Discard, nil))
	made, err := app.FillDemo(b.Context(), c, world.Options{Tickets: tickets})
	must(b, err)
	a, err := app.Open(b.Context(), c, app.WithLog(quiet), app.WithRelay(world.Drawer{}))
	must(b, err)
	running, stop := context.WithCancel(context.Background())
	var jobs sync.WaitGroup
	jobs.Go(func() { a.Jobs.Run(running) })
	h, err := a.Handler()
	must(b, err)
	server := httptest.NewServer(h)
	b.Cleanup(func() { server.Close(); stop(); jobs.Wait(); must(b, a.Close()) })
	d := &desk{app: a, url: server.URL + "/api/v1", tokens: map[string]string{}}
	d.client = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
	for _, s := range made.SignIns {
		d.token(b, s.Email)
	}
	d.open(b)
	return d
}

// durable makes PostgreSQL flush each commit, as a desk's would.
func durable(b *testing.B, url string) {
	b.Helper()
	h, err := db.Open(b.Context(), url, db.Options{Log: slog.New(slog.NewTextHandler(io.Discard, nil))})
	must(b, err)
	set := func(value string) {
		for _, name := range []string{"fsync", "full_page_writes", "synchronous_commit"} {
			must(b, h.Read().Each(context.Background(), func(db.Row) error { return nil }, "ALTER SYSTEM SET "+name+" = "+value))
		}
		must(b, h.Read().Each(context.Background(), func(db.Row) error { return nil }, "SELECT pg_reload_conf()"))
	}
	set("on")
	b.Cleanup(func() { set("off"); must(b, h.Close()) })
}

func (d *desk) token(b *testing.B, email string) {
	b.Helper()
	p, err := person.ByEmail(b.Context(), d.app.DB.Read(), email)
	must(b, err)
	token, _, err := d.app.People.CreateToken(b.Context(), access.Desk("bench"), people.TokenIn{Name: "bench", Person: p.ID, Scopes: []string{"*"}})
	must(b, err)
	name, _, _ := strings.Cut(email, "@")
	d.tokens[name] = token
	d.tokens[string(p.Role)] = token
}

// open collects open tickets to work on.
func (d *desk) open(b *testing.B) {
	b.Helper()
	cursor := ""
	for range 20 {
		status, body := d.call("administrator", "GET", "/tickets?state=open&level=1&limit=100&cursor="+cursor, nil)
		if status != 200 {
			b.Fatalf("listing: %d %s", status, body)
		}
		var page struct {
			Items []struct {
				Ref   string
				Offer any
			}
			Next string
		}
		must(b, json.Unmarshal(body, &page))
		for _, t := range page.Items {
			if t.Offer == nil {
				d.queue = append(d.queue, t.Ref)
			}
		}
		if cursor = page.Next; cursor == "" {
			break
		}
	}
	if len(d.queue) == 0 {
		b.Fatal("the desk has no open tickets")
	}
}

func (d *desk) call(who, method, path string, body any) (int, []byte) {
	var sent io.Reader
	if body != nil {
		raw, err := json.Marshal(body)
		if err != nil {
			return 0, []byte(err.Error())
		}
		sent = bytes.NewReader(raw)
	}
	q, err := http.NewRequest(method, d.url+path, sent)
	if err != nil {
		return 0, []byte(err.Error())
	}
	q.Header.Set("Authorization", "Bearer "+d.tokens[who])
	q.Header.Set("Content-Type", "application/json")
	resp, err := d.client.Do(q)
	if err != nil {
		return 0, []byte(err.Error())
	}
	raw, err := io.ReadAll(resp.Body)
	if cerr := resp.Body.Close(); err != nil || cerr != nil {
		return 0, raw
	}
	return resp.StatusCode, raw
}

type m = map[string]any

func (d *desk) create(i int) (int, []byte) {
	return d.call("administrator", "POST", "/tickets", m{
		"subject": fmt.Sprintf("Printer %d prints blank pages", i), "body": "Since this morning every second page is blank. We tried two trays.",
		"requester": m{"email": fmt.Sprintf("bench%d@example.test", i%50), "name": "Bench Customer"}, "impact": 2, "urgency": 2,
	})
}

func (d *desk) reply(i int) (int, []byte) {
	return d.call("administrator", "POST", "/tickets/"+d.queue[i%len(d.queue)]+"/replies", m{"body": "We are looking at it and write again by noon."})
}

// handOver hands a ticket of the queue over; withdraw takes it back, outside of
// what is measured, so that it can be handed over again.
func (d *desk) handOver(i int) (int, []byte) {
	ref := d.queue[i%len(d.queue)]
	return d.call("administrator", "POST", "/tickets/"+ref+"/handovers", m{
		"direction": "up", "reason": "skill", "ask": "Please look at the driver.", "summary": "Blank pages on one printer.",
		"tried": []m{{"text": "Other tray", "result": "same"}}, "because": "measured",
	})
}

func (d *desk) withdraw(body []byte) (int, []byte) {
	var h struct{ ID string }
	if err := json.Unmarshal(body, &h); err != nil {
		return 0, body
	}
	return d.call("administrator", "POST", "/handovers/"+h.ID+"/withdraw", nil)
}

func (d *desk) get(path string) func(int) (int, []byte) {
	return func(i int) (int, []byte) {
		at := path
		if strings.Contains(at, "%s") {
			at = fmt.Sprintf(at, d.queue[i%len(d.queue)])
		}
		return d.call("administrator", "GET", at, nil)
	}
}

// each runs an operation b.N times by so many clients and reports its spread.
// What is to be done after each is not in the spread.
func (d *desk) each(b *testing.B, clients int, ask func(i int) (int, []byte), after ...func(body []byte) (int, []byte)) {
	b.Helper()
	took := make([]time.Duration, b.N)
	var next atomic.Int64
	var all sync.WaitGroup
	b.ResetTimer()
	begun := time.Now()
	for range clients {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < b.N; i = int(next.Add(1)) - 1 {
				began := time.Now()
				status, body := ask(i)
				took[i] = time.Since(began)
				for _, f := range after {
					if status < 300 {
						status, body = f(body)
					}
				}
				if status >= 300 || status == 0 {
					b.Errorf("%d: %s", status, body)
					return
				}
			}
		})
	}
	all.Wait()
	spent := time.Since(begun)
	slices.Sort(took)
	at := func(p int) float64 { return float64(took[min(b.N-1, b.N*p/100)].Microseconds()) }
	b.ReportMetric(at(50), "p50-µs")
	b.ReportMetric(at(99), "p99-µs")
	b.ReportMetric(float64(b.N)/spent.Seconds(), "per-s")
}

func must(b *testing.B, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}
