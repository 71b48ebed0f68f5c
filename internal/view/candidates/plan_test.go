package candidates_test

import (
	"context"
	"strings"
	"testing"

	"secondline/internal/db"
	"secondline/internal/db/dbtest"
	"secondline/internal/desk/routing"
	"secondline/internal/flow/flowtest"
	"secondline/internal/id"
	"secondline/internal/view/candidates"
)

// A planner passes questions on, and keeps how the database means to answer them.
type planner struct {
	db.Handle
	plans []string
}

func (p *planner) Each(ctx context.Context, fn func(db.Row) error, query string, args ...any) error {
	word, plan := "EXPLAIN QUERY PLAN ", []string{}
	if p.Engine() == db.Postgres {
		word = "EXPLAIN "
	}
	err := p.Handle.Each(ctx, func(r db.Row) error {
		var line string
		to := []any{new(int64), new(int64), new(int64), &line}
		if p.Engine() == db.Postgres {
			to = to[3:]
		}
		err := r.Scan(to...)
		plan = append(plan, line)
		return err
	}, word+query, args...)
	if err != nil {
		return err
	}
	p.plans = append(p.plans, strings.Join(plan, "\n"))
	return p.Handle.Each(ctx, fn, query, args...)
}

// However many agents there are, ranking them is so many questions, and none of
// them reads all tickets, placements or the whole timeline.
func TestRankingIsAHandfulOfQuestions(t *testing.T) {
	const most = 15
	dbtest.Each(t, func(t *testing.T, store *db.DB) {
		d := flowtest.New(t, store)
		d.Hires(300)
		tk := d.Ticket(d.Asks(d.Ann, "VPN is slow", "x", d.VPN))
		p := &planner{Handle: d.Door.Read()}
		fit, out, err := candidates.Rank(d.Ctx, p, tk, []id.Team{d.Second}, routing.Strict, d.Door.Now())
		d.Must(err)
		if len(fit)+len(out) != 301 || len(fit) < 50 || len(p.plans) > most {
			t.Errorf("%d could, %d could not, in %d questions", len(fit), len(out), len(p.plans))
		}
		all := strings.Join(p.plans, "\n")
		for _, whole := range []string{"SCAN t\n", "SCAN e\n", "Seq Scan on ticket"} {
			if strings.Contains(all+"\n", whole) {
				t.Errorf("a question reads a whole table (%q):\n%s", strings.TrimSpace(whole), all)
			}
		}
		for _, index := range []string{"ticket_hand", "placement_persons", "ticket_requester"} {
			if store.Engine() == db.SQLite && !strings.Contains(all, index) {
				t.Errorf("nothing reads %s:\n%s", index, all)
			}
		}
	})
}
