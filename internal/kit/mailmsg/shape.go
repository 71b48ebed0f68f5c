package mailmsg

import (
	"bytes"
	"fmt"
	"mime"
	"strings"
)

// outline walks over the lines of a message once, follows its multiparts, and
// says what about them is past the limits; empty if nothing is. It need not
// understand every broken message as the parser will: it only has to see at
// least as much nesting.
func outline(raw []byte, lim Limits) string {
	o := walker{lim: lim, inHeader: true}
	for len(raw) > 0 {
		l := raw
		if i := bytes.IndexByte(raw, '\n'); i >= 0 {
			l, raw = raw[:i], raw[i+1:]
		} else {
			raw = nil
		}
		if why := o.line(l); why != "" {
			return why
		}
	}
	return ""
}

type walker struct {
	lim      Limits
	open     []string // the boundaries that are open, the outermost first
	parts    int
	inHeader bool
	header   int    // bytes of this header block
	ctype    []byte // the Content-Type so far, while its lines go on
	inType   bool
}

func (o *walker) line(l []byte) string {
	if why := o.boundary(l); why != "" {
		return why
	}
	if !o.inHeader {
		return ""
	}
	if o.header += len(l) + 1; o.header > maxHeader {
		return "a header of more than 512 KiB"
	}
	if len(bytes.TrimSpace(l)) == 0 {
		return o.endHeader()
	}
	const name = "content-type:"
	switch {
	case l[0] == ' ' || l[0] == '\t' || !bytes.Contains(l, []byte(":")):
	case len(l) >= len(name) && strings.EqualFold(string(l[:len(name)]), name):
		o.inType, o.ctype, l = true, nil, l[len(name):]
	default:
		o.inType = false
	}
	if o.inType {
		o.ctype = append(append(o.ctype, ' '), bytes.TrimSpace(l)...)
	}
	return ""
}

// boundary sees whether a line begins or ends a part of any open multipart.
func (o *walker) boundary(l []byte) string {
	if !bytes.HasPrefix(l, []byte("--")) || len(o.open) == 0 {
		return ""
	}
	for i := len(o.open) - 1; i >= 0; i-- {
		rest, ok := bytes.CutPrefix(l[2:], []byte(o.open[i]))
		if !ok {
			continue
		}
		if bytes.HasPrefix(rest, []byte("--")) {
			o.open = o.open[:i]
			o.inHeader = false
			return ""
		}
		if len(bytes.TrimSpace(rest)) > 0 {
			continue
		}
		o.open = o.open[:i+1]
		o.inHeader, o.inType, o.header, o.ctype = true, false, 0, nil
		if o.parts++; o.parts > o.lim.Parts {
			return fmt.Sprintf("more than %d parts", o.lim.Parts)
		}
		return ""
	}
	return ""
}

func (o *walker) endHeader() string {
	o.inHeader, o.inType = false, false
	b := boundaryOf(string(o.ctype))
	o.ctype = nil
	switch {
	case b == "":
		return ""
	case len(b) > maxBoundary:
		return fmt.Sprintf("a boundary of more than %d characters", maxBoundary)
	case len(o.open) >= o.lim.Depth:
		return fmt.Sprintf("parts nested more than %d deep", o.lim.Depth)
	}
	o.open = append(o.open, b)
	return ""
}

// boundaryOf finds the boundary of a Content-Type, also of a malformed one.
func boundaryOf(ctype string) string {
	if _, params, err := mime.ParseMediaType(ctype); err == nil {
		return params["boundary"]
	}
	i := strings.Index(strings.ToLower(ctype), "boundary=")
	if i < 0 {
		return ""
	}
	b := strings.TrimSpace(ctype[i+len("boundary="):])
	if q, ok := strings.CutPrefix(b, `"`); ok {
		b, _, _ = strings.Cut(q, `"`)
		return b
	}
	if end := strings.IndexAny(b, "; \t"); end >= 0 {
		b = b[:end]
	}
	return b
}
