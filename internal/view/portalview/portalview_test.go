package portalview_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/view/portalview"
)

// climbed is a request with a secret in every part that is not the customer's:
// notes, inner files, reasons, causes, hints.
func climbed(s *story) *ticket.Ticket {
	t := s.opens(1001, northpike, anouk, "Video calls drop", "08:53")
	s.happens(t, asTobin, "08:59", &ticket.Assigned{Assignee: tobin, Name: "Tobin Ashgrove"})
	s.happens(t, asTobin, "09:05", &ticket.Noted{Body: canary + " password is hunter2"})
	s.file(t, 501, "CANARY.txt", "internal", t.Seq)
	s.happens(t, asTobin, "09:10", &ticket.Replied{Body: "I ran the line tests."})
	s.file(t, 502, "line-test.pdf", "customer", t.Seq)
	s.happens(t, asAnouk, "09:20", &ticket.Replied{Body: "Thank you.", ByCustomer: true})
	h := s.handsOver(t, "10:30")
	s.takes(t, h, "10:42", "Because your gateway may only be changed by someone certified for it.")
	return t
}

func TestNothingFromInsideReachesACustomer(t *testing.T) {
	tell(t, func(s *story) {
		tk := climbed(s)
		s.happens(tk, asMara, "11:00", &ticket.Waited{On: ticket.OnApproval, Because: canary})
		s.happens(tk, asMara, "11:10", &ticket.Resumed{Because: canary})
		s.happens(tk, asMara, "11:52", &ticket.ResolvedAs{Code: ticket.Solved, Message: "The setting is back.", Cause: canary, Solution: canary, NoArticle: canary})
		s.happens(tk, asMara, "11:53", &ticket.LessonGiven{Text: canary})
		s.happens(tk, asTobin, "11:54", &ticket.Noted{Body: canary})
		lists, err := s.window.Lists(context.Background(), actor(anouk, northpike), portalview.Wish{})
		if err != nil {
			s.t.Fatal(err)
		}
		all, err := json.Marshal([]any{s.sees(actor(anouk, northpike), tk), lists})
		if err != nil {
			s.t.Fatal(err)
		}
		if strings.Contains(strings.ToUpper(string(all)), canary) {
			s.t.Errorf("a secret is in what a customer is given: %s", all)
		}
		if !strings.Contains(string(all), "The setting is back.") {
			s.t.Error("the solution is missing")
		}
	})
}

func TestWhereARequestIs(t *testing.T) {
	tell(t, func(s *story) {
		a := actor(anouk, northpike)
		tk := s.opens(1001, northpike, anouk, "Video calls drop", "08:53")
		wants := func(stage portalview.Stage, person, asked string, since time.Time) {
			s.t.Helper()
			got := s.sees(a, tk).Standing
			if got.Stage != stage || got.Person != person || got.Asked != asked || !got.Since.Equal(since) {
				s.t.Errorf("stands %+v, want %s, %q, asked %q, since %s", got, stage, person, asked, since)
			}
		}
		wants(portalview.Received, "", "", at("08:53"))
		s.happens(tk, asTobin, "08:59", &ticket.Assigned{Assignee: tobin, Name: "Tobin Ashgrove"})
		wants(portalview.Working, "Tobin Ashgrove", "", at("08:59"))
		h := s.handsOver(tk, "10:30")
		wants(portalview.Working, "Tobin Ashgrove", "Network specialists", at("08:59"))
		s.takes(tk, h, "10:42", "Because of the gateway.")
		wants(portalview.WithTeam, "Mara Quillfeather", "", at("10:42"))
		s.happens(tk, asMara, "11:02", &ticket.Waited{On: ticket.OnCustomer, Question: "Which firmware?"})
		wants(portalview.OnYou, "Mara Quillfeather", "", at("11:02"))
		if q := s.sees(a, tk); q.Standing.Question != "Which firmware?" || q.Because != "Which firmware?" {
			s.t.Errorf("the question is %q, shown as %q", q.Standing.Question, q.Because)
		}
		s.happens(tk, asAnouk, "11:09", &ticket.Replied{Body: "7.2", ByCustomer: true})
		wants(portalview.WithTeam, "Mara Quillfeather", "", at("10:42"))
		s.happens(tk, asMara, "11:52", &ticket.ResolvedAs{Code: ticket.Solved, Message: "The setting is back."})
		wants(portalview.Solved, "Mara Quillfeather", "", at("11:52"))
		s.happens(tk, asAnouk, "11:55", &ticket.Confirmed{})
		wants(portalview.Closed, "Mara Quillfeather", "", at("11:55"))
	})
}

