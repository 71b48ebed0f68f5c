package ticket_test

import (
	"encoding/json"
	"testing"
	"time"

	"secondline/internal/desk/ticket"
	"secondline/internal/id"
)

var (
	nine  = time.Date(2026, time.March, 16, 9, 0, 0, 0, time.UTC)
	first = ticket.Place{Team: 21, Rank: 1}
	upper = ticket.Place{Team: 22, Rank: 2}
)

const (
	ann id.Person = 11
	tom id.Person = 14
	nia id.Person = 15
	sam id.Person = 16
)

// A tale is a timeline in the making, with a clock.
type tale struct {
	t       *testing.T
	now     time.Time
	entries []ticket.Entry
	sum     *ticket.Ticket
}

func opened(t *testing.T) *tale {
	s := &tale{t: t, now: nine, sum: &ticket.Ticket{ID: 1}}
	s.happens(&ticket.Opened{
		Number: 1042, Organisation: 1, Requester: ann, TicketKind: ticket.Incident, Channel: ticket.ByMail, Subject: "VPN", Body: "It is down.",
		Impact: 3, Urgency: 3, Priority: 4, Place: first, Fields: map[string]any{"floor": 3.0}, Tags: []string{"vpn"},
	})
	return s
}

// happens adds facts, as they come back from the database.
func (s *tale) happens(facts ...ticket.Fact) *tale {
	s.t.Helper()
	for _, f := range facts {
		data, err := json.Marshal(f)
		if err != nil {
			s.t.Fatal(err)
		}
		back, err := ticket.Decode(f.Kind(), data)
		if err != nil {
			s.t.Fatal(err)
		}
		e := ticket.Entry{Ticket: 1, Seq: s.sum.Seq + 1, At: s.now, Audience: f.Audience(), Fact: f}
		s.sum.Apply(e)
		e.Fact = back
		s.entries = append(s.entries, e)
	}
	return s
}

func (s *tale) later(d time.Duration) *tale {
	s.now = s.now.Add(d)
	return s
}

// adds wants the timeline that was read back to add up to the sum, and the walk
// to add up to the age.
func (s *tale) adds() {
	s.t.Helper()
	got, err := json.Marshal(ticket.Fold(s.entries))
	if err != nil {
		s.t.Fatal(err)
	}
	want, err := json.Marshal(s.sum)
	if err != nil {
		s.t.Fatal(err)
	}
	if string(got) != string(want) {
		s.t.Errorf("the timeline adds up to\n%s\nand the sum is\n%s", got, want)
	}
	l, total := s.sum.Ledger(s.now), time.Duration(0)
	for _, d := range l.Held {
		total += d
	}
	for _, d := range l.Waited {
		total += d
	}
	if total != l.Age {
		s.t.Errorf("held and waited is %s, the age %s", total, l.Age)
	}
}

