package db_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"secondline/internal/db"
	"secondline/internal/db/dbtest"
)

// TestManyWriters has many transactions at once, of which some return an error,
// some meet one in SQL, some panic and some end their goroutine. Each must be
// there wholly, both its rows, or not at all, and be answered accordingly.
func TestManyWriters(t *testing.T) {
	withThing(t, func(t *testing.T, d *db.DB) {
		const each, writers = 20, 24
		var (
			g     sync.WaitGroup
			wrong atomic.Int64
			want  sync.Map
		)
		for w := range writers {
			g.Go(func() {
				for i := range each {
					id := int64(w*1000 + i*2)
					how := rand.IntN(5)
					err := attempt(d, id, how)
					if (err == nil) != (how == 0) {
						wrong.Add(1)
						t.Errorf("way %d was answered with %v", how, err)
					}
					if err == nil {
						want.Store(id, true)
						want.Store(id+1, true)
					}
				}
			})
		}
		g.Wait()
		there, err := db.All(context.Background(), d.Read(), number, "SELECT id FROM thing ORDER BY id")
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range there {
			if _, ok := want.LoadAndDelete(id); !ok {
				t.Errorf("%d is there, but its transaction failed", id)
			}
		}
		want.Range(func(id, _ any) bool {
			t.Errorf("%v is missing, but its transaction was kept", id)
			return true
		})
	})
}

var errChanged = errors.New("changed my mind")

// attempt inserts two rows in a transaction that ends in one of five ways.
func attempt(d *db.DB, id int64, how int) (err error) {
	ctx := context.Background()
	work := func() error {
		return d.Tx(ctx, func(h db.Handle) error {
			for n := id; n < id+2; n++ {
				if _, err := h.Exec(ctx, "INSERT INTO thing (id) VALUES (?)", n); err != nil {
					return err
				}
			}
			switch how {
			case 1:
				return errChanged
			case 2:
				_, err := h.Exec(ctx, "INSERT INTO thing (id) VALUES (?)", id)
				return err
			case 3:
				panic("oh")
			case 4:
				runtime.Goexit() // as t.FailNow does
			}
			return nil
		})
	}
	if how != 4 {
		return work()
	}
	done := make(chan error, 1)
	go func() {
		defer close(done)
		done <- work()
	}()
	if err, ok := <-done; ok {
		return fmt.Errorf("the goroutine did not end: %w", err)
	}
	return errors.New("ended")
}

