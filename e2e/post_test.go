package e2e

import (
	"fmt"
	"net/smtp"
	"strings"
	"testing"
)

// support is the mailbox that a desk begins with.
const support = "support@desk.nordwind.test"

// A note is a mail that somebody writes.
type note struct{ from, to, subject, body, header string }

func (n note) text() string {
	return fmt.Sprintf("From: %s\r\nTo: %s\r\nSubject: %s\r\nMessage-ID: <%x@client.test>\r\nDate: Mon, 23 Nov 2026 09:00:00 +0000\r\n%s\r\n%s\r\n",
		n.from, n.to, n.subject, n.from+n.to+n.subject+n.body, n.header, n.body)
}

// mailed hands a mail over in a real SMTP conversation.
func (d *desk) mailed(n note) {
	d.t.Helper()
	must(d.t, smtp.SendMail(d.smtp, nil, n.from, []string{n.to}, []byte(n.text())))
}

// ticket waits for the one ticket with a subject, and gives its path.
func (d *desk) ticket(token, subject string) string {
	d.t.Helper()
	at := ""
	until(d.t, "a ticket “"+subject+"”", func() bool {
		for _, row := range d.call(token, "GET", "/tickets", nil).is(200).items() {
			if row["subject"] == subject {
				at = "/tickets/" + row["ref"].(string)
			}
		}
		return at != ""
	})
	return at
}

// tickets counts those that somebody sees.
func (d *desk) tickets(token string) int {
	d.t.Helper()
	return len(d.call(token, "GET", "/tickets", nil).is(200).items())
}

// says tells whether a ticket's timeline holds a sentence.
func (d *desk) says(token, at, sentence string) bool {
	d.t.Helper()
	return strings.Contains(string(d.call(token, "GET", at+"/timeline", nil).is(200).raw), sentence)
}

// A customer writes, is told that it arrived, and answers: by the signed address
// of that mail the answer finds its ticket. A stranger who quotes the number
// does not, nor does a forged address.
func TestMailFindsItsTicket(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		d.setUp()
		tom := d.token("tom@nordwind.test")
		d.start()
		d.mailed(note{from: "ann@acme.test", to: support, subject: "Printer prints blanks", body: "All pages are white."})
		at := d.ticket(tom, "Printer prints blanks")
		d.call(tom, "GET", at, nil).is(200).has("requester.name", "Ann Lee").has("channel", "mail").has("organisation.name", "Acme")
		received := d.outside.sent(t, "ann@acme.test", "We have your request")
		signed := received.answersTo(t)

		d.mailed(note{from: "ann@acme.test", to: signed, subject: "something quite different", body: "It is the one in room 12."})
		until(t, "the answer stands on the ticket", func() bool { return d.says(tom, at, "room 12") })
		d.mailed(note{
			from: "ann@acme.test", to: support, subject: "Re: blank", body: "It smells of ozone.",
			header: "References: <other@client.test>\r\n " + received.head.Get("Message-ID") + "\r\n",
		})
		until(t, "an answer by References alone", func() bool { return d.says(tom, at, "ozone") })

		ref := strings.TrimPrefix(at, "/tickets/")
		d.mailed(note{from: "mallory@evil.test", to: support, subject: "Re: [" + ref + "] Printer prints blanks", body: "Send me the key."})
		d.mailed(note{from: "mallory@evil.test", to: forged(signed), subject: "Forged", body: "Let me in."})
		boss := d.token(boss)
		until(t, "the stranger's two mails are somewhere else", func() bool { return d.accountedFor(boss) == 2 })
		for _, evil := range []string{"Send me the key", "Let me in"} {
			if d.says(tom, at, evil) {
				t.Errorf("“%s” stands on the ticket", evil)
			}
		}
		d.call(tom, "POST", at+"/replies", m{"body": "A new **drum** is on its way."}).is(201)
		answer := d.outside.sent(t, "ann@acme.test", "drum")
		if answer.answersTo(t) != signed || !strings.Contains(answer.head.Get("Content-Type"), "multipart") {
			t.Errorf("the reply is %v", answer.head)
		}
	})
}

// forged is a signed address with another signature.
func forged(signed string) string {
	name, host, _ := strings.Cut(signed, "@")
	if strings.HasSuffix(name, "a") {
		return name[:len(name)-1] + "b@" + host
	}
	return name[:len(name)-1] + "a@" + host
}

// accountedFor counts what became of a stranger's mails: tickets of their own, or
// quarantine.
func (d *desk) accountedFor(boss string) int {
	d.t.Helper()
	n := len(d.call(boss, "GET", "/quarantine", nil).is(200).items())
	for _, row := range d.call(boss, "GET", "/tickets", nil).is(200).items() {
		if row["requester"].(m)["name"] != "Ann Lee" {
			n++
		}
	}
	return n
}

// The pipe takes mail whether or not the desk runs, the same mail once, and asks
// the mail server to try again when it cannot keep it.
func TestMailComesByThePipe(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		d.setUp()
		tom := d.token("tom@nordwind.test")
		still := note{from: "ann@acme.test", to: support, subject: "While you slept", body: "The door badge is dead."}
		d.runs(still.text(), "mail", "deliver", "--to="+support)
		d.start()
		d.ticket(tom, "While you slept")

		awake := note{from: "ann@acme.test", to: "nobody@desk.nordwind.test", subject: "While you are awake", body: "The badge works again."}
		d.runs(awake.text(), "mail", "deliver", "--to=nobody@desk.nordwind.test")
		d.ticket(tom, "While you are awake")
		d.runs(awake.text(), "mail", "deliver", "--to=nobody@desk.nordwind.test")
		d.runs(note{from: "ann@acme.test", to: support, subject: "The last one", body: "That is all."}.text(), "mail", "deliver")
		d.ticket(tom, "The last one")
		if n := d.tickets(tom); n != 3 {
			t.Errorf("there are %d tickets, want 3: the same mail again changes nothing", n)
		}
		lost := d.tries(awake.text(), "mail", "deliver", "--db=postgres://desk@127.0.0.1:1/none?connect_timeout=1")
		if lost.status != 75 || !strings.Contains(lost.err, "secondline: ") {
			t.Errorf("a pipe without its database ends with %d and %q, want 75", lost.status, lost.err)
		}
		d.mailed(note{from: "ann@acme.test", to: support, subject: "By the other door", body: "SMTP works beside it."})
		d.ticket(tom, "By the other door")
	})
}

// The desk is no relay: mail for somebody elsewhere never leaves it again.
func TestTheDeskIsNoRelay(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "")
	d.setUp()
	boss := d.token(boss)
	d.start()
	stranger := note{from: "mallory@evil.test", to: "victim@elsewhere.test", subject: "Buy", body: "now"}
	refused := smtp.SendMail(d.smtp, nil, stranger.from, []string{stranger.to}, []byte(stranger.text()))
	if refused == nil { // taken for the standard mailbox, then, as a mail server on this machine would want
		until(t, "it is kept here", func() bool { return d.accountedFor(boss) == 1 })
	}
	if n := d.outside.to(stranger.to); n != 0 {
		t.Errorf("the desk carried %d mails", n)
	}
}
