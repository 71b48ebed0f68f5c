// Package app puts a desk together: it opens the database and the folder, makes
// the use cases and the edges, and knows which goes with which. It holds no
// logic of its own.
//
//	config.go  what can be set
//	app.go     Open and Close: the use cases, nothing listens
//	serve.go   Serve: the listeners and the jobs, until told to stop
//	nodes.go   one of several on one database, or the only one
//	health.go  is it well? and what does it count?
//	jobs.go    which use case runs which job; mail.go: the listener and the relay
//	greet.go   where the desk is, said once it listens
//	demo.go    a desk filled with the demo world
package app

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"

	"secondline/internal/core/event"
	"secondline/internal/core/file"
	"secondline/internal/core/job"
	"secondline/internal/db"
	"secondline/internal/edge/live"
	"secondline/internal/edge/wallboard"
	"secondline/internal/flow/admin"
	"secondline/internal/flow/dealing"
	"secondline/internal/flow/intake"
	"secondline/internal/flow/notify"
	"secondline/internal/flow/people"
	"secondline/internal/flow/rota"
	"secondline/internal/flow/ticketing"
	"secondline/internal/flow/timekeeping"
	"secondline/internal/flow/vending"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/clock"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/seal"
)

// An App is a desk put together.
type App struct {
	Config  Config
	Log     *slog.Logger
	Clock   clock.Clock
	DB      *db.DB
	Files   *file.Store
	Bus     *event.Bus
	Jobs    *job.Runner
	Door    *work.Door
	Desk    *ticketing.Desk
	People  *people.Desk
	Admin   *admin.Desk
	Notify  *notify.Notify
	Intake  *intake.Intake
	Vending *vending.Desk
	Time    *timekeeping.Keeper
	Dealing *dealing.Dealer
	Rota    *rota.Desk

	gauges    *gauges
	live      *live.Live      // set by Handler
	walls     *wallboard.Wall // set by Handler
	relayed   notify.Relay    // instead of the configured relay
	unflushed bool
}

// An Option changes how an App is put together.
type Option func(*App)

// WithClock runs the desk on another clock than the wall's.
func WithClock(c clock.Clock) Option { return func(a *App) { a.Clock = c } }

// WithLog logs elsewhere than to standard error.
func WithLog(l *slog.Logger) Option { return func(a *App) { a.Log = l } }

// WithRelay sends letters through another relay than the configured one.
func WithRelay(r notify.Relay) Option { return func(a *App) { a.relayed = r } }

// Unflushed fills a desk faster: nothing is sure to be on disk before Close.
func Unflushed() Option { return func(a *App) { a.unflushed = true } }

// Open puts a desk together and brings its database up to date. Nothing listens
// yet, no job runs.
func Open(ctx context.Context, c Config, options ...Option) (*App, error) {
	c, err := c.complete()
	if err != nil {
		return nil, err
	}
	a := &App{Config: c, Clock: clock.Wall{}, Bus: &event.Bus{}, gauges: newGauges()}
	for _, set := range options {
		set(a)
	}
	if a.Log == nil {
		a.Log = logger(c)
	}
	if err := os.MkdirAll(filepath.Join(c.Data, "keys"), 0o700); err != nil {
		return nil, errs.Because(err, errs.Unavailable, "The data folder %s cannot be used; check its owner and rights.", c.Data)
	}
	if a.DB, err = db.Open(ctx, c.DB, db.Options{Log: a.Log, Unflushed: a.unflushed}); err != nil {
		return nil, err
	}
	if err := a.assemble(ctx); err != nil {
		return nil, errors.Join(err, a.DB.Close())
	}
	return a, nil
}

// assemble makes the use cases, each with what it needs.
func (a *App) assemble(ctx context.Context) error {
	if err := a.DB.Migrate(ctx); err != nil {
		return err
	}
	var err error
	if a.Files, err = file.Open(filepath.Join(a.Config.Data, "files")); err != nil {
		return err
	}
	key, err := seal.LoadKey(filepath.Join(a.Config.Data, "keys", "mail.key"))
	if err != nil {
		return err
	}
	keys := seal.Keys{key}
	relay, err := a.relay()
	if err != nil {
		return err
	}
	a.Jobs = job.NewRunner(a.DB, a.Clock, a.Log)
	a.Door = work.New(work.Options{DB: a.DB, Clock: a.Clock, IDs: id.NewMaker(a.Clock, node()), Bus: a.Bus, Jobs: a.Jobs, Log: a.Log})
	a.Notify = notify.New(notify.Options{Door: a.Door, Files: a.Files, Keys: keys, Relay: relay, Log: a.Log})
	a.Desk = ticketing.New(a.Door, a.Notify)
	a.People = people.New(people.Options{Door: a.Door, Passwords: seal.NewPasswords(2), Post: a.Notify, Log: a.Log, BaseURL: a.Config.BaseURL})
	a.Admin = admin.New(a.Door, a.People)
	a.Vending = vending.New(a.Door, a.Notify, keys)
	a.Intake = intake.New(intake.Options{Door: a.Door, Files: a.Files, Keys: keys, Desk: a.Desk, Makers: a.Vending, Clock: a.Clock, Log: a.Log})
	a.Time = timekeeping.New(timekeeping.Options{Door: a.Door, Alarm: timekeeping.NewEscalator(a.Door, a.Notify), Expirer: a.Desk, Chaser: a.Vending})
	a.Dealing = dealing.New(a.Door)
	a.Rota = rota.New(a.Door, a.Dealing)
	a.Door.Follow(a.Dealing)
	a.handleJobs()
	return nil
}

// Close lets go of the database.
func (a *App) Close() error { return a.DB.Close() }

func logger(c Config) *slog.Logger {
	var level slog.Level
	if err := level.UnmarshalText([]byte(c.LogLevel)); err != nil {
		level = slog.LevelInfo
	}
	o := &slog.HandlerOptions{Level: level}
	if c.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(os.Stderr, o))
	}
	return slog.New(slog.NewTextHandler(os.Stderr, o))
}