func TestTheWayAndTheConversation(t *testing.T) {
	tell(t, func(s *story) {
		r := s.sees(actor(anouk, northpike), climbed(s))
		want := []portalview.Step{
			{Team: "First line", Person: "Tobin Ashgrove", At: at("08:53")},
			{Team: "Network specialists", Person: "Mara Quillfeather", At: at("10:42"), Now: true},
		}
		if !slices.Equal(r.Steps, want) {
			s.t.Errorf("steps %+v, want %+v", r.Steps, want)
		}
		if r.Because != "Because your gateway may only be changed by someone certified for it." {
			s.t.Errorf("because %q", r.Because)
		}
		var kinds []portalview.Happening
		for _, p := range r.Posts {
			kinds = append(kinds, p.Kind)
		}
		if !slices.Equal(kinds, []portalview.Happening{portalview.Passed, portalview.Wrote, portalview.Wrote, portalview.Opened}) {
			s.t.Errorf("the conversation is %v", kinds)
		}
		mine, theirs := r.Posts[1], r.Posts[2]
		if !mine.Mine || mine.Staff || theirs.Mine || !theirs.Staff || theirs.Team != "First line" {
			s.t.Errorf("who wrote: %+v and %+v", mine, theirs)
		}
		if len(r.Files) != 1 || r.Files[0].Name != "line-test.pdf" || len(theirs.Files) != 1 {
			s.t.Errorf("files %+v, on the message %+v", r.Files, theirs.Files)
		}
		if r.Messages != 3 {
			s.t.Errorf("%d messages, want 3", r.Messages)
		}
	})
}

func TestWhoSeesARequest(t *testing.T) {
	tell(t, func(s *story) {
		tk := s.opens(1001, northpike, anouk, "Video calls drop", "08:53")
		shared := s.opens(1002, northpike, anouk, "Shared", "09:00", jory)
		s.file(tk, 502, "line-test.pdf", "customer", 1)
		s.file(tk, 503, "CANARY.txt", "internal", 1)
		s.happens(tk, asTobin, "09:30", &ticket.Noted{Body: "look", Mentions: []id.Person{mara}})
		manager, stranger := actor(jory, northpike), actor(nils, harbour)
		manager.SeesOrganisation, stranger.SeesOrganisation = true, true
		for _, c := range []struct {
			who  string
			a    access.Actor
			tk   *ticket.Ticket
			sees bool
		}{
			{"the requester", actor(anouk, northpike), tk, true},
			{"a colleague", actor(jory, northpike), tk, false},
			{"a colleague in copy", actor(jory, northpike), shared, true},
			{"the organisation's manager", manager, tk, true},
			{"another organisation's manager", stranger, tk, false},
			{"an agent", agent(tobin), tk, false},
			{"an agent who watches", agent(mara), tk, false},
		} {
			r, err := s.window.Request(context.Background(), c.a, c.tk.Number)
			if (err == nil) != c.sees || err != nil && !errs.Is(err, errs.NotFound) {
				s.t.Errorf("%s: %v, want to see it: %v", c.who, err, c.sees)
			}
			inList := s.lists(c.a, c.tk.Number.Ref())
			if inList != c.sees {
				s.t.Errorf("%s: in the list %v, readable %v", c.who, inList, c.sees)
			}
			if c.sees && r.Can.Confirm != (c.a.Person == anouk) {
				s.t.Errorf("%s: may confirm: %v", c.who, r.Can.Confirm)
			}
			_, err = s.window.Content(context.Background(), c.a, 502)
			if c.tk == tk && (err == nil) != c.sees {
				s.t.Errorf("%s: the file: %v, want to have it: %v", c.who, err, c.sees)
			}
			if _, err = s.window.Content(context.Background(), c.a, 503); !errs.Is(err, errs.NotFound) {
				s.t.Errorf("%s: an inner file: %v", c.who, err)
			}
		}
	})
}

