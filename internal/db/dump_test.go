package db_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"secondline/internal/db"
	"secondline/internal/db/dbtest"
	"secondline/internal/kit/errs"
)

// A table as Dump gives it.
type table struct {
	Cols []string
	Rows [][]any
}

func dump(t *testing.T, d *db.DB, name string) table {
	t.Helper()
	var got table
	err := d.View(context.Background(), func(h db.Handle) error {
		return db.Dump(context.Background(), h, name, func(cols []string, row []any) error {
			got.Cols = cols
			got.Rows = append(got.Rows, row)
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func load(d *db.DB, name string, from table) error {
	ctx := context.Background()
	return d.Tx(ctx, func(h db.Handle) error {
		return db.Unordered(ctx, h, func() error { return db.Load(ctx, h, name, from.Cols, from.Rows) })
	})
}

// fill writes rows of which some refer to later ones, and of every kind of value.
func fill(t *testing.T, d *db.DB) {
	t.Helper()
	write(t, d, `INSERT INTO thing (id, name, size, price, done, body, note) VALUES
		(9, 'last', 9007199254740993, 0.25, TRUE, ?, 'Größe ?'), (2, NULL, 0, NULL, FALSE, ?, '')`, []byte{0, 1, 255}, []byte{})
	write(t, d, "INSERT INTO thing (id, parent) VALUES (1, 9)")
	for n := 100; n < 700; n += 100 { // more than one INSERT carries
		marks := strings.TrimSuffix(strings.Repeat("(?),", 100), ",")
		var ids []any
		for i := range 100 {
			ids = append(ids, n+i)
		}
		write(t, d, "INSERT INTO thing (id) VALUES "+marks, ids...)
	}
}

// TestDumpsMoveBetweenEngines takes a table from each engine to each, straight
// and by way of JSON, and compares.
func TestDumpsMoveBetweenEngines(t *testing.T) {
	for _, from := range []db.Engine{db.SQLite, db.Postgres} {
		for _, to := range []db.Engine{db.SQLite, db.Postgres} {
			t.Run(string(from)+" to "+string(to), func(t *testing.T) {
				source := dbtest.New(t, from)
				makeThing(t, source)
				fill(t, source)
				want := dump(t, source, "thing")
				if len(want.Rows) != 603 || want.Rows[0][0] != int64(1) {
					t.Fatalf("%d rows were dumped, the first %v", len(want.Rows), want.Rows[0])
				}
				for name, carried := range map[string]table{"straight": want, "JSON": throughJSON(t, want)} {
					target := dbtest.New(t, to)
					makeThing(t, target)
					if err := load(target, "thing", carried); err != nil {
						t.Fatalf("%s: %v", name, err)
					}
					if diff := cmp.Diff(want, dump(t, target, "thing")); diff != "" {
						t.Errorf("%s:\n%s", name, diff)
					}
				}
			})
		}
	}
}

func throughJSON(t *testing.T, from table) (to table) {
	t.Helper()
	text, err := json.Marshal(from)
	if err != nil {
		t.Fatal(err)
	}
	read := json.NewDecoder(strings.NewReader(string(text)))
	read.UseNumber()
	if err := read.Decode(&to); err != nil {
		t.Fatal(err)
	}
	return to
}

func TestLoadRefuses(t *testing.T) {
	withThing(t, func(t *testing.T, d *db.DB) {
		for name, bad := range map[string]table{
			"an orphan":      {[]string{"id", "parent"}, [][]any{{int64(1), int64(77)}}},
			"a column":       {[]string{"id", "colour"}, [][]any{{int64(1), "red"}}},
			"too few values": {[]string{"id", "size"}, [][]any{{int64(1)}}},
			"half a number":  {[]string{"id"}, [][]any{{1.5}}},
			"too big a real": {[]string{"id"}, [][]any{{float64(1 << 60)}}},
			"not base64":     {[]string{"id", "body"}, [][]any{{int64(1), "!"}}},
		} {
			if err := load(d, "thing", bad); !errs.Is(err, errs.Invalid) {
				t.Errorf("%s: %v, want an Invalid", name, err)
			}
		}
		if n := count(t, d); n != 0 {
			t.Errorf("%d things were loaded", n)
		}
		// Foreign keys are awake again, at once and for everybody.
		if err := try(d, "INSERT INTO thing (id, parent) VALUES (1, 77)"); !db.IsForeignKey(err) {
			t.Errorf("an orphan after a failed load gave %v", err)
		}
		if err := load(d, "thing", table{[]string{"id"}, [][]any{{int64(1)}}}); err != nil {
			t.Error(err)
		}
		if err := try(d, "INSERT INTO thing (id, parent) VALUES (2, 77)"); !db.IsForeignKey(err) {
			t.Errorf("an orphan after a load gave %v", err)
		}
	})
}

// TestEveryTableIsDumped checks the list of tables, and that each can be read.
func TestEveryTableIsDumped(t *testing.T) {
	var lists [][]string
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		list, err := d.Tables(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range list {
			dump(t, d, name)
		}
		person, team := slices.Index(list, "person"), slices.Index(list, "organisation")
		if team < 0 || person < team {
			t.Errorf("person comes before the organisation it refers to: %v", list)
		}
		if slices.Contains(list, "goose_db_version") || slices.Contains(list, "ticket_search") {
			t.Errorf("the list has tables that are not the desk's rows: %v", list)
		}
		slices.Sort(list)
		lists = append(lists, list)
	})
	if len(lists) == 2 {
		if diff := cmp.Diff(lists[0], lists[1]); diff != "" {
			t.Error(diff)
		}
	}
	err := dbtest.New(t, db.SQLite).View(context.Background(), func(h db.Handle) error {
		return db.Dump(context.Background(), h, "nothing", nil)
	})
	if !errs.Is(err, errs.NotFound) {
		t.Errorf("a dump of no table gave %v", err)
	}
}

// TestBackupWhileWriting copies the file while pairs of rows are written: the
// copy holds whole pairs only.
func TestBackupWhileWriting(t *testing.T) {
	d, ctx := dbtest.New(t, db.SQLite), context.Background()
	makeThing(t, d)
	write(t, d, "INSERT INTO thing (id) VALUES (-1), (-2)")
	stop := make(chan struct{})
	var g sync.WaitGroup
	g.Go(func() {
		for n := 0; ; n += 2 {
			select {
			case <-stop:
				return
			default:
				write(t, d, "INSERT INTO thing (id) VALUES (?), (?)", n, n+1)
			}
		}
	})
	path := filepath.Join(t.TempDir(), "copy.db")
	err := d.Backup(ctx, path)
	close(stop)
	g.Wait()
	if err != nil {
		t.Fatal(err)
	}
	if at, err := os.Stat(path); err != nil || at.Mode().Perm() != 0o600 {
		t.Errorf("the copy has mode %v, %v", at.Mode(), err)
	}
	copied, err := db.Open(ctx, "sqlite:"+path, db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if n := count(t, copied); n == 0 || n%2 != 0 {
		t.Errorf("the copy has %d rows", n)
	}
	sound, err := db.One(ctx, copied.Read(), word, "PRAGMA integrity_check")
	if err = errors.Join(err, copied.Close()); err != nil || sound != "ok" {
		t.Errorf("the copy is %q, %v", sound, err)
	}
	if err := d.Backup(ctx, path); !errs.Is(err, errs.Conflict) {
		t.Errorf("a second copy in the same place gave %v", err)
	}
	if err := dbtest.New(t, db.Postgres).Backup(ctx, path+"2"); !errs.Is(err, errs.Conflict) {
		t.Errorf("a copy of PostgreSQL's file gave %v", err)
	}
}
