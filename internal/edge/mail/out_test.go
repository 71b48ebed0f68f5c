package mail_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"slices"
	"strings"
	"testing"
	"time"

	gosmtp "github.com/emersion/go-smtp"

	"secondline/internal/desk/attachment"
	"secondline/internal/desk/channel"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/notify"
	"secondline/internal/flow/ticketing"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// out are the mails that carry a ticket's entries, receipts left out.
func (d *desk) out(t *ticket.Ticket) []channel.MailOut {
	d.t.Helper()
	list, err := channel.OutOf(context.Background(), d.db.Read(), t.ID)
	d.must(err)
	return slices.DeleteFunc(list, func(m channel.MailOut) bool { return m.Kind == "received" })
}

// opened is a ticket of Ann's, with Ben on CC, whose receipt has been sent.
func (d *desk) opened() *ticket.Ticket {
	d.t.Helper()
	tk := d.ticket(d.gets(note{from: "Ann Lee <" + ann + ">", to: inbox, cc: ben, subject: "Re: Printer", body: "It burns.", id: "opening@acme.example"}))
	d.relay.letters()
	return tk
}

// parts reads a multipart body: texts by media type, and files by name.
func parts(d *desk, l letter) map[string]string {
	d.t.Helper()
	found := map[string]string{}
	readParts(d, l.head.Get("Content-Type"), strings.NewReader(l.body), found)
	return found
}

func readParts(d *desk, contentType string, body io.Reader, found map[string]string) {
	d.t.Helper()
	_, params, err := mime.ParseMediaType(contentType)
	d.must(err)
	r := multipart.NewReader(body, params["boundary"])
	for {
		p, err := r.NextPart()
		if err == io.EOF {
			return
		}
		d.must(err)
		kind, _, err := mime.ParseMediaType(p.Header.Get("Content-Type"))
		d.must(err)
		if strings.HasPrefix(kind, "multipart/") {
			readParts(d, p.Header.Get("Content-Type"), p, found)
			continue
		}
		text, err := io.ReadAll(p)
		d.must(err)
		if p.FileName() != "" {
			kind = p.FileName()
		}
		found[kind] = string(text)
	}
}

func TestAReplyIsALetter(t *testing.T) {
	stories(t, func(d *desk) {
		tk := d.opened()
		d.replies(tk, "Have you tried **water**?\n\n<script>alert(1)</script>")
		letters := d.relay.letters()
		if len(letters) != 1 {
			d.t.Fatalf("%d letters left, want one for all", len(letters))
		}
		l := letters[0]
		ref := string(tk.Ref())
		for field, want := range map[string]string{
			"From": `"Lea Fox via Fox & Sons IT" <desk@desk.example>`, "To": `"Ann Lee" <ann@acme.example>`, "Cc": `"Ben Orr" <ben@acme.example>`,
			"Subject": "Re: Printer [" + ref + "]", "In-Reply-To": "<" + d.conversation(tk)[1] + ">", "Auto-Submitted": "",
			"Reply-To": `"Lea Fox via Fox & Sons IT" <` + d.signed(tk) + ">",
		} {
			if got := l.head.Get(field); got != want {
				d.t.Errorf("%s is %q, want %q", field, got, want)
			}
		}
		if got := l.head.Get("References"); !strings.HasPrefix(got, "<opening@acme.example> <") {
			d.t.Errorf("References are %q: they do not begin with the customer's mail", got)
		}
		if !slices.Equal(l.to, []string{ann, ben}) {
			d.t.Errorf("it went to %v", l.to)
		}
		p := parts(d, l)
		if !strings.Contains(p["text/plain"], "tried water?") || !strings.Contains(p["text/html"], "<strong>water</strong>") {
			d.t.Errorf("it says %q", p)
		}
		if strings.Contains(p["text/html"], "<script") {
			d.t.Error("a script left in our name")
		}
		m := d.out(tk)[0]
		if m.Fate != channel.Sent || m.Attempts != 1 || m.SentAt.IsZero() || m.LastError != "" {
			d.t.Errorf("the mail says of itself %+v", m)
		}
	})
}

