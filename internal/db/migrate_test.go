package db_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"secondline/internal/db"
	"secondline/internal/db/dbtest"
)

var update = flag.Bool("update", false, "write what the test would compare with")

// TestMigrationsAreFrozen compares each migration with its sum: a desk that has
// run it will not run it again, so a change belongs into a new one. The sum of a
// new migration is written with -update.
func TestMigrationsAreFrozen(t *testing.T) {
	const path = "migrations/SUMS"
	var got bytes.Buffer
	err := fs.WalkDir(db.Migrations(), ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".sql") {
			return err
		}
		content, err := fs.ReadFile(db.Migrations(), path)
		fmt.Fprintf(&got, "%x  %s\n", sha256.Sum256(content), strings.TrimPrefix(path, "migrations/"))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(path, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got.String()); diff != "" {
		t.Errorf("a frozen migration has changed, or a new one has no sum yet (go test ./internal/db -run Frozen -update):\n%s", diff)
	}
}

// TestMigrationsComeInPairs checks that both engines have the same steps.
func TestMigrationsComeInPairs(t *testing.T) {
	names := map[string][]string{}
	for _, engine := range []string{"sqlite", "postgres"} {
		found, err := filepath.Glob("migrations/" + engine + "/*.sql")
		if err != nil || len(found) == 0 {
			t.Fatalf("no migrations for %s (%v)", engine, err)
		}
		for _, path := range found {
			names[engine] = append(names[engine], filepath.Base(path))
		}
	}
	if diff := cmp.Diff(names["sqlite"], names["postgres"]); diff != "" {
		t.Error(diff)
	}
}

// TestNodesMigrateTogether starts several nodes on one empty database.
func TestNodesMigrateTogether(t *testing.T) {
	for engine, url := range map[db.Engine]func() string{
		db.SQLite:   func() string { return "sqlite:" + filepath.Join(t.TempDir(), "desk.db") },
		db.Postgres: func() string { return dbtest.PostgresURL(t) },
	} {
		t.Run(string(engine), func(t *testing.T) {
			address := url()
			var g sync.WaitGroup
			for range 3 {
				g.Go(func() {
					if err := node(address); err != nil {
						t.Error(err)
					}
				})
			}
			g.Wait()
		})
	}
}

// node opens a database, brings it up to date, and looks whether it is.
func node(url string) (err error) {
	ctx := context.Background()
	d, err := db.Open(ctx, url, db.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	if err := d.Migrate(ctx); err != nil {
		return err
	}
	list, err := d.MigrationStatus(ctx)
	if err != nil {
		return err
	}
	for _, m := range list {
		if m.Applied.IsZero() {
			return fmt.Errorf("%s is still pending", m.Name)
		}
	}
	if len(list) == 0 {
		return errors.New("no migrations are listed")
	}
	return nil
}

func TestStatusOfAnEmptyDatabase(t *testing.T) {
	ctx := context.Background()
	for _, url := range []string{"sqlite:" + filepath.Join(t.TempDir(), "desk.db"), dbtest.PostgresURL(t)} {
		d, err := db.Open(ctx, url, db.Options{})
		if err != nil {
			t.Fatal(err)
		}
		list, err := d.MigrationStatus(ctx)
		if err != nil || len(list) == 0 || list[0].Version != 1 || !list[0].Applied.IsZero() {
			t.Errorf("%s: %v, %v; want the first one pending", d.Engine(), list, err)
		}
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	}
}
