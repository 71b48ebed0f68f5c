package db

import (
	"context"
	"errors"
	"log/slog"
	"os"
)

// Sizes of the write-ahead log. SQLite empties it by itself at the first moment
// that nobody reads; under reads that always overlap there is no such moment.
const (
	logTooLong = 32 << 20
	lookEvery  = 64 // groups
)

// A trimmer keeps the write-ahead log short while there are always readers.
type trimmer struct {
	path   string
	log    *slog.Logger
	groups int
	usual  int64 // the length that is too long
	limit  int64 // the same, or more after a trim in vain
}

func newTrimmer(path string, log *slog.Logger) *trimmer {
	return &trimmer{path: path + "-wal", log: log, usual: logTooLong, limit: logTooLong}
}

// trim looks, now and then, how long the log is. If it is too long, writing
// pauses until those who read now have finished, for about half a second at most; who
// comes meanwhile reads from the database itself. A reader that stays longer,
// such as an export, is left in peace until the log has doubled.
func (t *trimmer) trim(ctx context.Context, s *session) {
	if t.groups++; t.groups%lookEvery != 0 {
		return
	}
	at, err := os.Stat(t.path)
	if err != nil || at.Size() < t.limit {
		return
	}
	done, err := checkpoint(ctx, s)
	switch {
	case err != nil:
		t.log.Warn("the database's log could not be emptied", "bytes", at.Size(), "err", err)
	case done:
		t.limit = t.usual
	default:
		t.limit = 2 * at.Size()
	}
}

// checkpoint moves the log into the database and tells whether all of it went.
//
// It asks more than once: while SQLite waits for the readers of an older state to
// leave their place, those of the newest may settle in that same place, one after
// the other, and it would wait for them in vain. Asked again it sees that they do
// not matter.
func checkpoint(ctx context.Context, s *session) (done bool, err error) {
	if _, err := s.exec(ctx, "PRAGMA busy_timeout = 150", nil); err != nil {
		return false, err
	}
	for try := 0; try < 4 && !done && err == nil; try++ {
		done, err = checkpointOnce(ctx, s)
	}
	_, back := s.exec(ctx, "PRAGMA busy_timeout = 10000", nil)
	return done, errors.Join(err, back)
}

func checkpointOnce(ctx context.Context, s *session) (done bool, err error) {
	rows, after, err := s.query(ctx, "PRAGMA wal_checkpoint(TRUNCATE)", nil)
	if err != nil {
		return false, err
	}
	defer after()
	var busy, frames, moved int
	own, err := each(rows, func(r Row) error { return r.Scan(&busy, &frames, &moved) })
	return busy == 0, errors.Join(own, err)
}
