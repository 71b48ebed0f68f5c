package markup_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"secondline/internal/kit/markup"
)

func TestMarkdownAsPeopleWriteIt(t *testing.T) {
	for _, c := range []struct{ name, md, want string }{
		{"line breaks are meant", "Hello\nthere", "<p>Hello<br>\nthere</p>\n"},
		{"emphasis", "**a** *b* ~~c~~", "<p><strong>a</strong> <em>b</em> <del>c</del></p>\n"},
		{"tags are text", "press <b>OK</b> & go", "<p>press &lt;b&gt;OK&lt;/b&gt; &amp; go</p>\n"},
		{"a block of tags too", "<div>\nx\n</div>", "<p>&lt;div&gt;<br>\nx<br>\n&lt;/div&gt;</p>\n"},
		{"addresses become links", "see https://acme.test/a", `<p>see <a href="https://acme.test/a" rel="nofollow noreferrer noopener" target="_blank">https://acme.test/a</a></p>` + "\n"},
		{"images become links", "![a chart](https://acme.test/i.png)", `<p><a href="https://acme.test/i.png" rel="nofollow noreferrer noopener" target="_blank">a chart</a></p>` + "\n"},
		{"code keeps no class", "```sql\nSELECT 1 < 2\n```", "<pre><code>SELECT 1 &lt; 2\n</code></pre>\n"},
		{"tables", "|a|b|\n|-|:-:|\n|1|2|", "<table>\n<thead>\n<tr>\n<th>a</th>\n<th align=\"center\">b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td>1</td>\n<td align=\"center\">2</td>\n</tr>\n</tbody>\n</table>\n"},
		{"numbers go on", "3. c\n4. d", "<ol start=\"3\">\n<li>c</li>\n<li>d</li>\n</ol>\n"},
		{"a person", "ask @[Ann Lee](person:42) now", `<p>ask @<span data-person="42">Ann Lee</span> now</p>` + "\n"},
		{"headings have no id", "# Top", "<h1>Top</h1>\n"},
		{"a page of our own", "[guide](/articles/7)", `<p><a href="/articles/7" rel="nofollow noreferrer">guide</a></p>` + "\n"},
	} {
		if got := markup.HTML(c.md); got != c.want {
			t.Errorf("%s:\n got %q\nwant %q", c.name, got, c.want)
		}
	}
}

