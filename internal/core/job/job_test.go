package job_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"secondline/internal/core/job"
	"secondline/internal/db"
	"secondline/internal/db/dbtest"
	"secondline/internal/id"
	"secondline/internal/kit/clock"
	"secondline/internal/kit/errs"
)

var nine = time.Date(2026, time.March, 16, 9, 0, 0, 0, time.UTC)

// An office has a runner and a list of what it did.
type office struct {
	t     *testing.T
	db    *db.DB
	clock *clock.Fake
	jobs  *job.Runner
	ids   *id.Maker
	mu    sync.Mutex
	did   []string
}

func each(t *testing.T, story func(t *testing.T, o *office)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		c := clock.NewFake(nine)
		story(t, &office{t: t, db: d, clock: c, jobs: job.NewRunner(d, c, slog.New(slog.DiscardHandler)), ids: id.NewMaker(c, 1)})
	})
}

func (o *office) wants(j job.Job) {
	o.t.Helper()
	if j.RunAt.IsZero() {
		j.RunAt = o.clock.Now()
	}
	err := o.db.Tx(context.Background(), func(h db.Handle) error { return job.Add(context.Background(), h, id.Job(o.ids.Next()), j) })
	if err != nil {
		o.t.Fatal(err)
	}
}

// does answers jobs of a kind with what fn says, and notes each.
func (o *office) does(kind string, fn func() error) {
	o.jobs.Handle(kind, func(_ context.Context, payload json.RawMessage) error {
		o.mu.Lock()
		o.did = append(o.did, kind+string(payload))
		o.mu.Unlock()
		return fn()
	})
}

func (o *office) ran(want ...string) {
	o.t.Helper()
	if err := o.jobs.Drain(context.Background()); err != nil {
		o.t.Fatal(err)
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	slices.Sort(o.did)
	if !slices.Equal(o.did, want) {
		o.t.Errorf("%s: it did %v, wanted %v", o.clock.Now().Format(time.TimeOnly), o.did, want)
	}
	o.did = nil
}

func (o *office) left() (n int) {
	o.t.Helper()
	err := o.db.Read().Each(context.Background(), func(r db.Row) error { return r.Scan(&n) }, `SELECT count(*) FROM job`)
	if err != nil {
		o.t.Fatal(err)
	}
	return n
}

func fine() error { return nil }

func TestAJobRunsOnceAtItsTime(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.does("a", fine)
		o.wants(job.Job{Kind: "a", Payload: 1})
		o.wants(job.Job{Kind: "a", Payload: 2, RunAt: nine.Add(time.Minute)})
		o.ran("a1")
		o.clock.Advance(time.Minute - time.Microsecond)
		o.ran()
		o.clock.Advance(time.Microsecond)
		o.ran("a2")
		if o.left() != 0 {
			t.Errorf("%d jobs are left", o.left())
		}
	})
}

func TestTheSameNameIsTheSameJob(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.does("a", fine)
		o.wants(job.Job{Kind: "a", Name: "x", Payload: 1})
		o.wants(job.Job{Kind: "a", Name: "x", Payload: 2, RunAt: nine.Add(time.Hour)})
		o.wants(job.Job{Kind: "a", Name: "y", Payload: 3})
		o.ran("a3")
		o.clock.Advance(time.Hour)
		o.ran("a2")
	})
}

func TestACancelledJobDoesNotRun(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.does("a", fine)
		o.wants(job.Job{Kind: "a", Name: "x"})
		err := o.db.Tx(context.Background(), func(h db.Handle) error { return job.Cancel(context.Background(), h, "x") })
		if err != nil {
			t.Fatal(err)
		}
		o.ran()
	})
}

func TestAJobOfAnUndoneChangeNeverWas(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		ctx, regret := context.Background(), errors.New("regret")
		err := o.db.Tx(ctx, func(h db.Handle) error {
			if err := job.Add(ctx, h, 1, job.Job{Kind: "a", RunAt: nine}); err != nil {
				return err
			}
			return regret
		})
		if !errors.Is(err, regret) || o.left() != 0 {
			t.Errorf("%v; %d jobs", err, o.left())
		}
	})
}

