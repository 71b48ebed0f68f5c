package world_test

import (
	"testing"

	"secondline/internal/app/world"
	"secondline/internal/db"
	"secondline/internal/db/dbtest"
	"secondline/internal/id"
)

// TestEveryListShowsSomething looks for what somebody who opens the demo desk
// wants to see, list by list.
func TestEveryListShowsSomething(t *testing.T) {
	d := dbtest.New(t, db.SQLite)
	w := build(t, d, until, 0)
	mara, tobin := w.People["Mara Quillfeather"], w.People["Tobin Ashgrove"]
	anouk := w.People["Anouk Bellwether@Northpike Freight"]
	if mara == 0 || tobin == 0 || anouk == 0 {
		t.Fatalf("somebody of the sign-ins is missing: %v %v %v", mara, tobin, anouk)
	}
	for _, want := range lists(w, mara, tobin, anouk) {
		got, err := db.One(t.Context(), d.Read(), func(r db.Row) (n int, err error) { return n, r.Scan(&n) }, want.query, want.args...)
		if err != nil || got < want.least {
			t.Errorf("%s: %d (%v), want at least %d", want.what, got, err, want.least)
		}
	}
	left, err := db.One(t.Context(), d.Read(), func(r db.Row) (n int, err error) { return n, r.Scan(&n) },
		`SELECT count(*) FROM mail_out WHERE state <> 'sent' AND state <> 'cancelled'`)
	if err != nil || left > 0 {
		t.Errorf("%d letters still lie about (%v); the demo's drawer takes them all", left, err)
	}
}

// A list is what somebody looks for, and how much of it at least.
type list struct {
	what  string
	least int
	query string
	args  []any
}

func lists(w world.World, mara, tobin, anouk id.Person) []list {
	second := w.Teams["Second line"]
	return append(beside(mara), []list{
		{"tickets that nobody has looked at", 5, `SELECT count(*) FROM ticket WHERE state = 'new' AND assignee_id IS NULL`, nil},
		{"open tickets of Mara", 4, `SELECT count(*) FROM ticket WHERE state IN ('open', 'waiting') AND assignee_id = ?`, []any{mara}},
		{"open tickets of Tobin", 3, `SELECT count(*) FROM ticket WHERE state IN ('open', 'waiting') AND assignee_id = ?`, []any{tobin}},
		{"handovers to second line", 4, `SELECT count(*) FROM handover WHERE state = 'offered' AND to_team_id = ?`, []any{second}},
		{"handovers to Mara by name", 1, `SELECT count(*) FROM handover WHERE state = 'offered' AND to_person_id = ?`, []any{mara}},
		{"handovers that come down", 2, `SELECT count(*) FROM handover WHERE state = 'offered' AND direction = 'down'`, nil},
		{"thin handovers on offer", 1, `SELECT count(*) FROM handover WHERE state = 'offered' AND completeness < 60`, nil},
		{"complete handovers on offer", 2, `SELECT count(*) FROM handover WHERE state = 'offered' AND completeness >= 90`, nil},
		{"levels of completeness", 4, `SELECT count(DISTINCT completeness) FROM handover WHERE state IN ('offered', 'accepted')`, nil},
		{"handovers that Tobin got back", 1, `
			SELECT count(*)
			  FROM handover h
			  JOIN ticket t ON t.id = h.ticket_id
			 WHERE h.state = 'returned' AND h.from_person_id = ? AND t.assignee_id = ? AND t.state = 'open' AND t.offer_id IS NULL`, []any{tobin, tobin}},
		{"directions of handovers", 4, `SELECT count(DISTINCT direction) FROM handover`, nil},
		{"tickets that came back three times", 2, `SELECT count(*) FROM ticket WHERE returns >= 3 AND state = 'open'`, nil},
		{"swarms that run", 2, `SELECT count(*) FROM ticket WHERE swarm_id IS NOT NULL AND state = 'open'`, nil},
		{"swarms of a ping-pong", 1, `SELECT count(*) FROM handover WHERE state = 'swarmed'`, nil},
		{"swarms that Mara is in", 1, `SELECT count(*) FROM swarm_member WHERE person_id = ? AND left_at IS NULL`, []any{mara}},
		{"handovers that were asked back about", 1, `SELECT count(*) FROM handover WHERE state = 'offered' AND asked_back <> '{}'`, nil},
		{"bookings of time", 1, `SELECT count(*) FROM booked_time`, nil},
		{"kinds of waiting", 5, `SELECT count(DISTINCT waiting_on) FROM ticket WHERE state = 'waiting'`, nil},
		{"tickets with the project team", 1, `SELECT count(*) FROM ticket WHERE state = 'open' AND team_id = ?`, []any{w.Teams["Project team"]}},
		{"P1s that are open", 1, `SELECT count(*) FROM ticket WHERE state = 'open' AND priority = 1`, nil},
		{"customers who wait for an answer", 5, `SELECT count(*) FROM ticket WHERE state IN ('new', 'open') AND needs_reply = TRUE`, nil},
		{"lessons that Tobin is still to learn", 2, `SELECT count(*) FROM lesson_learner WHERE person_id = ? AND learnt_at IS NULL`, []any{tobin}},
		{"lessons that somebody has learnt", 5, `SELECT count(*) FROM lesson_learner WHERE learnt_at IS NOT NULL`, nil},
		{"notices for Mara", 1, `SELECT count(*) FROM notice WHERE person_id = ? AND seen_at IS NULL`, []any{mara}},
		{"open requests of Anouk", 3, `SELECT count(*) FROM ticket WHERE state IN ('open', 'waiting') AND requester_id = ?`, []any{anouk}},
		{"requests that wait for Anouk", 1, `SELECT count(*) FROM ticket WHERE waiting_on = 'customer' AND requester_id = ?`, []any{anouk}},
		{"requests of Anouk to confirm", 1, `SELECT count(*) FROM ticket WHERE state = 'resolved' AND requester_id = ?`, []any{anouk}},
		{"merged tickets", 5, `SELECT count(*) FROM ticket WHERE merged_into_id IS NOT NULL`, nil},
		{"ratings", 30, `SELECT count(*) FROM ticket WHERE rating IS NOT NULL`, nil},
		{"attached files", 50, `SELECT count(*) FROM file WHERE ticket_id IS NOT NULL`, nil},
		{"letters that were sent", 500, `SELECT count(*) FROM mail_out WHERE state = 'sent'`, nil},
		{"channels", 4, `SELECT count(DISTINCT channel) FROM ticket`, nil},
		{"agents who are there or not", 4, `SELECT count(DISTINCT presence) FROM person WHERE role = 'agent'`, nil},
	}...)
}

