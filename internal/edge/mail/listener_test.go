package mail_test

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/smtp"
	"strings"
	"testing"
	"time"

	"secondline/internal/db"
	"secondline/internal/db/dbtest"
	"secondline/internal/desk/channel"
	"secondline/internal/edge/mail"
	"secondline/internal/flow/intake"
	"secondline/internal/id"
	"secondline/internal/kit/clock"
	"secondline/internal/kit/errs"
)

// A peer speaks SMTP by hand.
type peer struct {
	d    *desk
	conn net.Conn
	r    *bufio.Reader
}

func (d *desk) dials() *peer {
	d.t.Helper()
	c, err := net.Dial("tcp", d.addr)
	d.must(err)
	d.must(c.SetDeadline(time.Now().Add(20 * time.Second)))
	d.t.Cleanup(func() { _ = c.Close() })
	return &peer{d: d, conn: c, r: bufio.NewReader(c)}
}

// hears reads one answer.
func (p *peer) hears() string {
	p.d.t.Helper()
	for {
		line, err := p.r.ReadString('\n')
		if err != nil {
			p.d.t.Fatalf("the connection ended: %v", err)
		}
		if len(line) < 4 || line[3] != '-' {
			return strings.TrimSpace(line)
		}
	}
}

// says sends a text as it is and reads the answer.
func (p *peer) says(text string) string {
	p.d.t.Helper()
	_, err := io.WriteString(p.conn, text)
	p.d.must(err)
	return p.hears()
}

// begins gets as far as the 354 after DATA.
func (p *peer) begins() {
	p.d.t.Helper()
	for _, line := range []string{"", "EHLO client.example\r\n", "MAIL FROM:<" + ann + ">\r\n", "RCPT TO:<" + inbox + ">\r\n", "DATA\r\n"} {
		if got := p.says(line); got[0] != '2' && got[0] != '3' {
			p.d.t.Fatalf("%q was answered %q", line, got)
		}
	}
}

func TestNoMailIsSmuggledInsideAnother(t *testing.T) {
	d := open(t, dbtest.New(t, db.SQLite))
	inner := "MAIL FROM:<" + eve + ">\r\nRCPT TO:<" + inbox + ">\r\nDATA\r\nSubject: smuggled\r\n\r\nx"
	for _, end := range []string{"\n.\n", "\n.\r\n", "\r.\r", "\n.\r", "\r.\r\n", "\r\n..\n", "\r\n..\rx"} {
		p := d.dials()
		p.begins()
		got := p.says("From: " + ann + "\r\nSubject: outer\r\n\r\nx" + end + inner + "\r\n.\r\n")
		if !strings.HasPrefix(got, "550 5.6.11") {
			t.Errorf("after %q the mail was answered %q", end, got)
		}
	}
	if n := d.count("mail_in"); n != 0 {
		t.Errorf("%d mails were taken in", n)
	}
	// Here the library swallows the dot; what matters is that it goes on reading.
	for i, end := range []string{"\r\n.\n", "\r\n.\r"} {
		p := d.dials()
		p.begins()
		if got := p.says("From: " + ann + "\r\nSubject: outer\r\n\r\nx" + end + inner + "\r\n.\r\n"); !strings.HasPrefix(got, "250") {
			t.Errorf("after %q it was answered %q", end, got)
		}
		d.rests()
		if n := d.count("mail_in"); n != i+1 || d.last().Subject != "outer" {
			t.Errorf("%d mails became %d", i+1, n)
		}
	}
	p := d.dials()
	p.begins()
	if got := p.says("From: " + ann + "\nSubject: an old script\n\nbare\nlines\n..\nand dots.\n.and more\r\n.\r\n"); !strings.HasPrefix(got, "250") {
		t.Errorf("a mail with bare lines was answered %q", got)
	}
	p = d.dials()
	p.begins()
	if got := p.says("From: " + ann + "\r\nSubject: honest\r\n\r\n..a dot at a line's start\r\n..\r\nand alone\r\n.\r\n"); !strings.HasPrefix(got, "250") {
		t.Errorf("an honest mail was answered %q", got)
	}
}

func TestTooLargeIsRefused(t *testing.T) {
	d := open(t, dbtest.New(t, db.SQLite))
	p := d.dials()
	p.says("")
	p.says("EHLO client.example\r\n")
	if got := p.says(fmt.Sprintf("MAIL FROM:<%s> SIZE=%d\r\n", ann, intake.MaxSize+1)); !strings.HasPrefix(got, "552") {
		t.Errorf("a mail announced as too large was answered %q", got)
	}
	p = d.dials()
	p.begins()
	chunk := strings.Repeat(strings.Repeat("a", 998)+"\r\n", 1<<10)
	for sent := 0; sent <= intake.MaxSize; sent += len(chunk) {
		_, err := io.WriteString(p.conn, chunk)
		d.must(err)
	}
	if got := p.says("\r\n.\r\n"); !strings.HasPrefix(got, "552") {
		t.Errorf("a mail that is too large was answered %q", got)
	}
	if n := d.count("mail_in"); n != 0 {
		t.Errorf("%d mails were taken in", n)
	}
}

