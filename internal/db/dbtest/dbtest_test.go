package dbtest_test

import (
	"context"
	"testing"

	"secondline/internal/db"
	"secondline/internal/db/dbtest"
)

func one(r db.Row) (n int64, err error) { return n, r.Scan(&n) }

func TestEachTestHasItsOwn(t *testing.T) {
	ctx, engines := context.Background(), 0
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		engines++
		other := dbtest.New(t, d.Engine())
		err := d.Tx(ctx, func(h db.Handle) error {
			_, err := h.Exec(ctx, "INSERT INTO setting (name, value) VALUES ('a', 'b')")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		n, err := db.One(ctx, other.Read(), one, "SELECT count(*) FROM setting WHERE name = 'a'")
		if err != nil || n != 0 {
			t.Errorf("another test's database has %d of this one's rows, %v", n, err)
		}
		steps, err := d.MigrationStatus(ctx)
		if err != nil || len(steps) == 0 {
			t.Fatalf("no migrations: %v", err)
		}
		for _, s := range steps {
			if s.Applied.IsZero() {
				t.Errorf("%s is pending", s.Name)
			}
		}
	})
	if engines == 0 {
		t.Error("no engine was tested")
	}
}

func TestPostgresURLIsEmpty(t *testing.T) {
	ctx := context.Background()
	d, err := db.Open(ctx, dbtest.PostgresURL(t), db.Options{})
	if err != nil {
		t.Fatal(err)
	}
	tables, err := d.Tables(ctx)
	if err != nil || len(tables) != 0 {
		t.Errorf("a fresh database has %v, %v", tables, err)
	}
	if err := d.Close(); err != nil {
		t.Error(err)
	}
}
