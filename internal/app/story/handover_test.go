package story

import (
	"slices"
	"strings"
	"testing"
	"time"

	"secondline/internal/desk/handover"
	"secondline/internal/desk/routing"
	"secondline/internal/flow/ticketing"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

func TestAHandoverIsOfferedAndTaken(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		vpn := d.Opens("ann@acme", "VPN is down", about("VPN"))
		d.As("tom").Gives(vpn, "tom")
		d.Until("Mon 09:10")
		h := d.As("tom").HandsOver(vpn, "up", full("Please renew the tunnel's key."))
		d.Wants(vpn, "team First line", "with tom", "offered to Network specialists", "ranks [1]", "last ticket.handed_over")
		if len(d.told(vpn)) != 0 {
			t.Errorf("the customer was told %q before anybody took it", d.told(vpn))
		}
		d.Until("Mon 09:20")
		d.As("nia").Accepts(h.ID)
		d.Wants(vpn, "team Network specialists", "rung 2", "with nia", "offered to nobody", "contact nobody", "ranks [1 2]", "last customer.told")
		d.has(d.told(vpn), "Hello Ann,\n\nyour request is now with our network specialists, because")
		d.has(d.told(vpn), "Nia has everything you told Tom.")
		d.has(d.mails("ann@acme"), "our network specialists")
		d.has(d.notices("tom"), "Nia Quill has taken")
		l := d.ticket(vpn).Ledger(d.clock.Now())
		if l.Held[1] != 20*time.Minute || l.Held[2] != 0 {
			t.Errorf("first line held it until it was taken; the ledger says %v", l.Held)
		}
	})
}

func TestEveryWayOnTheLadder(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n := d.Opens("ann@acme", "Mail loops", about("Email"))
		for _, step := range []struct{ from, to, direction, taker, team, rung string }{
			{"tom", "up", "up", "sam", "team Second line", "rung 2"},
			{"sam", "up", "up", "eve", "team Experts", "rung 3"},
			{"eve", "up", "up", "vic", "team Vendor desk", "rung 4"},
			{"vic", "down", "down", "eve", "team Experts", "rung 3"},
			{"eve", "project", "project", "pam", "team Project team", "rung 3"},
			{"pam", "Network specialists", "down", "nia", "team Network specialists", "rung 2"},
			{"nia", "sideways", "sideways", "sue", "team Second line", "rung 2"},
			{"sue", "Second line/sam", "sideways", "sam", "team Second line", "rung 2"},
			{"sam", "First line", "down", "tom", "team First line", "rung 1"},
			{"tom", "Experts", "up", "eve", "team Experts", "rung 3"}, // past a rung
		} {
			d.Passes(10 * time.Minute)
			f := full("Please look.")
			f.Because = "in a hurry"
			h := d.As(step.from).HandsOver(n, step.to, f)
			if string(h.Direction) != step.direction {
				t.Errorf("%s to %s goes %s, wanted %s", step.from, step.to, h.Direction, step.direction)
			}
			d.Passes(time.Minute)
			d.As(step.taker).Accepts(h.ID)
			d.Wants(n, step.team, step.rung, "with "+step.taker, "offered to nobody", "returns 0")
		}
		if l := d.ticket(n).Ledger(d.clock.Now()); l.Waited["project"] != 11*time.Minute {
			t.Errorf("it was 11 minutes beside the ladder; the ledger says %+v", l)
		}
		whole := full("Look.")
		whole.Because = "in a hurry"
		d.refused(second(d.As("eve").tryHandOver(n, "Experts", whole)), errs.Invalid, "with that team already")
		d.refused(second(d.As("eve").tryHandOver(n, "Experts/eve", whole)), errs.Invalid, "have")
		d.refused(second(d.As("eve").tryHandOver(n, "nowhere", full("Look."))), errs.Invalid, "choose a team")
	})
}

func second[T any](_ T, err error) error { return err }

