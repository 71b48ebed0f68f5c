package db_test

import (
	"context"
	"testing"

	"secondline/internal/db"
	"secondline/internal/db/dbtest"
)

func TestSmoke(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		err := d.Tx(ctx, func(h db.Handle) error {
			_, err := h.Exec(ctx, "INSERT INTO setting (name, value) VALUES (?, ?)", "a", "b")
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		got, err := db.All(ctx, d.Read(), func(r db.Row) (s string, err error) { return s, r.Scan(&s) }, "SELECT value FROM setting WHERE name = ?", "a")
		t.Log(got, err)
	})
}
