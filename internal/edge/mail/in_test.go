package mail_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"secondline/internal/core/access"
	"secondline/internal/desk/channel"
	"secondline/internal/desk/ticket"
	"secondline/internal/kit/errs"
)

func TestMailBecomesATicket(t *testing.T) {
	stories(t, func(d *desk) {
		m := d.wants(d.gets(note{from: "Ann Lee <" + ann + ">", to: inbox, subject: "Printer is on fire", body: "Please come."}), channel.Opened)
		tk := d.ticket(m)
		if tk.Subject != "Printer is on fire" || tk.Channel != ticket.ByMail || tk.Requester != d.person(ann).ID || tk.Organisation != 1 {
			d.t.Errorf("the ticket is %+v", tk)
		}
		if f := d.entry(m).Fact.(*ticket.Opened); f.Body != "Please come." || f.Hint != "" || f.Mail != m.ID {
			d.t.Errorf("it opened with %+v", f)
		}
		if by := d.entry(m).By; by.Kind != "mail" || by.Name != "Ann Lee" {
			d.t.Errorf("it was opened by %+v", by)
		}
		letters := d.relay.letters()
		if len(letters) != 1 || letters[0].to[0] != ann || letters[0].head.Get("Auto-Submitted") != "auto-replied" {
			d.t.Fatalf("the receipts are %v", letters)
		}
		vpn := d.ticket(d.gets(note{from: ben, to: "vpn@desk.example", subject: "VPN", body: "is down"}))
		if vpn.Service != 41 {
			d.t.Error("mail to the VPN mailbox is not about the VPN")
		}
	})
}

func TestStrangersAreGuests(t *testing.T) {
	stories(t, func(d *desk) {
		d.gets(note{from: "Zoe <zoe@nowhere.example>", to: inbox, subject: "Hello", body: "I am new"})
		d.gets(note{from: "yan@elsewhere.example", to: inbox, subject: "Hello too", body: "me too"})
		d.gets(note{from: "Kim <kim@acme.example>", to: inbox, subject: "From Acme", body: "we know the domain"})
		zoe, yan, kim := d.person("zoe@nowhere.example"), d.person("yan@elsewhere.example"), d.person("kim@acme.example")
		if zoe.Organisation != yan.Organisation || zoe.Organisation == 1 || kim.Organisation != 1 || zoe.Role != access.Requester {
			d.t.Errorf("zoe %+v, yan %+v, kim %+v", zoe, yan, kim)
		}
		if n := d.count(`organisation WHERE name = 'Guests' AND sees = 'own'`); n != 1 {
			d.t.Errorf("there are %d guest organisations", n)
		}
		// Guests share no more than a row: one of them is no colleague of another.
		tk := d.ticket(d.gets(note{from: "zoe@nowhere.example", to: inbox, subject: "Mine", body: "alone"}))
		m := d.gets(note{from: "yan@elsewhere.example", to: d.signed(tk), subject: "Re: Mine", body: "let me in"})
		if d.wants(m, channel.Opened); d.ticket(m).ID == tk.ID {
			d.t.Error("a guest joined another guest's ticket")
		}
	})
}

func TestRepliesFindTheirTicket(t *testing.T) {
	stories(t, func(d *desk) {
		tk := d.ticket(d.gets(note{from: ann, to: inbox, subject: "Printer", body: "It burns.", id: "first@acme.example"}))
		d.relay.letters()
		d.replies(tk, "Have you tried *water*?")
		sent := d.relay.letters()[0]
		ours := strings.Trim(sent.head.Get("Message-Id"), "<>")

		m := d.wants(d.gets(note{
			from: ann, to: sent.head.Get("Reply-To")[strings.Index(sent.head.Get("Reply-To"), "<")+1 : len(sent.head.Get("Reply-To"))-1],
			subject: "quite another subject", body: "It is worse now.\r\n\r\nOn Mon, 23 Nov 2026 at 09:00, Lea Fox <desk@desk.example> wrote:\r\n> Have you tried water?",
		}), channel.Replied)
		if m.Ticket != tk.ID {
			d.t.Fatal("a signed address led elsewhere")
		}
		f := d.entry(m).Fact.(*ticket.Replied)
		if f.Body != "It is worse now." || !strings.Contains(f.Quoted, "tried water") || !f.ByCustomer {
			d.t.Errorf("the reply is %+v", f)
		}
		if !d.ticket(m).NeedsReply {
			d.t.Error("nobody is told that the customer waits for an answer")
		}

		for name, header := range map[string]string{
			"In-Reply-To":       "In-Reply-To: <" + ours + ">\r\n",
			"References alone":  "References: <other@x.example> <" + ours + ">\r\n",
			"folded References": "References: <other@x.example>\r\n\t<" + ours + ">\r\n <later@x.example>\r\n",
			"their own mail":    "References: <first@acme.example>\r\n",
		} {
			m := d.wants(d.gets(note{from: ann, to: inbox, subject: "Aw: " + name, body: "and " + name, header: header}), channel.Replied)
			if m.Ticket != tk.ID {
				d.t.Errorf("%s led elsewhere", name)
			}
		}
	})
}

