package story

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"secondline/internal/core/audit"
	"secondline/internal/core/file"
	"secondline/internal/db"
	"secondline/internal/db/dbtest"
	"secondline/internal/desk/handover"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/ticketing"
	"secondline/internal/id"
	"secondline/internal/kit/clock"
)

// victim, when set, makes this test binary the desk that is killed: it names the
// database to work on.
const victim = "SECONDLINE_STORY_VICTIM"

// TestKilledAtAnyMoment lets a desk work and kills it, again and again. Whatever
// it said it had done must be there, and every invariant must hold.
func TestKilledAtAnyMoment(t *testing.T) {
	for name, url := range map[string]func() string{
		"sqlite":   func() string { return "sqlite:" + filepath.Join(t.TempDir(), "desk.db") },
		"postgres": func() string { return dbtest.PostgresURL(t) },
	} {
		t.Run(name, func(t *testing.T) {
			at := url()
			files, err := file.Open(t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			founded(t, at, files)
			var said []string
			for range 5 {
				said = append(said, killed(t, at, 5+rand.IntN(120))...)
			}
			store := reopened(t, at)
			defer closed(t, store)
			// an hour later every lease has run out
			d := assemble(t, store, clock.NewFake(time.Now().Add(time.Hour)), files)
			d.house = d.recall()
			d.quiet()
			d.Settles()
			for _, line := range said {
				d.kept(line)
			}
			d.delivered()
			d.Holds()
			t.Logf("%d acknowledged, none lost", len(said))
		})
	}
}

// founded makes a desk on an empty database.
func founded(t *testing.T, url string, files *file.Store) {
	t.Helper()
	store := reopened(t, url)
	defer closed(t, store)
	if err := store.Migrate(context.Background()); err != nil {
		t.Fatal(err)
	}
	d := assemble(t, store, clock.NewFake(time.Now()), files)
	d.moveIn()
}

func reopened(t *testing.T, url string) *db.DB {
	t.Helper()
	store, err := db.Open(context.Background(), url, db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return store
}

func closed(t *testing.T, store *db.DB) {
	t.Helper()
	if err := store.Close(); err != nil {
		t.Error(err)
	}
}

// killed runs a desk until it has said some lines, kills it in the midst of its
// work, and gives all that it said.
func killed(t *testing.T, url string, after int) []string {
	t.Helper()
	desk := exec.Command(os.Args[0])
	desk.Env = append(os.Environ(), victim+"="+url)
	desk.Stderr = os.Stderr
	out, err := desk.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := desk.Start(); err != nil {
		t.Fatal(err)
	}
	var said []string
	lines := bufio.NewReader(out)
	for {
		line, err := lines.ReadString('\n')
		if err != nil { // what stands there now was never said to the end
			break
		}
		said = append(said, strings.TrimSpace(line))
		if len(said) == after {
			if err := desk.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
	}
	var exit *exec.ExitError
	if err := desk.Wait(); !errors.As(err, &exit) || exit.Exited() {
		t.Fatalf("the desk was not killed, it ended: %v after %d lines", err, len(said))
	}
	return said
}

// live is the desk that is killed: some people work on it side by side, for ever.
func live(url string) {
	ctx, judge := context.Background(), lastWords{}
	store, err := db.Open(ctx, url, db.Options{})
	if err != nil {
		judge.Fatalf("the desk cannot open its database: %v", err)
	}
	d := put(parts{judge: judge, store: store, clock: clock.Wall{}})
	d.house = d.recall()
	go d.jobs.Run(ctx)
	var all sync.WaitGroup
	for range 4 {
		all.Go(d.works)
	}
	all.Wait()
}

// works opens tickets and takes each over the ladder, saying what is done.
func (d *desk) works() {
	for {
		n := d.Opens("ann@acme", "Mail loops", about("Email"))
		fmt.Printf("opened %d\n", n)
		fmt.Printf("said %d %d\n", n, d.As("tom").Replies(n, "We look at it."))
		h := d.As("tom").HandsOver(n, "up", full("Look."))
		fmt.Printf("offered %d\n", h.ID)
		if rand.IntN(2) == 0 {
			d.As("sam").Accepts(h.ID)
			fmt.Printf("accepted %d\n", h.ID)
			d.must(d.do.Resolve(d.ctx, d.actor("sam"), n, ticketing.ResolveIn{Message: "Done.", Cause: "a rule", FirstLineNextTime: ptr(true), Lesson: "Look there."}))
			fmt.Printf("resolved %d\n", n)
			continue
		}
		d.As("sam").Returns(h.ID, ticketing.ReturnIn{Reason: handover.LowerCan, Note: "You can."})
		fmt.Printf("returned %d\n", h.ID)
		_, err := audit.Seal(d.ctx, d.db)
		d.must(err)
	}
}

// lastWords is the judge of a desk that has no test around it.
type lastWords struct{}

func (lastWords) Helper() {}

func (lastWords) Errorf(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }

func (lastWords) Fatalf(format string, args ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", args...)
	os.Exit(1)
}

// kept looks for what was acknowledged.
func (d *desk) kept(line string) {
	d.t.Helper()
	var what string
	var key, seq int64
	if n, err := fmt.Sscan(line, &what, &key, &seq); n < 2 {
		d.t.Fatalf("%q: %v", line, err)
	}
	switch what {
	case "opened", "said", "resolved":
		t, err := ticket.ByNumber(d.ctx, d.door.Read(), id.Number(key))
		switch {
		case err != nil:
			d.t.Errorf("acknowledged and lost: %s: %v", line, err)
		case t.Seq < seq || what == "resolved" && t.State != ticket.Resolved:
			d.t.Errorf("acknowledged and lost: %s; it is %s at %d", line, t.State, t.Seq)
		}
	default:
		h, err := handover.Get(d.ctx, d.door.Read(), id.Handover(key))
		if err != nil || what != "offered" && string(h.State) != what {
			d.t.Errorf("acknowledged and lost: %s; it is %s: %v", line, h.State, err)
		}
	}
}

// delivered: no letter that a change asked for was forgotten.
func (d *desk) delivered() {
	d.t.Helper()
	left, err := db.All(d.ctx, d.door.Read(), func(r db.Row) (s string, err error) { return s, r.Scan(&s) }, `
		SELECT kind || ' ' || state || ': ' || last_error
		  FROM mail_out
		 WHERE state <> 'sent'
		 ORDER BY id`)
	d.must(err)
	if len(left) > 0 {
		d.t.Errorf("%d letters never left, such as %s", len(left), left[0])
	}
}

// quiet waits until the database has let go of what the killed desk had begun.
func (d *desk) quiet() {
	d.t.Helper()
	if d.db.Engine() == db.SQLite {
		return
	}
	for range 200 {
		busy, err := db.One(d.ctx, d.door.Read(), func(r db.Row) (n int, err error) { return n, r.Scan(&n) }, `
			SELECT count(*)
			  FROM pg_stat_activity, pg_sleep(0.02)
			 WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'`)
		d.must(err)
		if busy == 0 {
			return
		}
	}
	d.t.Fatalf("the killed desk's connections still work after four seconds")
}
