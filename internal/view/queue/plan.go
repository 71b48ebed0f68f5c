package queue

import (
	"slices"
	"strings"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
	"secondline/internal/kit/page"
)

// A clause is a condition in the making.
type clause struct {
	terms []string
	args  []any
}

func (c *clause) and(term string, args ...any) {
	c.terms, c.args = append(c.terms, term), append(c.args, args...)
}

func (c clause) plus(term string, args ...any) clause {
	next := clause{terms: append([]string{}, c.terms...), args: append([]any{}, c.args...)}
	next.and(term, args...)
	return next
}

func (c clause) sql() string {
	if len(c.terms) == 0 {
		return "TRUE"
	}
	return strings.Join(c.terms, "\n\t\t   AND ")
}

// unsolvedText is spelt as in the partial indexes: only then are they used.
const unsolvedText = `t.state IN ('new', 'open', 'waiting')`

// where says what a query asks for, within what the reader may see.
func (q Query) where(scope access.Scope, me access.Actor) clause {
	var c clause
	q.states(&c)
	q.people(&c, me)
	q.things(&c)
	if q.HandedUp {
		q.handedUp(&c, me)
	}
	visible(&c, scope, me)
	return c
}

// states are written out, not bound, so that both planners see which partial
// index they imply. What is new, and what waits, have indexes of their own; they
// are only led to the wider ones where a team or a person narrows those.
func (q Query) states(c *clause) {
	n := len(q.States)
	if q.rare() && n > 0 {
		c.and("CASE WHEN t.state IN (" + quoted(q.States) + ") THEN TRUE ELSE FALSE END")
		return
	}
	own := n == 1 && (q.States[0] == ticket.New || q.States[0] == ticket.Waiting) && q.Team == 0 && q.Level == nil && q.Assignee == 0
	if q.unsolved() && !own {
		c.and(unsolvedText)
	}
	switch {
	case n == 0, q.unsolved() && n == len(ticket.Unsolved):
	case n == 1:
		c.and("t.state = '" + string(q.States[0]) + "'")
	default:
		c.and("t.state IN (" + quoted(q.States) + ")")
	}
}

// rare tells whether the query asks for what few tickets are. Those have indexes
// of their own, and a state that stands in a CASE does not tempt a planner to
// combine them with the wide ones.
func (q Query) rare() bool {
	return q.AskedOf != 0 || q.Swarming || q.Major || q.AtVendor || q.Vendor != 0 || q.OfferedTo != 0
}

func quoted(states []ticket.State) string {
	words := make([]string, len(states))
	for i, s := range states {
		words[i] = "'" + string(s) + "'"
	}
	return strings.Join(words, ", ")
}

func (q Query) people(c *clause, me access.Actor) {
	if q.Assignee != 0 {
		c.and("t.assignee_id = ?", q.Assignee)
	}
	if q.NoOwner || q.Unplaced {
		c.and("t.assignee_id IS NULL")
	}
	if q.triage {
		c.and("t.team_id = (SELECT m.id FROM team m WHERE m.triage = TRUE ORDER BY m.id LIMIT 1)")
	}
	if q.Requester != 0 {
		c.and("t.requester_id = ?", q.Requester)
	}
	if q.Organisation != 0 {
		c.and("t.organisation_id = ?", q.Organisation)
	}
	if q.Team != 0 && !q.HandedUp {
		c.and("t.team_id = ?", q.Team)
	}
	if q.Level != nil && !q.HandedUp {
		c.and("t.rank = ?", *q.Level)
	}
	if q.Swarming {
		// In a CASE, so that the few swarms are walked in the list's order.
		c.and(`t.swarm_id IS NOT NULL AND CASE WHEN EXISTS (
		        SELECT 1
		          FROM swarm_member m
		         WHERE m.swarm_id = t.swarm_id AND m.person_id = ? AND m.left_at IS NULL) THEN TRUE ELSE FALSE END`, me.Person)
	}
	if q.OfferedTo != 0 {
		c.and("t.offer_team_id = ?", q.OfferedTo)
	}
	if q.AskedOf != 0 {
		c.and("t.deal_person_id = ?", q.AskedOf)
	}
}

func (q Query) things(c *clause) {
	if q.Kind != "" {
		c.and("t.kind = ?", q.Kind)
	}
	if q.Priority != 0 {
		c.and("t.priority = ?", q.Priority)
	}
	if q.WaitingOn != "" {
		c.and("t.waiting_on = ?", q.WaitingOn)
	}
	if q.Service != 0 {
		c.and("t.service_id = ?", q.Service)
	}
	if q.Tag != "" {
		c.and("t.id IN (SELECT g.ticket_id FROM ticket_tag g WHERE g.tag = ?)", q.Tag)
	}
	if !q.UpdatedSince.IsZero() {
		c.and("t.updated_at >= ?", db.At(q.UpdatedSince))
	}
	if q.NeedsReply {
		c.and("t.needs_reply = TRUE")
	}
	if q.Bounced {
		c.and("t.returns >= 3") // ping-pong; spelt as in the partial index
	}
	if !q.DueBefore.IsZero() {
		c.and("t.due_key < ?", db.At(q.DueBefore))
	}
	if q.Major {
		c.and("t.major = TRUE")
	}
	switch {
	case q.Vendor != 0:
		c.and("t.vendor_id = ?", q.Vendor)
	case q.AtVendor:
		c.and("t.vendor_id IS NOT NULL")
	}
}

