package markup

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// maxQuotes bounds how deep quotes are marked; nobody reads deeper ones.
const maxQuotes = 8

// TextOf gives the readable text of an HTML document or fragment: paragraphs
// apart, items of lists on their own lines, quotes marked with ">", links with
// their address behind them. It needs no well-formed input and works in one
// pass, however deep the elements nest.
func TextOf(fragment string) string {
	w := &textWriter{}
	z := html.NewTokenizer(strings.NewReader(fragment))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return w.result()
		case html.TextToken:
			w.text(string(z.Text()))
		case html.StartTagToken, html.SelfClosingTagToken:
			w.open(z.Token())
		case html.EndTagToken:
			name, _ := z.TagName()
			w.close(atom.Lookup(name))
		}
	}
}

// textWriter collects text. Breaks are only noted when they are asked for and
// written before the next word, so that they never pile up or trail.
type textWriter struct {
	out    strings.Builder
	breaks int  // newlines owed before the next word
	space  bool // a space owed before the next word
	bullet string
	quotes int
	pre    int
	hidden int // depth of elements whose text nobody sees
	lists  []int
	href   string
	linked strings.Builder
}

func (w *textWriter) text(raw string) {
	if w.hidden > 0 {
		return
	}
	s := strings.ReplaceAll(raw, "\r\n", "\n")
	if w.pre > 0 {
		for i, line := range strings.Split(s, "\n") {
			if i > 0 {
				w.line()
			}
			w.word(strings.TrimRightFunc(line, unicode.IsSpace))
		}
		return
	}
	for i, word := range strings.FieldsFunc(s, blank) {
		if i > 0 || blank(firstRune(s)) {
			w.space = true
		}
		w.word(word)
	}
	if s != "" && blank(lastRune(s)) {
		w.space = true
	}
}

// word writes one piece of text after whatever breaks are owed.
func (w *textWriter) word(s string) {
	if s == "" {
		return
	}
	fresh := w.out.Len() == 0 || w.breaks > 0
	if w.out.Len() > 0 {
		w.out.WriteString(strings.Repeat("\n", w.breaks))
	}
	switch {
	case fresh:
		w.out.WriteString(strings.Repeat("> ", w.quotes) + w.bullet)
		w.bullet = ""
	case w.space:
		w.out.WriteByte(' ')
	}
	w.breaks, w.space = 0, false
	w.out.WriteString(s)
	if w.href != "" {
		w.linked.WriteString(s)
	}
}

// line owes one more line break, block makes sure of a new line, paragraph of
// an empty one.
func (w *textWriter) line()      { w.breaks = min(w.breaks+1, 3) }
func (w *textWriter) block()     { w.breaks = max(w.breaks, 1) }
func (w *textWriter) paragraph() { w.breaks = max(w.breaks, 2) }

func (w *textWriter) open(t html.Token) {
	switch t.DataAtom {
	case atom.Script, atom.Style, atom.Head, atom.Title, atom.Template, atom.Noscript:
		if t.Type == html.StartTagToken {
			w.hidden++
		}
	case atom.Body:
		w.hidden = 0 // a head that was never closed hides nothing further
	case atom.Br:
		w.line()
	case atom.Hr:
		w.paragraph()
		w.word("---")
		w.paragraph()
	case atom.A:
		w.href, _ = attr(t, "href")
		w.linked.Reset()
	case atom.Img:
		if alt, ok := attr(t, "alt"); ok && strings.TrimSpace(alt) != "" && w.hidden == 0 {
			w.word("[" + strings.Join(strings.Fields(alt), " ") + "]")
		}
	case atom.Td, atom.Th:
		w.space = true
	default:
		w.openBlock(t)
	}
}

func (w *textWriter) openBlock(t html.Token) {
	switch t.DataAtom {
	case atom.P, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Table, atom.Dl:
		w.paragraph()
	case atom.Div, atom.Tr, atom.Section, atom.Article, atom.Address, atom.Center, atom.Dt, atom.Dd:
		w.block()
	case atom.Pre:
		w.paragraph()
		w.pre++
	case atom.Blockquote:
		w.paragraph()
		w.quotes = min(w.quotes+1, maxQuotes)
	case atom.Ul, atom.Ol:
		w.openList(t)
	case atom.Li:
		w.item()
	}
}

