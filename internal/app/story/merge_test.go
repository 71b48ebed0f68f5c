package story

import (
	"encoding/json"
	"testing"
	"time"

	"secondline/internal/desk/ticket"
	"secondline/internal/flow/ticketing"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// lasting is what an unmerge has to restore: everything but the time of the
// last change, the seq and the walk.
func lasting(d *desk, n id.Number) string {
	t := *d.ticket(n)
	t.Seq, t.UpdatedAt, t.Walk = 0, time.Time{}, ticket.Walk{}
	b, err := json.Marshal(t)
	d.must(err)
	return string(b)
}

func TestMergeAndUnmergeIsExact(t *testing.T) {
	for _, before := range []string{"new", "open", "waiting", "resolved"} {
		t.Run(before, func(t *testing.T) {
			tell(t, "Mon 09:00", func(d *desk) {
				a, b := d.Opens("ann@acme", "Printer jams"), d.Opens("abe@acme", "Printer is broken")
				d.As("tom").Notes(a, "@sam have a look")
				d.As("tom").Replies(b, "We know.", d.people["ann@acme"])
				switch before {
				case "open":
					d.As("tom").Gives(a, "ida")
				case "waiting":
					d.must(d.do.Wait(d.ctx, d.actor("tom"), a, ticketing.WaitIn{On: ticket.OnCustomer, Question: "Which floor?"}))
				case "resolved":
					d.As("tom").Resolves(a, "Unjammed.")
				}
				wasA, wasB := lasting(d, a), lasting(d, b)

				d.Until("Mon 10:00")
				d.As("tom").Merges(a, b)
				d.Wants(a, "state closed", "ended merged", "answer given")
				d.Wants(b, "watched by sam", "cc ann@acme")
				d.As("tom").Notes(b, "Both are one.")
				d.refused(d.do.Merge(d.ctx, d.actor("tom"), a, b), errs.Conflict, "")
				_, err := d.do.Reply(d.ctx, d.actor("tom"), a, ticketing.MessageIn{Body: "Hello?"})
				d.refused(err, errs.Conflict, "work on that one")
				d.refused(d.do.Reopen(d.ctx, d.actor("ann@acme"), a, ""), errs.Conflict, "")

				d.Until("Mon 11:00")
				d.As("tom").Unmerges(a)
				if got := lasting(d, a); got != wasA {
					t.Errorf("before and after the merge:\n%s\n%s", wasA, got)
				}
				d.Wants(b, "messages 3", "watched by nobody", "cc ann@acme")
				if l := d.ticket(a).Ledger(d.clock.Now()); l.Waited[ticket.OnOther] != time.Hour {
					t.Errorf("it lay merged for %s", l.Waited[ticket.OnOther])
				}
				// what was said while they were one stays where it was said
				b2 := d.ticket(b)
				b2.Messages--
				if wasB == "" || len(b2.Absorbed) != 0 {
					t.Errorf("%s still holds %v", b2.Ref(), b2.Absorbed)
				}
			})
		})
	}
}

func TestAnUnmergedTicketStillWakes(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		a, b := d.Opens("ann@acme", "Printer jams"), d.Opens("abe@acme", "Printer is broken")
		d.As("tom").Waits(a, ticket.OnDate) // until 11:00
		d.As("tom").Merges(a, b)
		d.Until("Mon 12:00") // the timer went off while it lay merged
		d.Wants(a, "state closed")
		d.As("tom").Unmerges(a)
		d.Wants(a, "state waiting date")
		d.Settles()
		d.Wants(a, "state open", "last ticket.resumed")
	})
}

func TestTwoMergesAreTakenBackOneByOne(t *testing.T) {
	for _, first := range []int{0, 1} {
		tell(t, "Mon 09:00", func(d *desk) {
			into := d.Opens("gus@globex", "Printer")
			merged := []id.Number{d.Opens("gwen@globex", "Printer 1"), d.Opens("gwen@globex", "Printer 2")}
			for _, n := range merged {
				d.As("tom").Notes(n, "@sam")
				d.As("tom").Merges(n, into)
			}
			d.Wants(into, "cc gwen@globex", "watched by sam")
			d.As("tom").Unmerges(merged[first])
			d.Wants(into, "cc gwen@globex", "watched by sam") // the other one still brings them
			d.As("tom").Unmerges(merged[1-first])
			d.Wants(into, "cc nobody", "watched by nobody")
		})
	}
}

func TestMergesNeverGoRound(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		a, b, c := d.Opens("ann@acme", "A"), d.Opens("ann@acme", "B"), d.Opens("ann@acme", "C")
		other := d.Opens("gus@globex", "Other")
		tom := d.As("tom")
		tom.Merges(a, b)
		tom.Merges(b, c)
		d.refused(d.do.Merge(d.ctx, tom.who, c, a), errs.Invalid, "merged already")
		d.refused(d.do.Merge(d.ctx, tom.who, c, c), errs.Invalid, "itself")
		d.refused(d.do.Merge(d.ctx, tom.who, c, other), errs.Invalid, "another organisation")
		d.refused(d.do.Merge(d.ctx, d.actor("gil"), other, c), errs.Invalid, "no ticket")
		d.refused(d.do.Unmerge(d.ctx, tom.who, c), errs.Conflict, "not merged")
		tom.Unmerges(a)
		tom.Unmerges(b)
		for _, n := range []id.Number{a, b, c} {
			d.Wants(n, "state new")
		}
	})
}

func TestATicketOnOfferIsNotMergedAway(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		a, b := d.Opens("ann@acme", "A", about("Email")), d.Opens("ann@acme", "B")
		d.As("tom").HandsOver(a, "up", full("Look."))
		d.refused(d.do.Merge(d.ctx, d.actor("tom"), a, b), errs.Conflict, "handed over")
		d.As("tom").Merges(b, a)
		d.Wants(a, "offered to Second line", "team First line")
	})
}
