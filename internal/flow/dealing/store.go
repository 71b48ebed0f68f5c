package dealing

import (
	"context"

	"secondline/internal/db"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// inQueue says as SQL that a ticket k lies in its team's queue: the words of the
// index ticket_undealt, and that nobody is being asked.
const inQueue = `k.state IN ('new', 'open') AND k.assignee_id IS NULL AND k.offer_id IS NULL
		   AND k.deal_person_id IS NULL AND k.swarm_id IS NULL`

func ids[T ~int64](ctx context.Context, h db.Handle, doing, query string, args ...any) ([]T, error) {
	all, err := db.All(ctx, h, func(r db.Row) (v T, err error) { return v, r.Scan(&v) }, query, args...)
	return all, errs.Wrap(err, doing)
}

// queue lists a team's undealt tickets: whose clock runs out first, then the most
// important, then the oldest.
func queue(ctx context.Context, h db.Handle, of id.Team, most int) ([]id.Ticket, error) {
	return ids[id.Ticket](ctx, h, "reading a queue", `
		SELECT k.id
		  FROM ticket k
		 WHERE k.team_id = ? AND `+inQueue+`
		 ORDER BY k.due_key, k.priority, k.id
		 LIMIT ?`, of, most)
}

// queuesOf lists the dealing teams of a person in whose queue something lies.
func queuesOf(ctx context.Context, h db.Handle, p id.Person) ([]id.Team, error) {
	return ids[id.Team](ctx, h, "reading somebody's queues", `
		SELECT m.team_id
		  FROM membership m
		  JOIN team t ON t.id = m.team_id
		 WHERE m.person_id = ? AND t.dealing <> 'pull' AND t.archived_at IS NULL
		   AND EXISTS (SELECT 1
		                 FROM ticket k
		                WHERE k.team_id = m.team_id AND `+inQueue+`)
		 ORDER BY m.team_id
		 LIMIT 100`, p)
}

// askedOf lists the tickets that somebody is asked to take.
func askedOf(ctx context.Context, h db.Handle, p id.Person) ([]id.Ticket, error) {
	return ids[id.Ticket](ctx, h, "reading what somebody is asked to take", `
		SELECT k.id
		  FROM ticket k
		 WHERE k.deal_person_id = ?
		 ORDER BY k.due_key, k.id
		 LIMIT 200`, p)
}

// lookedThrough bounds how far a queue is searched for what runs late; those
// whose clocks run out come first in it.
const lookedThrough = 200

// isLate tells whether something in a team's queue has a clock that warned or
// ran out.
func isLate(ctx context.Context, h db.Handle, of id.Team) (bool, error) {
	late, err := ids[int64](ctx, h, "reading whether a queue runs late", `
		SELECT count(*)
		  FROM (SELECT k.warned, k.breached
		          FROM ticket k
		         WHERE k.team_id = ? AND `+inQueue+`
		         ORDER BY k.due_key, k.id
		         LIMIT ?) AS q
		 WHERE q.warned = TRUE OR q.breached = TRUE`, of, lookedThrough)
	return len(late) > 0 && late[0] > 0, err
}

// A home is the team that somebody serves first, and above.
type home struct {
	team id.Team
	name string
}

// homes lists, for those members of a team who stand on a higher rung first, the
// teams there: they help out here.
func homes(ctx context.Context, h db.Handle, of id.Team) (map[id.Person][]home, error) {
	found := map[id.Person][]home{}
	err := h.Each(ctx, func(r db.Row) error {
		var p id.Person
		var at home
		if err := r.Scan(&p, &at.team, &at.name); err != nil {
			return err
		}
		found[p] = append(found[p], at)
		return nil
	}, `
		SELECT m.person_id, up.id, up.name
		  FROM membership m
		  JOIN team t ON t.id = m.team_id
		  JOIN level l ON l.id = t.level_id
		  JOIN membership o ON o.person_id = m.person_id AND o.preference < m.preference
		  JOIN team up ON up.id = o.team_id
		  JOIN level high ON high.id = up.level_id
		 WHERE m.team_id = ? AND high.rank > l.rank AND up.archived_at IS NULL
		 ORDER BY m.person_id, o.preference, up.id
		 LIMIT 2000`, of)
	return found, errs.Wrap(err, "reading who helps out")
}

// held lists the open tickets that members of a team have.
func held(ctx context.Context, h db.Handle, of id.Team, rank int) ([]id.Ticket, error) {
	return ids[id.Ticket](ctx, h, "reading what the members of a team have", `
		SELECT k.id
		  FROM ticket k
		 WHERE k.assignee_id IN (SELECT m.person_id FROM membership m WHERE m.team_id = ?)
		   AND k.state IN ('new', 'open') AND k.assignee_id IS NOT NULL AND k.rank < ? AND k.team_id <> ?
		 ORDER BY k.due_key, k.id
		 LIMIT 500`, of, rank, of)
}

// begun tells whether whoever has a ticket has done anything with it since they
// got it.
func begun(ctx context.Context, h db.Handle, t *ticket.Ticket) (bool, error) {
	acts, err := ids[int64](ctx, h, "reading whether somebody has begun", `
		SELECT count(*)
		  FROM timeline_entry e
		 WHERE e.ticket_id = ? AND e.actor_id = ?
		   AND e.seq > (SELECT max(a.seq)
		                  FROM timeline_entry a
		                 WHERE a.ticket_id = ? AND a.kind = 'ticket.assigned')`, t.ID, t.Assignee, t.ID)
	return len(acts) > 0 && acts[0] > 0, err
}

// hadIt is who had a ticket before an entry that took it away; zero if nobody had.
func hadIt(ctx context.Context, h db.Handle, t id.Ticket, seq int64) (id.Person, error) {
	var f ticket.Assigned
	err := h.Each(ctx, func(r db.Row) error { return r.Scan(db.FromJSON(&f)) }, `
		SELECT e.facts
		  FROM timeline_entry e
		 WHERE e.ticket_id = ? AND e.kind = 'ticket.assigned' AND e.seq < ?
		 ORDER BY e.seq DESC
		 LIMIT 1`, t, seq)
	return f.Assignee, errs.Wrap(err, "reading who had a ticket")
}
