package story

import "testing"

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
