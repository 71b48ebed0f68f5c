package story

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"secondline/internal/core/event"
	"secondline/internal/core/file"
	"secondline/internal/core/job"
	"secondline/internal/db"
	"secondline/internal/flow/dealing"
	"secondline/internal/flow/notify"
	"secondline/internal/flow/rota"
	"secondline/internal/flow/ticketing"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/clock"
	"secondline/internal/kit/seal"
)

// A judge hears what is wrong: a test, or one run of a random stream.
type judge interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// A desk is a running one, and the story that is told of it.
type desk struct {
	*house
	t     judge
	ctx   context.Context
	db    *db.DB
	clock *clock.Fake
	files *file.Store
	jobs  *job.Runner
	bus   *event.Bus
	door  *work.Door
	do    *ticketing.Desk
	deals *dealing.Dealer
	rota  *rota.Desk
	mail  *basket
	post  *notify.Notify
}

// tell runs a story on SQLite and on PostgreSQL, and checks every invariant at
// its end.
func tell(t *testing.T, begins string, story func(d *desk)) {
	t.Helper()
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(string(engine), func(t *testing.T) {
			d := open(t, fresh(t, engine), begins)
			story(d)
			d.Settles()
			d.Holds()
		})
	}
}

// open puts a desk together on a database.
func open(t testing.TB, store *db.DB, begins string) *desk {
	t.Helper()
	files, err := file.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	d := assemble(t, store, clock.NewFake(onWeekday(monday, begins)), files)
	d.house = d.moveIn()
	return d
}

// assemble puts a desk together whose time stands still.
func assemble(t judge, store *db.DB, c *clock.Fake, files *file.Store) *desk {
	d := put(parts{judge: t, store: store, clock: c, files: files})
	d.clock = c
	return d
}

// parts are what a desk is put together from.
type parts struct {
	judge judge
	store *db.DB
	clock clock.Clock
	files *file.Store
}

func put(p parts) *desk {
	log := slog.New(slog.DiscardHandler)
	d := &desk{t: p.judge, ctx: context.Background(), db: p.store, files: p.files, bus: &event.Bus{}, mail: &basket{}}
	d.jobs = job.NewRunner(p.store, p.clock, log)
	d.door = work.New(work.Options{DB: p.store, Clock: p.clock, IDs: id.NewMaker(p.clock, 1), Bus: d.bus, Jobs: d.jobs, Log: log})
	post := notify.New(notify.Options{Door: d.door, Files: p.files, Keys: seal.Keys{seal.NewKey()}, Relay: d.mail, Log: log})
	d.post, d.do = post, ticketing.New(d.door, post)
	d.jobs.HandleAll(notify.SendMail, post.Jobs)
	d.deals = dealing.New(d.door)
	d.rota = rota.New(d.door, d.deals)
	d.door.Follow(d.deals)
	d.handleJobs()
	return d
}

// monday is when the week of every story begins.
var monday = time.Date(2026, time.March, 16, 0, 0, 0, 0, time.UTC)

// onWeekday is the first "Mon 09:31" or "Mon 09:31:05" at or after a time.
func onWeekday(from time.Time, words string) time.Time {
	day, at, _ := strings.Cut(words, " ")
	if strings.Count(at, ":") == 1 {
		at += ":00"
	}
	of, err := time.Parse(time.TimeOnly, at)
	if err != nil {
		panic("a story says times as Mon 09:31: " + err.Error())
	}
	for on := range 8 {
		then := time.Date(from.Year(), from.Month(), from.Day()+on, of.Hour(), of.Minute(), of.Second(), 0, time.UTC)
		if then.Format("Mon") == day && !then.Before(from) {
			return then
		}
	}
	panic("there is no such day: " + words)
}

// Until lets the world come to rest and time go by, up to the next such weekday.
func (d *desk) Until(words string) { d.moveTo(onWeekday(d.clock.Now(), words)) }

// Passes lets time go by.
func (d *desk) Passes(span time.Duration) { d.moveTo(d.clock.Now().Add(span)) }

func (d *desk) moveTo(then time.Time) {
	d.t.Helper()
	d.Settles()
	d.clock.Set(then)
	d.Settles()
}

// Settles runs every job that is due.
func (d *desk) Settles() {
	d.t.Helper()
	d.must(d.jobs.Drain(d.ctx))
}

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatalf("%s: %v", d.door.Now().Format("Mon 15:04:05"), err)
	}
}

const day = 24 * time.Hour
