package db_test

import (
	"log/slog"
	"path/filepath"
	"testing"

	"secondline/internal/db"
)

// A new desk whose search tables were counted while they were empty wrote ever more slowly: FTS5 took
// its index for tiny and read it whole to remove one segment.
func TestSearchTablesAreNotCounted(t *testing.T) {
	// A database of its own: dbtest's are copies of one that an older build may
	// have migrated.
	path := filepath.Join(t.TempDir(), "young.db")
	d, err := db.Open(t.Context(), "sqlite:"+path, db.Options{Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := d.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	n, err := db.One(t.Context(), d.Read(), func(r db.Row) (n int, err error) { return n, r.Scan(&n) },
		`SELECT count(*) FROM sqlite_stat1 WHERE tbl LIKE 'ticket@_search%' ESCAPE '@'`)
	if err != nil {
		t.Fatal(err)
	}
	if n != 0 {
		t.Errorf("%d counts of the search's own tables are kept; the planner believes them", n)
	}
}