func TestAFailureIsTriedAgainEverMoreSlowly(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.does("a", func() error { return errs.New(errs.Unavailable, "later") })
		o.wants(job.Job{Kind: "a"})
		o.ran("anull")
		pauses := []time.Duration{10, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600}
		for _, seconds := range pauses {
			o.clock.Advance(seconds*time.Second - time.Microsecond)
			o.ran()
			o.clock.Advance(time.Microsecond)
			o.ran("anull")
		}
		o.clock.Advance(1000 * time.Hour) // twelve times were enough
		o.ran()
		if o.left() != 1 {
			t.Error("what was given up must still be there to be seen")
		}
	})
}

func TestWhatIsWrongIsNotTriedAgain(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.does("a", func() error { return errs.New(errs.Invalid, "nonsense") })
		o.wants(job.Job{Kind: "a", Name: "x"})
		o.ran("anull")
		o.clock.Advance(time.Hour)
		o.ran()
		o.does("a", fine) // asked for anew, it gets a new life
		o.wants(job.Job{Kind: "a", Name: "x"})
		o.ran("anull")
		if o.left() != 0 {
			t.Errorf("%d jobs are left", o.left())
		}
	})
}

func TestAPanicIsTheFailureOfItsJobOnly(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		o.does("bad", func() error { panic("poison") })
		o.does("good", fine)
		o.wants(job.Job{Kind: "bad"})
		o.wants(job.Job{Kind: "good"})
		o.wants(job.Job{Kind: "unknown"})
		o.ran("badnull", "goodnull")
		if o.left() != 2 {
			t.Errorf("%d jobs wait to be tried again", o.left())
		}
	})
}

func TestAskedForWhileItRunsItRunsAgain(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		runs := 0
		o.does("a", func() error {
			if runs++; runs == 1 {
				o.wants(job.Job{Kind: "a", Name: "x"}) // what it was to do has changed under it
			}
			return nil
		})
		o.wants(job.Job{Kind: "a", Name: "x"})
		o.ran("anull", "anull")
		if o.left() != 0 {
			t.Errorf("%d jobs are left", o.left())
		}
	})
}

func TestTwoRunnersShareTheWork(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		const most = 250
		o.does("a", fine)
		for i := range most {
			o.wants(job.Job{Kind: "a", Payload: i})
		}
		other := job.NewRunner(o.db, o.clock, slog.New(slog.DiscardHandler))
		other.Handle("a", func(_ context.Context, payload json.RawMessage) error {
			o.mu.Lock()
			defer o.mu.Unlock()
			o.did = append(o.did, "a"+string(payload))
			return nil
		})
		var both sync.WaitGroup
		for _, r := range []*job.Runner{o.jobs, other} {
			both.Go(func() {
				if err := r.Drain(context.Background()); err != nil {
					t.Error(err)
				}
			})
		}
		both.Wait()
		slices.Sort(o.did)
		if len(slices.Compact(slices.Clone(o.did))) != most || len(o.did) != most {
			t.Errorf("%d jobs ran %d times", most, len(o.did))
		}
	})
}

func TestARunnerWakesForWhatIsDue(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		ran := make(chan string)
		o.jobs.Handle("a", func(_ context.Context, payload json.RawMessage) error { ran <- string(payload); return nil })
		ctx, stop := context.WithCancel(context.Background())
		var ended sync.WaitGroup
		ended.Go(func() { o.jobs.Run(ctx) })
		o.wants(job.Job{Kind: "a", Payload: 1})
		o.jobs.Wake()
		if got := <-ran; got != "1" {
			t.Errorf("it ran %s", got)
		}
		stop()
		ended.Wait()
	})
}

func TestAPayloadThatIsNoJSONIsRefused(t *testing.T) {
	each(t, func(t *testing.T, o *office) {
		err := o.db.Tx(context.Background(), func(h db.Handle) error {
			return job.Add(context.Background(), h, 1, job.Job{Kind: "a", Payload: func() {}, RunAt: nine})
		})
		if err == nil || !strings.Contains(fmt.Sprint(err), "a job") {
			t.Errorf("%v", err)
		}
	})
}
