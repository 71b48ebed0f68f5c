package routing_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"secondline/internal/desk/routing"
	"secondline/internal/id"
)

// drawn is how many assignments TestNobodyIneligibleIsEverGivenWork draws:
// invariant 19 asks for a million.
const drawn = 1_000_000

// TestNobodyIneligibleIsEverGivenWork gives a million pieces of work to whoever
// routing puts first in teams drawn at random, and holds each against a rule
// that is written apart, from what the domain says and not from the code. Whoever
// is first takes it, so hands fill up and empty as they go.
func TestNobodyIneligibleIsEverGivenWork(t *testing.T) {
	n := drawn
	if testing.Short() {
		n /= 20
	}
	r := rand.New(rand.NewPCG(19, 1_000_000))
	var given, nobody, stretches int
	for given < n {
		crew := newCrew(r)
		for range 40 {
			d := anyDemand(r)
			fit, out := routing.Rank(d, crew, routing.Defaults(), routing.Strict, now)
			if len(fit)+len(out) != len(crew) {
				t.Fatalf("%d agents, %d ranked, %d excluded", len(crew), len(fit), len(out))
			}
			rightlyOut(t, d, out, crew)
			if len(fit) == 0 {
				nobody++
				moves(r, crew)
				continue
			}
			if !eligible(d, fit[0].Agent, crew) {
				t.Fatalf("given to %+v, who is not eligible for %+v", fit[0].Agent, d)
			}
			if fit[0].Mentor != 0 {
				stretches++
			}
			given++
			crew[fit[0].Agent.Person-1].Hand[d.Priority]++
			crew[fit[0].Agent.Person-1].Here[d.Priority]++
			moves(r, crew)
		}
	}
	t.Logf("%d assignments, none to anybody ineligible; nobody could take %d; %d were a stretch", given, nobody, stretches)
	if nobody == 0 || nobody > 3*n || stretches == 0 {
		t.Errorf("the draw is lopsided: nobody %d, stretches %d", nobody, stretches)
	}
}

// rightlyOut wants everybody who is excluded to be ineligible.
func rightlyOut(t *testing.T, d routing.Demand, out []routing.Excluded, crew []routing.Agent) {
	t.Helper()
	for _, x := range out {
		if eligible(d, x.Agent, crew) {
			t.Fatalf("%s is excluded (%s), though nothing bars them from %+v", x.Agent.Name, x.Because.Text, d)
		}
	}
}

// newCrew draws a team of two to four.
func newCrew(r *rand.Rand) []routing.Agent {
	crew := make([]routing.Agent, 2+r.IntN(3))
	for i := range crew {
		crew[i] = anybody(r, i)
	}
	return crew
}

func anybody(r *rand.Rand, i int) routing.Agent {
	grades := map[string]int{"a": r.IntN(6), "b": r.IntN(6)}
	wants := r.IntN(2) == 0
	a := routing.Agent{
		Person: id.Person(i + 1), Name: fmt.Sprint("agent ", i%3), Team: 7, Preference: r.IntN(4), Share: 100 - 20*r.IntN(6)*r.IntN(2),
		Silent: r.IntN(30) == 0, Cleared: r.IntN(15) > 0, Presence: presences[r.IntN(len(presences))], Capacity: r.IntN(20),
		Shift: routing.Shift{Off: r.IntN(12) == 0}, Grade: func(s string) int { return grades[s] }, Wants: func(string) bool { return wants },
		HelpedThem: r.IntN(9), SolvedAlike: r.IntN(9), Given: r.IntN(4), Languages: []string{"en"},
	}
	if r.IntN(40) == 0 {
		a.Team = 0
	}
	for range r.IntN(3) {
		a.Certificates = append(a.Certificates, routing.Certificate{
			ID: id.Certification(4 + r.IntN(2)), ValidFrom: now.AddDate(0, 0, r.IntN(3)-1), ExpiresAt: now.AddDate(0, 0, r.IntN(5)-1),
		})
	}
	a.Certificates = slices.CompactFunc(a.Certificates, func(x, y routing.Certificate) bool { return x.ID == y.ID })
	return a
}

