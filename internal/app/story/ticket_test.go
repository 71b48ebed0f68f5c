package story

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"secondline/internal/desk/ticket"
	"secondline/internal/flow/ticketing"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

func TestATicketIsSolvedAtFirstLine(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n := d.Opens("ann@acme", "My mail is slow")
		d.Wants(n, "state new", "team First line", "rung 1", "with nobody", "priority 4", "answer owed", "messages 1")
		d.has(d.mails("ann@acme"), "We have your request")

		d.Until("Mon 09:05")
		d.As("tom").Gives(n, "tom")
		d.Wants(n, "state open", "with tom")
		d.As("tom").Replies(n, "Please restart Outlook.")
		d.Wants(n, "answer given", "messages 2")
		d.has(d.mails("ann@acme"), "Please restart Outlook.")

		d.Until("Mon 09:20")
		d.As("ann@acme").Replies(n, "That helped, thank you!")
		d.Wants(n, "answer owed", "messages 3")
		d.As("tom").Resolves(n, "Restarting Outlook helped.")
		d.Wants(n, "state resolved", "ended solved", "answer given", "last ticket.resolved", "ranks [1]")
		d.has(d.mails("ann@acme"), "Restarting Outlook helped.")

		d.must(d.do.Confirm(d.ctx, d.actor("ann@acme"), n))
		d.must(d.do.Rate(d.ctx, d.actor("ann@acme"), n, 5, "quick"))
		d.Wants(n, "state closed", "ended solved")
		if got := d.ticket(n).Rating; got != 5 {
			t.Errorf("the rating is %d", got)
		}
	})
}

func TestEveryDoorOpensATicket(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		for _, c := range []ticket.Channel{ticket.ByMail, ticket.ByPortal, ticket.ByPhone, ticket.ByWalkIn, ticket.ByConsole, ticket.ByAPI} {
			in := ticketing.OpenIn{Subject: "By " + string(c), Body: "Please help.", Channel: c, Requester: ticketing.RequesterIn{Email: "Ann@ACME.example"}}
			out, err := d.do.Open(d.ctx, d.actor("tom"), in)
			d.must(err)
			d.Wants(out.Number, "state new", "team First line", "last ticket.opened")
			if got := d.ticket(out.Number); got.Channel != c || got.Requester != d.people["ann@acme"] || got.Organisation != d.orgs["Acme"] {
				t.Errorf("by %s: %+v", c, got)
			}
		}
		if got := len(d.mails("ann@acme")); got != 2 {
			t.Errorf("%d receipts; only a mail and a form need one", got)
		}
	})
}

func TestAStrangerBelongsToTheirDomainOrToTheGuests(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		opens := func(email string) *ticket.Ticket {
			out, err := d.do.Open(d.ctx, d.actor("tom"), ticketing.OpenIn{Subject: "Hi", Body: "Hi.", Requester: ticketing.RequesterIn{Email: email}})
			d.must(err)
			return d.ticket(out.Number)
		}
		if got := opens("new@acme.example").Organisation; got != d.orgs["Acme"] {
			t.Errorf("somebody of acme.example is in %d", got)
		}
		a, b := opens("x@elsewhere.example"), opens("y@nowhere.example")
		if a.Organisation != b.Organisation || a.Organisation == d.orgs["Acme"] {
			t.Errorf("strangers are in %d and %d", a.Organisation, b.Organisation)
		}
	})
}

func TestTheSameStrangerTwiceAtOnceIsOnePerson(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		const most = 8
		var all sync.WaitGroup
		var failed [most]error
		numbers := make([]id.Number, most)
		tom := d.actor("tom")
		for i := range most {
			all.Go(func() {
				out, err := d.do.Open(d.ctx, tom, ticketing.OpenIn{Subject: "Hi", Body: "Hi.", Requester: ticketing.RequesterIn{Email: "fresh@stranger.example"}})
				numbers[i], failed[i] = out.Number, err
			})
		}
		all.Wait()
		d.must(errors.Join(failed[:]...))
		for _, n := range numbers {
			if got, want := d.ticket(n).Requester, d.ticket(numbers[0]).Requester; got != want {
				t.Errorf("%s is for %d, the first for %d", n.Ref(), got, want)
			}
		}
	})
}

func TestTriageFilesATicket(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n := d.Opens("ann@acme", "No connection")
		d.As("tom").Gives(n, "tom")
		fresh := d.Opens("ann@acme", "Tunnel drops")
		d.As("tom").Triages(fresh, ticketing.TriageIn{Service: d.services["VPN"], Category: d.categories["Tunnel"], Impact: 2, Urgency: 1, Team: d.teams["Network specialists"]})
		d.Wants(fresh, "state open", "team Network specialists", "rung 2", "priority 2", "with nobody")

		tom := d.actor("tom")
		d.refused(d.do.Triage(d.ctx, tom, n, ticketing.TriageIn{Team: d.teams["Network specialists"]}), errs.Invalid, "hand it over")
		d.refused(d.do.Triage(d.ctx, tom, n, ticketing.TriageIn{Service: d.services["Email"], Category: d.categories["Tunnel"]}), errs.Invalid, "another service")
		d.refused(d.do.Triage(d.ctx, tom, n, ticketing.TriageIn{Impact: 4}), errs.Invalid, "Impact")
		d.Wants(n, "team First line", "with tom", "priority 4")

		d.must(d.do.Edit(d.ctx, tom, n, ticketing.EditIn{Priority: ptr(2), PriorityBecause: ptr("the payroll runs today")}))
		d.As("tom").Triages(n, ticketing.TriageIn{Impact: 3, Urgency: 2})
		d.Wants(n, "priority 2") // what a person decided stands
		d.refused(d.do.Edit(d.ctx, tom, n, ticketing.EditIn{Priority: ptr(1)}), errs.Invalid, "why")
		d.must(d.do.Edit(d.ctx, tom, n, ticketing.EditIn{Priority: ptr(0)}))
		d.Wants(n, "priority 4")
	})
}

