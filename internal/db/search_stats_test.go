package db_test

import (
	"testing"

	"secondline/internal/db"
	"secondline/internal/db/dbtest"
)

// A new desk whose search tables were counted while they were empty wrote ever more slowly: FTS5 took
// its index for tiny and read it whole to remove one segment.
func TestSearchTablesAreNotCounted(t *testing.T) {
	d := dbtest.New(t, db.SQLite)
	n, err := db.One(t.Context(), d.Read(), func(r db.Row) (n int, err error) { return n, r.Scan(&n) },
		`SELECT count(*) FROM sqlite_stat1 WHERE tbl LIKE 'ticket@_search%' ESCAPE '@'`)
	if err != nil {
		t.Fatal(err)
	}
	if n != 0 {
		t.Errorf("%d counts of the search's own tables are kept; the planner believes them", n)
	}
}
