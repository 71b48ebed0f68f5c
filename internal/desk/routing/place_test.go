package routing_test

import (
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"

	"secondline/internal/desk/routing"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// The teams of these tests.
const (
	first id.Team = iota + 1
	second
	network
	experts
	building
)

// ladder is first line, two teams of second line, experts, and a project team;
// all serve the VPN but the other second line and the project team.
func ladder(change func(seats map[id.Team]*routing.Seat)) []routing.Seat {
	seats := []routing.Seat{
		{Team: first, Name: "First line", Rank: 1, Triage: true, Serves: true, Cleared: true, Able: true},
		{Team: second, Name: "Second line", Rank: 2, Cleared: true},
		{Team: network, Name: "Network", Rank: 2, Serves: true, Cleared: true, Able: true},
		{Team: experts, Name: "Experts", Rank: 3, Serves: true, Cleared: true, Able: true},
		{Team: building, Name: "Projects", Rank: -1, Project: true, Cleared: true},
	}
	byTeam := map[id.Team]*routing.Seat{}
	for i := range seats {
		byTeam[seats[i].Team] = &seats[i]
	}
	change(byTeam)
	return seats
}

var filed = routing.Filing{
	Organisation: 10, Service: 20, ServiceName: "VPN", Category: 30, Kind: "incident", Channel: "mail", Priority: 3,
	Needs: []routing.Need{vpn, tunnel},
}

func TestWhereItBegins(t *testing.T) {
	whole := func(map[id.Team]*routing.Seat) {}
	acme := routing.Rule{ID: 1, Position: 9, Name: "Acme's own", Organisation: 10, Team: experts}
	urgent := routing.Rule{ID: 2, Position: 1, Name: "Urgent", Service: 20, UrgentTo: 2, Team: network}
	rollout := routing.Rule{ID: 3, Position: 2, Name: "Rollout", Kind: "request", Team: building}
	atTwo, request := filed, filed
	atTwo.Priority, request.Kind = 2, "request"
	for name, c := range map[string]struct {
		filing routing.Filing
		rules  []routing.Rule
		change func(map[id.Team]*routing.Seat)
		team   id.Team
		rule   string
		why    string
	}{
		"the lowest level that can":        {filed, nil, whole, first, routing.LowestLevel, "VPN begins with First line"},
		"first line lacks the certificate": {filed, nil, func(s map[id.Team]*routing.Seat) { s[first].Able = false }, network, routing.LowestLevel, "VPN begins with Network"},
		"second line is not cleared either": {
			filed, nil, func(s map[id.Team]*routing.Seat) { s[first].Able, s[network].Cleared = false, false }, experts,
			routing.LowestLevel, "VPN begins with Experts",
		},
		"nobody can": {
			filed, nil, func(s map[id.Team]*routing.Seat) {
				s[first].Able, s[network].Able, s[experts].Able = false, false, false
			}, first,
			routing.TriageFirst, "no rule places it: the triage team looks first",
		},
		"of no service":                      {routing.Filing{Organisation: 10, Priority: 3}, nil, whole, first, routing.TriageFirst, "no rule places it"},
		"the organisation's own rule":        {atTwo, []routing.Rule{urgent, acme}, whole, experts, "Acme's own", "the organisation has its own"},
		"of another organisation":            {routing.Filing{Organisation: 11, Priority: 3}, []routing.Rule{acme}, whole, first, routing.TriageFirst, "no rule"},
		"urgency starts it higher":           {atTwo, []routing.Rule{urgent}, whole, network, "Urgent", "urgent enough to start there (P2 or above)"},
		"not urgent enough":                  {filed, []routing.Rule{urgent}, whole, first, routing.LowestLevel, "VPN begins"},
		"a rule leads beside the ladder":     {request, []routing.Rule{rollout}, whole, building, "Rollout", "it is a request"},
		"its team may not see the customer":  {atTwo, []routing.Rule{urgent}, func(s map[id.Team]*routing.Seat) { s[network].Cleared = false }, first, routing.LowestLevel, "VPN begins"},
		"the first of two rules by position": {request, []routing.Rule{{ID: 9, Position: 5, Name: "Later", Channel: "mail", Team: second}, rollout}, whole, building, "Rollout", "request"},
	} {
		t.Run(name, func(t *testing.T) {
			p := routing.Place(c.filing, c.rules, ladder(func(s map[id.Team]*routing.Seat) {
				for _, one := range s {
					one.Serves = one.Serves && c.filing.Service != 0
				}
				c.change(s)
			}))
			if p.Team != c.team || p.Rule != c.rule || !strings.Contains(p.Because, c.why) || p.Of != routing.OfTeam {
				t.Errorf("placed with %d by %q because %q", p.Team, p.Rule, p.Because)
			}
			if len(p.Rejected) != 4 {
				t.Errorf("of the other four teams %d have a cause: %+v", len(p.Rejected), p.Rejected)
			}
			for _, r := range p.Rejected {
				if r.Team == p.Team || r.Team == 0 || r.Kind == "" || r.Text == "" {
					t.Errorf("no cause: %+v", r)
				}
			}
		})
	}
}

func TestWhyNotAnotherTeam(t *testing.T) {
	p := routing.Place(filed, nil, ladder(func(s map[id.Team]*routing.Seat) { s[first].Able = false }))
	for team, want := range map[id.Team]string{
		first:    "nobody in it has what it takes: network.vpn 3, Tunnel Master",
		second:   "does not serve VPN",
		experts:  "stands higher than it needs: Network can solve it",
		building: "stands beside the ladder",
	} {
		found := ""
		for _, r := range p.Rejected {
			if r.Team == team {
				found = r.Text
			}
		}
		if !strings.Contains(found, want) {
			t.Errorf("team %d: %q, wanted %q", team, found, want)
		}
	}
}

func TestTheSamePlaceHoweverTeamsAndRulesAreListed(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	for range 2_000 {
		rules := []routing.Rule{
			{ID: 1, Position: r.IntN(2), Name: "one", Service: 20, Team: id.Team(1 + r.IntN(5))},
			{ID: 2, Position: r.IntN(2), Name: "two", Kind: "incident", Team: id.Team(1 + r.IntN(5))},
			{ID: 3, Position: r.IntN(2), Name: "three", Organisation: 10, UrgentTo: 1 + r.IntN(4), Team: id.Team(1 + r.IntN(5))},
		}
		seats := ladder(func(s map[id.Team]*routing.Seat) {
			for _, one := range s {
				one.Cleared, one.Able = r.IntN(2) == 0, r.IntN(2) == 0
			}
		})
		p := routing.Place(filed, rules, seats)
		r.Shuffle(len(rules), func(i, j int) { rules[i], rules[j] = rules[j], rules[i] })
		r.Shuffle(len(seats), func(i, j int) { seats[i], seats[j] = seats[j], seats[i] })
		if again := routing.Place(filed, rules, seats); !reflect.DeepEqual(p, again) {
			t.Fatalf("%+v, and turned round %+v", p, again)
		}
	}
}

func TestARuleSaysForWhatItIs(t *testing.T) {
	good := routing.Rule{Name: " VIP ", Organisation: 1, Team: 2}
	if r, err := good.Checked(); err != nil || r.Name != "VIP" {
		t.Errorf("%+v, %v", r, err)
	}
	for field, change := range map[string]func(*routing.Rule){
		"a name":      func(r *routing.Rule) { r.Name = " " },
		"which team":  func(r *routing.Rule) { r.Team = 0 },
		"1 to 4":      func(r *routing.Rule) { r.UrgentTo = 5 },
		"the service": func(r *routing.Rule) { r.Category = 3 },
		"everything":  func(r *routing.Rule) { r.Organisation = 0 },
	} {
		bad := good
		change(&bad)
		if _, err := bad.Checked(); !errs.Is(err, errs.Invalid) || !strings.Contains(errs.Text(err), field) {
			t.Errorf("%s: %v", field, err)
		}
	}
}
