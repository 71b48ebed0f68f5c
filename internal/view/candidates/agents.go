package candidates

import (
	"context"
	"slices"
	"time"

	"secondline/internal/db"
	"secondline/internal/desk/routing"
	"secondline/internal/desk/shift"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// mostSeats bounds how many memberships are looked at.
const mostSeats = 2000

// Agents lists the members of the teams as routing sees them for a ticket that
// demands d. Who is a member of two of them stands there twice, once for each.
func Agents(ctx context.Context, h db.Handle, t *ticket.Ticket, d routing.Demand, teams []id.Team, now time.Time) ([]routing.Agent, error) {
	marks, args := db.In(teams)
	r := reading{ctx: ctx, h: h, ticket: t, demand: d, now: now, args: args, seats: `
			SELECT m.person_id, m.team_id, m.preference, m.share
			  FROM membership m
			  JOIN person p ON p.id = m.person_id
			 WHERE m.team_id IN ` + marks + ` AND p.disabled_at IS NULL`}
	return r.all()
}

// One is somebody as routing sees them for a ticket, in its team or, with no
// team, as a stranger to it.
func One(ctx context.Context, h db.Handle, t *ticket.Ticket, d routing.Demand, who id.Person, now time.Time) (routing.Agent, error) {
	r := reading{ctx: ctx, h: h, ticket: t, demand: d, now: now, args: []any{t.Team, who}, seats: `
			SELECT p.id AS person_id, coalesce(m.team_id, 0) AS team_id, coalesce(m.preference, 1) AS preference, coalesce(m.share, 100) AS share
			  FROM person p
			  LEFT JOIN membership m ON m.person_id = p.id AND m.team_id = ?
			 WHERE p.id = ?`}
	agents, err := r.all()
	if err == nil && len(agents) == 0 {
		err = errs.New(errs.NotFound, "There is no such person.")
	}
	if err != nil {
		return routing.Agent{}, err
	}
	return agents[0], nil
}

// A reading gathers agents, a query for each thing that is known of them.
type reading struct {
	ctx    context.Context
	h      db.Handle
	ticket *ticket.Ticket
	demand routing.Demand
	now    time.Time
	seats  string // as SQL: who sits where, as person_id, team_id, preference, share …
	args   []any  // … and its arguments
	agents []routing.Agent
	at     map[id.Person][]int // where somebody stands in agents
}

func (r *reading) all() ([]routing.Agent, error) {
	for _, step := range []func() error{r.members, r.known, r.hands, r.given, r.shifts, r.acquaintance} {
		if err := step(); err != nil {
			return nil, errs.Wrap(err, "reading who could take a ticket")
		}
	}
	return r.agents, nil
}

// with are arguments before, of, and after the seats.
func (r *reading) with(before, after []any) []any { return slices.Concat(before, r.args, after) }

// each runs fn for every place where somebody stands.
func (r *reading) each(p id.Person, fn func(a *routing.Agent)) {
	for _, i := range r.at[p] {
		fn(&r.agents[i])
	}
}

func (r *reading) members() (err error) {
	r.at = map[id.Person][]int{}
	r.agents, err = db.All(r.ctx, r.h, scanMember, `
		SELECT p.id, p.name, p.presence, p.capacity, p.language, m.team_id, m.preference, m.share,
		       p.role NOT IN ('agent', 'team_lead', 'administrator') OR p.disabled_at IS NOT NULL,
		       p.all_organisations OR EXISTS (SELECT 1
		                                        FROM clearance c
		                                       WHERE c.person_id = p.id AND c.organisation_id = ?)
		  FROM (`+r.seats+`) AS m
		  JOIN person p ON p.id = m.person_id
		 ORDER BY p.name_key, p.id, m.team_id
		 LIMIT ?`, r.with([]any{r.ticket.Organisation}, []any{mostSeats})...)
	for i, a := range r.agents {
		r.at[a.Person] = append(r.at[a.Person], i)
	}
	return err
}

func scanMember(row db.Row) (routing.Agent, error) {
	a := routing.Agent{Languages: make([]string, 1, 2)}
	err := row.Scan(&a.Person, &a.Name, &a.Presence, &a.Capacity, &a.Languages[0], &a.Team, &a.Preference, &a.Share, &a.Silent, &a.Cleared)
	return a, err
}

// hands counts what everybody has in hand, by priority, and what they are asked
// to take: that is as good as in hand. What waits for others takes no place.
func (r *reading) hands() error {
	return r.h.Each(r.ctx, func(row db.Row) error {
		var p id.Person
		var team id.Team
		var priority, n int
		if err := row.Scan(&p, &team, &priority, &n); err != nil {
			return err
		}
		r.each(p, func(a *routing.Agent) {
			a.Hand[priority] += n
			if a.Team == team {
				a.Here[priority] += n
			}
		})
		return nil
	}, `
		SELECT t.assignee_id, t.team_id, t.priority, count(*)
		  FROM ticket t
		 WHERE t.assignee_id IN (SELECT m.person_id FROM (`+r.seats+`) AS m)
		   AND t.state IN ('new', 'open') AND t.assignee_id IS NOT NULL
		 GROUP BY t.assignee_id, t.priority, t.team_id
		UNION ALL
		SELECT t.deal_person_id, t.team_id, t.priority, count(*)
		  FROM ticket t
		 WHERE t.deal_person_id IN (SELECT m.person_id FROM (`+r.seats+`) AS m)
		   AND t.deal_person_id IS NOT NULL
		 GROUP BY t.deal_person_id, t.priority, t.team_id
		 ORDER BY 1, 2, 3`, r.with(nil, r.args)...)
}

// given counts what everybody was given in the last day.
func (r *reading) given() error {
	return r.h.Each(r.ctx, func(row db.Row) error {
		var p id.Person
		var n int
		var last time.Time
		if err := row.Scan(&p, &n, db.Into(&last)); err != nil {
			return err
		}
		r.each(p, func(a *routing.Agent) { a.Given, a.LastGiven = n, last })
		return nil
	}, `
		SELECT p.person_id, count(*), max(p.at)
		  FROM placement p
		 WHERE p.of = 'person' AND p.at >= ?
		 GROUP BY p.person_id
		 ORDER BY p.person_id`, db.At(r.now.Add(-24*time.Hour)))
}

// shifts says who is on and until when; and of who is off, when they come again,
// which takes a look at a whole week and so is looked up for them only.
func (r *reading) shifts() error {
	people := make([]id.Person, 0, len(r.at))
	for _, a := range r.agents {
		if r.agents[r.at[a.Person][0]].Team == a.Team {
			people = append(people, a.Person)
		}
	}
	now, err := shift.OfPeople(r.ctx, r.h, people, r.now, r.now)
	if err != nil {
		return err
	}
	var off []id.Person
	for p, roster := range now {
		on, until := roster.On(r.now)
		if !on {
			off = append(off, p)
		}
		r.each(p, func(a *routing.Agent) { a.Shift, a.Zone = routing.Shift{Off: !on, Turn: until}, roster.Zone })
	}
	if len(off) == 0 {
		return nil
	}
	week, err := shift.OfPeople(r.ctx, r.h, off, r.now, r.now.AddDate(0, 0, 8))
	for p, roster := range week {
		next := roster.Next(r.now)
		r.each(p, func(a *routing.Agent) { a.Shift.Turn = next })
	}
	return err
}

// acquaintance counts how often each has helped this customer, solved such work,
// and whether they have worked on this very ticket. The last few hundred are
// enough to tell, on a desk of any size.
func (r *reading) acquaintance() error {
	like, args := alike(r.ticket)
	args = append(append([]any{r.ticket.Requester}, args...), r.ticket.ID)
	return r.h.Each(r.ctx, func(row db.Row) error {
		var p id.Person
		var what, n int
		if err := row.Scan(&p, &what, &n); err != nil {
			return err
		}
		r.each(p, func(a *routing.Agent) {
			switch what {
			case 1:
				a.HelpedThem = n
			case 2:
				a.SolvedAlike = n
			default:
				a.KnowsIt = true
			}
		})
		return nil
	}, `
		SELECT k.assignee_id, 1, count(*)
		  FROM (SELECT t.assignee_id
		          FROM ticket t
		         WHERE t.requester_id = ? AND t.resolved_at IS NOT NULL AND t.assignee_id IS NOT NULL
		         ORDER BY t.updated_at DESC, t.id DESC
		         LIMIT 200) AS k
		 GROUP BY k.assignee_id
		UNION ALL
		SELECT s.assignee_id, 2, count(*)
		  FROM (SELECT t.assignee_id
		          FROM ticket t
		         WHERE `+like+` AND t.resolved_at IS NOT NULL
		         ORDER BY t.service_id DESC, t.category_id DESC, t.resolved_at DESC, t.id DESC -- as its index has them
		         LIMIT 500) AS s
		 WHERE s.assignee_id IS NOT NULL
		 GROUP BY s.assignee_id
		UNION ALL
		SELECT w.actor_id, 3, count(*)
		  FROM (SELECT e.actor_id
		          FROM timeline_entry e
		         WHERE e.ticket_id = ? AND e.actor_id IS NOT NULL AND e.kind IN ('message.replied', 'message.noted')
		         ORDER BY e.seq DESC
		         LIMIT 200) AS w
		 GROUP BY w.actor_id
		 ORDER BY 1, 2`, args...)
}

// alike says as SQL which tickets are of the same service and category; those of
// no service are like nothing.
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
