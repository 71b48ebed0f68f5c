package mailmsg_test

import (
	"strings"
	"testing"

	"secondline/internal/kit/mailmsg"
)

const dsn = `Reporting-MTA: dns; mx.acme.test

Original-Recipient: rfc822; ann@acme.test
Final-Recipient: rfc822; <ann@acme.test>
Action: failed
Status: 5.1.1 (no such user)
Diagnostic-Code: smtp; 550 5.1.1
 nobody of this name

Final-Recipient: rfc822; bob@acme.test
Action: Delayed
Status: 4.4.1
`

func TestWhatIsAutomatic(t *testing.T) {
	for _, c := range []struct {
		name, header string
		want         mailmsg.AutoKind
	}{
		{"a person", "Subject: printer", ""},
		{"a person whose subject looks automatic", "Subject: Automatic reply to your question?", ""},
		{"a person who asks about a bounce", "Subject: Undelivered Mail Returned to Sender - what is this?", ""},
		{"a person who wants no receipts", "X-Auto-Response-Suppress: DR, RN, NRN", ""},
		{"a person, said explicitly", "Auto-Submitted: no", ""},
		{"urgent", "Precedence: first-class", ""},
		{"out of office", "Auto-Submitted: auto-replied (vacation)", mailmsg.AutoReply},
		{"out of office with an empty return path", "Return-Path: <>\nAuto-Submitted: auto-replied", mailmsg.AutoReply},
		{"of old mailers", "X-Autoreply: yes", mailmsg.AutoReply},
		{"by precedence", "Precedence: auto_reply", mailmsg.AutoReply},
		{"a monitor", "Auto-Submitted: auto-generated", mailmsg.Generated},
		{"one who wants no answer", "X-Auto-Response-Suppress: OOF, AutoReply", mailmsg.Generated},
		{"a shop", "From: No Reply <no-reply@shop.test>", mailmsg.Generated},
		{"a list", "List-Id: All <all.acme.test>", mailmsg.Bulk},
		{"a newsletter", "Precedence: bulk", mailmsg.Bulk},
		{"an empty return path", "Return-Path: <>", mailmsg.Bounce},
		{"a daemon", "From: Mail Delivery Subsystem <MAILER-DAEMON@mx.test>", mailmsg.Bounce},
		{"a daemon without a domain", "From: MAILER-DAEMON <>", mailmsg.Bounce},
		{"a postmaster who bounces", "From: postmaster@mx.test\nSubject: Undeliverable: x", mailmsg.Bounce},
		{"a postmaster who writes", "From: postmaster@mx.test\nSubject: your mail server", mailmsg.Generated},
		{"failed recipients", "X-Failed-Recipients: ann@acme.test", mailmsg.Bounce},
		{"a delivery report", "Content-Type: multipart/report; report-type=delivery-status; boundary=b", mailmsg.Bounce},
		{"a complaint", "Content-Type: multipart/report; report-type=feedback-report; boundary=b", mailmsg.Bounce},
		{"a receipt", "Content-Type: multipart/report; report-type=disposition-notification; boundary=b", mailmsg.AutoReply},
	} {
		raw := "Message-ID: <m@x.test>\n" + c.header + "\n"
		if !strings.Contains(c.header, "From:") {
			raw = "From: ann@acme.test\n" + raw
		}
		m := parse(t, raw+"\n--b\n\nx\n--b--\n")
		if m.Auto.Kind != c.want || (m.Auto.Because == "") != (c.want == "") {
			t.Errorf("%s: got %+v, want %q", c.name, m.Auto, c.want)
		}
	}
}

func TestABounceSaysWhatBecameOfWhichMail(t *testing.T) {
	m := parse(t, mail("multipart/report; report-type=delivery-status; boundary=b",
		part("Content-Type: text/plain", "Sorry.")+part("Content-Type: message/delivery-status", dsn)+
			part("Content-Type: text/rfc822-headers", "From: desk@example.com\nMessage-ID: <out7@example.com>\n")+"--b--\n"))
	original, list := mailmsg.Deliveries(m)
	if original != "out7@example.com" || len(list) != 2 {
		t.Fatalf("got %q, %+v", original, list)
	}
	want := mailmsg.Delivery{Recipient: "ann@acme.test", Action: "failed", Status: "5.1.1", Why: "550 5.1.1 nobody of this name"}
	if list[0] != want || !list[0].Failed() || list[1].Failed() || list[1].Action != "delayed" {
		t.Errorf("got %+v", list)
	}
}

func TestABounceWithoutMIME(t *testing.T) {
	m := parse(t, "From: MAILER-DAEMON@mx.test\n\nHi. This is the program.\n\n--- Below is a copy.\n\nReceived: x\nMessage-Id: <out8@example.com>\n")
	if original, _ := mailmsg.Deliveries(m); original != "out8@example.com" {
		t.Errorf("got %q", original)
	}
	m = parse(t, "From: ann@acme.test\n\nMessage-Id: <out8@example.com>\n")
	if original, _ := mailmsg.Deliveries(m); original != "" {
		t.Errorf("a person reported %q", original)
	}
}