func TestPlainReadsLikeAMail(t *testing.T) {
	md := "Hello **Ann**,\n\nplease try:\n\n1. restart\n2. log in at https://acme.test/vpn\n   - with your card\n\n> it fails\n\nsee [the guide](https://kb.acme.test/7)\n\n```\nping  10.0.0.1\n```\n\n|a|b|\n|-|-|\n|1|2|\n"
	want := "Hello Ann,\n\nplease try:\n\n1. restart\n2. log in at https://acme.test/vpn\n  - with your card\n\n> it fails\n\nsee the guide (https://kb.acme.test/7)\n\nping  10.0.0.1\n\na b\n1 2"
	if got := markup.Plain(md); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestMentions(t *testing.T) {
	for _, c := range []struct {
		md   string
		want []string
	}{
		{"@ann.lee please look", []string{"ann.lee"}},
		{"Hi @[Ann Lee](person:42), and @Bob.", []string{"person:42", "bob"}},
		{"(@ann) *@bob* @ann", []string{"ann", "bob"}},
		{"@first_last_name and @ülker.öz", []string{"first_last_name", "ülker.öz"}},
		{"mail ann@acme.test or user@host", nil},
		{"`@ann` and\n\n```\n@bob\n```", nil},
		{"[@ann](https://acme.test) [Ann](person:42)", nil},
		{"@[Ann](person:42 onclick) @[X](person:../1)", nil},
		{"@ @. @@ann", nil},
		{"first\n@ann\n\n- @bob", []string{"ann", "bob"}},
		{strings.Repeat("> ", 100) + "@ann", nil},
	} {
		if got := markup.Mentions(c.md); !slices.Equal(got, c.want) {
			t.Errorf("%q: got %q, want %q", c.md, got, c.want)
		}
	}
}

func TestTextOfHTML(t *testing.T) {
	for _, c := range []struct{ name, html, want string }{
		{"paragraphs", "<p>a</p><p>b<br>c</p>", "a\n\nb\nc"},
		{"divs of Outlook", "<div>a</div><div><br></div><div>b</div>", "a\n\nb"},
		{"white space", "  a \n  b&nbsp;&nbsp;c  ", "a b c"},
		{"hidden parts", "<head><title>T</title><style>p{}</style></head><body><script>x()</script>ok</body>", "ok"},
		{"a head without end", "<html><head><title>T</title><body>ok", "ok"},
		{"lists", "<ul><li>a<ol><li>b</li><li>c</li></ol></li><li>d</li></ul>e", "- a\n  1. b\n  2. c\n- d\n\ne"},
		{"quotes", "<p>no</p><blockquote><p>a</p><blockquote>b</blockquote></blockquote>", "no\n\n> a\n\n> > b"},
		{"links", `<a href="https://acme.test/x">here</a>, <a href="https://acme.test">acme.test</a>, <a href="mailto:a@acme.test">a@acme.test</a>`, "here (https://acme.test/x), acme.test, a@acme.test"},
		{"a link that runs a script has no address", `<a href="javascript:alert(1)">x</a>`, "x"},
		{"pictures", `<img src=x alt=" a  chart "><img src=y>`, "[a chart]"},
		{"escapes are undone once", "&amp;lt;b&amp;gt; &lt;i&gt;", "&lt;b&gt; <i>"},
		{"cells", "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"},
		{"code", "<pre>a\n  b\n\nc</pre>", "a\n  b\n\nc"},
		{"words in pieces", "a<b>b</b> <i>c</i>d", "ab cd"},
		{"nothing", "", ""},
		{"controls", "a\x00\x1b[31mb", "a[31mb"},
	} {
		if got := markup.TextOf(c.html); got != c.want {
			t.Errorf("%s:\n got %q\nwant %q", c.name, got, c.want)
		}
	}
}

func TestSnippet(t *testing.T) {
	for _, c := range []struct {
		text string
		n    int
		want string
	}{
		{"one two", 20, "one two"},
		{"one\n\n two\tthree", 20, "one two three"},
		{"one two three", 10, "one two…"},
		{"one two, three", 9, "one two…"},
		{"Überraschungsei", 5, "Über…"},
		{"日本語のテキスト", 4, "日本語…"},
		{"abc", 1, "…"},
		{"abc", 0, ""},
	} {
		if got := markup.Snippet(c.text, c.n); got != c.want {
			t.Errorf("%q at %d: got %q, want %q", c.text, c.n, got, c.want)
		}
	}
}

// Inputs that made parsers of Markdown and HTML take minutes, or run out of
// stack. The bound is loose: it tells a second from an hour.
func TestNothingTakesLong(t *testing.T) {
	const n = 100_000
	for name, in := range map[string]string{
		"nested quotes":      strings.Repeat(">", n),
		"spaced quotes":      strings.Repeat("> ", n) + "a",
		"nested lists":       strings.Repeat("- ", n) + "a",
		"stairs of lists":    stairs(600),
		"open brackets":      strings.Repeat("[", n),
		"open images":        strings.Repeat("![", n),
		"links in links":     strings.Repeat("[a](", n),
		"emphasis":           strings.Repeat("*a_", n),
		"emphasis by lines":  strings.Repeat("*a_\n", n/4),
		"backticks":          ticks(400),
		"definitions":        strings.Repeat("[a]: b\n", n/7),
		"tables":             strings.Repeat("|", n) + "\n" + strings.Repeat("|-", n/2) + "\n",
		"long table":         "|a|b|c|\n|-|-|-|\n" + strings.Repeat("|x|\n", n/8),
		"addresses":          strings.Repeat("http://a.b ", n/10),
		"www":                strings.Repeat("www.", n/4),
		"ats":                strings.Repeat("a@", n/2),
		"mentions":           strings.Repeat("@a", n/2),
		"open tags":          strings.Repeat("<b", n/2),
		"nested tags":        strings.Repeat("<b>", n/3),
		"nested blockquotes": strings.Repeat("<blockquote>", n/12),
		"nested lists in it": strings.Repeat("<ul><li>a", n/9),
		"open comments":      strings.Repeat("<!--", n/4),
		"entities":           strings.Repeat("&#x41", n/5),
		"attributes":         "<a " + strings.Repeat("x=1 ", n/4) + ">",
		"styles":             `<p style="` + strings.Repeat("a:b;", n/4) + `">`,
	} {
		t.Run(name, func(t *testing.T) {
			begin := time.Now()
			_ = markup.HTML(in) // only the time counts here
			_ = markup.Mentions(in)
			_ = markup.SafeHTML(in)
			_ = markup.TextOf(in)
			if took := time.Since(begin); took > 5*time.Second {
				t.Errorf("%d bytes took %v", len(in), took)
			} else if testing.Verbose() {
				t.Logf("%d bytes took %v", len(in), took)
			}
		})
	}
}

func stairs(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat(" ", i*2) + "- a\n")
	}
	return b.String()
}

func ticks(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("e" + strings.Repeat("`", i))
	}
	return b.String()
}
