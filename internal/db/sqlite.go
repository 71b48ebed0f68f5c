package db

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"modernc.org/sqlite"

	"secondline/internal/kit/errs"
)

// patience is how long a read waits for a free reader before it opens one more.
// A read inside the rows of another could otherwise wait for itself.
const patience = 250 * time.Millisecond

// A file is an open SQLite database: one writer, and readers that never wait for
// it, because the log is written ahead.
type file struct {
	path    string
	log     *slog.Logger
	writes  *sql.DB
	reads   *sql.DB
	writer  *writer
	idle    chan *session // readers that nobody uses
	opened  chan struct{} // one token for each reader within the limit
	stopped chan struct{}

	unflushed bool // until close
}

func openSQLite(ctx context.Context, path string, o Options) (*file, error) {
	if path == "" || strings.Contains(path, ":memory:") {
		return nil, errs.New(errs.Invalid, `A SQLite database needs a path: "sqlite:desk.db".`)
	}
	if err := create(path); err != nil {
		return nil, err
	}
	readers := o.MaxConns
	if readers <= 0 {
		readers = max(2, runtime.GOMAXPROCS(0))
	}
	f := &file{
		path: path, log: o.Log,
		idle: make(chan *session, readers), opened: make(chan struct{}, readers), stopped: make(chan struct{}),
	}
	told := writerPragmas
	if f.unflushed = o.Unflushed; f.unflushed {
		told = append(slices.Clone(told), "synchronous(OFF)")
	}
	var err error
	if f.writes, err = connect(path, told...); err != nil {
		return nil, err
	}
	if f.reads, err = connect(path, readerPragmas...); err != nil {
		return nil, errors.Join(err, f.writes.Close())
	}
	s, err := firstSession(ctx, f.writes)
	if err != nil {
		return nil, errors.Join(err, f.writes.Close(), f.reads.Close())
	}
	f.writer = newWriter(s, newTrimmer(path, o.Log), o.Log)
	return f, nil
}

// How long the first connection tries: SQLite does not wait its busy_timeout out
// while a file is being switched to write-ahead logging by somebody else.
const (
	firstTries = 200
	firstPause = 20 * time.Millisecond
)

// firstSession connects, although others may be opening the same new file.
func firstSession(ctx context.Context, pool *sql.DB) (*session, error) {
	for try := 1; ; try++ {
		s, err := newSession(ctx, pool)
		if err == nil || !IsRetry(err) || try == firstTries {
			return s, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(firstPause):
		}
	}
}

