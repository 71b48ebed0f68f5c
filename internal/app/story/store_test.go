package story

import (
	"context"
	"os"
	"strings"
	"sync"
	"testing"

	"secondline/internal/db"
	"secondline/internal/db/dbtest"
)

// fresh gives a story an empty desk's database. Copying one takes PostgreSQL
// half a second, so there all stories of a run share one, wiped before each.
func fresh(t *testing.T, engine db.Engine) *db.DB {
	t.Helper()
	if engine == db.SQLite {
		return dbtest.New(t, engine)
	}
	shared.Lock()
	defer shared.Unlock()
	if shared.db == nil {
		shared.db = dbtest.New(&keeper{TB: t}, engine)
		return shared.db
	}
	if err := wiped(shared.db); err != nil {
		t.Logf("the shared database cannot be wiped, so this story has its own: %v", err)
		return dbtest.New(t, engine)
	}
	return shared.db
}

var shared struct {
	sync.Mutex
	db   *db.DB
	ends []func()
}

// A keeper is the test that first asked for the shared database. What is to be
// done at its end is done at the end of all.
type keeper struct{ testing.TB }

// Cleanup puts off until every story is told.
func (k *keeper) Cleanup(end func()) { shared.ends = append(shared.ends, end) }

// wiped empties every table but the one that counts migrations. The rows go in
// any order, so the server must not look at references meanwhile.
func wiped(d *db.DB) error {
	ctx := context.Background()
	return d.Tx(ctx, func(h db.Handle) error {
		if _, err := h.Exec(ctx, `SET LOCAL session_replication_role = replica`); err != nil {
			return err
		}
		tables, err := db.All(ctx, h, func(r db.Row) (s string, err error) { return s, r.Scan(&s) }, `
			SELECT table_name
			  FROM information_schema.tables
			 WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'
			 ORDER BY table_name`)
		for _, table := range tables {
			if strings.HasPrefix(table, "goose") || strings.Contains(table, "migration") || err != nil {
				continue
			}
			_, err = h.Exec(ctx, `DELETE FROM `+table)
		}
		return err
	})
}

func TestMain(m *testing.M) {
	if url := os.Getenv(victim); url != "" {
		live(url)
	}
	code := m.Run()
	for i := len(shared.ends) - 1; i >= 0; i-- {
		shared.ends[i]()
	}
	os.Exit(code)
}