// handedUp finds what was handed up from a team, a rung, or the reader's teams,
// whoever has it now.
func (q Query) handedUp(c *clause, me access.Actor) {
	c.and("(t.climbed = TRUE OR t.offer_id IS NOT NULL)")
	from, args := "FALSE", []any(nil)
	switch {
	case q.Team != 0:
		from, args = "h.from_team_id = ?", []any{q.Team}
	case q.Level != nil:
		from, args = "h.from_rank = ?", []any{*q.Level}
	case len(me.Teams) > 0:
		var marks string
		marks, args = db.In(me.Teams)
		from = "h.from_team_id IN " + marks
	}
	c.and(`EXISTS (
		        SELECT 1
		          FROM handover h
		         WHERE h.ticket_id = t.id AND h.direction = 'up' AND h.state IN ('offered', 'accepted') AND `+from+`)`, args...)
}

// visible narrows to what the reader may see. The scope stands in a CASE so that
// its OR does not tempt a planner away from the index in the list's order;
// requesters, who own little, are led to what is theirs instead.
func visible(c *clause, scope access.Scope, me access.Actor) {
	if scope.Everything() {
		return
	}
	text, args := scope.Tickets("t")
	c.and("CASE WHEN "+text+" THEN TRUE ELSE FALSE END", args...)
	switch {
	case me.IsAgent():
	case me.SeesOrganisation:
		c.and("(t.organisation_id = ? OR t.requester_id = ?)", me.Organisation, me.Person)
	default:
		c.and(`t.id IN (
		        SELECT r.id FROM ticket r WHERE r.requester_id = ?
		        UNION
		        SELECT p.ticket_id FROM ticket_participant p WHERE p.person_id = ?)`, me.Person, me.Person)
	}
}

// order is a sort as SQL, and the keyset condition that continues it.
func (s Sort) order() (by, after string) {
	switch s {
	case ByUpdated:
		return "t.updated_at DESC, t.id DESC", "(t.updated_at, t.id) < (?, ?)"
	case ByOpened:
		return "t.opened_at DESC, t.id DESC", "(t.opened_at, t.id) < (?, ?)"
	case ByClock:
		return "t.due_key, t.id", "(t.due_key, t.id) > (?, ?)"
	default:
		return "t.priority, t.updated_at, t.id", "(t.priority, t.updated_at, t.id) > (?, ?, ?)"
	}
}

// key is a row's place in the sort, for the cursor.
func (s Sort) key(r Row) []any {
	switch s {
	case ByUpdated:
		return []any{s, r.updatedAt, r.ID}
	case ByOpened:
		return []any{s, r.OpenedAt.UnixMicro(), r.ID}
	case ByClock:
		return []any{s, r.dueKey, r.ID}
	default:
		return []any{s, r.Priority, r.updatedAt, r.ID}
	}
}

// from reads a cursor back as the arguments of the keyset condition.
func (s Sort) from(cursor string) ([]any, error) {
	var of Sort
	var priority, at int64
	var last id.Ticket
	if s == ByPriority {
		err := page.Decode(cursor, &of, &priority, &at, &last)
		return []any{priority, at, last}, s.same(of, err)
	}
	err := page.Decode(cursor, &of, &at, &last)
	return []any{at, last}, s.same(of, err)
}

func (s Sort) same(of Sort, err error) error {
	if err == nil && of != s {
		return page.Decode("") // a cursor of another sort is as good as none of ours
	}
	return err
}

// parts are the lists that a query is made of. What nobody placed yet is two,
// each with an index of its own: what is new, and what the triage team has beside.
func (q Query) parts() []Query {
	if !q.Unplaced {
		return []Query{q}
	}
	var parts []Query
	if fresh := q; len(q.States) == 0 || slices.Contains(q.States, ticket.New) {
		fresh.States = []ticket.State{ticket.New}
		parts = append(parts, fresh)
	}
	rest := q
	rest.triage = true
	return append(parts, rest)
}

// keys selects the ids of a page, in order; also narrows every part.
func (q Query) keys(scope access.Scope, me access.Actor, also clause) (text string, args []any) {
	by, _ := q.Sort.order()
	var parts []string
	for _, p := range q.parts() {
		c := p.where(scope, me)
		c.terms, c.args = append(c.terms, also.terms...), append(c.args, also.args...)
		parts = append(parts, `SELECT * FROM (
		SELECT t.id
		  FROM ticket t
		 WHERE `+c.sql()+`
		 ORDER BY `+by+`
		 LIMIT ?) x`)
		args = append(append(args, c.args...), q.Limit+1)
	}
	return strings.Join(parts, "\n\t\tUNION\n\t\t"), args
}
