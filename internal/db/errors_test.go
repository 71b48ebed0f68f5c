package db_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"secondline/internal/db"
	"secondline/internal/db/dbtest"
	"secondline/internal/kit/errs"
)

func TestErrorsAreTold(t *testing.T) {
	is := map[string]func(error) bool{
		"unique": db.IsUnique, "foreign key": db.IsForeignKey, "check": db.IsCheck,
		"retry": db.IsRetry, "connection": db.IsConnection,
	}
	withThing(t, func(t *testing.T, d *db.DB) {
		write(t, d, "INSERT INTO thing (id, name) VALUES (1, 'a')")
		write(t, d, "INSERT INTO thing (id, name, parent) VALUES (2, 'b', 1)")
		for _, c := range []struct{ name, query, want string }{
			{"same key", "INSERT INTO thing (id) VALUES (1)", "unique"},
			{"same name", "INSERT INTO thing (id, name) VALUES (3, 'a')", "unique"},
			{"no parent", "INSERT INTO thing (id, parent) VALUES (3, 99)", "foreign key"},
			{"still a parent", "DELETE FROM thing WHERE id = 1", "foreign key"},
			{"too small", "UPDATE thing SET size = -1", "check"},
			{"missing", "UPDATE thing SET note = NULL", "check"},
			{"no such table", "UPDATE nothing SET note = NULL", ""},
		} {
			t.Run(c.name, func(t *testing.T) {
				err := fmt.Errorf("wrapped: %w", try(d, c.query))
				for kind, told := range is {
					if told(err) != (kind == c.want) {
						t.Errorf("%v: %s is %t", err, kind, told(err))
					}
				}
				if !errs.Is(err, errs.Internal) {
					t.Errorf("%v has the kind %s", err, errs.KindOf(err))
				}
			})
		}
	})
	for kind, told := range is {
		if told(nil) || told(errors.New("x")) {
			t.Errorf("no error of the database is told as %s", kind)
		}
	}
}

// TestDeadlockIsRetry makes two transactions lock each other out.
func TestDeadlockIsRetry(t *testing.T) {
	d := dbtest.New(t, db.Postgres)
	makeThing(t, d)
	write(t, d, "INSERT INTO thing (id) VALUES (1), (2)")
	both := func(first, second int, ready, other chan struct{}) error {
		ctx := context.Background()
		return d.Tx(ctx, func(h db.Handle) error {
			if _, err := h.Exec(ctx, "UPDATE thing SET size = 1 WHERE id = ?", first); err != nil {
				return err
			}
			close(ready)
			<-other
			_, err := h.Exec(ctx, "UPDATE thing SET size = 1 WHERE id = ?", second)
			return err
		})
	}
	one, two, got := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() { got <- both(1, 2, one, two) }()
	err := errors.Join(both(2, 1, two, one), <-got)
	if !db.IsRetry(err) {
		t.Errorf("a deadlock gave %v", err)
	}
}

// TestLostConnection cuts the connection under a transaction.
func TestLostConnection(t *testing.T) {
	d := dbtest.New(t, db.Postgres)
	ctx := context.Background()
	err := d.Tx(ctx, func(h db.Handle) error {
		_, err := h.Exec(ctx, "SELECT pg_terminate_backend(pg_backend_pid())")
		return err
	})
	if !db.IsConnection(err) || !errs.Is(err, errs.Unavailable) {
		t.Errorf("a lost connection gave %v, of the kind %s", err, errs.KindOf(err))
	}
	if err := d.Ping(ctx); err != nil {
		t.Errorf("the pool does not recover: %v", err)
	}
}
