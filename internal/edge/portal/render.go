package portal

import (
	"bytes"
	"compress/gzip"
	"embed"
	"fmt"
	"hash/fnv"
	"html/template"
	"net/http"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"secondline/internal/kit/markup"
	"secondline/internal/view/portalview"
)

//go:embed templates/*.html
var sources embed.FS

// A page is what every template is given; Body is the page's own part.
type page struct {
	Title        string
	Desk         string // what the desk calls itself
	Organisation string
	Glyph        string // two letters of the organisation, or of the desk
	Me           *portalview.Viewer
	Links        []link
	Say          speech
	Form         string // the form's token, see form.go
	Said         string // what has just been done
	Trouble      string // what has just failed
	Body         any
}

// A link is one entry of the navigation.
type link struct {
	To, Name, Short, Icon string
	Current               bool
}

// A pairing hands a template two things.
type pairing struct{ A, B any }

// An easel draws pages.
type easel struct {
	pages *template.Template
	shelf *shelf
}

func newEasel() (*easel, error) {
	s, err := newShelf()
	if err != nil {
		return nil, err
	}
	funcs := template.FuncMap{
		"asset": s.path, "icon": icon, "spark": spark, "first": first, "bare": bare, "initials": initials, "hue": hue,
		"pair": func(a, b any) pairing { return pairing{a, b} }, "inc": func(n int) int { return n + 1 },
		// Safe: markup promises it for any input.
		"html":     func(md string) template.HTML { return template.HTML(markup.HTML(md)) },
		"message":  isMessage,
		"fileicon": fileIcon, "serviceicon": serviceIcon,
		"eventicon": eventIcon,
	}
	pages, err := template.New("portal").Funcs(funcs).ParseFS(sources, "templates/*.html")
	if err != nil {
		return nil, fmt.Errorf("parse the portal's pages: %w", err)
	}
	return &easel{pages: pages, shelf: s}, nil
}

// draw makes the whole page before the first byte leaves, so that a failing
// template is an error page and not half of a page.
func (e *easel) draw(name string, p page) ([]byte, error) {
	var out bytes.Buffer
	if err := e.pages.ExecuteTemplate(&out, name, p); err != nil {
		return nil, fmt.Errorf("draw the page %s: %w", name, err)
	}
	return out.Bytes(), nil
}

// send answers a page, compressed where the client takes it. Every page holds
// somebody's words, so none is kept by a cache.
func send(w http.ResponseWriter, r *http.Request, status int, body []byte) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("Vary", "Accept-Encoding, Cookie")
	if accepts(r) {
		var z bytes.Buffer
		c := gzip.NewWriter(&z)
		_, writeErr := c.Write(body)
		if closeErr := c.Close(); writeErr == nil && closeErr == nil {
			h.Set("Content-Encoding", "gzip")
			body = z.Bytes()
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		// A client that hangs up is no error of ours.
		_, _ = w.Write(body)
	}
}

// icon draws one of our shapes; it says nothing that the words beside it do not.
func icon(name string, size ...string) (template.HTML, error) {
	shape, ok := icons[name]
	if !ok {
		return "", fmt.Errorf("there is no icon %q", name)
	}
	class := strings.Join(append([]string{"i"}, size...), " ")
	return template.HTML(`<svg class="` + class + `" viewBox="0 0 24 24" aria-hidden="true">` + shape + `</svg>`), nil
}

// spark draws the walk in a list: a dot for each place, a line as far as it got.
// The words beside it say where that is.
func spark(l portalview.Line) template.HTML {
	const step, y = 13.0, 8.0
	width := step * float64(len(l.Walk))
	x := func(i int) string { return strconv.FormatFloat(6.5+step*float64(i), 'f', 1, 64) }
	last := 0
	var dots strings.Builder
	for i, d := range l.Walk {
		switch d {
		case portalview.Here:
			last = i
			dots.WriteString(here(x(i), l.Standing.Stage))
		case portalview.Been:
			last = i
			fmt.Fprintf(&dots, `<circle class="lad-been" cx="%s" cy="%g" r="3"/>`, x(i), y)
		default:
			fmt.Fprintf(&dots, `<circle class="lad-dot" cx="%s" cy="%g" r="2"/>`, x(i), y)
		}
	}
	line := ""
	if last > 0 {
		line = fmt.Sprintf(`<path class="lad-line" d="M6.5 %gH%s"/>`, y, x(last))
	}
	return template.HTML(fmt.Sprintf(`<svg class="spark" width="%g" height="16" viewBox="0 0 %g 16" aria-hidden="true">%s%s</svg>`, width, width, line, dots.String()))
}

func here(x string, stage portalview.Stage) string {
	switch {
	case stage.Done():
		return `<circle class="lad-done" cx="` + x + `" cy="8" r="5.6"/><path class="lad-tick" transform="translate(` + x + ` 8)" d="M-2.4 0l1.7 1.8 3.1-3.5"/>`
	case stage == portalview.OnMaker || stage == portalview.Planned || stage == portalview.OnYou:
		return `<circle class="lad-ring" cx="` + x + `" cy="8" r="5.6"/><circle class="lad-hold" cx="` + x + `" cy="8" r="2.4"/>`
	default:
		return `<circle class="lad-ring" cx="` + x + `" cy="8" r="5.6"/><circle class="lad-now" cx="` + x + `" cy="8" r="3.3"/>`
	}
}

// initials are the first letters of a name's first and last word.
func initials(name string) string {
	words := strings.Fields(name)
	if len(words) == 0 {
		return "IT"
	}
	letters := firstLetter(words[0])
	if len(words) > 1 {
		letters += firstLetter(words[len(words)-1])
	}
	return letters
}

func firstLetter(word string) string {
	r, n := utf8.DecodeRuneInString(word)
	if n == 0 {
		return ""
	}
	return string(unicode.ToUpper(r))
}

// hue gives a name one of six tints, always the same.
func hue(name string) string {
	h := fnv.New32a()
	h.Write([]byte(name)) // a hash never fails
	return "h" + strconv.Itoa(int(h.Sum32()%6)+1)
}

func fileIcon(mediaType string) string {
	if strings.HasPrefix(mediaType, "image/") {
		return "image"
	}
	return "file-text"
}

func eventIcon(h portalview.Happening) string {
	switch h {
	case portalview.ReopenedIt:
		return "rotate-ccw"
	case portalview.RatedIt:
		return "thumbs-up"
	case portalview.Passed:
		return "arrow-right"
	case portalview.MovedIt:
		return "clock-4"
	default:
		return "check"
	}
}

// isMessage tells what people wrote from what merely happened. Solving without
// a word is an event.
func isMessage(p portalview.Post) bool { return p.Kind.IsMessage() && p.Body != "" }
