package mailmsg_test

import (
	"strings"
	"testing"

	"secondline/internal/kit/mailmsg"
)

// Each From field either names one mailbox, the same for every program that
// reads it, or nobody.
func TestWhoIsTheSender(t *testing.T) {
	for _, c := range []struct{ name, from, addr, shown string }{
		{"plain", "ann@acme.test", "ann@acme.test", ""},
		{"capitals", "Ann@ACME.test", "ann@acme.test", ""},
		{"brackets", "<ann@acme.test>", "ann@acme.test", ""},
		{"a name", "Ann Lee <ann@acme.test>", "ann@acme.test", "Ann Lee"},
		{"a quoted name", `"Lee, \"Ann\"" <ann@acme.test>`, "ann@acme.test", `Lee, "Ann`},
		{"an encoded name", "=?utf-8?Q?Zo=C3=AB?= <zoe@acme.test>", "zoe@acme.test", "Zoë"},
		{"an old comment", "ann@acme.test (Ann Lee)", "ann@acme.test", "Ann Lee"},
		{"a comment in the name", "Ann (IT) Lee <ann@acme.test>", "ann@acme.test", "Ann Lee"},
		{"an international domain", "ann@bücher.test", "ann@xn--bcher-kva.test", ""},
		{"a name that is another's address", `"ceo@acme.test" <x@evil.test>`, "x@evil.test", ""},
		{"the same, unquoted", "ceo@acme.test <x@evil.test>", "x@evil.test", ""},
		{"an encoded address as the name", "=?utf-8?Q?ceo=40acme.test?= <x@evil.test>", "x@evil.test", ""},
		{"line breaks in the name", "=?utf-8?B?QW5uDQpCY2M6IHg=?= <ann@acme.test>", "ann@acme.test", "Ann Bcc: x"},

		{"an encoded word for an address", "=?utf-8?q?ann=40acme.test=3e=20?=@evil.test", "", ""},
		{"an encoded word in brackets", "<=?utf-8?q?ann=40acme.test?=>", "", ""},
		{"two brackets", "<ann@acme.test> <x@evil.test>", "", ""},
		{"text behind the brackets", "<ann@acme.test>x@evil.test", "", ""},
		{"brackets in brackets", "<<ann@acme.test>x@evil.test>", "", ""},
		{"an open bracket", "Ann <ann@acme.test", "", ""},
		{"a lone bracket", "ann@acme.test>", "", ""},
		{"two mailboxes", "ann@acme.test, x@evil.test", "", ""},
		{"a comma unquoted", "Lee, Ann <ann@acme.test>", "", ""},
		{"a group", "team: ann@acme.test, x@evil.test;", "", ""},
		{"a route", "@evil.test:ann@acme.test", "", ""},
		{"a route in brackets", "<@evil.test:ann@acme.test>", "", ""},
		{"two at signs", "ann@acme.test@evil.test", "", ""},
		{"a quoted local part", `"ann@acme.test"@evil.test`, "", ""},
		{"a quoted local part in brackets", `<"ann@acme.test"@evil.test>`, "", ""},
		{"a comment within", "ann@(x)acme.test", "", ""},
		{"a comment within brackets", "<ann@acme.test(@evil.test)>", "", ""},
		{"a comment that never ends", "ann@acme.test (x", "", ""},
		{"a quote that never ends", `"ann@acme.test`, "", ""},
		{"Cyrillic letters", "\u0430nn@acme.test", "", ""},
		{"a domain of dots", "ann@acme..test", "", ""},
		{"an address literal", "ann@[127.0.0.1]", "", ""},
		{"a null", "<ann@acme.test\x00.evil.test>", "", ""},
		{"a space within", "ann @acme.test", "", ""},
		{"only a name", "Ann Lee", "", ""},
		{"empty", "", "", ""},
		{"empty brackets", "<>", "", ""},
		{"very long", strings.Repeat("a", 300) + "@acme.test", "", ""},
	} {
		m := parse(t, "From: "+c.from+"\nMessage-ID: <m@x.test>\n\nx")
		a, ok := mailmsg.Sender(m)
		if ok != (c.addr != "") || ok && (a.Addr != c.addr || a.Name != c.shown) {
			t.Errorf("%s: %s gave %+v, %v", c.name, c.from, a, ok)
		}
	}
}

func TestTwoFromFieldsAreNobodys(t *testing.T) {
	m := parse(t, "From: ann@acme.test\nSubject: x\nFROM: root@example.com\n\nx")
	if a, ok := mailmsg.Sender(m); ok {
		t.Errorf("sender %+v", a)
	}
	if len(m.From) != 2 {
		t.Errorf("from %+v", m.From)
	}
	m = parse(t, "Subject: x\n\nx")
	if a, ok := mailmsg.Sender(m); ok {
		t.Errorf("sender %+v", a)
	}
}
