package db_test

import (
	"context"
	"fmt"
	"path/filepath"
	"sync/atomic"
	"testing"

	"secondline/internal/db"
	"secondline/internal/db/dbtest"
)

// benches opens a fresh database of each kind for a benchmark. PostgreSQL's here
// does not flush to disk, so its figures only compare with themselves.
func benches(b *testing.B, run func(b *testing.B, d *db.DB)) {
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		b.Run(string(engine), func(b *testing.B) {
			d := dbtest.New(b, engine)
			makeThing(b, d)
			run(b, d)
		})
	}
}

// BenchmarkWrites counts durable transactions of three statements.
func BenchmarkWrites(b *testing.B) {
	benches(b, func(b *testing.B, d *db.DB) {
		var next atomic.Int64
		for _, writers := range []int{1, 8, 32, 128} {
			b.Run(fmt.Sprintf("writers=%d", writers), func(b *testing.B) {
				b.SetParallelism(max(1, writers/2)) // times GOMAXPROCS
				work := func() error {
					ctx, id := context.Background(), next.Add(1)
					return d.Tx(ctx, func(h db.Handle) error {
						for _, do := range []struct {
							sql  string
							args []any
						}{
							{"INSERT INTO thing (id, note) VALUES (?, ?)", []any{id, "a note of some length"}},
							{"UPDATE thing SET size = size + 1 WHERE id = ?", []any{id}},
							{"UPDATE thing SET name = ? WHERE id = ?", []any{fmt.Sprint("thing ", id), id}},
						} {
							if _, err := h.Exec(ctx, do.sql, do.args...); err != nil {
								return err
							}
						}
						return nil
					})
				}
				b.ReportAllocs()
				if writers == 1 {
					for b.Loop() {
						if err := work(); err != nil {
							b.Fatal(err)
						}
					}
				} else {
					b.RunParallel(func(pb *testing.PB) {
						for pb.Next() {
							if err := work(); err != nil {
								b.Error(err)
							}
						}
					})
				}
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "tx/s")
			})
		}
	})
}

// BenchmarkRead reads one row by its key, under a context that can be cancelled,
// as a request's is.
func BenchmarkRead(b *testing.B) {
	benches(b, func(b *testing.B, d *db.DB) {
		write(b, d, "INSERT INTO thing (id, note) VALUES (1, 'x')")
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		b.ReportAllocs()
		for b.Loop() {
			if _, err := db.One(ctx, d.Read(), word, "SELECT note FROM thing WHERE id = ?", 1); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkList reads a page of a hundred rows.
func BenchmarkList(b *testing.B) {
	benches(b, func(b *testing.B, d *db.DB) {
		for id := range 500 {
			write(b, d, "INSERT INTO thing (id, note) VALUES (?, 'a note of some length')", id)
		}
		ctx := context.Background()
		b.ReportAllocs()
		for b.Loop() {
			list, err := db.All(ctx, d.Read(), word, "SELECT note FROM thing WHERE id > ? ORDER BY id LIMIT 100", 100)
			if err != nil || len(list) != 100 {
				b.Fatal(len(list), err)
			}
		}
	})
}

// BenchmarkOpen opens a SQLite database that is there already.
func BenchmarkOpen(b *testing.B) {
	path := filepath.Join(b.TempDir(), "x.db")
	for b.Loop() {
		d, err := db.Open(context.Background(), "sqlite:"+path, db.Options{})
		if err != nil {
			b.Fatal(err)
		}
		if err := d.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
