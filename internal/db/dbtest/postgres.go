package dbtest

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"sync"
	"sync/atomic"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver named pgx

	"secondline/internal/db"
)

// pg is the PostgreSQL that the tests of this process use.
var pg struct {
	sync.Mutex
	admin    *sql.DB
	url      string
	template string
	broken   string // why there is none
}

// admin gives a connection that may create databases, and its address.
func admin(t testing.TB) (*sql.DB, string) {
	t.Helper()
	pg.Lock()
	defer pg.Unlock()
	if pg.broken != "" {
		absent(t, pg.broken)
	}
	if pg.admin != nil {
		return pg.admin, pg.url
	}
	address := os.Getenv("POSTGRES_URL")
	if address == "" {
		alone(t, func(dir string) {
			var err error
			if address, err = cluster(dir); err != nil {
				pg.broken = err.Error()
			}
		})
	}
	if pg.broken != "" {
		absent(t, pg.broken)
	}
	pool, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	pool.SetMaxOpenConns(2)
	pg.admin, pg.url = pool, address
	return pool, address
}

// absent skips a test that needs PostgreSQL, but not where tests must be complete.
func absent(t testing.TB, why string) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatalf("no PostgreSQL for the tests: %s", why)
	}
	t.Skipf("skipped on PostgreSQL (set POSTGRES_URL, or install the server): %s", why)
}

// template gives the name of a migrated database to copy.
func template(t testing.TB) string {
	t.Helper()
	pool, address := admin(t)
	pg.Lock()
	defer pg.Unlock()
	if pg.template != "" {
		return pg.template
	}
	name := "secondline_template_" + sum(t)
	ctx := context.Background()
	conn, err := pool.Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	// The lock makes test processes take turns; it ends with the connection.
	must(t, conn, "SELECT pg_advisory_lock(723641)")
	defer must(t, conn, "SELECT pg_advisory_unlock(723641)")
	var there bool
	err = conn.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM pg_database WHERE datname = $1)", name).Scan(&there)
	if err != nil {
		t.Fatal(err)
	}
	if !there {
		draft := name + "_draft"
		must(t, conn, "DROP DATABASE IF EXISTS "+draft+" WITH (FORCE)")
		must(t, conn, "CREATE DATABASE "+draft+" TEMPLATE template0")
		migrate(t, named(t, address, draft))
		must(t, conn, "ALTER DATABASE "+draft+" RENAME TO "+name)
	}
	pg.template = name
	return name
}

func migrate(t testing.TB, url string) {
	t.Helper()
	ctx := context.Background()
	d, err := db.Open(ctx, url, db.Options{Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close() // it has nothing to lose
	if err := d.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
}

var made atomic.Int64

// fresh copies a database, and drops the copy after the test.
func fresh(t testing.TB, from string) string {
	t.Helper()
	pool, address := admin(t)
	wanted(t)
	name := fmt.Sprintf("secondline_test_%d_%d", os.Getpid(), made.Add(1))
	must(t, pool, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)")
	must(t, pool, "CREATE DATABASE "+name+" TEMPLATE "+from)
	t.Cleanup(func() { must(t, pool, "DROP DATABASE IF EXISTS "+name+" WITH (FORCE)") })
	return named(t, address, name)
}

// named gives the address of another database on the same server.
func named(t testing.TB, address, name string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	return u.String()
}

type execer interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

func must(t testing.TB, on execer, query string) {
	t.Helper()
	if _, err := on.ExecContext(context.Background(), query); err != nil {
		t.Errorf("%s: %v", query, err)
	}
}
