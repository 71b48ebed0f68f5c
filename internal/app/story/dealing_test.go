package story

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/desk/person"
	"secondline/internal/desk/routing"
	"secondline/internal/desk/shift"
	"secondline/internal/desk/team"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// Deals says how a team deals its tickets out.
func (d *desk) Deals(name, how string, change ...func(*team.Team)) {
	d.t.Helper()
	d.must(d.door.Do(d.ctx, access.Desk("Set-up"), func(ctx context.Context, w *work.Work) error {
		t, err := team.Get(ctx, w.Tx, d.teams[name])
		if err != nil {
			return err
		}
		t.Dealing = how
		for _, c := range change {
			c(&t)
		}
		return team.Update(ctx, w.Tx, t)
	}))
}

// is changes what a person is.
func (d *desk) is(who string, change func(*person.Person)) {
	d.t.Helper()
	d.must(d.door.Do(d.ctx, access.Desk("Set-up"), func(ctx context.Context, w *work.Work) error {
		p, err := person.Get(ctx, w.Tx, d.people[who])
		if err != nil {
			return err
		}
		change(&p)
		return person.Update(ctx, w.Tx, p)
	}))
}

func room(tickets int) func(*person.Person) {
	return func(p *person.Person) { p.Capacity = tickets }
}

// Breaks lets somebody go away, until a weekday and time, or "" until they say so.
func (h hand) Breaks(until string) {
	h.d.t.Helper()
	back := time.Time{}
	if until != "" {
		back = onWeekday(h.d.clock.Now(), until)
	}
	h.d.must(h.d.rota.SetPresence(h.d.ctx, h.who, person.Away, back))
}

func (h hand) IsHere() {
	h.d.t.Helper()
	h.d.must(h.d.rota.SetPresence(h.d.ctx, h.who, person.Here, time.Time{}))
}

// Works plans somebody's week: the same hours on every day of it.
func (d *desk) Works(who string, from, to int, weekdays ...int) {
	d.t.Helper()
	if len(weekdays) == 0 {
		weekdays = []int{1, 2, 3, 4, 5, 6, 7}
	}
	var list []shift.Shift
	for _, day := range weekdays {
		list = append(list, shift.Shift{Weekday: day, Starts: from * 60, Ends: to * 60, Since: "2026-03-16"})
	}
	_, err := d.rota.Plan(d.ctx, d.actor("lea"), d.people[who], list)
	d.must(err)
}

// asked is who is being asked to take a ticket, "nobody" if nobody is.
func (d *desk) asked(n id.Number) string {
	if t := d.ticket(n); t.Deal != nil {
		return nameOf(d.people, t.Deal.Person)
	}
	return "nobody"
}

func (d *desk) WantsAsked(n id.Number, who string) {
	d.t.Helper()
	if got := d.asked(n); got != who {
		d.t.Errorf("%s, %s: %s is asked, wanted %s", d.clock.Now().Format("Mon 15:04"), id.RefOf(n), got, who)
	}
}

// placements are the records of who was given a ticket, the newest first.
func (d *desk) placements(n id.Number) []routing.Placement {
	d.t.Helper()
	all, err := routing.Placements(d.ctx, d.door.Read(), d.ticket(n).ID)
	d.must(err)
	return slices.DeleteFunc(all, func(p routing.Placement) bool { return p.Of != routing.OfPerson })
}

func TestWorkIsPushed(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		d.Deals("First line", team.Push)
		d.is("tom", room(1))
		d.is("ida", room(1))
		first := d.Opens("ann@acme", "Mail is slow", urgent)
		d.Settles()
		second, third := d.Opens("ann@acme", "Mail is gone"), d.Opens("abe@acme", "Mail is back")
		d.Settles()
		has := map[string]id.Number{}
		for _, n := range []id.Number{first, second} {
			has[nameOf(d.people, d.ticket(n).Assignee)] = n
		}
		if has["tom"] == 0 || has["ida"] == 0 {
			t.Fatalf("the two who have room have %v", has)
		}
		d.Wants(third, "with nobody")
		d.has(d.notices("tom"), "is yours")

		p := d.placements(first)
		if len(p) != 1 || p[0].Rule != routing.ByPush || len(p[0].Ranked) != 2 || len(p[0].Rejected) != 1 || p[0].Rejected[0].Person != d.people["gil"] {
			t.Errorf("the record of the deal is %+v: wanted Tom and Ida ranked, and Gil who is not cleared", p)
		}
		d.As("ida").Resolves(has["ida"], "It is faster now.")
		d.Settles()
		d.Wants(third, "with ida")
	})
}

