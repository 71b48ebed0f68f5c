package ticket

import (
	"time"

	"secondline/internal/id"
)

// A Walk is a ticket's way over the ladder: who held it when, and every
// handover with its outcome.
type Walk struct {
	Spans []Span `json:"spans"`
	Hops  []Hop  `json:"hops,omitempty"`
}

// A Span is a time in which nothing changed about who held the ticket and what
// it waited for. Spans touch: each begins where the one before ended.
type Span struct {
	Rank int       `json:"rank"`
	Team id.Team   `json:"team"`
	Wait Wait      `json:"wait,omitempty"` // "": the rung holds it
	From time.Time `json:"from"`
	To   time.Time `json:"to,omitzero"` // zero: it still runs
}

// The outcomes of a hop.
const (
	HopOffered   = "offered"
	HopAccepted  = "accepted"
	HopReturned  = "returned"
	HopWithdrawn = "withdrawn"
	HopExpired   = "expired"
)

// A Hop is a handover as the ladder draws it.
type Hop struct {
	Handover  id.Handover `json:"handover"`
	Direction string      `json:"direction"` // up, down, sideways, project
	From      int         `json:"from"`      // rank
	To        int         `json:"to"`        // rank
	Team      id.Team     `json:"team"`
	Outcome   string      `json:"outcome"`
	OfferedAt time.Time   `json:"offered_at"`
	Answered  time.Time   `json:"answered_at,omitzero"`
}

// holding says who holds the ticket now and what it waits for, as an open span.
func (t *Ticket) holding() Span {
	s := Span{Rank: t.Rank, Team: t.Team}
	switch {
	case t.IsMerged():
		s.Wait = OnOther
	case !t.IsOpen():
		s.Wait = OnNobody
	case t.State == Waiting:
		s.Wait = t.WaitingOn
	case t.Project:
		s.Wait = OnProject
	}
	return s
}

// moved closes the running span if something changed and opens the next one.
func (w *Walk) moved(now Span, at time.Time) {
	if n := len(w.Spans); n > 0 {
		last := &w.Spans[n-1]
		if last.Rank == now.Rank && last.Team == now.Team && last.Wait == now.Wait {
			return
		}
		last.To = at
	}
	now.From = at
	w.Spans = append(w.Spans, now)
}

// answered writes a handover's outcome on its hop.
func (w *Walk) answered(h id.Handover, outcome string, at time.Time) {
	for i := range w.Hops {
		if w.Hops[i].Handover == h {
			w.Hops[i].Outcome, w.Hops[i].Answered = outcome, at
		}
	}
}

// Ranks lists the rungs that the ticket stood on, in the order of its visits,
// each stay once.
func (w Walk) Ranks() []int {
	var ranks []int
	for _, s := range w.Spans {
		if n := len(ranks); n == 0 || ranks[n-1] != s.Rank {
			ranks = append(ranks, s.Rank)
		}
	}
	return ranks
}

// A Ledger says where a ticket's time went. Held and waited add up to Age, to
// the microsecond.
type Ledger struct {
	Held   map[int]time.Duration  // by rank
	Waited map[Wait]time.Duration // by what it waited for
	Age    time.Duration          // from the opening to now, or to when it was last resolved
}

// Ledger adds up the walk at a time. A ticket that is solved has stopped ageing;
// the rest between a solution and a reopening is a wait of its own, "solved".
func (t *Ticket) Ledger(now time.Time) Ledger {
	l := Ledger{Held: map[int]time.Duration{}, Waited: map[Wait]time.Duration{}}
	for _, s := range t.Walk.Spans {
		if s.To.IsZero() && (s.Wait == OnNobody || s.Wait == OnOther) {
			continue
		}
		spent := s.End(now).Sub(s.From)
		l.Age += spent
		if s.Wait == "" {
			l.Held[s.Rank] += spent
		} else {
			l.Waited[s.Wait] += spent
		}
	}
	return l
}

// End is when the span ended, or now if it still runs.
func (s Span) End(now time.Time) time.Time {
	if s.To.IsZero() {
		return now
	}
	return s.To
}
