package job

import (
	"context"
	"time"

	"secondline/internal/db"
	"secondline/internal/kit/errs"
)

// A claim lasts this long, so that whatever a dead node had claimed is run by
// another one soon. Who lives keeps its claims up, three times in a lease.
const (
	leaseFor   = 15 * time.Second
	renewEvery = leaseFor / 3
)

// keep renews the leases of claims until done is closed. A claim that somebody
// else has by now, or that was asked for anew, is not touched.
func (r *Runner) keep(ctx context.Context, claims []Claim, done <-chan struct{}) {
	for {
		select {
		case <-done:
			return
		case <-ctx.Done():
			return
		case <-r.clock.After(renewEvery):
		}
		if err := renew(ctx, r.db, claims, r.clock.Now()); err != nil && ctx.Err() == nil {
			r.log.Warn("the leases of jobs could not be renewed; they may run twice", "kind", claims[0].Kind, "error", err)
		}
	}
}

// renew is for claims of one batch, which have their lease in common.
func renew(ctx context.Context, d *db.DB, claims []Claim, now time.Time) error {
	keys := make([]int64, len(claims))
	for i, c := range claims {
		keys[i] = int64(c.ID)
	}
	marks, ids := db.In(keys)
	return d.Tx(ctx, func(h db.Handle) error {
		_, err := h.Exec(ctx, `
			UPDATE job
			   SET run_at = ?
			 WHERE lease = ? AND id IN `+marks, append([]any{db.At(now.Add(leaseFor)), claims[0].lease}, ids...)...)
		return errs.Wrap(err, "renewing leases")
	})
}

// giveBack lets go of a claim that is not finished, for whoever is next: this
// node stops. The try does not count.
func giveBack(ctx context.Context, h db.Handle, c Claim, now time.Time) error {
	_, err := h.Exec(ctx, `
		UPDATE job
		   SET run_at = ?, lease = 0, attempts = attempts - 1
		 WHERE id = ? AND lease = ?`, db.At(now), c.ID, c.lease)
	return errs.Wrap(err, "giving a job back")
}

// Release takes back every claim at once. It is for a desk of one process, which
// knows when it starts that nobody else can be running them.
func Release(ctx context.Context, d *db.DB, now time.Time) error {
	return d.Tx(ctx, func(h db.Handle) error {
		_, err := h.Exec(ctx, `
			UPDATE job
			   SET run_at = ?, lease = 0
			 WHERE failed_at IS NULL AND lease <> 0 AND run_at > ? AND run_at <= ?`,
			db.At(now), db.At(now), db.At(now.Add(leaseFor)))
		return errs.Wrap(err, "releasing the jobs of an earlier run")
	})
}
