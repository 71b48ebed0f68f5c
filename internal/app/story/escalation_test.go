package story

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/calendar"
	"secondline/internal/desk/clock"
	"secondline/internal/desk/escalation"
	"secondline/internal/desk/organisation"
	"secondline/internal/desk/shift"
	"secondline/internal/desk/team"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/timekeeping"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/view/queue"
	"secondline/internal/view/settings"
)

// plans gives a team a plan of its own, or the desk for "".
func (d *desk) plans(name string, plan escalation.Plan) {
	d.t.Helper()
	plan, err := plan.Checked()
	d.must(err)
	for i := range plan {
		plan[i].ID = id.Step(1000*(int64(len(name))+1) + int64(i))
	}
	d.must(d.db.Tx(d.ctx, func(h db.Handle) error { return escalation.Set(d.ctx, h, d.teams[name], plan) }))
}

// leads makes somebody the lead of a team.
func (d *desk) leads(who, name string) {
	d.t.Helper()
	d.must(d.db.Tx(d.ctx, func(h db.Handle) error {
		t, err := team.Get(d.ctx, h, d.teams[name])
		if err != nil {
			return err
		}
		t.Lead = d.people[who]
		return team.Update(d.ctx, h, t)
	}))
}

// rings is a clock that has come to something.
func (d *desk) rings(n id.Number, upon string, kind ticket.ClockKind) {
	d.t.Helper()
	e := timekeeping.NewEscalator(d.door, d.post)
	e.Register(d.jobs)
	d.must(d.door.Do(d.ctx, access.Desk("Clock"), func(ctx context.Context, w *work.Work) error {
		t, err := ticket.ByNumber(ctx, w.Tx, n)
		if err != nil {
			return err
		}
		return e.Escalate(ctx, w, t, upon, kind)
	}))
}

// weekdays plans somebody's week: these hours of each weekday, by their own clock.
func (d *desk) weekdays(who string, from, to int) {
	d.t.Helper()
	d.must(d.db.Tx(d.ctx, func(h db.Handle) error {
		for weekday := 1; weekday <= 5; weekday++ {
			s, err := shift.Shift{
				ID: id.Shift(int64(d.people[who])*10 + int64(weekday)), Person: d.people[who], Weekday: weekday, Starts: from * 60, Ends: to * 60,
				Cycle: 1, Since: shift.DayOf(monday.AddDate(0, 0, -7)),
			}.Checked()
			if err != nil {
				return err
			}
			if err := shift.Insert(d.ctx, h, s); err != nil {
				return err
			}
		}
		return nil
	}))
}

// called lists the escalations that somebody was told of.
func (d *desk) called(who string) []string {
	d.t.Helper()
	d.Settles()
	return slices.DeleteFunc(d.notices(who), func(s string) bool { return !strings.HasPrefix(s, "ticket.escalated") })
}

func TestThePlanSaysWhoIsTold(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		d.plans("", escalation.Default)
		d.leads("lea", "First line")
		n := d.Opens("ann@acme", "No mail", about("Email"))
		d.rings(n, "warned", ticket.Resolution)
		d.has(d.called("lea"), "needs the solution") // nobody has it, so the lead hears

		d.As("tom").Gives(n, "tom")
		d.rings(n, "warned", ticket.Resolution)
		d.has(d.called("tom"), "needs the solution")
		if got := len(d.called("lea")); got != 1 {
			d.t.Errorf("a warning of what Tom has went to the lead %d times", got)
		}
		d.rings(n, "breached", ticket.Resolution)
		d.has(d.called("tom"), "is late: the solution was promised")
		d.has(d.called("lea"), "is late")
		d.Wants(n, "last ticket.escalated")

		h := d.As("tom").HandsOver(n, "up", full("Please look."))
		d.rings(n, "unanswered", ticket.Acknowledge)
		d.has(d.called("lea"), "Nobody answered the handover of "+string(n.Ref()))
		letters := d.mails("lea@desk")
		d.has(letters, "["+string(n.Ref())+"] No mail")
		for _, m := range letters {
			if strings.Contains(m, "No mail.") || strings.Contains(m, "Ann") {
				d.t.Errorf("the letter holds what the customer wrote: %s", m)
			}
		}
		if got := d.mails("ann@acme"); slices.ContainsFunc(got, func(m string) bool { return strings.Contains(m, "escalation") }) {
			d.t.Errorf("the customer reads of it: %q", got)
		}
		d.As("sam").Accepts(h.ID)
	})
}

