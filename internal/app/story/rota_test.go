package story

import (
	"context"
	"strings"
	"testing"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/desk/calendar"
	"secondline/internal/desk/clock"
	"secondline/internal/desk/person"
	"secondline/internal/desk/shift"
	"secondline/internal/desk/team"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/ticketing"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// Promises makes the desk promise a first response, in office hours.
func (d *desk) Promises(within time.Duration) {
	d.t.Helper()
	d.must(d.door.Do(d.ctx, access.Desk("Set-up"), func(ctx context.Context, w *work.Work) error {
		c, err := calendar.Calendar{ID: id.Calendar(w.NewID()), Name: "Office hours", Zone: "UTC", Week: calendar.Office, Standard: true}.Checked()
		if err != nil {
			return err
		}
		if err := calendar.Insert(ctx, w.Tx, c); err != nil {
			return err
		}
		t, err := clock.Target{ID: id.Target(w.NewID()), Name: "Answer", Clock: clock.FirstResponse, Calendar: c.ID, Length: within}.Checked()
		if err != nil {
			return err
		}
		if err := clock.Insert(ctx, w.Tx, t); err != nil {
			return err
		}
		return w.Republish(ctx, "the story promises it")
	}))
}

// Joins makes somebody a member of one more team.
func (d *desk) Joins(who, name string, preference, share int) {
	d.t.Helper()
	d.must(d.door.Do(d.ctx, access.Desk("Set-up"), func(ctx context.Context, w *work.Work) error {
		return team.Join(ctx, w.Tx, d.teams[name], team.Member{Person: d.people[who], Preference: preference, Share: share})
	}))
}

// on tells whether somebody works now, by the plan.
func (d *desk) on(who string) bool {
	d.t.Helper()
	now := d.clock.Now()
	all, err := shift.OfPeople(d.ctx, d.door.Read(), []id.Person{d.people[who]}, now, now)
	d.must(err)
	on, _ := all[d.people[who]].On(now)
	return on
}

func TestTwoSwapAShiftAndBack(t *testing.T) {
	tell(t, "Mon 08:00", func(d *desk) {
		d.Deals("First line", team.Push)
		d.Works("tom", 9, 13)
		d.Works("ida", 13, 17)
		tuesday := onWeekday(monday, "Tue 09:00")
		asks := shift.Swap{
			To: d.people["ida"], FromAt: tuesday, ToAt: tuesday.Add(4 * time.Hour),
			BackFromAt: tuesday.Add(4 * time.Hour), BackToAt: tuesday.Add(8 * time.Hour), Note: "The dentist",
		}
		swap, err := d.rota.Propose(d.ctx, d.actor("tom"), asks)
		d.must(err)
		d.has(d.notices("ida"), "Tom Ashgrove asks to swap a shift with you")
		d.refused(d.rota.Accept(d.ctx, d.actor("tom"), swap), errs.Forbidden, "The other one")
		d.refused(d.rota.Accept(d.ctx, d.actor("gil"), swap), errs.NotFound, "no such swap")
		d.must(d.rota.Accept(d.ctx, d.actor("ida"), swap))
		d.has(d.notices("tom"), "swaps the shift with you")
		d.refused(d.rota.Decline(d.ctx, d.actor("ida"), swap), errs.Conflict, "accepted already")

		d.Until("Tue 10:00")
		n := d.Opens("ann@acme", "Mail is slow")
		d.Settles()
		d.Wants(n, "with ida")
		d.Until("Tue 14:00")
		n = d.Opens("ann@acme", "Mail is slow")
		d.Settles()
		d.Wants(n, "with tom")
		d.Until("Wed 10:00")
		if !d.on("tom") || d.on("ida") {
			t.Error("the swap changed another day")
		}
	})
}

func TestASwapThatCannotBe(t *testing.T) {
	tell(t, "Mon 08:00", func(d *desk) {
		d.Works("tom", 9, 17)
		d.Works("ida", 12, 20)
		d.Works("sam", 18, 22)
		tuesday := onWeekday(monday, "Tue 09:00")
		ask := func(who string, from, hours int) error {
			start := tuesday.Add(time.Duration(from-9) * time.Hour)
			_, err := d.rota.Propose(d.ctx, d.actor("tom"), shift.Swap{To: d.people[who], FromAt: start, ToAt: start.Add(time.Duration(hours) * time.Hour)})
			return err
		}
		d.refused(ask("ida", 9, 8), errs.Conflict, "Ida Brook works already")
		d.refused(ask("ida", 7, 3), errs.Conflict, "Tom Ashgrove does not work all of that time")
		d.refused(ask("sam", 9, 4), errs.Invalid, "in none of your teams")
		d.refused(ask("gil", 9, 4), errs.Conflict, "Gil Marsh has no shifts")
		d.refused(ask("tom", 9, 4), errs.Invalid, "with whom")
		_, err := d.rota.Except(d.ctx, d.actor("ida"), shift.Exception{Person: d.people["ida"], Reason: shift.Sick, From: tuesday, To: tuesday.Add(day)})
		d.must(err)
		d.refused(ask("ida", 9, 2), errs.Conflict, "Ida Brook is away")
	})
}

func TestNobodyIsPlannedTwice(t *testing.T) {
	tell(t, "Mon 08:00", func(d *desk) {
		d.Works("tom", 9, 17)
		again := []shift.Shift{{Weekday: 3, Starts: 16 * 60, Ends: 20 * 60, Since: "2026-03-16"}}
		_, err := d.rota.Plan(d.ctx, d.actor("lea"), d.people["tom"], again)
		d.refused(err, errs.Conflict, "planned twice")
		tuesday := onWeekday(monday, "Tue 16:00")
		more := shift.Exception{Person: d.people["tom"], Kind: shift.Extra, From: tuesday, To: tuesday.Add(4 * time.Hour)}
		_, err = d.rota.Except(d.ctx, d.actor("lea"), more)
		d.refused(err, errs.Conflict, "works already")
		_, err = d.rota.Except(d.ctx, d.actor("tom"), more)
		d.refused(err, errs.Forbidden, "")
		more.From = tuesday.Add(time.Hour)
		_, err = d.rota.Except(d.ctx, d.actor("lea"), more)
		d.must(err)
		late := []shift.Shift{{Weekday: 2, Starts: 18 * 60, Ends: 20 * 60, Since: "2026-03-16"}}
		_, err = d.rota.Plan(d.ctx, d.actor("lea"), d.people["tom"], late)
		d.refused(err, errs.Conflict, "works on 17 March already")
		_, err = d.rota.Plan(d.ctx, d.actor("ida"), d.people["ida"], late)
		d.refused(err, errs.Forbidden, "")
	})
}

func TestWhoIsOnCall(t *testing.T) {
	tell(t, "Mon 08:00", func(d *desk) {
		manager := func() string {
			t.Helper()
			p, err := shift.DutyManager(d.ctx, d.door.Read(), d.clock.Now())
			d.must(err)
			return nameOf(d.people, p)
		}
		if got := manager(); got != "ada" {
			t.Errorf("on a desk without a plan %s is the duty manager", got)
		}
		d.Deals("First line", team.Pull, func(t *team.Team) { t.Lead = d.people["tom"] })
		if got := manager(); got != "tom" {
			t.Errorf("the triage team's lead is Tom, the duty manager %s", got)
		}
		now := d.clock.Now()
		duty := shift.Duty{Person: d.people["lea"], From: now, To: now.Add(8 * time.Hour)}
		_, err := d.rota.PlanDuty(d.ctx, d.actor("lea"), duty)
		d.must(err)
		if got := manager(); got != "lea" {
			t.Errorf("Lea is planned, the duty manager is %s", got)
		}
		duty.Person = d.people["ada"]
		_, err = d.rota.PlanDuty(d.ctx, d.actor("lea"), duty)
		d.refused(err, errs.Conflict, "Somebody is on call then already")
		duty.Team = d.teams["Second line"]
		_, err = d.rota.PlanDuty(d.ctx, d.actor("lea"), duty)
		d.refused(err, errs.Invalid, "not a member")
		duty.Person = d.people["sam"]
		_, err = d.rota.PlanDuty(d.ctx, d.actor("lea"), duty)
		d.must(err)
		who, err := shift.OnCall(d.ctx, d.door.Read(), d.teams["Second line"], now.Add(time.Hour))
		d.must(err)
		if who != d.people["sam"] {
			t.Errorf("on call is %s", nameOf(d.people, who))
		}
		d.Until("Mon 16:00")
		if got := manager(); got != "tom" {
			t.Errorf("after the duty %s is the duty manager", got)
		}
	})
}

// TestAHigherRungHelpsALowerOne: Nia serves the network first, and First line
// with a third of her time. She gets its work only while it runs late and her own
// queue is calm, and what she has not begun goes back when it is not.
func TestAHigherRungHelpsALowerOne(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		d.Promises(time.Hour) // it warns after 45 minutes
		d.Deals("First line", team.Push)
		d.Joins("nia", "First line", 2, 34)
		for _, who := range []string{"tom", "ida", "gil"} {
			d.As(who).Breaks("")
		}
		n := d.Opens("ann@acme", "Mail is slow")
		begun := d.Opens("abe@acme", "Mail is gone")
		d.Until("Mon 09:44")
		d.Wants(n, "with nobody")
		d.Until("Mon 09:45")
		d.Wants(n, "with nia", "team First line")
		d.Wants(begun, "with nia")
		f := d.lastFact(n).(*ticket.Assigned)
		if !f.Down || !d.ticket(n).Helped || !strings.HasPrefix(f.Because, "helping First line out, which runs late") {
			t.Errorf("the deal says %+v", f)
		}
		third := d.Opens("gus@globex", "Mail is gone")
		d.Until("Mon 10:40")
		d.Wants(third, "with nobody") // a third of her five places is taken

		d.As("nia").Notes(begun, "I am on it.")
		own := d.Opens("ann@acme", "The tunnel is down", about("VPN/Tunnel"))
		d.As("lea").Triages(own, ticketing.TriageIn{Team: d.teams["Network specialists"]})
		d.Until("Mon 11:30")
		d.Wants(own, "with nobody", "team Network specialists")
		d.Wants(n, "with nobody", "last ticket.sent_back")
		d.Wants(begun, "with nia")
		d.has(d.notices("nia"), "went back to its team: Network specialists runs late")
		d.must(d.do.Assign(d.ctx, d.actor("nia"), own, d.people["nia"]))
		d.Passes(10 * time.Minute)
		d.Wants(n, "with nia") // her own queue is calm again
	})
}

func TestABreakIsNoAbsence(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		back := d.clock.Now().Add(25 * time.Hour)
		d.refused(d.rota.SetPresence(d.ctx, d.actor("tom"), person.Away, back), errs.Invalid, "24 hours")
		d.refused(d.rota.SetPresence(d.ctx, d.actor("tom"), person.Away, d.clock.Now()), errs.Invalid, "24 hours")
		d.refused(d.rota.SetPresence(d.ctx, d.actor("tom"), person.Here, d.clock.Now().Add(time.Hour)), errs.Invalid, "Only who is away")
		d.refused(d.rota.SetPresence(d.ctx, d.actor("ann@acme"), person.Here, time.Time{}), errs.Forbidden, "")
	})
}
