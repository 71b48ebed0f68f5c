// Package ladder turns a ticket's walk into what the screens draw: the spark of
// a row, and the plot of a ticket. It is pure; whoever calls it brings the
// ticket, the names and the time.
//
// What always holds: the time held on the rungs and the named waits add up to
// the ticket's age, to the microsecond. An offer is a stay too, but one that
// lies over the time of its holder, so it counts nothing.
package ladder

import (
	"cmp"
	"slices"
	"time"

	"secondline/internal/desk/ticket"
	"secondline/internal/id"
)

// A Spark is the walk as a row of dots.
type Spark struct {
	Seen    []int `json:"seen"`              // ranks visited, the lowest first
	Now     int   `json:"now"`               // the rank that it stands on
	Offered *int  `json:"offered,omitempty"` // the rank that is asked
	Returns int   `json:"returns"`
	Paused  bool  `json:"paused"` // waiting, or with the project team
	Solved  bool  `json:"solved"`
}

// SparkOf draws a ticket's row of dots.
func SparkOf(t *ticket.Ticket) Spark {
	s := Spark{Seen: []int{}, Now: t.Rank, Returns: t.Returns(), Solved: !t.IsOpen()}
	s.Paused = t.State == ticket.Waiting || (t.Project && t.IsOpen())
	for _, span := range t.Walk.Spans {
		if !slices.Contains(s.Seen, span.Rank) {
			s.Seen = append(s.Seen, span.Rank)
		}
	}
	if len(t.Cases) > 0 && !slices.Contains(s.Seen, Top) {
		s.Seen = append(s.Seen, Top)
	}
	slices.Sort(s.Seen)
	if t.Offer != nil {
		s.Offered = &t.Offer.To.Rank
	}
	if t.State == ticket.Waiting && t.WaitingOn == ticket.OnVendor && t.AtVendor() != 0 {
		s.Now = Top
	}
	return s
}

// Top is the vendors' rung. A ticket that waits for an answer of theirs is drawn
// there, although its team goes on owning it.
const Top = 4

// A Ladder is the whole walk.
type Ladder struct {
	Rungs   []Rung `json:"rungs"` // every rung of the desk, the lowest first
	Stays   []Stay `json:"stays"`
	Returns int    `json:"returns"`
	Hops    []Hop  `json:"hops"`
	Waits   []Wait `json:"waits"`
	AgeUS   int64  `json:"age_us"`
}

// A Rung says how long a rank held the ticket.
type Rung struct {
	Rank   int    `json:"rank"`
	Name   string `json:"name"`
	HeldUS int64  `json:"held_us"`
}

// The kinds of stay.
const (
	Held    = "held"
	Offered = "offered"
	Waiting = "waiting"
	Done    = "solved"
	Project = "project"
)

// A Stay is a time on a rung.
type Stay struct {
	Rank int        `json:"rank"`
	Team Team       `json:"team"`
	Kind string     `json:"kind" enum:"held,offered,waiting,solved,project"`
	From time.Time  `json:"from"`
	To   *time.Time `json:"to,omitempty"` // nil: it still runs
	On   string     `json:"on,omitempty"` // what it waited for
}

// A Team is a team by name.
type Team struct {
	ID   id.Team `json:"id"`
	Name string  `json:"name"`
}

// A Hop is a move between rungs, at the time that it was asked for, or came back.
type Hop struct {
	At   time.Time `json:"at"`
	Kind string    `json:"kind" enum:"up,down,return,sideways,project,vendor"`
	From int       `json:"from_rank"`
	To   int       `json:"to_rank"`
}

// A Wait is the time that no rung had to work.
type Wait struct {
	On string `json:"on"`
	US int64  `json:"us"`
}

// Names are what the ladder is labelled with.
type Names struct {
	Rungs []Rung // every rung of the desk, the lowest first
	Team  func(id.Team) string
}

