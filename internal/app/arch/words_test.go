package arch

import (
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestPackagesOpenWithAMap(t *testing.T) {
	first := map[string]source{}
	mapped := map[string]bool{}
	for _, s := range sources(t) {
		if strings.HasSuffix(s.ast.Name.Name, "_test") {
			continue
		}
		if _, seen := first[s.folder()]; !seen {
			first[s.folder()] = s
		}
		mapped[s.folder()] = mapped[s.folder()] || s.ast.Doc != nil
	}
	for folder, s := range first {
		if !mapped[folder] {
			t.Error(s.at(s.ast.Name, "package %s has no comment: say in doc.go what it is, how its parts relate and what always holds", s.ast.Name.Name))
		}
	}
}

func TestExportedNamesAreExplained(t *testing.T) { hold(t, unexplained) }

// wellKnown are methods whose meaning Go's own interfaces fix.
var wellKnown = []string{
	"String", "Error", "Unwrap", "Is", "Scan", "Value", "Len", "Less", "Swap", "GoString", "Format",
	"MarshalJSON", "UnmarshalJSON", "MarshalText", "UnmarshalText",
}

func unexplained(s source) []offence {
	if s.isTest() || s.ast.Name.Name == "main" {
		return nil
	}
	var bad []offence
	for _, d := range s.ast.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Doc == nil && isPublic(d) {
				bad = append(bad, s.at(d, "%s has no comment: one sentence that begins with its name", d.Name.Name))
			}
		case *ast.GenDecl:
			bad = append(bad, unexplainedSpecs(s, d)...)
		}
	}
	return bad
}

func isPublic(f *ast.FuncDecl) bool {
	if !f.Name.IsExported() {
		return false
	}
	if f.Recv == nil {
		return true
	}
	return receiver(f).IsExported() && !slices.Contains(wellKnown, f.Name.Name)
}

func receiver(f *ast.FuncDecl) *ast.Ident {
	x := f.Recv.List[0].Type
	for {
		switch t := x.(type) {
		case *ast.StarExpr:
			x = t.X
		case *ast.IndexExpr:
			x = t.X
		case *ast.IndexListExpr:
			x = t.X
		case *ast.Ident:
			return t
		default:
			return ast.NewIdent("_")
		}
	}
}

// unexplainedSpecs takes a comment on the group for all of its members.
func unexplainedSpecs(s source, d *ast.GenDecl) []offence {
	var bad []offence
	if d.Doc != nil {
		return nil
	}
	for _, spec := range d.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			if spec.Name.IsExported() && spec.Doc == nil && spec.Comment == nil {
				bad = append(bad, s.at(spec, "type %s has no comment: one sentence that begins with its name", spec.Name.Name))
			}
		case *ast.ValueSpec:
			if spec.Names[0].IsExported() && spec.Doc == nil && spec.Comment == nil {
				bad = append(bad, s.at(spec, "%s has no comment: one on the group will do", spec.Names[0].Name))
			}
		}
	}
	return bad
}

func TestNamesSayWhatTheyAre(t *testing.T) { hold(t, vagueNames) }

var vague = []string{"Manager", "Helper", "Helpers", "Util", "Utils", "Data", "Info"}

func vagueNames(s source) []offence {
	var bad []offence
	for name := range exportedTypes(s) {
		for _, v := range vague {
			if strings.HasSuffix(name.Name, v) {
				bad = append(bad, s.at(name, "%s: “%s” says nothing; take the desk's word from docs/glossary.md", name.Name, v))
			}
		}
	}
	if slices.Contains([]string{"util", "utils", "helper", "helpers", "common", "misc", "models", "types"}, s.ast.Name.Name) {
		bad = append(bad, s.at(s.ast.Name, "package %s: name it after what it knows", s.ast.Name.Name))
	}
	return bad
}

// exportedTypes yields the names of the types that a file exports.
func exportedTypes(s source) func(yield func(*ast.Ident) bool) {
	return func(yield func(*ast.Ident) bool) {
		for _, d := range s.ast.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.TYPE {
				continue
			}
			for _, spec := range g.Specs {
				if ts := spec.(*ast.TypeSpec); ts.Name.IsExported() && !yield(ts.Name) {
					return
				}
			}
		}
	}
}

// leftover and workplace are written so that this file does not break its own rule.
var (
	leftover  = regexp.MustCompile(`\b(TO` + `DO|FIX` + `ME|XX` + `X)\b`)
	workplace = regexp.MustCompile(`\.\./sha` + `red/(data|design|hooks)|/wo` + `rk/(main|shared|steering|\.library)|/tmp/(pl` + `an|stu` + `dio)`)
	sibling   = regexp.MustCompile(`\.\./sha` + `red`)
)

func TestNothingIsLeftForLater(t *testing.T) {
	for _, f := range texts(t) {
		for _, o := range lines(f, leftover, "finish it, or open an issue and name its number") {
			t.Error(o)
		}
	}
}

func TestNoWordOfTheWorkplace(t *testing.T) {
	for _, f := range texts(t) {
		for _, o := range workplaceWords(f) {
			t.Error(o)
		}
	}
}

// workplaceWords lets tests read a folder of samples beside the checkout, which
// they skip without, and front-end imports climb to a folder of that name.
func workplaceWords(f text) []offence {
	const todo = "this speaks of a workplace and not of the project: take it out"
	if strings.HasSuffix(f.path, "_test.go") {
		return nil
	}
	if strings.HasSuffix(f.path, ".ts") || strings.HasSuffix(f.path, ".tsx") {
		return lines(f, workplace, todo)
	}
	return append(lines(f, workplace, todo), lines(f, sibling, todo)...)
}

func lines(f text, pattern *regexp.Regexp, todo string) []offence {
	var bad []offence
	for i, line := range strings.Split(string(f.body), "\n") {
		if pattern.MatchString(line) {
			bad = append(bad, offence{f.path, i + 1, todo})
		}
	}
	return bad
}
