package year

import (
	"container/heap"
	"fmt"
	"math/rand/v2"
	"time"

	"secondline/internal/desk/clock"
	"secondline/internal/desk/routing"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
)

const customers = 40

// A desk lives through its year.
type desk struct {
	rnd     *rand.Rand
	begins  time.Time
	ends    time.Time
	now     time.Time
	turns   turns
	booked  int
	history clock.History
	weights routing.Weights
	teams   []*team
	matters []matter
	agents  []*agent
	lives   []*life
	next    id.Handover
	figures Figures
	broken  []string // what did not hold
}

// A turn is something that happens at a time.
type turn struct {
	at    time.Time
	order int
	do    func()
}

type turns []turn

// Len, Less, Swap, Push and Pop make it a heap.
func (q turns) Len() int { return len(q) }

func (q turns) Less(i, j int) bool {
	if q[i].at.Equal(q[j].at) {
		return q[i].order < q[j].order
	}
	return q[i].at.Before(q[j].at)
}
func (q turns) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *turns) Push(x any)   { *q = append(*q, x.(turn)) }
func (q *turns) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}

// Live lets a desk live through the year 2026 with about so many tickets, and
// gives what it came to and what did not hold.
func Live(seed uint64, tickets int) (Figures, []string) {
	begins := time.Date(2026, time.January, 1, 0, 0, 0, 0, zone)
	y := &desk{
		rnd: rand.New(rand.NewPCG(seed, 1)), begins: begins, ends: begins.AddDate(1, 0, 0), now: begins,
		history: policy(begins), weights: routing.Defaults(), figures: Figures{SolvedAt: map[int]int{}, Clocks: map[string]int{}, Kept: map[string]int{}, Breaches: map[string]int{}},
	}
	y.moveIn()
	for d := begins; d.Before(y.ends); d = d.AddDate(0, 0, 1) {
		y.day(d, tickets)
	}
	for y.turns.Len() > 0 {
		t := heap.Pop(&y.turns).(turn)
		if !t.at.Before(y.ends) {
			break
		}
		y.now = t.at
		t.do()
	}
	y.now = y.ends
	for _, l := range y.lives {
		y.holds(l)
	}
	y.count()
	return y.figures, y.broken
}

func (y *desk) at(when time.Time, do func()) {
	y.booked++
	heap.Push(&y.turns, turn{when, y.booked, do})
}

func (y *desk) in(from, to time.Duration) time.Time {
	return y.now.Add(from + time.Duration(y.rnd.Int64N(int64(to-from))))
}

// day books what a day brings: who comes and goes, and what customers want.
func (y *desk) day(d time.Time, tickets int) {
	for hour := 7; hour <= 19; hour++ {
		y.at(time.Date(d.Year(), d.Month(), d.Day(), hour, 0, 0, 0, zone), y.comeAndGo)
	}
	weekend := d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
	n := tickets / 260
	if weekend {
		n /= 12
	}
	n += y.rnd.IntN(n/4 + 2)
	for range n {
		minute := 7*60 + (y.rnd.IntN(660)+y.rnd.IntN(660))/2
		at := time.Date(d.Year(), d.Month(), d.Day(), 0, minute, y.rnd.IntN(60), y.rnd.IntN(1_000_000)*1000, zone)
		y.at(at, y.opens)
	}
}

// comeAndGo lets people begin, go on breaks and leave; whoever has come can be
// given what waits.
func (y *desk) comeAndGo() {
	for _, a := range y.agents {
		on, _ := a.duty(y.now)
		switch {
		case !on && y.rnd.IntN(20) > 0: // some forget to sign off; their shift counts
			a.presence = "off"
		case on && y.rnd.IntN(9) == 0:
			a.presence = "away"
		case on:
			a.presence = "here"
		}
	}
	for _, t := range y.teams {
		y.deal(t)
	}
}

func (y *desk) fault(format string, args ...any) {
	if len(y.broken) < 20 {
		y.broken = append(y.broken, y.now.In(zone).Format("2 Jan 15:04 ")+fmt.Sprintf(format, args...))
	}
}

// record lets facts happen to a ticket, as flow/work does, and looks at what must
// hold after each.
func (y *desk) record(l *life, by ticket.By, facts ...ticket.Fact) {
	for _, f := range facts {
		e := ticket.Entry{Ticket: l.t.ID, Seq: l.t.Seq + 1, At: y.now, By: by, Audience: f.Audience(), Fact: f}
		l.t.Apply(e)
		l.entries = append(l.entries, e)
		y.figures.Facts++
	}
	y.oneOwner(l)
	y.setTimer(l)
}
