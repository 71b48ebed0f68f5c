// Package dbtest gives every test a fresh, migrated database of each kind, fast:
// the migrations run once, and each test gets a copy of the result.
//
//	dbtest.Each(t, func(t *testing.T, d *db.DB) { … })   // on SQLite, then PostgreSQL
//	d := dbtest.New(t, db.Postgres)                      // one of them
//	url := dbtest.PostgresURL(t)                         // an empty one, for a process
//
// PostgreSQL is the one that POSTGRES_URL names, or else a throw-away server that
// the first test starts from the installed binaries. It serves the tests of all
// packages and goes away when nobody has asked for a while; see cluster.go.
// Without binaries the tests on PostgreSQL are skipped, but with CI=true they fail.
package dbtest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"secondline/internal/db"
	"secondline/internal/kit/clock"
)

// Each runs the test on a fresh database of each kind.
func Each(t *testing.T, test func(t *testing.T, d *db.DB)) {
	t.Helper()
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		t.Run(string(engine), func(t *testing.T) { test(t, New(t, engine)) })
	}
}

// New gives a fresh, migrated database, closed and gone after the test.
func New(t testing.TB, engine db.Engine) *db.DB {
	t.Helper()
	if engine == db.Postgres {
		return open(t, fresh(t, template(t)))
	}
	path := filepath.Join(t.TempDir(), "test.db")
	if err := copyFile(path, sqliteTemplate(t)); err != nil {
		t.Fatal(err)
	}
	return open(t, "sqlite:"+path)
}

// PostgresURL gives the address of a fresh, empty database.
func PostgresURL(t testing.TB) string {
	t.Helper()
	return fresh(t, "template0")
}

// open opens a database and closes it after the test.
func open(t testing.TB, url string) *db.DB {
	t.Helper()
	d, err := db.Open(context.Background(), url, db.Options{Log: slog.New(slog.DiscardHandler), MaxConns: 8})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

// room is the directory that the tests of all packages share. It names its
// owner, because /tmp belongs to everybody.
var room = sync.OnceValues(func() (string, error) {
	dir := filepath.Join(os.TempDir(), fmt.Sprintf("secondline-dbtest-%d", os.Getuid()))
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	at, err := os.Lstat(dir)
	if err != nil {
		return "", err
	}
	if owner, ok := at.Sys().(*syscall.Stat_t); !ok || !at.IsDir() || int(owner.Uid) != os.Getuid() {
		return "", fmt.Errorf("%s belongs to somebody else", dir)
	}
	return dir, nil
})

// alone runs fn while no other test process does the same.
func alone(t testing.TB, fn func(dir string)) {
	t.Helper()
	dir, err := room()
	if err != nil {
		t.Fatal(err)
	}
	lock, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Close() // which also unlocks
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
		t.Fatal(err)
	}
	fn(dir)
}

var lite struct {
	sync.Mutex
	path string
}

// sqliteTemplate gives a migrated file, made once for each version of the schema.
func sqliteTemplate(t testing.TB) string {
	t.Helper()
	lite.Lock()
	defer lite.Unlock()
	if lite.path != "" {
		return lite.path
	}
	alone(t, func(dir string) {
		path := filepath.Join(dir, "sqlite-"+sum(t)+".db")
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			if err := errors.Join(dropOld(dir), makeTemplate(path)); err != nil {
				t.Fatal(err)
			}
		}
		lite.path = path
	})
	return lite.path
}

// makeTemplate migrates beside its place and moves it there when it is whole.
func makeTemplate(path string) error {
	draft, err := os.MkdirTemp(filepath.Dir(path), "draft")
	if err != nil {
		return err
	}
	defer os.RemoveAll(draft)
	ctx, work, whole := context.Background(), filepath.Join(draft, "work.db"), filepath.Join(draft, "whole.db")
	d, err := db.Open(ctx, "sqlite:"+work, db.Options{Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	err = errors.Join(d.Migrate(ctx), d.Backup(ctx, whole), d.Close())
	if err != nil {
		return err
	}
	return os.Rename(whole, path)
}

// dropOld removes the templates of schemas that nobody has made anew for a day.
func dropOld(dir string) error {
	found, err := filepath.Glob(filepath.Join(dir, "sqlite-*.db"))
	for _, path := range found {
		at, e := os.Stat(path)
		if e == nil && (clock.Wall{}).Now().Sub(at.ModTime()) > 24*time.Hour {
			e = os.Remove(path)
		}
		err = errors.Join(err, e)
	}
	return err
}

func copyFile(to, from string) error {
	content, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, content, 0o600)
}

// sum names the version of the schema: templates of another one are not used.
func sum(t testing.TB) string {
	t.Helper()
	h := sha256.New()
	err := fs.WalkDir(db.Migrations(), ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		content, err := fs.ReadFile(db.Migrations(), path)
		fmt.Fprintf(h, "%s %d\n%s", path, len(content), content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return hex.EncodeToString(h.Sum(nil))[:12]
}
