package story

import (
	"slices"
	"strings"
	"testing"
	"time"

	"secondline/internal/db"
	"secondline/internal/desk/handover"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/ticketing"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

func TestALessonComesDownTheLadder(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n := d.Opens("ann@acme", "Mail loops", about("Email"))
		f := full("Look.")
		f.ShareOutcome = true
		d.As("sam").Accepts(d.As("tom").HandsOver(n, "up", f).ID)
		f.Because = "no evidence to be had"
		d.As("eve").Accepts(d.As("sam").HandsOver(n, "up", f).ID)

		eve := d.actor("eve")
		d.refused(d.do.Resolve(d.ctx, eve, n, ticketing.ResolveIn{Message: "Done."}), errs.Invalid, "what the cause was")
		d.refused(d.do.Resolve(d.ctx, eve, n, ticketing.ResolveIn{Message: "Done.", Cause: "a rule", FirstLineNextTime: ptr(true)}), errs.Invalid, "first line needs")
		d.Wants(n, "state open")
		d.As("eve").Teaches(n, "Delete the forwarding rule.")
		d.Wants(n, "state resolved", "last lesson.given")
		for _, who := range []string{"tom", "sam"} {
			d.has(d.notices(who), "Eve Stone solved")
			d.has(d.notices(who), "Eve Stone has a lesson for you")
		}

		given := d.lastFact(n).(*ticket.LessonGiven)
		if len(given.Learners) != 2 || given.Text != "Delete the forwarding rule." {
			t.Errorf("the lesson is %+v", given)
		}
		d.Until("Tue 10:00")
		d.must(d.do.Learn(d.ctx, d.actor("tom"), given.Lesson))
		seq := d.ticket(n).Seq
		d.Until("Tue 11:00")
		d.must(d.do.Learn(d.ctx, d.actor("tom"), given.Lesson)) // twice is once
		if got := d.ticket(n).Seq; got != seq {
			t.Errorf("learning twice is on the timeline %d times", got-seq+1)
		}
		if at := d.learnt(given.Lesson, "tom"); !at.Equal(onWeekday(monday, "Tue 10:00")) {
			t.Errorf("learnt at %s", at)
		}
		d.refused(d.do.Learn(d.ctx, d.actor("ida"), given.Lesson), errs.NotFound, "given to others")
		d.refused(d.do.Learn(d.ctx, d.actor("gil"), given.Lesson), errs.NotFound, "no such lesson")
		d.refused(d.do.Learn(d.ctx, d.actor("ann@acme"), given.Lesson), errs.NotFound, "no such lesson")
		d.refused(d.do.Learn(d.ctx, d.actor("tom"), 99), errs.NotFound, "no such lesson")
	})
}

func (d *desk) learnt(lesson id.Lesson, who string) time.Time {
	d.t.Helper()
	at, err := db.One(d.ctx, d.door.Read(), func(r db.Row) (at time.Time, err error) { return at, r.Scan(db.Into(&at)) }, `
		SELECT learnt_at
		  FROM lesson_learner
		 WHERE lesson_id = ? AND person_id = ?`, lesson, d.people[who])
	d.must(err)
	return at
}

func TestWhoHandedItUpTwiceLearnsOnce(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n := d.Opens("ann@acme", "Mail loops", about("Email"))
		d.As("sam").Accepts(d.As("tom").HandsOver(n, "up", full("Look.")).ID)
		d.As("tom").Accepts(d.As("sam").HandsOver(n, "down", full("Tell them.")).ID)
		d.As("nia").Accepts(d.As("tom").HandsOver(n, "Network specialists", full("Look.")).ID)
		d.As("nia").Teaches(n, "Delete the rule.")
		if got := d.lastFact(n).(*ticket.LessonGiven).Learners; len(got) != 1 || got[0] != d.people["tom"] {
			t.Errorf("the learners are %v", got)
		}
	})
}

func TestWhatNeverClimbedTeachesNobody(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n := d.Opens("ann@acme", "Mail loops", about("Email"))
		d.must(d.do.Resolve(d.ctx, d.actor("tom"), n, ticketing.ResolveIn{Message: "Done.", FirstLineNextTime: ptr(true), Lesson: "Do it."}))
		d.Wants(n, "last ticket.resolved")
	})
}

func TestALessonIsForThoseWhoseHandoverWasTaken(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n := d.Opens("ann@acme", "Mail loops", about("Email"))
		f := full("Look.")
		f.Because, f.ShareOutcome = "in a hurry", true
		d.As("sam").Returns(d.As("ida").HandsOver(n, "up", f).ID, ticketing.ReturnIn{Reason: handover.LowerCan, Note: "You can."})
		d.As("sam").Accepts(d.As("tom").HandsOver(n, "up", f).ID)
		d.As("eve").Accepts(d.As("sam").HandsOver(n, "up", f).ID)
		d.As("sam").Accepts(d.As("eve").HandsOver(n, "Second line", f).ID)
		d.As("sam").Teaches(n, "Delete the rule.")
		given := d.lastFact(n).(*ticket.LessonGiven)
		if len(given.Learners) != 1 || given.Learners[0] != d.people["tom"] {
			t.Errorf("the learners are %v: not who was sent back, not who teaches", given.Learners)
		}
		for who, hears := range map[string]bool{"tom": true, "eve": true, "ida": false, "sam": false} {
			told := slices.ContainsFunc(d.notices(who), func(s string) bool { return strings.HasPrefix(s, "handover.outcome") })
			if told != hears {
				t.Errorf("%s hears of the outcome: %t", who, told)
			}
		}
	})
}
