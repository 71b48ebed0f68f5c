package ticket_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"secondline/internal/desk/ticket"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// stands is a ticket that was brought into a state.
func stands(t *testing.T, state string) *ticket.Ticket {
	t.Helper()
	s := opened(t)
	switch state {
	case "new":
	case "open":
		s.happens(&ticket.Assigned{Assignee: tom})
	case "waiting":
		s.happens(&ticket.Waited{On: ticket.OnVendor})
	case "offered":
		s.happens(&ticket.Assigned{Assignee: tom}, &ticket.HandedOver{Handover: 7, Direction: "up", From: first, To: upper, By: tom})
	case "offered at once":
		s.happens(&ticket.Assigned{Assignee: tom}, &ticket.HandedOver{Handover: 7, Direction: "up", From: first, To: upper, By: tom, AtOnce: true})
	case "resolved":
		s.happens(&ticket.ResolvedAs{Code: ticket.Solved, Message: "Done"})
	case "closed":
		s.happens(&ticket.ClosedAs{Code: ticket.Duplicate})
	case "spam":
		s.happens(&ticket.ClosedAs{Code: ticket.Spam})
	case "merged":
		s.happens(&ticket.MergedInto{Into: 2, Ref: "SL-2"})
	default:
		t.Fatalf("no ticket stands %q", state)
	}
	return s.sum
}

var states = []string{"new", "open", "waiting", "offered", "offered at once", "resolved", "closed", "spam", "merged"}

// TestWhichVerbFitsWhichState is the state machine as a table: the states in which
// a verb is possible; in every other it is a conflict.
func TestWhichVerbFitsWhichState(t *testing.T) {
	later := nine.Add(time.Hour)
	other := stands(t, "open")
	other.ID = 2
	for verb, c := range map[string]struct {
		try func(k *ticket.Ticket) error
		in  string
	}{
		"wait":                   {func(k *ticket.Ticket) error { return last(k.Wait(ticket.OnVendor, time.Time{}, "", "", later)) }, "new, open, waiting"},
		"resume":                 {func(k *ticket.Ticket) error { return last(k.Resume("")) }, "waiting"},
		"resolve":                {func(k *ticket.Ticket) error { return last(k.Resolve(ticket.ResolvedAs{Message: "Done", Cause: "c"})) }, "new, open, waiting, offered, offered at once"},
		"confirm":                {func(k *ticket.Ticket) error { return last(k.Confirm()) }, "new, open, waiting, offered, offered at once, resolved"},
		"reopen":                 {func(k *ticket.Ticket) error { return last(k.Reopen("", false, later)) }, "resolved, closed, spam"},
		"reopen by the customer": {func(k *ticket.Ticket) error { return last(k.Reopen("", true, later)) }, "resolved, closed"},
		"close as spam":          {func(k *ticket.Ticket) error { return last(k.Close(ticket.Spam)) }, "new, open, waiting, offered, offered at once, resolved"},
		"rate":                   {func(k *ticket.Ticket) error { return last(k.Rate(5, "")) }, "resolved, closed, spam, merged"},
		"merge":                  {func(k *ticket.Ticket) error { _, _, err := k.Merge(other, nil); return err }, "new, open, waiting, resolved"},
		"hand over": {func(k *ticket.Ticket) error {
			return last(k.HandOver(ticket.HandedOver{To: ticket.Place{Team: 23, Rank: 3}}))
		}, "new, open, waiting"},
		"accept":   {func(k *ticket.Ticket) error { return last(k.Accept(7, nia)) }, "offered, offered at once"},
		"return":   {func(k *ticket.Ticket) error { return last(k.Return(7, ticket.Returned{})) }, "offered, offered at once"},
		"withdraw": {func(k *ticket.Ticket) error { return last(k.Withdraw(7, false)) }, "offered, offered at once"},
	} {
		possible := strings.Split(c.in, ", ")
		for _, state := range states {
			err := c.try(stands(t, state))
			if fits := slices.Contains(possible, state); fits != (err == nil) {
				t.Errorf("%s a ticket that is %s: %v", verb, state, err)
			}
			refused := err != nil && !errs.Is(err, errs.Conflict) && !(verb == "merge" && state == "merged")
			if refused {
				t.Errorf("%s a ticket that is %s is refused as %s", verb, state, errs.KindOf(err))
			}
		}
	}
}

