package queue

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/db/dbtest"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/flowtest"
	"secondline/internal/view/clocks"
)

// crowd copies one ticket many times over: four of five are closed, the others
// spread over teams, states and owners.
func crowd(t testing.TB, d *flowtest.Desk, n int) {
	t.Helper()
	d.Asks(d.Ann, "One of many", "It does not work.", d.Email)
	for _, text := range []string{`
		INSERT INTO vendor (id, name, name_key, plain_name) VALUES (1, 'Corvane', 'corvane', 'Corvane')`, `
		INSERT INTO ticket (id, number, organisation_id, requester_id, kind, channel, subject, state, service_id, priority, team_id, rank,
		                    assignee_id, returns, climbed, needs_reply, due_key, deal_person_id, swarm_id, vendor_id, major,
		                    sum, opened_at, updated_at, resolved_at, seq)
		WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
		SELECT t.id + n.i, t.number + n.i, t.organisation_id, t.requester_id, t.kind, t.channel, t.subject,
		       CASE WHEN n.i %% 5 > 0 THEN 'closed' WHEN n.i %% 35 = 0 THEN 'new' WHEN n.i %% 15 = 0 THEN 'waiting' ELSE 'open' END,
		       t.service_id, 1 + n.i %% 4, CASE WHEN n.i %% 15 < 10 THEN t.team_id ELSE m.id END, 1 + n.i %% 3,
		       CASE WHEN n.i %% 10 < 5 THEN NULL ELSE CAST(? AS BIGINT) END, n.i %% 4, n.i %% 6 < 2, n.i %% 20 < 10,
		       CASE WHEN n.i %% 15 = 0 THEN t.due_key ELSE t.opened_at + CAST(n.i AS BIGINT) * 7919000 %% 500000000 END,
		       CASE WHEN n.i %% 50 = 0 THEN CAST(? AS BIGINT) END, CASE WHEN n.i %% 100 = 5 THEN n.i END,
		       CASE WHEN n.i %% 50 = 10 THEN 1 END, n.i %% 500 = 0, t.sum,
		       t.opened_at + n.i, t.updated_at + n.i * 1000, CASE WHEN n.i %% 5 > 0 THEN t.updated_at END, 1
		  FROM n, ticket t, team m
		 WHERE m.name = 'Second line'`, `
		INSERT INTO handover (id, ticket_id, organisation_id, direction, from_team_id, from_rank, from_person_id, to_team_id, to_rank,
		                      state, document, completeness, priority, offered_at)
		SELECT t.id, t.id, t.organisation_id, 'up', f.id, 1, CAST(? AS BIGINT), t.team_id, 2, 'accepted', '{}', 80, t.priority, t.opened_at
		  FROM ticket t, team f
		 WHERE t.climbed = TRUE AND f.triage = TRUE`, `ANALYZE`} {
		if text == "ANALYZE" && d.DB.Engine() == db.SQLite {
			continue // a desk on SQLite has no statistics
		}
		err := d.DB.Tx(d.Ctx, func(h db.Handle) error {
			if strings.Contains(text, "%d") {
				text = fmt.Sprintf(text, n)
			}
			_, err := h.Exec(d.Ctx, text, []any{d.Tom, d.Tom}[:strings.Count(text, "?")]...)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// lists are the questions that a queue asks, and the index that must answer.
func lists(d *flowtest.Desk, me access.Actor) map[string]struct {
	q     Query
	index string
} {
	one := 1
	view := func(name string) Query {
		q, err := View(name, me, d.Clock.Now().Add(10*time.Hour))
		d.Must(err)
		return q
	}
	rung, team := view("rung"), view("team")
	rung.Level = &one
	return map[string]struct {
		q     Query
		index string
	}{
		"mine":            {view("mine"), "ticket_due_assignee"},
		"unassigned":      {view("unassigned"), "ticket_due_new"},
		"waiting":         {view("waiting"), "ticket_due_waiting"},
		"team":            {team, "ticket_due_team"},
		"rung":            {rung, "ticket_due_rank"},
		"needs-reply":     {view("needs-reply"), "ticket_due_reply"},
		"no-owner":        {view("no-owner"), "ticket_due_unowned"},
		"bounced":         {view("bounced"), "ticket_due_bounced"},
		"handed-up":       {view("handed-up"), "ticket_due_climbed"},
		"breaching-today": {view("breaching-today"), "ticket_due"},
		"dealt":           {view("dealt"), "ticket_deal"},
		"swarms":          {view("swarms"), "ticket_swarm"},
		"major":           {view("major"), "ticket_major"},
		"vendor":          {view("vendor"), "ticket_vendors"},
		"a vendor's":      {Query{States: ticket.Unsolved, Vendor: 1}, "ticket_vendor"},
		"all":             {view("all"), "ticket_updated"},
		"unsolved":        {Query{States: ticket.Unsolved}, "ticket_due"},
		"urgent first":    {Query{States: ticket.Unsolved, Sort: ByPriority}, "ticket_queue"},
		"offered to us":   {Query{States: ticket.Unsolved, OfferedTo: d.Second}, "ticket_due_offer_team"},
		"opened":          {Query{Sort: ByOpened}, "ticket_opened"},
		"my closed":       {Query{States: []ticket.State{ticket.Closed}, Assignee: me.Person}, "ticket_assignee"},
		"the team's":      {Query{Team: d.Build, Sort: ByUpdated}, "ticket_team"}, // a small team: rare among the last changed
	}
}

func explain(t *testing.T, d *flowtest.Desk, text string, args []any) string {
	t.Helper()
	word := "EXPLAIN QUERY PLAN "
	if d.DB.Engine() == db.Postgres {
		word = "EXPLAIN "
	}
	var lines []string
	err := d.DB.Read().Each(d.Ctx, func(r db.Row) error {
		var line string
		if d.DB.Engine() == db.Postgres {
			err := r.Scan(&line)
			lines = append(lines, line)
			return err
		}
		var a, b, c int64
		err := r.Scan(&a, &b, &c, &line)
		lines = append(lines, line)
		return err
	}, word+text, args...)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(lines, "\n")
}

// Every list reads its own index, in its order, on the first page and on a later
// one: nothing is sorted but the page itself, and nothing closed is passed over.
func TestListsReadTheirIndexes(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		d := flowtest.New(t, store)
		crowd(t, d, enough(store))
		me := d.As(d.Tom)
		for name, l := range lists(d, me) {
			q, err := l.q.check()
			d.Must(err)
			q.Limit = 50
			_, after := q.Sort.order()
			key := []any{2, d.Clock.Now().UnixMicro() + 5000, int64(5)}[3-strings.Count(after, "?"):]
			for _, c := range []clause{{}, clause{}.plus(after, key...)} {
				text, args := q.keys(me.Scope(), me, c)
				plan := explain(t, d, text, args)
				if !uses(plan, l.index) {
					t.Errorf("%s does not read %s:\n%s", name, l.index, plan)
				}
				if strings.Contains(plan, "SCAN t\n") || strings.HasSuffix(plan, "SCAN t") || strings.Contains(plan, "Seq Scan on ticket") {
					t.Errorf("%s reads the whole table:\n%s", name, plan)
				}
				sorts := strings.Count(plan, "USE TEMP B-TREE FOR ORDER BY") + strings.Count(plan, "Sort Key: t.")
				few := name == "unassigned" || name == "swarms" // two parts that are merged; nobody is in more swarms than a page holds
				if sorts > 0 && !few {
					t.Errorf("%s sorts more than its page:\n%s", name, plan)
				}
			}
		}
	})
}

// enough rows for PostgreSQL to prefer an index; SQLite decides without looking.
func enough(store *db.DB) int {
	if store.Engine() == db.SQLite {
		return 500
	}
	return 15_000
}

// uses tells whether a plan reads exactly this index.
func uses(plan, index string) bool {
	return slices.Contains(strings.FieldsFunc(plan, func(r rune) bool { return strings.ContainsRune(" \n()", r) }), index)
}

// An agent who is not cleared for all reads the same index and looks at each row.
func TestScopeDoesNotChangeTheIndex(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		d := flowtest.New(t, store)
		crowd(t, d, enough(store))
		gil := d.As(d.Gil)
		q, err := Query{States: ticket.Unsolved, Team: d.First, Limit: 50}.check()
		d.Must(err)
		text, args := q.keys(gil.Scope(), gil, clause{})
		if plan := explain(t, d, text, args); !uses(plan, "ticket_due_team") {
			t.Errorf("the plan is\n%s", plan)
		}
	})
}

// BenchmarkQueue measures a page of 50 rows: go test -bench Queue -benchtime 200x
func BenchmarkQueue(b *testing.B) {
	for _, engine := range []db.Engine{db.SQLite, db.Postgres} {
		for _, size := range []int{1_000, 100_000} {
			d := flowtest.New(b, dbtest.New(b, engine))
			crowd(b, d, size)
			me := d.As(d.Tom)
			for name, l := range lists(d, me) {
				l.q.Limit = 50
				b.Run(fmt.Sprintf("%s/%d/%s", engine, size, strings.ReplaceAll(name, " ", "-")), func(b *testing.B) {
					measure(b, func() error {
						_, err := List(context.Background(), d.Door.Read(), me.Scope(), me, l.q, clocks.Watch{Now: d.Clock.Now()})
						return err
					})
				})
			}
			b.Run(fmt.Sprintf("%s/%d/counts", engine, size), func(b *testing.B) {
				measure(b, func() error { _, err := Count(context.Background(), d.Door.Read(), me); return err })
			})
		}
	}
}

func measure(b *testing.B, fn func() error) {
	var took []time.Duration
	for b.Loop() {
		begin := time.Now()
		if err := fn(); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(begin))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
	b.ReportMetric(0, "ns/op")
}
