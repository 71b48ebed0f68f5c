package db

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// TestLogStaysShort writes while somebody always reads, so that SQLite never
// finds the moment to empty its log.
func TestLogStaysShort(t *testing.T) {
	ctx, path := context.Background(), filepath.Join(t.TempDir(), "x.db")
	f, err := openSQLite(ctx, path, Options{Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer f.close()
	const limit = 4 << 20
	f.writer.trimmer.usual, f.writer.trimmer.limit = limit, limit
	fill := func(query string) {
		t.Helper()
		err := f.tx(ctx, func(h Handle) error { _, err := h.Exec(ctx, query); return err })
		if err != nil {
			t.Fatal(err)
		}
	}
	size := func() int64 {
		at, err := os.Stat(path + "-wal")
		if err != nil {
			t.Fatal(err)
		}
		return at.Size()
	}
	fill("CREATE TABLE noise (b BLOB)")
	first, second := make(chan struct{}), make(chan struct{})
	var g sync.WaitGroup
	for _, stop := range []chan struct{}{first, second} {
		g.Go(func() { readUntil(t, f, stop) })
	}
	longest := int64(0)
	for range 4 * lookEvery {
		fill("INSERT INTO noise VALUES (randomblob(40000))")
		longest = max(longest, size())
	}
	close(first)
	close(second)
	g.Wait()
	if longest < limit || longest > 2*limit {
		t.Errorf("the log grew to %d bytes; the limit was %d", longest, limit)
	}
}

// readUntil reads again and again, a few milliseconds each time.
func readUntil(t *testing.T, f *file, stop chan struct{}) {
	for {
		select {
		case <-stop:
			return
		default:
			err := f.read().Each(context.Background(), func(Row) error { return nil }, "SELECT count(*) FROM noise WHERE rowid <= 20 AND hex(b) = ''")
			if err != nil {
				t.Error(err)
				return
			}
		}
	}
}
