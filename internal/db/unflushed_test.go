package db_test

import (
	"context"
	"path/filepath"
	"testing"

	"secondline/internal/db"
)

func TestAnUnflushedDatabaseIsWholeOnceClosed(t *testing.T) {
	ctx, url := context.Background(), "sqlite:"+filepath.Join(t.TempDir(), "desk.db")
	level := func(d *db.DB) int {
		t.Helper()
		var v int
		err := d.Tx(ctx, func(h db.Handle) error {
			return h.Each(ctx, func(r db.Row) error { return r.Scan(&v) }, "PRAGMA synchronous")
		})
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	fill := func(o db.Options) *db.DB {
		t.Helper()
		d, err := db.Open(ctx, url, o)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	d := fill(db.Options{Unflushed: true})
	if got := level(d); got != 0 {
		t.Errorf("while it is being filled synchronous is %d, want 0: OFF", got)
	}
	err := d.Tx(ctx, func(h db.Handle) error {
		_, err := h.Exec(ctx, "CREATE TABLE kept (n INTEGER NOT NULL)")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	if d = fill(db.Options{}); level(d) != 2 {
		t.Error("opened again it does not flush as it should")
	}
	tables, err := d.Tables(ctx)
	if err != nil || len(tables) != 1 {
		t.Errorf("after closing and opening again there is %v (%v), want the one table", tables, err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
}
