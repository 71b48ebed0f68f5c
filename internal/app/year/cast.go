package year

import (
	"fmt"
	"math/rand/v2"
	"time"

	"secondline/internal/desk/clock"
	"secondline/internal/desk/routing"
	"secondline/internal/desk/shift"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
	"secondline/internal/kit/openhours"
)

// An agent of the simulated desk.
type agent struct {
	id       id.Person
	name     string
	team     *team
	roster   shift.Roster
	skills   map[string]int
	wants    map[string]bool
	proof    time.Time // when their certificate lapses; zero: they hold none
	presence string
	language string
	cleared  map[id.Organisation]bool
	hand     map[id.Ticket]*life
	given    []time.Time

	asked, holds, until time.Time // of the roster
	on                  bool
}

type team struct {
	id      id.Team
	name    string
	rank    int
	skill   string // what it is there for; "" for first line
	members []*agent
	undealt []*life
}

func (t *team) place() ticket.Place { return ticket.Place{Team: t.id, Rank: t.rank} }

// The certificate that some of the network work demands.
const networkProof id.Certification = 7

// A matter is what tickets are about: a service, and what it needs above first
// line.
type matter struct {
	service id.Service
	name    string
	skill   string
	above   []*team // the teams for it, from the second line up
	proof   bool    // demands the certificate
}

// zone is where the desk works; its clocks change twice in the year.
var zone = func() *time.Location {
	z, err := openhours.LoadZone("Europe/Vienna")
	if err != nil {
		panic("the zone of the simulated desk is unknown: " + err.Error())
	}
	return z
}()

func (y *desk) moveIn() {
	first := &team{id: 1, name: "First line", rank: 1}
	network := &team{id: 2, name: "Network", rank: 2, skill: "network"}
	office := &team{id: 3, name: "Office", rank: 2, skill: "m365"}
	experts := &team{id: 4, name: "Experts", rank: 3, skill: "systems"}
	y.teams = []*team{first, network, office, experts}
	y.matters = []matter{
		{1, "Email", "m365", []*team{office, experts}, false},
		{2, "VPN", "network", []*team{network, experts}, true},
		{3, "Devices", "", []*team{office}, false},
		{4, "Payroll", "m365", []*team{office, experts}, false},
		{5, "Wi-Fi", "network", []*team{network, experts}, false},
	}
	sizes := map[*team]int{first: 24, network: 9, office: 9, experts: 8}
	for _, t := range y.teams {
		for range sizes[t] {
			y.hire(t)
		}
	}
}

func (y *desk) hire(t *team) {
	n := len(y.agents) + 1
	a := &agent{
		id: id.Person(n), name: fmt.Sprintf("Agent %02d", n), team: t, presence: "off", language: pick(y.rnd, "en", "en", "de", "fr"),
		skills: map[string]int{}, wants: map[string]bool{}, cleared: map[id.Organisation]bool{}, hand: map[id.Ticket]*life{},
	}
	for _, s := range []string{"network", "m365", "systems"} {
		switch {
		case s == t.skill:
			a.skills[s] = 2 + y.rnd.IntN(4)
			a.wants[s] = a.skills[s] == 2
		case y.rnd.IntN(4) == 0:
			a.skills[s], a.wants[s] = 1+y.rnd.IntN(2), true
		}
	}
	if t.skill == "network" || t.skill == "systems" {
		if y.rnd.IntN(3) > 0 {
			a.proof = y.begins.AddDate(0, 3+y.rnd.IntN(18), y.rnd.IntN(28)) // some lapse within the year
		}
	}
	for org := range customers {
		if org%7 != n%7 {
			a.cleared[id.Organisation(org+1)] = true
		}
	}
	a.roster = roster(a.id, n, y.rnd, y.begins)
	t.members = append(t.members, a)
	y.agents = append(y.agents, a)
}

// roster gives early and late weeks in turn, and a few weeks off.
func roster(who id.Person, n int, rnd *rand.Rand, begins time.Time) shift.Roster {
	since := shift.DayOf(begins.In(zone))
	r := shift.Roster{Zone: zone, Since: since}
	for day := 1; day <= 5; day++ {
		for week, starts := range []int{7 * 60, 10 * 60} {
			r.Shifts = append(r.Shifts, shift.Shift{
				Person: who, Weekday: day, Starts: starts, Ends: starts + 8*60 + 30, Cycle: 2, Week: (week + n) % 2, Since: since,
			})
		}
	}
	for range 5 {
		from := begins.AddDate(0, 0, rnd.IntN(360))
		r.Exceptions = append(r.Exceptions, shift.Exception{Person: who, Kind: shift.Away, From: from, To: from.AddDate(0, 0, 2+rnd.IntN(6))})
	}
	return r
}