func TestNobodyJoinsByASubject(t *testing.T) {
	stories(t, func(d *desk) {
		tk := d.ticket(d.gets(note{from: ann, to: inbox, subject: "Payroll is wrong", body: "Confidential."}))
		ref := string(tk.Ref())
		for _, n := range []note{
			{from: eve, to: inbox, subject: "Re: Payroll is wrong [" + ref + "]", body: "a stranger quotes the number"},
			{from: ben, to: inbox, subject: ref, body: "a colleague quotes the number"},
			{from: ann, to: inbox, subject: "Re: [" + ref + "] Payroll is wrong", body: "even the requester"},
		} {
			m := d.wants(d.gets(n), channel.Opened)
			if m.Ticket == tk.ID {
				d.t.Fatalf("%s joined by a subject", n.from)
			}
			if hint := d.entry(m).Fact.(*ticket.Opened).Hint; !strings.Contains(hint, ref) {
				d.t.Errorf("the hint is %q, want it to name %s", hint, ref)
			}
		}
	})
}

func TestForgedAddressesNeverThread(t *testing.T) {
	stories(t, func(d *desk) {
		tk := d.ticket(d.gets(note{from: ann, to: inbox, subject: "Payroll", body: "Confidential."}))
		other := d.ticket(d.gets(note{from: gus, to: inbox, subject: "Router", body: "Other."}))
		real := d.signed(tk)
		mac := real[strings.Index(real, ".")+1 : strings.Index(real, "@")]
		forged := []string{
			fmt.Sprintf("desk+t%d@desk.example", tk.Number),
			fmt.Sprintf("desk+t%d.aaaaaaaaaaaaaaaaaaaa@desk.example", tk.Number),
			fmt.Sprintf("desk+t%d.%s@desk.example", other.Number, mac), // one ticket's mark on another's number
			fmt.Sprintf("desk+t0%d.%s@desk.example", tk.Number, mac),
			fmt.Sprintf("desk+id%d@desk.example", tk.Number),
			strings.Replace(real, mac, mac[:19], 1),
		}
		for _, to := range forged {
			m := d.wants(d.gets(note{from: ann, to: to, subject: "forged " + to, body: "let me in at " + to}), channel.Opened)
			if m.Ticket == tk.ID || m.Ticket == other.ID {
				d.t.Errorf("%s was let in", to)
			}
		}
		// A real one threads, however the mail systems on its way write it.
		m := d.gets(note{from: ann, to: strings.ToUpper(real), subject: "real", body: "in capitals"})
		if d.wants(m, channel.Replied); m.Ticket != tk.ID {
			d.t.Error("a real address in capitals led elsewhere")
		}
	})
}

func TestAStrangerWithTheAddressStaysOutside(t *testing.T) {
	stories(t, func(d *desk) {
		tk := d.ticket(d.gets(note{from: ann, to: inbox, subject: "Payroll", body: "Confidential."}))
		for _, from := range []string{eve, gus, lea} {
			m := d.wants(d.gets(note{from: from, to: d.signed(tk), subject: "Re: Payroll", body: "hello from " + from}), channel.Opened)
			if m.Ticket == tk.ID {
				d.t.Fatalf("%s joined the ticket", from)
			}
			if hint := d.entry(m).Fact.(*ticket.Opened).Hint; !strings.Contains(hint, string(tk.Ref())) {
				d.t.Errorf("the hint for %s is %q", from, hint)
			}
		}
		if got := d.ticket(channel.MailIn{Ticket: tk.ID}); got.Seq != tk.Seq || len(got.CC) > 0 {
			d.t.Error("the ticket was touched")
		}
		// A colleague to whom somebody passed the address on may join.
		m := d.wants(d.gets(note{from: ben, to: d.signed(tk), subject: "Re: Payroll", body: "same here"}), channel.Replied)
		if cc := d.ticket(m).CC; m.Ticket != tk.ID || !slices.Contains(cc, d.person(ben).ID) {
			d.t.Errorf("the colleague did not join: %v", cc)
		}
	})
}

