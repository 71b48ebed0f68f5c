package story

import (
	"context"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"secondline/internal/desk/handover"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/ticketing"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/view/portalview"
)

func TestAHandoverIsReturnedWithAReason(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n, double := d.Opens("ann@acme", "Mail loops", about("Email")), d.Opens("abe@acme", "Mail loops, too")
		d.As("tom").Gives(n, "tom")
		for i, a := range []struct {
			to, taker string // not three times the same two teams
			in        ticketing.ReturnIn
			lack      string // the field without which it is refused
		}{
			{"up", "sam", ticketing.ReturnIn{Reason: handover.MissingInformation, Missing: []string{"the header"}}, "missing"},
			{"up", "sam", ticketing.ReturnIn{Reason: handover.WrongTeam, Team: d.teams["Experts"]}, ""},
			{"Network specialists", "nia", ticketing.ReturnIn{Reason: handover.LowerCan}, ""},
			{"Network specialists", "ned", ticketing.ReturnIn{Reason: handover.AnswerKnown, Article: "KB-12"}, "article"},
			{"Vendor desk", "vic", ticketing.ReturnIn{Reason: handover.DuplicateOf, DuplicateOf: id.Ref(" #" + strings.TrimPrefix(string(double.Ref()), "SL-"))}, "duplicate_of"},
		} {
			d.Passes(10 * time.Minute)
			h := d.As("tom").HandsOver(n, a.to, full("Look."))
			sam := d.actor(a.taker)
			d.refused(d.do.Return(d.ctx, sam, h.ID, a.in), errs.Invalid, "note")
			if a.lack != "" {
				bare := d.do.Return(d.ctx, sam, h.ID, ticketing.ReturnIn{Reason: a.in.Reason, Note: "See."})
				if errs.FieldOf(bare) != a.lack {
					t.Errorf("%s without %s: %v", a.in.Reason, a.lack, bare)
				}
			}
			a.in.Note = "See the runbook."
			d.As(a.taker).Returns(h.ID, a.in)
			d.Wants(n, "team First line", "with tom", "offered to nobody", "last handover.returned", "rung 1")
			if got := d.ticket(n).Returns(); got != i+1 {
				t.Errorf("it came back %d times, the ticket says %d", i+1, got)
			}
			d.refused(d.do.Accept(d.ctx, sam, h.ID), errs.Conflict, "returned already")
			d.refused(d.do.Return(d.ctx, sam, h.ID, a.in), errs.Conflict, "returned already")
		}
		d.has(d.notices("tom"), "Sam Oakley returned "+string(n.Ref())+": See the runbook.")
		list, err := handover.OfTicket(d.ctx, d.door.Read(), d.ticket(n).ID)
		d.must(err)
		if got := list[4].Answer.Ticket; got != double.Ref() {
			t.Errorf("it doubles %q", got)
		}
		if len(d.told(n)) != 0 {
			t.Errorf("the customer was told %q of what never left", d.told(n))
		}
		h := d.As("tom").HandsOver(n, "Vendor desk", full("Look."))
		d.refused(d.do.Return(d.ctx, d.actor("vic"), h.ID, ticketing.ReturnIn{Reason: handover.DuplicateOf, DuplicateOf: "SL-99", Note: "x"}), errs.Invalid, "no ticket")
		d.refused(d.do.Return(d.ctx, d.actor("vic"), h.ID, ticketing.ReturnIn{Reason: handover.WrongTeam, Team: 99, Note: "x"}), errs.Invalid, "no such team")
		d.refused(d.do.Return(d.ctx, d.actor("vic"), h.ID, ticketing.ReturnIn{Reason: "no time", Note: "x"}), errs.Invalid, "Choose")
	})
}

func TestWhatTheTeamDecidedMeanwhileStands(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		for _, back := range []func(h id.Handover){
			func(h id.Handover) {
				d.As("sam").Returns(h, ticketing.ReturnIn{Reason: handover.LowerCan, Note: "You can."})
			},
			func(h id.Handover) { d.As("tom").Withdraws(h) },
		} {
			n := d.Opens("ann@acme", "Mail loops", about("Email"))
			d.As("tom").Gives(n, "tom")
			h := d.As("tom").HandsOver(n, "up", full("Look."))
			d.As("ida").Gives(n, "ida")
			back(h.ID)
			d.Wants(n, "with ida", "team First line")
		}
	})
}

func TestAnOfferIsWithdrawn(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n := d.Opens("ann@acme", "Mail loops", about("Email"))
		h := d.As("tom").HandsOver(n, "up", full("Look."))
		d.refused(d.do.Withdraw(d.ctx, d.actor("sam"), h.ID), errs.Forbidden, "withdraw")
		d.Passes(11 * time.Second)
		d.As("ida").Withdraws(h.ID) // a colleague of the team that owns it
		d.Wants(n, "team First line", "offered to nobody", "last handover.withdrawn")
		d.refused(d.do.Withdraw(d.ctx, d.actor("tom"), h.ID), errs.Conflict, "withdrawn already")
		d.refused(d.do.Accept(d.ctx, d.actor("sam"), h.ID), errs.Conflict, "withdrawn already")
		if f := d.lastFact(n).(*ticket.Withdrawn); f.Undone {
			t.Error("after eleven seconds it counts as an undo")
		}
	})
}

