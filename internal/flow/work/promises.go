package work

import (
	"context"

	"secondline/internal/core/job"
	"secondline/internal/desk/clock"
	"secondline/internal/id"
)

// Republish brings into force what the tables of targets, calendars, holidays and
// contracts say now, and has the open tickets brought in line. It belongs into the
// transaction of whatever changes one of them; because is what the timeline of a
// ticket whose deadline moves will say.
func (w *Work) Republish(ctx context.Context, because string) error {
	key := id.Policy(w.NewID())
	changed, err := clock.Publish(ctx, w.Tx, key, w.Now)
	if err != nil || !changed {
		return err
	}
	return w.Enqueue(ctx, job.Job{
		Kind: ReindexClocks, Name: ReindexClocks + ":" + key.String(), Payload: ReindexJob{Policy: key, Because: because},
	})
}