// beside is what stands beside the ladder, and who is there.
func beside(mara id.Person) []list {
	return []list{
		{"major incidents that run", 1, `SELECT count(*) FROM ticket WHERE major = TRUE AND state = 'open'`, nil},
		{"tickets with a vendor", 1, `SELECT count(*) FROM ticket WHERE vendor_id IS NOT NULL`, nil},
		{"answers of vendors", 1, `SELECT count(*) FROM vendor_message WHERE direction = 'in'`, nil},
		{"planned work", 1, `SELECT count(*) FROM timeline_entry WHERE kind = 'project.planned'`, nil},
		{"clocks that ran out", 5, `SELECT count(*) FROM timeline_entry WHERE kind = 'clock.breached'`, nil},
		{"open tickets with a clock", 20, `SELECT count(*) FROM ticket WHERE state IN ('new', 'open') AND due_clock <> ''`, nil},
		{"kinds of clock that run out next", 3, `SELECT count(DISTINCT due_clock) FROM ticket WHERE state IN ('new', 'open') AND due_clock <> ''`, nil},
		{"promises of a contract", 3, `SELECT count(*) FROM target WHERE organisation_id IS NOT NULL`, nil},
		{"shifts", 30, `SELECT count(*) FROM shift`, nil},
		{"people on call", 2, `SELECT count(DISTINCT person_id) FROM on_call`, nil},
		{"swaps to answer", 1, `SELECT count(*) FROM shift_swap WHERE state = 'proposed' AND to_person_id = ?`, []any{mara}},
		{"thanks to Mara", 1, `SELECT count(*) FROM kudos WHERE person_id = ?`, []any{mara}},
		{"placements with their reasons", 100, `SELECT count(*) FROM placement WHERE because <> ''`, nil},
	}
}
