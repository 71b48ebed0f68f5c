package mailmsg

import (
	"strings"

	"secondline/internal/kit/address"
)

// An Address is one mailbox as a header field names it.
type Address struct {
	Name string // for people to read; empty if it would pass for another address
	Addr string // in its one spelling; empty if it has none that is safe
	Raw  string // as it was written, cut, for the operator

	doubt bool // another program might read another address in it
}

// Bounds on address fields.
const (
	maxAddresses = 500
	maxField     = 128 << 10
)

// Sender gives the one mailbox that a message is from. A message without a
// From field, with two, with several mailboxes in it or with one that two
// programs could read in two ways has no sender.
func Sender(m *Message) (Address, bool) {
	if m.fromFields != 1 || len(m.From) != 1 {
		return Address{}, false
	}
	a := m.From[0]
	return a, a.Addr != "" && !a.doubt
}

// addresses reads all mailboxes of a field, in all its occurrences. Members of
// a group count as mailboxes of the field.
func addresses(values []string) []Address {
	var list []Address
	for _, v := range values {
		s := &mailbox{}
		for i := 0; i < min(len(v), maxField) && len(list) < maxAddresses; i++ {
			if s.take(v[i]) {
				list = s.end(list)
			}
		}
		// A comment, quote or bracket that was never closed may have swallowed
		// the rest of the field: nothing in it is certain.
		s.doubt = s.doubt || s.depth > 0 || s.quoted || s.angled || len(v) > maxField
		if len(list) < maxAddresses {
			list = s.end(list)
		}
	}
	return list
}

// A mailbox is read byte by byte, so that time grows with the length of the
// field however its brackets nest.
type mailbox struct {
	phrase  strings.Builder // outside of brackets and comments
	comment strings.Builder
	inside  strings.Builder // between < and >
	raw     strings.Builder

	depth   int // of comments
	quoted  bool
	escaped bool
	angled  bool // between < and >
	closed  bool // after >
	doubt   bool // whatever form the mailbox turns out to have
	bare    bool // doubt only if it has no < and >, and its text is the address
	pause   bool // a comment has interrupted the text
}

// take reads one byte and tells whether the mailbox ends with it.
func (s *mailbox) take(c byte) bool {
	if s.raw.Len() < maxName {
		s.raw.WriteByte(c)
	}
	switch {
	case s.escaped:
		s.escaped = false
		s.put(c)
	case c == '\\' && (s.quoted || s.depth > 0):
		s.escaped = true
	case s.quoted:
		if c == '"' {
			s.quoted = false
			return false
		}
		s.put(c)
	case s.depth > 0:
		s.inComment(c)
	default:
		return s.special(c)
	}
	return false
}

func (s *mailbox) inComment(c byte) {
	switch c {
	case '(':
		s.depth++
	case ')':
		s.depth--
	default:
		s.put(c)
	}
}

// special reads a byte outside of quotes and comments.
func (s *mailbox) special(c byte) bool {
	switch {
	case c == '"':
		s.quoted, s.bare = true, true
		s.doubt = s.doubt || s.angled || s.closed // a quoted local part
	case c == '(':
		s.depth++
		s.pause = s.phrase.Len() > 0
		// A comment may follow an address. Within one it is a trick.
		s.doubt = s.doubt || s.angled
	case c == '<':
		s.doubt = s.doubt || s.angled || s.closed
		s.angled = true
	case c == '>':
		s.doubt = s.doubt || !s.angled
		s.angled, s.closed = false, true
	case s.angled:
		s.put(c)
	case c == ',' || c == ';':
		return true
	case c == ':': // what came before was a group's name, or a trick
		s.doubt = s.doubt || strings.Contains(s.phrase.String(), "@")
		s.phrase.Reset()
	default:
		if c != ' ' && c != '\t' {
			s.doubt = s.doubt || s.closed // <ann@example.com>bob@example.org
			s.bare = s.bare || s.pause    // ann@(x)example.com
		}
		s.put(c)
	}
	return false
}

func (s *mailbox) put(c byte) {
	switch {
	case s.depth > 0:
		s.comment.WriteByte(c)
	case s.angled:
		s.inside.WriteByte(c)
	default:
		s.phrase.WriteByte(c)
	}
}

// end adds the mailbox to the list and begins the next one.
func (s *mailbox) end(list []Address) []Address {
	phrase, spec := strings.TrimSpace(s.phrase.String()), strings.TrimSpace(s.inside.String())
	name := phrase
	if !s.closed && !s.angled {
		spec, name = phrase, s.comment.String()
		s.doubt = s.doubt || s.bare
	}
	a := Address{Raw: line(s.raw.String(), maxName), doubt: s.doubt}
	*s = mailbox{}
	if spec == "" && phrase == "" {
		return list
	}
	if parsed, err := address.Parse(spec); err == nil && !strings.Contains(spec, "=?") {
		a.Addr = parsed
	}
	a.Name = displayName(name, a.Addr)
	return append(list, a)
}

// displayName decodes a name. One that holds an address other than the real
// one is there to deceive.
func displayName(name, addr string) string {
	name = strings.Trim(line(decodeWords(name), maxName), `"' `)
	if strings.Contains(name, "@") || strings.EqualFold(name, addr) {
		return ""
	}
	return name
}
