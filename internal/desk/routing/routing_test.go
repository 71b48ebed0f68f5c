package routing_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"secondline/internal/desk/routing"
	"secondline/internal/id"
)

var (
	now    = time.Date(2026, time.March, 16, 9, 0, 0, 0, time.UTC)
	tunnel = routing.Need{Certificate: 5, CertificateName: "Tunnel Master"}
	vpn    = routing.Need{Skill: "network.vpn", Grade: 3}
)

// mara can do everything, and change tells what she lacks.
func mara(change func(*routing.Agent)) routing.Agent {
	a := routing.Agent{
		Person: 1, Name: "Mara", Presence: "here", Team: 2, Preference: 1, Capacity: 5, Load: 1, Cleared: true,
		Grade:        func(skill string) int { return map[string]int{"network.vpn": 4}[skill] },
		Certificates: []routing.Certificate{{ID: 5, Name: "Tunnel Master", ValidFrom: now.AddDate(-1, 0, 0), ExpiresAt: now.AddDate(1, 0, 0)}},
	}
	change(&a)
	return a
}

func TestWhoCannotAndWhy(t *testing.T) {
	held := func(c routing.Certificate) func(*routing.Agent) {
		return func(a *routing.Agent) { a.Certificates = []routing.Certificate{c} }
	}
	for because, change := range map[string]func(*routing.Agent){
		"": func(*routing.Agent) {},
		"clearance: not cleared for this organisation":                             func(a *routing.Agent) { a.Cleared = false },
		"skill: does not know network.vpn":                                         func(a *routing.Agent) { a.Grade = func(string) int { return 0 } },
		"skill: network.vpn 2 of 5, needs 3":                                       func(a *routing.Agent) { a.Grade = func(string) int { return 2 } },
		"certificate: no Tunnel Master certificate":                                func(a *routing.Agent) { a.Certificates = nil },
		"certificate: no valid Tunnel Master certificate: expired 12 March 2026":   held(routing.Certificate{ID: 5, ExpiresAt: now.AddDate(0, 0, -4)}),
		"certificate: no valid Tunnel Master certificate: expired 16 March 2026":   held(routing.Certificate{ID: 5, ExpiresAt: now}),
		"certificate: no valid Tunnel Master certificate: valid from 1 April 2026": held(routing.Certificate{ID: 5, ValidFrom: time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)}),
		"load: full: 5 of 5 in hand":                                               func(a *routing.Agent) { a.Load = 5 },
		"load: full: 6 of 5 in hand":                                               func(a *routing.Agent) { a.Load = 6 },
	} {
		t.Run(because, func(t *testing.T) {
			fit, out := routing.Rank([]routing.Need{vpn, tunnel}, []routing.Agent{mara(change)}, now)
			if because == "" {
				if len(fit) != 1 || len(out) != 0 || fit[0].Fit != routing.Best || !fit[0].CertifiedUntil.Equal(now.AddDate(1, 0, 0)) {
					t.Errorf("fit %+v, out %+v", fit, out)
				}
				return
			}
			if len(fit) != 0 || len(out) != 1 || out[0].Because.Kind+": "+out[0].Because.Text != because {
				t.Errorf("fit %+v, out %+v", fit, out)
			}
		})
	}
}

func TestWhoIsBest(t *testing.T) {
	plain := func(name string, change func(*routing.Agent)) routing.Agent {
		return mara(func(a *routing.Agent) { a.Name = name; change(a) })
	}
	for better, pair := range map[string][2]func(*routing.Agent){
		"knows more":       {func(a *routing.Agent) { a.Grade = func(string) int { return 5 } }, func(*routing.Agent) {}},
		"has less in hand": {func(a *routing.Agent) { a.Load = 0 }, func(a *routing.Agent) { a.Load = 4 }},
		"is here":          {func(*routing.Agent) {}, func(a *routing.Agent) { a.Presence = "busy" }},
		"is here, and knows less": {func(a *routing.Agent) { a.Grade = func(string) int { return 3 } }, func(a *routing.Agent) {
			a.Presence, a.Grade, a.Load, a.SolvedAlike = "off", func(string) int { return 5 }, 0, 9
		}},
		"is busy, not away":   {func(a *routing.Agent) { a.Presence = "busy" }, func(a *routing.Agent) { a.Presence = "away" }},
		"solved such":         {func(a *routing.Agent) { a.SolvedAlike = 2 }, func(*routing.Agent) {}},
		"knows the customer":  {func(a *routing.Agent) { a.HelpedThem = 2 }, func(*routing.Agent) {}},
		"serves them first":   {func(*routing.Agent) {}, func(a *routing.Agent) { a.Preference = 3 }},
		"comes first by name": {func(a *routing.Agent) { a.Name = "Zed" }, func(a *routing.Agent) { a.Name = "Zoe" }},
	} {
		t.Run(better, func(t *testing.T) {
			a, b := plain("Zed", pair[0]), plain("Zoe", pair[1])
			for _, order := range [][]routing.Agent{{a, b}, {b, a}} {
				fit, _ := routing.Rank([]routing.Need{vpn}, order, now)
				if fit[0].Agent.Name != "Zed" || fit[0].Fit != routing.Best || fit[1].Fit == routing.Best {
					t.Errorf("%s is %s, %s is %s", fit[0].Agent.Name, fit[0].Fit, fit[1].Agent.Name, fit[1].Fit)
				}
			}
		})
	}
}

