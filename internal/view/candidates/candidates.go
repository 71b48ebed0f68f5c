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
	marks, args := db.In(teams)
	agents, err := db.All(ctx, h, scan, `
		SELECT p.id, p.name, p.presence, p.capacity, m.team_id, m.preference,
		       p.all_organisations OR EXISTS (SELECT 1
		                                        FROM clearance c
		                                       WHERE c.person_id = p.id AND c.organisation_id = ?),
		       (SELECT count(*)
		          FROM ticket t
		         WHERE t.assignee_id = p.id AND t.state IN ('new', 'open')),
		       (SELECT count(*)
		          FROM (SELECT 1
		                  FROM ticket t
		                 WHERE t.requester_id = ? AND t.assignee_id = p.id AND t.state IN ('resolved', 'closed')
		                 LIMIT 20) AS known),
		       (SELECT count(*)
		          FROM (SELECT 1
		                  FROM ticket t
		                 WHERE t.assignee_id = p.id AND t.state IN ('resolved', 'closed')
		                   AND t.service_id = ? AND (t.category_id = ? OR CAST(? AS BIGINT) = 0)
		                 LIMIT 20) AS alike)
		  FROM membership m
		  JOIN person p ON p.id = m.person_id
		 WHERE m.team_id IN `+marks+`
		   AND p.disabled_at IS NULL
		   AND p.role IN ('agent', 'team_lead', 'administrator')
		 ORDER BY p.name_key, p.id, m.team_id
		 LIMIT 2000`, append([]any{t.Organisation, t.Requester, t.Service, t.Category, t.Category}, args...)...)
	if err != nil {
		return nil, errs.Wrap(err, "reading who could take a ticket")
	}
	return agents, know(ctx, h, agents)
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