func (w *textWriter) openList(t html.Token) {
	if len(w.lists) == 0 {
		w.paragraph()
	}
	if len(w.lists) >= maxQuotes {
		return
	}
	next := -1 // no number
	if t.DataAtom == atom.Ol {
		next = 1
		if start, ok := attr(t, "start"); ok && listFrom.MatchString(start) {
			if _, err := fmt.Sscan(start, &next); err != nil {
				next = 1
			}
		}
	}
	w.lists = append(w.lists, next)
}

func (w *textWriter) item() {
	w.block()
	if len(w.lists) == 0 {
		w.bullet = "- "
		return
	}
	w.bullet = strings.Repeat("  ", len(w.lists)-1) + "- "
	if n := &w.lists[len(w.lists)-1]; *n >= 0 {
		w.bullet = fmt.Sprintf("%s%d. ", strings.Repeat("  ", len(w.lists)-1), *n)
		*n++
	}
}

func (w *textWriter) close(a atom.Atom) {
	switch a {
	case atom.Script, atom.Style, atom.Head, atom.Title, atom.Template, atom.Noscript:
		w.hidden = max(w.hidden-1, 0)
	case atom.P, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Table, atom.Dl:
		w.paragraph()
	case atom.Div, atom.Tr, atom.Section, atom.Article, atom.Address, atom.Center, atom.Li, atom.Dt, atom.Dd:
		w.block()
	case atom.Pre:
		w.pre = max(w.pre-1, 0)
		w.paragraph()
	case atom.Blockquote:
		w.quotes = max(w.quotes-1, 0)
		w.paragraph()
	case atom.Ul, atom.Ol:
		w.lists = w.lists[:max(len(w.lists)-1, 0)]
		if len(w.lists) == 0 {
			w.paragraph()
		}
	case atom.A:
		w.closeLink()
	}
}

// closeLink adds a link's address, unless its text already says it.
func (w *textWriter) closeLink() {
	href, shown := strings.TrimSpace(w.href), w.linked.String()
	w.href = ""
	address := strings.TrimPrefix(strings.TrimPrefix(href, "mailto:"), "tel:")
	if w.hidden > 0 || !ownLink.MatchString(href) || strings.HasPrefix(href, "#") || shown == "" ||
		bare(shown) == bare(address) {
		return
	}
	w.space = true
	w.word("(" + address + ")")
}

// bare strips an address of what its text often leaves out.
func bare(address string) string {
	address = strings.TrimPrefix(strings.TrimPrefix(address, "https://"), "http://")
	return strings.TrimSuffix(strings.Join(strings.Fields(address), ""), "/")
}

func (w *textWriter) result() string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' || !unicode.IsControl(r) {
			return r
		}
		return -1
	}, strings.ToValidUTF8(w.out.String(), "\uFFFD"))
}

func attr(t html.Token, key string) (string, bool) {
	for _, a := range t.Attr {
		if a.Key == key {
			return a.Val, true
		}
	}
	return "", false
}

// blank is white space in HTML; a non-breaking space reads as one too.
func blank(r rune) bool { return unicode.IsSpace(r) || r == '\u200b' }

func firstRune(s string) rune { r, _ := utf8.DecodeRuneInString(s); return r }
func lastRune(s string) rune  { r, _ := utf8.DecodeLastRuneInString(s); return r }

// Snippet gives the beginning of a text in one line of at most n characters,
// cut between words.
func Snippet(text string, n int) string {
	s := strings.Join(strings.Fields(strings.ToValidUTF8(text, "")), " ")
	if n <= 0 {
		return ""
	}
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	runes := []rune(s)[:n-1]
	cut := string(runes)
	if i := strings.LastIndexByte(cut, ' '); i > len(cut)/2 && s[len(cut)] != ' ' {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " .,;:") + "…"
}
