package mailmsg_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"secondline/internal/kit/errs"
	"secondline/internal/kit/mailmsg"
)

// parse reads a message that is written with plain line breaks.
func parse(t *testing.T, raw string) *mailmsg.Message {
	t.Helper()
	m, err := mailmsg.Parse([]byte(strings.ReplaceAll(raw, "\n", "\r\n")), mailmsg.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	wellFormed(t, "message", m)
	return m
}

const plainMail = `From: Ann Lee <Ann.Lee@Acme.Test>
To: "Help, please" <desk@example.com>, bob@acme.test
Cc: team: carl@acme.test, dora@acme.test;
Reply-To: ann@home.test
Subject: =?utf-8?B?RHJ1Y2tlciDigJM=?= =?utf-8?Q?_kaputt?=
Date: Tue, 04 Nov 2025 10:00:00 +0100 (CET)
Message-ID: <m1@acme.test>
In-Reply-To: <m0@example.com>
References: <a@example.com>
 <b@example.com>
	<very-long-id-that-a-mailer-has
 -folded@example.com>
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

Der Drucker ist verr=FCckt, =
bitte helfen.
`

func TestAnOrdinaryMail(t *testing.T) {
	m := parse(t, plainMail)
	if m.ID != "m1@acme.test" || m.Subject != "Drucker – kaputt" || m.Text != "Der Drucker ist verrückt, bitte helfen." {
		t.Errorf("id %q, subject %q, text %q", m.ID, m.Subject, m.Text)
	}
	if a, ok := mailmsg.Sender(m); !ok || a.Addr != "ann.lee@acme.test" || a.Name != "Ann Lee" {
		t.Errorf("from %+v, %v", a, ok)
	}
	if got := addrs(m.To); !slices.Equal(got, []string{"desk@example.com", "bob@acme.test"}) || m.To[0].Name != "Help, please" {
		t.Errorf("to %v", m.To)
	}
	if got := addrs(m.Cc); !slices.Equal(got, []string{"carl@acme.test", "dora@acme.test"}) {
		t.Errorf("cc %v", m.Cc)
	}
	if got := addrs(m.ReplyTo); !slices.Equal(got, []string{"ann@home.test"}) {
		t.Errorf("reply to %v", m.ReplyTo)
	}
	if want := time.Date(2025, 11, 4, 9, 0, 0, 0, time.UTC); !m.Date.Equal(want) {
		t.Errorf("date %v", m.Date)
	}
	if want := []string{"a@example.com", "b@example.com", "very-long-id-that-a-mailer-has-folded@example.com"}; !slices.Equal(m.References, want) {
		t.Errorf("references %q", m.References)
	}
	if !slices.Equal(m.InReplyTo, []string{"m0@example.com"}) || m.Auto != (mailmsg.Auto{}) || len(m.Defects) > 0 {
		t.Errorf("in reply to %q, auto %v, defects %q", m.InReplyTo, m.Auto, m.Defects)
	}
}

func addrs(list []mailmsg.Address) []string {
	var out []string
	for _, a := range list {
		out = append(out, a.Addr)
	}
	return out
}

// mail builds a message of a content type and a body.
func mail(ctype, body string) string {
	return "From: ann@acme.test\nTo: desk@example.com\nSubject: x\nDate: Tue, 04 Nov 2025 10:00:00 +0000\nMessage-ID: <m@acme.test>\n" +
		"MIME-Version: 1.0\nContent-Type: " + ctype + "\n\n" + body
}

func part(header, body string) string { return "--b\n" + header + "\n\n" + body + "\n" }

func TestWordsAndFilesAreSortedApart(t *testing.T) {
	png := base64.StdEncoding.EncodeToString([]byte("\x89PNG\r\n\x1a\n\x00"))
	m := parse(t, mail("multipart/mixed; boundary=b",
		part("Content-Type: multipart/related; boundary=c",
			"--c\nContent-Type: multipart/alternative; boundary=d\n\n"+
				"--d\nContent-Type: text/plain; charset=utf-8\n\nHello – plain\n"+
				"--d\nContent-Type: text/html; charset=utf-8\n\n<p>Hello – <b>rich</b> <img src=\"cid:logo@x\"></p>\n--d--\n"+
				"--c\nContent-Type: image/png; name=\"logo.png\"\nContent-ID: <logo@x>\nContent-Transfer-Encoding: base64\n\n"+png+"\n--c--\n")+
			part("Content-Type: text/csv; name=\"=?utf-8?Q?Z=C3=A4hler.csv?=\"\nContent-Disposition: attachment", "a;\xfc\n1;2")+
			part("Content-Type: text/plain", "and a footer")+
			part("Content-Type: message/rfc822", "From: x@y.test\nSubject: Fwd: a/b\n\ninner")+
			"--b--\n"))
	if m.Text != "Hello – plain\n\nand a footer" {
		t.Errorf("text %q", m.Text)
	}
	if !strings.Contains(m.HTML, "<b>rich</b>") || !strings.Contains(m.HTML, "<pre>and a footer</pre>") {
		t.Errorf("html %q", m.HTML)
	}
	var got []string
	for _, p := range m.Attachments {
		got = append(got, fmt.Sprintf("%s %s %q %v", p.Name, p.MediaType, p.ContentID, p.Inline))
	}
	want := []string{`logo.png image/png "logo@x" true`, `Zähler.csv text/csv "" false`, `Fwd a-b.eml message/rfc822 "" false`}
	if !slices.Equal(got, want) {
		t.Errorf("files\n%q\nwant\n%q", got, want)
	}
	if len(m.Attachments) == 3 && (!bytes.Equal(m.Attachments[0].Data, []byte("\x89PNG\r\n\x1a\n\x00")) || !bytes.HasPrefix(m.Attachments[1].Data, []byte("a;\xfc\n"))) {
		t.Errorf("files changed on their way: %q %q", m.Attachments[0].Data, m.Attachments[1].Data)
	}
}

func TestBodiesAsMailersWriteThem(t *testing.T) {
	for _, c := range []struct{ name, raw, want string }{
		{"only HTML", mail("text/html; charset=utf-8", "<p>Hello</p><p>you</p>"), "Hello\n\nyou"},
		{"HTML that names its charset itself", mail("text/html", "<meta charset=windows-1251><p>\xcf\xf0\xe8\xe2\xe5\xf2</p>"), "Привет"},
		{"ASCII that is Windows", mail("text/plain; charset=us-ascii", "caf\xe9 \x80"), "café €"},
		{"UTF-8 that says nothing", mail("text/plain", "café"), "café"},
		{"UTF-8 that is not", mail("text/plain; charset=utf-8", "caf\xe9"), "café"},
		{"a charset that nobody knows", mail("text/plain; charset=x-made-up", "café"), "café"},
		{"a charset that hides", mail("text/plain; charset=utf-7", "+ADw-script+AD4-"), "+ADw-script+AD4-"},
		{"Japanese", mail("text/plain; charset=iso-2022-jp", "\x1b$B%F%9%H\x1b(B"), "テスト"},
		{"no type", strings.Replace(mail("x", "hello"), "Content-Type: x\n", "", 1), "hello"},
		{"a type that is no type", mail("text", "hello"), "hello"},
		{"a multipart without boundary", mail("multipart/mixed", "hello"), "hello"},
		{"a multipart that never ends", mail("multipart/mixed; boundary=b", part("Content-Type: text/plain", "hello")), "hello"},
		{"nothing between boundaries", mail("multipart/mixed; boundary=b", "--b\n--b--\nhello"), "hello"},
		{"flowed", mail("text/plain; format=flowed", "one \ntwo\n> three \n-- \nAnn"), "one two\n> three \n-- \nAnn"},
		{"broken base64", mail("text/plain\nContent-Transfer-Encoding: base64", "aGVs*bG8=\n\n"), "hello"},
		{"cut base64", mail("text/plain\nContent-Transfer-Encoding: base64", "aGVsbG8gd29ybG"), "hello worl"},
		{"broken quoted-printable", mail("text/plain\nContent-Transfer-Encoding: quoted-printable", "100 =ZZ =\n=C3=BC="), "100 =ZZ ü"},
		{"control characters", mail("text/plain", "a\x00b\x1b[31mc"), "ab[31mc"},
		{"no header", "Just words without any header.\nTwo lines of them.", "Just words without any header.\nTwo lines of them."},
		{"a mailbox line first", "From ann@acme.test Tue Nov 4 10:00:00 2025\n" + mail("text/plain", "hello"), "hello"},
		{"empty lines first", "\n\n" + mail("text/plain", "hello"), "hello"},
		{"nothing", "", ""},
	} {
		if got := parse(t, c.raw).Text; got != c.want {
			t.Errorf("%s:\n got %q\nwant %q", c.name, got, c.want)
		}
	}
}

func TestFileNamesAreOnlyNames(t *testing.T) {
	for _, c := range []struct{ name, header, want string }{
		{"a path", `attachment; filename="../../etc/passwd"`, "passwd"},
		{"a path of Windows", `attachment; filename="C:\\temp\\a.txt"`, "a.txt"},
		{"hidden", `attachment; filename=".bashrc"`, "bashrc"},
		{"only dots", `attachment; filename=".."`, "file-1.pdf"},
		{"none", `attachment`, "file-1.pdf"},
		{"line breaks", `attachment; filename*=utf-8''a%0d%0aX-Evil%3a1.txt`, "a X-Evil:1.txt"},
		{"turned around", `attachment; filename*=utf-8''photo%E2%80%AEgnp.exe`, "photognp.exe"},
		{"continued", "attachment; filename*0=\"long \";\n filename*1=\"name.pdf\"", "long name.pdf"},
		{"an encoded word", `attachment; filename="=?utf-8?B?w7xiZXIucGRm?="`, "über.pdf"},
		{"very long", `attachment; filename="` + strings.Repeat("x", 500) + `.pdf"`, strings.Repeat("x", 196) + ".pdf"},
	} {
		m := parse(t, mail("multipart/mixed; boundary=b", part("Content-Type: application/pdf\nContent-Disposition: "+c.header, "x")+"--b--\n"))
		if len(m.Attachments) != 1 || m.Attachments[0].Name != c.want {
			t.Errorf("%s: got %+v", c.name, m.Attachments)
		}
	}
}

func TestTheSubjectStaysOneLine(t *testing.T) {
	for _, c := range []struct{ name, header, want string }{
		{"folded", "one\n two", "one two"},
		{"encoded line breaks", "=?utf-8?B?" + base64.StdEncoding.EncodeToString([]byte("Hi\r\nBcc: x@evil.test")) + "?=", "Hi Bcc: x@evil.test"},
		{"turned around", "=?utf-8?Q?a=E2=80=AEb?=", "ab"},
		{"a character in two words", "=?utf-8?Q?caf=C3?= =?utf-8?Q?=A9_au_lait?=", "café au lait"},
		{"two charsets", "=?utf-8?Q?=C3=A9?= =?iso-8859-1?Q?=E9?=", "éé"},
		{"a language", "=?utf-8*fr?Q?caf=C3=A9?=", "café"},
		{"raw bytes", "caf\xe9", "café"},
		{"words beside", "Re: =?utf-8?Q?a?= b =?utf-8?Q?c?=", "Re: a b c"},
		{"a charset that nobody knows", "=?x-none?Q?abc?=", "abc"},
		{"broken", "=?utf-8?Q?abc", "=?utf-8?Q?abc"},
	} {
		m := parse(t, strings.Replace(mail("text/plain", "x"), "Subject: x", "Subject: "+c.header, 1))
		if m.Subject != c.want {
			t.Errorf("%s: got %q, want %q", c.name, m.Subject, c.want)
		}
	}
}

func TestDatesAsMailersWriteThem(t *testing.T) {
	want := time.Date(2025, 11, 4, 10, 0, 0, 0, time.UTC)
	for date, ok := range map[string]bool{
		"Tue, 04 Nov 2025 10:00:00 +0000":       true,
		"Tue, 4 Nov 2025 12:00:00 +0200 (EET)":  true,
		"4 Nov 2025 10:00 GMT":                  true,
		"Tue, 4 Nov 2025 10:00:00":              true,
		"2025-11-04T10:00:00Z":                  true,
		"Tue Nov  4 10:00:00 2025":              true,
		"":                                      false,
		"yesterday":                             false,
		"Tue, 04 Nov 0025 10:00:00 +0000":       false,
		strings.Repeat("Tue, 04 Nov 2025 ", 50): false,
	} {
		m := parse(t, strings.Replace(mail("text/plain", "x"), "Tue, 04 Nov 2025 10:00:00 +0000", date, 1))
		if m.Date.Equal(want) != ok || m.Date.IsZero() == ok {
			t.Errorf("%q became %v", date, m.Date)
		}
	}
}

func TestManyReferencesKeepBothEnds(t *testing.T) {
	var refs strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&refs, " <%d@example.com>\n", i)
	}
	m := parse(t, "References:"+strings.TrimPrefix(refs.String(), " ")+plainMail[:strings.Index(plainMail, "References")]+"\nx")
	if n := len(m.References); n > 200 || m.References[0] != "0@example.com" || m.References[n-1] != "999@example.com" {
		t.Errorf("%d references from %q to %q", n, m.References[0], m.References[n-1])
	}
}

