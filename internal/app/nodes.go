package app

import (
	"context"

	"secondline/internal/core/event"
	"secondline/internal/core/job"
	"secondline/internal/db"
	"secondline/internal/view/feed"
)

// join makes this process one of the nodes of its desk, before anybody listens to
// it, and gives what keeps it one until ctx ends. On PostgreSQL it follows what the
// others do; on SQLite it is the only one, and takes back the jobs that an earlier
// run of it had claimed.
func (a *App) join(ctx context.Context) (follow func(context.Context)) {
	if a.DB.Engine() == db.SQLite {
		if err := job.Release(ctx, a.DB, a.Clock.Now()); err != nil {
			a.Log.Error("the jobs of an earlier run could not be taken back; they run when their leases end", "error", err)
		}
		return func(context.Context) {}
	}
	tail := event.NewTail(event.TailOptions{Bus: a.Bus, Wire: a.DB, Timeline: feed.Timeline{DB: a.DB}, Clock: a.Clock, Log: a.Log})
	if err := tail.Look(ctx); err != nil { // from here on, what is new is news
		a.Log.Error("what other nodes did could not be read", "error", err)
	}
	return tail.Run
}
