package arch

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// A source is one Go file of the house, parsed.
type source struct {
	path  string // from the root, with slashes
	text  []byte
	fset  *token.FileSet
	ast   *ast.File
	lines int
}

// A text is any file that people write: Go, TypeScript, CSS, SQL, Markdown.
type text struct {
	path string
	body []byte
}

// An offence is one place that breaks a rule, with what to do about it.
type offence struct {
	path string
	line int
	todo string
}

func (o offence) String() string { return fmt.Sprintf("%s:%d: %s", o.path, o.line, o.todo) }

// A rule looks at one file and returns the places that break it.
type rule func(source) []offence

// root is the folder that holds go.mod, as seen from this package.
const root = "../../.."

// skipped are folders that hold nothing that people write.
var skipped = []string{".git", "node_modules", "dist", "bin", "testdata", "coverage"}

// written are the kinds of file that people write.
var written = []string{".go", ".ts", ".tsx", ".css", ".js", ".mjs", ".html", ".sql", ".md", ".toml", ".yaml", ".yml", ".json", ".txt", ".sh"}

// house reads every file once for all tests of the package.
var house = sync.OnceValues(func() ([]text, error) {
	var all []text
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if slices.Contains(skipped, d.Name()) {
				return filepath.SkipDir
			}
			return nil
		}
		if !isWritten(d.Name()) {
			return nil
		}
		body, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		all = append(all, text{path: filepath.ToSlash(rel), body: body})
		return nil
	})
	return all, err
})

func isWritten(name string) bool {
	return name == "Makefile" || slices.Contains(written, filepath.Ext(name)) && name != "package-lock.json"
}

// texts returns every written file of the house.
func texts(t *testing.T) []text {
	t.Helper()
	all, err := house()
	if err != nil {
		t.Fatalf("read the house: %v", err)
	}
	return all
}

// parsed is the house's Go, generated files left out, with what did not parse.
var parsed = sync.OnceValues(func() ([]source, error) {
	files, err := house()
	if err != nil {
		return nil, err
	}
	var all []source
	for _, f := range files {
		if !strings.HasSuffix(f.path, ".go") {
			continue
		}
		s, err := parse(f.path, f.body)
		if err != nil {
			return nil, err
		}
		if !ast.IsGenerated(s.ast) {
			all = append(all, s)
		}
	}
	return all, nil
})

// sources returns every Go file of the house that people write.
func sources(t *testing.T) []source {
	t.Helper()
	all, err := parsed()
	if err != nil {
		t.Fatalf("%v: make it compile first", err)
	}
	if len(all) == 0 {
		t.Fatal("no Go files found: the root is wrong, and every rule would pass on nothing")
	}
	return all
}

func parse(path string, body []byte) (source, error) {
	fset := token.NewFileSet()
	tree, err := parser.ParseFile(fset, path, body, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return source{}, fmt.Errorf("parse %s: %w", path, err)
	}
	lines := bytes.Count(body, []byte("\n"))
	return source{path: path, text: body, fset: fset, ast: tree, lines: lines}, nil
}

// hold applies a rule to every file and reports all that break it.
func hold(t *testing.T, r rule) {
	t.Helper()
	for _, s := range sources(t) {
		for _, o := range r(s) {
			t.Error(o)
		}
	}
}

func (s source) isTest() bool { return strings.HasSuffix(s.path, "_test.go") }

// folder is the package's folder, from the root.
func (s source) folder() string {
	if i := strings.LastIndex(s.path, "/"); i >= 0 {
		return s.path[:i]
	}
	return "."
}

// within says whether the file lives in the folder or below it.
func (s source) within(folders ...string) bool {
	return slices.ContainsFunc(folders, func(f string) bool { return strings.HasPrefix(s.path, f+"/") })
}

func (s source) at(n ast.Node, format string, args ...any) offence {
	return offence{path: s.path, line: s.fset.Position(n.Pos()).Line, todo: fmt.Sprintf(format, args...)}
}

func (s source) line(pos token.Pos) int { return s.fset.Position(pos).Line }

// calls walks every selector that is called, such as time.Now() or d.Tx(…).
func (s source) calls(visit func(call *ast.CallExpr, on ast.Expr, name string)) {
	ast.Inspect(s.ast, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		if sel, ok := call.Fun.(*ast.SelectorExpr); ok {
			visit(call, sel.X, sel.Sel.Name)
		}
		return true
	})
}

// imported returns the name under which a file knows a package, or "".
func (s source) imported(path string) string {
	for _, imp := range s.ast.Imports {
		if strings.Trim(imp.Path.Value, `"`) != path {
			continue
		}
		if imp.Name != nil {
			return imp.Name.Name
		}
		return path[strings.LastIndex(path, "/")+1:]
	}
	return ""
}