// A team's own plan stands before the desk's. Each person is told once, whatever
// offices they hold.
func TestATeamsOwnPlanAndAnAccountManager(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		d.plans("", escalation.Default)
		d.plans("Second line", escalation.Plan{
			{Upon: escalation.Breached, Who: escalation.Lead},
			{Upon: escalation.Breached, Who: escalation.AccountManager, ByMail: true},
			{Upon: escalation.Breached, Who: escalation.DutyManager, Clock: "work"},
		})
		d.leads("sue", "Second line")
		d.leads("lea", "First line")
		d.manages("sue", "Acme")
		n := d.Opens("ann@acme", "No mail", about("Email"))
		h := d.As("tom").HandsOver(n, "up", full("Please look."))
		d.As("sam").Accepts(h.ID)
		d.rings(n, "warned", ticket.TeamWork)
		if got := d.called("sam"); len(got) != 0 {
			d.t.Errorf("the plan of Second line tells nobody of warnings: %q", got)
		}
		d.rings(n, "breached", ticket.Resolution)
		if got := d.called("sue"); len(got) != 1 || len(d.mails("sue@desk")) != 1 {
			d.t.Errorf("sue, lead and account manager, was told %q and got %d mails", got, len(d.mails("sue@desk")))
		}
		if got := d.called("lea"); len(got) != 0 {
			d.t.Errorf("the duty manager is for the team's own clock: %q", got)
		}
		d.rings(n, "breached", ticket.TeamWork)
		d.has(d.called("lea"), "the team's part")

		d.manages("gil", "Acme") // who is not cleared for Acme
		d.rings(n, "breached", ticket.Resolution)
		if got := d.called("gil"); len(got) != 0 {
			d.t.Errorf("gil may not see it and is told: %q", got)
		}
	})
}

// manages makes somebody the account manager of a customer.
func (d *desk) manages(who, org string) {
	d.t.Helper()
	d.must(d.db.Tx(d.ctx, func(h db.Handle) error {
		o, err := organisation.Get(d.ctx, h, d.orgs[org])
		if err != nil {
			return err
		}
		o.AccountManager = d.people[who]
		return organisation.Update(d.ctx, h, o)
	}))
}

func TestNobodyIsRemindedAtMidnight(t *testing.T) {
	tell(t, "Fri 17:30", func(d *desk) {
		d.plans("", escalation.Plan{
			{Upon: escalation.Breached, Who: escalation.Assignee}, {Upon: escalation.Breached, Who: escalation.Lead, ByMail: true},
		})
		d.leads("lea", "First line")
		d.weekdays("tom", 9, 17) // lea is not planned: by day, in the week
		n := d.Opens("ann@acme", "No mail", about("Email"))
		d.As("tom").Gives(n, "tom")
		d.Until("Sat 00:00")
		d.rings(n, "breached", ticket.Resolution)
		for _, who := range []string{"tom", "lea"} {
			if got := d.called(who); len(got) != 0 || len(d.mails(who+"@desk")) != 0 {
				d.t.Errorf("%s was reminded at midnight: %q", who, got)
			}
		}
		later := d.escalated(n)
		if len(later) != 2 || later[0].Later.Format("Mon 15:04") != "Mon 09:00" || later[1].Later.Format("Mon 15:04") != "Mon 08:00" {
			d.t.Errorf("the timeline says %+v", later)
		}
		d.Until("Mon 08:00")
		if len(d.called("tom")) != 0 || len(d.called("lea")) != 1 || len(d.mails("lea@desk")) != 1 {
			d.t.Errorf("on Monday at 08:00: tom %q, lea %q", d.called("tom"), d.called("lea"))
		}
		d.As("ida").Resolves(n, "Done.")
		d.Until("Mon 09:00")
		if got := d.called("tom"); len(got) != 0 {
			d.t.Errorf("tom is reminded of what is solved: %q", got)
		}
	})
}

