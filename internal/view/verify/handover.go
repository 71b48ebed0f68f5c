package verify

import (
	"context"
	"time"

	"secondline/internal/db"
	"secondline/internal/desk/handover"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
)

// handovers holds the handovers against the walks of their tickets, and the
// lessons against the timelines.
func handovers(ctx context.Context, h db.Handle, r *report) error {
	for last := id.Handover(0); ; {
		list, err := db.All(ctx, h, handover.Scan, `
			SELECT `+handover.Columns()+`
			  FROM handover h
			 WHERE h.id > ?
			 ORDER BY h.id
			 LIMIT ?`, last, block)
		if err != nil {
			return err
		}
		for _, v := range list {
			t, err := ticket.ByID(ctx, h, v.Ticket)
			if err != nil {
				return err
			}
			hopped(v, t, r)
			last = v.ID
		}
		if len(list) < block {
			break
		}
	}
	return unrecorded(ctx, h, r)
}

// hopped: the walk has the handover once, with the same outcome at the same time,
// and it is on offer exactly while the ticket says so. One that became a swarm was
// never offered and is on no walk.
func hopped(v handover.Handover, t *ticket.Ticket, r *report) {
	ref := string(t.Ref())
	if v.State == handover.Swarmed {
		return // together looks after it
	}
	var hops []ticket.Hop
	for _, hop := range t.Walk.Hops {
		if hop.Handover == v.ID {
			hops = append(hops, hop)
		}
	}
	if len(hops) != 1 {
		r.add("4 handover", ref, "handover %s is on its walk %d times", v.ID, len(hops))
		return
	}
	hop := hops[0]
	if hop.Outcome != string(v.State) || hop.Team != v.To.Team || hop.From != v.From.Rank || hop.To != v.To.Rank {
		r.add("4 handover", ref, "handover %s was %s from %d to %d; its walk says %s from %d to %d", v.ID, v.State, v.From.Rank, v.To.Rank, hop.Outcome, hop.From, hop.To)
	}
	if !near(hop.OfferedAt, v.OfferedAt) || !near(hop.Answered, v.AnsweredAt) {
		r.add("4 handover", ref, "handover %s and the walk tell different times", v.ID)
	}
	offered := t.Offer != nil && t.Offer.Handover == v.ID
	if offered != (v.State == handover.Offered) {
		r.add("1 owner", ref, "handover %s is %s, but on offer: %t", v.ID, v.State, offered)
	}
	if v.State == handover.Offered && !v.AnsweredAt.IsZero() || v.State != handover.Offered && v.AnsweredAt.IsZero() {
		r.add("4 handover", ref, "handover %s is %s and was answered at %s", v.ID, v.State, v.AnsweredAt)
	}
}

// near allows the timeline to hold back a clock that stepped back for a moment.
func near(a, b time.Time) bool {
	return a.Equal(b) || a.Sub(b).Abs() < time.Minute && !a.IsZero() && !b.IsZero()
}

// unrecorded finds handovers and lessons that a timeline tells of but that are
// not there, and the reverse.
func unrecorded(ctx context.Context, h db.Handle, r *report) error {
	for _, q := range []struct{ kind, table, but, what string }{
		{"ticket.handed_over", "handover", " AND x.state <> 'swarmed'", "its timeline tells of %d handovers, but there are %d"},
		{"lesson.given", "lesson", "", "its timeline tells of %d lessons, but there are %d"},
		{"swarm.started", "swarm", "", "its timeline tells of %d swarms, but there are %d"},
		{"time.booked", "booked_time", "", "its timeline tells of %d bookings, but there are %d"},
	} {
		err := h.Each(ctx, func(row db.Row) error {
			var n id.Number
			var told, there int64
			err := row.Scan(&n, &told, &there)
			r.add("4 handover", string(n.Ref()), q.what, told, there)
			return err
		}, `
			SELECT s.number, s.told, s.there
			  FROM (SELECT t.id, t.number,
			               (SELECT count(*) FROM timeline_entry e WHERE e.ticket_id = t.id AND e.kind = '`+q.kind+`') AS told,
			               (SELECT count(*) FROM `+q.table+` x WHERE x.ticket_id = t.id`+q.but+`) AS there
			          FROM ticket t) s
			 WHERE s.told <> s.there
			 ORDER BY s.id
			 LIMIT 1000`)
		if err != nil {
			return err
		}
	}
	return nil
}