func last[T any](_ T, err error) error { return err }

func TestWhatComesBackIsHowItWas(t *testing.T) {
	away := stands(t, "offered at once")
	if away.Place != upper || away.Assignee != 0 {
		t.Fatalf("a P1 is with %+v, %d", away.Place, away.Assignee)
	}
	f, err := away.Return(7, ticket.Returned{Note: "x"})
	if err != nil || f.Back != first || f.Person != tom {
		t.Errorf("it comes back to %+v, %d: %v", f.Back, f.Person, err)
	}
	kept := stands(t, "offered")
	kept.Assignee = sam // the team gave it to somebody else meanwhile
	w, err := kept.Withdraw(7, true)
	if err != nil || w.Back != first || w.Person != sam || !w.Undone {
		t.Errorf("it stays with %+v, %d: %v", w.Back, w.Person, err)
	}
}

func TestAnAnswerIsForTheOfferThatStands(t *testing.T) {
	k := stands(t, "offered")
	if _, err := k.Accept(8, nia); !errs.Is(err, errs.Conflict) {
		t.Errorf("another handover's answer: %v", err)
	}
}

func TestATimerNeverComesBeforeItsDate(t *testing.T) {
	k := stands(t, "open")
	until := nine.Add(time.Hour + 1500*time.Nanosecond).In(time.FixedZone("east", 3600))
	f, err := k.Wait(ticket.OnDate, until, "", "", nine)
	if err != nil || !f.Until.Equal(nine.Add(time.Hour+time.Microsecond)) || f.Until.Location() != time.UTC {
		t.Errorf("%+v, %v", f, err)
	}
	if _, err := k.Wait(ticket.OnDate, nine.Add(999*time.Nanosecond), "", "", nine); !errs.Is(err, errs.Invalid) {
		t.Errorf("less than any database keeps is now: %v", err)
	}
	f, err = k.Wait(ticket.OnVendor, nine.Add(time.Hour), " ", " parts ", nine)
	if err != nil || !f.Until.IsZero() || f.Because != "parts" || f.Question != "" {
		t.Errorf("%+v, %v", f, err)
	}
}

func TestACustomerReopensForFourteenDays(t *testing.T) {
	k := stands(t, "resolved")
	if !k.CanReopen(nine.Add(14*24*time.Hour)) || k.CanReopen(nine.Add(14*24*time.Hour+1)) {
		t.Error("fourteen days, no less and no more")
	}
	if _, err := k.Reopen("", false, nine.Add(400*24*time.Hour)); err != nil {
		t.Errorf("an agent may at any time: %v", err)
	}
}

func TestTheWrapUpOfWhatClimbed(t *testing.T) {
	k := stands(t, "offered at once")
	if _, err := k.Resolve(ticket.ResolvedAs{Message: "Done"}); errs.FieldOf(err) != "cause" {
		t.Errorf("without a cause: %v", err)
	}
	for field, f := range map[string]ticket.ResolvedAs{
		"message": {Message: " ", Cause: "c"}, "code": {Message: "Done", Cause: "c", Code: ticket.Spam}, "": {Message: " Done ", Cause: "c"},
	} {
		got, err := k.Resolve(f)
		if errs.FieldOf(err) != field || err == nil && (got.Code != ticket.Solved || got.Message != "Done") {
			t.Errorf("%+v: %v", f, err)
		}
	}
}

func TestMergingKeepsPeopleOnce(t *testing.T) {
	a, b := stands(t, "open"), stands(t, "open")
	b.ID, b.Number, b.Requester = 2, 1043, sam
	a.CC, a.Watchers = []id.Person{sam, nia}, []id.Person{tom}
	b.Watchers = []id.Person{tom}
	_, got, err := a.Merge(b, nil)
	if err != nil || len(got.CC) != 2 || got.CC[0] != ann || got.CC[1] != nia || got.Watchers != nil {
		t.Errorf("%+v, %v", got, err)
	}
	if _, _, err := a.Merge(a, nil); errs.FieldOf(err) != "into" {
		t.Errorf("into itself: %v", err)
	}
	b.Organisation = 2
	if _, _, err := a.Merge(b, nil); errs.FieldOf(err) != "into" {
		t.Errorf("into another organisation's: %v", err)
	}
}