// create makes the file, readable by its owner only: it holds people's words.
func create(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

// What each connection is told. FULL makes an acknowledged write survive a power
// cut; cache sizes are KiB, and small, because the operating system caches too.
var (
	writerPragmas = []string{
		"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(ON)",
		"temp_store(MEMORY)", "cache_size(-8000)", "journal_size_limit(67108864)",
	}
	readerPragmas = []string{
		"busy_timeout(10000)", "query_only(ON)", "temp_store(MEMORY)", "cache_size(-2000)",
	}
	// A migration may rebuild a table that others refer to, which works only
	// while foreign keys sleep; they are checked as a whole afterwards.
	migratorPragmas = []string{
		"busy_timeout(60000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(OFF)", "temp_store(MEMORY)",
	}
)

// connect makes a pool. A quoted word that is no column shall be an error and not
// a text, hence _dqs.
func connect(path string, pragmas ...string) (*sql.DB, error) {
	q := url.Values{"_pragma": pragmas, "_dqs": {"0"}, "_txlock": {"immediate"}}
	name := strings.NewReplacer("%", "%25", "?", "%3f", "#", "%23").Replace(path)
	c, err := sqlite.NewConnector("file:" + name + "?" + q.Encode())
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(c), nil
}

func (f *file) read() Handle { return fileReader{f} }

func (f *file) tx(ctx context.Context, fn func(Handle) error) error { return f.writer.tx(ctx, fn) }

// view lends one reader for as long as fn runs.
func (f *file) view(ctx context.Context, fn func(Handle) error) (err error) {
	s, err := f.take(ctx)
	if err != nil {
		return err
	}
	sound := false
	defer func() { f.give(s, sound) }()
	if _, err := s.exec(ctx, "BEGIN", nil); err != nil {
		return err
	}
	h := &scope{on: s, engine: SQLite}
	err = h.run(f.log, fn)
	_, end := s.exec(context.Background(), "ROLLBACK", nil)
	sound = end == nil && ctx.Err() == nil
	return err
}

// take gives a reader, and waits a little if all are in use.
func (f *file) take(ctx context.Context) (*session, error) {
	select {
	case <-f.stopped:
		return nil, errClosing
	case s := <-f.idle:
		return s, nil
	default:
	}
	select {
	case f.opened <- struct{}{}:
		s, err := newSession(ctx, f.reads)
		if err != nil {
			<-f.opened
		}
		return s, err
	default:
	}
	long := time.NewTimer(patience)
	defer long.Stop()
	select {
	case s := <-f.idle:
		return s, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-long.C:
		s, err := newSession(ctx, f.reads)
		if err == nil {
			s.extra = true
		}
		return s, err
	}
}

// give takes a reader back. One whose statement was interrupted is closed: an
// interrupt that comes late would hit the next statement.
func (f *file) give(s *session, sound bool) {
	select {
	case <-f.stopped:
		sound = false
	default:
	}
	if sound && !s.extra {
		f.idle <- s
		return
	}
	if err := s.close(); err != nil {
		f.log.Warn("closing a reader", "err", err)
	}
	if !s.extra {
		<-f.opened
	}
}

func (f *file) ping(ctx context.Context) error {
	return f.read().Each(ctx, func(Row) error { return nil }, "SELECT count(*) FROM sqlite_schema")
}

// backup copies the database as it is at one moment. Nobody waits for it.
func (f *file) backup(ctx context.Context, path string) error {
	if _, err := os.Stat(path); err == nil {
		return errs.New(errs.Conflict, "%s is there already; name a file that is not.", path)
	}
	pool, err := connect(f.path, "busy_timeout(10000)")
	if err != nil {
		return err
	}
	_, err = pool.ExecContext(ctx, "VACUUM INTO ?", path)
	if err = errors.Join(err, pool.Close()); err != nil {
		return errors.Join(fmt.Errorf("copy the database to %s: %w", path, err), os.Remove(path))
	}
	return settle(path)
}

// settle makes a copy private and sure to be on disk.
func settle(path string) error {
	if err := os.Chmod(path, 0o600); err != nil {
		return err
	}
	copied, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(copied.Sync(), copied.Close())
}

func (f *file) close() error {
	close(f.stopped)
	err := f.writer.close()
	for {
		select {
		case s := <-f.idle:
			err = errors.Join(err, s.close())
		default: // readers still in use are closed when they are given back
			return errors.Join(err, f.reads.Close(), f.writes.Close(), f.flush())
		}
	}
}

// flush makes what was written without flushing sure to be on disk. The last
// connection has put the log into the file by now.
func (f *file) flush() error {
	if !f.unflushed {
		return nil
	}
	return settle(f.path)
}

// fileReader is the Handle for single reads.
type fileReader struct{ f *file }

// Engine is SQLite.
func (fileReader) Engine() Engine { return SQLite }

// Exec is for writing, which readers do not.
func (fileReader) Exec(context.Context, string, ...any) (int64, error) { return 0, errReadOnly }

// Each calls fn with every row.
func (r fileReader) Each(ctx context.Context, fn func(Row) error, query string, args ...any) error {
	s, err := r.f.take(ctx)
	if err != nil {
		return err
	}
	sound := false
	defer func() { r.f.give(s, sound) }()
	h := &scope{on: s, engine: SQLite}
	err = h.Each(ctx, fn, query, args...)
	sound = ctx.Err() == nil
	return classify(err)
}

var errReadOnly = errors.New("a reader cannot write; use Tx")
