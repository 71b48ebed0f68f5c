package portalview

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"secondline/internal/db"
	"secondline/internal/desk/clock"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// A Promised says what a promise is about.
type Promised string

// What a customer is promised.
const (
	Answer   Promised = "answer"   // that somebody writes
	Solution Promised = "solution" // that it is solved
)

// A Promise is a time that the customer can count on.
type Promise struct {
	Of     Promised
	By     time.Time // zero while it stands still
	Over   bool      // we did not keep it
	Was    time.Time // what it was before it moved; zero if it never did
	Waited bool      // it stands still, or moved, since we waited for the customer
}

// A moved is a deadline that moved because what is promised did. Of that fact
// only its times are read; why is the desk's own business.
type moved struct {
	run      int
	of       Promised
	at       time.Time
	from, to time.Time
}

// about says which promise to a customer a clock measures; none for clocks
// between teams and with vendors.
func about(k clock.Kind) Promised {
	switch k {
	case clock.FirstResponse, clock.NextResponse:
		return Answer
	case clock.Resolution:
		return Solution
	default:
		return ""
	}
}

// promised adds what the customer can count on, and how that moved.
func (w *Window) promised(ctx context.Context, t row, r *Request) error {
	moves, err := w.moves(ctx, t.ticket)
	if err != nil {
		return err
	}
	history, err := w.book.History(ctx, w.source.Read())
	if err != nil {
		return err
	}
	r.Promises = t.promises(history, w.clock.Now(), moves)
	r.Posts = withMoves(r.Posts, moves)
	keeping(r.Posts, r.Promises)
	return nil
}

// promises are what the customer can count on, the soonest first.
func (t row) promises(history clock.History, now time.Time, moves []moved) []Promise {
	if t.state == ticket.Resolved || t.state == ticket.Closed {
		return nil
	}
	subject, runs := t.clocked()
	calm := subject // the same without having waited
	calm.Waits = slices.DeleteFunc(slices.Clone(subject.Waits), func(v clock.Wait) bool { return v.On == string(ticket.OnCustomer) })
	first := map[int]time.Time{}
	for _, r := range clock.Read(calm, history, now) {
		first[r.Run] = r.DueAt
	}
	var list []Promise
	for _, r := range clock.Read(subject, history, now) {
		if !r.Live() {
			continue
		}
		p := Promise{Of: about(r.Kind), By: r.DueAt, Over: r.Over(), Waited: r.PausedOn == string(ticket.OnCustomer)}
		if was := first[r.Run]; !was.IsZero() && was.Before(r.DueAt) {
			p.Was, p.Waited = was, true
		}
		if i := slices.IndexFunc(moves, func(m moved) bool { return m.run == runs[r.Run] }); i >= 0 && !moves[i].from.Equal(r.DueAt) {
			p.Was, p.Waited = moves[i].from, false
		}
		list = append(list, p)
	}
	slices.SortStableFunc(list, Promise.compare)
	return list
}

// compare puts the sooner promise first, and what stands still last.
func (p Promise) compare(o Promise) int {
	switch {
	case p.By.IsZero() == o.By.IsZero():
		return p.By.Compare(o.By)
	case p.By.IsZero():
		return 1
	default:
		return -1
	}
}

// clocked is as much of the ticket as its promises to the customer look at, and
// which of the ticket's runs those are.
func (t row) clocked() (s clock.Subject, runs []int) {
	s = clock.Subject{Organisation: t.organisation, Service: t.sum.Service, Priority: t.sum.Priority, Kind: string(t.sum.Kind)}
	for _, span := range t.sum.Walk.Spans {
		if span.Wait != "" {
			s.Waits = append(s.Waits, clock.Wait{On: string(span.Wait), From: span.From, To: span.To})
		}
	}
	for i, r := range t.sum.Runs {
		if about(r.Clock) == "" {
			continue
		}
		runs = append(runs, i)
		s.Runs = append(s.Runs, clock.Run{
			Kind: r.Clock, From: r.From, To: r.To, Stop: r.Stop,
			As: clock.Stood{Service: r.As.Service, Priority: r.As.Priority, Kind: string(r.As.Kind)},
		})
	}
	return s, runs
}

// moves reads which promises moved, the first first.
func (w *Window) moves(ctx context.Context, t id.Ticket) ([]moved, error) {
	list, err := db.All(ctx, w.source.Read(), func(r db.Row) (m moved, err error) {
		var facts []byte
		if err := r.Scan(db.Into(&m.at), &facts); err != nil {
			return m, err
		}
		var f struct {
			Run   int        `json:"run"`
			Clock clock.Kind `json:"clock"`
			From  time.Time  `json:"from"`
			To    time.Time  `json:"to"`
		}
		err = json.Unmarshal(facts, &f)
		m.run, m.of, m.from, m.to = f.Run, about(f.Clock), f.From, f.To
		return m, err
	}, `
		SELECT at, facts
		  FROM timeline_entry
		 WHERE ticket_id = ?
		   AND kind = 'clock.moved'
		 ORDER BY seq
		 LIMIT 200`, t)
	if err != nil {
		return nil, errs.Wrap(err, "reading which promises moved")
	}
	return slices.DeleteFunc(list, func(m moved) bool { return m.of == "" || m.from.IsZero() || m.to.IsZero() }), nil
}

// withMoves adds an entry for each promise that moved, newest first.
func withMoves(posts []Post, moves []moved) []Post {
	for _, m := range moves {
		posts = append(posts, Post{Kind: MovedIt, At: m.at, Of: m.of, Was: m.from, On: m.to})
	}
	slices.SortStableFunc(posts, func(a, b Post) int { return b.At.Compare(a.At) })
	return posts
}

// keeping marks the last change of hands with the promise that did not move by it.
func keeping(posts []Post, promises []Promise) {
	i := slices.IndexFunc(posts, func(p Post) bool { return p.Kind == Passed })
	at := slices.IndexFunc(promises, func(p Promise) bool { return p.Of == Solution && p.Was.IsZero() && !p.By.IsZero() && !p.Over })
	if i >= 0 && at >= 0 {
		posts[i].On = promises[at].By
	}
}