// Of draws a ticket's walk as it stands now.
func Of(t *ticket.Ticket, names Names, now time.Time) Ladder {
	ledger := t.Ledger(now)
	l := Ladder{Rungs: rungs(ledger, names.Rungs), Stays: stays(t, names), Returns: t.Returns(), Hops: hops(t), Waits: []Wait{}}
	l.AgeUS = ledger.Age.Microseconds()
	for on, spent := range ledger.Waited {
		l.Waits = append(l.Waits, Wait{On: string(on), US: spent.Microseconds()})
	}
	slices.SortFunc(l.Waits, func(a, b Wait) int { return cmp.Compare(a.On, b.On) })
	return l
}

// rungs lists the desk's rungs with the time held, and those that the ticket
// stood on before they were archived.
func rungs(ledger ticket.Ledger, all []Rung) []Rung {
	out := slices.Clone(all)
	for rank, held := range ledger.Held {
		i := slices.IndexFunc(out, func(r Rung) bool { return r.Rank == rank })
		if i < 0 {
			i, out = len(out), append(out, Rung{Rank: rank})
		}
		out[i].HeldUS = held.Microseconds()
	}
	slices.SortFunc(out, func(a, b Rung) int { return cmp.Compare(a.Rank, b.Rank) })
	if out == nil {
		out = []Rung{}
	}
	return out
}

func stays(t *ticket.Ticket, names Names) []Stay {
	out := []Stay{}
	for _, s := range t.Walk.Spans {
		kind, on := kindOf(s.Wait)
		rank, holder := s.Rank, team(s.Team, names)
		if c, ok := withVendor(t, s.From); ok && s.Wait == ticket.OnVendor {
			rank, holder.Name = Top, c.Name
		}
		out = append(out, Stay{Rank: rank, Team: holder, Kind: kind, From: s.From, To: end(s.To), On: on})
	}
	for _, h := range t.Walk.Hops {
		if h.Outcome == ticket.HopWithdrawn {
			continue // taken back: nobody at the other end ever had to answer
		}
		out = append(out, Stay{Rank: h.To, Team: team(h.Team, names), Kind: Offered, From: h.OfferedAt, To: end(h.Answered)})
	}
	slices.SortStableFunc(out, func(a, b Stay) int { return a.From.Compare(b.From) })
	return out
}

func kindOf(w ticket.Wait) (kind, on string) {
	switch w {
	case "":
		return Held, ""
	case ticket.OnProject:
		return Project, string(w)
	case ticket.OnNobody, ticket.OnOther:
		return Done, string(w)
	default:
		return Waiting, string(w)
	}
}

// withVendor finds the case that a vendor had of the ticket at a time, the newest
// first.
func withVendor(t *ticket.Ticket, at time.Time) (ticket.Case, bool) {
	for _, c := range slices.Backward(t.Cases) {
		if !c.SentAt.After(at) && (c.Closed.IsZero() || c.Closed.After(at)) {
			return c, true
		}
	}
	return ticket.Case{}, false
}

func hops(t *ticket.Ticket) []Hop {
	out := []Hop{}
	for _, c := range t.Cases {
		from := t.Rank
		for _, s := range t.Walk.Spans {
			if !s.From.After(c.SentAt) {
				from = s.Rank
			}
		}
		out = append(out, Hop{At: c.SentAt, Kind: "vendor", From: from, To: Top})
	}
	for _, h := range t.Walk.Hops {
		if h.Outcome == ticket.HopWithdrawn {
			continue
		}
		out = append(out, Hop{At: h.OfferedAt, Kind: h.Direction, From: h.From, To: h.To})
		if h.Outcome == ticket.HopReturned {
			out = append(out, Hop{At: h.Answered, Kind: "return", From: h.To, To: h.From})
		}
	}
	slices.SortStableFunc(out, func(a, b Hop) int { return a.At.Compare(b.At) })
	return out
}

func team(t id.Team, names Names) Team { return Team{ID: t, Name: names.Team(t)} }

func end(at time.Time) *time.Time {
	if at.IsZero() {
		return nil
	}
	return &at
}