func TestCopiedInBeforeTheFirstAnswer(t *testing.T) {
	stories(t, func(d *desk) {
		m := d.gets(note{from: ann, to: inbox, cc: ben + ", Eve <" + eve + ">, " + gus, subject: "Printer", body: "It burns.", id: "start@acme.example"})
		tk := d.ticket(m)
		if want := d.person(ben).ID; len(tk.CC) != 1 || tk.CC[0] != want {
			d.t.Fatalf("on CC are %v, want Ben alone: what somebody writes into a field brings no stranger in", tk.CC)
		}
		m = d.wants(d.gets(note{from: ben, to: inbox, subject: "Re: Printer", body: "Here too.", header: "In-Reply-To: <start@acme.example>\r\n"}), channel.Replied)
		if m.Ticket != tk.ID {
			d.t.Error("a copied-in colleague's reply led elsewhere")
		}
		m = d.wants(d.gets(note{from: eve, to: inbox, subject: "Re: Printer", body: "Me too.", header: "In-Reply-To: <start@acme.example>\r\n"}), channel.Opened)
		if m.Ticket == tk.ID {
			d.t.Error("a stranger joined by a reference")
		}
	})
}

func TestTheSameMailAgainChangesNothing(t *testing.T) {
	stories(t, func(d *desk) {
		n := note{from: ann, to: inbox, subject: "Once", body: "Only once.", id: "once@acme.example"}
		first := d.wants(d.gets(n), channel.Opened)
		entries := d.count("timeline_entry")
		again := d.wants(d.gets(n), channel.Duplicate)
		if again.Ticket != first.Ticket {
			d.t.Error("the duplicate does not say what it is one of")
		}
		// Through the pipe its lines end in another way; through another mailbox
		// it has another envelope. It is the same mail.
		raw := strings.ReplaceAll(string(d.text(n)), "\r\n", "\n")
		d.must(d.intake.Deliver(context.Background(), []string{"vpn@desk.example"}, strings.NewReader(raw)))
		d.wants(d.last(), channel.Duplicate)
		// Three mailboxes at once: one ticket.
		n = note{from: ann, to: inbox, cc: "vpn@desk.example", subject: "Three", body: "times"}
		raw = string(d.text(n))
		d.must(d.smtp(ann, []string{inbox, "vpn@desk.example", "unknown@desk.example"}, []byte(raw)))
		d.rests()
		if n := d.count(`mail_in WHERE subject = 'Three' AND state = 'ticket'`); n != 1 {
			d.t.Errorf("three deliveries made %d tickets", n)
		}
		if n := d.count(`timeline_entry`); n != entries+1 {
			d.t.Errorf("the timelines grew by %d entries, want 1", n-entries)
		}
		// The same Message-ID with other words is another mail.
		d.wants(d.gets(note{from: ann, to: inbox, subject: "Once", body: "Something else.", id: "once@acme.example"}), channel.Opened)
	})
}

func TestAutomaticMail(t *testing.T) {
	stories(t, func(d *desk) {
		tk := d.ticket(d.gets(note{from: ann, to: inbox, subject: "Printer", body: "It burns."}))
		d.relay.letters()
		d.replies(tk, "Coming.")
		d.must(d.tickets.Wait(context.Background(), d.lea(), tk.Number, waitForCustomer))
		d.rests()
		d.relay.letters()
		before := d.ticket(channel.MailIn{Ticket: tk.ID})

		away := d.wants(d.gets(note{
			from: ann, to: d.signed(tk), subject: "Out of office", body: "I am away.",
			header: "Auto-Submitted: auto-replied\r\n",
		}), channel.Replied)
		after := d.ticket(away)
		if after.ID != tk.ID || after.State != before.State || after.NeedsReply || !d.entry(away).Fact.(*ticket.Replied).Automatic {
			d.t.Errorf("an out-of-office note counts as an answer: %s, needs reply %v", after.State, after.NeedsReply)
		}
		// What only looks automatic is not dropped: it becomes a ticket, and is not thanked.
		m := d.wants(d.gets(note{
			from: gus, to: inbox, subject: "Server down", body: "A person behind a ticket system.",
			header: "Auto-Submitted: auto-generated\r\nX-Auto-Response-Suppress: OOF\r\n",
		}), channel.Opened)
		if m.Automatic == "" {
			d.t.Error("nobody notes why it was not thanked")
		}
		for _, header := range []string{"Precedence: bulk\r\n", "List-Id: <all.acme.example>\r\n", "Auto-Submitted: auto-replied\r\n"} {
			d.wants(d.gets(note{from: "robot@shop.example", to: inbox, subject: "News " + header[:6], body: header, header: header}), channel.Opened)
		}
		if got := d.relay.letters(); len(got) > 0 {
			d.t.Errorf("automatic mail was answered: %s", got[0].raw)
		}
		// A person who answers by a system that marks all its mail is heard.
		d.wants(d.gets(note{from: ann, to: d.signed(tk), subject: "Re: Printer", body: "It is out.", header: "Auto-Submitted: auto-generated\r\n"}), channel.Replied)
		if !d.ticket(away).NeedsReply {
			d.t.Error("a person's answer was taken for a machine's")
		}
	})
}