func TestWhoIsNotHereComesLater(t *testing.T) {
	fit, _ := routing.Rank(nil, []routing.Agent{mara(func(a *routing.Agent) { a.Presence = "off" })}, now)
	if fit[0].Fit != routing.Later || !slices.Contains(fit[0].Reasons, routing.Why{Kind: "presence", Text: "not here now"}) {
		t.Errorf("%+v", fit[0])
	}
}

func TestEveryPlaceCarriesItsReasons(t *testing.T) {
	fit, _ := routing.Rank([]routing.Need{vpn, tunnel}, []routing.Agent{mara(func(a *routing.Agent) { a.SolvedAlike, a.HelpedThem = 3, 1 })}, now)
	var said []string
	for _, w := range fit[0].Reasons {
		said = append(said, w.Text)
	}
	want := "network.vpn 4 of 5; Tunnel Master, valid to 16 March 2027; 1 of 5 in hand; solved 3 alike; helped this customer once; here now"
	if got := strings.Join(said, "; "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

// TestNobodyIneligibleIsEverRanked draws many teams at random: whoever is ranked
// meets every demand by a rule written apart, and the order never depends on how
// the agents were listed.
func TestNobodyIneligibleIsEverRanked(t *testing.T) {
	for range 20_000 {
		needs := []routing.Need{}
		if rand.IntN(2) == 0 {
			needs = append(needs, routing.Need{Skill: "a", Grade: 1 + rand.IntN(5)})
		}
		if rand.IntN(2) == 0 {
			needs = append(needs, tunnel)
		}
		agents := make([]routing.Agent, rand.IntN(6))
		for i := range agents {
			agents[i] = anybody(i)
		}
		fit, out := routing.Rank(needs, agents, now)
		if len(fit)+len(out) != len(agents) {
			t.Fatalf("%d agents, %d ranked, %d excluded", len(agents), len(fit), len(out))
		}
		for _, c := range fit {
			if !eligible(needs, c.Agent) {
				t.Fatalf("ranked though not eligible for %+v: %+v", needs, c.Agent)
			}
		}
		slices.Reverse(agents)
		again, _ := routing.Rank(needs, agents, now)
		if names(fit) != names(again) {
			t.Fatalf("%s, and turned round %s", names(fit), names(again))
		}
	}
}

func anybody(i int) routing.Agent {
	grade := rand.IntN(6)
	a := routing.Agent{
		Person: id.Person(i + 1), Name: fmt.Sprint("agent ", i%3), Presence: []string{"here", "away", "busy", "off"}[rand.IntN(4)],
		Grade: func(string) int { return grade }, Load: rand.IntN(6), Capacity: 1 + rand.IntN(5), Cleared: rand.IntN(4) > 0,
		HelpedThem: rand.IntN(9), SolvedAlike: rand.IntN(9), Preference: rand.IntN(4),
	}
	for range rand.IntN(2) {
		a.Certificates = append(a.Certificates, routing.Certificate{
			ID: id.Certification(4 + rand.IntN(2)), ValidFrom: now.AddDate(0, 0, rand.IntN(3)-1), ExpiresAt: now.AddDate(0, 0, rand.IntN(5)-1),
		})
	}
	return a
}

func eligible(needs []routing.Need, a routing.Agent) bool {
	for _, n := range needs {
		valid := slices.ContainsFunc(a.Certificates, func(c routing.Certificate) bool {
			return c.ID == n.Certificate && !now.Before(c.ValidFrom) && now.Before(c.ExpiresAt)
		})
		if n.Skill != "" && a.Grade(n.Skill) < n.Grade || n.Skill == "" && !valid {
			return false
		}
	}
	return a.Cleared && a.Load < a.Capacity
}

func names(list []routing.Candidate) string {
	var out []string
	for _, c := range list {
		out = append(out, fmt.Sprint(c.Agent.Name, "/", c.Agent.Person, "/", c.Fit))
	}
	return strings.Join(out, " ")
}

func TestRankTouchesNothing(t *testing.T) {
	agents := []routing.Agent{mara(func(*routing.Agent) {}), mara(func(a *routing.Agent) { a.Person = 2; a.Load = 0 })}
	before := []id.Person{agents[0].Person, agents[1].Person}
	routing.Rank([]routing.Need{vpn}, agents, now)
	if !reflect.DeepEqual(before, []id.Person{agents[0].Person, agents[1].Person}) {
		t.Error("ranking reordered what it was given")
	}
}