// escalated lists the facts of the timeline that tell who is told.
func (d *desk) escalated(n id.Number) []*ticket.Escalated {
	d.t.Helper()
	var out []*ticket.Escalated
	for _, e := range d.timeline(n) {
		if f, ok := e.Fact.(*ticket.Escalated); ok {
			out = append(out, f)
		}
	}
	return out
}

func TestAP1WakesPeople(t *testing.T) {
	tell(t, "Sat 03:00", func(d *desk) {
		d.plans("", escalation.Default)
		d.leads("lea", "First line")
		n := d.Opens("ann@acme", "All is down", about("Email"), urgent)
		d.rings(n, "breached", ticket.FirstResponse)
		d.has(d.called("lea"), "is late: the first answer was promised")
		quiet := d.Opens("ann@acme", "A font", about("Email"))
		d.rings(quiet, "breached", ticket.FirstResponse)
		if got := d.called("lea"); len(got) != 1 {
			d.t.Errorf("a P4 wakes her too: %q", got)
		}
	})
}

// Who is on call as the duty manager is there for that, whatever the hour.
func TestTheDutyManagerOnCallIsToldAtNight(t *testing.T) {
	tell(t, "Sat 03:00", func(d *desk) {
		d.plans("", escalation.Default)
		n := d.Opens("ann@acme", "A font", about("Email"))
		d.must(d.db.Tx(d.ctx, func(h db.Handle) error {
			now := d.clock.Now()
			return shift.InsertDuty(d.ctx, h, shift.Duty{ID: 5, Person: d.people["eve"], From: now.Add(-time.Hour), To: now.Add(time.Hour)})
		}))
		d.As("tom").HandsOver(n, "up", full("Please look."))
		d.rings(n, "unanswered", ticket.Acknowledge)
		d.has(d.called("eve"), "Nobody answered")
	})
}

func TestAStepComesLaterIfTheClockStillRuns(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		d.plans("", escalation.Plan{{Upon: escalation.Breached, Who: escalation.Lead, After: 30 * time.Minute}})
		d.leads("lea", "First line")
		one, two := d.Opens("ann@acme", "No mail", about("Email")), d.Opens("ann@acme", "No print", about("Email"))
		d.rings(one, "breached", ticket.FirstResponse)
		d.rings(two, "breached", ticket.FirstResponse)
		d.Passes(29 * time.Minute)
		if got := d.called("lea"); len(got) != 0 {
			d.t.Errorf("she was told early: %q", got)
		}
		d.As("tom").Replies(one, "We look.") // its clock stops
		d.Passes(time.Minute)
		got := d.called("lea")
		if len(got) != 1 || !strings.Contains(got[0], string(two.Ref())) {
			d.t.Errorf("she was told %q", got)
		}
	})
}

// The whole way: a clock reaches its warning and its deadline, and those whom the
// plan names hear of it then, once each, with the time on their own clock.
func TestAClockThatRunsOutReachesWhomThePlanNames(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		d.opensAt("UTC", calendar.Office)
		d.promises(clock.Resolution, 0, 4*time.Hour)
		d.must(d.admin().SetEscalation(d.ctx, d.actor("ada"), 0, escalation.Default))
		d.leads("lea", "First line")
		n := d.Opens("ann@acme", "No mail", about("Email"))
		d.As("tom").Gives(n, "tom")
		d.Until("Mon 12:00")
		if got := d.called("tom"); !slices.Equal(got, []string{"ticket.escalated: " + string(n.Ref()) + " needs the solution by 13:00"}) {
			d.t.Errorf("at the warning tom reads %q", got)
		}
		if got := d.called("lea"); len(got) != 0 {
			d.t.Errorf("at the warning lea reads %q", got)
		}
		d.Until("Mon 13:00")
		d.Passes(2 * time.Hour)
		late := "ticket.escalated: " + string(n.Ref()) + " is late: the solution was promised by 13:00"
		if got := d.called("tom"); len(got) != 2 || got[1] != late {
			d.t.Errorf("at the breach tom reads %q", got)
		}
		if got := d.called("lea"); !slices.Equal(got, []string{late}) {
			d.t.Errorf("at the breach lea reads %q", got)
		}
	})
}