// conversation are the Message-IDs that stand on a ticket, oldest first.
func (d *desk) conversation(t *ticket.Ticket) []string {
	d.t.Helper()
	ids, err := channel.Conversation(context.Background(), d.db.Read(), channel.MailOut{Ticket: t.ID, CreatedAt: d.clock.Now()})
	d.must(err)
	return ids
}

func TestNotesNeverLeave(t *testing.T) {
	stories(t, func(d *desk) {
		tk := d.opened()
		_, err := d.tickets.Note(context.Background(), d.lea(), tk.Number, ticketing.MessageIn{Body: "CANARY: they are hopeless"})
		d.must(err)
		d.rests()
		d.replies(tk, "On our way.")
		for _, l := range d.relay.letters() {
			if bytes.Contains(l.raw, []byte("CANARY")) {
				d.t.Fatalf("a note left the desk:\n%s", l.raw)
			}
		}
	})
}

func TestRefusalsAreShown(t *testing.T) {
	stories(t, func(d *desk) {
		tk := d.opened()
		d.relay.says[ben] = &gosmtp.SMTPError{Code: 550, EnhancedCode: gosmtp.EnhancedCode{5, 1, 1}, Message: "no such user here"}
		d.replies(tk, "Coming.")
		if got := d.relay.letters(); len(got) != 1 || !slices.Equal(got[0].to, []string{ann}) {
			d.t.Fatalf("one recipient's refusal took the letter from the other: %v", got)
		}
		m := d.out(tk)[0]
		if m.Fate != channel.Failed || !strings.Contains(m.LastError, "no such user here") || m.Recipients[0].Fate != channel.Sent {
			d.t.Errorf("the mail says of itself %+v", m)
		}
	})
}

func TestTemporaryTroubleIsTriedAgain(t *testing.T) {
	stories(t, func(d *desk) {
		tk := d.opened()
		d.relay.all = &gosmtp.SMTPError{Code: 451, EnhancedCode: gosmtp.EnhancedCode{4, 7, 1}, Message: "greylisted, come back later"}
		d.relay.says[ben] = &gosmtp.SMTPError{Code: 550, EnhancedCode: gosmtp.EnhancedCode{5, 1, 1}, Message: "no such user here"}
		d.replies(tk, "Coming.")
		m := d.out(tk)[0]
		if m.Fate != channel.Queued || m.NextAt.Sub(d.clock.Now()) != 10*time.Second || m.Recipients[1].Fate != channel.Failed {
			d.t.Fatalf("after the first try: %+v", m)
		}
		d.rests() // too early
		if d.out(tk)[0].Attempts != 1 {
			d.t.Error("it was tried before its time")
		}
		d.relay.all = nil
		d.clock.Advance(10 * time.Second)
		d.rests()
		got := d.relay.letters()
		if len(got) != 1 || !slices.Equal(got[0].to, []string{ann}) {
			d.t.Fatalf("the second try went to %v", got)
		}
		if m := d.out(tk)[0]; m.Fate != channel.Failed || m.Attempts != 2 { // to Ben it failed, and that stays shown
			d.t.Errorf("after the second try: %+v", m)
		}

		d.relay.all = &gosmtp.SMTPError{Code: 451, EnhancedCode: gosmtp.EnhancedCode{4, 7, 1}, Message: "never"}
		delete(d.relay.says, ben)
		d.replies(tk, "Are you there?")
		for range 80 {
			d.clock.Advance(time.Hour)
			d.rests()
		}
		if m := d.out(tk)[1]; m.Fate != channel.Failed || !strings.Contains(m.LastError, "never") || m.Attempts > 70 {
			d.t.Errorf("after three days: %+v", m)
		}
	})
}

func TestWithoutARelayLettersWait(t *testing.T) {
	stories(t, func(d *desk) {
		with := d.notify
		without := notify.New(notify.Options{Door: d.door, Files: d.files, Keys: d.keys, Log: discard})
		d.jobs.HandleAll(notify.SendMail, without.Jobs)
		tk := d.opened()
		d.replies(tk, "Coming.")
		if m := d.out(tk)[0]; m.Fate != channel.Queued || m.LastError != notify.NoRelay || m.Attempts != 0 {
			d.t.Fatalf("the mail says of itself %+v", m)
		}
		if n := d.count("job"); n != 0 {
			d.t.Errorf("%d jobs go round in circles", n)
		}
		d.jobs.HandleAll(notify.SendMail, with.Jobs) // somebody sets --smtp-relay and starts again
		d.must(with.Resume(context.Background()))
		d.rests()
		if m := d.out(tk)[0]; m.Fate != channel.Sent || len(d.relay.letters()) != 2 {
			d.t.Errorf("the mail says of itself %+v", m)
		}
	})
}