// presences are drawn from, so that most of the people are here.
var presences = []string{"here", "here", "here", "here", "here", "here", "away", "busy", "off"}

func anyDemand(r *rand.Rand) routing.Demand {
	d := routing.Demand{Priority: 1 + r.IntN(4), Language: []string{"", "en", "de"}[r.IntN(3)]}
	for _, s := range []string{"a", "b"} {
		if r.IntN(3) == 0 {
			d.Needs = append(d.Needs, routing.Need{Skill: s, Grade: 1 + r.IntN(3)})
		}
	}
	if r.IntN(12) == 0 {
		d.Needs = append(d.Needs, tunnel)
	}
	return d
}

// moves lets life go on: people finish work, go on a break, come and go.
func moves(r *rand.Rand, crew []routing.Agent) {
	i := r.IntN(len(crew))
	switch r.IntN(8) {
	case 0, 1, 2:
		crew[i].Hand, crew[i].Here = routing.Hand{}, routing.Hand{}
	case 3:
		crew[i].Presence = presences[r.IntN(len(presences))]
	case 4:
		crew[i].Shift.Off = r.IntN(12) == 0
	}
}

// eligible is the rule of the domain, written from domain.md and not from the code.
func eligible(d routing.Demand, a routing.Agent, crew []routing.Agent) bool {
	weigh := [5]float64{0, 2, 1.5, 1, 1}
	var all, here float64
	for p := 1; p <= 4; p++ {
		all += weigh[p] * float64(a.Hand[p])
		here += weigh[p] * float64(a.Here[p])
	}
	room := all < float64(a.Capacity) && (a.Share == 100 || here < float64(a.Share)*float64(a.Capacity)/100)
	if a.Team == 0 || a.Silent || !a.Cleared || a.Shift.Off || a.Presence != "here" || !room {
		return false
	}
	short := 0
	for _, n := range d.Needs {
		switch {
		case n.Skill == "" && !proves(a, n.Certificate):
			return false
		case n.Skill == "" || a.Grade(n.Skill) >= n.Grade:
		case a.Grade(n.Skill) == n.Grade-1 && a.Grade(n.Skill) > 0 && a.Wants(n.Skill) && d.Priority > 2 && taught(n, a, crew):
			short++
		default:
			return false
		}
	}
	return short <= 1
}

func proves(a routing.Agent, c id.Certification) bool {
	i := slices.IndexFunc(a.Certificates, func(h routing.Certificate) bool { return h.ID == c })
	return i >= 0 && !now.Before(a.Certificates[i].ValidFrom) && now.Before(a.Certificates[i].ExpiresAt)
}

func taught(n routing.Need, a routing.Agent, crew []routing.Agent) bool {
	return slices.ContainsFunc(crew, func(m routing.Agent) bool {
		return m.Team == a.Team && m.Grade(n.Skill) >= n.Grade+1 && m.Presence == "here" && !m.Shift.Off && m.Cleared && !m.Silent
	})
}

// The order never depends on how the agents were listed.
func TestTheOrderIsTheSameHoweverTheyAreListed(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 5_000 {
		crew, d := newCrew(r), anyDemand(r)
		for _, s := range []routing.Strictness{routing.Strict, routing.Advise} {
			fit, _ := routing.Rank(d, crew, routing.Defaults(), s, now)
			turned := slices.Clone(crew)
			r.Shuffle(len(turned), func(i, j int) { turned[i], turned[j] = turned[j], turned[i] })
			again, _ := routing.Rank(d, turned, routing.Defaults(), s, now)
			if names(fit) != names(again) {
				t.Fatalf("%s, and turned round %s", names(fit), names(again))
			}
		}
	}
}

func names(list []routing.Candidate) string {
	var out []string
	for _, c := range list {
		out = append(out, fmt.Sprint(c.Agent.Name, "/", c.Agent.Person, "/", c.Fit))
	}
	return strings.Join(out, " ")
}
