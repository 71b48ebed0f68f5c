package story

import (
	"slices"
	"strings"
	"testing"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/routing"
	"secondline/internal/desk/skill"
	"secondline/internal/desk/team"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/admin"
	"secondline/internal/flow/people"
	"secondline/internal/flow/proofs"
	"secondline/internal/flow/ticketing"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/view/backtest"
	"secondline/internal/view/candidates"
	"secondline/internal/view/knowhow"
)

// rule adds a routing rule to the desk.
func (d *desk) rule(in admin.RuleIn) routing.Rule {
	d.t.Helper()
	r, err := d.admin().AddRule(d.ctx, d.actor("ada"), in)
	d.must(err)
	return r
}

func (d *desk) admin() *admin.Desk {
	return admin.New(d.door, people.New(people.Options{Door: d.door}))
}

// why is the newest decision about a ticket.
func (d *desk) why(n id.Number) candidates.Decision {
	d.t.Helper()
	list, err := d.do.Why(d.ctx, d.actor("tom"), n)
	d.must(err)
	return list[0]
}

// because wants the newest decision about a ticket to have a rule and some words.
func (d *desk) because(n id.Number, rule, words string) {
	d.t.Helper()
	if v := d.why(n); v.Rule != rule || !strings.Contains(v.Because, words) {
		d.t.Errorf("SL-%d is where it is by %q: %s", n, v.Rule, v.Because)
	}
}

// refusal is why a team did not get a ticket, or somebody.
func (d *desk) refusal(v candidates.Decision, name string) string {
	for _, r := range v.Rejected {
		if r.Team != nil && r.Person == nil && r.Team.Name == name || r.Person != nil && r.Person.Name == name {
			return r.Text
		}
	}
	return ""
}

func TestATicketBeginsWhereSomebodyCanSolveIt(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		plain := d.Opens("ann@acme", "VPN is slow", about("VPN"))
		d.Wants(plain, "team First line")
		d.because(plain, routing.LowestLevel, "VPN begins with First line")

		tunnel := d.Opens("ann@acme", "Tunnel is down", about("VPN/Tunnel"))
		d.Wants(tunnel, "team Network specialists", "rung 2")
		v := d.why(tunnel)
		for team, words := range map[string]string{
			"First line":   "nobody in it has what it takes: network.vpn 2, Tunnel Master",
			"Second line":  "does not serve VPN",
			"Experts":      "stands higher than it needs",
			"Project team": "beside the ladder",
		} {
			if got := d.refusal(v, team); !strings.Contains(got, words) {
				t.Errorf("%s did not get it because %q, wanted %q", team, got, words)
			}
		}

		unknown := d.Opens("ann@acme", "Something is odd")
		d.Wants(unknown, "team First line")
		d.because(unknown, routing.TriageFirst, "the triage team looks first")
	})
}

func TestACertificateThatLapsesMovesTheBeginningUp(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		d.must(d.admin().SetCertificates(d.ctx, d.actor("ada"), d.people["nia"], nil))
		n := d.Opens("ann@acme", "Tunnel is down", about("VPN/Tunnel"))
		d.Wants(n, "team Experts") // Ned's certificate lapsed on 12 March, Nia has none any more
	})
}

func TestAnOrganisationHasItsOwnRules(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		acme, experts, second := d.orgs["Acme"], d.teams["Experts"], d.teams["Second line"]
		mail := d.services["Email"]
		name, all := "Acme's experts", "All mail"
		d.rule(admin.RuleIn{Name: &all, Service: &mail, Team: &second})
		own := d.rule(admin.RuleIn{Name: &name, Organisation: &acme, Service: &mail, Team: &experts})

		n := d.Opens("ann@acme", "Mail loops", about("Email"))
		d.Wants(n, "team Experts")
		d.because(n, "Acme's experts", "the organisation has its own")
		if got := d.refusal(d.why(n), "First line"); got != "the rule “Acme's experts” comes before it" {
			t.Errorf("first line did not get it because %q", got)
		}
		other := d.Opens("gus@globex", "Mail loops", about("Email"))
		d.Wants(other, "team Second line")

		_, err := d.admin().ChangeRule(d.ctx, d.actor("ada"), own.ID, admin.RuleIn{Archived: new(true)})
		d.must(err)
		d.Wants(d.Opens("ann@acme", "Mail loops again", about("Email")), "team Second line")

		_, err = d.admin().AddRule(d.ctx, d.actor("tom"), admin.RuleIn{Name: &name, Team: &experts, Organisation: &acme})
		d.refused(err, errs.Forbidden, "")
	})
}

