package arch

import (
	"os"
	"regexp"
	"strings"
	"testing"
	"unicode"
)

func TestGlossaryKnowsEveryNoun(t *testing.T) {
	page, err := os.ReadFile(root + "/docs/glossary.md")
	if err != nil {
		t.Fatalf("the glossary is missing: %v", err)
	}
	hold(t, func(s source) []offence { return strangers(s, string(page)) })
}

// strangers are exported types of desk that the glossary names neither as code
// (`Ticket`, `ticket.State`) nor in plain words ("business hours").
func strangers(s source, glossary string) []offence {
	var bad []offence
	if s.isTest() || !s.within("internal/desk") {
		return nil
	}
	for name := range exportedTypes(s) {
		code := "`" + name.Name + "`"
		qualified := "`" + s.ast.Name.Name + "." + name.Name + "`"
		if !strings.Contains(glossary, code) && !strings.Contains(glossary, qualified) && !strings.Contains(glossary, "**"+plain(name.Name)+"**") {
			bad = append(bad, s.at(name, "%s.%s is not in docs/glossary.md: add %s with its meaning, or use a word that is there", s.ast.Name.Name, name.Name, qualified))
		}
	}
	return bad
}

// spelled is a type of desk as the glossary spells it.
var spelled = regexp.MustCompile("`([a-z]+)\\.([A-Z][A-Za-z]*)`")

func TestGlossaryNamesNothingThatIsGone(t *testing.T) {
	known := map[string]bool{}
	for _, s := range sources(t) {
		if s.isTest() || !s.within("internal/desk") {
			continue
		}
		known[s.ast.Name.Name] = true
		for name := range exportedTypes(s) {
			known[s.ast.Name.Name+"."+name.Name] = true
		}
	}
	for _, f := range texts(t) {
		if f.path != "docs/glossary.md" {
			continue
		}
		for _, o := range ghosts(f, known) {
			t.Error(o)
		}
	}
}

// ghosts are types that the glossary spells as part of a desk folder that has
// no such type.
func ghosts(page text, known map[string]bool) []offence {
	var bad []offence
	for i, line := range strings.Split(string(page.body), "\n") {
		for _, m := range spelled.FindAllStringSubmatch(line, -1) {
			if known[m[1]] && !known[m[1]+"."+m[2]] {
				bad = append(bad, offence{page.path, i + 1, m[0] + " is no type any more: take the word out, or spell it as the code does"})
			}
		}
	}
	return bad
}

// plain turns BusinessHours into "business hours".
func plain(name string) string {
	var b strings.Builder
	for i, r := range name {
		if i > 0 && unicode.IsUpper(r) {
			b.WriteByte(' ')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