func TestLoopsEnd(t *testing.T) {
	stories(t, func(d *desk) {
		for i := range 5 { // another desk that thanks for everything, and hides it
			d.gets(note{from: "help@other.example", to: inbox, subject: fmt.Sprintf("We have your request %d", i), body: fmt.Sprintf("number %d", i)})
		}
		if got := d.relay.letters(); len(got) != 1 {
			d.t.Errorf("%d receipts went to one address within an hour, want 1", len(got))
		}
		d.wants(d.gets(note{from: "desk@desk.example", to: inbox, subject: "Me", body: "myself"}), channel.Quarantine)
		d.wants(d.gets(note{from: "vpn+anything@desk.example", to: inbox, subject: "Me", body: "again"}), channel.Quarantine)
	})
}

func TestQuarantineWaitsForAPerson(t *testing.T) {
	stories(t, func(d *desk) {
		ctx := context.Background()
		two := d.wants(d.brings(eve, note{from: "Ann <" + ann + ">, Bob <bob@acme.example>", to: inbox, subject: "Two senders", body: "who wrote this?"}), channel.Quarantine)
		d.wants(d.brings(eve, note{from: "(nobody)", to: inbox, subject: "No sender", body: "x"}), channel.Quarantine)
		loop := d.wants(d.gets(note{from: "vpn@desk.example", to: inbox, subject: "A printer that uses our address", body: "toner"}), channel.Quarantine)
		if list, err := channel.Waiting(ctx, d.db.Read(), 0, 50); err != nil || len(list) != 3 {
			d.t.Fatalf("%d mails wait, %v", len(list), err)
		}
		if _, err := d.intake.Release(ctx, d.lea(), two.ID); !errs.Is(err, errs.Conflict) {
			d.t.Errorf("a mail of two senders was let in: %v", err)
		}
		got, err := d.intake.Release(ctx, d.lea(), loop.ID)
		d.must(err)
		d.rests()
		if m, err := channel.In(ctx, d.db.Read(), loop.ID); err != nil || m.State != channel.Opened || m.Ticket != got {
			d.t.Errorf("after its release the mail is %+v, %v", m, err)
		}
		if _, err := d.intake.Release(ctx, d.lea(), loop.ID); !errs.Is(err, errs.Conflict) {
			d.t.Errorf("it was let in twice: %v", err)
		}
		d.must(d.intake.Drop(ctx, d.lea(), two.ID, "spam"))
		if err := d.intake.Drop(ctx, d.lea(), two.ID, "spam"); !errs.Is(err, errs.Conflict) {
			d.t.Errorf("it was dropped twice: %v", err)
		}
		if err := d.intake.Drop(ctx, access.Actor{Kind: access.Person, Person: 11, Role: access.Requester}, two.ID, ""); !errs.Is(err, errs.Forbidden) {
			d.t.Errorf("a customer decides about quarantine: %v", err)
		}
		if list, err := channel.Waiting(ctx, d.db.Read(), 0, 50); err != nil || len(list) != 1 {
			d.t.Errorf("%d mails wait, %v", len(list), err)
		}
	})
}

func TestThePipe(t *testing.T) {
	stories(t, func(d *desk) {
		raw := strings.ReplaceAll(string(d.text(note{from: ann, to: "root@localhost", subject: "By pipe", body: "Hello."})), "\r\n", "\n")
		d.must(d.intake.Deliver(context.Background(), nil, strings.NewReader(raw)))
		m := d.wants(d.last(), channel.Opened) // no server runs: it was looked into at once
		if m.Via != channel.ByPipe || m.Mailbox != 51 {
			d.t.Errorf("the mail is %+v", m)
		}
		d.rests() // the job that finds it settled changes nothing
		if n := d.count("ticket"); n != 1 {
			d.t.Errorf("%d tickets", n)
		}
	})
}