func TestAnIncompleteHandoverSaysWhy(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n := d.Opens("ann@acme", "Mail loops", about("Email"))
		thin := form{Reason: handover.Time, Ask: "Please look."}
		_, err := d.As("tom").tryHandOver(n, "up", thin)
		d.refused(err, errs.Invalid, "27 % complete and they ask for 60 %")
		if errs.FieldOf(err) != "because" {
			t.Errorf("the error speaks of %q", errs.FieldOf(err))
		}
		thin.Because = "the customer is on the phone"
		h := d.As("tom").HandsOver(n, "up", thin)
		if h.Completeness != 27 || h.Document.Because == "" || h.Document.Threshold != 60 {
			t.Errorf("the handover is %+v", h)
		}
		d.As("tom").Withdraws(h.ID)
		d.As("tom").Triages(n, ticketing.TriageIn{Impact: 3})
		better := d.As("tom").HandsOver(n, "up", full("Please look."))
		if better.Completeness != 87 {
			t.Errorf("with all but evidence it is %d %% complete", better.Completeness)
		}
		for _, bad := range []struct {
			change func(*form)
			field  string
		}{
			{func(f *form) { f.Reason = "boredom" }, "reason"},
			{func(f *form) { f.Also = []handover.Reason{"boredom"} }, "reasons"},
			{func(f *form) { f.Ask = " " }, "ask"},
			{func(f *form) { f.Summary = strings.Repeat("x", 20_001) }, "summary"},
		} {
			f := full("Look.")
			bad.change(&f)
			other := d.Opens("ann@acme", "Other", about("Email"))
			if _, err := d.As("tom").tryHandOver(other, "up", f); errs.FieldOf(err) != bad.field {
				t.Errorf("wanted %s refused, got %v", bad.field, err)
			}
		}
	})
}

func TestADraftIsFilledFromTheTimeline(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n := d.Opens("ann@acme", "VPN is down", about("VPN"), saying("The VPN drops every minute since 08:40."))
		tom := d.As("tom")
		tom.Triages(n, ticketing.TriageIn{Impact: 2, Urgency: 2})
		log := tom.Uploads("client.log", "handshake failed")
		tom.Tries(n, "Restarted the client", "no change", log.ID)
		tom.Notes(n, "Tried: another network -> same\n- [x] Reinstalled: no change\nI think it is the certificate")

		p, err := d.do.Draft(d.ctx, tom.who, n, target{Direction: handover.Up})
		d.must(err)
		if p.Team.ID != d.teams["Network specialists"] || p.Direction != handover.Up {
			t.Errorf("the draft goes %s to %s", p.Direction, p.Team.Name)
		}
		if !strings.Contains(p.Form.Summary, "since 08:40") || len(p.Draft.Summary.Sources) != 1 || p.Draft.Summary.Sources[0].Seq != 1 {
			t.Errorf("the summary is %q from %+v", p.Form.Summary, p.Draft.Summary.Sources)
		}
		want := []handover.Step{
			{Text: "Restarted the client", Result: "no change", Seq: 3},
			{Text: "another network", Result: "same", Seq: 4},
			{Text: "Reinstalled", Result: "no change", Seq: 4},
		}
		if !slices.Equal(p.Form.Tried, want) {
			t.Errorf("tried %+v", p.Form.Tried)
		}
		if p.Form.Hypothesis != "I think it is the certificate" || p.Draft.Hypothesis.Sources[0].Seq != 4 {
			t.Errorf("the hypothesis is %q", p.Form.Hypothesis)
		}
		if len(p.Form.Evidence) != 1 || p.Form.Evidence[0].File != log.ID || p.Form.Evidence[0].Seq != 3 {
			t.Errorf("the evidence is %+v", p.Form.Evidence)
		}
		if p.Form.Ask != "" || p.Completeness != 80 || len(p.Plain) != 0 {
			t.Errorf("the desk does not ask for people; it says %q at %d %%, not plain: %v", p.Form.Ask, p.Completeness, p.Plain)
		}
		p.Form.Ask = "Please renew the certificate."
		checked, err := d.do.Check(d.ctx, tom.who, n, target{Direction: handover.Up}, p.Form)
		d.must(err)
		if checked.Completeness != 100 {
			t.Errorf("with the ask it is %d %%: %+v", checked.Completeness, checked.Checklist)
		}
		h := d.As("tom").HandsOver(n, "up", checked.Form)
		if h.Completeness != 100 || h.Document.Evidence[0].File != log.ID {
			t.Errorf("what was offered is %+v", h.Document)
		}
	})
}