func TestUrgencyStartsHigher(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		name, network, vpn := "Urgent networks", d.teams["Network specialists"], d.services["VPN"]
		d.rule(admin.RuleIn{Name: &name, Service: &vpn, UrgentTo: new(2), Team: &network})

		n := d.Opens("ann@acme", "VPN is slow", about("VPN"))
		d.Wants(n, "team First line", "state new")
		d.As("tom").Triages(n, ticketing.TriageIn{Impact: 1, Urgency: 1})
		d.Wants(n, "team Network specialists", "priority 1", "state open")
		if got := d.kinds(n); !slices.Equal(got, []string{"ticket.opened", "ticket.triaged", "ticket.placed"}) {
			t.Errorf("the timeline is %v", got)
		}
		d.because(n, "Urgent networks", "urgent enough to start there (P2 or above)")

		kept := d.Opens("ann@acme", "VPN is slow, too", about("VPN"))
		d.As("tom").Triages(kept, ticketing.TriageIn{Impact: 1, Urgency: 1, Team: d.teams["First line"]})
		d.Wants(kept, "team First line")
		d.because(kept, routing.ByHand, "Tom Ashgrove chose the team")
		d.As("tom").Triages(kept, ticketing.TriageIn{Impact: 1, Urgency: 2}) // work has begun: nothing moves it but a handover
		d.Wants(kept, "team First line")
	})
}

func TestTheOrderOfRules(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		mail, second, experts := d.services["Email"], d.teams["Second line"], d.teams["Experts"]
		one, two := "One", "Two"
		a := d.rule(admin.RuleIn{Name: &one, Service: &mail, Team: &second})
		b := d.rule(admin.RuleIn{Name: &two, Service: &mail, Team: &experts})
		d.Wants(d.Opens("ann@acme", "Mail", about("Email")), "team Second line")
		d.must(d.admin().OrderRules(d.ctx, d.actor("ada"), []id.Rule{b.ID, a.ID}))
		d.Wants(d.Opens("ann@acme", "Mail", about("Email")), "team Experts")
		d.refused(d.admin().OrderRules(d.ctx, d.actor("ada"), []id.Rule{b.ID, b.ID}), errs.Invalid, "named twice")
	})
}

func TestWhyNotHer(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n := d.Opens("ann@acme", "Tunnel is down", about("VPN/Tunnel"))
		for who, words := range map[string]string{
			"ned": "no valid Tunnel Master certificate: expired 12 March 2026",
			"ida": "not a member of the team; no Tunnel Master certificate",
			"gil": "not a member of the team; not cleared for this organisation; does not know network.vpn; no Tunnel Master certificate",
		} {
			v, err := d.do.WhyNot(d.ctx, d.actor("tom"), n, d.people[who])
			d.must(err)
			var texts []string
			for _, c := range v.Causes {
				texts = append(texts, c.Text)
			}
			if got := strings.Join(texts, "; "); v.May || v.Asked || got != words {
				t.Errorf("why not %s: %q", who, got)
			}
		}
		v, err := d.do.WhyNot(d.ctx, d.actor("tom"), n, d.people["nia"])
		d.must(err)
		if !v.May || v.Place != 1 || len(v.Causes) != 0 || len(v.Reasons) == 0 {
			t.Errorf("nia: %+v", v)
		}
		_, err = d.do.WhyNot(d.ctx, d.actor("gil"), n, d.people["nia"]) // not cleared for Acme
		d.refused(err, errs.NotFound, "")
		_, err = d.do.Why(d.ctx, d.actor("ann@acme"), n)
		d.refused(err, errs.Forbidden, "")
	})
}

