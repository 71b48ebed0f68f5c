package dealing

import (
	"context"
	"time"

	"secondline/internal/core/job"
	"secondline/internal/db"
	"secondline/internal/desk/notice"
	"secondline/internal/desk/routing"
	"secondline/internal/desk/team"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

const (
	mostDealt = 200              // tickets of a team in one go
	soon      = time.Minute      // until it looks again for somebody who has room
	slowly    = 10 * time.Minute // until it looks again when nobody could at all
)

// team deals the undealt tickets of a team. Members who help a lower rung out
// come home first if the team runs late.
func (d *Dealer) team(ctx context.Context, key id.Team) error {
	of, err := team.Get(ctx, d.door.Read(), key)
	if err != nil {
		return err
	}
	if err := d.callHome(ctx, of); err != nil || !of.Deals() {
		return err
	}
	waiting, err := queue(ctx, d.door.Read(), key, mostDealt)
	if err != nil {
		return err
	}
	var left []choice
	for _, t := range waiting {
		result, c, err := d.tries(ctx, t, of)
		if err != nil {
			return err
		}
		if result != dealt {
			left = append(left, c)
		}
		if result == allBusy {
			break
		}
	}
	if len(left) == 0 && len(waiting) < mostDealt {
		return nil
	}
	return d.later(ctx, of, left)
}

// tries deals one ticket, again if somebody was faster.
func (d *Dealer) tries(ctx context.Context, t id.Ticket, of team.Team) (result outcome, c choice, err error) {
	for range 3 {
		if result, c, err = d.one(ctx, t, of); err != nil || result != again {
			return result, c, err
		}
	}
	return result, c, nil
}

// later looks at the queue again when somebody's shift begins, or soon if it is
// only that everybody has enough. Whoever comes back or is done asks by themselves.
func (d *Dealer) later(ctx context.Context, of team.Team, left []choice) error {
	now := d.door.Now()
	at := now.Add(slowly)
	for _, c := range left {
		for _, x := range c.out {
			at = sooner(now, at, x)
		}
	}
	return d.door.Do(ctx, itself(), func(ctx context.Context, w *work.Work) error {
		return w.Enqueue(ctx, job.Job{Kind: DealJob, Name: DealJob + ":later:" + of.ID.String(), Payload: teamJob{of.ID}, RunAt: at})
	})
}

func sooner(now, at time.Time, x routing.Excluded) time.Time {
	switch {
	case x.Agent.Shift.Off:
		return soonest(now, at, x.Agent.Shift.Turn)
	case x.Because.Kind == "load" || x.Because.Kind == "home":
		return soonest(now, at, now.Add(soon))
	default:
		return at
	}
}

// tellLead tells the team's lead, once, when everybody who could take a ticket
// was asked and passed.
func (d *Dealer) tellLead(ctx context.Context, key id.Ticket, of team.Team, c choice) error {
	if c.passed == 0 || of.Lead == 0 {
		return nil
	}
	t, err := ticket.ByID(ctx, d.door.Read(), key)
	if err != nil {
		return err
	}
	knows, err := told(ctx, d.door.Read(), t, of.Lead)
	if err != nil || knows {
		return err
	}
	return d.door.Do(ctx, itself(), func(ctx context.Context, w *work.Work) error {
		return tell(ctx, w, t, of.Lead, "Nobody of "+of.Name+" takes "+string(t.Ref())+": everybody who could was asked")
	})
}

// told tells whether somebody has heard of a deal since the ticket last changed.
func told(ctx context.Context, h db.Handle, t *ticket.Ticket, who id.Person) (bool, error) {
	n, err := ids[int64](ctx, h, "reading whether a lead knows", `
		SELECT count(*)
		  FROM notice n
		 WHERE n.person_id = ? AND n.at >= ? AND n.ticket_id = ? AND n.kind = ?`, who, db.At(t.UpdatedAt), t.ID, notice.Dealt)
	return len(n) > 0 && n[0] > 0, errs.Wrap(err, "reading notices")
}