func TestALetterCanBeUndoneUntilItLeaves(t *testing.T) {
	stories(t, func(d *desk) {
		ctx := context.Background()
		tk := d.opened()
		hold := func(seq int64) {
			d.must(d.door.Do(ctx, d.lea(), func(ctx context.Context, w *work.Work) error {
				return d.notify.Letter(ctx, w, notify.Letter{
					Kind: notify.HandedOver, Ticket: tk, Seq: seq, To: []id.Person{tk.Requester}, Body: "Our specialists have it now.",
					Automatic: true, SendAt: w.Now.Add(10 * time.Second),
				})
			}))
		}
		undo := func(seq int64) error {
			return d.door.Do(ctx, d.lea(), func(ctx context.Context, w *work.Work) error { return d.notify.Cancel(ctx, w, tk, seq) })
		}
		hold(7)
		d.rests()
		d.must(undo(7))
		d.clock.Advance(time.Minute)
		d.rests()
		if got := d.relay.letters(); len(got) != 0 || d.out(tk)[0].Fate != channel.Cancelled {
			d.t.Errorf("an undone letter left: %d", len(got))
		}
		hold(8)
		d.clock.Advance(10 * time.Second)
		d.rests()
		if len(d.relay.letters()) != 1 {
			d.t.Error("a letter that nobody undid did not leave after ten seconds")
		}
		if err := undo(8); !errs.Is(err, errs.Conflict) {
			d.t.Errorf("undoing what has left gives %v", err)
		}
	})
}

// A link to sign in is a secret: once it has left, the desk keeps that it was
// sent, and to whom, but not the link.
func TestASecretIsNotKept(t *testing.T) {
	stories(t, func(d *desk) {
		ctx := context.Background()
		d.must(d.door.Do(ctx, d.lea(), func(ctx context.Context, w *work.Work) error {
			return d.notify.Letter(ctx, w, notify.Letter{Kind: notify.SignIn, To: []id.Person{11}, Subject: "Your link to sign in", Body: "https://desk.example/in/CANARY", Automatic: true})
		}))
		d.rests()
		if got := d.relay.letters(); len(got) != 1 || !strings.Contains(got[0].body, "CANARY") || got[0].head.Get("Subject") != "Your link to sign in" {
			d.t.Fatalf("the link did not arrive: %v", got)
		}
		if n := d.count(`mail_out WHERE letter LIKE '%CANARY%'`); n != 0 {
			d.t.Error("the link is kept")
		}
	})
}

func TestNoLetterToThoseWhoCannotGetOne(t *testing.T) {
	stories(t, func(d *desk) {
		tk := d.opened()
		d.exec(`UPDATE person SET disabled_at = 1 WHERE id = 12`)
		d.exec(`UPDATE person SET email = NULL WHERE id = 11`)
		d.replies(tk, "Anybody?")
		if got := d.out(tk); len(got) != 0 {
			d.t.Errorf("a letter was made for nobody: %+v", got)
		}
	})
}

func TestNothingCanBeginAHeader(t *testing.T) {
	stories(t, func(d *desk) {
		d.exec(`UPDATE person SET name = ? WHERE id = 11`, "Ann\r\nBcc: "+eve+"\r\nX-Evil: 1")
		d.exec(`UPDATE setting SET value = ? WHERE name = 'desk.name'`, "Desk\r\nX-Evil: 2")
		m := d.gets(note{from: ann, to: inbox, subject: "=?utf-8?q?Printer=0D=0ABcc:_mallory=40evil.example=0D=0A=0D=0Abody?=", body: "x"})
		tk := d.ticket(m)
		d.relay.letters()
		files := d.upload("a\r\nX-Evil: 3.txt", "text/plain\r\nX-Evil: 4", "hello")
		_, err := d.tickets.Reply(context.Background(), d.lea(), tk.Number, ticketing.MessageIn{Body: "Hello.", Files: files})
		d.must(err)
		d.rests()
		l := d.relay.letters()[0]
		if l.head.Get("X-Evil") != "" || l.head.Get("Bcc") != "" || !slices.Equal(l.to, []string{ann}) {
			d.t.Errorf("something began a header of its own:\n%s", l.raw)
		}
		for _, line := range bytes.Split(l.raw, []byte("\r\n")) {
			if bytes.HasPrefix(line, []byte("X-Evil")) || bytes.HasPrefix(line, []byte("Bcc")) {
				d.t.Errorf("a line begins with %s", line)
			}
		}
	})
}