func TestEvidenceIsOnTheTicket(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n, other := d.Opens("ann@acme", "VPN", about("VPN")), d.Opens("gus@globex", "VPN", about("VPN"))
		secret := d.As("tom").Uploads("globex.log", "theirs")
		d.As("tom").Tries(other, "Looked", "found it", secret.ID)
		f := full("Look.")
		f.Evidence = []handover.Proof{{File: secret.ID, Label: "log"}}
		d.refused(second(d.As("tom").tryHandOver(n, "up", f)), errs.Invalid, "is not on")
		f.Evidence = []handover.Proof{{Seq: 2, Label: "their words"}}
		d.refused(second(d.As("tom").tryHandOver(n, "up", f)), errs.Invalid, "is not on")
		f.Evidence[0].Seq = 1
		d.As("tom").HandsOver(n, "up", f)
	})
}

func TestAnOfferToAPersonIsForThoseWhoMay(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n := d.Opens("ann@acme", "Tunnel", about("VPN/Tunnel"))
		tom := d.As("tom")
		for who, because := range map[string]string{
			"Network specialists/ned": "no valid Tunnel Master certificate: expired 12 March 2026",
			"Network specialists/sam": "not a member of that team",
			"Second line/sam":         "does not know network.vpn",
			"First line/gil":          "not cleared for this organisation",
		} {
			_, err := tom.tryHandOver(n, who, full("Look."))
			d.refused(err, errs.Invalid, because)
		}
		h := tom.HandsOver(n, "Network specialists/nia", full("Look."))
		d.Wants(n, "offered to Network specialists/nia")
		d.has(d.notices("nia"), "Tom Ashgrove asks you to take")
		d.As("nia").Accepts(h.ID)
		d.Wants(n, "with nia")

		fit, out, err := d.do.Candidates(d.ctx, tom.who, n, target{Team: d.teams["Network specialists"]})
		d.must(err)
		if len(fit) != 1 || fit[0].Agent.Name != "Nia Quill" || len(out) != 1 || !strings.Contains(out[0].Because.Text, "expired") {
			t.Errorf("could take it: %+v; could not: %+v", fit, out)
		}
	})
}

func TestAFullAgentMayStillBeAskedByName(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		for range 5 {
			d.As("nia").Gives(d.placed("Network specialists"), "nia")
		}
		n := d.Opens("ann@acme", "VPN", about("VPN"))
		fit, _, err := d.do.Candidates(d.ctx, d.actor("tom"), n, target{Team: d.teams["Network specialists"]})
		d.must(err)
		last := fit[len(fit)-1]
		if last.Agent.Name != "Nia Quill" || last.Fit != routing.Later || !slices.Contains(last.Reasons, routing.Why{Kind: "load", Text: "full: 5 of 5 in hand"}) {
			t.Errorf("could take it: %+v", fit)
		}
		d.As("tom").HandsOver(n, "Network specialists/nia", full("Only you know it."))
	})
}

// placed opens a ticket that triage puts with a team at once.
func (d *desk) placed(with string) id.Number {
	d.t.Helper()
	n := d.Opens("ann@acme", "For "+with)
	d.As("tom").Triages(n, ticketing.TriageIn{Team: d.teams[with]})
	return n
}

func TestAWaitingTicketGoesOnWhenItIsHandedOver(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n := d.Opens("ann@acme", "Mail loops", about("Email"))
		d.As("tom").Waits(n, "vendor")
		h := d.As("tom").HandsOver(n, "up", full("Look."))
		d.Wants(n, "state open", "offered to Second line")
		if got := d.kinds(n); !slices.Equal(got[2:], []string{"ticket.resumed", "ticket.handed_over"}) {
			t.Errorf("the timeline says %v", got)
		}
		d.refused(d.do.Wait(d.ctx, d.actor("tom"), n, ticketing.WaitIn{On: "vendor"}), errs.Conflict, "withdraw the offer")
		d.refused(second(d.As("tom").tryHandOver(n, "Experts", full("Look."))), errs.Conflict, "another handover")
		d.As("sam").Accepts(h.ID)
	})
}
