package db

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"secondline/internal/kit/errs"
)

//go:embed migrations
var migrations embed.FS

// Migrations are the files of both engines, a folder each.
func Migrations() fs.FS { return migrations }

// A Migration is one numbered step of the schema.
type Migration struct {
	Version int64
	Name    string
	Applied time.Time // zero while it is pending
}

// A migrator is a way to change the schema, and what to do afterwards.
type migrator struct {
	*goose.Provider
	attempts int
	after    func(context.Context) error
	close    func() error
}

// Migrate brings the schema up to date. Nodes that start together take turns.
func (d *DB) Migrate(ctx context.Context) error {
	m, err := d.migrator(ctx)
	if err != nil {
		return classify(errs.Wrap(err, "migrate"))
	}
	var done []*goose.MigrationResult
	for try := 0; ; try++ {
		if done, err = m.Up(ctx); err == nil || try+1 >= m.attempts || ctx.Err() != nil {
			break
		}
	}
	for _, r := range done {
		d.log.Info("migrated the database", "step", path.Base(r.Source.Path), "took", r.Duration)
	}
	if err == nil && len(done) > 0 {
		err = m.after(ctx)
	}
	return classify(errs.Wrap(errors.Join(err, m.close()), "migrate"))
}

// MigrationStatus lists the migrations, the oldest first.
func (d *DB) MigrationStatus(ctx context.Context) (list []Migration, err error) {
	m, err := d.migrator(ctx)
	if err != nil {
		return nil, classify(err)
	}
	defer func() { err = classify(errors.Join(err, m.close())) }()
	steps, err := m.Status(ctx)
	if err != nil {
		return nil, err
	}
	for _, s := range steps {
		step := Migration{Version: s.Source.Version, Name: path.Base(s.Source.Path)}
		if s.State == goose.StateApplied {
			step.Applied = s.AppliedAt.UTC()
		}
		list = append(list, step)
	}
	return list, nil
}

func newMigrator(d goose.Dialect, pool *sql.DB, dir string, o ...goose.ProviderOption) (*migrator, error) {
	files, err := fs.Sub(migrations, path.Join("migrations", dir))
	if err != nil {
		return nil, err
	}
	o = append(o, goose.WithLogger(goose.NopLogger()), goose.WithDisableGlobalRegistry(true))
	p, err := goose.NewProvider(d, pool, files, o...)
	if err != nil {
		return nil, err
	}
	return &migrator{Provider: p, attempts: 1}, nil
}

// migrator uses a connection of its own, on which foreign keys sleep.
func (f *file) migrator(context.Context) (*migrator, error) {
	pool, err := connect(f.path, migratorPragmas...)
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(1)
	m, err := newMigrator(goose.DialectSQLite3, pool, "sqlite")
	if err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	// SQLite has no lock to hold over several steps: if another process took
	// one of ours meanwhile, that step fails here, and is done when asked again.
	m.attempts = 3
	m.close = pool.Close
	m.after = func(ctx context.Context) error { return soundness(ctx, pool) }
	return m, nil
}

// soundness checks what slept while migrating, and lets SQLite count its rows so
// that it plans well.
func soundness(ctx context.Context, pool *sql.DB) error {
	var bad string
	err := pool.QueryRowContext(ctx, `SELECT "table" || ' refers to a missing ' || parent FROM pragma_foreign_key_check LIMIT 1`).Scan(&bad)
	if err == nil {
		return fmt.Errorf("after the migration %s", bad)
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if _, err := pool.ExecContext(ctx, "PRAGMA optimize=0x10002"); err != nil {
		return err
	}
	return forgetSearch(ctx, pool)
}

// forgetSearch drops what SQLite counted of the tables that FTS5 keeps for
// itself. Counted while the desk was young they look tiny for ever, and FTS5
// then reads its whole index to remove one segment: 0.7 s in every 25th write at
// 100,000 tickets.
func forgetSearch(ctx context.Context, pool *sql.DB) error {
	tables, err := texts(ctx, pool, "SELECT name FROM sqlite_schema WHERE name IN ('sqlite_stat1', 'sqlite_stat4') ORDER BY name")
	if err != nil {
		return err
	}
	for _, t := range tables {
		if _, err := pool.ExecContext(ctx, "DELETE FROM "+t+" WHERE tbl LIKE '%\\_search%' ESCAPE '\\'"); err != nil {
			return err
		}
	}
	_, err = pool.ExecContext(ctx, "ANALYZE sqlite_schema") // reads the counts again
	return err
}

// texts reads a column of text.
func texts(ctx context.Context, pool *sql.DB, query string) (list []string, err error) {
	rows, err := pool.QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	for rows.Next() {
		var v string
		if err := rows.Scan(&v); err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, rows.Err()
}

func (s *server) migrator(context.Context) (*migrator, error) {
	l, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 600))
	if err != nil {
		return nil, err
	}
	m, err := newMigrator(goose.DialectPostgres, s.pool, "postgres", goose.WithSessionLocker(l))
	if err != nil {
		return nil, err
	}
	m.close = func() error { return nil } // the pool is the server's
	m.after = func(context.Context) error { return nil }
	return m, nil
}
