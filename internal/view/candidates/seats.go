package candidates

import (
	"context"
	"strings"
	"time"

	"secondline/internal/db"
	"secondline/internal/desk/routing"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// Seats lists the live teams as routing sees them for a ticket: which of them a
// service names, and whether somebody in them could do the work. Who is on
// shift or at lunch does not matter here: a team is more than who sits there now.
func Seats(ctx context.Context, h db.Handle, serves map[int]id.Team, of id.Organisation, needs []routing.Need, now time.Time) ([]routing.Seat, error) {
	named := map[id.Team]bool{}
	for _, t := range serves {
		named[t] = true
	}
	var list []id.Team
	for t := range named {
		list = append(list, t)
	}
	marks, in := db.In(list)
	able, args := meets(needs, now)
	args = append(append(append([]any{of}, in...), of), args...)
	seats, err := db.All(ctx, h, func(row db.Row) (s routing.Seat, err error) {
		err = row.Scan(&s.Team, &s.Name, &s.Rank, &s.Project, &s.Triage, &s.Cleared, &s.Able)
		s.Serves = named[s.Team]
		return s, err
	}, `
		SELECT t.id, t.name, coalesce(l.rank, -1), t.kind = 'project', t.triage,
		       EXISTS (SELECT 1 `+cleared+`),
		       CASE WHEN t.id IN `+marks+` THEN EXISTS (SELECT 1 `+cleared+able+`) ELSE FALSE END
		  FROM team t
		  LEFT JOIN level l ON l.id = t.level_id
		 WHERE t.archived_at IS NULL
		 ORDER BY l.rank NULLS LAST, t.name_key, t.id
		 LIMIT 500`, args...)
	return seats, errs.Wrap(err, "reading which teams could begin")
}

// cleared are the members of a team who may work for an organisation.
const cleared = `
		          FROM membership m
		          JOIN person p ON p.id = m.person_id
		         WHERE m.team_id = t.id AND p.disabled_at IS NULL AND p.role IN ('agent', 'team_lead', 'administrator')
		           AND (p.all_organisations = TRUE
		                OR EXISTS (SELECT 1 FROM clearance c WHERE c.person_id = p.id AND c.organisation_id = ?))`

// meets says as SQL that a member meets every need today.
func meets(needs []routing.Need, now time.Time) (string, []any) {
	var all strings.Builder
	var args []any
	for _, n := range needs {
		if n.Skill == "" {
			all.WriteString(`
		           AND EXISTS (SELECT 1
		                         FROM person_certification h
		                        WHERE h.person_id = p.id AND h.certification_id = ?
		                          AND h.valid_from <= ? AND (h.expires_at IS NULL OR h.expires_at > ?))`)
			args = append(args, n.Certificate, db.At(now), db.At(now))
			continue
		}
		all.WriteString(`
		           AND EXISTS (SELECT 1
		                         FROM person_skill g
		                         JOIN skill s ON s.id = g.skill_id
		                        WHERE g.person_id = p.id AND g.grade >= ? AND s.archived_at IS NULL
		                          AND (s.path = ? OR substr(s.path, 1, ?) = ?))`)
		args = append(args, n.Grade, n.Skill, len(n.Skill)+1, n.Skill+".")
	}
	return all.String(), args
}