func TestNobodyIsGivenWorkOnABreak(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		d.Deals("First line", team.Push)
		d.As("ida").Breaks("")
		d.As("tom").Breaks("Mon 09:30")
		n := d.Opens("ann@acme", "Mail is slow")
		d.Until("Mon 09:29")
		d.Wants(n, "with nobody")
		d.Until("Mon 09:30")
		d.Wants(n, "with tom")
		again := d.Opens("ann@acme", "Mail is slow again")
		d.As("tom").Breaks("Mon 09:45")
		d.As("tom").IsHere() // earlier than said
		d.As("tom").Breaks("")
		d.Until("Mon 10:00") // the first break's end does not end the second
		d.Wants(again, "with nobody")
		d.As("ida").IsHere()
		d.Settles()
		d.Wants(again, "with ida")
	})
}

func TestNobodyIsGivenWorkOffShift(t *testing.T) {
	tell(t, "Mon 08:00", func(d *desk) {
		d.Deals("First line", team.Push)
		d.Works("tom", 9, 17)
		d.Works("ida", 10, 18)
		n := d.Opens("ann@acme", "Mail is slow")
		d.Until("Mon 08:59")
		d.Wants(n, "with nobody")
		d.Until("Mon 09:00")
		d.Wants(n, "with tom")
		d.Until("Mon 17:30")
		evening := d.Opens("ann@acme", "Mail is slow")
		d.Settles()
		d.Wants(evening, "with ida")
		d.Until("Mon 18:00")
		late := d.Opens("ann@acme", "Mail is slow")
		d.Until("Tue 08:59")
		d.Wants(late, "with nobody")
		_, err := d.rota.Except(d.ctx, d.actor("tom"), shift.Exception{
			Person: d.people["tom"], Kind: shift.Away, Reason: shift.Sick, From: d.clock.Now(), To: d.clock.Now().Add(day),
		})
		d.must(err)
		d.Until("Tue 09:30")
		d.Wants(late, "with nobody")
		d.Until("Tue 10:00")
		d.Wants(late, "with ida")
	})
}

func TestAnOfferGoesToTheNext(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		d.Deals("First line", team.Offer, func(t *team.Team) { t.OfferFor, t.Lead = 5*time.Minute, d.people["lea"] })
		n := d.Opens("ann@acme", "Mail is slow")
		d.Settles()
		first := d.asked(n)
		other := map[string]string{"tom": "ida", "ida": "tom"}[first]
		if other == "" {
			t.Fatalf("%s is asked", first)
		}
		d.Wants(n, "with nobody", "team First line")
		d.has(d.notices(first), "Will you take")
		d.refused(d.deals.Take(d.ctx, d.actor(other), n), errs.Forbidden, "")
		d.Until("Mon 09:04")
		d.WantsAsked(n, first)
		d.Until("Mon 09:05")
		d.WantsAsked(n, other)
		d.refused(d.deals.Take(d.ctx, d.actor(first), n), errs.Forbidden, "")
		d.must(d.deals.Decline(d.ctx, d.actor(other), n, "I am on the phone"))
		d.Settles()
		d.WantsAsked(n, "nobody")
		d.has(d.notices("lea"), "everybody who could was asked")
		if told := len(d.notices("lea")); told != 1 {
			t.Errorf("the lead is told %d times", told)
		}
		if got := len(d.placements(n)); got != 2 {
			t.Errorf("%d records of two deals", got)
		}
	})
}

func TestAnOfferIsTaken(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		d.Deals("First line", team.Offer)
		d.is("ida", func(p *person.Person) { p.Presence = person.Off })
		d.is("tom", room(1))
		n := d.Opens("ann@acme", "Mail is slow")
		d.Settles()
		d.WantsAsked(n, "tom")
		d.must(d.deals.Take(d.ctx, d.actor("tom"), n))
		d.Settles()
		d.Wants(n, "with tom", "state open")
		if f := d.lastFact(n).(*ticket.Assigned); f.How != ticket.ByOffer {
			t.Errorf("it came by %q", f.How)
		}
		d.refused(d.deals.Take(d.ctx, d.actor("tom"), n), errs.Conflict, "Nobody is being asked")
	})
}

