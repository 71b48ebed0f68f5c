package db

import (
	"context"
	"errors"
	"log/slog"
	"strings"

	"secondline/internal/kit/errs"
)

// An Engine is a kind of database.
type Engine string

// The engines.
const (
	SQLite   Engine = "sqlite"
	Postgres Engine = "postgres"
)

// A Row is what a query found, one at a time.
type Row interface {
	Scan(dest ...any) error
}

// A Handle runs SQL: a transaction, or the readers.
type Handle interface {
	// Exec runs a statement and tells how many rows it changed.
	Exec(ctx context.Context, query string, args ...any) (int64, error)
	// Each calls fn with every row. It stops at fn's first error and returns it;
	// it closes the rows, and reports an error that comes after the last one.
	Each(ctx context.Context, fn func(Row) error, query string, args ...any) error
	// Engine tells which database this is, for the few texts that differ.
	Engine() Engine
}

// errEnough stops Each after the row that One wanted.
var errEnough = errors.New("enough rows")

// All gives every row that the query finds; never nil.
func All[T any](ctx context.Context, h Handle, scan func(Row) (T, error), query string, args ...any) ([]T, error) {
	list := []T{}
	err := h.Each(ctx, func(r Row) error {
		v, err := scan(r)
		if err != nil {
			return err
		}
		list = append(list, v)
		return nil
	}, query, args...)
	if err != nil {
		return nil, err
	}
	return list, nil
}

// One gives the first row that the query finds. No row is an errs.NotFound;
// callers that know what was looked for wrap it in a better sentence.
func One[T any](ctx context.Context, h Handle, scan func(Row) (T, error), query string, args ...any) (T, error) {
	var found T
	err := h.Each(ctx, func(r Row) error {
		v, err := scan(r)
		if err != nil {
			return err
		}
		found = v
		return errEnough
	}, query, args...)
	switch {
	case err == nil:
		return found, errs.New(errs.NotFound, "It is not there.")
	case errors.Is(err, errEnough):
		return found, nil
	}
	var none T
	return none, err
}

// Options are what Open may be told.
type Options struct {
	Log      *slog.Logger // where panics and migrations are told; the default logger if nil
	MaxConns int          // connections to PostgreSQL, or SQLite's readers; 0 chooses
	// Unflushed lets SQLite's commits reach the disk when they like; Close flushes
	// all of them. A power cut before that may ruin the file, so it is only for
	// filling a database that can be filled again.
	Unflushed bool
}

// A backend is one engine's way of doing what a DB offers.
type backend interface {
	read() Handle
	view(ctx context.Context, fn func(Handle) error) error
	tx(ctx context.Context, fn func(Handle) error) error
	migrator(ctx context.Context) (*migrator, error)
	backup(ctx context.Context, path string) error
	ping(ctx context.Context) error
	close() error
}

// A DB is an open database.
type DB struct {
	backend
	engine Engine
	log    *slog.Logger
}

// Open opens the database that url names: "sqlite:" and a path, or a
// "postgres://" address. It does not migrate it.
func Open(ctx context.Context, url string, o Options) (*DB, error) {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	var (
		engine Engine
		b      backend
		err    error
	)
	scheme, rest, _ := strings.Cut(url, ":")
	switch scheme {
	case "sqlite":
		engine = SQLite
		b, err = openSQLite(ctx, rest, o)
	case "postgres", "postgresql":
		engine = Postgres
		b, err = openPostgres(ctx, url, o)
	default:
		return nil, errs.New(errs.Invalid, `The database must be "sqlite:" and a path, or a "postgres://" address.`)
	}
	if err != nil {
		return nil, classify(errs.Wrap(err, "open the database"))
	}
	return &DB{backend: b, engine: engine, log: o.Log}, nil
}

// Engine tells which kind of database this is.
func (d *DB) Engine() Engine { return d.engine }

// Read gives the readers, which are not for writing: each statement sees its own
// snapshot. In a request that needs several to agree, use View.
func (d *DB) Read() Handle { return d.read() }

// View runs fn on one read-only snapshot over several statements.
func (d *DB) View(ctx context.Context, fn func(Handle) error) error {
	return classify(d.view(ctx, fn))
}

// Tx runs fn, once, in a write transaction. Everything fn did is kept if it
// returns nil, and nothing of it otherwise. A Tx inside a Tx is a mistake.
func (d *DB) Tx(ctx context.Context, fn func(Handle) error) error {
	return classify(d.tx(ctx, fn))
}

// Ping tells whether the database answers.
func (d *DB) Ping(ctx context.Context) error { return classify(d.ping(ctx)) }

// Close waits for the running transactions and lets go of the database.
func (d *DB) Close() error { return d.close() }

// Backup writes an exact copy of a SQLite database to path, which must not exist
// yet, while it is being written to. A PostgreSQL database has no such file.
func (d *DB) Backup(ctx context.Context, path string) error {
	return classify(d.backup(ctx, path))
}