// TestEveryFactComesBackAsItWas lets every kind of fact happen, with everything
// in it, and reads the timeline back.
func TestEveryFactComesBackAsItWas(t *testing.T) {
	subject, kind, priority, because := "New", ticket.Request, 2, "payroll"
	tags, people, none := []string{}, []id.Person{sam}, []id.Person{}
	yes := true
	link := ticket.Link{Kind: "related", Ticket: 9, Ref: "SL-9"}
	s := opened(t)
	s.later(time.Minute).happens(&ticket.Triaged{Service: 3, Category: 4, Impact: 2, Urgency: 2, Priority: 3, Skills: []string{"network"}, Place: first})
	s.later(time.Minute).happens(&ticket.Assigned{Assignee: tom, Name: "Tom"}, &ticket.Replied{Body: "Hello", CC: people, Via: ticket.ByPhone})
	s.happens(&ticket.Noted{Body: "Hm", Mentions: people, Files: []ticket.File{{ID: 5, Name: "log", MediaType: "text/plain", Size: 3}}, Step: "a", Result: "b"})
	s.later(time.Minute).happens(&ticket.Waited{On: ticket.OnDate, Until: s.now.Add(time.Hour), Because: "parts"})
	s.later(time.Hour).happens(&ticket.Resumed{Because: "the date has come"})
	s.happens(&ticket.Edited{Subject: &subject, TicketKind: &kind, Priority: &priority, PriorityBecause: &because, Tags: &tags, Fields: map[string]any{"floor": nil, "room": "12"}})
	s.happens(&ticket.Edited{CC: &none, Watchers: &none, Fields: map[string]any{"room": nil}})
	s.later(time.Minute).happens(&ticket.HandedOver{Handover: 7, Direction: "up", From: first, To: upper, By: tom, Reason: "skill", Ask: "Look.", Completeness: 80, AtOnce: true})
	s.happens(&ticket.Told{Handover: 7, Body: "Nia has it.", Who: "specialists", Person: "Nia"})
	s.later(time.Minute).happens(&ticket.Returned{Handover: 7, Reason: "missing_information", Missing: []string{"log"}, Note: "Which?", Back: first, Person: tom})
	s.later(time.Minute).happens(&ticket.HandedOver{Handover: 8, Direction: "up", From: first, To: upper, By: tom, Reason: "skill", Ask: "Look."})
	s.later(time.Second).happens(&ticket.Withdrawn{Handover: 8, Undone: true, Back: first, Person: tom})
	s.later(time.Minute).happens(&ticket.HandedOver{Handover: 9, Direction: "up", From: first, To: upper, By: tom, Person: nia, Reason: "skill", Ask: "Look."})
	s.later(time.Minute).happens(&ticket.Accepted{Handover: 9, To: upper, Person: nia, Contact: tom})
	s.later(time.Minute).happens(&ticket.Linked{Link: link}, &ticket.SplitOff{Seq: 1, Into: ticket.Link{Kind: "split_into", Ticket: 8, Ref: "SL-8"}}, &ticket.Unlinked{Link: link})
	s.happens(&ticket.AbsorbedFrom{From: 5, Ref: "SL-5", CC: people, Watchers: people}, &ticket.Released{From: 5, Ref: "SL-5", CC: people, Watchers: people})
	s.later(time.Minute).happens(&ticket.MergedInto{Into: 6, Ref: "SL-6"})
	s.later(time.Minute).happens(&ticket.Unmerged{From: 6, Ref: "SL-6"})
	s.later(time.Minute).happens(&ticket.ResolvedAs{Code: ticket.Workaround, Message: "Done", Cause: "c", Solution: "s", Article: "a", NoArticle: "n", FirstLine: &yes})
	s.happens(&ticket.LessonGiven{Lesson: 2, Text: "x", Learners: people}, &ticket.LessonLearnt{Lesson: 2, Person: sam}, &ticket.Rated{Score: 4, Comment: "ok"})
	s.later(24 * time.Hour).happens(&ticket.Reopened{ByCustomer: true, Because: "again"})
	s.later(time.Minute).happens(&ticket.Confirmed{})
	s.later(time.Minute).happens(&ticket.Reopened{}, &ticket.ClosedAs{Code: ticket.Spam})
	s.adds()
	if s.sum.Returns() != 1 || !s.sum.Climbed() || s.sum.State != ticket.Closed || s.sum.Rating != 4 || len(s.sum.Fields) != 0 {
		t.Errorf("the sum is %+v", s.sum)
	}
}

func TestAnUnknownKindIsToldAndNotGuessed(t *testing.T) {
	if _, err := ticket.Decode("ticket.exploded", []byte("{}")); err == nil {
		t.Error("a kind that nobody knows was read")
	}
	if _, err := ticket.Decode("ticket.rated", []byte("{")); err == nil {
		t.Error("half an entry was read")
	}
}

