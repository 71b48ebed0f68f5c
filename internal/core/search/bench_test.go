package search_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"secondline/internal/core/search"
	"secondline/internal/db"
	"secondline/internal/db/dbtest"
	"secondline/internal/id"
)

// BenchmarkFind measures two words in any order among many tickets, whose words
// are as rare and as common as those of a language: go test -bench Find -benchtime 200x
func BenchmarkFind(b *testing.B) {
	const size = 100_000
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		b.Run(fmt.Sprintf("%s/%d", engine, size), func(b *testing.B) {
			d := dbtest.New(b, engine)
			fill(b, d, size)
			for name, words := range map[string]string{"rare": "w700 w912", "common": "w1 w0", "mixed": "w3 w400", "prefix": "w2 w51"} {
				b.Run(name, func(b *testing.B) { measure(b, d, words) })
			}
		})
	}
}

func measure(b *testing.B, d *db.DB, words string) {
	var took []time.Duration
	for b.Loop() {
		begin := time.Now()
		if _, err := search.Find(context.Background(), d.Read(), search.Query{Words: words, Limit: 50}); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(begin))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
	b.ReportMetric(0, "ns/op")
}

func fill(b *testing.B, d *db.DB, size int) {
	b.Helper()
	chance := rand.New(rand.NewPCG(1, 2))
	zipf := rand.NewZipf(chance, 1.3, 8, 20_000)
	text := func(n int) string {
		var t strings.Builder
		for range n {
			fmt.Fprintf(&t, "w%d ", zipf.Uint64())
		}
		return t.String()
	}
	for from := 0; from < size; from += 5000 {
		err := d.Tx(context.Background(), func(h db.Handle) error {
			for i := range 5000 {
				doc := search.Doc{Ticket: id.Ticket(from + i + 1), Subject: text(6), Body: text(60), People: "somebody"}
				if err := search.Index(context.Background(), h, doc); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}
