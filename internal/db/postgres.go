package db

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"secondline/internal/kit/errs"
)

// defaultConns leaves room for several nodes under PostgreSQL's own default of 100.
const defaultConns = 20

// A server is a pool of connections to PostgreSQL. Its driver prepares and keeps
// the statements.
type server struct {
	pool   *sql.DB
	config *pgx.ConnConfig
	log    *slog.Logger
}

func openPostgres(ctx context.Context, url string, o Options) (*server, error) {
	cfg, err := pgx.ParseConfig(url)
	if err != nil { // pgx leaves the password out of its errors
		return nil, errs.Because(err, errs.Invalid, "The address of the database cannot be read: %s.", "check the postgres:// URL")
	}
	if cfg.RuntimeParams["application_name"] == "" {
		cfg.RuntimeParams["application_name"] = "secondline"
	}
	cfg.RuntimeParams["timezone"] = "UTC"
	conns := o.MaxConns
	if conns <= 0 {
		conns = defaultConns
	}
	pool := stdlib.OpenDB(*cfg)
	pool.SetMaxOpenConns(conns)
	pool.SetMaxIdleConns(conns)
	pool.SetConnMaxIdleTime(5 * time.Minute)
	pool.SetConnMaxLifetime(time.Hour) // so that a moved server is noticed
	if err := pool.PingContext(ctx); err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	return &server{pool: pool, config: cfg, log: o.Log}, nil
}

func (s *server) read() Handle { return serverReader{s} }

func (s *server) view(ctx context.Context, fn func(Handle) error) error {
	return s.within(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}, fn)
}

func (s *server) tx(ctx context.Context, fn func(Handle) error) error {
	return s.within(ctx, &sql.TxOptions{Isolation: sql.LevelReadCommitted}, fn)
}

func (s *server) within(ctx context.Context, o *sql.TxOptions, fn func(Handle) error) error {
	tx, err := s.pool.BeginTx(ctx, o)
	if err != nil {
		return errs.Wrap(err, "begin")
	}
	done := false
	defer func() {
		if !done { // an error, or fn ended its goroutine; the connection may be gone already
			_ = tx.Rollback()
		}
	}()
	h := &scope{on: onServer{tx}, engine: Postgres}
	if err := h.run(s.log, fn); err != nil {
		return err
	}
	done = true
	return errs.Wrap(tx.Commit(), "commit")
}

func (s *server) ping(ctx context.Context) error { return s.pool.PingContext(ctx) }

func (s *server) backup(context.Context, string) error {
	return errs.New(errs.Conflict, "A PostgreSQL database has no file to copy; write an export, or use pg_dump.")
}

func (s *server) close() error { return s.pool.Close() }

// queries is what a pool and a transaction have in common.
type queries interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// onServer runs statements on PostgreSQL.
type onServer struct{ queries }

func (o onServer) exec(ctx context.Context, text string, args []any) (int64, error) {
	res, err := o.ExecContext(ctx, rebind(text), args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}

func (o onServer) query(ctx context.Context, text string, args []any) (*sql.Rows, func(), error) {
	rows, err := o.QueryContext(ctx, rebind(text), args...)
	return rows, func() {}, err
}

// serverReader is the Handle for single reads.
type serverReader struct{ s *server }

// Engine is Postgres.
func (serverReader) Engine() Engine { return Postgres }

// Exec is for writing, which readers do not.
func (serverReader) Exec(context.Context, string, ...any) (int64, error) { return 0, errReadOnly }

// Each calls fn with every row.
func (r serverReader) Each(ctx context.Context, fn func(Row) error, query string, args ...any) error {
	h := &scope{on: onServer{r.s.pool}, engine: Postgres}
	return classify(h.Each(ctx, fn, query, args...))
}
