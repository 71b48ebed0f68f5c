package mailmsg

import (
	"fmt"
	"html"
	"mime"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/jhillyerd/enmime/v2"
	"golang.org/x/net/html/charset"

	"secondline/internal/kit/markup"
)

// A piece is a stretch of the message's words, in one form or both.
type piece struct{ text, html string }

// readBody sorts the parts into words and files.
func (m *Message) readBody(root *enmime.Part) {
	root.DepthMatchAll(func(p *enmime.Part) bool {
		for _, e := range p.Errors {
			m.defect("%s", line(e.Name+": "+e.Detail, 200))
		}
		return false
	})
	whole := join(m.pieces(root))
	if whole.text == "" && whole.html == "" {
		whole.text = words(toUTF8(root.Epilogue, "")) // all that a mangled multipart may have left
	}
	m.Text, m.HTML = strings.TrimSpace(whole.text), whole.html
}

// pieces gives the words of a part in their order, and adds its files to the
// message.
func (m *Message) pieces(p *enmime.Part) []piece {
	if p.FirstChild == nil {
		return m.leaf(p)
	}
	if p.ContentType == "multipart/alternative" {
		return []piece{m.alternative(p)}
	}
	var list []piece
	for c := p.FirstChild; c != nil; c = c.NextSibling {
		list = append(list, m.pieces(c)...)
	}
	return list
}

// alternative takes the best of each form. Children are meant to say the same
// thing; where two of one form do not, both are kept.
func (m *Message) alternative(p *enmime.Part) piece {
	var best piece
	for c := p.FirstChild; c != nil; c = c.NextSibling {
		switch got := join(m.pieces(c)); {
		case got.html != "":
			best.html = got.html
		case best.text == "":
			best.text = got.text
		case !strings.Contains(best.text, strings.TrimSpace(got.text)):
			best.text += "\n\n" + got.text
		}
	}
	if best.text == "" && best.html != "" {
		best.text = markup.TextOf(best.html)
	}
	return best
}

// join makes one text, and one HTML if any piece has it.
func join(list []piece) piece {
	var texts, htmls []string
	rich := false
	for _, p := range list {
		rich = rich || p.html != ""
		if strings.TrimSpace(p.text) != "" {
			texts = append(texts, strings.TrimRight(p.text, "\n"))
		}
		switch {
		case p.html != "":
			htmls = append(htmls, p.html)
		case strings.TrimSpace(p.text) != "":
			htmls = append(htmls, "<pre>"+html.EscapeString(p.text)+"</pre>")
		}
	}
	whole := piece{text: strings.Join(texts, "\n\n")}
	if rich {
		whole.html = strings.Join(htmls, "\n<hr>\n")
	}
	return whole
}

// leaf is words if it is text without a file name, otherwise a file.
func (m *Message) leaf(p *enmime.Part) []piece {
	data := fromTransfer(p.Content, p.Header.Get("Content-Transfer-Encoding"))
	named := p.FileName != "" && p.Parent != nil
	if p.Disposition != "attachment" && !named {
		switch {
		case p.ContentType == "text/html":
			page := words(toUTF8(data, htmlCharset(p.Charset, data)))
			return []piece{{text: markup.TextOf(page), html: page}}
		case p.ContentType == "text/plain", !strings.Contains(p.ContentType, "/"), strings.HasPrefix(p.ContentType, "multipart/"):
			return []piece{{text: unflow(words(toUTF8(data, p.Charset)), p.Header.Get("Content-Type"))}}
		}
	}
	m.Attachments = append(m.Attachments, Part{
		Name:      m.fileName(p, data),
		MediaType: mediaType(p.ContentType),
		ContentID: line(p.ContentID, maxName),
		Inline:    p.Disposition == "inline" || p.Disposition == "" && p.ContentID != "",
		Data:      data,
	})
	return nil
}

// htmlCharset prefers what the mail declares to what the page says of itself,
// and bytes that can be UTF-8 to both guesses.
func htmlCharset(declared string, page []byte) string {
	if declared != "" {
		return declared
	}
	_, name, _ := charset.DetermineEncoding(page[:min(len(page), 1024)], "text/html")
	if utf8.Valid(page) && name != "iso-2022-jp" { // which looks like ASCII
		return ""
	}
	return name
}

// unflow undoes format=flowed: a line that ends in a space goes on in the next,
// except within quotes and at the mark of a signature.
func unflow(s, ctype string) string {
	_, params, err := mime.ParseMediaType(ctype)
	if err != nil || !strings.EqualFold(params["format"], "flowed") {
		return s
	}
	var out strings.Builder
	soft := false // the line before went on
	for l := range strings.Lines(s) {
		l = strings.TrimRight(l, "\r\n")
		quoted := strings.HasPrefix(l, ">")
		if soft && (quoted || l == "-- ") {
			out.WriteByte('\n')
		}
		soft = strings.HasSuffix(l, " ") && !quoted && l != "-- "
		if !quoted {
			l = strings.TrimPrefix(l, " ") // stuffed, so that it is no quote or From line
		}
		if soft && strings.EqualFold(params["delsp"], "yes") {
			l = l[:max(len(l)-1, 0)]
		}
		out.WriteString(l)
		if !soft {
			out.WriteByte('\n')
		}
	}
	return out.String()
}

// endings name files that came without a name.
var endings = map[string]string{
	"application/pdf": ".pdf", "application/zip": ".zip", "image/gif": ".gif", "image/jpeg": ".jpg", "image/png": ".png",
	"message/delivery-status": ".txt", "message/rfc822": ".eml", "text/calendar": ".ics", "text/csv": ".csv", "text/html": ".html",
	"text/plain": ".txt", "text/rfc822-headers": ".txt",
}

// fileName gives a name that is safe to show and to save under: no folders, no
// control characters, not hidden, not empty.
func (m *Message) fileName(p *enmime.Part, data []byte) string {
	name := p.FileName
	if name == "" && p.ContentType == "message/rfc822" {
		head := scanFields(data[:min(len(data), maxHeader)])
		name = line(decodeWords(head.first("Subject")), 80)
		name = strings.NewReplacer("/", "-", `\`, "-", ":", " ").Replace(name)
		if name != "" {
			name += ".eml"
		}
	}
	name = line(decodeWords(name), 1000)
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	name = strings.Trim(name, ". ")
	if name == "" {
		kind, _, _ := strings.Cut(mediaType(p.ContentType), "/")
		if kind == "application" {
			kind = "file"
		}
		return fmt.Sprintf("%s-%d%s", kind, len(m.Attachments)+1, endings[p.ContentType])
	}
	return shorten(name)
}

// shorten keeps the beginning and the ending of a long file name, in no more
// bytes than file systems take.
func shorten(name string) string {
	const most = 200
	if len(name) <= most {
		return name
	}
	ending := name[strings.LastIndexByte(name, '.')+1:]
	if len(ending) > 10 || len(ending) == len(name) {
		return strings.ToValidUTF8(name[:most], "")
	}
	return strings.ToValidUTF8(name[:most-len(ending)-1], "") + "." + ending
}

var registered = regexp.MustCompile(`^[a-z0-9][a-z0-9!#$&^_.+-]{0,60}/[a-z0-9][a-z0-9!#$&^_.+-]{0,80}$`)

// mediaType falls back to unknown bytes.
func mediaType(ctype string) string {
	if ctype = strings.ToLower(ctype); registered.MatchString(ctype) {
		return ctype
	}
	return "application/octet-stream"
}
