package queue

import (
	"context"
	"strconv"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/view/brief"
)

// A Rest is what the empty queue says: what is promised next, and who could use a
// hand.
type Rest struct {
	Ours    int      `json:"ours" doc:"unsolved tickets of the reader's teams"`
	Resting int      `json:"resting" doc:"those of them that ask nothing of anybody here now"`
	Next    *Promise `json:"next,omitempty" doc:"the next promise of the reader's teams"`
	Help    *Help    `json:"help,omitempty" doc:"a lower rung with work that nobody has"`
	Lessons int      `json:"lessons" doc:"lessons that wait to be learnt by the reader"`
}

// A Promise is a clock that runs out.
type Promise struct {
	Ref   id.Ref           `json:"ref"`
	Clock ticket.ClockKind `json:"clock"`
	DueAt time.Time        `json:"due_at"`
}

// A Help is a rung that could use a hand.
type Help struct {
	Level   brief.Level `json:"level"`
	Unowned int         `json:"unowned"`
}

// Rested reads what the empty queue says to somebody.
func Rested(ctx context.Context, h db.Handle, me access.Actor, now time.Time) (Rest, error) {
	var out Rest
	if err := access.MayDesk(me, access.SeeDesk); err != nil {
		return out, err
	}
	if err := ours(ctx, h, me, &out); err != nil {
		return out, err
	}
	var err error
	if out.Next, err = nextPromise(ctx, h, me, now); err != nil {
		return out, err
	}
	out.Help, err = inNeed(ctx, h, me)
	return out, err
}

// ours counts what the reader's teams have, and how much of it rests: it waits,
// is on offer, or is answered and somebody's.
func ours(ctx context.Context, h db.Handle, me access.Actor, out *Rest) error {
	marks, args := db.In(me.Teams)
	seen, more := me.Scope().Tickets("t")
	err := h.Each(ctx, func(r db.Row) error { return r.Scan(&out.Ours, &out.Resting) }, `
		SELECT count(*), count(*) FILTER (WHERE x.state = 'waiting' OR x.offer_id IS NOT NULL OR (x.needs_reply = FALSE AND x.assignee_id IS NOT NULL))
		  FROM (SELECT t.state, t.offer_id, t.needs_reply, t.assignee_id
		          FROM ticket t
		         WHERE t.team_id IN `+marks+` AND `+unsolvedText+` AND `+seen+`
		         ORDER BY t.due_key, t.id
		         LIMIT `+strconv.Itoa(Most)+`) x`, append(args, more...)...)
	if err != nil {
		return errs.Wrap(err, "counting what rests")
	}
	err = h.Each(ctx, func(r db.Row) error { return r.Scan(&out.Lessons) }, `
		SELECT count(*)
		  FROM lesson_learner l
		 WHERE l.person_id = ? AND l.learnt_at IS NULL`, me.Person)
	return errs.Wrap(err, "counting lessons")
}

// nextPromise is the clock of the reader's teams that runs out first from now on.
func nextPromise(ctx context.Context, h db.Handle, me access.Actor, now time.Time) (*Promise, error) {
	var best *Promise
	seen, args := me.Scope().Tickets("t")
	for _, team := range me.Teams { // each is one step into an index in this order
		err := h.Each(ctx, func(r db.Row) error {
			var p Promise
			var n id.Number
			if err := r.Scan(&n, &p.Clock, db.Into(&p.DueAt)); err != nil {
				return err
			}
			p.Ref = n.Ref()
			if best == nil || p.DueAt.Before(best.DueAt) {
				best = &p
			}
			return nil
		}, `
		SELECT t.number, t.due_clock, t.due_key
		  FROM ticket t
		 WHERE t.team_id = ? AND `+unsolvedText+` AND t.due_key > ? AND t.due_clock <> '' AND `+seen+`
		 ORDER BY t.due_key, t.id
		 LIMIT 1`, append([]any{team, db.At(now)}, args...)...)
		if err != nil {
			return nil, errs.Wrap(err, "looking for the next promise")
		}
	}
	return best, nil
}

// inNeed is the rung below the reader's highest that has most work without an
// owner.
func inNeed(ctx context.Context, h db.Handle, me access.Actor) (*Help, error) {
	names, err := brief.ReadLadder(ctx, h)
	if err != nil {
		return nil, err
	}
	top := 0
	for _, t := range me.Teams {
		if l := names.Team(t).Level; l != nil {
			top = max(top, l.Rank)
		}
	}
	seen, args := me.Scope().Tickets("t")
	var best *Help
	for _, l := range names.Levels {
		if l.Rank < 1 || l.Rank >= top {
			continue
		}
		n := 0
		err := h.Each(ctx, func(r db.Row) error { return r.Scan(&n) }, `
		SELECT count(*)
		  FROM (SELECT 1
		          FROM ticket t
		         WHERE t.rank = ? AND `+unsolvedText+` AND t.state <> 'waiting' AND t.assignee_id IS NULL AND t.offer_id IS NULL AND `+seen+`
		         ORDER BY t.due_key, t.id
		         LIMIT `+strconv.Itoa(Most)+`) x`, append([]any{l.Rank}, args...)...)
		if err != nil {
			return nil, errs.Wrap(err, "looking who could use a hand")
		}
		if n > 0 && (best == nil || n > best.Unowned) {
			best = &Help{Level: l, Unowned: n}
		}
	}
	return best, nil
}
