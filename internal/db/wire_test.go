package db_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"secondline/internal/db"
	"secondline/internal/db/dbtest"
)

// hears waits for a word.
func hears(t *testing.T, words <-chan string, want string) {
	t.Helper()
	select {
	case got := <-words:
		if got != want {
			t.Errorf("heard %q, want %q", got, want)
		}
	case <-time.After(20 * time.Second):
		t.Fatalf("never heard %q", want)
	}
}

func TestNodesHearEachOther(t *testing.T) {
	d := dbtest.New(t, db.Postgres)
	ctx, stop := context.WithCancel(context.Background())
	words, ended := make(chan string, 10), make(chan struct{})
	go func() {
		d.Listen(ctx, "desk", func(w string) { words <- w })
		close(ended)
	}()
	hears(t, words, "") // it listens
	long := strings.Repeat("x", 7000)
	for _, w := range []string{"one", long} {
		if err := d.Notify(ctx, "desk", w); err != nil {
			t.Fatal(err)
		}
		hears(t, words, w)
	}
	if err := d.Notify(ctx, "another", "not for us"); err != nil {
		t.Fatal(err)
	}
	broken, err := db.One(ctx, d.Read(), func(r db.Row) (n int, err error) { return n, r.Scan(&n) }, `
		SELECT count(pg_terminate_backend(pid))
		  FROM pg_stat_activity
		 WHERE datname = current_database() AND query LIKE 'LISTEN%'`)
	if err != nil || broken != 1 {
		t.Fatalf("%d connections were broken: %v", broken, err)
	}
	hears(t, words, "") // it listens again
	if err := d.Notify(ctx, "desk", "two"); err != nil {
		t.Fatal(err)
	}
	hears(t, words, "two")
	stop()
	<-ended
}

func TestAFileHasNobodyToTell(t *testing.T) {
	d := dbtest.New(t, db.SQLite)
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		d.Listen(ctx, "desk", func(w string) { t.Errorf("heard %q", w) })
		close(ended)
	}()
	if err := d.Notify(ctx, "desk", "one"); err != nil {
		t.Error(err)
	}
	stop()
	<-ended
}