func (d *desk) lastFact(n id.Number) ticket.Fact {
	entries := d.timeline(n)
	return entries[len(entries)-1].Fact
}

func TestAP1IsTheReceiversAtOnce(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n := d.Opens("ann@acme", "All mail is down", about("Email"), urgent)
		d.Wants(n, "priority 1")
		d.As("tom").Gives(n, "tom")
		h := d.As("tom").HandsOver(n, "up", full("Restore the store."))
		d.Wants(n, "team Second line", "rung 2", "with nobody", "offered to Second line", "last customer.told")
		d.has(d.told(n), "by 09:30")
		if got := d.mails("ann@acme"); slices.ContainsFunc(got, func(m string) bool { return strings.Contains(m, "specialists") }) {
			t.Errorf("the mail left before an undo was over: %q", got)
		}
		d.Passes(10 * time.Second)
		d.has(d.mails("ann@acme"), "your request is now with our specialists")
		told := len(d.told(n))
		d.As("sue").Gives(n, "sue")
		d.As("sam").Accepts(h.ID)
		d.Wants(n, "team Second line", "with sam", "offered to nobody")
		if len(d.told(n)) != told {
			t.Errorf("the customer was told twice: %q", d.told(n))
		}
	})
}

func TestALeadConfirmsWhatTheTeamHasBegun(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n := d.Opens("ann@acme", "All mail is down", about("Email"), urgent)
		h := d.As("tom").HandsOver(n, "up", full("Restore the store."))
		d.As("sue").Gives(n, "sue")
		d.As("lea").Accepts(h.ID)
		d.Wants(n, "with sue", "team Second line")
		calm := d.Opens("ann@acme", "Mail is slow", about("Email"))
		d.As("tom").Gives(calm, "tom")
		h = d.As("tom").HandsOver(calm, "up", full("Look."))
		d.As("lea").Accepts(h.ID)
		d.Wants(calm, "with nobody", "team Second line")
	})
}

func TestAP1ComesBackToWhoHadIt(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		returned := d.Opens("ann@acme", "All mail is down", about("Email"), urgent)
		d.As("tom").Gives(returned, "tom")
		h := d.As("tom").HandsOver(returned, "up", full("Restore the store."))
		d.Passes(5 * time.Minute)
		d.As("sam").Returns(h.ID, ticketing.ReturnIn{Reason: handover.LowerCan, Note: "Restart it."})
		d.Wants(returned, "team First line", "rung 1", "with tom", "returns 1", "ranks [1 2 1]")

		withdrawn := d.Opens("abe@acme", "All mail is down", about("Email"), urgent)
		d.As("tom").Gives(withdrawn, "tom")
		h = d.As("tom").HandsOver(withdrawn, "up", full("Restore the store."))
		d.Passes(9 * time.Second)
		d.As("tom").Withdraws(h.ID)
		d.Wants(withdrawn, "team First line", "with tom", "returns 0")
		if f := d.lastFact(withdrawn).(*ticket.Withdrawn); !f.Undone {
			t.Error("within ten seconds it is an undo")
		}
		d.Passes(time.Hour)
		if got := d.mails("abe@acme"); len(got) != 1 { // the receipt
			t.Errorf("an undone handover was told to the customer: %q", got)
		}
	})
}

func TestAnUndoThatComesAfterTheMailIsAWithdrawal(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n := d.Opens("ann@acme", "All mail is down", about("Email"), urgent)
		h := d.As("tom").HandsOver(n, "up", full("Restore the store."))
		d.Passes(10 * time.Second) // the mail leaves at the very end of the undo
		d.As("tom").Withdraws(h.ID)
		if f := d.lastFact(n).(*ticket.Withdrawn); f.Undone {
			t.Error("the customer has read it, and it counts as undone")
		}
	})
}

func TestTheSenderStaysTheContactIfTheySaySo(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n := d.Opens("ann@acme", "Mail loops", about("Email"))
		f := full("Look.")
		f.StayContact = true
		h := d.As("tom").HandsOver(n, "up", f)
		d.As("sam").Accepts(h.ID)
		d.Wants(n, "contact tom", "with sam")
		d.has(d.told(n), "Tom stays your contact and writes to you")
		back := d.As("sam").HandsOver(n, "down", full("Tell them."))
		d.As("ida").Accepts(back.ID)
		d.Wants(n, "contact nobody", "with ida")
		d.has(d.told(n), "what was needed is found")
	})
}

