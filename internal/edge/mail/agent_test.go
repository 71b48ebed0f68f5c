package mail_test

import (
	"context"
	"net/mail"
	"slices"
	"strings"
	"testing"

	gosmtp "github.com/emersion/go-smtp"

	"secondline/internal/db"
	"secondline/internal/desk/channel"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/notify"
	"secondline/internal/flow/work"
	"secondline/internal/id"
)

// An agent who is sent mail of a ticket may answer it by mail. Only they can:
// the address that their answer goes to is theirs alone, and a From line that
// anybody can write makes nobody speak for the desk.
func TestAgentsAnswerByMail(t *testing.T) {
	stories(t, func(d *desk) {
		ctx := context.Background()
		tk := d.opened()
		d.must(d.door.Do(ctx, d.lea(), func(ctx context.Context, w *work.Work) error {
			return d.notify.Letter(ctx, w, notify.Letter{Kind: notify.Reply, Ticket: tk, Seq: 1, To: []id.Person{11}, CC: []id.Person{14}, Body: "Look at this."})
		}))
		d.rests()
		replyTo := map[string]string{}
		for _, l := range d.relay.letters() {
			a, err := mail.ParseAddress(l.head.Get("Reply-To"))
			d.must(err)
			replyTo[l.to[0]] = a.Address
			if slices.Contains(l.to, lea) && len(l.to) > 1 {
				d.t.Error("the agent's address went to others")
			}
		}
		if replyTo[ann] != d.signed(tk) || replyTo[lea] == d.signed(tk) {
			d.t.Fatalf("answers go to %v", replyTo)
		}
		// The customer knows the agent's name and her own address for answers.
		m := d.wants(d.gets(note{from: lea, to: replyTo[ann], subject: "Re: Printer", body: "Send me your password."}), channel.Opened)
		if m.Ticket == tk.ID || !strings.Contains(d.entry(m).Fact.(*ticket.Opened).Hint, string(tk.Ref())) {
			d.t.Error("a customer spoke as an agent")
		}
		m = d.wants(d.gets(note{from: eve, to: replyTo[lea], subject: "Re: Printer", body: "Send me your password."}), channel.Opened)
		if m.Ticket == tk.ID {
			d.t.Error("a stranger spoke as an agent")
		}
		d.relay.letters()
		m = d.wants(d.gets(note{from: lea, to: replyTo[lea], subject: "Re: Printer", body: "Use the other one."}), channel.Replied)
		f := d.entry(m).Fact.(*ticket.Replied)
		if m.Ticket != tk.ID || f.ByCustomer || d.ticket(m).NeedsReply {
			d.t.Errorf("the agent's answer is %+v", f)
		}
		if got := d.relay.letters(); len(got) != 1 || !slices.Contains(got[0].to, ann) {
			d.t.Error("the agent's answer did not reach the customer")
		}
	})
}

func TestWhoHasTheTicketHearsThatMailFailed(t *testing.T) {
	stories(t, func(d *desk) {
		tk := d.opened()
		d.must(d.tickets.Assign(context.Background(), d.lea(), tk.Number, 14))
		d.relay.says[ann] = &gosmtp.SMTPError{Code: 550, EnhancedCode: gosmtp.EnhancedCode{5, 1, 1}, Message: "gone"}
		d.replies(tk, "Hello?")
		text, err := db.One(context.Background(), d.db.Read(), func(r db.Row) (s string, err error) { return s, r.Scan(&s) },
			`SELECT text FROM notice WHERE person_id = 14 AND kind = 'mail.failed'`)
		if err != nil || !strings.Contains(text, "gone") {
			d.t.Errorf("the notice says %q, %v", text, err)
		}
	})
}
