package mailmsg

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"regexp"
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
	field    string // which Content- field goes on, if any
	length   int    // bytes of this field
	work     int    // what all such fields will cost
	ctype    []byte // the Content-Type so far
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
	if l[0] != ' ' && l[0] != '\t' && bytes.Contains(l, []byte(":")) {
		o.field, o.length = "", 0
		if begins(l, "content-") {
			o.field = "content-"
		}
		if begins(l, contentType) {
			o.field, o.ctype = contentType, nil
			l = l[len(contentType):]
		}
	}
	if o.field == contentType {
		o.ctype = append(append(o.ctype, ' '), bytes.TrimSpace(l)...)
	}
	return o.add(len(l) + 1)
}

// add counts n more bytes of a field. The difference of two squares keeps the
// sum right while the field goes on.
func (o *walker) add(n int) string {
	if o.field == "" {
		return ""
	}
	o.work += (o.length+n)*(o.length+n) - o.length*o.length
	o.length += n
	if o.work > maxWork {
		return "too much said about its contents"
	}
	return ""
}

const contentType = "content-type:"

func begins(l []byte, name string) bool {
	return len(l) >= len(name) && strings.EqualFold(string(l[:len(name)]), name)
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
		o.inHeader, o.field, o.header, o.ctype = true, "", 0, nil
		if o.parts++; o.parts > o.lim.Parts {
			return fmt.Sprintf("more than %d parts", o.lim.Parts)
		}
		return ""
	}
	return ""
}

func (o *walker) endHeader() string {
	o.inHeader, o.field = false, ""
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

var boundaryParam = regexp.MustCompile(`(?i)boundary\s*=\s*(?:"([^"]*)"|([^\s;]+))`)

// boundaryOf finds the boundary of a Content-Type, also of a malformed one.
func boundaryOf(ctype string) string {
	if _, params, err := mime.ParseMediaType(ctype); err == nil {
		return params["boundary"]
	}
	if m := boundaryParam.FindStringSubmatch(ctype); m != nil {
		return m[1] + m[2]
	}
	return ""
}

// A source is what enmime reads from. Where parts are left open, enmime comes
// to the end once for each of them and again within each, so that its time
// doubles with every level that the outline did not see. The source gives it
// only so many ends. An error would not stop it, because it is told to skip
// malformed parts; a panic does, and read takes it for what it is.
type source struct {
	bytes.Reader
	ends int
}

const maxEnds = 20_000

func (s *source) Read(b []byte) (int, error) {
	n, err := s.Reader.Read(b)
	if err == io.EOF {
		if s.ends++; s.ends > maxEnds {
			panic("parts that never end")
		}
	}
	return n, err
}
