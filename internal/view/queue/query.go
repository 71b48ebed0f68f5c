package queue

import (
	"context"
	"slices"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// A Sort is the order of a list; every order ends with the id.
type Sort string

// The sorts.
const (
	// ByClock puts first what runs out first, what is over before all; what has
	// no running clock, as it waits or nothing was promised, comes last.
	ByClock Sort = "clock"
	// ByPriority puts the most urgent first and, among equals, the one that
	// nobody has touched for longest: so none is forgotten at the end.
	ByPriority Sort = "priority"
	ByUpdated  Sort = "updated" // the last changed first
	ByOpened   Sort = "opened"  // the newest first
	// ByRelevance is the order of a search, the best match first.
	ByRelevance Sort = "relevance"
)

// A Query is what a list is to show. What is zero does not narrow it.
type Query struct {
	States       []ticket.State
	Team         id.Team
	Level        *int // rank
	Assignee     id.Person
	NoOwner      bool
	Organisation id.Organisation
	Requester    id.Person
	Kind         ticket.Kind
	Priority     int
	WaitingOn    ticket.Wait
	Service      id.Service
	Tag          string
	Words        string // full text; requesters search subjects only
	UpdatedSince time.Time
	OfferedTo    id.Team
	Vendor       id.Vendor // who has it
	DueBefore    time.Time // its next clock runs out before

	NeedsReply bool      // the customer spoke last
	Unplaced   bool      // nobody's, and new or with the triage team
	Bounced    bool      // three returns or more
	HandedUp   bool      // by the team, the level, or else the reader's teams; still unsolved
	AskedOf    id.Person // offered to by dealing, and not answered yet
	Swarming   bool      // the reader is in the swarm that looks at it
	Major      bool
	AtVendor   bool // at any vendor

	Sort   Sort
	Cursor string
	Limit  int

	triage bool // only what the triage team has
}

// Page sizes.
const (
	defaultLimit = 50
	maxLimit     = 100
)

// Views lists the built-in views.
var Views = []string{
	"mine", "unassigned", "waiting", "team", "rung", "needs-reply", "breaching-today", "bounced", "no-owner", "handed-up",
	"dealt", "swarms", "major", "vendor", "all",
}

// View gives a built-in view as a query; filters may narrow it further. The views
// "all" and "major" show every ticket; the others show unsolved ones unless told
// otherwise. What breaches today depends on where the reader's day ends.
func View(name string, me access.Actor, today time.Time) (Query, error) {
	q := Query{States: ticket.Unsolved}
	switch name {
	case "mine":
		q.Assignee = me.Person
	case "unassigned":
		q.Unplaced = true
	case "waiting":
		q.States = []ticket.State{ticket.Waiting}
	case "team":
		if len(me.Teams) > 0 {
			q.Team = me.Teams[0]
		}
	case "rung": // which one is a filter
	case "needs-reply":
		q.NeedsReply = true
	case "no-owner":
		q.NoOwner = true
	case "bounced":
		q.Bounced = true
	case "handed-up":
		q.HandedUp = true
	case "breaching-today":
		q.DueBefore = today
	case "dealt":
		q.AskedOf = me.Person
	case "swarms":
		q.Swarming = true
	case "major":
		q.States, q.Major, q.Sort = nil, true, ByOpened
	case "vendor":
		q.AtVendor = true
	case "all":
		q.States = nil
	default:
		return q, errs.New(errs.NotFound, "There is no view %q.", name)
	}
	return q, nil
}

// Today is when the reader's day ends, in their own time zone.
func Today(ctx context.Context, h db.Handle, who id.Person, now time.Time) (time.Time, error) {
	name, err := db.One(ctx, h, func(r db.Row) (v string, err error) { return v, r.Scan(&v) }, `
		SELECT time_zone
		  FROM person
		 WHERE id = ?`, who)
	if err != nil && !errs.Is(err, errs.NotFound) {
		return now, errs.Wrap(err, "reading whose day it is")
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		zone = time.UTC // a zone that is no longer known
	}
	y, m, d := now.In(zone).Date()
	return time.Date(y, m, d+1, 0, 0, 0, 0, zone), nil
}

// ParseStates reads states by name; "unsolved" stands for new, open and waiting.
func ParseStates(names []string) ([]ticket.State, error) {
	var states []ticket.State
	for _, name := range names {
		if name == "unsolved" {
			states = append(states, ticket.Unsolved...)
			continue
		}
		if !slices.Contains(known, ticket.State(name)) {
			return nil, errs.Field("state", "A state is new, open, waiting, resolved or closed; unsolved is the first three.")
		}
		states = append(states, ticket.State(name))
	}
	slices.SortFunc(states, func(a, b ticket.State) int { return slices.Index(known, a) - slices.Index(known, b) })
	return slices.Compact(states), nil
}

var known = []ticket.State{ticket.New, ticket.Open, ticket.Waiting, ticket.Resolved, ticket.Closed}

// unsolved tells whether the query asks for tickets with work in them only.
func (q Query) unsolved() bool {
	for _, s := range q.States {
		if !slices.Contains(ticket.Unsolved, s) {
			return false
		}
	}
	return len(q.States) > 0
}

// check fills in the defaults and refuses what makes no sense.
func (q Query) check() (Query, error) {
	if q.Sort == "" {
		switch {
		case q.Words != "":
			q.Sort = ByRelevance
		case q.unsolved():
			q.Sort = ByClock
		default:
			q.Sort = ByUpdated
		}
	}
	if !slices.Contains([]Sort{ByClock, ByPriority, ByUpdated, ByOpened, ByRelevance}, q.Sort) {
		return q, errs.Field("sort", "Sort by clock, priority, updated or opened.")
	}
	if q.Sort == ByRelevance && q.Words == "" {
		return q, errs.Field("sort", "Only a search has relevance: add q, or sort by clock, priority, updated or opened.")
	}
	for _, s := range q.States {
		if !slices.Contains(known, s) {
			return q, errs.Field("state", "%q is no state of a ticket.", s)
		}
	}
	return q, nil
}
