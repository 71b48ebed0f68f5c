// Package candidates reads what routing looks at: the agents of some teams, what
// they know, what they have in hand, and whom and what they have helped before.
package candidates

import (
	"context"

	"secondline/internal/db"
	"secondline/internal/desk/routing"
	"secondline/internal/desk/skill"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// Agents lists the members of the teams as routing sees them for a ticket. Who
// is a member of two of them stands there twice, once for each.
func Agents(ctx context.Context, h db.Handle, t *ticket.Ticket, teams []id.Team) ([]routing.Agent, error) {
	marks, in := db.In(teams)
	like, args := alike(t)
	args = append([]any{t.Requester}, args...)
	args = append(append(args, t.Organisation), in...)
	agents, err := db.All(ctx, h, scan, `
		WITH known AS MATERIALIZED (
			SELECT k.assignee_id, count(*) AS n
			  FROM (SELECT t.assignee_id
			          FROM ticket t
			         WHERE t.requester_id = ? AND t.resolved_at IS NOT NULL AND t.assignee_id IS NOT NULL
			         ORDER BY t.updated_at DESC, t.id DESC
			         LIMIT 200) AS k
			 GROUP BY k.assignee_id
		), alike AS MATERIALIZED (
			SELECT a.assignee_id, count(*) AS n
			  FROM (SELECT t.assignee_id
			          FROM ticket t
			         WHERE `+like+` AND t.resolved_at IS NOT NULL
			         ORDER BY t.resolved_at DESC, t.id DESC
			         LIMIT 500) AS a
			 GROUP BY a.assignee_id
		)
		SELECT p.id, p.name, p.presence, p.capacity, m.team_id, m.preference,
		       p.all_organisations OR EXISTS (SELECT 1
		                                        FROM clearance c
		                                       WHERE c.person_id = p.id AND c.organisation_id = ?),
		       (SELECT count(*)
		          FROM (SELECT 1
		                  FROM ticket t
		                 WHERE t.assignee_id = p.id AND t.state IN ('new', 'open', 'waiting') AND t.state <> 'waiting'
		                 ORDER BY t.priority, t.updated_at, t.id -- as the queue's index has them
		                 LIMIT 101) AS hand), -- nobody's capacity is larger
		       coalesce(known.n, 0),
		       coalesce(alike.n, 0)
		  FROM membership m
		  JOIN person p ON p.id = m.person_id
		  LEFT JOIN known ON known.assignee_id = p.id
		  LEFT JOIN alike ON alike.assignee_id = p.id
		 WHERE m.team_id IN `+marks+`
		   AND p.disabled_at IS NULL
		   AND p.role IN ('agent', 'team_lead', 'administrator')
		 ORDER BY p.name_key, p.id, m.team_id
		 LIMIT 2000`, args...)
	if err != nil {
		return nil, errs.Wrap(err, "reading who could take a ticket")
	}
	return agents, know(ctx, h, agents)
}

// alike says as SQL which tickets are of the same service and category; those of
// no service are like nothing. The last few hundred are enough to tell who knows
// them, on a desk of any size.
func alike(t *ticket.Ticket) (where string, args []any) {
	switch {
	case t.Service == 0:
		return "FALSE", nil
	case t.Category == 0:
		return "t.service_id = ? AND t.category_id IS NULL", []any{t.Service}
	default:
		return "t.service_id = ? AND t.category_id = ?", []any{t.Service, t.Category}
	}
}

func scan(r db.Row) (routing.Agent, error) {
	var a routing.Agent
	err := r.Scan(&a.Person, &a.Name, &a.Presence, &a.Capacity, &a.Team, &a.Preference, &a.Cleared, &a.Load, &a.HelpedThem, &a.SolvedAlike)
	return a, err
}

// know adds what each of them knows.
func know(ctx context.Context, h db.Handle, agents []routing.Agent) error {
	people := make([]id.Person, len(agents))
	for i, a := range agents {
		people[i] = a.Person
	}
	held, err := skill.OfPeople(ctx, h, people)
	if err != nil {
		return err
	}
	for i := range agents {
		of := held[agents[i].Person]
		agents[i].Grade = of.Grade
		for _, c := range of.Certificates {
			agents[i].Certificates = append(agents[i].Certificates, routing.Certificate{ID: c.ID, Name: c.Name, ValidFrom: c.ValidFrom, ExpiresAt: c.ExpiresAt})
		}
	}
	return nil
}
