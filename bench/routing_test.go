package bench

import (
	"slices"
	"syscall"
	"testing"
	"time"

	"secondline/internal/db"
	"secondline/internal/db/dbtest"
	"secondline/internal/desk/handover"
	"secondline/internal/desk/routing"
	"secondline/internal/flow/flowtest"
	"secondline/internal/flow/ticketing"
	"secondline/internal/id"
	"secondline/internal/view/candidates"
)

// BenchmarkRouting ranks 500 agents for a ticket, each with skills, shifts and
// work in hand; and hands a ticket over to one of them by name, all of it: rank,
// save, audit, search, clocks.
func BenchmarkRouting(b *testing.B) {
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		b.Run(string(engine), func(b *testing.B) {
			d := flowtest.New(b, dbtest.New(b, engine))
			d.Hires(500)
			n := d.Asks(d.Ann, "VPN is slow", "Since this morning.", d.VPN)
			t := d.Ticket(n)
			b.Run("rank-500", func(b *testing.B) {
				spread(b, func(int) error {
					fit, out, err := candidates.Rank(d.Ctx, d.Door.Read(), t, []id.Team{d.Second}, routing.Strict, d.Door.Now())
					if len(fit)+len(out) != 501 || len(fit) == 0 {
						b.Fatalf("%d could take it, %d could not", len(fit), len(out))
					}
					return err
				})
			})
			b.Run("hand-over-500", func(b *testing.B) {
				tom := d.As(d.Tom)
				var last id.Handover
				spread(b, func(int) error {
					h, err := d.HandOver(d.Ctx, tom, n, ticketing.Target{Team: d.Second, Person: d.Sam}, handover.Form{
						Reason: handover.Skill, Ask: "Look.", Summary: "It is slow.", Because: "measured",
					})
					last = h.ID
					return err
				}, func() error { return d.Withdraw(d.Ctx, tom, last) })
			})
		})
	}
}

// spread runs something b.N times, one after the other, and reports how long it
// took, and how long this process worked for it; what is done after each is not
// in it.
func spread(b *testing.B, do func(i int) error, after ...func() error) {
	b.Helper()
	took := make([]time.Duration, b.N)
	var worked time.Duration
	for i := range b.N {
		began, busy := time.Now(), cpu()
		must(b, do(i))
		took[i] = time.Since(began)
		worked += cpu() - busy
		for _, f := range after {
			must(b, f())
		}
	}
	slices.Sort(took)
	b.ReportMetric(float64((worked / time.Duration(b.N)).Microseconds()), "cpu-µs")
	b.ReportMetric(float64(took[b.N/2].Microseconds()), "p50-µs")
	b.ReportMetric(float64(took[min(b.N-1, b.N*99/100)].Microseconds()), "p99-µs")
}

// cpu is how long this process has worked since it began.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
