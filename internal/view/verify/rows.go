package verify

import (
	"context"

	"secondline/internal/db"
	"secondline/internal/id"
)

// A rule is a query that finds the tickets, or other records, that break it.
type rule struct{ name, what, query string }

// single are the rules that one query can check. Each finds where, as text.
var single = []rule{
	{"1 owner", "its team is archived", `
		SELECT 'SL-' || CAST(t.number AS TEXT)
		  FROM ticket t
		  JOIN team m ON m.id = t.team_id
		 WHERE m.archived_at IS NOT NULL AND t.state IN ('new', 'open', 'waiting')
		 ORDER BY t.id
		 LIMIT 1000`},
	{"2 merges", "it was merged but is not closed as merged, or the reverse", `
		SELECT 'SL-' || CAST(t.number AS TEXT)
		  FROM ticket t
		 WHERE (t.merged_into_id IS NOT NULL) <> (t.state = 'closed' AND t.resolution = 'merged')
		 ORDER BY t.id
		 LIMIT 1000`},
	{"2 merges", "its merges go round in a circle", `
		WITH RECURSIVE up (origin, at, steps) AS (
			SELECT t.id, t.merged_into_id, 1
			  FROM ticket t
			 WHERE t.merged_into_id IS NOT NULL
			 UNION ALL
			SELECT up.origin, t.merged_into_id, up.steps + 1
			  FROM up
			  JOIN ticket t ON t.id = up.at
			 WHERE t.merged_into_id IS NOT NULL AND up.steps < 100 AND up.at <> up.origin)
		SELECT DISTINCT 'SL-' || CAST(t.number AS TEXT)
		  FROM up
		  JOIN ticket t ON t.id = up.origin
		 WHERE up.at = up.origin OR up.steps >= 100
		 ORDER BY 1
		 LIMIT 1000`},
	{"2 merges", "it crossed from one organisation to another", `
		SELECT 'SL-' || CAST(t.number AS TEXT)
		  FROM ticket t
		  JOIN ticket o ON o.id = t.merged_into_id
		 WHERE o.organisation_id <> t.organisation_id
		 ORDER BY t.id
		 LIMIT 1000`},
	{"3 refs", "its number was given twice", `
		SELECT 'SL-' || CAST(t.number AS TEXT)
		  FROM ticket t
		 GROUP BY t.number
		HAVING count(*) > 1
		 LIMIT 1000`},
	{"3 refs", "its number is beyond those that were reserved", `
		SELECT 'SL-' || CAST(t.number AS TEXT)
		  FROM ticket t
		 WHERE t.number > (SELECT c.next FROM counter c WHERE c.name = 'ticket')
		 ORDER BY t.id
		 LIMIT 1000`},
	{"6 states", "it is solved at no time, or at one without being solved", `
		SELECT 'SL-' || CAST(t.number AS TEXT)
		  FROM ticket t
		 WHERE (t.state IN ('new', 'open', 'waiting') AND (t.resolved_at IS NOT NULL OR t.closed_at IS NOT NULL))
		    OR (t.state = 'resolved' AND t.resolved_at IS NULL)
		    OR (t.state = 'closed' AND t.closed_at IS NULL)
		 ORDER BY t.id
		 LIMIT 1000`},
	{"9 organisations", "an entry of its timeline is of another organisation", mixed("timeline_entry")},
	{"9 organisations", "a handover of it is of another organisation", mixed("handover")},
	{"9 organisations", "a lesson of it is of another organisation", mixed("lesson")},
	{"9 organisations", "a notice of it is of another organisation", mixed("notice")},
	{"9 organisations", "a file of it is of another organisation", mixed("file")},
	{"9 organisations", "a mail that came in for it is of another organisation", mixed("mail_in")},
	{"9 organisations", "a mail that went out for it is of another organisation", mixed("mail_out")},
	{"9 organisations", "a swarm of it is of another organisation", mixed("swarm")},
	{"9 organisations", "booked time of it is of another organisation", mixed("booked_time")},
	{"9 organisations", "a tag of it is of another organisation", mixed("ticket_tag")},
	{"9 organisations", "a participant of it is of another organisation", mixed("ticket_participant")},
	{"8 secrets", "a file is shown to more than the entry that it hangs on", `
		SELECT 'file ' || CAST(f.id AS TEXT)
		  FROM file f
		  JOIN timeline_entry e ON e.ticket_id = f.ticket_id AND e.seq = f.seq
		 WHERE f.audience <> e.audience
		 ORDER BY f.id
		 LIMIT 1000`},
	{"8 secrets", "a letter carries an entry that the customer may not see", `
		SELECT 'mail ' || CAST(o.id AS TEXT)
		  FROM mail_out o
		  JOIN timeline_entry e ON e.ticket_id = o.ticket_id AND e.seq = o.seq
		 WHERE e.audience <> 'customer' AND o.kind IN ('reply', 'resolved')
		 ORDER BY o.id
		 LIMIT 1000`},
	{"job", "it failed for good and waits for somebody to look", `
		SELECT j.kind || ' ' || CAST(j.id AS TEXT)
		  FROM job j
		 WHERE j.failed_at IS NOT NULL
		 ORDER BY j.id
		 LIMIT 1000`},
}

// mixed finds the tickets of which a record of a table names another organisation.
func mixed(table string) string {
	return `
		SELECT DISTINCT 'SL-' || CAST(t.number AS TEXT)
		  FROM ` + table + ` x
		  JOIN ticket t ON t.id = x.ticket_id
		 WHERE x.organisation_id <> t.organisation_id
		 ORDER BY 1
		 LIMIT 1000`
}

// rows runs the single queries.
func rows(ctx context.Context, h db.Handle, r *report) error {
	for _, rule := range single {
		err := h.Each(ctx, func(row db.Row) error {
			var where string
			err := row.Scan(&where)
			r.add(rule.name, where, "%s", rule.what)
			return err
		}, rule.query)
		if err != nil {
			return err
		}
	}
	return nil
}

// memberships reads who is in which team.
func memberships(ctx context.Context, h db.Handle) (map[id.Team][]id.Person, error) {
	members := map[id.Team][]id.Person{}
	err := h.Each(ctx, func(row db.Row) error {
		var t id.Team
		var p id.Person
		err := row.Scan(&t, &p)
		members[t] = append(members[t], p)
		return err
	}, `
		SELECT team_id, person_id
		  FROM membership
		 ORDER BY team_id, person_id`)
	return members, err
}
