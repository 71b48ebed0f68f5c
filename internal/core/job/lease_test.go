package job_test

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"testing"
	"time"

	"secondline/internal/core/job"
	"secondline/internal/db"
	"secondline/internal/kit/clock"
)

// A node is another runner on the same jobs, with a clock of its own: when that
// stands still, the node renews nothing, as if it had died.
type node struct {
	clock *clock.Fake
	jobs  *job.Runner
	began chan struct{}
	end   chan error
}

// claims runs a node until it is in the midst of a job of a kind. It comes to
// rest when the test ends.
func (o *office) claims(kind string) *node {
	n := &node{clock: clock.NewFake(o.clock.Now()), began: make(chan struct{}, 1), end: make(chan error)}
	n.jobs = job.NewRunner(o.db, n.clock, slog.New(slog.DiscardHandler))
	n.jobs.Handle(kind, func(ctx context.Context, _ json.RawMessage) error {
		n.began <- struct{}{}
		select {
		case err := <-n.end:
			return err
		case <-ctx.Done():
			return ctx.Err()
		}
	})
	return n
}

func (n *node) run(o *office) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() { n.jobs.Run(ctx); close(ended) }()
	<-n.began
	stop = func() {
		cancel()
		<-ended
	}
	o.t.Cleanup(stop)
	return stop
}

func TestADeadNodesJobsAreTakenOverWithinALease(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.does("a", fine)
		o.wants(job.Job{Kind: "a"})
		o.claims("a").run(o)
		o.clock.Advance(15*time.Second - time.Microsecond)
		o.ran() // it is still leased
		o.clock.Advance(time.Microsecond)
		o.ran("anull")
	})
}

func TestALivingNodeKeepsWhatItRuns(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.does("a", fine)
		o.wants(job.Job{Kind: "a"})
		slow := o.claims("a")
		slow.run(o)
		for range 4 {
			held := o.due()
			for o.due() == held { // its keeper may ask for the next alarm only after the clock has moved
				slow.clock.Advance(5 * time.Second)
			}
			o.clock.Set(o.due().Add(-time.Microsecond))
			o.ran()
		}
		slow.end <- nil
		for o.left() > 0 { // it is being written down
			o.ran()
		}
	})
}

// due is when the only job there is may be run by anybody.
func (o *office) due() (at time.Time) {
	o.t.Helper()
	if err := o.db.Read().Each(context.Background(), func(r db.Row) error { return r.Scan(db.Into(&at)) }, `SELECT run_at FROM job`); err != nil {
		o.t.Fatal(err)
	}
	return at
}

func TestAStoppingNodeGivesItsJobsBack(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.does("a", fine)
		o.wants(job.Job{Kind: "a"})
		o.claims("a").run(o)()
		o.ran("anull") // at once
	})
}

func TestWhatWasDoneWhileStoppingIsDone(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.does("a", fine)
		o.wants(job.Job{Kind: "a"})
		stopping, stop := context.WithCancel(context.Background())
		last := job.NewRunner(o.db, o.clock, slog.New(slog.DiscardHandler))
		last.Handle("a", func(context.Context, json.RawMessage) error { stop(); return nil })
		if err := last.Drain(stopping); err != nil && !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		o.ran()
		if o.left() != 0 {
			t.Error("it is to be done again")
		}
	})
}

func TestARestartTakesItsOldJobsBackAtOnce(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.does("a", fine)
		o.does("b", func() error { return errors.New("later") })
		o.wants(job.Job{Kind: "b"})
		o.ran("bnull") // put off for ten seconds, and nobody's
		o.wants(job.Job{Kind: "a"})
		o.wants(job.Job{Kind: "a", Payload: 2, RunAt: nine.Add(5 * time.Second)})
		o.claims("a").run(o)
		if err := job.Release(context.Background(), o.db, o.clock.Now()); err != nil {
			t.Fatal(err)
		}
		o.ran("anull")
		o.clock.Advance(5 * time.Second)
		o.ran("a2")
	})
}

func TestOneThatWasThoughtDeadTakesNothingAway(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.wants(job.Job{Kind: "a"})
		dead := o.claims("a") // made in the same instant as ours
		stop := dead.run(o)
		o.clock.Advance(15 * time.Second)
		o.does("a", func() error {
			dead.end <- nil
			stop() // it has written that it is done
			if o.left() != 1 {
				t.Error("the job is gone while its new holder runs it")
			}
			return nil
		})
		o.ran("anull")
		if o.left() != 0 {
			t.Errorf("%d jobs are left", o.left())
		}
	})
}
