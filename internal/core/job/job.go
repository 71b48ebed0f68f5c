// Package job runs what is to happen after a commit: mail, search, timers.
//
// A job is a row written in the transaction of the change that wants it (the
// outbox), so the two stand or fall together. A Runner claims due rows with a
// lease, sleeps until the next one is due, and runs each at least once; what a
// job does must therefore be keyed so that twice is once.
//
//	job.go     a job as a row: asked for, cancelled, claimed, settled
//	lease.go   how long a claim lasts: kept up while it runs, given back, or lost
//	runner.go  the Runner
//
// What always holds: a job is deleted only by the claim that ran it, so one
// that was asked for again while it ran runs again. When a node dies, another
// one runs what it had claimed after a lease and a look: sixteen seconds.
package job

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"secondline/internal/db"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// A Job is something to do later, or soon.
type Job struct {
	Kind    string
	Name    string // "" or unique: asking twice for the same name is asking once
	Payload any    // JSON
	RunAt   time.Time
}

// Add writes a job; it belongs into the transaction of the change that wants it.
func Add(ctx context.Context, h db.Handle, key id.Job, j Job) error {
	payload, err := json.Marshal(j.Payload)
	if err != nil {
		return fmt.Errorf("writing the payload of a %s job: %w", j.Kind, err)
	}
	_, err = h.Exec(ctx, `
		INSERT INTO job (id, kind, name, payload, run_at)
		VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (name) DO UPDATE
		   SET payload = excluded.payload, run_at = excluded.run_at, lease = 0, attempts = 0, failed_at = NULL`,
		key, j.Kind, db.NullText(j.Name), string(payload), db.At(j.RunAt))
	return errs.Wrap(err, "adding a "+j.Kind+" job")
}

// Cancel removes a job by its name, if it has not run yet.
func Cancel(ctx context.Context, h db.Handle, name string) error {
	_, err := h.Exec(ctx, `DELETE FROM job WHERE name = ?`, name)
	return errs.Wrap(err, "cancelling a job")
}

// A Claim is a job that this runner holds for a while.
type Claim struct {
	ID       id.Job
	Kind     string
	Payload  json.RawMessage
	Attempts int
	lease    int64
}

// claim takes due jobs, but of no kind that is busy: for the length of a lease
// nobody else gets them.
func claim(ctx context.Context, d *db.DB, now time.Time, lease int64, most int, busy []string) ([]Claim, error) {
	var claims []Claim
	free, kinds := except(busy)
	err := d.Tx(ctx, func(h db.Handle) (err error) {
		claims, err = db.All(ctx, h, func(r db.Row) (Claim, error) {
			c := Claim{lease: lease}
			var payload string
			err := r.Scan(&c.ID, &c.Kind, &payload, &c.Attempts)
			c.Payload = json.RawMessage(payload)
			return c, err
		}, `
			UPDATE job
			   SET lease = ?, attempts = attempts + 1, run_at = ?
			 WHERE id IN (SELECT id
			                FROM job
			               WHERE failed_at IS NULL AND run_at <= ?`+free+`
			               ORDER BY run_at, id
			               LIMIT ? /* postgres: FOR UPDATE SKIP LOCKED */)
			RETURNING id, kind, payload, attempts`,
			append(append([]any{lease, db.At(now.Add(leaseFor)), db.At(now)}, kinds...), most)...)
		return err
	})
	return claims, errs.Wrap(err, "claiming jobs")
}

// settle writes the outcome of a claimed job.
func settle(ctx context.Context, h db.Handle, c Claim, cause error, now time.Time) error {
	if cause == nil {
		_, err := h.Exec(ctx, `DELETE FROM job WHERE id = ? AND lease = ?`, c.ID, c.lease)
		return errs.Wrap(err, "finishing a job")
	}
	var failed time.Time
	if errs.Is(cause, errs.Invalid) || c.Attempts >= maxAttempts {
		failed = now
	}
	_, err := h.Exec(ctx, `
		UPDATE job
		   SET run_at = ?, failed_at = ?, last_error = ?, lease = 0
		 WHERE id = ? AND lease = ?`,
		db.At(now.Add(backOff(c.Attempts))), db.At(failed), cause.Error(), c.ID, c.lease)
	return errs.Wrap(err, "putting a job off")
}

// except says as SQL that a job is of none of the kinds.
func except(kinds []string) (where string, args []any) {
	if len(kinds) == 0 {
		return "", nil
	}
	marks, args := db.In(kinds)
	return " AND kind NOT IN " + marks, args
}

// next tells when the next job is due that is of no busy kind; ok is false when
// there is none.
func next(ctx context.Context, h db.Handle, busy []string) (at time.Time, ok bool, err error) {
	free, kinds := except(busy)
	err = h.Each(ctx, func(r db.Row) error { ok = true; return r.Scan(db.Into(&at)) }, `
		SELECT run_at
		  FROM job
		 WHERE failed_at IS NULL`+free+`
		 ORDER BY run_at, id
		 LIMIT 1`, kinds...)
	return at, ok, errs.Wrap(err, "looking for the next job")
}

const (
	maxAttempts = 12
	maxBackOff  = time.Hour
)

// backOff doubles from ten seconds to an hour.
func backOff(attempts int) time.Duration {
	return min(10*time.Second<<min(attempts-1, 12), maxBackOff)
}
