package arch

import (
	"encoding/json"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"
)

// entry is a table row of docs/dependencies.md: | `module` | reason |.
var entry = regexp.MustCompile("(?m)^\\| `([^`]+)` \\|(.*)\\|\\s*$")

func TestEachDependencyHasItsReason(t *testing.T) {
	page, err := os.ReadFile(root + "/docs/dependencies.md")
	if err != nil {
		t.Fatalf("the list of dependencies is missing: %v", err)
	}
	reasons := map[string]string{}
	for _, row := range entry.FindAllStringSubmatch(string(page), -1) {
		reasons[row[1]] = strings.TrimSpace(row[2])
	}
	used := usedModules(t)
	for name, from := range used {
		if len(reasons[name]) < 10 {
			t.Errorf("%s: %s has no reason in docs/dependencies.md: add the row | `%s` | why |, or remove it", from, name, name)
		}
	}
	for name := range reasons {
		if used[name] == "" {
			t.Errorf("docs/dependencies.md: `%s` is not a direct dependency: remove its row", name)
		}
	}
}

// usedModules maps each direct dependency, of Go or npm, to the file that asks for it.
func usedModules(t *testing.T) map[string]string {
	t.Helper()
	mod, err := os.ReadFile(root + "/go.mod")
	if err != nil {
		t.Fatalf("go.mod: %v", err)
	}
	used := map[string]string{}
	for _, name := range directModules(string(mod)) {
		used[name] = "go.mod"
	}
	for _, f := range texts(t) {
		if path.Base(f.path) != "package.json" {
			continue
		}
		var pkg struct{ Dependencies, DevDependencies map[string]string }
		if err := json.Unmarshal(f.body, &pkg); err != nil {
			t.Errorf("%s: %v", f.path, err)
		}
		for name := range pkg.Dependencies {
			used[name] = f.path
		}
		for name := range pkg.DevDependencies {
			used[name] = f.path
		}
	}
	return used
}

// directModules reads go.mod's requirements that are not marked indirect.
func directModules(mod string) []string {
	var direct []string
	inside := false
	for line := range strings.Lines(mod) {
		line = strings.TrimSpace(line)
		switch {
		case line == "require (":
			inside = true
			continue
		case line == ")":
			inside = false
		}
		one, single := strings.CutPrefix(line, "require ")
		if inside {
			one = line
		}
		if fields := strings.Fields(one); (inside || single) && len(fields) >= 2 && !strings.Contains(one, "// indirect") {
			direct = append(direct, fields[0])
		}
	}
	return direct
}
