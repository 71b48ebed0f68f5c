package arch

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"
	"testing"
)

func TestNoErrorIsDroppedWithoutAReason(t *testing.T) { hold(t, dropped) }

// fallible are packages of the standard library whose last result is an error
// wherever it is dropped most often: x, _ := strconv.Atoi(s).
var fallible = []string{"strconv", "encoding/json", "io", "os", "net/url", "encoding/base64", "encoding/hex", "crypto/rand"}

// dropped finds results thrown away with no comment beside or above. What has
// no assignment at all is errcheck's to find, since it knows the types.
func dropped(s source) []offence {
	var bad []offence
	if s.isTest() {
		return nil
	}
	said := commentLines(s)
	ast.Inspect(s.ast, func(n ast.Node) bool {
		as, ok := n.(*ast.AssignStmt)
		if !ok || len(as.Rhs) != 1 || !dropsAnError(s, as) {
			return true
		}
		if at := s.line(as.Pos()); !said[at] && !said[at-1] {
			bad = append(bad, s.at(as, "an error is dropped: return it, or say beside it why it does not matter"))
		}
		return true
	})
	return bad
}

func dropsAnError(s source, as *ast.AssignStmt) bool {
	call, ok := as.Rhs[0].(*ast.CallExpr)
	if !ok || !isBlank(as.Lhs[len(as.Lhs)-1]) {
		return false
	}
	if as.Tok == token.ASSIGN && !slices.ContainsFunc(as.Lhs, func(x ast.Expr) bool { return !isBlank(x) }) {
		return true
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	x, ok := sel.X.(*ast.Ident)
	return ok && slices.ContainsFunc(fallible, func(path string) bool {
		return x.Name == s.imported(path) && !(path == "os" && strings.HasPrefix(sel.Sel.Name, "Lookup"))
	})
}

func isBlank(x ast.Expr) bool {
	id, ok := x.(*ast.Ident)
	return ok && id.Name == "_"
}

func commentLines(s source) map[int]bool {
	said := map[int]bool{}
	for _, group := range s.ast.Comments {
		for l := s.line(group.Pos()); l <= s.line(group.End()); l++ {
			said[l] = true
		}
	}
	return said
}
