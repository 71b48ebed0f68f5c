package ticket_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"secondline/internal/desk/ticket"
	"secondline/internal/id"
)

// runs writes the runs as a support lead would read them: which clock, of whom,
// from when to when, why it stopped, and its own gaps, in minutes since nine.
func (s *tale) runs() []string {
	since := func(at time.Time) string {
		if at.IsZero() {
			return ""
		}
		return fmt.Sprint(at.Sub(nine).Minutes())
	}
	var out []string
	for _, r := range s.sum.Runs {
		line := string(r.Clock)
		if r.Team != 0 {
			line += " of " + r.Team.String()
		}
		line += " " + since(r.From) + "–" + since(r.To)
		if r.Stop != "" {
			line += " " + r.Stop
		}
		for _, g := range r.Gaps {
			line += " (" + since(g.From) + "–" + since(g.To) + " " + g.Why + ")"
		}
		out = append(out, strings.TrimSpace(line))
	}
	return out
}

func (s *tale) wantRuns(want ...string) {
	s.t.Helper()
	if diff := cmp.Diff(want, s.runs()); diff != "" {
		s.t.Errorf("the clocks ran otherwise (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(s.sum.Runs, ticket.Fold(s.entries).Runs); diff != "" {
		s.t.Errorf("folding gives other runs:\n%s", diff)
	}
}

func (s *tale) by(kind string, f ticket.Fact) *tale {
	e := ticket.Entry{Ticket: 1, Seq: s.sum.Seq + 1, At: s.now, By: ticket.By{Kind: kind, Name: kind}, Audience: f.Audience(), Fact: f}
	s.sum.Apply(e)
	s.entries = append(s.entries, e)
	return s
}

func (s *tale) minute(m int) *tale {
	s.now = nine.Add(time.Duration(m) * time.Minute)
	return s
}

// Vector 6: another team's clock begins at once, and the old one has stopped.
// Vector 5: what the first team used stays with it.
func TestChangeOfTeamStopsOneClockAndStartsTheOther(t *testing.T) {
	s := opened(t)
	s.minute(110).happens(&ticket.HandedOver{Handover: 5, From: first, To: upper, By: tom})
	s.wantRuns("work of 21 0– (110– on_offer)", "resolution 0–", "first_response 0–", "acknowledge of 22 110–")
	s.minute(120).happens(&ticket.Accepted{Handover: 5, To: upper, Person: sam})
	s.wantRuns("work of 21 0–110 handed_on", "resolution 0–", "first_response 0–", "acknowledge of 22 110–120 answered", "work of 22 120–")
}

// While an offer waits the team's own clock stands still; it goes on where it
// stood when the offer comes back.
func TestReturnedOfferGoesOnWhereItStood(t *testing.T) {
	s := opened(t)
	s.minute(30).happens(&ticket.HandedOver{Handover: 5, From: first, To: upper, By: tom})
	s.minute(50).happens(&ticket.Returned{Handover: 5, Back: first})
	s.wantRuns("work of 21 0– (30–50 on_offer)", "resolution 0–", "first_response 0–", "acknowledge of 22 30–50 answered")
	s.minute(60).happens(&ticket.HandedOver{Handover: 6, From: first, To: upper, By: tom})
	s.minute(90).happens(&ticket.Expired{Handover: 6, Back: first})
	s.wantRuns("work of 21 0– (30–50 on_offer) (60–90 on_offer)", "resolution 0–", "first_response 0–",
		"acknowledge of 22 30–50 answered", "acknowledge of 22 60–90 unanswered")
}

// A P1 is the receiver's at once; nothing but the acknowledgement runs until it
// is taken.
func TestUrgentTicketIsAcknowledgedBeforeItIsWorkedOn(t *testing.T) {
	s := opened(t)
	s.minute(5).happens(&ticket.HandedOver{Handover: 5, From: first, To: upper, By: tom, AtOnce: true})
	s.minute(8).happens(&ticket.Accepted{Handover: 5, To: upper, Person: sam})
	s.wantRuns("work of 21 0–5 handed_on", "resolution 0–", "first_response 0–", "acknowledge of 22 5–8 answered", "work of 22 8–")
}

// Asking back pauses the acknowledgement for ten minutes at most, and once.
func TestAskingBackPausesOnce(t *testing.T) {
	s := opened(t)
	s.minute(10).happens(&ticket.HandedOver{Handover: 5, From: first, To: upper, By: tom})
	s.minute(12).happens(&ticket.AskedBack{Handover: 5, Question: "Which site?", Until: nine.Add(22 * time.Minute)})
	s.minute(15).happens(&ticket.AnsweredBack{Handover: 5, Answer: "Gullstone."})
	s.minute(20).happens(&ticket.AskedBack{Handover: 5, Question: "And which floor?", Until: nine.Add(30 * time.Minute)})
	s.wantRuns("work of 21 0– (10– on_offer)", "resolution 0–", "first_response 0–", "acknowledge of 22 10– (12–15 asked_back)")
}

// Vector 7: an automatic follow-up stops no clock. Vector 13: what the customer's
// side writes before the first answer starts none anew.
func TestOnlyPeopleStartAndStopResponses(t *testing.T) {
	s := opened(t)
	s.minute(1).by("system", &ticket.Replied{Body: "We have it.", Automatic: true})
	s.minute(2).by("person", &ticket.Replied{Body: "Me too.", ByCustomer: true})
	s.minute(3).by("system", &ticket.Replied{Body: "Still looking."})
	s.minute(10).by("person", &ticket.Replied{Body: "I look at it."})
	s.minute(20).by("person", &ticket.Replied{Body: "Out of office", ByCustomer: true, Automatic: true})
	s.minute(30).by("person", &ticket.Replied{Body: "Any news?", ByCustomer: true})
	s.minute(31).by("person", &ticket.Replied{Body: "Hello?", ByCustomer: true})
	s.minute(40).by("person", &ticket.Replied{Body: "Yes."})
	s.wantRuns("work of 21 0–", "resolution 0–", "first_response 0–10 answered", "next_response 30–40 answered")
}

// Vector 4, the documented rule: a reopened ticket's resolution goes on where it
// stood, and so does its team's work; the time between is a wait on its walk.
func TestReopenedGoesOnWhereItStood(t *testing.T) {
	s := opened(t)
	s.minute(60).by("person", &ticket.ResolvedAs{Code: ticket.Solved, Message: "Done."})
	s.wantRuns("work of 21 0–60 resolved", "resolution 0–60 resolved", "first_response 0–60 answered")
	s.minute(100).happens(&ticket.Reopened{})
	s.wantRuns("work of 21 0–", "resolution 0–", "first_response 0–60 answered")
	if w := s.sum.Walk.Spans[1]; w.Wait != ticket.OnNobody || !w.From.Equal(nine.Add(time.Hour)) || !w.To.Equal(nine.Add(100*time.Minute)) {
		t.Errorf("between the solution and the reopening the walk says %+v", w)
	}
}

// A merged ticket's clocks are neither stopped nor forgotten: an unmerge finds
// them as they were.
func TestMergeLeavesTheClocks(t *testing.T) {
	s := opened(t)
	s.minute(5).happens(&ticket.MergedInto{Into: 2, Ref: "SL-1043"})
	s.minute(25).happens(&ticket.Unmerged{From: 2, Ref: "SL-1043"})
	s.wantRuns("work of 21 0–", "resolution 0–", "first_response 0–")
}

// A vendor's clock runs from what was sent to the answer; a second message while
// one is outstanding starts none.
func TestVendorClock(t *testing.T) {
	s := opened(t)
	s.minute(10).happens(&ticket.VendorSent{Case: 3, Vendor: 4, Name: "Tarnet", First: true})
	s.minute(12).happens(&ticket.VendorSent{Case: 3, Vendor: 4, Name: "Tarnet"})
	s.minute(40).happens(&ticket.VendorWrote{Case: 3, Vendor: 4, Name: "Tarnet", Body: "Try 7.4.3", Reference: "T-9"})
	s.wantRuns("work of 21 0–", "resolution 0–", "first_response 0–", "vendor 10–40 answered")
	if s.sum.State != ticket.Open || s.sum.Cases[0].Reference != "T-9" {
		t.Errorf("after the vendor's answer the ticket is %s, their number %q", s.sum.State, s.sum.Cases[0].Reference)
	}
}

// TestNewerFactsComeBackAsTheyWere lets what routing, swarms, majors and vendors
// tell happen, and reads the timeline back.
func TestNewerFactsComeBackAsTheyWere(t *testing.T) {
	s := opened(t)
	s.minute(1).happens(&ticket.Placed{Place: upper, Because: "VPN begins there"}, &ticket.Placed{Place: first, Because: "corrected"})
	s.minute(2).happens(&ticket.Asked{Person: tom, Name: "Tom", Until: nine.Add(time.Hour), Because: "knows it"}, &ticket.Passed{Person: tom, Name: "Tom", Because: ticket.PassedTimeout})
	s.minute(3).happens(&ticket.Assigned{Assignee: sam, Name: "Sam", How: ticket.ByPush, Down: true}, &ticket.SentBack{Person: sam, Name: "Sam", Because: "needed"})
	s.minute(4).happens(&ticket.ClockWarned{Run: 0, Clock: ticket.TeamWork, At: nine.Add(3 * time.Minute), Due: nine.Add(4 * time.Minute)},
		&ticket.ClockBreached{Run: 0, Clock: ticket.TeamWork, Due: nine.Add(4 * time.Minute)}, &ticket.ClockMoved{Run: 1, Clock: ticket.Resolution, Because: "triage"},
		&ticket.Escalated{Upon: "breached", Clock: ticket.TeamWork, People: []id.Person{tom}, Names: []string{"Tom"}})
	s.minute(5).happens(&ticket.SwarmStarted{Swarm: 1, Lead: nia, People: []id.Person{sam}, Ask: "Look together."}, &ticket.SwarmJoined{Swarm: 1, Person: tom},
		&ticket.SwarmLeft{Swarm: 1, Person: sam}, &ticket.TimeBooked{Booking: 1, Person: tom, Swarm: 1, Minutes: 15}, &ticket.SwarmEnded{Swarm: 1, Outcome: "called_off"},
		&ticket.KudosGiven{Kudos: 1, To: tom, Name: "Tom", Text: "Thanks."})
	s.minute(6).happens(&ticket.Declared{Title: "Mail is slow", Lead: nia}, &ticket.ToldAll{Message: "We look.", Tickets: []id.Ref{"SL-9"}},
		&ticket.StoodDown{ReviewDue: nine.Add(time.Hour)}, &ticket.Reviewed{Happened: "a", Cause: "b", Actions: []string{"c"}}, &ticket.Planned{What: "New line", On: nine.Add(48 * time.Hour), By: nia})
	s.minute(7).happens(&ticket.VendorSent{Case: 3, Vendor: 4, Name: "Tarnet", First: true}, &ticket.VendorReferenced{Case: 3, Reference: "T-9"},
		&ticket.VendorChased{Case: 3, Contact: "duty@tarnet", Because: "no answer"}, &ticket.VendorWrote{Case: 3, Vendor: 4, Name: "Tarnet", Body: "Hm"}, &ticket.VendorClosed{Case: 3, Outcome: "solved"})
	s.minute(8).happens(&ticket.HandedOver{Handover: 5, From: first, To: upper, By: tom}, &ticket.AskedBack{Handover: 5, Question: "Which?", Until: s.now.Add(10 * time.Minute)})
	s.minute(9).happens(&ticket.AnsweredBack{Handover: 5, Answer: "That."}, &ticket.Expired{Handover: 5, Back: first, Next: "Sue is asked"})
	s.adds()
	sum := s.sum
	if sum.Minutes != 15 || sum.Swarm != nil || sum.Helped || sum.Major.Reviewed.IsZero() || sum.Runs[0].Breached.IsZero() || len(sum.Cases) != 1 || sum.AtVendor() != 0 {
		t.Errorf("the sum is %+v", sum)
	}
	told := map[string]bool{}
	for _, e := range s.entries {
		told[e.Fact.Kind()] = true
	}
	for _, k := range ticket.Kinds() {
		family, _, _ := strings.Cut(k, ".")
		newer := slices.Contains([]string{"clock", "swarm", "incident", "vendor", "time", "kudos", "project"}, family)
		if newer && !told[k] {
			t.Errorf("%s is not tried", k)
		}
	}
}