func TestWhatPeopleWriteIsBounded(t *testing.T) {
	for in, want := range map[string]string{
		"  VPN \n is\tdown ": "VPN is down", strings.Repeat("é", 300): strings.Repeat("é", 300), " \n": "", strings.Repeat("é", 301): "",
	} {
		got, err := ticket.CleanSubject(in)
		if err == nil && got != want || (err == nil) != (want != "") {
			t.Errorf("%.20q: %.20q, %v", in, got, err)
		}
	}
	if ticket.CheckBody("body", "", 1) != nil || ticket.CheckBody("body", " ", 0) == nil || ticket.CheckBody("body", strings.Repeat("é", 200_001), 1) == nil {
		t.Error("a body is words or files, and not endless")
	}
	got, err := ticket.CleanTags([]string{" VPN  Tunnel ", "vpn-tunnel", "a", ""})
	if err != nil || strings.Join(got, " ") != "a vpn-tunnel" {
		t.Errorf("%q, %v", got, err)
	}
	if _, err := ticket.CleanTags([]string{strings.Repeat("é", 51)}); err == nil {
		t.Error("an endless tag")
	}
	for _, g := range [][2]int{{0, 1}, {1, 0}, {4, 1}, {1, 4}} {
		if ticket.CheckGrades(g[0], g[1]) == nil {
			t.Errorf("the grades %v", g)
		}
	}
}

func TestASnippetIsOneShortLine(t *testing.T) {
	s := opened(t)
	s.happens(&ticket.Replied{Body: "Hello\n\n" + strings.Repeat("ü", 500)})
	if got := []rune(s.sum.Snippet); len(got) != 161 || strings.Contains(s.sum.Snippet, "\n") {
		t.Errorf("%d characters: %q", len(got), s.sum.Snippet)
	}
}

func TestWhoOwesAnAnswer(t *testing.T) {
	for name, c := range map[string]struct {
		facts []ticket.Fact
		owed  bool
		state ticket.State
	}{
		"nobody answered":       {nil, true, ticket.New},
		"an agent did":          {[]ticket.Fact{&ticket.Replied{}}, false, ticket.Open},
		"a note is no answer":   {[]ticket.Fact{&ticket.Noted{}}, true, ticket.New},
		"they wrote again":      {[]ticket.Fact{&ticket.Replied{}, &ticket.Replied{ByCustomer: true}}, true, ticket.Open},
		"their machine did":     {[]ticket.Fact{&ticket.Replied{}, &ticket.Replied{ByCustomer: true, Automatic: true}}, false, ticket.Open},
		"they were waited for":  {[]ticket.Fact{&ticket.Waited{On: ticket.OnCustomer}, &ticket.Replied{ByCustomer: true}}, true, ticket.Open},
		"their machine spoke":   {[]ticket.Fact{&ticket.Waited{On: ticket.OnCustomer}, &ticket.Replied{ByCustomer: true, Automatic: true}}, true, ticket.Waiting},
		"others are waited for": {[]ticket.Fact{&ticket.Waited{On: ticket.OnVendor}, &ticket.Replied{ByCustomer: true}}, true, ticket.Waiting},
		"solved":                {[]ticket.Fact{&ticket.ResolvedAs{}}, false, ticket.Resolved},
		"they reopened":         {[]ticket.Fact{&ticket.ResolvedAs{}, &ticket.Reopened{ByCustomer: true}}, true, ticket.Open},
	} {
		t.Run(name, func(t *testing.T) {
			s := opened(t).happens(c.facts...)
			if s.sum.NeedsReply != c.owed || s.sum.State != c.state {
				t.Errorf("owed: %t, %s", s.sum.NeedsReply, s.sum.State)
			}
			s.adds()
		})
	}
}

func TestWhatAccessIsTold(t *testing.T) {
	k := stands(t, "offered")
	k.Watchers, k.CC = []id.Person{sam}, []id.Person{nia}
	on := k.Object()
	if !on.Open || !on.Offered || on.OfferTeam != upper.Team || on.OfferFrom != first.Team || on.OfferBy != tom || on.Requester != ann || len(on.Participants) != 2 {
		t.Errorf("%+v", on)
	}
	if len(k.Watchers) != 1 {
		t.Error("asking changed the ticket")
	}
}
