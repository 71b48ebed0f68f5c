package world_test

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"secondline/internal/app/world"
	"secondline/internal/core/event"
	"secondline/internal/core/file"
	"secondline/internal/core/job"
	"secondline/internal/db"
	"secondline/internal/db/dbtest"
	"secondline/internal/flow/admin"
	"secondline/internal/flow/notify"
	"secondline/internal/flow/people"
	"secondline/internal/flow/ticketing"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/clock"
	"secondline/internal/kit/seal"
)

// until is when the worlds of these tests end.
var until = time.Date(2026, time.March, 19, 14, 0, 0, 0, time.UTC)

// parts puts the use cases together on an empty desk.
func parts(t testing.TB, d *db.DB) world.Parts {
	t.Helper()
	files, err := file.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	c := clock.NewFake(world.Begins(until))
	p := world.Parts{Clock: c, Files: files, Jobs: job.NewRunner(d, c, log)}
	p.Door = work.New(work.Options{DB: d, Clock: c, IDs: id.NewMaker(c, 1), Bus: &event.Bus{}, Jobs: p.Jobs, Log: log})
	post := notify.New(notify.Options{Door: p.Door, Files: files, Keys: seal.Keys{seal.NewKey()}, Relay: world.Drawer{}, Log: log})
	p.Desk = ticketing.New(p.Door, post)
	p.People = people.New(people.Options{Door: p.Door, Passwords: seal.NewPasswords(2), Post: post, Log: log})
	p.Admin = admin.New(p.Door, p.People)
	p.Jobs.HandleAll(notify.SendMail, post.Jobs)
	handleJobs(p)
	return p
}

func TestTheWorldIsBuilt(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		began := time.Now()
		w, err := world.Build(context.Background(), parts(t, d), world.Options{Until: until})
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%d tickets in %v", w.Tickets, time.Since(began))
	})
}
