package story

import (
	"testing"

	"secondline/internal/desk/ticket"
	"secondline/internal/flow/ticketing"
	"secondline/internal/kit/errs"
)

func TestACustomerReopensWithinFourteenDays(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		byTap, byWord := d.Opens("ann@acme", "Printer"), d.Opens("ann@acme", "Scanner")
		d.As("tom").Resolves(byTap, "Fixed.")
		d.As("tom").Resolves(byWord, "Fixed.")
		d.Passes(14 * day)
		d.As("ann@acme").Reopens(byTap)
		d.Wants(byTap, "state open", "ended ", "answer owed")
		d.As("ann@acme").Replies(byWord, "It jams again.")
		d.Wants(byWord, "state open", "answer owed", "last message.replied")
		l := d.ticket(byTap).Ledger(d.clock.Now())
		if l.Waited[ticket.OnNobody] != 14*day {
			t.Errorf("the rest between solution and reopening is %s", l.Waited[ticket.OnNobody])
		}
	})
}

func TestAfterFourteenDaysItIsANewRequest(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n := d.Opens("ann@acme", "Printer")
		d.As("tom").Resolves(n, "Fixed.")
		d.Passes(14*day + 1000)
		ann := d.actor("ann@acme")
		d.refused(d.do.Reopen(d.ctx, ann, n, "again"), errs.Conflict, "14 days")
		_, err := d.do.Reply(d.ctx, ann, n, ticketing.MessageIn{Body: "It jams again."})
		d.refused(err, errs.Conflict, "new request") // said where nobody looks, it would be lost
		d.Wants(n, "state resolved", "messages 2")
		d.As("tom").Reopens(n) // an agent may, at any time
		d.Wants(n, "state open")
	})
}

func TestSpamAndDuplicatesAreClosedWithoutAWord(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		spam, double, open := d.Opens("ann@acme", "Win!"), d.Opens("ann@acme", "Printer"), d.Opens("ann@acme", "Mouse")
		before := len(d.mails("ann@acme"))
		d.As("tom").Closes(spam, ticket.Spam)
		d.As("tom").Closes(double, ticket.Duplicate)
		d.Wants(spam, "state closed", "ended spam", "answer given")
		d.Wants(double, "state closed", "ended duplicate")
		d.refused(d.do.Close(d.ctx, d.actor("tom"), open, ticket.Solved), errs.Invalid, "resolve it")
		d.refused(d.do.Close(d.ctx, d.actor("tom"), open, ""), errs.Invalid, "")
		if got := len(d.mails("ann@acme")); got != before {
			t.Errorf("%d mails were sent", got-before)
		}
		d.refused(d.do.Reopen(d.ctx, d.actor("ann@acme"), spam, "not spam"), errs.Conflict, "")
		d.As("tom").Reopens(spam)
		d.Wants(spam, "state open", "ended ")

		d.As("tom").Resolves(open, "Bought a new one.")
		d.As("tom").Closes(open, "")
		d.Wants(open, "state closed", "ended solved")
		d.refused(d.do.Close(d.ctx, d.actor("tom"), open, ""), errs.Conflict, "closed already")
	})
}

func TestAnEndedTicketTakesNoWork(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n := d.Opens("ann@acme", "Printer")
		d.As("tom").Resolves(n, "Fixed.")
		tom := d.actor("tom")
		d.refused(d.do.Wait(d.ctx, tom, n, ticketing.WaitIn{On: ticket.OnVendor}), errs.Conflict, "not open")
		d.refused(d.do.Assign(d.ctx, tom, n, d.people["ida"]), errs.Conflict, "not open")
		d.refused(d.do.Triage(d.ctx, tom, n, ticketing.TriageIn{Impact: 1}), errs.Conflict, "not open")
		d.refused(d.do.Resolve(d.ctx, tom, n, ticketing.ResolveIn{Message: "Again."}), errs.Conflict, "not open")
		_, err := d.As("tom").tryHandOver(n, "up", full("Look."))
		d.refused(err, errs.Conflict, "not open")
		d.must(d.do.Rate(d.ctx, d.actor("ann@acme"), n, 1, "slow"))
		d.refused(d.do.Rate(d.ctx, d.actor("ann@acme"), n, 6, ""), errs.Invalid, "1 to 5")
		d.refused(d.do.Rate(d.ctx, tom, n, 5, ""), errs.Forbidden, "rate")
	})
}

func TestOnlyTheCustomerConfirms(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n := d.Opens("ann@acme", "Printer")
		d.refused(d.do.Confirm(d.ctx, d.actor("tom"), n), errs.Forbidden, "confirm")
		d.must(d.do.Confirm(d.ctx, d.actor("ann@acme"), n)) // it went away by itself
		d.Wants(n, "state closed", "ended solved", "answer given")
		d.refused(d.do.Confirm(d.ctx, d.actor("ann@acme"), n), errs.Conflict, "closed")
	})
}

func TestALinkIsToldOnBothSides(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		a, b, far := d.Opens("ann@acme", "Printer"), d.Opens("gus@globex", "Printer"), d.Opens("ann@acme", "Else")
		tom := d.actor("tom")
		d.must(d.do.Link(d.ctx, tom, a, b, "duplicate_of", false))
		d.must(d.do.Link(d.ctx, tom, a, b, "duplicate_of", false)) // twice is once
		if la, lb := d.ticket(a).Links, d.ticket(b).Links; len(la) != 1 || len(lb) != 1 || la[0].Kind != "duplicate_of" || lb[0].Kind != "duplicated_by" {
			t.Errorf("the links are %v and %v", la, lb)
		}
		d.must(d.do.Link(d.ctx, tom, b, a, "duplicated_by", true)) // from the other side
		if la, lb := d.ticket(a).Links, d.ticket(b).Links; len(la)+len(lb) != 0 {
			t.Errorf("the links are %v and %v", la, lb)
		}
		d.refused(d.do.Link(d.ctx, tom, a, a, "related", false), errs.Invalid, "itself")
		d.refused(d.do.Link(d.ctx, d.actor("gil"), b, a, "related", false), errs.Invalid, "no ticket")
		d.refused(d.do.Link(d.ctx, tom, a, far, "cousin", false), errs.Invalid, "A link is")
	})
}

func TestAMessageBecomesATicketOfItsOwn(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n := d.Opens("ann@acme", "Printer")
		note := d.As("tom").Notes(n, "secret")
		seq := d.As("ann@acme").Replies(n, "By the way, my phone is broken.")
		out, err := d.do.Split(d.ctx, d.actor("tom"), n, seq, "Phone is broken")
		d.must(err)
		d.Wants(out.Number, "state new", "team First line", "answer owed")
		child, parent := d.ticket(out.Number), d.ticket(n)
		if child.Requester != parent.Requester || child.Links[0].Ticket != parent.ID || parent.Links[0].Ticket != child.ID {
			t.Errorf("the child is %+v", child)
		}
		_, err = d.do.Split(d.ctx, d.actor("tom"), n, note, "")
		d.refused(err, errs.Invalid, "customer can see")
		_, err = d.do.Split(d.ctx, d.actor("tom"), n, 99, "")
		d.refused(err, errs.Invalid, "no entry 99")
	})
}
