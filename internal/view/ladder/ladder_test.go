package ladder_test

import (
	"encoding/json"
	"testing"
	"time"

	"secondline/internal/desk/ticket"
	"secondline/internal/id"
	"secondline/internal/view/ladder"
)

var nine = time.Date(2026, 3, 16, 9, 0, 0, 0, time.UTC)

func at(minutes int) time.Time { return nine.Add(time.Duration(minutes) * time.Minute) }

const (
	first  id.Team = 1
	second id.Team = 2
	build  id.Team = 9
)

// walked adds up a day: handed up, sent back, handed up again, taken, made to
// wait, sent to the project team, and solved.
func walked(t *testing.T, until int) *ticket.Ticket {
	t.Helper()
	l1, l2 := ticket.Place{Team: first, Rank: 1}, ticket.Place{Team: second, Rank: 2}
	project := ticket.Place{Team: build, Rank: 2, Project: true}
	day := []struct {
		minute int
		fact   ticket.Fact
	}{
		{0, &ticket.Opened{Subject: "VPN", Place: l1, Impact: 3, Urgency: 3, Priority: 3}},
		{10, &ticket.HandedOver{Handover: 1, Direction: "up", From: l1, To: l2, By: 7}},
		{15, &ticket.Returned{Handover: 1, Reason: "missing_information", Note: "which?", Back: l1}},
		{20, &ticket.HandedOver{Handover: 2, Direction: "up", From: l1, To: l2, By: 7}},
		{22, &ticket.Withdrawn{Handover: 2, Back: l1}},
		{30, &ticket.HandedOver{Handover: 3, Direction: "up", From: l1, To: l2, By: 7}},
		{40, &ticket.Accepted{Handover: 3, To: l2, Person: 8}},
		{60, &ticket.Waited{On: ticket.OnVendor}},
		{90, &ticket.Resumed{}},
		{100, &ticket.HandedOver{Handover: 4, Direction: "project", From: l2, To: project, By: 8}},
		{110, &ticket.Accepted{Handover: 4, To: project}},
		{200, &ticket.ResolvedAs{Code: ticket.Solved, Message: "done", Cause: "cable"}},
	}
	var entries []ticket.Entry
	for i, e := range day {
		if e.minute <= until {
			entries = append(entries, ticket.Entry{ID: id.Entry(i + 1), Ticket: 5, Seq: int64(i + 1), At: at(e.minute), Fact: e.fact})
		}
	}
	return ticket.Fold(entries)
}

func same(t *testing.T, got any, want string) {
	t.Helper()
	b, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	if string(b) != want {
		t.Errorf("got  %s\nwant %s", b, want)
	}
}

func TestSpark(t *testing.T) {
	for _, c := range []struct {
		until int
		want  string
	}{
		{0, `{"seen":[1],"now":1,"returns":0,"paused":false,"solved":false}`},
		{10, `{"seen":[1],"now":1,"offered":2,"returns":0,"paused":false,"solved":false}`},
		{15, `{"seen":[1],"now":1,"returns":1,"paused":false,"solved":false}`},
		{22, `{"seen":[1],"now":1,"returns":1,"paused":false,"solved":false}`},
		{40, `{"seen":[1,2],"now":2,"returns":1,"paused":false,"solved":false}`},
		{60, `{"seen":[1,2],"now":2,"returns":1,"paused":true,"solved":false}`},
		{110, `{"seen":[1,2],"now":2,"returns":1,"paused":true,"solved":false}`}, // the project team: beside the ladder
		{200, `{"seen":[1,2],"now":2,"returns":1,"paused":false,"solved":true}`},
	} {
		same(t, ladder.SparkOf(walked(t, c.until)), c.want)
	}
}

var names = ladder.Names{
	Rungs: []ladder.Rung{{Rank: 0, Name: "Self"}, {Rank: 1, Name: "First"}, {Rank: 2, Name: "Second"}},
	Team:  func(t id.Team) string { return map[id.Team]string{first: "Desk", second: "Net", build: "Build"}[t] },
}

func TestLadder(t *testing.T) {
	l := ladder.Of(walked(t, 200), names, at(500))
	same(t, l.Rungs, `[{"rank":0,"name":"Self","held_us":0},{"rank":1,"name":"First","held_us":2400000000},{"rank":2,"name":"Second","held_us":2400000000}]`)
	same(t, l.Waits, `[{"on":"project","us":5400000000},{"on":"vendor","us":1800000000}]`)
	same(t, l.AgeUS, `12000000000`) // solved at 200 minutes, it ages no more
	same(t, l.Hops, `[`+
		`{"at":"2026-03-16T09:10:00Z","kind":"up","from_rank":1,"to_rank":2},`+
		`{"at":"2026-03-16T09:15:00Z","kind":"return","from_rank":2,"to_rank":1},`+
		`{"at":"2026-03-16T09:30:00Z","kind":"up","from_rank":1,"to_rank":2},`+
		`{"at":"2026-03-16T10:40:00Z","kind":"project","from_rank":2,"to_rank":2}]`)
	var kinds []string
	for _, s := range l.Stays {
		kinds = append(kinds, s.Kind+" "+s.Team.Name+" "+s.On)
	}
	same(t, kinds, `["held Desk ","offered Net ","offered Net ","held Net ","waiting Net vendor","held Net ","offered Build ","project Build project","solved Build solved"]`)
	if l.Returns != 1 {
		t.Errorf("%d returns", l.Returns)
	}
}

// What is held and what is waited for is the age, at every moment.
func TestLadderAddsUp(t *testing.T) {
	for minute := range 260 {
		tk := walked(t, minute)
		l := ladder.Of(tk, names, at(minute))
		sum := int64(0)
		for _, r := range l.Rungs {
			sum += r.HeldUS
		}
		for _, w := range l.Waits {
			sum += w.US
		}
		if sum != l.AgeUS {
			t.Fatalf("after %d minutes: %d held and waited, %d old", minute, sum, l.AgeUS)
		}
		want := at(min(minute, 200)).Sub(nine).Microseconds()
		if l.AgeUS != want {
			t.Fatalf("after %d minutes: %d old, want %d", minute, l.AgeUS, want)
		}
	}
}

// A rung that was archived since still shows the time that it held.
func TestLadderKeepsOldRungs(t *testing.T) {
	l := ladder.Of(walked(t, 40), ladder.Names{Team: names.Team}, at(50))
	same(t, l.Rungs, `[{"rank":1,"name":"","held_us":2400000000},{"rank":2,"name":"","held_us":600000000}]`)
	if to := l.Stays[len(l.Stays)-1].To; to != nil {
		t.Errorf("the last stay still runs, but it ends at %s", to)
	}
}
