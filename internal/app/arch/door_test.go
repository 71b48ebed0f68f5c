package arch

import (
	"go/ast"
	"go/token"
	"regexp"
	"slices"
	"testing"
)

func TestOneDoorForWrites(t *testing.T) { hold(t, oneDoor) }

// The engine room has transactions of its own, over its own tables: job claims
// and settles jobs, audit seals rows that were written behind the door. Neither
// changes anything of the desk. A restore fills an empty database as a whole,
// before there is a desk.
var engineRoom = []string{"internal/core/job", "internal/core/audit", "internal/core/backup"}

// oneDoor finds transactions begun outside flow/work. Tests of a store may
// begin their own, since there is no door that far in.
func oneDoor(s source) []offence {
	var bad []offence
	if s.isTest() || !s.within("internal") || s.within("internal/flow/work", "internal/db") || s.within(engineRoom...) {
		return nil
	}
	begins := []string{"Tx", "Begin", "BeginTx"}
	s.calls(func(call *ast.CallExpr, _ ast.Expr, name string) {
		if slices.Contains(begins, name) {
			bad = append(bad, s.at(call, "only flow/work opens a write transaction: make this a verb that goes through the door"))
		}
	})
	return bad
}

func TestViewNeverWrites(t *testing.T) { hold(t, readOnly) }

var writes = regexp.MustCompile(`\b(INSERT\s+INTO|UPDATE\s+\w+|DELETE\s+FROM|MERGE\s+INTO|(?i:CREATE|ALTER|DROP)\s+(?i:TABLE|INDEX))\b`)

func readOnly(s source) []offence {
	var bad []offence
	if s.isTest() || !s.within("internal/view") {
		return nil
	}
	ast.Inspect(s.ast, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING && writes.MatchString(lit.Value) {
			bad = append(bad, s.at(lit, "view reads, flow writes: move this statement to a desk store"))
		}
		return true
	})
	s.calls(func(call *ast.CallExpr, _ ast.Expr, name string) {
		if name == "Exec" || name == "ExecContext" {
			bad = append(bad, s.at(call, "view reads, flow writes: a view has nothing to execute"))
		}
	})
	return bad
}
