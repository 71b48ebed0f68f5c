package mailmsg

import (
	"mime"
	"net/textproto"
	"regexp"
	"slices"
	"strings"

	"github.com/jhillyerd/enmime/v2"
)

// Auto is the verdict on whether a machine sent a message. Nothing is dropped
// for it: it says what must not be answered automatically, and what does not
// count as a person's reply.
type Auto struct {
	Kind    AutoKind
	Because string // the field that decided, for the operator
}

// An AutoKind is a sort of automatic mail; empty for mail of a person.
type AutoKind string

// The kinds of automatic mail.
const (
	Person    AutoKind = ""
	AutoReply AutoKind = "auto_reply" // out of office, receipts: an answer that nobody wrote
	Generated AutoKind = "generated"  // a machine wrote it, perhaps for a person: a ticket, but no thanks
	Bulk      AutoKind = "bulk"       // to a list of many; a person may have written it
	Bounce    AutoKind = "bounce"     // a mail of ours did not arrive, or was complained of
)

// verdict judges a whole message.
func verdict(m *Message, root *enmime.Part) Auto {
	kind, params, err := mime.ParseMediaType(root.Header.Get("Content-Type"))
	if err != nil {
		kind, params = root.ContentType, nil
	}
	if kind == "multipart/report" {
		switch report := strings.ToLower(params["report-type"]); report {
		case "disposition-notification":
			return Auto{AutoReply, "multipart/report: " + report}
		default:
			return Auto{Bounce, "multipart/report: " + line(report, 60)}
		}
	}
	for _, p := range m.Attachments {
		switch p.MediaType {
		case "message/delivery-status", "message/feedback-report":
			return Auto{Bounce, "a part is " + p.MediaType}
		case "message/disposition-notification":
			return Auto{AutoReply, "a part is " + p.MediaType}
		}
	}
	return headerVerdict(m)
}

// headerVerdict judges by the header alone. The order matters: an out-of-office
// note has an empty return path as a bounce has, but says what it is.
func headerVerdict(m *Message) Auto {
	submitted, _, _ := strings.Cut(strings.ToLower(m.Header("Auto-Submitted")), ";")
	submitted, _, _ = strings.Cut(strings.TrimSpace(submitted), " ")
	precedence := strings.ToLower(m.Header("Precedence"))
	switch {
	case m.Header("X-Failed-Recipients") != "":
		return Auto{Bounce, "X-Failed-Recipients"}
	case sentBy(m, daemons):
		return Auto{Bounce, "from a mail system: " + line(m.From[0].Raw, 80)}
	case sentBy(m, nobodies[:3]) && undelivered.MatchString(m.Subject):
		return Auto{Bounce, "from a postmaster: " + line(m.Subject, 80)}
	case strings.EqualFold(m.Header("X-Apple-Action"), "vacation"):
		return Auto{AutoReply, "X-Apple-Action: VACATION"}
	case submitted == "auto-replied":
		return Auto{AutoReply, "Auto-Submitted: auto-replied"}
	case precedence == "auto_reply" || precedence == "auto-reply":
		return Auto{AutoReply, "Precedence: " + precedence}
	case affirmed(m.Header("X-Autoreply")) || affirmed(m.Header("X-Autorespond")):
		return Auto{AutoReply, "X-Autoreply"}
	case nullPath(m):
		return Auto{Bounce, "Return-Path: <>"}
	case submitted != "" && submitted != "no":
		return Auto{Generated, "Auto-Submitted: " + line(submitted, 40)}
	case m.Header("List-Id") != "":
		return Auto{Bulk, "List-Id"}
	case precedence == "bulk" || precedence == "list" || precedence == "junk":
		return Auto{Bulk, "Precedence: " + precedence}
	case suppressed(m.Header("X-Auto-Response-Suppress")):
		return Auto{Generated, "X-Auto-Response-Suppress: " + line(m.Header("X-Auto-Response-Suppress"), 40)}
	case sentBy(m, nobodies):
		return Auto{Generated, "from one who reads no answers: " + line(m.From[0].Raw, 80)}
	case m.Header("X-MLServer") != "":
		return Auto{Bulk, "X-MLServer"}
	}
	return Auto{}
}

func affirmed(value string) bool { return value != "" && !strings.EqualFold(value, "no") }

// suppressed tells whether the sender wants no automatic answer. To want no
// receipts (DR, RN, NRN) says nothing.
func suppressed(value string) bool {
	for word := range strings.SplitSeq(strings.ToLower(value), ",") {
		switch strings.TrimSpace(word) {
		case "all", "oof", "autoreply":
			return true
		}
	}
	return false
}

// nullPath tells whether answers to this message are to go nowhere. Whoever
// takes a message in by SMTP writes the envelope's sender into Return-Path.
func nullPath(m *Message) bool {
	paths := m.Headers[textproto.CanonicalMIMEHeaderKey("Return-Path")]
	if len(paths) == 0 {
		return false
	}
	path := strings.ToLower(strings.Trim(strings.TrimSpace(paths[0]), "<> "))
	local, _, _ := strings.Cut(path, "@")
	return path == "" || path == "null" || local == "mailer-daemon"
}

// The names under which mail systems speak, and those behind which nobody
// reads.
var (
	daemons  = []string{"mailer-daemon", "mail-daemon", "mailerdaemon", "maildaemon", "mail-delivery", "maildelivery"}
	nobodies = []string{"postmaster", "post_master", "post-master", "noreply", "no-reply", "no_reply", "donotreply", "do-not-reply", "do_not_reply"}
)

// sentBy tells whether the name before the @ of the sender is, or begins with,
// one of the names.
func sentBy(m *Message, names []string) bool {
	if len(m.From) == 0 {
		return false
	}
	if m.From[0].Addr == "" { // "MAILER-DAEMON <>": where no person is named, the name decides
		raw := strings.ToLower(m.From[0].Raw)
		return slices.ContainsFunc(names, func(name string) bool { return strings.Contains(raw, name) })
	}
	return slices.ContainsFunc(names, func(name string) bool { return strings.HasPrefix(m.From[0].Addr, name) })
}

// undelivered are words in the subject of a bounce. They count only where a
// postmaster speaks.
var undelivered = regexp.MustCompile(`(?i)undeliver|not be delivered|delivery (failure|fail|status|report|notification)|` +
	`failure notice|returned (mail|to sender)|unzustellbar|non remis|échec|no se ha podido entregar|配信|エラー`)
