package markup

import (
	"regexp"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"golang.org/x/net/html"
)

// maxForeign bounds foreign HTML. Real mail of this length is a data dump; its
// raw form is kept anyway.
const maxForeign = 2 << 20

var (
	foreignHTML  = foreignPolicy()
	remoteImage  = regexp.MustCompile(`(?i)^https?://[^\s"'<>\\]+$`)
	embeddedName = regexp.MustCompile(`^[^\s"'<>\\]{1,250}$`)
	dataImage    = regexp.MustCompile(`(?i)^data:image/(png|gif|jpeg|webp);base64,`)
	foreignLink  = regexp.MustCompile(`(?i)^(https?://|mailto:|tel:)`)
	size         = regexp.MustCompile(`^[0-9]{1,4}%?$`)
	span         = regexp.MustCompile(`^[0-9]{1,2}$`)
)

func foreignPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "div", "span", "center", "address", "section", "article",
		"b", "i", "u", "s", "em", "strong", "del", "ins", "strike", "small", "big", "sub", "sup", "mark", "q", "cite", "abbr",
		"code", "pre", "kbd", "samp", "tt", "var", "blockquote", "ul", "ol", "li", "dl", "dt", "dd",
		"table", "thead", "tbody", "tfoot", "caption", "tr", "th", "td")
	p.AllowAttrs("align").Matching(regexp.MustCompile(`(?i)^(left|right|center|justify)$`)).
		OnElements("p", "div", "table", "tr", "th", "td", "h1", "h2", "h3", "h4", "h5", "h6")
	p.AllowAttrs("colspan", "rowspan").Matching(span).OnElements("td", "th")
	p.AllowAttrs("start").Matching(listFrom).OnElements("ol")
	p.AllowAttrs("dir").Matching(regexp.MustCompile(`(?i)^(ltr|rtl|auto)$`)).Globally()

	// Styles may emphasise but not place, size, hide or colour anything: so
	// nothing covers the page around it or is there without being seen.
	p.AllowStyles("font-weight").MatchingEnum("bold", "bolder", "600", "700", "800", "900").Globally()
	p.AllowStyles("font-style").MatchingEnum("italic").Globally()
	p.AllowStyles("text-decoration").MatchingEnum("underline", "line-through").Globally()
	p.AllowStyles("text-align").MatchingEnum("left", "right", "center", "justify").Globally()

	p.AllowAttrs("href").Matching(foreignLink).OnElements("a")
	p.AllowAttrs("data-src").Matching(remoteImage).OnElements("img")
	p.AllowAttrs("data-cid").Matching(embeddedName).OnElements("img")
	p.AllowAttrs("alt").OnElements("img")
	p.AllowAttrs("width", "height").Matching(size).OnElements("img")
	p.AllowAttrs("src").Matching(dataImage).OnElements("img")
	p.AllowDataURIImages()
	p.SkipElementsContent("title", "svg", "math", "template")
	strictLinks(p)
	return p
}

// SafeHTML leaves of a foreign mail's HTML what may be shown inside a page of
// ours. Pictures from elsewhere do not load: their address moves to data-src,
// for the reader to ask for. Pictures that came with the mail carry the
// Content-ID of their part in data-cid.
func SafeHTML(foreign string) string {
	if len(foreign) > maxForeign {
		foreign = strings.ToValidUTF8(foreign[:maxForeign], "")
	}
	return foreignHTML.Sanitize(heldBack(foreign))
}

// heldBack moves the addresses of pictures out of the browser's reach. It runs
// before the sanitizer, so that the sanitizer has the last word.
func heldBack(foreign string) string {
	z := html.NewTokenizer(strings.NewReader(foreign))
	var out strings.Builder
	for {
		switch z.Next() {
		case html.ErrorToken:
			return out.String()
		case html.StartTagToken, html.SelfClosingTagToken:
			raw := string(z.Raw()) // Token reuses the buffer
			tok := z.Token()
			if tok.Data != "img" {
				out.WriteString(raw)
				continue
			}
			tok.Attr = imageAttrs(tok.Attr)
			out.WriteString(tok.String())
		default:
			out.Write(z.Raw())
		}
	}
}

func imageAttrs(attrs []html.Attribute) []html.Attribute {
	var kept []html.Attribute
	for _, a := range attrs {
		switch a.Key {
		case "src":
			kept = append(kept, imageSource(strings.TrimSpace(a.Val)))
		case "alt", "width", "height":
			kept = append(kept, a)
		}
	}
	return kept
}

func imageSource(src string) html.Attribute {
	if len(src) > 4 && strings.EqualFold(src[:4], "cid:") {
		return html.Attribute{Key: "data-cid", Val: src[4:]}
	}
	if dataImage.MatchString(src) {
		return html.Attribute{Key: "src", Val: src}
	}
	return html.Attribute{Key: "data-src", Val: src}
}
