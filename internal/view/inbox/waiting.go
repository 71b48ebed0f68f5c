package inbox

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/handover"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/page"
	"secondline/internal/view/clocks"
)

// mostWaiting bounds how many offers are put in the order of their clocks. A team
// with more has other worries than the order of its last ones: those come into
// the list as the first are answered.
const mostWaiting = 1000

// waiting tells whether the query asks for the offers that wait for an answer.
func (q Query) waiting() bool {
	return q.Box == ToUs && slices.Equal(q.States, []handover.State{handover.Offered})
}

// A place is where an offer stands: the most urgent first, and of those the one
// whose answer is due first.
type place struct {
	priority int
	due      int64 // never if it pauses or nothing was promised
	offered  int64
	key      id.Handover
}

func (p place) compare(o place) int {
	return cmp.Or(cmp.Compare(p.priority, o.priority), cmp.Compare(p.due, o.due), cmp.Compare(p.offered, o.offered), cmp.Compare(p.key, o.key))
}

// byClock lists the offers that wait. What is due is not in the table, since a
// question back or another target moves it; so the places are read off the
// clocks, and only the page itself is read in full.
func (q Query) byClock(ctx context.Context, h db.Handle, me access.Actor, watch clocks.Watch) (page.Page[Handover], error) {
	none := page.Page[Handover]{Items: []Handover{}}
	places, err := q.places(ctx, h, me, watch)
	if err != nil {
		return none, err
	}
	slices.SortFunc(places, place.compare)
	if q.Cursor != "" {
		last, err := q.place()
		if err != nil {
			return none, err
		}
		places = slices.DeleteFunc(places, func(p place) bool { return p.compare(last) <= 0 })
	}
	more := len(places) > q.Limit
	places = places[:min(q.Limit, len(places))]
	if len(places) == 0 {
		return none, nil
	}
	keys := make([]id.Handover, len(places))
	for i, p := range places {
		keys[i] = p.key
	}
	marks, args := db.In(keys)
	found, err := read(ctx, h, me, watch, "h.id IN "+marks, args, len(keys))
	if err != nil {
		return none, err
	}
	slices.SortFunc(found, func(a, b Handover) int { return slices.Index(keys, a.ID) - slices.Index(keys, b.ID) })
	none.Items = found
	if more {
		p := places[len(places)-1]
		none.Next = page.Encode(q.Box, p.priority, p.due, p.offered, p.key)
	}
	return none, nil
}

// places reads where each waiting offer stands.
func (q Query) places(ctx context.Context, h db.Handle, me access.Actor, watch clocks.Watch) ([]place, error) {
	var parts []string
	var args []any
	for _, c := range q.lists(me) {
		c = c.seen(me)
		parts = append(parts, "SELECT * FROM (SELECT h.id FROM handover h WHERE "+c.sql()+" ORDER BY h.priority, h.offered_at, h.id LIMIT ?) x")
		args = append(append(args, c.args...), mostWaiting)
	}
	if len(parts) == 0 {
		return nil, nil
	}
	list, err := db.All(ctx, h, func(r db.Row) (place, error) {
		var p place
		var offered time.Time
		var t ticket.Ticket
		if err := r.Scan(&p.key, &p.priority, db.Into(&offered), db.FromJSON(&t)); err != nil {
			return p, err
		}
		p.offered, p.due = offered.UnixMicro(), math.MaxInt64
		if b, _ := watch.Acknowledging(&t, p.key); b != nil && b.DueAt != nil {
			p.due = b.DueAt.UnixMicro()
		}
		return p, nil
	}, `
		SELECT h.id, h.priority, h.offered_at, t.sum
		  FROM handover h
		  JOIN ticket t ON t.id = h.ticket_id
		 WHERE h.id IN (`+strings.Join(parts, " UNION ")+`)
		 ORDER BY h.priority, h.offered_at, h.id
		 LIMIT ?`, append(args, mostWaiting)...)
	return list, errs.Wrap(err, "reading what waits for an answer")
}

// place reads a cursor back.
func (q Query) place() (p place, err error) {
	var of Box
	err = page.Decode(q.Cursor, &of, &p.priority, &p.due, &p.offered, &p.key)
	if err == nil && of != q.Box {
		err = page.Decode("") // a cursor of another box is as good as none of ours
	}
	return p, err
}
