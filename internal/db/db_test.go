package db_test

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"secondline/internal/db"
	"secondline/internal/db/dbtest"
	"secondline/internal/kit/errs"
)

// thing is a table of these tests only, so that they do not depend on the desk's.
const thing = `
	CREATE TABLE thing (
	  id     BIGINT NOT NULL PRIMARY KEY,
	  name   TEXT UNIQUE,
	  parent BIGINT REFERENCES thing (id),
	  size   BIGINT NOT NULL DEFAULT 0 CHECK (size >= 0),
	  price  DOUBLE PRECISION,
	  done   BOOLEAN NOT NULL DEFAULT FALSE,
	  body   BLOB,
	  note   TEXT NOT NULL DEFAULT ''
	)`

// withThing runs a test on both engines, with the table.
func withThing(t *testing.T, test func(t *testing.T, d *db.DB)) {
	t.Helper()
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		makeThing(t, d)
		test(t, d)
	})
}

func makeThing(t testing.TB, d *db.DB) {
	t.Helper()
	text := strings.ReplaceAll(thing, "BLOB", "BYTEA")
	if d.Engine() == db.SQLite { // as the migrations are: strict, so that types are checked
		text = strings.NewReplacer("BOOLEAN", "INTEGER", "BIGINT", "INTEGER", "DOUBLE PRECISION", "REAL").Replace(thing) + " STRICT"
	}
	write(t, d, text)
}

// write runs one statement in its own transaction.
func write(t testing.TB, d *db.DB, query string, args ...any) {
	t.Helper()
	if err := try(d, query, args...); err != nil {
		t.Fatal(err)
	}
}

func try(d *db.DB, query string, args ...any) error {
	return d.Tx(context.Background(), func(h db.Handle) error {
		_, err := h.Exec(context.Background(), query, args...)
		return err
	})
}

func number(r db.Row) (n int64, err error) { return n, r.Scan(&n) }

func word(r db.Row) (s string, err error) { return s, r.Scan(&s) }

// count tells how many things there are.
func count(t testing.TB, d *db.DB) int64 {
	t.Helper()
	n, err := db.One(context.Background(), d.Read(), number, "SELECT count(*) FROM thing")
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestReading(t *testing.T) {
	withThing(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		none, err := db.All(ctx, d.Read(), number, "SELECT id FROM thing")
		if err != nil || none == nil || len(none) != 0 {
			t.Errorf("All of nothing = %v, %v; want an empty list", none, err)
		}
		if _, err := db.One(ctx, d.Read(), number, "SELECT id FROM thing"); !errs.Is(err, errs.NotFound) {
			t.Errorf("One of nothing: %v, want not found", err)
		}
		write(t, d, "INSERT INTO thing (id) VALUES (?), (?), (?)", 3, 1, 2)
		got, err := db.All(ctx, d.Read(), number, "SELECT id FROM thing ORDER BY id")
		if err != nil || !slices.Equal(got, []int64{1, 2, 3}) {
			t.Errorf("All = %v, %v", got, err)
		}
		if one, err := db.One(ctx, d.Read(), number, "SELECT id FROM thing ORDER BY id"); one != 1 || err != nil {
			t.Errorf("One = %d, %v; want the first", one, err)
		}
		stop := errors.New("stop")
		seen := 0
		err = d.Read().Each(ctx, func(db.Row) error { seen++; return stop }, "SELECT id FROM thing")
		if !errors.Is(err, stop) || seen != 1 {
			t.Errorf("Each gave %d rows and %v; want it to stop at fn's error", seen, err)
		}
		if _, err := db.All(ctx, d.Read(), number, "SELECT nothing FROM thing"); err == nil || !strings.Contains(err.Error(), "SELECT nothing FROM thing") {
			t.Errorf("a wrong column gave %v; want an error that shows the SQL", err)
		}
	})
}

func TestReadersCannotWrite(t *testing.T) {
	withThing(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		if _, err := d.Read().Exec(ctx, "INSERT INTO thing (id) VALUES (1)"); err == nil {
			t.Error("Read().Exec wrote")
		}
		err := d.View(ctx, func(h db.Handle) error {
			_, err := h.Exec(ctx, "INSERT INTO thing (id) VALUES (1)")
			return err
		})
		if err == nil {
			t.Error("View wrote")
		}
		if n := count(t, d); n != 0 {
			t.Errorf("%d things after readers wrote", n)
		}
	})
}