func TestGivingItByHandLeavesTheReasons(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n := d.Opens("ann@acme", "Tunnel is down", about("VPN/Tunnel"))
		nia := d.actor("nia")
		d.refused(d.do.Assign(d.ctx, nia, n, d.people["ned"]), errs.Invalid, "expired 12 March 2026, which this work demands; say why")
		d.must(d.do.AssignBecause(d.ctx, nia, n, d.people["ned"], "Nia sits beside him"))
		d.Wants(n, "with ned")
		d.because(n, routing.ByHand, "Nia Quill gave it to Ned Vale; Nia sits beside him; no valid Tunnel Master certificate: expired 12 March 2026")

		plain := d.Opens("ann@acme", "VPN is slow", about("VPN"))
		d.As("tom").Gives(plain, "tom") // he knows too little of it, and that stops nobody
		d.because(plain, routing.ByHand, "network.vpn 1 of 5, needs 2")
		last := d.timeline(plain)
		if f, ok := last[len(last)-1].Fact.(*ticket.Assigned); !ok || f.Placement == 0 || f.Because != "network.vpn 1 of 5, needs 2" {
			t.Errorf("the timeline says %+v", last[len(last)-1].Fact)
		}
	})
}

// TestVector8 of quality.md: automatic and manual moves leave the same state and
// history, but for the word that says how.
func TestVector8(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		byRule, byHand := d.Opens("ann@acme", "VPN", about("VPN")), d.Opens("ann@acme", "VPN", about("VPN"))
		name, network, acme := "Acme's networks", d.teams["Network specialists"], d.orgs["Acme"]
		d.rule(admin.RuleIn{Name: &name, Organisation: &acme, UrgentTo: new(1), Team: &network})
		d.As("tom").Triages(byRule, ticketing.TriageIn{Impact: 1, Urgency: 1})
		d.As("tom").Triages(byHand, ticketing.TriageIn{Impact: 1, Urgency: 1, Team: network})
		for _, n := range []id.Number{byRule, byHand} {
			d.Wants(n, "team Network specialists", "rung 2", "state open", "priority 1", "with nobody", "ranks [1 2]")
			v := d.why(n)
			if v.Of != routing.OfTeam || v.Team.Name != "Network specialists" || v.Because == "" {
				t.Errorf("the record is %+v", v)
			}
		}
	})
}

// What the desk deals and what a human gives leave the same state and history, too.
func TestVector8OfPersons(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		byHand := d.placed("Experts")
		d.As("eve").Gives(byHand, "eve")
		d.Deals("Experts", team.Push)
		dealt := d.placed("Experts")
		d.Settles()
		if a, b := d.kinds(byHand), d.kinds(dealt); !slices.Equal(a, b) {
			t.Errorf("by hand %v, dealt %v", a, b)
		}
		for n, how := range map[id.Number]string{byHand: routing.ByHand, dealt: routing.ByPush} {
			d.Wants(n, "with eve", "team Experts", "state open")
			entries := d.timeline(n)
			f, ok := entries[len(entries)-1].Fact.(*ticket.Assigned)
			v := d.why(n)
			if !ok || f.Name != "Eve Stone" || f.Placement != v.ID || v.Rule != how || v.Of != routing.OfPerson || v.Person.Name != "Eve Stone" || len(v.Ranked) != 1 {
				t.Errorf("%s: %+v, on record %+v", how, f, v)
			}
		}
	})
}

