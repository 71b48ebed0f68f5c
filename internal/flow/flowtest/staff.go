package flowtest

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/flow/work"
)

// Hires fills second line with n agents like Sam: each knows networks at some
// grade and a few things more, works five days a week, has five tickets in hand
// and three times as many solved, and was given four in the last day.
func (d *Desk) Hires(n int) {
	d.T.Helper()
	d.Asks(d.Ann, "One of many", "It does not work.", d.VPN)
	for _, text := range slices.Concat(staff, inHand) {
		if text == "ANALYZE" && d.DB.Engine() == db.SQLite {
			continue // a desk on SQLite has no statistics
		}
		text = strings.ReplaceAll(text, "{n}", fmt.Sprint(n))
		d.Must(d.Door.Do(d.Ctx, access.Desk("Hiring"), func(ctx context.Context, w *work.Work) error {
			_, err := w.Tx.Exec(ctx, text)
			return err
		}))
	}
}

// The ids of what is made here count from 1, below all that the desk makes.
var staff = []string{`
		INSERT INTO person (id, organisation_id, name, name_key, email, role, all_organisations, capacity, presence)
		WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {n})
		SELECT n.i, p.organisation_id, 'Agent ' || n.i, 'agent ' || n.i, 'a' || n.i || '@desk.example', 'agent', TRUE, 12,
		       CASE WHEN n.i % 10 = 0 THEN 'away' ELSE 'here' END
		  FROM n, person p
		 WHERE p.name = 'Sam Oakley'`, `
		INSERT INTO membership (team_id, person_id, preference, share)
		SELECT t.id, p.id, 1, 100
		  FROM person p, team t
		 WHERE p.id <= {n} AND t.name = 'Second line'`, `
		INSERT INTO skill (id, path, name)
		WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40)
		SELECT n.i, 'thing.no-' || n.i, 'Thing'
		  FROM n`, `
		INSERT INTO person_skill (person_id, skill_id, grade)
		SELECT p.id, s.id, 1 + (p.id + s.id) % 5
		  FROM person p, skill s
		 WHERE p.id <= {n} AND (s.path = 'network' OR (p.id + s.id) % 5 = 0)`, `
		INSERT INTO shift (id, person_id, weekday, starts, ends, since)
		WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5)
		SELECT p.id * 10 + n.i, p.id, n.i, 480, 1020, '2026-01-05'
		  FROM person p, n
		 WHERE p.id <= {n}`}

var inHand = []string{`
		INSERT INTO ticket (id, number, organisation_id, requester_id, kind, channel, subject, state, service_id, priority, team_id, rank,
		                    assignee_id, sum, opened_at, updated_at, resolved_at, seq)
		WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20 * {n})
		SELECT n.i, 100000 + n.i, t.organisation_id, CASE WHEN n.i % 97 = 0 THEN t.requester_id ELSE r.id END, t.kind, t.channel, t.subject,
		       CASE WHEN n.i <= 5 * {n} THEN 'open' ELSE 'closed' END, CASE WHEN n.i % 11 = 0 THEN t.service_id ELSE o.id END, 1 + n.i % 4, m.id, 2, 1 + n.i % {n},
		       t.sum, t.opened_at, t.updated_at + n.i, CASE WHEN n.i <= 5 * {n} THEN NULL ELSE t.updated_at + n.i END, 1
		  FROM n, ticket t, team m, person r, service o
		 WHERE m.name = 'Second line' AND t.subject = 'One of many' AND r.name = 'Abe Moss' AND o.name = 'Email'`, `
		INSERT INTO placement (id, ticket_id, organisation_id, at, of, because, team_id, person_id)
		SELECT t.id, t.id, t.organisation_id, t.opened_at, 'person', 'measured', t.team_id, t.assignee_id
		  FROM ticket t
		 WHERE t.id <= 4 * {n}`, "ANALYZE"}
