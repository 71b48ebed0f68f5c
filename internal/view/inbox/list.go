package inbox

import (
	"context"
	"slices"
	"strings"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/handover"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/page"
	"secondline/internal/view/clocks"
)

// A Box is a list of handovers.
type Box string

// The boxes.
const (
	ToUs     Box = "to_us"    // for the reader's teams; the most urgent first
	Sent     Box = "sent"     // by the reader; the last first
	Returned Box = "returned" // to the reader's teams; the last first
)

// A Query is which handovers a list shows.
type Query struct {
	Box    Box // ToUs if empty
	States []handover.State
	Team   id.Team // instead of the reader's own
	Cursor string
	Limit  int
}

const (
	defaultLimit = 50
	maxLimit     = 100
)

// List gives a page of a box.
func List(ctx context.Context, h db.Handle, me access.Actor, q Query, watch clocks.Watch) (page.Page[Handover], error) {
	var none page.Page[Handover]
	if err := access.MayDesk(me, access.SeeDesk); err != nil {
		return none, err
	}
	q, err := q.check()
	if err != nil {
		return none, err
	}
	if q.waiting() {
		return q.byClock(ctx, h, me, watch)
	}
	lists, by, after := q.lists(me), "h.offered_at DESC, h.id DESC", "(h.offered_at, h.id) < (?, ?)"
	if q.Box == ToUs {
		by, after = "h.priority, h.offered_at, h.id", "(h.priority, h.offered_at, h.id) > (?, ?, ?)"
	}
	var from []any
	if q.Cursor != "" {
		if from, err = q.from(); err != nil {
			return none, err
		}
	}
	var parts []string
	var args []any
	for _, c := range lists {
		if from != nil {
			c.and(after, from...)
		}
		c = c.seen(me)
		parts = append(parts, "SELECT * FROM (SELECT h.id FROM handover h WHERE "+c.sql()+" ORDER BY "+by+" LIMIT ?) x")
		args = append(append(args, c.args...), q.Limit+1)
	}
	if len(parts) == 0 {
		return page.Page[Handover]{Items: []Handover{}}, nil
	}
	found, err := read(ctx, h, me, watch, "h.id IN ("+strings.Join(parts, " UNION ")+") ORDER BY "+by, args, q.Limit+1)
	if err != nil {
		return none, err
	}
	return page.Cut(found, q.Limit, q.key), nil
}

func (q Query) check() (Query, error) {
	if q.Box == "" {
		q.Box = ToUs
	}
	if !slices.Contains([]Box{ToUs, Sent, Returned}, q.Box) {
		return q, errs.Field("box", "The box is to_us, sent or returned.")
	}
	for _, s := range q.States {
		if !slices.Contains(handover.States, s) {
			return q, errs.Field("state", "A handover is offered, accepted, returned, withdrawn, expired or swarmed.")
		}
	}
	switch {
	case q.Box == Returned:
		q.States = []handover.State{handover.Returned}
	case len(q.States) > 0:
	case q.Box == ToUs:
		q.States = []handover.State{handover.Offered}
	default:
		q.States = handover.States
	}
	q.Limit = page.Clamp(q.Limit, defaultLimit, maxLimit)
	return q, nil
}

// lists takes the question apart into lists that each read one index in its
// order: one for each state, of each team or of the sender.
func (q Query) lists(me access.Actor) []clause {
	column, owners := "h.to_team_id", teams(q.Team, me)
	switch {
	case q.Box == Returned, q.Box == Sent && q.Team != 0:
		column = "h.from_team_id"
	case q.Box == Sent:
		column, owners = "h.from_person_id", []any{me.Person}
	}
	var lists []clause
	for _, owner := range owners {
		for _, s := range q.States {
			c := clause{}
			c.and(column+" = ?", owner)
			c.and("h.state = ?", s)
			lists = append(lists, c)
		}
	}
	return lists
}

func teams(one id.Team, me access.Actor) []any {
	if one != 0 {
		return []any{one}
	}
	var out []any
	for _, t := range me.Teams {
		out = append(out, t)
	}
	return out
}

func (q Query) key(v Handover) []any {
	if q.Box == ToUs {
		return []any{q.Box, v.atPriority, v.OfferedAt.UnixMicro(), v.ID}
	}
	return []any{q.Box, v.OfferedAt.UnixMicro(), v.ID}
}

func (q Query) from() ([]any, error) {
	var of Box
	var priority, at int64
	var last id.Handover
	var err error
	out := []any{}
	if q.Box == ToUs {
		err = page.Decode(q.Cursor, &of, &priority, &at, &last)
		out = append(out, priority)
	} else {
		err = page.Decode(q.Cursor, &of, &at, &last)
	}
	if err == nil && of != q.Box {
		err = page.Decode("") // a cursor of another box is as good as none of ours
	}
	return append(out, at, last), err
}

// A clause is a condition in the making.
type clause struct {
	terms []string
	args  []any
}

func (c *clause) and(term string, args ...any) {
	c.terms, c.args = append(c.terms, term), append(c.args, args...)
}

// seen narrows to the organisations that the reader is cleared for.
func (c clause) seen(me access.Actor) clause {
	out := clause{terms: slices.Clone(c.terms), args: slices.Clone(c.args)}
	text, args := me.Scope().Organisations("h.organisation_id")
	out.and(text, args...)
	return out
}

func (c clause) sql() string { return strings.Join(c.terms, " AND ") }