func TestWhoeverLeavesIsAskedNoMore(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		d.Deals("First line", team.Offer)
		d.As("ida").Breaks("Mon 11:00")
		n := d.Opens("ann@acme", "Mail is slow")
		d.Settles()
		d.WantsAsked(n, "tom")
		d.As("tom").Breaks("")
		d.Settles()
		d.WantsAsked(n, "nobody")
		if f := d.lastFact(n).(*ticket.Passed); f.Because != ticket.PassedGone {
			t.Errorf("it passed because %q", f.Because)
		}
		d.Until("Mon 11:00")
		d.WantsAsked(n, "ida")
	})
}

func TestNobodyIsAskedPastTheirShift(t *testing.T) {
	tell(t, "Mon 16:58", func(d *desk) {
		d.Deals("First line", team.Offer)
		d.Works("tom", 9, 17)
		d.As("ida").Breaks("")
		n := d.Opens("ann@acme", "Mail is slow")
		d.Settles()
		d.WantsAsked(n, "tom")
		d.Until("Mon 17:00")
		d.WantsAsked(n, "nobody")
	})
}

func TestWhatSomebodyPutsDownIsNotDealtBack(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		d.Deals("First line", team.Push)
		n := d.Opens("ann@acme", "Mail is slow")
		d.Settles()
		first := nameOf(d.people, d.ticket(n).Assignee)
		other := map[string]string{"tom": "ida", "ida": "tom"}[first]
		d.must(d.do.Assign(d.ctx, d.actor(first), n, 0))
		d.Settles()
		d.Wants(n, "with "+other)
	})
}

func TestTheNextOneIsTheMostUrgent(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		old, tunnel := d.Opens("ann@acme", "Mail is slow"), d.Opens("ann@acme", "The tunnel is down", about("VPN/Tunnel"), urgent)
		grave, globex := d.Opens("ann@acme", "No mail at all", urgent), d.Opens("gus@globex", "Mail is slow")
		next := func(who string) id.Number {
			t.Helper()
			n, ok, err := d.deals.Next(d.ctx, d.actor(who))
			d.must(err)
			if !ok {
				return 0
			}
			return n
		}
		for i, want := range []id.Number{grave, old, globex, 0} { // nobody here may touch the tunnel
			if got := next("tom"); got != want {
				t.Errorf("the %dth next one is %s, wanted %s", i+1, id.RefOf(got), id.RefOf(want))
			}
		}
		d.Wants(tunnel, "with nobody")
		d.Wants(old, "with tom")
		d.As("ida").Breaks("")
		_, _, err := d.deals.Next(d.ctx, d.actor("ida"))
		d.refused(err, errs.Conflict, "on a break")
		d.is("gil", room(0))
		_, _, err = d.deals.Next(d.ctx, d.actor("gil"))
		d.refused(err, errs.Conflict, "capacity 0")
	})
}

// TestManyAskAtOnce: whoever asks ten times at the same moment is given no more
// than they have room for, and nobody is given what somebody else has.
func TestManyAskAtOnce(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		var tickets []id.Number
		for range 12 {
			tickets = append(tickets, d.Opens("ann@acme", "Mail is slow"))
		}
		d.is("tom", room(2))
		var asking sync.WaitGroup
		failed := make(chan error, 20)
		for i := range 20 {
			who := d.actor([]string{"tom", "ida"}[i%2])
			asking.Go(func() {
				if _, _, err := d.deals.Next(d.ctx, who); err != nil && !errs.Is(err, errs.Conflict) {
					failed <- err
				}
			})
		}
		asking.Wait()
		close(failed)
		for err := range failed {
			t.Error(err)
		}
		has := map[string]int{}
		for _, n := range tickets {
			has[nameOf(d.people, d.ticket(n).Assignee)]++
		}
		if has["tom"] != 2 || has["ida"] != 5 {
			t.Errorf("they have %v: Tom has room for two, Ida for five", has)
		}
	})
}