func TestATooLargeMailIsRefused(t *testing.T) {
	if _, err := mailmsg.Parse(make([]byte, 11), mailmsg.Limits{Bytes: 10}); !errs.Is(err, errs.TooLarge) {
		t.Errorf("got %v", err)
	}
}

// Messages that made parsers run out of time, memory or stack. What is past the
// limits is read as flat text, and keeps its sender and its words.
func TestExhaustingMailIsReadFlat(t *testing.T) {
	for name, c := range map[string]struct {
		raw  string
		flat bool
	}{
		"deep":           {deep(3000), true},
		"as deep as may": {deep(10) + strings.Repeat("hello world\n", 100_000), false},
		"deep, hidden":   {strings.ReplaceAll(deep(40), "boundary=b", "boundary=(x)b"), false},
		"deep, encoded":  {strings.ReplaceAll(deep(40), "boundary=b", "boundary*=''%62"), false},
		"deep, twice":    {strings.ReplaceAll(deep(40), "boundary=b", "boundary=c; boundary=b"), false},
		"deep, one name": {mail("multipart/mixed; boundary=b", strings.Repeat("--b\nContent-Type: multipart/mixed; boundary=b\n\n", 5000)), true},
		"many parts":     {mail("multipart/mixed; boundary=b", strings.Repeat("--b\n\nx\n", 20_000)), true},
		"long boundary":  {mail("multipart/mixed; boundary="+strings.Repeat("b", 5000), "x"), true},
		"long header":    {mail("text/plain\nX-Long: "+strings.Repeat("x", 1<<20), "x"), true},
		"many fields":    {mail("text/plain\n"+strings.Repeat("X-A: b\n", 100_000)+"X-B: c", "x"), true},
		"many addresses": {mail("text/plain\nCc: "+strings.Repeat("a@b.test, ", 30_000), "x"), false},
		"open comments":  {mail("text/plain\nCc: "+strings.Repeat("(", 100_000), "x"), false},
		"open brackets":  {mail("text/plain\nCc: "+strings.Repeat("<", 100_000), "x"), false},
		"encoded words":  {mail("text/plain\nCc: "+strings.Repeat("=?utf-8?Q?a?= ", 20_000), "x"), false},
		"folded words":   {mail("text/plain\nCc: "+strings.Repeat("=?\n ", 50_000), "x"), false},
		"parameters":     {mail("text/plain; "+strings.Repeat("a=b; ", 50_000)+"c=d", "x"), true},
		"continuations":  {mail("text/plain; "+continuations(40_000), "x"), true},
		"the same often": {mail("multipart/mixed; boundary=b", strings.Repeat(part("Content-Type: text/plain; "+continuations(400), "x"), 900)), true},
		"not too often":  {mail("multipart/mixed; boundary=b", strings.Repeat(part("Content-Type: text/plain; name="+strings.Repeat("a", 400), "x"), 900)), false},
		"many folds":     {mail("text/plain;\n"+strings.Repeat(" a=b;\n", 50_000), "x"), true},
		"short lines":    {mail("multipart/mixed; boundary="+strings.Repeat("b", 900), strings.Repeat("b\n", 500_000)), false},
		"base64 rubbish": {mail("text/plain\nContent-Transfer-Encoding: base64", strings.Repeat("====", 500_000)), false},
		"soft breaks":    {mail("text/plain\nContent-Transfer-Encoding: quoted-printable", strings.Repeat("=\n", 500_000)), false},
	} {
		t.Run(name, func(t *testing.T) {
			begin := time.Now()
			m := parse(t, c.raw)
			if took := time.Since(begin); took > 5*time.Second {
				t.Errorf("%d bytes took %v", len(c.raw), took)
			}
			if a, ok := mailmsg.Sender(m); !ok || a.Addr != "ann@acme.test" {
				t.Errorf("sender %v, %v", a, ok)
			}
			if isFlat(m) != c.flat {
				t.Errorf("flat: %v, defects %.300q", isFlat(m), m.Defects)
			}
		})
	}
}