func TestWhoKnowsWhat(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		m, err := knowhow.Read(d.ctx, d.door.Read(), d.actor("tom"), d.door.Now())
		d.must(err)
		if len(m.Skills) != 2 || m.Skills[0].Path != "network" || len(m.Skills[0].Holders) != 5 || m.Skills[0].Holders[0] != (knowhow.Holder{Person: d.people["eve"], Grade: 5}) {
			t.Errorf("skills %+v", m.Skills)
		}
		c := m.Certifications[0]
		if c.Name != "Tunnel Master" || !c.Needed || c.Single || len(c.Holders) != 3 || len(m.Lapsing) != 1 || m.Lapsing[0].Person.Name != "Ned Vale" || m.Lapsing[0].Days != -5 {
			t.Errorf("certifications %+v, lapsing %+v", m.Certifications, m.Lapsing)
		}
		d.must(d.admin().SetCertificates(d.ctx, d.actor("ada"), d.people["eve"], nil))
		m, err = knowhow.Read(d.ctx, d.door.Read(), d.actor("tom"), d.door.Now())
		d.must(err)
		if !m.Certifications[0].Single {
			t.Error("Nia alone can prove it, and the map does not say so")
		}
		_, err = knowhow.Read(d.ctx, d.door.Read(), d.actor("ann@acme"), d.door.Now())
		d.refused(err, errs.Forbidden, "")
	})
}

func TestACertificateThatLapsesIsToldOfOnce(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		watch := proofs.New(d.door)
		watch.Register(d.jobs)
		d.must(watch.Start(d.ctx))
		experts := d.teams["Experts"]
		_, err := d.admin().ChangeTeam(d.ctx, d.actor("ada"), experts, admin.TeamIn{Lead: new(d.people["lea"])})
		d.must(err)
		ends := d.door.Now().Add(32 * day)
		var paper id.Certification
		d.must(d.door.Read().Each(d.ctx, func(r db.Row) error { return r.Scan(&paper) }, `SELECT id FROM certification`))
		d.must(d.admin().SetCertificates(d.ctx, d.actor("ada"), d.people["eve"], []skill.Certificate{{ID: paper, ValidFrom: monday.AddDate(-1, 0, 0), ExpiresAt: ends}}))
		d.Passes(day)
		if got := d.notices("eve"); len(got) != 0 {
			t.Errorf("told 31 days before: %q", got)
		}
		for range 4 {
			d.Passes(day)
		}
		if got := d.notices("eve"); !slices.Equal(got, []string{"certificate.ends: Your Tunnel Master certificate lapses on 17 April"}) {
			t.Errorf("eve was told %q", got)
		}
		if got := d.notices("lea"); !slices.Equal(got, []string{"certificate.ends: Eve Stone's Tunnel Master certificate lapses on 17 April"}) {
			t.Errorf("lea was told %q", got)
		}
	})
}

func TestABackTestIsTheSameEveryTime(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		for range 6 {
			n := d.Opens("ann@acme", "Mail", about("Email"))
			h := d.As("tom").HandsOver(n, "Second line/sam", full("Look."))
			d.As("sam").Accepts(h.ID)
		}
		next := routing.Defaults()
		next.Load, next.Context = 100, 0
		read := func() backtest.Effect {
			e, err := backtest.Of(d.ctx, d.door.Read(), d.actor("ada"), next, d.door.Now())
			d.must(err)
			return e
		}
		e := read()
		if e.Placements != 6 || e.Before.Fit != 1 || len(e.After.People) != 2 {
			t.Errorf("the effect is %+v", e)
		}
		again := read()
		if again.Changed != e.Changed || !slices.EqualFunc(again.Examples, e.Examples, func(a, b backtest.Example) bool { return a.Ref == b.Ref && a.Margin == b.Margin }) {
			t.Errorf("another effect: %+v, %+v", e, again)
		}
		_, err := backtest.Of(d.ctx, d.door.Read(), d.actor("tom"), next, d.door.Now())
		d.refused(err, errs.Forbidden, "")
		bad := next
		bad.Fit = 200
		d.refused(d.admin().SetWeights(d.ctx, d.actor("ada"), bad), errs.Invalid, "between 0 and 100")
		d.must(d.admin().SetWeights(d.ctx, d.actor("ada"), next))
		d.refused(d.admin().SetWeights(d.ctx, access.Actor{Kind: access.Person, Person: 1, Role: access.Agent}, next), errs.Forbidden, "")
	})
}
