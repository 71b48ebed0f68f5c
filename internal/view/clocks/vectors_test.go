package clocks_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"secondline/internal/desk/clock"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
	"secondline/internal/view/brief"
	"secondline/internal/view/clocks"
)

var (
	atFirst  = ticket.Place{Team: first, Rank: 1}
	atSecond = ticket.Place{Team: second, Rank: 2}
)

const tom id.Person = 14

// A tale is a ticket whose timeline is being written; it was opened at nine.
type tale struct {
	t   *testing.T
	now time.Time
	sum *ticket.Ticket
}

func opened(t *testing.T) *tale {
	s := &tale{t: t, now: nine, sum: &ticket.Ticket{ID: 1}}
	return s.happens(&ticket.Opened{
		Number: 1042, Organisation: 1, Requester: 11, TicketKind: ticket.Incident, Channel: ticket.ByMail,
		Subject: "VPN", Body: "It is down.", Impact: 2, Urgency: 2, Priority: 3, Place: atFirst,
	})
}

func (s *tale) happens(facts ...ticket.Fact) *tale {
	for _, f := range facts {
		s.sum.Apply(ticket.Entry{Ticket: 1, Seq: s.sum.Seq + 1, At: s.now, By: ticket.By{Kind: "person", ID: tom}, Audience: f.Audience(), Fact: f})
	}
	return s
}

func (s *tale) later(d time.Duration) *tale {
	s.now = s.now.Add(d)
	return s
}

// reads finds the last reading of a clock.
func (s *tale) reads(k clock.Kind, h clock.History) clock.Reading {
	s.t.Helper()
	rs := clocks.Of(s.sum, h, s.now)
	for i := len(rs) - 1; i >= 0; i-- {
		if rs[i].Kind == k {
			return rs[i]
		}
	}
	s.t.Fatalf("there is no clock %s", k)
	return clock.Reading{}
}

func (s *tale) wants(r clock.Reading, state clock.State, spent, left time.Duration) {
	s.t.Helper()
	if r.State != state || r.Spent != spent || r.Left != left {
		s.t.Errorf("%s: %s is %s, spent %s, left %s; want %s, %s, %s", s.now.Format("15:04"), r.Kind, r.State, r.Spent, r.Left, state, spent, left)
	}
}

// responses promises first answers within an hour at P3 and ten minutes at P1.
func responses() clock.History {
	return promised(
		clock.Target{Name: "Answer", Clock: clock.FirstResponse, Priority: 3, Length: time.Hour, PauseOn: []string{"customer"}},
		clock.Target{Name: "Answer now", Clock: clock.FirstResponse, Priority: 1, Length: 10 * time.Minute},
		clock.Target{Name: "Answer again", Clock: clock.NextResponse, Length: 30 * time.Minute},
	)
}

// Vector 3: the target changes while the ticket waits; the pause is kept.
func TestVector3(t *testing.T) {
	s, before := opened(t), desk()
	s.later(time.Hour).happens(&ticket.Waited{On: ticket.OnCustomer})
	s.later(time.Hour)
	s.wants(s.reads(clock.Resolution, before), clock.Paused, time.Hour, 3*time.Hour)
	after := promised(clock.Target{Name: "Solve", Clock: clock.Resolution, Length: 2 * time.Hour, PauseOn: []string{"customer"}})
	after[0].Since = s.now
	both := append(before, after...)
	s.wants(s.reads(clock.Resolution, both), clock.Paused, time.Hour, time.Hour)
	s.later(time.Hour).happens(&ticket.Resumed{})
	r := s.reads(clock.Resolution, both)
	if !r.DueAt.Equal(s.now.Add(time.Hour)) || len(r.Pauses) != 1 || r.Pauses[0].On != "customer" {
		t.Errorf("due at %s, paused %+v", r.DueAt, r.Pauses)
	}
}

// Vector 4: reopened, the resolution and the team's work run on where they stood.
func TestVector4(t *testing.T) {
	s := opened(t)
	s.later(time.Hour).happens(&ticket.ResolvedAs{Code: ticket.Solved, Message: "Done."})
	s.wants(s.reads(clock.Resolution, desk()), clock.Met, time.Hour, 3*time.Hour)
	s.later(48 * time.Hour).happens(&ticket.Reopened{ByCustomer: true})
	s.wants(s.reads(clock.Resolution, desk()), clock.Running, time.Hour, 3*time.Hour)
	s.wants(s.reads(clock.TeamWork, desk()), clock.Running, time.Hour, time.Hour)
	if r := s.reads(clock.Resolution, desk()); !r.DueAt.Equal(s.now.Add(3*time.Hour)) || r.Run != 0 && len(r.Pauses) != 1 {
		t.Errorf("due at %s, paused %+v", r.DueAt, r.Pauses)
	}
}

