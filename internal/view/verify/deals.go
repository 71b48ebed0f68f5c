package verify

import (
	"context"
	"slices"
	"strings"

	"secondline/internal/db"
	"secondline/internal/desk/routing"
	"secondline/internal/id"
)

// deals holds each record of a deal against itself and against the timeline:
// whoever was given work, or asked to take it, is among those who could have it,
// which means that they were there, on shift and had room.
func deals(ctx context.Context, h db.Handle, r *report) error {
	for last := id.Placement(0); ; {
		list, err := db.All(ctx, h, scanDeal, `
			SELECT p.id, p.ticket_id, p.person_id, p.ranked, p.rejected,
			       (SELECT count(*)
			          FROM timeline_entry e
			         WHERE e.ticket_id = p.ticket_id AND e.kind IN ('ticket.assigned', 'ticket.asked')
			           AND e.facts LIKE '%"placement":"' || p.id || '"%')
			  FROM placement p
			 WHERE p.of = 'person' AND p.rule IN ('push', 'pull', 'offer') AND p.id > ?
			 ORDER BY p.id
			 LIMIT ?`, last, block)
		if err != nil {
			return err
		}
		for _, d := range list {
			d.check(r)
			last = d.ID
		}
		if len(list) < block {
			return nil
		}
	}
}

// A deal is the record of one, and how often timelines tell of it.
type deal struct {
	routing.Placement
	told int
}

func scanDeal(row db.Row) (deal, error) {
	var d deal
	err := row.Scan(&d.ID, &d.Ticket, db.Null(&d.Person), db.FromJSON(&d.Ranked), db.FromJSON(&d.Rejected), &d.told)
	return d, err
}

func (d deal) check(r *report) {
	where := "placement " + d.ID.String()
	if !slices.ContainsFunc(d.Ranked, func(x routing.Ranked) bool { return x.Person == d.Person }) {
		r.add("19 rest", where, "person %s was given it and is not among those who could have it", d.Person)
	}
	var bars []string
	for _, x := range d.Rejected {
		if x.Person == d.Person {
			bars = append(bars, x.Text)
		}
	}
	if len(bars) > 0 {
		r.add("19 rest", where, "person %s was given it although: %s", d.Person, strings.Join(bars, ", "))
	}
	if d.told != 1 {
		r.add("19 rest", where, "timelines tell of the deal %d times, not once", d.told)
	}
}
