// Package markup turns what people write into what is safe to show.
//
// Two sorts of text come in. Our own people and customers write Markdown in
// the desk: HTML renders it, Plain gives the words for a mail's text part and
// for previews, Mentions finds who was addressed. Foreign mail brings HTML of
// any kind: SafeHTML leaves what may be shown, TextOf gives its words.
//
// What always holds, whatever comes in: the result has no script, no form, no
// style that could cover the page, no id or class to clash with ours, and
// nothing that the browser would load by itself. HTML in Markdown is shown as
// it was typed, because people of a desk write about tags. Time grows with the
// length of the input: what would take longer is shown as plain text instead.
package markup

import (
	"bytes"
	"html"
	"regexp"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	ghtml "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// personScheme marks a link that an editor put in for a mention.
const personScheme = "person:"

var (
	personID = regexp.MustCompile(`^[0-9A-Za-z_-]{1,64}$`)
	ownLink  = regexp.MustCompile(`(?i)^(https?://|mailto:|tel:|/|#)`)
	alignTo  = regexp.MustCompile(`^(left|right|center)$`)
	listFrom = regexp.MustCompile(`^[0-9]{1,9}$`)
)

// Both are built once and only read afterwards.
var (
	markdown = newMarkdown()
	ownHTML  = ownPolicy()
)

// newMarkdown names the parsers one by one because two of goldmark's are left
// out, those of HTML: tags are then text like any other, and nothing that was
// written disappears.
func newMarkdown() goldmark.Markdown {
	rank := util.Prioritized
	return goldmark.New(
		goldmark.WithParser(parser.NewParser(
			parser.WithBlockParsers(
				rank(parser.NewSetextHeadingParser(), 100), rank(parser.NewThematicBreakParser(), 200),
				rank(parser.NewListParser(), 300), rank(parser.NewListItemParser(), 400),
				rank(parser.NewCodeBlockParser(), 500), rank(parser.NewATXHeadingParser(), 600),
				rank(parser.NewFencedCodeBlockParser(), 700), rank(parser.NewBlockquoteParser(), 800),
				rank(parser.NewParagraphParser(), 1000)),
			parser.WithInlineParsers(
				rank(parser.NewCodeSpanParser(), 100), rank(parser.NewLinkParser(), 200),
				rank(parser.NewAutoLinkParser(), 300), rank(parser.NewEmphasisParser(), 500)),
			parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...),
		)),
		goldmark.WithExtensions(
			extension.Linkify, extension.Strikethrough,
			extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute)),
		),
		goldmark.WithRendererOptions(
			ghtml.WithHardWraps(), // a line break in a mail is meant
			renderer.WithNodeRenderers(rank(linkRenderer{}, 1)),
		),
	)
}

func ownPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "em", "strong", "del", "code", "pre",
		"blockquote", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "span")
	p.AllowAttrs("align").Matching(alignTo).OnElements("th", "td")
	p.AllowAttrs("start").Matching(listFrom).OnElements("ol")
	p.AllowAttrs("data-person").Matching(personID).OnElements("span")
	p.AllowAttrs("href").Matching(ownLink).OnElements("a")
	p.AllowRelativeURLs(true)
	strictLinks(p)
	return p
}

// strictLinks are the rules that links have in our own text and in foreign.
func strictLinks(p *bluemonday.Policy) {
	p.RequireParseableURLs(true)
	p.AllowURLSchemes("http", "https", "mailto", "tel")
	p.RequireNoFollowOnLinks(true)
	p.RequireNoReferrerOnLinks(true)
	p.AddTargetBlankToFullyQualifiedLinks(true)
}

// HTML renders Markdown as safe HTML.
func HTML(md string) string {
	md = strings.ToValidUTF8(strings.ReplaceAll(md, "\x00", ""), "\uFFFD")
	if excessive(md) {
		return verbatim(md)
	}
	var out bytes.Buffer
	if err := markdown.Convert([]byte(md), &out); err != nil {
		return verbatim(md) // what cannot be rendered is still shown
	}
	return ownHTML.Sanitize(out.String())
}

// Plain gives the words of a Markdown text, with its paragraphs and lists.
func Plain(md string) string { return TextOf(HTML(md)) }

// verbatim shows a text as it was typed.
func verbatim(md string) string { return "<pre>" + html.EscapeString(md) + "</pre>" }

// Bounds on Markdown: a reply of this length is a log that belongs into a file.
const (
	maxMarkdown = 512 << 10
	maxOpeners  = 2000 // brackets, quotes or emphasis marks in one paragraph
	maxNesting  = 40   // quotes and lists within each other, counted on one line
)

// excessive tells texts that would cost a parser more than their length: very
// long ones, and those with deep nests or thousands of unclosed marks.
func excessive(md string) bool {
	if len(md) > maxMarkdown {
		return true
	}
	openers := 0
	for line := range strings.Lines(md) {
		if strings.TrimSpace(line) == "" {
			openers = 0
			continue
		}
		if nesting(line) > maxNesting {
			return true
		}
		for i := range len(line) {
			switch line[i] {
			case '[', ']', '*', '_', '~', '`', '(', '<':
				openers++
			}
		}
		if openers > maxOpeners {
			return true
		}
	}
	return false
}

// nesting counts the marks of quotes and lists at a line's start.
func nesting(line string) int {
	n := 0
	for i := range len(line) {
		switch c := line[i]; {
		case c == ' ' || c == '\t' || c == '.' || c == ')' || c >= '0' && c <= '9':
		case c == '>' || c == '-' || c == '+' || c == '*':
			n++
		default:
			return n
		}
	}
	// A line of nothing but dashes is a rule or the underline of a heading.
	if strings.Trim(line, "-* \t\r\n") == "" && !strings.Contains(strings.TrimSpace(line), " ") {
		return 0
	}
	return n
}

// linkRenderer shows images as links, so that nothing is fetched when a text
// is read, and mentions as marked names.
type linkRenderer struct{}

// RegisterFuncs takes the two kinds of node over from goldmark.
func (r linkRenderer) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(ast.KindImage, r.image)
	reg.Register(ast.KindLink, r.link)
}

func (linkRenderer) image(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	return anchor(w, node.(*ast.Image).Destination, entering)
}

func (linkRenderer) link(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	dest := node.(*ast.Link).Destination
	person, ok := strings.CutPrefix(string(dest), personScheme)
	if !ok || !personID.MatchString(person) {
		return anchor(w, dest, entering)
	}
	if entering {
		return write(w, `<span data-person="`+person+`">`)
	}
	return write(w, "</span>")
}

func anchor(w util.BufWriter, dest []byte, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return write(w, "</a>")
	}
	return write(w, `<a href="`+string(util.EscapeHTML(util.URLEscape(dest, true)))+`">`)
}

func write(w util.BufWriter, s string) (ast.WalkStatus, error) {
	_, err := w.WriteString(s)
	return ast.WalkContinue, err
}

// parse gives the tree of a Markdown text.
func parse(source []byte) ast.Node { return markdown.Parser().Parse(text.NewReader(source)) }