// A full inbox cannot keep anything.
type full struct{}

func (full) Accept(_ context.Context, raw intake.Raw) ([]id.MailIn, error) {
	if _, err := io.Copy(io.Discard, raw.Body); err != nil {
		return nil, err
	}
	return nil, errs.New(errs.Unavailable, "The disk is full.")
}
func (full) Known(context.Context, string) (bool, error) { return true, nil }

func TestNothingIsThankedForThatWasNotKept(t *testing.T) {
	d := open(t, dbtest.New(t, db.SQLite))
	d.stop()
	d.listen(mail.Options{Inbox: full{}, Clock: clock.Wall{}, Log: discard})
	p := d.dials()
	p.begins()
	if got := p.says("Subject: x\r\n\r\nx\r\n.\r\n"); !strings.HasPrefix(got, "451 4.3.0") || strings.Contains(got, "disk") {
		t.Errorf("it was answered %q", got)
	}
}

func TestPeersAreBounded(t *testing.T) {
	d := open(t, dbtest.New(t, db.SQLite))
	d.stop()
	d.listen(mail.Options{Inbox: d.intake, Clock: clock.Wall{}, Log: discard, Limits: mail.Limits{Total: 2}})
	first, second, third := d.dials(), d.dials(), d.dials()
	if first.hears()[0] != '2' || second.hears()[0] != '2' {
		t.Error("there was room for two")
	}
	if got := third.hears(); !strings.HasPrefix(got, "421") {
		t.Errorf("the third was greeted %q", got)
	}
	if got := first.says("QUIT\r\n"); got[0] != '2' {
		t.Errorf("leaving was answered %q", got)
	}
	if _, err := first.r.ReadByte(); err == nil {
		t.Fatal("the connection stays open after QUIT")
	}
	if got := d.dials().hears(); got[0] != '2' {
		t.Errorf("after one left, the next was greeted %q", got)
	}
}

func TestStrictListenersKnowTheirAddresses(t *testing.T) {
	d := open(t, dbtest.New(t, db.SQLite))
	tk := d.ticket(d.gets(note{from: ann, to: "anything@desk.example", subject: "Catch-all", body: "for the standard mailbox"}))
	d.stop()
	d.listen(mail.Options{Inbox: d.intake, Clock: clock.Wall{}, Log: discard, Strict: true})
	p := d.dials()
	p.says("")
	p.says("EHLO client.example\r\n")
	p.says("MAIL FROM:<" + ann + ">\r\n")
	for to, want := range map[string]byte{inbox: '2', d.signed(tk): '2', "vpn+x@desk.example": '2', "anything@desk.example": '5', "ann@elsewhere.example": '5'} {
		if got := p.says("RCPT TO:<" + to + ">\r\n"); got[0] != want {
			t.Errorf("%s was answered %q", to, got)
		}
	}
}

func TestClosingLetsTheMailEnd(t *testing.T) {
	d := open(t, dbtest.New(t, db.SQLite))
	p := d.dials()
	p.begins()
	_, err := io.WriteString(p.conn, "From: "+ann+"\r\nSubject: under way\r\n\r\n")
	d.must(err)
	closed := make(chan struct{})
	go func() { d.stop(); close(closed) }()
	for { // until nobody is greeted any more
		c, err := net.Dial("tcp", d.addr)
		if err != nil {
			break
		}
		_ = c.Close()
	}
	if got := p.says("the end\r\n.\r\n"); !strings.HasPrefix(got, "250") {
		t.Errorf("a mail under way was answered %q", got)
	}
	<-closed
	d.rests()
	d.wants(d.last(), channel.Opened)
}

func TestSTARTTLS(t *testing.T) {
	d := open(t, dbtest.New(t, db.SQLite))
	d.stop()
	d.listen(mail.Options{Inbox: d.intake, Clock: clock.Wall{}, Log: discard, TLS: selfSigned(t)})
	c, err := smtp.Dial(d.addr)
	d.must(err)
	d.must(c.StartTLS(&tls.Config{InsecureSkipVerify: true}))
	d.must(c.Mail(ann))
	d.must(c.Rcpt(inbox))
	w, err := c.Data()
	d.must(err)
	_, err = w.Write(d.text(note{from: ann, to: inbox, subject: "Sealed", body: "x"}))
	d.must(err)
	d.must(w.Close())
	d.must(c.Quit())
	d.rests()
	d.wants(d.last(), channel.Opened)
}

func selfSigned(t *testing.T) *tls.Config {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), DNSNames: []string{"desk.example"}}
	der, err := x509.CreateCertificate(rand.Reader, c, c, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
}