func handOver(h id.Handover) *ticket.HandedOver {
	return &ticket.HandedOver{Handover: h, Direction: "up", From: atFirst, To: atSecond}
}

// Vector 5: team 1 uses 1 h 50 of its two hours; team 2's own hour and what is
// left to the customer are shown apart.
func TestVector5(t *testing.T) {
	s := opened(t)
	s.later(110 * time.Minute).happens(handOver(7))
	s.later(5 * time.Minute).happens(&ticket.Accepted{Handover: 7, To: atSecond, Person: tom})
	s.later(20 * time.Minute)
	rs := clocks.Of(s.sum, desk(), s.now)
	var work []clock.Reading
	for _, r := range rs {
		if r.Kind == clock.TeamWork {
			work = append(work, r)
		}
	}
	if len(work) != 2 {
		t.Fatalf("%d clocks of work", len(work))
	}
	s.wants(work[0], clock.Met, 110*time.Minute, 10*time.Minute)
	s.wants(work[1], clock.Running, 20*time.Minute, 40*time.Minute)
	s.wants(s.reads(clock.Resolution, desk()), clock.Running, 135*time.Minute, 105*time.Minute)
	s.wants(s.reads(clock.Acknowledge, desk()), clock.Met, 5*time.Minute, 10*time.Minute)
	for _, c := range clocks.All(s.sum, rs, desk(), brief.Ladder{}, s.now) {
		if c.Kind == string(clock.Resolution) {
			if len(c.Ledger) != 2 || c.Ledger[0].Rank != 1 || c.Ledger[0].US != (115*time.Minute).Microseconds() || c.Ledger[1].US != (20*time.Minute).Microseconds() {
				t.Errorf("the customer's time: %+v", c.Ledger)
			}
		}
	}
}

// Vector 6: another team has it, and its clock runs at once; the old one stopped.
func TestVector6(t *testing.T) {
	s := opened(t)
	s.later(30 * time.Minute).happens(&ticket.Triaged{Impact: 2, Urgency: 2, Priority: 3, Place: atSecond})
	rs := clocks.Of(s.sum, desk(), s.now)
	running := 0
	for _, r := range rs {
		if r.Kind == clock.TeamWork && r.Live() {
			running++
		}
		if r.Team == first && (r.Live() || r.Stop != ticket.RunHandedOn || !r.StoppedAt.Equal(s.now)) {
			t.Errorf("first line's clock: %+v", r)
		}
	}
	if r := s.reads(clock.TeamWork, desk()); running != 1 || r.Team != second || !r.StartedAt.Equal(s.now) || r.Left != time.Hour {
		t.Errorf("%d run; the last is %+v", running, r)
	}
}

// Vector 7: an automatic follow-up neither stops a clock nor starts one.
func TestVector7(t *testing.T) {
	s, h := opened(t), responses()
	s.later(5 * time.Minute).happens(&ticket.Replied{Body: "We have received it.", Automatic: true})
	s.wants(s.reads(clock.FirstResponse, h), clock.Running, 5*time.Minute, 55*time.Minute)
	s.later(5 * time.Minute).happens(&ticket.Replied{Body: "I am out of office.", ByCustomer: true, Automatic: true})
	s.later(20 * time.Minute).happens(&ticket.Replied{Body: "I look at it."})
	s.wants(s.reads(clock.FirstResponse, h), clock.Met, 30*time.Minute, 30*time.Minute)
	s.later(time.Minute).happens(&ticket.Replied{Body: "I am out of office.", ByCustomer: true, Automatic: true})
	if rs := clocks.Of(s.sum, h, s.now); len(rs) != 1 {
		t.Errorf("an absence started a clock: %+v", rs)
	}
	s.happens(&ticket.Replied{Body: "And?", ByCustomer: true})
	s.later(time.Minute).happens(&ticket.Replied{Body: "Hello?", ByCustomer: true})
	if r := s.reads(clock.NextResponse, h); r.Spent != time.Minute {
		t.Errorf("a second message started it anew: %+v", r)
	}
}

