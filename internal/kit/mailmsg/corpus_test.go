package mailmsg_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"secondline/internal/kit/mailmsg"
)

// corpus is where public sets of mail lie on some machines, beside the
// repository. The tests that read them skip where they are absent.
const corpus = "../../../../shared/data/mail"

// TestEverythingOfTheCorpusParses runs mail of many years and makers through
// Parse: no crash, no error, bounded in time.
func TestEverythingOfTheCorpusParses(t *testing.T) {
	t.Logf("%-24s %6s %6s %6s %6s %6s %9s", "set", "mails", "words", "sender", "auto", "flat", "slowest")
	for _, set := range []string{"enmime", "mikel_mail", "mime4j", "rt", "hostile", "sisimai", "flanker", "spamassassin_easy_ham"} {
		root := filepath.Join(corpus, set)
		if _, err := os.Stat(root); err != nil {
			t.Logf("%-24s absent: skipped", set)
			continue
		}
		var mails, worded, sender, auto, flat int
		var slowest time.Duration
		eachMail(t, root, func(path string, raw []byte) {
			begin := time.Now()
			m, err := mailmsg.Parse(raw, mailmsg.Limits{})
			took := time.Since(begin)
			slowest = max(slowest, took)
			if err != nil || took > 5*time.Second {
				t.Errorf("%s: %v after %v", path, err, took)
				return
			}
			wellFormed(t, path, m)
			mails++
			worded += count(m.Text != "" || len(m.Attachments) > 0)
			_, ok := mailmsg.Sender(m)
			sender += count(ok)
			auto += count(m.Auto.Kind != mailmsg.Person)
			if isFlat(m) {
				flat++
				t.Logf("  flat: %s: %s", strings.TrimPrefix(path, root), m.Defects)
			}
		})
		t.Logf("%-24s %6d %6d %6d %6d %6d %9v", set, mails, worded, sender, auto, flat, slowest.Round(time.Microsecond))
	}
}

func count(b bool) int {
	if b {
		return 1
	}
	return 0
}

func isFlat(m *mailmsg.Message) bool {
	for _, d := range m.Defects {
		if strings.HasPrefix(d, "read as flat text") {
			return true
		}
	}
	return false
}

func eachMail(t *testing.T, root string, fn func(path string, raw []byte)) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		switch ext := strings.ToLower(filepath.Ext(path)); {
		case ext == ".eml", ext == ".msg", ext == ".raw":
		case strings.Contains(root, "flanker"), strings.Contains(root, "mime4j"):
			return nil // expected results and parts
		case ext == ".tsv", ext == ".golden", ext == ".png", ext == ".zip", ext == ".tiff", strings.Contains(d.Name(), "LICENSE"), d.Name() == "COPYING",
			strings.HasPrefix(path, filepath.Join(corpus, "mikel_mail", "attachments")):
			return nil
		}
		raw, err := os.ReadFile(path)
		if err == nil {
			fn(path, raw)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// wellFormed holds for every message whatever it was made from.
func wellFormed(t *testing.T, name string, m *mailmsg.Message) {
	t.Helper()
	lines := []string{m.ID, m.Subject, m.Auto.Because}
	for _, list := range [][]mailmsg.Address{m.From, m.To, m.Cc, m.ReplyTo} {
		for _, a := range list {
			lines = append(lines, a.Name, a.Addr, a.Raw)
		}
	}
	for _, p := range m.Attachments {
		lines = append(lines, p.Name, p.MediaType, p.ContentID)
		if p.Name == "" || strings.ContainsAny(p.Name, `/\`) || strings.HasPrefix(p.Name, ".") || len(p.Name) > 256 {
			t.Errorf("%s: a file named %q", name, p.Name)
		}
		if !strings.Contains(p.MediaType, "/") {
			t.Errorf("%s: media type %q", name, p.MediaType)
		}
	}
	lines = append(append(lines, m.InReplyTo...), m.References...)
	for _, l := range lines {
		if strings.ContainsAny(l, "\r\n\x00\u202e") || strings.ToValidUTF8(l, "") != l {
			t.Errorf("%s: a line holds what it must not: %q", name, l)
		}
	}
	if strings.ContainsAny(m.Text, "\x00\x1b") || strings.ToValidUTF8(m.Text+m.HTML, "") != m.Text+m.HTML {
		t.Errorf("%s: the text holds what it must not", name)
	}
	if a, ok := mailmsg.Sender(m); ok && (strings.Count(a.Addr, "@") != 1 || strings.ToLower(a.Addr) != a.Addr) {
		t.Errorf("%s: sender %q", name, a.Addr)
	}
}

// TestNoBounceIsTakenForAPerson: an automatic answer to any of these is the
// beginning of a mail loop.
func TestNoBounceIsTakenForAPerson(t *testing.T) {
	root := filepath.Join(corpus, "sisimai")
	if _, err := os.Stat(root); err != nil {
		t.Skipf("no corpus of bounces at %s", root)
	}
	all, missed := 0, 0
	kinds := map[mailmsg.AutoKind]int{}
	eachMail(t, root, func(path string, raw []byte) {
		m, err := mailmsg.Parse(raw, mailmsg.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		all++
		kinds[m.Auto.Kind]++
		if m.Auto.Kind == mailmsg.Person {
			missed++
			t.Logf("taken for a person: %s: %v %q %v", strings.TrimPrefix(path, root), m.From, m.Subject, m.Headers)
		}
	})
	t.Logf("%d bounces: %v; taken for a person: %d", all, kinds, missed)
	if missed*200 > all {
		t.Errorf("%d of %d are taken for a person", missed, all)
	}
}
