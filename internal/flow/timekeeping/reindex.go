package timekeeping

import (
	"context"
	"encoding/json"
	"slices"

	"secondline/internal/core/access"
	"secondline/internal/core/job"
	"secondline/internal/desk/clock"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/view/clocks"
)

// batch is how many open tickets a change of policy looks at in one transaction.
const batch = 50

// Reindex brings the open tickets in line with a policy that has come into force,
// a batch at a time: what it moves is written on each ticket that it moves.
func (k *Keeper) Reindex(ctx context.Context, payload json.RawMessage) error {
	var j work.ReindexJob
	if err := json.Unmarshal(payload, &j); err != nil {
		return errs.Because(err, errs.Invalid, "The job names no policy.")
	}
	return k.door.Do(ctx, access.Desk("Clock"), func(ctx context.Context, w *work.Work) error {
		history, err := k.door.History(ctx, w.Tx)
		if err != nil {
			return err
		}
		before, after := around(history, j.Policy)
		list, err := ticket.OpenAfter(ctx, w.Tx, j.After, batch)
		if err != nil || len(list) == 0 {
			return err
		}
		for _, t := range list {
			if err := remeasure(ctx, w, t, before, after, j.Because); err != nil {
				return err
			}
		}
		j.After = list[len(list)-1].ID
		return w.Enqueue(ctx, job.Job{Kind: work.ReindexClocks, Name: work.ReindexClocks + ":" + j.Policy.String(), Payload: j})
	})
}

// around gives the histories as they stood before and with a policy.
func around(h clock.History, p id.Policy) (before, after clock.History) {
	for i := range h {
		if h[i].ID == p {
			return h[:i], h[:i+1]
		}
	}
	return h, h
}

// remeasure writes down what the policy moves for a ticket. A run that began when
// it was in force already has known nothing else.
func remeasure(ctx context.Context, w *work.Work, t *ticket.Ticket, before, after clock.History, because string) error {
	now := clocks.Running(t, after, w.Now)
	if in, ok := after.Newest(); ok {
		now = slices.DeleteFunc(now, func(r clock.Reading) bool { return !r.StartedAt.Before(in.Since) })
	}
	moved := work.Moves(clocks.Running(t, before, w.Now), now, because)
	if len(moved) == 0 {
		return w.Refresh(ctx, t)
	}
	_, err := w.Record(ctx, t, moved...)
	return err
}
