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
	"secondline/internal/db/dbtest"
	"secondline/internal/id"
	"secondline/internal/kit/clock"
)

func runner(d *db.DB) (*job.Runner, *clock.Fake) {
	c := clock.NewFake(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC))
	return job.NewRunner(d, c, slog.New(slog.DiscardHandler)), c
}

func add(t *testing.T, d *db.DB, key id.Job, j job.Job) {
	t.Helper()
	err := d.Tx(context.Background(), func(h db.Handle) error { return job.Add(context.Background(), h, key, j) })
	if err != nil {
		t.Fatal(err)
	}
}

// A relay that does not answer holds up letters; mail that came in is still
// looked into.
func TestASlowKindHoldsUpNoOther(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r, c := runner(d)
		slow, quick := make(chan struct{}), make(chan struct{}, 2)
		began := make(chan struct{}, 2)
		r.Handle("slow", func(context.Context, json.RawMessage) error { began <- struct{}{}; <-slow; return nil })
		r.Handle("quick", func(context.Context, json.RawMessage) error { quick <- struct{}{}; return nil })
		add(t, d, 1, job.Job{Kind: "slow", RunAt: c.Now()})
		ctx, stop := context.WithCancel(context.Background())
		ended := make(chan struct{})
		go func() { r.Run(ctx); close(ended) }()
		<-began
		add(t, d, 2, job.Job{Kind: "slow", RunAt: c.Now()})
		add(t, d, 3, job.Job{Kind: "quick", RunAt: c.Now()})
		r.Wake()
		<-quick // or the test never ends
		select {
		case <-began:
			t.Error("a second batch of a kind began beside the first")
		default:
		}
		close(slow)
		<-began
		stop()
		<-ended
	})
}

func TestAJobThatFailsIsTriedAgainLater(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		r, c := runner(d)
		tries := 0
		r.Handle("flaky", func(context.Context, json.RawMessage) error {
			if tries++; tries < 3 {
				return errors.New("not yet")
			}
			return nil
		})
		add(t, d, 1, job.Job{Kind: "flaky", RunAt: c.Now()})
		for _, wait := range []time.Duration{0, 10 * time.Second, 20 * time.Second, time.Hour} {
			c.Advance(wait)
			if err := r.Drain(context.Background()); err != nil {
				t.Fatal(err)
			}
		}
		if tries != 3 {
			t.Errorf("it was tried %d times", tries)
		}
	})
}