func TestTheAgentsOwnWordsGoAsTheyAre(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n := d.Opens("ann@acme", "Mail loops", about("Email"))
		f := full("Look.")
		f.CustomerMessage, f.Edited = "Sam looks at it until noon.", true
		h := d.As("tom").HandsOver(n, "up", f)
		d.As("sue").Accepts(h.ID)
		if got := d.told(n); len(got) != 1 || got[0] != f.CustomerMessage {
			t.Errorf("the customer was told %q", got)
		}
	})
}

func TestTwoTakeItAtOnceAndOneHasIt(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		for range 5 {
			n := d.Opens("ann@acme", "Mail loops", about("Email"))
			h := d.As("tom").HandsOver(n, "up", full("Look."))
			takers := []string{"sam", "sue"}
			var failed [2]error
			var all sync.WaitGroup
			for i, who := range takers {
				by := d.actor(who)
				all.Go(func() { failed[i] = d.do.Accept(context.Background(), by, h.ID) })
			}
			all.Wait()
			won := slices.Index(failed[:], nil)
			if won < 0 || failed[1-won] == nil {
				t.Fatalf("both say %v", failed)
			}
			d.refused(failed[1-won], errs.Conflict, "accepted already")
			d.Wants(n, "with "+takers[won], "team Second line")
		}
	})
}

func TestAStaleLookIsTold(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n := d.Opens("ann@acme", "Mail loops", about("Email"))
		looked := d.ticket(n).Version
		d.As("ida").Notes(n, "Somebody else was here.")
		tom := d.actor("tom")
		tom.Request.Version = looked
		d.refused(d.do.Assign(d.ctx, tom, n, d.people["tom"]), errs.Stale, "changed since you looked")
		d.refused(d.do.Resolve(d.ctx, tom, n, ticketing.ResolveIn{Message: "Done."}), errs.Stale, "load it again")
		_, err := d.do.HandOver(d.ctx, tom, n, target{Direction: handover.Up}, full("Look."))
		d.refused(err, errs.Stale, "load it again")
		tom.Request.Version = d.ticket(n).Version
		d.must(d.do.Assign(d.ctx, tom, n, d.people["tom"]))
		d.Wants(n, "with tom")
	})
}

func TestResolvingAnswersAnOffer(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		// by the sender's side: it is withdrawn
		n := d.Opens("ann@acme", "Mail loops", about("Email"))
		h := d.As("tom").HandsOver(n, "up", full("Look."))
		d.As("ida").Resolves(n, "It was the filter.")
		d.Wants(n, "state resolved", "offered to nobody", "team First line", "ranks [1]")
		d.refused(d.do.Accept(d.ctx, d.actor("sam"), h.ID), errs.Conflict, "withdrawn already")

		// by who was asked: they have taken it
		for _, how := range [][]with{{about("Email")}, {about("Email"), urgent}} {
			n := d.Opens("ann@acme", "Mail loops", how...)
			h := d.As("tom").HandsOver(n, "up", full("Look."))
			d.refused(d.do.Resolve(d.ctx, d.actor("sam"), n, ticketing.ResolveIn{Message: "Done."}), errs.Invalid, "cause")
			d.Wants(n, "offered to Second line")
			d.As("sam").Resolves(n, "It was the filter.")
			d.Wants(n, "state resolved", "offered to nobody", "team Second line", "with sam", "ranks [1 2]")
			d.refused(d.do.Return(d.ctx, d.actor("sue"), h.ID, ticketing.ReturnIn{}), errs.Conflict, "accepted already")
		}

		// by the customer: nobody needs to answer any more
		n = d.Opens("ann@acme", "Mail loops", about("Email"))
		d.As("tom").HandsOver(n, "up", full("Look."))
		d.must(d.do.Confirm(d.ctx, d.actor("ann@acme"), n))
		d.Wants(n, "state closed", "offered to nobody", "team First line")
	})
}

func TestThePortalForgetsWhatNoLongerHolds(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n := d.Opens("ann@acme", "All mail is down", about("Email"), urgent)
		window := portalview.New(d.db, d.clock)
		because := func() string {
			d.t.Helper()
			r, err := window.Request(d.ctx, d.actor("ann@acme"), n)
			d.must(err)
			return r.Because
		}
		h := d.As("tom").HandsOver(n, "up", full("Restore the store."))
		if got := because(); !strings.Contains(got, "our specialists") {
			t.Errorf("the portal says %q", got)
		}
		d.As("tom").Withdraws(h.ID)
		if got := because(); got != "" {
			t.Errorf("undone, the portal says %q", got)
		}
		h = d.As("tom").HandsOver(n, "up", full("Restore the store."))
		d.Passes(time.Minute)
		d.As("sam").Returns(h.ID, ticketing.ReturnIn{Reason: handover.LowerCan, Note: "You can."})
		if got := because(); got != "" {
			t.Errorf("returned, the portal says %q", got)
		}
	})
}
