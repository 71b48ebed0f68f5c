package portalview_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"secondline/internal/db"
	"secondline/internal/desk/clock"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
	"secondline/internal/kit/openhours"
	"secondline/internal/view/portalview"
)

// promises makes the desk promise an answer in one hour and a solution in four,
// round the clock; what it promises between its teams bears a secret.
func (s *story) promises() {
	s.t.Helper()
	ctx := context.Background()
	err := s.d.Tx(ctx, func(h db.Handle) error {
		_, err := h.Exec(ctx, `INSERT INTO calendar (id, name, name_key, time_zone, windows, standard) VALUES (71, 'CANARY', 'canary', 'UTC', ?, ?)`,
			db.JSON(openhours.Always().Week), true)
		if err != nil {
			return err
		}
		for i, t := range []clock.Target{
			{Clock: clock.FirstResponse, Length: time.Hour},
			{Clock: clock.NextResponse, Length: time.Hour},
			{Clock: clock.Resolution, Length: 4 * time.Hour, PauseOn: []string{"customer"}},
			{Clock: clock.TeamWork, Length: time.Minute},
			{Clock: clock.Acknowledge, Length: time.Minute},
		} {
			t.ID, t.Name, t.Calendar, t.Warn = id.Target(i+1), canary, 71, 75
			if err := clock.Insert(ctx, h, t); err != nil {
				return err
			}
		}
		_, err = clock.Publish(ctx, h, 81, at("08:00"))
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
}

func when(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.UTC().Format("15:04")
}

// said writes promises down: "answer 09:53", "solution 13:05 was 12:53 waited".
func said(list []portalview.Promise) string {
	var out []string
	for _, p := range list {
		words := []string{string(p.Of), when(p.By)}
		if p.Over {
			words = append(words, "over")
		}
		if !p.Was.IsZero() {
			words = append(words, "was", when(p.Was))
		}
		if p.Waited {
			words = append(words, "waited")
		}
		out = append(out, strings.Join(words, " "))
	}
	return strings.Join(out, ", ")
}

func TestWhatWasPromised(t *testing.T) {
	tell(t, func(s *story) {
		s.promises()
		tk := s.opens(1001, northpike, anouk, "Video calls drop", "08:53")
		wants := func(want string) {
			t.Helper()
			r := s.sees(actor(anouk, northpike), tk)
			if got := said(r.Promises); got != want {
				t.Errorf("she reads %q, want %q", got, want)
			}
			lists, err := s.window.Lists(context.Background(), actor(anouk, northpike), portalview.Wish{})
			if err != nil {
				t.Fatal(err)
			}
			first, _, _ := strings.Cut(want, ",")
			for _, l := range append(lists.OnYou, lists.Open...) {
				if got := said([]portalview.Promise{*l.Promise}); got != first {
					t.Errorf("her list says %q, want %q", got, first)
				}
			}
			if all, err := json.Marshal([]any{r, lists}); err != nil || strings.Contains(strings.ToUpper(string(all)), canary) {
				t.Errorf("a secret is in what a customer is given (%v): %s", err, all)
			}
		}
		s.clock.Set(at("09:00"))
		wants("answer 09:53, solution 12:53")
		s.clock.Set(at("09:53"))
		wants("answer 09:53 over, solution 12:53")
		s.happens(tk, asTobin, "10:00", &ticket.Replied{Body: "I look at it."})
		s.clock.Set(at("10:00"))
		wants("solution 12:53")
		s.happens(tk, asTobin, "10:10", &ticket.Waited{On: ticket.OnCustomer, Question: "Which room?"})
		s.clock.Set(at("10:20"))
		wants("solution - waited")
		s.happens(tk, asAnouk, "10:30", &ticket.Replied{Body: "The hall.", ByCustomer: true}, &ticket.Resumed{})
		s.clock.Set(at("10:31"))
		wants("answer 11:30, solution 13:13 was 12:53 waited")
		s.happens(tk, asMara, "10:40", &ticket.ResolvedAs{Code: ticket.Solved, Message: "Done."})
		if r := s.sees(actor(anouk, northpike), tk); len(r.Promises) > 0 {
			t.Errorf("of a solved request she still reads %q", said(r.Promises))
		}
	})
}

// A promise that moved is said, with both its times and without our reason; those
// between teams are never.
func TestPromisesThatMoved(t *testing.T) {
	tell(t, func(s *story) {
		s.promises()
		tk := s.opens(1001, northpike, anouk, "Video calls drop", "08:53")
		s.happens(tk, asTobin, "09:00", &ticket.Replied{Body: "I look at it."})
		h := s.handsOver(tk, "09:10")
		s.takes(tk, h, "09:20", "because")
		s.clock.Set(at("09:30"))
		if p := passing(t, s.sees(actor(anouk, northpike), tk)); when(p.On) != "12:53" {
			t.Errorf("the passing says that the promise of %s stays", when(p.On))
		}
		s.happens(tk, asTobin, "09:40",
			&ticket.ClockMoved{Run: 1, Clock: ticket.Resolution, From: at("11:00"), To: at("12:53"), Because: canary},
			&ticket.ClockMoved{Run: 2, Clock: ticket.TeamWork, From: at("10:00"), To: at("10:30"), Because: canary})
		r := s.sees(actor(anouk, northpike), tk)
		var moved []portalview.Post
		for _, p := range r.Posts {
			if p.Kind == portalview.MovedIt {
				moved = append(moved, p)
			}
		}
		if len(moved) != 1 || moved[0].Of != portalview.Solution || when(moved[0].Was) != "11:00" || when(moved[0].On) != "12:53" {
			t.Errorf("the conversation says %+v", moved)
		}
		if all, err := json.Marshal(r); err != nil || strings.Contains(strings.ToUpper(string(all)), canary) {
			t.Errorf("our reason is told (%v): %s", err, all)
		}
		if p := passing(t, r); !p.On.IsZero() {
			t.Errorf("the passing still says that the promise of %s stays", when(p.On))
		}
	})
}

func passing(t *testing.T, r portalview.Request) portalview.Post {
	t.Helper()
	for _, p := range r.Posts {
		if p.Kind == portalview.Passed {
			return p
		}
	}
	t.Fatal("nobody passed it on")
	return portalview.Post{}
}