// TestOneErrorOnly proves that in one group a failing turn takes nothing with it.
func TestOneErrorOnly(t *testing.T) {
	withThing(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		hold, held := make(chan struct{}), make(chan struct{})
		var g sync.WaitGroup
		g.Go(func() { // the others wait while this one has its turn, and so come into one group
			err := d.Tx(ctx, func(h db.Handle) error {
				close(held)
				<-hold
				_, err := h.Exec(ctx, "INSERT INTO thing (id) VALUES (0)")
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
		<-held
		for n := int64(1); n <= 10; n++ {
			g.Go(func() {
				if err := try(d, "INSERT INTO thing (id, size) VALUES (?, ?)", n, 5-n); (err != nil) != (n > 5) {
					t.Errorf("%d was answered with %v", n, err)
				}
			})
		}
		close(hold)
		g.Wait()
		if n := count(t, d); n != 6 {
			t.Errorf("%d things, want 6", n)
		}
	})
}

func TestPanicIsAnError(t *testing.T) {
	withThing(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		err := d.Tx(ctx, func(h db.Handle) error {
			if _, err := h.Exec(ctx, "INSERT INTO thing (id) VALUES (1)"); err != nil {
				return err
			}
			panic("the roof is on fire")
		})
		if err == nil || !strings.Contains(err.Error(), "the roof is on fire") {
			t.Errorf("a panic came back as %v", err)
		}
		write(t, d, "INSERT INTO thing (id) VALUES (2)")
		if n := count(t, d); n != 1 {
			t.Errorf("%d things, want only the one after the panic", n)
		}
		err = d.View(ctx, func(db.Handle) error { panic("the cellar too") })
		if err == nil || !strings.Contains(err.Error(), "the cellar too") {
			t.Errorf("a panic in a view came back as %v", err)
		}
		count(t, d)
	})
}

func TestFailedTransactionIsOver(t *testing.T) {
	withThing(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		write(t, d, "INSERT INTO thing (id) VALUES (1)")
		err := d.Tx(ctx, func(h db.Handle) error {
			if _, err := h.Exec(ctx, "INSERT INTO thing (id) VALUES (2)"); err != nil {
				return err
			}
			_, first := h.Exec(ctx, "INSERT INTO thing (id) VALUES (1)")
			if !db.IsUnique(first) {
				t.Errorf("the same key twice gave %v", first)
			}
			if _, err := h.Exec(ctx, "INSERT INTO thing (id) VALUES (3)"); err == nil {
				t.Error("a statement ran after the transaction had failed")
			}
			return nil // swallowed
		})
		if !db.IsUnique(err) {
			t.Errorf("a swallowed error came back as %v", err)
		}
		if n := count(t, d); n != 1 {
			t.Errorf("%d things, want 1", n)
		}
	})
}

func TestMisuseIsTold(t *testing.T) {
	withThing(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		write(t, d, "INSERT INTO thing (id) VALUES (1)")
		var kept db.Handle
		err := d.Tx(ctx, func(h db.Handle) error {
			kept = h
			return h.Each(ctx, func(db.Row) error {
				_, err := h.Exec(ctx, "UPDATE thing SET size = 2")
				return err
			}, "SELECT id FROM thing")
		})
		if err == nil || !strings.Contains(err.Error(), "another statement") {
			t.Errorf("a statement inside Each gave %v", err)
		}
		if _, err := kept.Exec(ctx, "UPDATE thing SET size = 3"); err == nil || !strings.Contains(err.Error(), "ended") {
			t.Errorf("a handle that was kept gave %v", err)
		}
		err = d.Tx(ctx, func(h db.Handle) error {
			_, err := h.Exec(ctx, "UPDATE thing SET size = ? WHERE id = 1", time.Unix(0, 0))
			return err
		})
		if err == nil || !strings.Contains(err.Error(), "db.At") {
			t.Errorf("a time as argument gave %v", err)
		}
	})
}

func TestTransactionInsideTransaction(t *testing.T) {
	d := dbtest.New(t, db.SQLite)
	ctx := context.Background()
	err := d.Tx(ctx, func(db.Handle) error {
		return d.Tx(ctx, func(db.Handle) error { return nil })
	})
	if err == nil || !strings.Contains(err.Error(), "inside a transaction") {
		t.Errorf("a transaction inside a transaction gave %v", err)
	}
}

func TestLeavingTheQueue(t *testing.T) {
	withThing(t, func(t *testing.T, d *db.DB) {
		gone, cancel := context.WithCancel(context.Background())
		cancel()
		called := false
		err := d.Tx(gone, func(db.Handle) error { called = true; return nil })
		if !errors.Is(err, context.Canceled) || called {
			t.Errorf("Tx of somebody who had left: %v, called %t", err, called)
		}
		// Leaving during the turn undoes the turn and hurts nobody.
		ctx, leave := context.WithCancel(context.Background())
		err = d.Tx(ctx, func(h db.Handle) error {
			if _, err := h.Exec(ctx, "INSERT INTO thing (id) VALUES (1)"); err != nil {
				return err
			}
			leave()
			_, err := h.Exec(ctx, "INSERT INTO thing (id) VALUES (2)")
			return err
		})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("leaving during the turn gave %v", err)
		}
		write(t, d, "INSERT INTO thing (id) VALUES (3)")
		if n := count(t, d); n != 1 {
			t.Errorf("%d things, want only the last", n)
		}
	})
}