// An administrator says whom a team wants told; without steps of its own it
// follows the desk.
func TestATeamsPlanIsSetAndGivenUp(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		own := escalation.Plan{{Upon: escalation.Breached, Who: escalation.Lead, ByMail: true, After: time.Hour}}
		line := d.teams["First line"]
		d.refused(d.admin().SetEscalation(d.ctx, d.actor("lea"), line, own), errs.Forbidden, "administrator")
		d.refused(d.admin().SetEscalation(d.ctx, d.actor("ada"), 99, own), errs.NotFound, "no such team")
		d.must(d.admin().SetEscalation(d.ctx, d.actor("ada"), 0, escalation.Default))
		shown := func(of id.Team) settings.EscalationPlan {
			p, err := settings.Escalation(d.ctx, d.door.Read(), d.actor("tom"), of)
			d.must(err)
			return p
		}
		if p := shown(line); p.Own || len(p.Steps) != len(escalation.Default) || p.Can["change"] {
			d.t.Errorf("before: %+v", p)
		}
		d.must(d.admin().SetEscalation(d.ctx, d.actor("ada"), line, own))
		if p := shown(line); !p.Own || len(p.Steps) != 1 || p.Steps[0].After != "PT1H" || !p.Steps[0].ByMail {
			d.t.Errorf("its own: %+v", p)
		}
		d.must(d.admin().SetEscalation(d.ctx, d.actor("ada"), line, nil))
		if p := shown(line); p.Own || len(p.Steps) != len(escalation.Default) {
			d.t.Errorf("given up: %+v", p)
		}
	})
}

// The empty queue knows what is promised next, and who could use a hand.
func TestTheEmptyQueueKnowsWhatComesNext(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		d.opensAt("UTC", calendar.Office)
		d.promises(clock.Resolution, 0, 4*time.Hour)
		rest := func(who string) queue.Rest {
			r, err := queue.Rested(d.ctx, d.door.Read(), d.actor(who), d.clock.Now())
			d.must(err)
			return r
		}
		if r := rest("sam"); r.Ours != 0 || r.Next != nil || r.Help != nil {
			d.t.Errorf("on an empty desk: %+v", r)
		}
		n := d.Opens("ann@acme", "No mail", about("Email"))
		h := d.As("tom").HandsOver(n, "up", full("Please look."))
		d.As("sam").Accepts(h.ID)
		d.As("sam").Replies(n, "I look.")
		for _, subject := range []string{"A", "B"} {
			d.Opens("gus@globex", subject, about("Email"))
		}
		r := rest("sam")
		if r.Ours != 1 || r.Resting != 1 || r.Next == nil || r.Next.Ref != n.Ref() || r.Next.DueAt.Format("15:04") != "13:00" {
			d.t.Errorf("sam has nothing to do: %+v, next %+v", r, r.Next)
		}
		if r.Help == nil || r.Help.Level.Rank != 1 || r.Help.Unowned != 2 {
			d.t.Errorf("first line could use a hand: %+v", r.Help)
		}
		if r := rest("tom"); r.Resting != 0 || r.Ours != 2 || r.Help != nil {
			d.t.Errorf("tom has two that nobody has: %+v", r)
		}
		d.Until("Mon 14:00")
		if r := rest("sam"); r.Next != nil {
			d.t.Errorf("what is over is promised next: %+v", r.Next)
		}
	})
}