// Where the outline lets it pass, the second net holds.
func TestPartsThatNeverEnd(t *testing.T) {
	begin := time.Now()
	m, err := mailmsg.Parse([]byte(deep(40)), mailmsg.Limits{Depth: 100})
	if err != nil || !isFlat(m) || time.Since(begin) > 5*time.Second {
		t.Errorf("%v after %v, defects %.200q", err, time.Since(begin), m.Defects)
	}
}

func deep(n int) string {
	var b strings.Builder
	for i := 1; i < n; i++ {
		fmt.Fprintf(&b, "--b%d\nContent-Type: multipart/mixed; boundary=b%d\n\n", i-1, i)
	}
	return mail("multipart/mixed; boundary=b0", b.String()+fmt.Sprintf("--b%d\n\nhello\n", n-1))
}

func continuations(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "a*%d=b; ", i)
	}
	return b.String() + "c=d"
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"", "\r", "From", ":", plainMail, "From: a@b.test\n\nhello", mail("text/html", "<p>x"), deep(5),
		mail("multipart/alternative; boundary=b", part("Content-Type: text/plain", "x")+part("Content-Type: text/html", "y")+"--b--"),
		mail("multipart/report; report-type=delivery-status; boundary=b", part("Content-Type: message/delivery-status", dsn)+"--b--"),
		mail("multipart/mixed; boundary=\"\"", "--\n\nx\n----\n"), mail("multipart/mixed; boundary=b", "--b\nContent-Type: text/plain; boundary=c\n\nx"),
		mail("text/plain; charset=iso-2022-jp\nContent-Transfer-Encoding: base64", "GyRC"),
		"Content-TYpe:\xd4BoundArY=\n ",
		"Message-ID: <@\x97>\n\nx",
		mail("application/x; name*0*=a'b'c; name*1=d\nContent-Disposition: attachment; filename==?x?", "x"),
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		m, err := mailmsg.Parse(raw, mailmsg.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		wellFormed(t, "message", m)
		for _, d := range m.Defects {
			if strings.Contains(d, "the parser failed") && !strings.HasSuffix(d, "parts that never end") {
				t.Errorf("%q made the parser fail: %q", raw, d)
			}
		}
		original, list := mailmsg.Deliveries(m)
		if strings.ContainsAny(original, "\r\n<>") || len(list) > 100 {
			t.Errorf("%q speaks of %q, %d", raw, original, len(list))
		}
	})
}
