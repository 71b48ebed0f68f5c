// Package mailmsg reads a message as the outside wrote it.
//
// Parse takes raw bytes and gives what a desk needs: who, about what, in answer
// to which message, the words, the files, and whether a machine sent it. It is
// tolerant, because whoever writes to a desk rarely chose the mailer: what is
// broken is repaired or left out, and Defects tells of it. It never fails
// because of what is in a message, only for its size.
//
//   - shape.go looks at the outline first and bounds its depth and number of
//     parts: what would exhaust a parser is read as one flat text instead.
//   - header.go and words.go read header fields; address.go reads addresses,
//     and Sender says who wrote it: exactly one address, or nobody.
//   - body.go finds the words and the files; decode.go undoes encodings.
//   - auto.go gives the verdict on automatic mail; delivery.go reads what a
//     bounce reports. A subject alone never decides.
//   - reply.go cuts quotes and signatures off a reply.
//
// What always holds: no text of a Message holds control characters or a line
// break where one line is meant, whatever was encoded into it; every part of
// the message is in Text, HTML or Attachments; time grows with the length.
package mailmsg

import (
	"bytes"
	"fmt"
	"time"

	"github.com/jhillyerd/enmime/v2"

	"secondline/internal/kit/errs"
)

// A Message is what one mail says.
type Message struct {
	ID         string // without the angle brackets; empty if it has none
	From       []Address
	ReplyTo    []Address
	To         []Address
	Cc         []Address
	Subject    string
	Date       time.Time // UTC; zero if it has none or an impossible one
	InReplyTo  []string  // ids, without the angle brackets
	References []string  // ids, the oldest first

	Text        string // the words; made from the HTML if there is no other text
	HTML        string // as it came: pass it through markup.SafeHTML before anybody sees it
	Attachments []Part

	Auto    Auto
	Headers map[string][]string // the few fields of keptHeaders, by canonical name
	Defects []string            // what was wrong with it, for the operator

	fromFields int // how many From fields there were; mail has one
}

// A Part is a file that came with a message.
type Part struct {
	Name      string // never empty, never a path
	MediaType string
	ContentID string // what the HTML calls it by, if it does
	Inline    bool   // meant to be seen within the text
	Data      []byte
}

// Limits bound what Parse takes on. Zero values mean the defaults.
type Limits struct {
	Bytes int // of the whole message; 50 MiB
	Parts int // 1,000
	Depth int // of multiparts within multiparts; 10
}

// Bounds on single things that no honest message comes near.
const (
	maxHeader   = 512 << 10 // bytes of one header block
	maxWork     = 200e6     // squares of the lengths of Content- fields, for so enmime's time grows
	maxBoundary = 1000      // characters; mail allows 70
	maxDefects  = 50
	maxFlat     = 1 << 20 // bytes shown of a message that is read as flat text
)

func (l Limits) orDefaults() Limits {
	if l.Bytes <= 0 {
		l.Bytes = 50 << 20
	}
	if l.Parts <= 0 {
		l.Parts = 1000
	}
	if l.Depth <= 0 {
		l.Depth = 10
	}
	return l
}

// Parse reads a raw message. The only error is TooLarge.
func Parse(raw []byte, lim Limits) (*Message, error) {
	lim = lim.orDefaults()
	if len(raw) > lim.Bytes {
		return nil, errs.New(errs.TooLarge, "The message is larger than %d MB.", lim.Bytes>>20)
	}
	raw = begin(unixLines(raw))
	m := &Message{}
	if why := m.read(raw, lim); why != "" {
		// Whatever a parser stumbled over, the words still reach somebody.
		*m = Message{}
		m.readFlat(raw, why)
	}
	if m.ID == "" {
		m.defect("no Message-ID")
	}
	return m, nil
}

// parser leaves content as it is in transfer: decode.go undoes the encodings,
// and keeps files byte for byte where enmime would convert their characters.
var parser = enmime.NewParser(
	enmime.RawContent(true),
	enmime.SkipMalformedParts(true),
	enmime.MultipartWOBoundaryAsSinglePart(true),
	enmime.DisableTextConversion(true),
	enmime.MaxStoredPartErrors(maxDefects),
	enmime.StripMediaTypeInvalidCharacters(true),
)

// read parses the whole message, or says why it could not.
func (m *Message) read(raw []byte, lim Limits) (why string) {
	defer func() {
		if p := recover(); p != nil { // a parser's mistake must not stop the mail
			why = fmt.Sprintf("the parser failed: %.100v", p)
		}
	}()
	if why := outline(raw, lim); why != "" {
		return why
	}
	in := &source{}
	in.Reset(raw)
	root, err := parser.ReadParts(in)
	if err != nil {
		return "malformed: " + line(err.Error(), 200)
	}
	m.readHeader(fields(root.Header))
	m.readBody(root)
	m.Auto = verdict(m, root)
	return ""
}

// readFlat takes the header, and the start of the rest as text.
func (m *Message) readFlat(raw []byte, why string) {
	head, body := raw, []byte(nil)
	if i := bytes.Index(raw, []byte("\n\n")); i >= 0 {
		head, body = raw[:i], raw[i+2:]
	}
	h := scanFields(head[:min(len(head), maxHeader)])
	if len(h) == 0 || body == nil && h.first("From") == "" {
		body = raw // no header at all
	}
	m.readHeader(h)
	m.Text = words(toUTF8(body[:min(len(body), maxFlat)], ""))
	m.Auto = headerVerdict(m)
	m.defect("read as flat text: %s", why)
}

func (m *Message) defect(format string, args ...any) {
	if len(m.Defects) < maxDefects {
		m.Defects = append(m.Defects, fmt.Sprintf(format, args...))
	}
}

// unixLines makes one kind of line break out of three.
func unixLines(raw []byte) []byte {
	if bytes.IndexByte(raw, '\r') < 0 {
		return raw
	}
	if bytes.IndexByte(raw, '\n') < 0 {
		return bytes.ReplaceAll(raw, []byte("\r"), []byte("\n"))
	}
	return bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n"))
}

// begin takes off what some files and pipes have before the first field: blanks,
// a byte order mark, and the "From " line of a mailbox file.
func begin(raw []byte) []byte {
	raw = bytes.TrimLeft(bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf")), "\n\t ")
	if bytes.HasPrefix(raw, []byte("From ")) || bytes.HasPrefix(raw, []byte(">From ")) {
		_, raw, _ = bytes.Cut(raw, []byte("\n"))
	}
	return raw
}
