package routing_test

import (
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
		Person: 1, Name: "Mara", Presence: "here", Team: 2, Preference: 1, Share: 100, Capacity: 5, Hand: routing.Hand{3: 1}, Cleared: true,
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
		"":                                  func(*routing.Agent) {},
		"team: not a member of the team":    func(a *routing.Agent) { a.Team = 0 },
		"right: may not reply to customers": func(a *routing.Agent) { a.Silent = true },
		"clearance: not cleared for this organisation":                             func(a *routing.Agent) { a.Cleared = false },
		"skill: does not know network.vpn":                                         func(a *routing.Agent) { a.Grade = func(string) int { return 0 } },
		"skill: network.vpn 2 of 5, needs 3":                                       func(a *routing.Agent) { a.Grade = func(string) int { return 2 } },
		"certificate: no Tunnel Master certificate":                                func(a *routing.Agent) { a.Certificates = nil },
		"certificate: no valid Tunnel Master certificate: expired 12 March 2026":   held(routing.Certificate{ID: 5, ExpiresAt: now.AddDate(0, 0, -4)}),
		"certificate: no valid Tunnel Master certificate: expired 16 March 2026":   held(routing.Certificate{ID: 5, ExpiresAt: now}),
		"certificate: no valid Tunnel Master certificate: valid from 1 April 2026": held(routing.Certificate{ID: 5, ValidFrom: time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)}),
		"shift: off shift until Tue 08:00":                                         func(a *routing.Agent) { a.Shift = routing.Shift{Off: true, Turn: now.Add(23 * time.Hour)} },
		"shift: off shift":                                                         func(a *routing.Agent) { a.Shift = routing.Shift{Off: true} },
		"presence: on a break":                                                     func(a *routing.Agent) { a.Presence = "away" },
		"presence: here, busy":                                                     func(a *routing.Agent) { a.Presence = "busy" },
		"presence: not here now":                                                   func(a *routing.Agent) { a.Presence = "off" },
		"load: full: 5 of 5 in hand":                                               func(a *routing.Agent) { a.Hand = routing.Hand{3: 5} },
		"load: full: 5 of 5 in hand by weight (3 tickets)":                         func(a *routing.Agent) { a.Hand = routing.Hand{1: 2, 4: 1} },
		"load: full for this team: 2 of 2, 40% of their capacity":                  func(a *routing.Agent) { a.Share, a.Hand, a.Here = 40, routing.Hand{3: 2}, routing.Hand{3: 2} },
		"load: full for this team: 0 of 0, 0% of their capacity":                   func(a *routing.Agent) { a.Share = 0 },
		"load: is given no tickets: capacity 0":                                    func(a *routing.Agent) { a.Capacity = 0 },
	} {
		t.Run(because, func(t *testing.T) {
			fit, out := rank([]routing.Need{vpn, tunnel}, mara(change))
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

func rank(needs []routing.Need, agents ...routing.Agent) ([]routing.Candidate, []routing.Excluded) {
	return routing.Rank(routing.Demand{Needs: needs}, agents, routing.Defaults(), routing.Strict, now)
}

func advise(d routing.Demand, agents ...routing.Agent) ([]routing.Candidate, []routing.Excluded) {
	return routing.Rank(d, agents, routing.Defaults(), routing.Advise, now)
}

func TestEveryCauseIsTold(t *testing.T) {
	_, out := rank([]routing.Need{vpn, tunnel}, mara(func(a *routing.Agent) { a.Cleared, a.Certificates, a.Presence = false, nil, "away" }))
	var kinds []string
	for _, c := range out[0].Causes {
		kinds = append(kinds, c.Kind)
	}
	if want := []string{"clearance", "certificate", "presence"}; !slices.Equal(kinds, want) || out[0].Because != out[0].Causes[0] {
		t.Errorf("causes %v, wanted %v", kinds, want)
	}
}

// A human may ask anybody who can do it; who is away, off shift or full comes last.
func TestAHumanIsAdvisedAndNotBarred(t *testing.T) {
	for why, change := range map[string]func(*routing.Agent){
		"off shift until Tue 08:00": func(a *routing.Agent) { a.Shift = routing.Shift{Off: true, Turn: now.Add(23 * time.Hour)} },
		"on a break":                func(a *routing.Agent) { a.Presence = "away" },
		"full: 6 of 5 in hand":      func(a *routing.Agent) { a.Hand = routing.Hand{3: 6} },
	} {
		t.Run(why, func(t *testing.T) {
			best := mara(func(a *routing.Agent) { a.Grade, a.SolvedAlike = func(string) int { return 5 }, 5; change(a) })
			plain := mara(func(a *routing.Agent) {
				a.Person, a.Grade, a.Hand = 2, func(string) int { return 3 }, routing.Hand{3: 4}
			})
			fit, out := advise(routing.Demand{Needs: []routing.Need{vpn}}, best, plain)
			if len(out) != 0 || fit[0].Agent.Person != 2 || fit[1].Fit != routing.Later {
				t.Fatalf("fit %+v, out %+v", fit, out)
			}
			if !slices.ContainsFunc(fit[1].Reasons, func(w routing.Why) bool { return w.Text == why }) {
				t.Errorf("%q is not among %v", why, fit[1].Reasons)
			}
		})
	}
}

func TestWhoIsBest(t *testing.T) {
	plain := func(name string, change func(*routing.Agent)) routing.Agent {
		return mara(func(a *routing.Agent) { a.Name = name; change(a) })
	}
	for better, pair := range map[string][2]func(*routing.Agent){
		"knows more":                  {func(a *routing.Agent) { a.Grade = func(string) int { return 5 } }, func(*routing.Agent) {}},
		"has less in hand":            {func(a *routing.Agent) { a.Hand = routing.Hand{} }, func(a *routing.Agent) { a.Hand = routing.Hand{3: 4} }},
		"has lighter ones":            {func(a *routing.Agent) { a.Hand = routing.Hand{3: 2} }, func(a *routing.Agent) { a.Hand = routing.Hand{1: 2} }},
		"speaks German":               {func(a *routing.Agent) { a.Languages = []string{"en", "de"} }, func(a *routing.Agent) { a.Languages = []string{"en"} }},
		"got least lately":            {func(*routing.Agent) {}, func(a *routing.Agent) { a.Given = 3 }},
		"waited longest":              {func(a *routing.Agent) { a.Given, a.LastGiven = 1, now.Add(-3*time.Hour) }, func(a *routing.Agent) { a.Given, a.LastGiven = 1, now.Add(-time.Hour) }},
		"knows this one":              {func(a *routing.Agent) { a.KnowsIt = true }, func(*routing.Agent) {}},
		"wants to grow":               {func(a *routing.Agent) { a.Grade, a.Wants = exactly(3), wishes }, func(a *routing.Agent) { a.Grade = exactly(3) }},
		"has more room for this team": {func(a *routing.Agent) { a.Share = 100 }, func(a *routing.Agent) { a.Share, a.Here = 40, routing.Hand{3: 1} }},
		"is here":                     {func(*routing.Agent) {}, func(a *routing.Agent) { a.Presence = "busy" }},
		"is here, and knows less": {func(a *routing.Agent) { a.Grade = func(string) int { return 3 } }, func(a *routing.Agent) {
			a.Presence, a.Grade, a.Hand, a.SolvedAlike = "off", func(string) int { return 5 }, routing.Hand{}, 9
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
				fit, _ := advise(routing.Demand{Needs: []routing.Need{vpn}, Language: "de-AT"}, order...)
				if fit[0].Agent.Name != "Zed" || fit[0].Fit != routing.Best || fit[1].Fit == routing.Best {
					t.Errorf("%s is %s, %s is %s", fit[0].Agent.Name, fit[0].Fit, fit[1].Agent.Name, fit[1].Fit)
				}
			}
		})
	}
}

func exactly(grade int) func(string) int { return func(string) int { return grade } }

func wishes(string) bool { return true }

func TestWhoIsNotHereComesLater(t *testing.T) {
	fit, _ := advise(routing.Demand{}, mara(func(a *routing.Agent) { a.Presence = "off" }))
	if fit[0].Fit != routing.Later || !slices.Contains(fit[0].Reasons, routing.Why{Kind: "presence", Text: "not here now"}) {
		t.Errorf("%+v", fit[0])
	}
}

func TestEveryPlaceCarriesItsReasons(t *testing.T) {
	fit, _ := rank([]routing.Need{vpn, tunnel}, mara(func(a *routing.Agent) { a.SolvedAlike, a.HelpedThem = 3, 1 }))
	var said []string
	for _, w := range fit[0].Reasons {
		said = append(said, w.Text)
	}
	want := "network.vpn 4 of 5; Tunnel Master, valid to 16 March 2027; 1 of 5 in hand; solved 3 alike; helped this customer once; here now"
	if got := strings.Join(said, "; "); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestRankTouchesNothing(t *testing.T) {
	agents := []routing.Agent{mara(func(*routing.Agent) {}), mara(func(a *routing.Agent) { a.Person, a.Hand = 2, routing.Hand{} })}
	before := []id.Person{agents[0].Person, agents[1].Person}
	rank([]routing.Need{vpn}, agents...)
	if !reflect.DeepEqual(before, []id.Person{agents[0].Person, agents[1].Person}) {
		t.Error("ranking reordered what it was given")
	}
}