// Raising the priority counts from the start; what has stopped keeps the promise
// that it had.
func TestAnotherPriority(t *testing.T) {
	s, h := opened(t), responses()
	s.later(30 * time.Minute)
	p1 := &ticket.Triaged{Impact: 1, Urgency: 1, Priority: 1, Place: atFirst}
	raised := *s.sum
	raised.Priority = 1
	if r := clocks.Of(&raised, h, s.now)[0]; r.Left != -20*time.Minute || !r.DueAt.Equal(nine.Add(10*time.Minute)) {
		t.Errorf("raised it has %s left", r.Left)
	}
	s.happens(&ticket.Replied{Body: "I look at it."}, p1)
	if r := clocks.Of(s.sum, h, s.now)[0]; r.State != clock.Met || r.Target.Length != time.Hour || !clock.Wake([]clock.Reading{r}).IsZero() {
		t.Errorf("answered in time, and raised afterwards it is %s of %s", r.State, r.Target.Length)
	}
}

func TestTheIndexOfATicket(t *testing.T) {
	s := opened(t)
	s.later(time.Hour)
	d := clocks.Due(clocks.Of(s.sum, desk(), s.now))
	if d.Clock != ticket.TeamWork || !d.At.Equal(nine.Add(2*time.Hour)) || !d.Wake.Equal(nine.Add(90*time.Minute)) || d.Warned || d.Breached {
		t.Errorf("%+v", d)
	}
	s.later(time.Hour)
	if d = clocks.Due(clocks.Of(s.sum, desk(), s.now)); !d.Warned || !d.Breached {
		t.Errorf("at its deadline: %+v", d)
	}
	s.happens(&ticket.Waited{On: ticket.OnCustomer})
	if d = clocks.Due(clocks.Of(s.sum, desk(), s.now)); !d.At.Equal(nine.Add(2 * time.Hour)) {
		t.Errorf("late, and waiting: %+v", d)
	}
}

// TestLedgers: whatever happens, the ledger of a clock is without a gap and what
// counts in it is what was spent.
func TestLedgers(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := opened(t)
		for range rapid.IntRange(0, 12).Draw(rt, "steps") {
			s.later(time.Duration(rapid.IntRange(0, 3_600_000_000).Draw(rt, "µs")) * time.Microsecond)
			s.happens(rapid.SampledFrom(moves(s.sum)).Draw(rt, "fact"))
		}
		s.later(time.Minute)
		h := desk()
		for _, c := range clocks.All(s.sum, clocks.Of(s.sum, h, s.now), h, brief.Ladder{}, s.now) {
			at, counted := c.StartedAt, int64(0)
			for _, e := range c.Ledger {
				if !e.From.Equal(at) {
					rt.Errorf("%s: a gap from %s to %s", c.Kind, at, e.From)
				}
				if e.On == "" {
					counted += e.US
				}
				at = e.To
			}
			end := s.now
			if c.StoppedAt != nil {
				end = *c.StoppedAt
			}
			if counted != c.SpentUS || !at.Equal(end) {
				rt.Errorf("%s: %d µs count of %d, until %s of %s", c.Kind, counted, c.SpentUS, at, end)
			}
		}
	})
}

// moves are facts that may happen to a ticket as it stands.
func moves(t *ticket.Ticket) []ticket.Fact {
	list := []ticket.Fact{&ticket.Replied{Body: "x"}, &ticket.Replied{Body: "y", ByCustomer: true}}
	switch {
	case !t.IsOpen():
		return append(list, &ticket.Reopened{})
	case t.Offer != nil:
		return append(list, &ticket.Accepted{Handover: t.Offer.Handover, To: t.Offer.To, Person: tom}, &ticket.Returned{Handover: t.Offer.Handover, Reason: "wrong_team", Back: t.Place})
	case t.State == ticket.Waiting:
		return append(list, &ticket.Resumed{})
	}
	list = append(list, &ticket.Waited{On: ticket.OnCustomer}, &ticket.Waited{On: ticket.OnDate}, &ticket.ResolvedAs{Code: ticket.Solved, Message: "m"})
	if t.Rank == 1 {
		list = append(list, handOver(id.Handover(t.Seq)))
	}
	return list
}
