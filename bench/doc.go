// Package bench measures the desk and never judges it: figures depend on the
// machine, so they are printed, not asserted.
//
//	go test -run '^$' -bench . ./bench/...
//
// It fills a demo desk with 1,000 and with 100,000 tickets on each database
// (BENCH_TICKETS=1000,10000 chooses other sizes) and asks it by HTTP, as clients
// do, with a token. PostgreSQL is asked to flush every commit while it runs. The
// figures of a whole process (cold start, memory, weight of the pages) are taken
// from the binary in bin/, which `make bench` builds first.
package bench
