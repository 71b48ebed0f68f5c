package clocks_test

import (
	"testing"
	"time"

	"secondline/internal/desk/clock"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
	"secondline/internal/kit/openhours"
	"secondline/internal/view/clocks"
)

const (
	first  id.Team = 1
	second id.Team = 2
)

var nine = time.Date(2026, 3, 4, 9, 0, 0, 0, time.UTC)

// promised is a desk that is always open and promises what the table says.
func promised(targets ...clock.Target) clock.History {
	for i := range targets {
		targets[i].ID, targets[i].Calendar = id.Target(i+1), 1
		if targets[i].Warn == 0 {
			targets[i].Warn = 75
		}
	}
	return clock.History{{
		ID: 1, Since: nine.Add(-time.Hour), Targets: targets,
		Calendars: map[id.Calendar]clock.Hours{1: {ID: 1, Name: "Always", Open: openhours.Always()}},
	}}
}

// desk promises four hours to the customer, two for first line, a quarter of an
// hour to accept and one hour for second line.
func desk() clock.History {
	return promised(
		clock.Target{Name: "Solve", Clock: clock.Resolution, Length: 4 * time.Hour, PauseOn: []string{"customer"}},
		clock.Target{Name: "Fix", Clock: clock.TeamWork, Length: 2 * time.Hour},
		clock.Target{Name: "Second line fixes", Clock: clock.TeamWork, Team: second, Length: time.Hour},
		clock.Target{Name: "Accept", Clock: clock.Acknowledge, Length: 15 * time.Minute},
	)
}

// held is a ticket that first line has since nine.
func held() *ticket.Ticket {
	return &ticket.Ticket{
		State: ticket.Open, Priority: 3, Place: ticket.Place{Team: first, Rank: 1},
		Runs: []ticket.Run{{Clock: ticket.Resolution, From: nine}, {Clock: ticket.TeamWork, Team: first, From: nine}},
	}
}

func TestWhatTheClocksDoWhenHandedOver(t *testing.T) {
	at := func(s string) time.Time {
		v, err := time.Parse("15:04", s)
		if err != nil {
			t.Fatal(err)
		}
		return nine.Truncate(24 * time.Hour).Add(time.Duration(v.Hour())*time.Hour + time.Duration(v.Minute())*time.Minute)
	}
	for _, c := range []struct {
		now, accept, fix string
		short            bool
	}{
		{"10:00", "10:15", "11:15", false},
		{"11:45", "12:00", "13:00", false}, // to the minute
		{"11:46", "12:01", "13:01", true},
	} {
		w := clocks.Watch{History: desk(), Now: at(c.now)}
		h := w.HandedTo(held(), second)
		if h.Accept == nil || !h.Accept.DueAt.Equal(at(c.accept)) || h.Accept.Length != "PT15M" {
			t.Errorf("at %s the answer is due %+v", c.now, h.Accept)
		}
		if h.Fix == nil || !h.Fix.DueAt.Equal(at(c.fix)) || h.Fix.Target != "Second line fixes" {
			t.Errorf("at %s the work is due %+v", c.now, h.Fix)
		}
		if h.Own == nil || h.Own.Kind != "work" || h.Promise == nil || !h.Promise.DueAt.Equal(at("13:00")) || h.Short != c.short {
			t.Errorf("at %s: own %+v, promise %+v, short %v", c.now, h.Own, h.Promise, h.Short)
		}
	}
}

func TestNothingIsForeseenWhereNothingIsPromised(t *testing.T) {
	h := clocks.Watch{Now: nine}.HandedTo(held(), second)
	if h.Own != nil || h.Accept != nil || h.Fix != nil || h.Promise != nil || h.Short {
		t.Errorf("it foresees %+v", h)
	}
}

// Amber begins at the warning or with an hour left; what is short is calm until
// its warning.
func TestWhenAClockTurnsAmber(t *testing.T) {
	for _, c := range []struct {
		length time.Duration
		after  time.Duration
	}{
		{15 * time.Minute, 11*time.Minute + 15*time.Second},
		{119 * time.Minute, 89*time.Minute + 15*time.Second},
		{2 * time.Hour, time.Hour},
		{4 * time.Hour, 3 * time.Hour},
		{40 * time.Hour, 30 * time.Hour},
	} {
		history := promised(clock.Target{Clock: clock.Resolution, Length: c.length})
		for _, now := range []struct {
			at    time.Duration
			state string
		}{{c.after - 1, clocks.OK}, {c.after, clocks.Soon}, {c.length - 1, clocks.Soon}, {c.length, clocks.Late}} {
			b := clocks.Watch{History: history, Now: nine.Add(now.at)}.Next(held())
			if b == nil || b.State != now.state || !b.SoonAt.Equal(nine.Add(c.after)) {
				t.Errorf("%s after %s: %+v, want %s", c.length, now.at, b, now.state)
			}
		}
	}
}

// A row shows what runs out first; if all pause, the one with the least left, and
// whom it waits for; of a ticket that is done, none.
func TestTheClockOfARow(t *testing.T) {
	w := clocks.Watch{History: desk(), Now: nine.Add(time.Minute)}
	if b := w.Next(held()); b == nil || b.Kind != "work" || b.Promise != "OLA" {
		t.Errorf("the row shows %+v", b)
	}
	waits := held()
	waits.State, waits.WaitingOn = ticket.Waiting, ticket.OnCustomer
	waits.Walk.Spans = []ticket.Span{{Rank: 1, Team: first, Wait: ticket.OnCustomer, From: nine}}
	if b := w.Next(waits); b == nil || b.State != clocks.Paused || b.PausedOn != "customer" || b.DueAt != nil || b.Kind != "work" {
		t.Errorf("the row of one that waits shows %+v", b)
	}
	done := held()
	done.State = ticket.Resolved
	if b := w.Next(done); b != nil {
		t.Errorf("the row of one that is solved shows %+v", b)
	}
}