// policy promises something for every clock, on a calendar with a lunch break,
// holidays and the hours of a shop, and around the clock for what is urgent.
func policy(begins time.Time) clock.History {
	day := []openhours.Window{{From: 8 * 60, To: 12 * 60}, {From: 13 * 60, To: 18 * 60}}
	office := openhours.Hours{Zone: zone, Week: openhours.Week{day, day, day, day, day}, Closed: map[openhours.Day]bool{}}
	for _, d := range []string{"2026-01-01", "2026-01-06", "2026-04-06", "2026-05-01", "2026-10-26", "2026-12-08", "2026-12-25"} {
		if closed, err := openhours.ParseDay(d); err == nil {
			office.Closed[closed] = true
		}
	}
	p := clock.Policy{ID: 1, Since: begins, Calendars: map[id.Calendar]clock.Hours{
		1: {ID: 1, Name: "Office hours", Open: office}, 2: {ID: 2, Name: "Around the clock", Open: openhours.Always()},
	}}
	add := func(k clock.Kind, priority int, on id.Calendar, length time.Duration) {
		p.Targets = append(p.Targets, clock.Target{
			ID: id.Target(len(p.Targets) + 1), Name: fmt.Sprintf("%s P%d", k, priority), Clock: k, Priority: priority, Calendar: on, Length: length,
			Warn: 75, PauseOn: []string{"customer"},
		})
	}
	for i, hours := range []time.Duration{1, 4, 8, 16} {
		on := id.Calendar(1)
		if i == 0 {
			on = 2
		}
		add(clock.FirstResponse, i+1, on, hours*time.Hour/2)
		add(clock.NextResponse, i+1, on, hours*time.Hour)
		add(clock.Resolution, i+1, on, 5*hours*time.Hour)
		add(clock.Acknowledge, i+1, on, hours*time.Hour/4)
		add(clock.TeamWork, i+1, on, 2*hours*time.Hour)
	}
	return clock.History{p}
}

// seen is an agent as routing looks at them for a ticket.
func (y *desk) seen(a *agent, l *life) routing.Agent {
	var hand routing.Hand
	for _, other := range a.hand {
		if other.t.State != ticket.Waiting {
			hand[other.t.Priority]++
		}
	}
	on, until := a.duty(y.now)
	out := routing.Agent{
		Person: a.id, Name: a.name, Team: a.team.id, Preference: 1, Share: 100, Cleared: a.cleared[l.t.Organisation], Presence: a.presence,
		Shift: routing.Shift{Off: !on, Turn: until}, Zone: zone, Capacity: 5, Hand: hand, Here: hand, Grade: func(s string) int { return a.skills[s] },
		Wants: func(s string) bool { return a.wants[s] }, Languages: []string{a.language}, Given: a.lately(y.now), KnowsIt: l.had[a.id],
	}
	if !a.proof.IsZero() {
		out.Certificates = []routing.Certificate{{ID: networkProof, Name: "Network professional", ExpiresAt: a.proof}}
	}
	return out
}

// duty asks the roster once for as long as its answer holds: to the end of the
// shift, or for the quarter of an hour within which none begins.
func (a *agent) duty(now time.Time) (on bool, until time.Time) {
	if now.Before(a.asked) || !now.Before(a.holds) {
		on, until = a.roster.On(now)
		a.asked, a.on, a.until = now, on, until
		a.holds = now.Truncate(15 * time.Minute).Add(15 * time.Minute)
	}
	return a.on, a.until
}

// lately is how many tickets they were given within a day.
func (a *agent) lately(now time.Time) int {
	for len(a.given) > 0 && now.Sub(a.given[0]) > 24*time.Hour {
		a.given = a.given[1:]
	}
	return len(a.given)
}

func pick[T any](rnd *rand.Rand, of ...T) T { return of[rnd.IntN(len(of))] }
