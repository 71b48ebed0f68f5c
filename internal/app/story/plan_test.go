package story

import (
	"slices"
	"strings"
	"testing"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/ticketing"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/view/portalview"
	"secondline/internal/view/thanks"
)

func TestPlannedWorkWaitsForItsDay(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n := d.Opens("ann@acme", "Move our mailboxes", about("Email"))
		h := d.As("tom").HandsOver(n, "project", full("Please plan the move."))
		on := onWeekday(d.clock.Now(), "Thu 08:00")
		d.refused(d.do.Plan(d.ctx, d.actor("pam"), n, "We move them.", on), errs.Forbidden, "may not plan") // not theirs yet
		d.As("pam").Accepts(h.ID)
		d.refused(d.do.Plan(d.ctx, d.actor("tom"), n, "We move them.", on), errs.Forbidden, "may not plan")
		d.refused(d.do.Plan(d.ctx, d.actor("pam"), n, "We move them.", d.clock.Now()), errs.Invalid, "future")
		d.Passes(time.Hour)
		d.must(d.do.Plan(d.ctx, d.actor("pam"), n, "We move your mailboxes to the new server.", on))
		d.Wants(n, "state waiting project", "answer given")
		answered := func(r ticket.Run) bool { return r.Clock == ticket.FirstResponse && r.Stop == ticket.RunAnswered }
		if runs := d.ticket(n).Runs; !slices.ContainsFunc(runs, answered) {
			d.t.Errorf("the first answer is still owed: %+v", runs)
		}
		d.has(d.mails("ann@acme"), "we have planned this for Thursday 19 March, 08:00: We move your mailboxes to the new server.")
		r, err := portalview.New(d.door, d.clock).Request(d.ctx, d.actor("ann@acme"), n)
		d.must(err)
		if r.Standing.Stage != portalview.Planned || r.Standing.Plan == "" || !r.Standing.Until.Equal(on) {
			d.t.Errorf("ann reads %+v", r.Standing)
		}
		d.Until("Thu 07:59")
		d.Wants(n, "state waiting project")
		if l := d.ticket(n).Ledger(d.clock.Now()); l.Waited[ticket.OnProject] != l.Age {
			d.t.Errorf("the ledger says %v of %s", l.Waited, l.Age)
		}
		d.Until("Thu 08:00")
		d.Wants(n, "state open", "last ticket.resumed")
		d.has(d.notices("pam"), "project.planned: The day of "+string(n.Ref())+" has come: We move your mailboxes to the new server.")
	})
}

// Another day overtakes the first: the ticket wakes once, on the last one.
func TestAPlanIsMoved(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n := d.Opens("ann@acme", "A new server", about("Email"))
		d.As("tom").Gives(n, "tom") // who has it may plan it, on the ladder too
		now := d.clock.Now()
		d.must(d.do.Plan(d.ctx, d.actor("tom"), n, "We set it up.", now.Add(24*time.Hour)))
		d.must(d.do.Plan(d.ctx, d.actor("tom"), n, "We set it up.", now.Add(48*time.Hour)))
		d.Passes(24 * time.Hour)
		d.Wants(n, "state waiting project")
		d.Passes(24 * time.Hour)
		d.Wants(n, "state open")
		if l := d.ticket(n).Ledger(d.clock.Now()); l.Waited[ticket.OnProject] != 48*time.Hour {
			d.t.Errorf("it waited %s", l.Waited[ticket.OnProject])
		}
	})
}

func (d *desk) thanks(me, who string) []string {
	d.t.Helper()
	list, err := thanks.Of(d.ctx, d.door.Read(), d.actor(me), d.people[who], "", 0)
	d.must(err)
	var out []string
	for _, k := range list.Items {
		out = append(out, strings.TrimSpace(k.From.Name+": "+k.Text+" "+string(k.Ref)))
	}
	return out
}

func TestAColleagueSaysThanks(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n := d.Opens("ann@acme", "No mail", about("Email"))
		d.must(d.do.Thank(d.ctx, d.actor("tom"), d.people["sam"], ticketing.ThankIn{Text: " You stayed \n late ", Ticket: n}))
		d.must(d.do.Thank(d.ctx, d.actor("ida"), d.people["sam"], ticketing.ThankIn{Text: "For the cake."}))
		d.Wants(n, "last kudos.given")
		d.has(d.notices("sam"), "kudos.given: Tom Ashgrove thanks you: You stayed late")
		want := []string{"Ida Brook: For the cake.", "Tom Ashgrove: You stayed late " + string(n.Ref())}
		if got := d.thanks("sam", "sam"); len(got) != 2 || !slices.Contains(got, want[0]) || !slices.Contains(got, want[1]) {
			d.t.Errorf("sam reads %q", got)
		}
		if got := d.thanks("gil", "sam"); !slices.Equal(got, want[:1]) {
			d.t.Errorf("gil, who is not cleared for Acme, reads %q", got)
		}
		for who, words := range map[string]string{"tom": "for others", "ann@acme": "no such person"} {
			if err := d.do.Thank(d.ctx, d.actor("tom"), d.people[who], ticketing.ThankIn{Text: "Me."}); err == nil || !strings.Contains(errs.Text(err), words) {
				d.t.Errorf("thanks to %s: %v", who, err)
			}
		}
		d.refused(d.do.Thank(d.ctx, d.actor("tom"), d.people["gil"], ticketing.ThankIn{Text: "For this.", Ticket: n}), errs.Invalid, "may not see")
		d.refused(d.do.Thank(d.ctx, d.actor("ann@acme"), d.people["sam"], ticketing.ThankIn{Text: "Thanks."}), errs.Forbidden, "may not thank")
		d.refused(d.do.Thank(d.ctx, access.Actor{}, d.people["sam"], ticketing.ThankIn{Text: "Thanks."}), errs.Forbidden, "may not thank")
	})
}

// A good rating with words goes to who solved it, once; a bad one, or one without
// words, to nobody.
func TestACustomersKindWordsReachWhoSolvedIt(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		rated := func(score int, words string) id.Number {
			n := d.Opens("ann@acme", "No mail", about("Email"))
			d.As("tom").Gives(n, "tom")
			d.As("ida").Resolves(n, "Done.")
			d.must(d.do.Rate(d.ctx, d.actor("ann@acme"), n, score, words))
			return n
		}
		rated(3, "It was fine.")
		rated(5, "  ")
		if got := d.thanks("ida", "ida"); len(got) != 0 {
			d.t.Errorf("ida reads %q", got)
		}
		n := rated(4, "Ida was lovely!")
		d.must(d.do.Rate(d.ctx, d.actor("ann@acme"), n, 5, "Really lovely!"))
		if got := d.thanks("ida", "ida"); !slices.Equal(got, []string{"Ann Lee: Ida was lovely! " + string(n.Ref())}) {
			d.t.Errorf("ida reads %q", got)
		}
		if got := d.thanks("tom", "tom"); len(got) != 0 {
			d.t.Errorf("tom reads %q", got)
		}
		d.has(d.notices("ida"), "kudos.given: Ann Lee thanks you: Ida was lovely!")
	})
}