func TestATicketWaitsForOthersAndGoesOn(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n := d.Opens("ann@acme", "New laptop")
		tom := d.As("tom")
		for _, on := range []ticket.Wait{ticket.OnCustomer, ticket.OnVendor, ticket.OnApproval, ticket.OnChange, ticket.OnDate} {
			tom.Waits(n, on)
			d.Wants(n, "state waiting "+string(on))
			d.Passes(time.Hour)
			tom.Resumes(n)
			d.Wants(n, "state open")
		}
		d.refused(d.do.Resume(d.ctx, tom.who, n, ""), errs.Conflict, "not waiting")
		l := d.ticket(n).Ledger(d.clock.Now())
		if l.Waited[ticket.OnVendor] != time.Hour || l.Age != 5*time.Hour || l.Held[1] != 0 {
			t.Errorf("the ledger says %+v", l)
		}

		d.must(d.do.Wait(d.ctx, tom.who, n, ticketing.WaitIn{On: ticket.OnCustomer, Question: "Which model?"}))
		d.has(d.mails("ann@acme"), "Which model?")
		d.As("ann@acme").Replies(n, "The light one.")
		d.Wants(n, "state open", "answer owed")
		d.refused(d.do.Wait(d.ctx, tom.who, n, ticketing.WaitIn{On: "weather"}), errs.Invalid, "customer")
		d.refused(d.do.Wait(d.ctx, tom.who, n, ticketing.WaitIn{On: ticket.OnDate, Until: d.clock.Now()}), errs.Invalid, "future")
	})
}

func TestATicketWakesAtItsDate(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n := d.Opens("ann@acme", "Move to desk 12")
		// a time finer than any database keeps
		until := onWeekday(d.clock.Now(), "Thu 08:00").Add(1234567 * time.Nanosecond)
		d.must(d.do.Wait(d.ctx, d.actor("tom"), n, ticketing.WaitIn{On: ticket.OnDate, Until: until}))
		d.Until("Thu 07:59")
		d.Wants(n, "state waiting date")
		d.moveTo(until.Truncate(time.Microsecond))
		d.Wants(n, "state open", "last ticket.resumed")
		if by := d.timeline(n)[2].By; by.Kind != "system" {
			t.Errorf("it was woken by %+v", by)
		}
	})
}

func TestAnEarlierDateIsForgotten(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n := d.Opens("ann@acme", "Move to desk 12")
		tom := d.As("tom")
		tom.Waits(n, ticket.OnDate) // until 11:00
		d.must(d.do.Wait(d.ctx, tom.who, n, ticketing.WaitIn{On: ticket.OnDate, Until: d.clock.Now().Add(6 * time.Hour)}))
		d.Until("Mon 12:00")
		d.Wants(n, "state waiting date")
		d.Until("Mon 15:00")
		d.Wants(n, "state open")
	})
}

func TestNotesStayInside(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n := d.Opens("ann@acme", "Slow mail")
		d.As("tom").Notes(n, "Looks like the quota. @sam can you look? @gil too? @nobody-here @ann")
		d.Wants(n, "watched by sam", "messages 2", "answer owed")
		if got := d.ticket(n).Watchers; len(got) != 1 {
			t.Errorf("%d watch; gil is not cleared for Acme, ann is a customer", len(got))
		}
		d.has(d.notices("sam"), "Tom Ashgrove mentioned you")
		if got := d.notices("gil"); len(got) != 0 {
			t.Errorf("gil was told %q", got)
		}
		d.Settles()
		for _, m := range d.mails("ann@acme") {
			if strings.Contains(m, "quota") {
				t.Errorf("a note went to the customer: %q", m)
			}
		}
	})
}

func TestWhoIsOnCopyHearsOfReplies(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n := d.Opens("ann@acme", "Shared mailbox")
		d.As("tom").Replies(n, "On it.", d.people["abe@acme"], d.people["ann@acme"])
		d.Wants(n, "cc abe@acme")
		d.has(d.mails("abe@acme"), "On it.")
		d.As("abe@acme").Replies(n, "Me, too.")
		d.Wants(n, "answer owed")

		_, err := d.do.Reply(d.ctx, d.actor("gil"), d.Opens("gus@globex", "Hi"), ticketing.MessageIn{Body: "Hello", CC: []id.Person{d.people["ann@acme"]}})
		d.refused(err, errs.Invalid, "not cleared")
		_, err = d.do.Open(d.ctx, d.actor("ann@acme"), ticketing.OpenIn{Subject: "Hi", Body: "Hi.", CC: []id.Person{d.people["gus@globex"]}})
		d.refused(err, errs.Invalid, "not cleared")
		_, err = d.do.Reply(d.ctx, d.actor("tom"), n, ticketing.MessageIn{Body: "Hello", CC: []id.Person{99}})
		d.refused(err, errs.Invalid, "no person")
		watchers := []id.Person{d.people["gil"]}
		d.refused(d.do.Edit(d.ctx, d.actor("tom"), n, ticketing.EditIn{Watchers: &watchers}), errs.Invalid, "may see this ticket")
	})
}

func ptr[T any](v T) *T { return &v }