// upload is a file that first line is about to send.
func (d *desk) upload(name, mediaType, content string) []id.File {
	d.t.Helper()
	ctx := context.Background()
	sha, size, err := d.files.Put(ctx, strings.NewReader(content), 1<<20)
	d.must(err)
	var key id.File
	d.must(d.door.Do(ctx, d.lea(), func(ctx context.Context, w *work.Work) error {
		key = id.File(w.NewID())
		return attachment.Insert(ctx, w.Tx, attachment.Attachment{
			ID: key, SHA256: sha, Size: size, Name: name, MediaType: mediaType, UploadedBy: 14, UploadedAt: w.Now,
		})
	}))
	return []id.File{key}
}

func TestFilesGoAlong(t *testing.T) {
	stories(t, func(d *desk) {
		tk := d.opened()
		_, err := d.tickets.Reply(context.Background(), d.lea(), tk.Number, ticketing.MessageIn{
			Body: "See the plan.", Files: d.upload("Plan für Ann.txt", "text/plain", "step one"),
		})
		d.must(err)
		d.rests()
		p := parts(d, d.relay.letters()[0])
		if len(p) != 3 {
			d.t.Fatalf("the letter has %v", p)
		}
		for name, content := range p {
			if strings.HasPrefix(name, "Plan f") && !strings.Contains(content, "c3RlcCBvbmU=") {
				d.t.Errorf("%s holds %q", name, content)
			}
		}
	})
}

func TestABounceIsShown(t *testing.T) {
	stories(t, func(d *desk) {
		tk := d.opened()
		d.replies(tk, "Coming.")
		ours := strings.Trim(d.relay.letters()[0].head.Get("Message-Id"), "<>")
		report := func(original, recipient string) string {
			return fmt.Sprintf("From: MAILER-DAEMON@mx.example\r\nTo: desk@desk.example\r\nSubject: Undelivered\r\nMessage-ID: <dsn-%s-%s>\r\n"+
				"MIME-Version: 1.0\r\nAuto-Submitted: auto-replied\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n"+
				"--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"+
				"Final-Recipient: rfc822; %s\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 User unknown\r\n\r\n"+
				"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <%s>\r\nSubject: Re: Printer\r\n\r\n--b--\r\n", original, recipient, recipient, original)
		}
		bounce := func(raw string) channel.MailIn {
			d.must(d.smtp("", []string{inbox}, []byte(raw)))
			d.rests()
			return d.last()
		}
		m := d.wants(bounce(report(ours, ben)), channel.Replied)
		e := d.entry(m)
		if _, ok := e.Fact.(*ticket.Noted); !ok || m.Ticket != tk.ID || e.Audience != ticket.Internal {
			d.t.Errorf("the bounce became %T for %s", e.Fact, e.Audience)
		}
		out := d.out(tk)[0]
		if out.Fate != channel.Failed || !strings.Contains(out.LastError, "User unknown") || out.Recipients[0].Fate != channel.Sent {
			d.t.Errorf("the mail says of itself %+v", out)
		}
		// A report about an address that we never wrote to changes nothing.
		bounce(report(ours, eve))
		if after := d.out(tk)[0]; after.LastError != out.LastError || after.Recipients[0].Fate != channel.Sent {
			d.t.Errorf("a report about a stranger changed %+v", after)
		}
		d.wants(bounce(report("somebody-elses@mail.example", ann)), channel.Quarantine)
		if got := d.relay.letters(); len(got) != 0 {
			d.t.Errorf("a bounce was answered: %s", got[0].raw)
		}
	})
}
