package queue

import (
	"context"
	"strconv"
	"strings"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/ticket"
	"secondline/internal/kit/errs"
	"secondline/internal/view/brief"
)

// Most is where counting ends: nobody acts on the difference between 999 and
// more, and so a count costs the same on every desk.
const Most = 999

// Counts are the figures of the navigation, none above Most.
type Counts struct {
	Mine       int            `json:"mine"`
	Dealt      int            `json:"dealt"`     // asked of me, to be taken or declined
	Handovers  int            `json:"handovers"` // offered to my teams or to me
	Unassigned int            `json:"unassigned"`
	Waiting    int            `json:"waiting"`
	All        int            `json:"all"`    // unsolved
	Levels     map[string]int `json:"levels"` // by rank
	Teams      map[string]int `json:"teams"`  // by id
	Notices    int            `json:"notices"`
}

// mostTeams bounds how many teams get a figure; a desk with more shows those of
// the actor.
const mostTeams = 60

// Count counts, in one query, what the actor's navigation shows.
func Count(ctx context.Context, h db.Handle, me access.Actor) (Counts, error) {
	n := Counts{Levels: map[string]int{}, Teams: map[string]int{}}
	names, err := brief.ReadLadder(ctx, h)
	if err != nil {
		return n, err
	}
	c := tally{me: me, put: map[string]func(int){}}
	c.ask("mine", func(v int) { n.Mine = v }, Query{States: ticket.Unsolved, Assignee: me.Person})
	c.ask("dealt", func(v int) { n.Dealt = v }, Query{States: ticket.Unsolved, AskedOf: me.Person})
	c.ask("unassigned", func(v int) { n.Unassigned = v }, Query{States: ticket.Unsolved, Unplaced: true})
	c.ask("waiting", func(v int) { n.Waiting = v }, Query{States: []ticket.State{ticket.Waiting}})
	c.ask("all", func(v int) { n.All = v }, Query{States: ticket.Unsolved})
	for _, l := range names.Levels {
		rank := l.Rank
		c.ask("level "+strconv.Itoa(rank), func(v int) { n.Levels[strconv.Itoa(rank)] = v }, Query{States: ticket.Unsolved, Level: &rank})
	}
	for _, t := range names.Teams(mostTeams, me.Teams) {
		c.ask("team "+t.String(), func(v int) { n.Teams[t.String()] = v }, Query{States: ticket.Unsolved, Team: t})
	}
	text, more := offered(me)
	c.add("handovers", func(v int) { n.Handovers = v }, text, more...)
	c.add("notices", func(v int) { n.Notices = v }, `SELECT 1 FROM notice WHERE person_id = ? AND seen_at IS NULL`, me.Person)
	return n, c.run(ctx, h)
}

// tabs are the views that a rung, or a team, is looked at through.
var tabs = []string{"needs-reply", "breaching-today", "bounced", "no-owner", "handed-up", "swarms", "vendor"}

// CountViews counts, in one query, what each of a list's views would show; what
// narrows within narrows them all.
func CountViews(ctx context.Context, h db.Handle, me access.Actor, within Query, today time.Time) (map[string]int, error) {
	n := map[string]int{}
	c := tally{me: me, put: map[string]func(int){}}
	for _, name := range tabs {
		q, err := View(name, me, today)
		if err != nil {
			return n, err
		}
		q.Team, q.Level = within.Team, within.Level
		c.ask(name, func(v int) { n[name] = v }, q)
	}
	return n, c.run(ctx, h)
}

// A tally collects counts, to be taken in one query.
type tally struct {
	me    access.Actor
	parts []string
	args  []any
	put   map[string]func(int)
}

func (c *tally) add(name string, set func(int), text string, args ...any) {
	c.put[name] = set
	c.parts = append(c.parts, "SELECT '"+name+"' AS name, (SELECT count(*) FROM ("+text+" LIMIT "+strconv.Itoa(Most)+") x) AS n")
	c.args = append(c.args, args...)
}

func (c *tally) ask(name string, set func(int), q Query) {
	text, args := q.matches(c.me)
	c.add(name, set, text, args...)
}

func (c *tally) run(ctx context.Context, h db.Handle) error {
	err := h.Each(ctx, func(r db.Row) error {
		var name string
		var v int
		if err := r.Scan(&name, &v); err != nil {
			return err
		}
		c.put[name](v)
		return nil
	}, strings.Join(c.parts, "\n\t\tUNION ALL "), c.args...)
	return errs.Wrap(err, "counting tickets")
}

// matches selects what a query asks for, for counting. The order is the list's
// own: it leads SQLite to the list's index, which holds nothing closed.
func (q Query) matches(me access.Actor) (text string, args []any) {
	by, _ := ByClock.order()
	var parts []string
	for i, p := range q.parts() {
		c := p.where(me.Scope(), me)
		if i > 0 {
			c.and("t.state <> 'new'") // which the part before counts
		}
		parts = append(parts, "SELECT * FROM (SELECT 1 FROM ticket t WHERE "+c.sql()+" ORDER BY "+by+" LIMIT "+strconv.Itoa(Most)+") p")
		args = append(args, c.args...)
	}
	return strings.Join(parts, " UNION ALL "), args
}

// offered selects the offers that the actor may answer, once each.
func offered(me access.Actor) (text string, args []any) {
	scope := clause{}
	visible(&scope, me.Scope(), me)
	marks, teams := db.In(me.Teams)
	args = append(append(args, teams...), scope.args...)
	args = append(append(args, me.Person), teams...)
	return "SELECT 1 FROM ticket t WHERE t.offer_team_id IN " + marks + " AND " + scope.sql() +
		" UNION ALL SELECT 1 FROM ticket t WHERE t.offer_person_id = ? AND t.offer_team_id NOT IN " + strings.Replace(marks, "NULL", "0", 1) + " AND " + scope.sql(), append(args, scope.args...)
}
