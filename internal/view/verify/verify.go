package verify

import (
	"context"
	"fmt"

	"secondline/internal/core/audit"
	"secondline/internal/db"
	"secondline/internal/desk/channel"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// A Problem is one place where something that must hold does not.
type Problem struct {
	Rule  string // its name, as the operators' guide lists it
	Where string // "SL-1042", "audit 17", "mail"
	What  string // what is wrong
}

// String is the problem as one line.
func (p Problem) String() string { return p.Rule + ": " + p.Where + ": " + p.What }

// most bounds what is reported: a desk in which more is wrong is not mended line
// by line.
const most = 1000

// report collects problems.
type report struct{ problems []Problem }

func (r *report) add(rule, where, format string, args ...any) {
	if len(r.problems) < most {
		r.problems = append(r.problems, Problem{Rule: rule, Where: where, What: fmt.Sprintf(format, args...)})
	}
}

// Run checks the whole desk. No problem is what it should find; an error means
// that it could not look.
func Run(ctx context.Context, h db.Handle) ([]Problem, error) {
	r := &report{}
	for _, check := range []func(context.Context, db.Handle, *report) error{rows, tickets, asleep, handovers, paths, deals, chain, mail} {
		if err := check(ctx, h, r); err != nil {
			return nil, errs.Wrap(err, "verifying the desk")
		}
	}
	return r.problems, nil
}

// block is how many tickets are read at a time.
const block = 200

// tickets checks each ticket, in blocks: the next block is read when the one
// before is done, so no query stays open for long.
func tickets(ctx context.Context, h db.Handle, r *report) error {
	members, err := memberships(ctx, h)
	if err != nil {
		return err
	}
	promised, err := readPromise(ctx, h)
	if err != nil {
		return err
	}
	for last := id.Ticket(0); ; {
		list, err := db.All(ctx, h, scanStored, `
			SELECT t.id, t.number, t.organisation_id, t.requester_id, t.channel, t.opened_at, t.sum, t.kind, t.subject, t.state, t.waiting_on,
			       t.waiting_until, t.resolution, t.service_id, t.category_id, t.impact, t.urgency, t.priority, t.priority_because, t.team_id,
			       t.rank, t.assignee_id, t.contact_id, t.offer_id, t.offer_team_id, t.offer_person_id, t.offer_rank, t.returns, t.climbed,
			       t.merged_into_id, t.rating, t.messages, t.needs_reply, t.updated_at, t.resolved_at, t.closed_at, t.seq,
			       t.due_clock, t.due_key, t.warned, t.breached, t.wake_at, t.deal_person_id, t.swarm_id, t.major, t.vendor_id
			  FROM ticket t
			 WHERE t.id > ?
			 ORDER BY t.id
			 LIMIT ?`, last, block)
		if err != nil {
			return err
		}
		for _, s := range list {
			if err := s.check(ctx, h, members, promised, r); err != nil {
				return err
			}
		}
		if len(list) < block {
			return nil
		}
		last = list[len(list)-1].id
	}
}

// chain walks the audit's seals.
func chain(ctx context.Context, h db.Handle, r *report) error {
	v, err := audit.Verify(ctx, h)
	if v.Broken != "" {
		r.add("10 audit", "the seals", "%s", v.Broken)
	}
	return err
}

// mail asks the mail's own check.
func mail(ctx context.Context, h db.Handle, r *report) error {
	found, err := channel.Check(ctx, h)
	for _, what := range found {
		r.add("14, 17 mail", "mail", "%s", what)
	}
	return err
}
