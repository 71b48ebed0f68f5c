package mail_test

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"net/smtp"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"secondline/internal/db"
	"secondline/internal/db/dbtest"
	"secondline/internal/desk/channel"
	"secondline/internal/flow/intake"
)

// corpus is where public sets of mail lie on some machines, beside the
// repository.
const corpus = "../../../../shared/data/mail"

// TestRealMail delivers mail as it really is, old and broken and hostile, to a
// running desk: by SMTP, and then the same again by the pipe. Each must have one
// end, and the second time must change nothing.
func TestRealMail(t *testing.T) {
	if _, err := os.Stat(corpus); err != nil {
		t.Skip("no corpus of real mail lies beside the repository")
	}
	for engine, every := range map[db.Engine]int{db.SQLite: 1, db.Postgres: 8} {
		t.Run(string(engine), func(t *testing.T) {
			d := open(t, dbtest.New(t, engine))
			t.Logf("%-12s %6s %8s %8s %6s %6s %6s %8s %8s", "set", "mails", "refused", "tickets", "reply", "dup", "quar", "receipts", "again")
			for _, set := range []string{"enmime", "mikel_mail", "mime4j", "rt", "hostile", "sisimai"} {
				d.corpus(set, every)
			}
			d.sound()
		})
	}
}

// corpus delivers every so-many-th mail of a set, and prints what became of them.
func (d *desk) corpus(set string, every int) {
	d.t.Helper()
	ctx := context.Background()
	mails := realMails(d, filepath.Join(corpus, set), every)
	before := d.outcomes()
	refused := 0 // for what could smuggle; the pipe takes it
	for _, raw := range mails {
		if err := d.hands(raw); err != nil {
			refused++
		}
	}
	d.rests()
	after := d.outcomes()
	entries := d.count("timeline_entry")
	for _, raw := range mails {
		_, err := d.intake.Accept(ctx, intake.Raw{Via: channel.ByPipe, Body: bytes.NewReader(raw)})
		d.must(err)
	}
	d.rests()
	again := d.outcomes()
	receipts := d.relay.letters()
	diff := func(s channel.State) int { return after[s] - before[s] }
	d.t.Logf("%-12s %6d %8d %8d %6d %6d %6d %8d %8d", set, len(mails), refused, diff(channel.Opened), diff(channel.Replied),
		diff(channel.Duplicate), diff(channel.Quarantine), len(receipts), again[channel.Duplicate]-after[channel.Duplicate])
	if again[channel.Stored] > 0 {
		d.t.Errorf("%s: %d mails have no end", set, again[channel.Stored])
	}
	if got := again[channel.Duplicate] - after[channel.Duplicate]; got < len(mails)-refused || refused == 0 && d.count("timeline_entry") != entries {
		d.t.Errorf("%s: of %d mails that came again only %d were known", set, len(mails)-refused, got)
	}
	if set != "sisimai" {
		return
	}
	for _, l := range receipts {
		d.t.Errorf("a bounce or automatic reply was answered: %s", l.head.Get("To"))
	}
}

// hands sends a mail by SMTP the way a mail server does, with CR LF.
func (d *desk) hands(raw []byte) error {
	if !bytes.Contains(raw, []byte("\n")) {
		raw = bytes.ReplaceAll(raw, []byte("\r"), []byte("\n")) // an old Macintosh wrote it
	}
	c, err := smtp.Dial(d.addr)
	d.must(err)
	defer func() { _ = c.Close() }()
	d.must(c.Mail("someone@sender.example"))
	d.must(c.Rcpt(inbox))
	w, err := c.Data()
	d.must(err)
	_, err = w.Write(raw)
	d.must(err)
	return w.Close()
}

// outcomes counts what became of all mail.
func (d *desk) outcomes() map[channel.State]int {
	d.t.Helper()
	found := map[channel.State]int{}
	d.must(d.db.Read().Each(context.Background(), func(r db.Row) error {
		var state channel.State
		var n int
		err := r.Scan(&state, &n)
		found[state] = n
		return err
	}, `SELECT state, count(*) FROM mail_in GROUP BY state`))
	return found
}

// realMails reads a set: its messages, not its pictures, licences and answers.
func realMails(d *desk, root string, every int) [][]byte {
	d.t.Helper()
	var mails [][]byte
	n := 0
	d.must(filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		other := []string{".golden", ".png", ".zip", ".tiff", ".pdf", ".xml", ".out", ".bin", ".tsv", ".md", ".txt"}
		if err != nil || e.IsDir() || slices.Contains(other, filepath.Ext(path)) || strings.Contains(path, "LICENSE") || strings.Contains(path, "COPYING") {
			return err
		}
		if n++; n%every != 0 {
			return nil
		}
		raw, err := os.ReadFile(path)
		mails = append(mails, fill(d, raw))
		return err
	}))
	return mails
}

// fill puts this desk's values into an attack.
func fill(d *desk, raw []byte) []byte {
	return []byte(strings.NewReplacer("@TICKET@", "1001", "@CANARY@", "127.0.0.1:1", "@MID@", "none@desk.example", "@REPLY@", "desk+t1001@desk.example").
		Replace(string(raw)))
}

// TestHostileMail puts the attacks beside the ticket that they are after.
func TestHostileMail(t *testing.T) {
	if _, err := os.Stat(corpus); err != nil {
		t.Skip("no corpus of real mail lies beside the repository")
	}
	stories(t, func(d *desk) {
		tk := d.ticket(d.gets(note{from: ann, to: inbox, subject: "Printer", body: "It burns."}))
		d.replies(tk, "Coming.")
		ours := d.relay.letters()
		files, err := filepath.Glob(filepath.Join(corpus, "hostile", "*.eml"))
		d.must(err)
		for _, f := range files {
			raw, err := os.ReadFile(f)
			d.must(err)
			text := strings.NewReplacer("@TICKET@", fmt.Sprint(tk.Number), "@CANARY@", "127.0.0.1:1",
				"@MID@", strings.Trim(ours[len(ours)-1].head.Get("Message-Id"), "<>"), "@REPLY@", d.signed(tk)).Replace(string(raw))
			d.must(d.hands([]byte(text)))
			d.rests()
			m := d.last()
			d.t.Logf("%-36s %-10s %s", filepath.Base(f), m.State, m.Because+m.Automatic)
			if m.State == channel.Stored || m.Ticket == tk.ID {
				d.t.Errorf("%s is %s on %s", f, m.State, m.Ticket)
			}
		}
		for _, l := range d.relay.letters() {
			if l.head.Get("X-Evil") != "" || strings.Contains(string(l.raw), "\r\nX-Evil") {
				d.t.Errorf("a header was injected:\n%s", l.raw)
			}
		}
	})
}