func TestViewIsOneMoment(t *testing.T) {
	withThing(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		err := d.View(ctx, func(h db.Handle) error {
			before, err := db.One(ctx, h, number, "SELECT count(*) FROM thing")
			if err != nil {
				return err
			}
			write(t, d, "INSERT INTO thing (id) VALUES (1)")
			after, err := db.One(ctx, h, number, "SELECT count(*) FROM thing")
			if before != 0 || after != 0 {
				t.Errorf("the view counted %d, then %d", before, after)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if n := count(t, d); n != 1 {
			t.Errorf("%d things afterwards, want 1", n)
		}
	})
}

// TestReadsInsideReads has more reads at once, each inside the rows of another,
// than there are readers: nobody may wait for himself.
func TestReadsInsideReads(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "test.db")
	d, err := db.Open(ctx, "sqlite:"+path, db.Options{MaxConns: 2})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	makeThing(t, d)
	write(t, d, "INSERT INTO thing (id) VALUES (1)")
	var deep func(n int) error
	deep = func(n int) error {
		if n == 0 {
			return nil
		}
		return d.Read().Each(ctx, func(db.Row) error { return deep(n - 1) }, "SELECT id FROM thing")
	}
	if err := deep(4); err != nil {
		t.Error(err)
	}
	if n := count(t, d); n != 1 {
		t.Errorf("the readers are unwell afterwards: %d things", n)
	}
}

func TestCancelledReadsLeaveReadersWell(t *testing.T) {
	withThing(t, func(t *testing.T, d *db.DB) {
		for range 20 {
			ctx, cancel := context.WithCancel(context.Background())
			err := d.Read().Each(ctx, func(db.Row) error { cancel(); return nil }, `
				WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000000)
				SELECT i FROM n`)
			cancel()
			if err == nil {
				t.Fatal("a cancelled read of three million rows came to its end")
			}
			if errs.Is(err, errs.Unavailable) {
				t.Fatalf("a cancelled read counts as a lost database: %v", err)
			}
		}
		count(t, d)
	})
}

func TestOpenRefuses(t *testing.T) {
	ctx := context.Background()
	for _, url := range []string{"", "desk.db", "mysql://x", "sqlite:", "sqlite::memory:", "postgres://%zz"} {
		if _, err := db.Open(ctx, url, db.Options{}); !errs.Is(err, errs.Invalid) {
			t.Errorf("Open(%q): %v, want an Invalid", url, err)
		}
	}
	for _, url := range []string{
		"postgres://nobody:secret@127.0.0.1:1/none?connect_timeout=2",
		"sqlite:" + filepath.Join("/proc", "nowhere", "desk.db"),
	} {
		_, err := db.Open(ctx, url, db.Options{})
		if err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("Open(%q): %v, want an error without the password", url, err)
		}
		if strings.HasPrefix(url, "postgres") && !errs.Is(err, errs.Unavailable) {
			t.Errorf("Open(%q): %v, want an Unavailable", url, err)
		}
	}
}

func TestPathsWithOddLetters(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a dir", "50% off? #1 ü.db")
	for range 2 { // made, then found again
		d, err := db.Open(context.Background(), "sqlite:"+path, db.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if err := try(d, "CREATE TABLE IF NOT EXISTS thing (id INTEGER)"); err != nil {
			t.Error(err)
		}
		count(t, d)
		if err := d.Close(); err != nil {
			t.Error(err)
		}
	}
	if found, err := filepath.Glob(filepath.Join(filepath.Dir(path), "*")); err != nil || len(found) != 1 || found[0] != path {
		t.Errorf("the directory holds %q, %v; want only the database", found, err)
	}
}

func TestAfterClose(t *testing.T) {
	d, err := db.Open(context.Background(), "sqlite:"+filepath.Join(t.TempDir(), "x.db"), db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(d.Ping(context.Background()), d.Close()); err != nil {
		t.Fatal(err)
	}
	if err := try(d, "SELECT 1"); !errs.Is(err, errs.Unavailable) {
		t.Errorf("Tx after Close: %v, want an Unavailable", err)
	}
	if err := d.Ping(context.Background()); !errs.Is(err, errs.Unavailable) {
		t.Errorf("Ping after Close: %v, want an Unavailable", err)
	}
}
