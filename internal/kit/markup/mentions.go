package markup

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// handle is a bare mention. What comes before the @ must not make it part of
// an address or a path.
var handle = regexp.MustCompile(`(?:^|[^\pL\pN@./_+-])@([\pL\pN][\pL\pN._-]{0,63})`)

// gap stands in the running text for whatever cannot be part of a handle.
const gap = '\x00'

// Mentions lists whom a Markdown text addresses, each once, in order: the form
// that an editor inserts, @[Ann Lee](person:42), as "person:42"; a bare
// @ann.lee as "ann.lee", in lower case. Code, links and addresses of mail do
// not mention anybody.
func Mentions(md string) []string {
	if !strings.Contains(md, "@") || excessive(md) {
		return nil
	}
	var found []string
	add := func(who string) {
		if !slices.Contains(found, who) {
			found = append(found, who)
		}
	}
	source := []byte(md)
	var run bytes.Buffer
	flush := func() {
		for _, m := range handle.FindAllSubmatch(run.Bytes(), -1) {
			add(strings.ToLower(strings.TrimRight(string(m[1]), "._-")))
		}
		run.Reset()
	}
	err := ast.Walk(parse(source), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if n.Type() != ast.TypeInline {
			flush()
			return ast.WalkContinue, nil
		}
		if !entering {
			return ast.WalkContinue, nil
		}
		return mention(n, source, &run, func(who string) { flush(); add(who) }), nil
	})
	if err != nil {
		return nil // the walk's own function never fails
	}
	flush()
	return found
}

// mention looks at one inline node: text goes into the run that is searched
// for handles, a link to a person is a mention if an @ stands before it.
func mention(n ast.Node, source []byte, run *bytes.Buffer, person func(string)) ast.WalkStatus {
	switch n := n.(type) {
	case *ast.Text:
		run.Write(n.Segment.Value(source))
		if n.SoftLineBreak() || n.HardLineBreak() {
			run.WriteByte('\n')
		}
	case *ast.Emphasis:
		return ast.WalkContinue
	case *ast.Link:
		id, ok := strings.CutPrefix(string(n.Destination), personScheme)
		if ok && personID.MatchString(id) && bytes.HasSuffix(run.Bytes(), []byte("@")) {
			person(personScheme + id)
		}
		run.WriteByte(gap)
		return ast.WalkSkipChildren
	default:
		run.WriteByte(gap)
		return ast.WalkSkipChildren
	}
	return ast.WalkContinue
}
