package mailmsg

import (
	"bytes"
	"net/mail"
	"net/textproto"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// keptHeaders are the fields that others than Parse may want to look at.
var keptHeaders = []string{
	"Auto-Submitted", "Authentication-Results", "Delivered-To", "Feedback-Id", "List-Id", "List-Unsubscribe", "Precedence",
	"Return-Path", "Sender", "X-Apple-Action", "X-Auto-Response-Suppress", "X-Autoreply", "X-Autorespond", "X-Failed-Recipients",
	"X-Loop", "X-Mailer", "X-Mlserver", "X-Original-To", "X-Priority", "X-Spam-Flag",
}

// Bounds on fields.
const (
	maxIDs     = 200
	maxID      = 998 // a line of mail
	maxSubject = 1000
	maxName    = 200
	maxKept    = 20 // values of one field
)

// fields are header fields by canonical name, in order, not decoded.
type fields textproto.MIMEHeader

func (f fields) all(name string) []string { return f[textproto.CanonicalMIMEHeaderKey(name)] }

func (f fields) first(name string) string {
	if v := f.all(name); len(v) > 0 {
		return v[0]
	}
	return ""
}

// scanFields reads a header block with no demands on it.
func scanFields(block []byte) fields {
	f := fields{}
	var name string
	var value []string // the lines of one field
	flush := func() {
		if name != "" {
			f[name] = append(f[name], strings.Join(value, " "))
		}
	}
	for l := range bytes.Lines(block) {
		l := strings.TrimRight(string(l), "\r\n")
		if l != "" && (l[0] == ' ' || l[0] == '\t') {
			value = append(value, strings.TrimSpace(l))
			continue
		}
		key, first, ok := strings.Cut(l, ":")
		if !ok || key == "" || len(key) > 100 {
			continue
		}
		flush()
		name = textproto.CanonicalMIMEHeaderKey(strings.TrimSpace(key))
		value = append(value[:0], strings.TrimSpace(first))
	}
	flush()
	return f
}

func (m *Message) readHeader(f fields) {
	m.fromFields = len(f.all("From"))
	m.From = addresses(f.all("From"))
	m.ReplyTo = addresses(f.all("Reply-To"))
	m.To = addresses(f.all("To"))
	m.Cc = addresses(f.all("Cc"))
	m.Subject = line(decodeWords(f.first("Subject")), maxSubject)
	if id := ids(f.all("Message-Id")); len(id) > 0 {
		m.ID = id[0]
	}
	m.InReplyTo = ids(f.all("In-Reply-To"))
	m.References = ids(f.all("References"))
	var ok bool
	if m.Date, ok = date(f.first("Date")); !ok {
		m.defect("no date, or one that cannot be read: %q", line(f.first("Date"), 80))
	}
	if m.fromFields != 1 {
		m.defect("%d From fields", m.fromFields)
	}
	m.Headers = map[string][]string{}
	for _, name := range keptHeaders {
		for _, v := range f.all(name)[:min(len(f.all(name)), maxKept)] {
			m.Headers[name] = append(m.Headers[name], line(decodeWords(v), maxSubject))
		}
	}
}

// Header gives the first value of one of the kept fields, or "".
func (m *Message) Header(name string) string {
	if v := m.Headers[textproto.CanonicalMIMEHeaderKey(name)]; len(v) > 0 {
		return v[0]
	}
	return ""
}

var bracketed = regexp.MustCompile(`<[^<>]+>`)

// ids reads message ids. Some mailers fold in the middle of one, others leave
// the brackets out. Of very many, the first and the latest are kept: both ends
// of a conversation say where it belongs.
func ids(values []string) []string {
	var found []string
	for _, v := range values {
		got := bracketed.FindAllString(v, -1)
		if got == nil {
			got = strings.Fields(v)
		}
		for _, id := range got {
			id = strings.Trim(strings.Join(strings.Fields(id), ""), "<>")
			if strings.Contains(id, "@") && len(id) <= maxID && utf8.ValidString(id) && !strings.ContainsFunc(id, unprintable) {
				found = append(found, id)
			}
		}
	}
	if len(found) > maxIDs {
		found = append(found[:1:1], found[len(found)-maxIDs+1:]...)
	}
	return found
}

// dateForms are what mailers write besides the forms of the standard.
var dateForms = []string{
	"Mon, 2 Jan 2006 15:04:05", "2 Jan 2006 15:04:05", "Mon, 2 Jan 2006 15:04", time.RFC3339, "2006-01-02 15:04:05 -0700",
	"2006-01-02 15:04:05", time.ANSIC, time.UnixDate, "Mon Jan _2 15:04:05 -0700 2006", "Monday, January 2, 2006 3:04 PM",
}

var zoneName = regexp.MustCompile(`\s*\([^()]*\)\s*$`)

func date(s string) (time.Time, bool) {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > 100 {
		return time.Time{}, false
	}
	at, err := mail.ParseDate(s)
	bare := strings.Join(strings.Fields(zoneName.ReplaceAllString(s, "")), " ")
	for i := 0; err != nil && i < len(dateForms); i++ {
		at, err = time.Parse(dateForms[i], bare)
	}
	if err != nil || at.Year() < 1970 || at.Year() > 2200 {
		return time.Time{}, false
	}
	return at.UTC(), true
}

// line makes one line of at most n characters out of anything: what was
// encoded may hold line breaks that were to become header fields of ours, and
// marks that turn the direction of what follows.
func line(s string, n int) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\t' || unicode.Is(unicode.Zs, r):
			return ' '
		case unprintable(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) > n {
		s = string([]rune(s)[:n-1]) + "…"
	}
	return s
}

// words cleans a text of many lines.
func words(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' || !unicode.IsControl(r) && r != '\uFEFF' {
			return r
		}
		return -1
	}, strings.ReplaceAll(s, "\r\n", "\n"))
}

// unprintable are control characters and the marks of Unicode that hide or
// reorder text.
func unprintable(r rune) bool {
	return unicode.IsControl(r) || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069' ||
		r == '\u200e' || r == '\u200f' || r == '\ufeff' || r == '\u2028' || r == '\u2029'
}