func TestWhoSeesAFact(t *testing.T) {
	for audience, facts := range map[ticket.Audience][]ticket.Fact{
		ticket.Customer: {&ticket.Opened{}, &ticket.Replied{}, &ticket.Told{}, &ticket.ResolvedAs{}, &ticket.Confirmed{}, &ticket.Reopened{}, &ticket.Rated{}},
		ticket.Internal: {
			&ticket.Noted{}, &ticket.Triaged{}, &ticket.Assigned{}, &ticket.Waited{}, &ticket.Resumed{}, &ticket.ClosedAs{}, &ticket.Edited{}, &ticket.HandedOver{},
			&ticket.Accepted{}, &ticket.Returned{}, &ticket.Withdrawn{}, &ticket.MergedInto{}, &ticket.AbsorbedFrom{}, &ticket.Unmerged{}, &ticket.Released{},
			&ticket.SplitOff{}, &ticket.Linked{}, &ticket.Unlinked{}, &ticket.LessonGiven{}, &ticket.LessonLearnt{},
		},
	} {
		for _, f := range facts {
			if f.Audience() != audience {
				t.Errorf("%s is for %s", f.Kind(), f.Audience())
			}
		}
	}
}

// TestTheTimesOfAWalk follows vector 5: what one team used and what the customer
// kept us waiting are told apart.
func TestTheTimesOfAWalk(t *testing.T) {
	s := opened(t)
	s.later(110 * time.Minute).happens(&ticket.HandedOver{Handover: 7, Direction: "up", From: first, To: upper, By: tom})
	s.later(10 * time.Minute).happens(&ticket.Accepted{Handover: 7, To: upper, Person: nia})
	s.later(30 * time.Minute).happens(&ticket.Waited{On: ticket.OnCustomer})
	s.later(12 * time.Hour).happens(&ticket.Replied{ByCustomer: true, Body: "Here."})
	s.later(time.Microsecond).happens(&ticket.ResolvedAs{Code: ticket.Solved, Message: "Done"})
	s.later(2 * time.Hour).happens(&ticket.Reopened{})
	s.later(time.Minute).happens(&ticket.HandedOver{Handover: 8, Direction: "project", From: upper, To: ticket.Place{Team: 25, Rank: 2, Project: true}, By: nia})
	s.happens(&ticket.Accepted{Handover: 8, To: ticket.Place{Team: 25, Rank: 2, Project: true}})
	s.later(5 * time.Minute)
	s.adds()
	l := s.sum.Ledger(s.now)
	for name, c := range map[string][2]time.Duration{
		"first line":   {l.Held[1], 2 * time.Hour},
		"second line":  {l.Held[2], 30*time.Minute + time.Microsecond + time.Minute},
		"the customer": {l.Waited[ticket.OnCustomer], 12 * time.Hour},
		"solved":       {l.Waited[ticket.OnNobody], 2 * time.Hour},
		"the project":  {l.Waited[ticket.OnProject], 5 * time.Minute},
		"all":          {l.Age, s.now.Sub(nine)},
	} {
		if c[0] != c[1] {
			t.Errorf("%s: %s, wanted %s", name, c[0], c[1])
		}
	}
	if ranks := s.sum.Walk.Ranks(); len(ranks) != 2 || ranks[0] != 1 || ranks[1] != 2 {
		t.Errorf("it stood on %v", ranks)
	}
}

func TestASolvedTicketStopsAgeing(t *testing.T) {
	s := opened(t)
	s.later(time.Hour).happens(&ticket.ResolvedAs{Code: ticket.Solved, Message: "Done"})
	if a, b := s.sum.Ledger(s.now).Age, s.sum.Ledger(s.now.Add(time.Hour)).Age; a != time.Hour || b != time.Hour {
		t.Errorf("its age is %s, an hour later %s", a, b)
	}
}

func TestASumSharesNothingWithItsTimeline(t *testing.T) {
	s := opened(t)
	opening := s.entries[0].Fact.(*ticket.Opened)
	folded := ticket.Fold(s.entries)
	folded.Fields["floor"], folded.Tags[0] = "changed", "changed"
	if opening.Fields["floor"] != 3.0 || opening.Tags[0] != "vpn" {
		t.Errorf("changing a sum changed its timeline: %+v", opening)
	}
}
