package story

import (
	"context"
	"testing"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/desk/handover"
	"secondline/internal/desk/team"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/ticketing"
	"secondline/internal/flow/work"
	"secondline/internal/kit/errs"
)

// leaves takes somebody out of a team.
func (d *desk) leaves(who, from string) {
	d.t.Helper()
	d.must(d.door.Do(d.ctx, access.Desk("Set-up"), func(ctx context.Context, w *work.Work) error {
		members, err := team.Members(ctx, w.Tx, d.teams[from])
		if err != nil {
			return err
		}
		var stay []team.Member
		for _, m := range members {
			if m.Person != d.people[who] {
				stay = append(stay, m)
			}
		}
		return team.SetMembers(ctx, w.Tx, d.teams[from], stay)
	}))
}

// TestWhoLeftATeamGetsNothingBack: while a ticket lies still, who had it may
// leave. It comes back to life for the team.
func TestWhoLeftATeamGetsNothingBack(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		reopened, written, merged := d.Opens("ann@acme", "A"), d.Opens("ann@acme", "B"), d.Opens("ann@acme", "C")
		returned, withdrawn := d.Opens("ann@acme", "D", about("Email"), urgent), d.Opens("ann@acme", "E", about("Email"), urgent)
		into := d.Opens("ann@acme", "F")
		tom := d.As("tom")
		tom.Gives(reopened, "tom")
		tom.Resolves(reopened, "Done.")
		tom.Gives(written, "tom")
		tom.Resolves(written, "Done.")
		tom.Gives(merged, "tom")
		tom.Merges(merged, into)
		tom.Gives(returned, "tom")
		tom.Gives(withdrawn, "tom")
		back, undone := tom.HandsOver(returned, "up", full("Look.")), tom.HandsOver(withdrawn, "up", full("Look."))

		d.leaves("tom", "First line")
		d.Passes(time.Hour)
		d.As("ida").Reopens(reopened)
		d.As("ann@acme").Replies(written, "It is back.")
		d.As("ida").Unmerges(merged)
		d.As("sam").Returns(back.ID, ticketing.ReturnIn{Reason: handover.LowerCan, Note: "You can."})
		d.As("ida").Withdraws(undone.ID)
		d.Wants(reopened, "state open", "with nobody", "team First line", "last ticket.assigned")
		d.Wants(written, "state open", "with nobody", "answer owed")
		d.Wants(merged, "state open", "with nobody")
		d.Wants(returned, "with nobody", "team First line")
		d.Wants(withdrawn, "with nobody", "team First line")
	})
}

// TestATeamThatIsNoMoreGetsNothingBack: what comes back to life goes to triage.
func TestATeamThatIsNoMoreGetsNothingBack(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		closed, merged, into := d.placed("Experts"), d.placed("Experts"), d.Opens("ann@acme", "Other")
		d.As("eve").Gives(closed, "eve")
		d.As("eve").Closes(closed, ticket.Duplicate)
		d.As("eve").Merges(merged, into)
		d.archives("Experts")
		split, err := d.do.Split(d.ctx, d.actor("ida"), closed, 1, "Anew")
		d.must(err)
		d.As("ann@acme").Reopens(closed)
		d.As("ida").Unmerges(merged)
		d.Wants(closed, "state open", "team First line", "rung 1", "with nobody")
		d.Wants(merged, "team First line", "rung 1")
		d.Wants(split.Number, "state new", "team First line", "rung 1")
	})
}

func (d *desk) archives(name string) {
	d.t.Helper()
	d.must(d.door.Do(d.ctx, access.Desk("Set-up"), func(ctx context.Context, w *work.Work) error {
		t, err := team.Get(ctx, w.Tx, d.teams[name])
		if err != nil {
			return err
		}
		t.ArchivedAt = w.Now
		return team.Update(ctx, w.Tx, t)
	}))
}

func TestADirectionWithoutATeamHasNobody(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n := d.Opens("ann@acme", "A")
		fit, out, err := d.do.Candidates(d.ctx, d.actor("tom"), n, target{Direction: handover.Down})
		d.must(err)
		if len(fit)+len(out) != 0 {
			t.Errorf("below first line there are %+v, %+v", fit, out)
		}
		_, err = d.do.Draft(d.ctx, d.actor("tom"), n, target{Direction: handover.Down})
		d.refused(err, errs.Invalid, "choose a team")
	})
}