// lists tells whether a request is in the widest list of an actor.
func (s *story) lists(a access.Actor, ref id.Ref) bool {
	s.t.Helper()
	l, err := s.window.Lists(context.Background(), a, portalview.Wish{All: true})
	if err != nil {
		s.t.Fatal(err)
	}
	for _, line := range slices.Concat(l.OnYou, l.Open, l.Solved) {
		if line.Ref == ref {
			return true
		}
	}
	return false
}

func TestSolvedOnesComePageByPage(t *testing.T) {
	tell(t, func(s *story) {
		for i := range 60 {
			tk := s.opens(id.Number(2000+i), northpike, anouk, fmt.Sprint("No. ", i), "08:00")
			s.happens(tk, asTobin, fmt.Sprintf("09:%02d", i), &ticket.ResolvedAs{Code: ticket.Solved, Message: "Done."})
		}
		seen := map[id.Ref]bool{}
		cursor := ""
		for pages := 1; ; pages++ {
			l, err := s.window.Lists(context.Background(), actor(anouk, northpike), portalview.Wish{Cursor: cursor})
			if err != nil {
				s.t.Fatal(err)
			}
			for _, line := range l.Solved {
				if seen[line.Ref] {
					s.t.Errorf("%s comes twice", line.Ref)
				}
				seen[line.Ref] = true
			}
			if cursor = l.Next; cursor == "" {
				if pages != 3 || len(seen) != 60 {
					s.t.Errorf("%d pages with %d requests, want 3 with 60", pages, len(seen))
				}
				return
			}
		}
	})
}

func TestAMergedRequestNamesItsTargetOnlyToWhoMaySeeIt(t *testing.T) {
	tell(t, func(s *story) {
		mine := s.opens(1001, northpike, anouk, "Calls drop", "08:53")
		own := s.opens(1002, northpike, anouk, "Calls drop again", "09:00")
		other := s.opens(1003, harbour, nils, "CANARY", "09:00")
		s.happens(mine, asTobin, "09:10", &ticket.MergedInto{Into: own.ID, Ref: own.Ref()})
		if r := s.sees(actor(anouk, northpike), mine); r.JoinedTo != own.Ref() || r.Can.Reply {
			s.t.Errorf("joined to %q, may reply %v", r.JoinedTo, r.Can.Reply)
		}
		s.happens(own, asTobin, "09:20", &ticket.MergedInto{Into: other.ID, Ref: other.Ref()})
		if r := s.sees(actor(anouk, northpike), own); r.JoinedTo != "" || !r.Joined {
			s.t.Errorf("joined to %q, joined %v", r.JoinedTo, r.Joined)
		}
	})
}

func TestReopeningEndsAfterFourteenDays(t *testing.T) {
	tell(t, func(s *story) {
		tk := s.opens(1001, northpike, anouk, "Calls drop", "08:53")
		s.happens(tk, asTobin, "09:00", &ticket.ResolvedAs{Code: ticket.Solved, Message: "Done."})
		if c := s.sees(actor(anouk, northpike), tk).Can; !c.Reopen || !c.Rate || !c.Confirm {
			s.t.Errorf("can %+v at once", c)
		}
		s.clock.Advance(14*24*time.Hour - 3*time.Hour + time.Microsecond)
		if c := s.sees(actor(anouk, northpike), tk).Can; c.Reopen {
			s.t.Error("one tap still opens it after 14 days")
		}
	})
}

func TestAQuestionIsForWhoAsked(t *testing.T) {
	tell(t, func(s *story) {
		tk := s.opens(1001, northpike, anouk, "Calls drop", "08:53")
		s.happens(tk, asTobin, "09:00", &ticket.Waited{On: ticket.OnCustomer, Question: "Which firmware?"})
		manager := actor(jory, northpike)
		manager.SeesOrganisation = true
		for _, c := range []struct {
			a    access.Actor
			whom string
			mine int
		}{{actor(anouk, northpike), "", 1}, {manager, "Anouk Bellwether", 0}} {
			l, err := s.window.Lists(context.Background(), c.a, portalview.Wish{All: true})
			if err != nil {
				s.t.Fatal(err)
			}
			if len(l.OnYou) != c.mine || len(l.Open) != 1-c.mine {
				s.t.Errorf("%d wait for them, %d are open", len(l.OnYou), len(l.Open))
			}
			if got := s.sees(c.a, tk).Standing.Whom; got != c.whom {
				s.t.Errorf("it waits for %q, want %q", got, c.whom)
			}
		}
	})
}
