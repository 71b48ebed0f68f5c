// Package feed reads what happened after a place on the timelines: for a live
// stream that was cut off and comes back, and for a node that tells its
// listeners what other nodes did.
package feed

import (
	"context"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/core/event"
	"secondline/internal/db"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// Most is how much a stream is told after the fact; who missed more loads anew.
const Most = 1000

// lag is how long a change may take from making its ids to its commit. An entry
// that was made before the listener's last one, but committed after it, would be
// missed by looking further on only; telling one twice does no harm.
const lag = 5 * time.Second

// After gives the events after an entry that the actor may see, oldest first.
// more tells that there were too many; the events are then none.
func After(ctx context.Context, h db.Handle, me access.Actor, last id.Entry) (events []event.Event, more bool, err error) {
	where, args := me.Scope().Tickets("t")
	if !me.IsAgent() {
		where += " AND e.audience = 'customer'"
	}
	from := int64(last) - id.Span(lag)
	events, err = db.All(ctx, h, scan, selectEvents+`
		 WHERE e.id > ? AND `+where+`
		 ORDER BY e.id
		 LIMIT ?`, append(append([]any{from}, args...), Most+1)...)
	if err != nil {
		return nil, false, errs.Wrap(err, "reading what a listener missed")
	}
	if len(events) > Most {
		return nil, true, nil
	}
	return events, false, nil
}

// A Timeline is what all nodes committed, for an event.Tail.
type Timeline struct{ DB *db.DB }

// Since gives the ids of the entries after one.
func (t Timeline) Since(ctx context.Context, after id.Entry, most int) ([]id.Entry, error) {
	list, err := db.All(ctx, t.DB.Read(), func(r db.Row) (e id.Entry, err error) { return e, r.Scan(&e) }, `
		SELECT id
		  FROM timeline_entry
		 WHERE id > ?
		 ORDER BY id
		 LIMIT ?`, after, most)
	return list, errs.Wrap(err, "reading what was committed")
}

// Of gives the events of entries.
func (t Timeline) Of(ctx context.Context, entries []id.Entry) ([]event.Event, error) {
	marks, args := db.In(entries)
	list, err := db.All(ctx, t.DB.Read(), scan, selectEvents+`
		 WHERE e.id IN `+marks+`
		 ORDER BY e.id`, args...)
	return list, errs.Wrap(err, "reading events")
}

const selectEvents = `
		SELECT e.id, e.kind, e.audience, e.seq, t.id, t.number, t.organisation_id, t.requester_id, t.team_id, t.offer_team_id, t.assignee_id, t.version
		  FROM timeline_entry e
		  JOIN ticket t ON t.id = e.ticket_id`

func scan(r db.Row) (event.Event, error) {
	var v event.Event
	var n id.Number
	var team, asked id.Team
	var assignee id.Person
	err := r.Scan(&v.ID, &v.Kind, &v.Audience, &v.Seq, &v.Ticket, &n, &v.Organisation, &v.Requester, &team, db.Null(&asked), db.Null(&assignee), &v.Version)
	v.Ref, v.Teams = n.Ref(), []id.Team{team}
	if asked != 0 {
		v.Teams = append(v.Teams, asked)
	}
	if assignee != 0 {
		v.People = []id.Person{assignee}
	}
	return v, err
}
