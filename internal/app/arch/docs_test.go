package arch

import (
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
)

// target is where a Markdown link or picture points.
var target = regexp.MustCompile(`\]\(([^)\s]+)\)`)

func TestDocumentsPointAtWhatExists(t *testing.T) {
	exists := func(file string) bool {
		_, err := os.Stat(root + "/" + file)
		return err == nil
	}
	for _, f := range texts(t) {
		for _, o := range deadLinks(f, exists) {
			t.Error(o)
		}
	}
}

func deadLinks(f text, exists func(string) bool) []offence {
	var bad []offence
	if !strings.HasSuffix(f.path, ".md") {
		return nil
	}
	for i, line := range strings.Split(string(f.body), "\n") {
		for _, m := range target.FindAllStringSubmatch(line, -1) {
			file, _, _ := strings.Cut(m[1], "#")
			if file == "" || strings.Contains(file, "://") || strings.HasPrefix(file, "mailto:") {
				continue
			}
			if !exists(path.Join(path.Dir(f.path), file)) {
				bad = append(bad, offence{f.path, i + 1, m[1] + " does not exist: mend the link, or write what it promises"})
			}
		}
	}
	return bad
}
