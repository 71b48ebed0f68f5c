package arch

import (
	"go/ast"
	"slices"
	"strings"
	"testing"
)

// rings lists the folders of internal from the inside out. A package may
// import its own ring and the rings before it. The folders of desk know
// nothing of each other; what joins two of them belongs in flow or view.
var rings = []string{"kit", "id", "db", "core", "desk", "view", "flow", "edge", "app"}

const module = "secondline"

// ringOf splits a folder below internal into its ring and its area:
// "internal/desk/ticket/x" is ring 4, "ticket".
func ringOf(folder string) (ring int, area string) {
	parts := strings.Split(folder, "/")
	if len(parts) < 2 || parts[0] != "internal" {
		return -1, ""
	}
	if len(parts) > 2 {
		area = parts[2]
	}
	return slices.Index(rings, parts[1]), area
}

func TestImportsPointInwards(t *testing.T) { hold(t, inwards) }

func inwards(s source) []offence {
	var bad []offence
	from, area := ringOf(s.folder())
	if from < 0 && s.within("internal") {
		return []offence{s.at(s.ast.Name, "internal/%s is no ring: move it into one of %s", strings.Split(s.path, "/")[1], strings.Join(rings, ", "))}
	}
	for _, imp := range s.ast.Imports {
		path, ours := strings.CutPrefix(strings.Trim(imp.Path.Value, `"`), module+"/")
		if !ours {
			continue
		}
		if from >= 0 && path == "web" && rings[from] != "edge" && rings[from] != "app" {
			bad = append(bad, s.at(imp, "only edge and app serve the built console"))
			continue
		}
		to, other := ringOf(path)
		switch {
		case from < 0 || to < 0 || s.isTest() && isFixture(path):
		case to > from:
			bad = append(bad, s.at(imp, "%s is further out than %s: turn the import round, or pass a value or a one-method interface in", path, rings[from]))
		case to == from && rings[to] == "desk" && area != other:
			bad = append(bad, s.at(imp, "desk folders do not know each other: share a type of id, or join the two in flow or view"))
		}
	}
	return bad
}

// isFixture names what a test of any ring may stand on: throw-away databases,
// and the demo desk that tests and benchmarks share.
func isFixture(path string) bool {
	return path == "internal/app/world" || strings.HasSuffix(path, "test")
}

func TestMainOnlyHandsOver(t *testing.T) { hold(t, mainOnlyHandsOver) }

func mainOnlyHandsOver(s source) []offence {
	var bad []offence
	if !s.within("cmd") {
		return nil
	}
	for _, imp := range s.ast.Imports {
		path := strings.Trim(imp.Path.Value, `"`)
		if strings.HasPrefix(path, module+"/internal/") && !strings.HasPrefix(path, module+"/internal/app") {
			bad = append(bad, s.at(imp, "cmd hands its arguments to app/cli and knows no other ring: wire %s in app", path))
		}
	}
	return bad
}

func TestEachProtocolInItsRing(t *testing.T) { hold(t, protocols) }

// protocols keeps HTTP at the rim, SQL away from it, and test machinery out of
// the binary.
func protocols(s source) []offence {
	var bad []offence
	if s.isTest() || !s.within("internal") {
		return nil
	}
	for _, imp := range s.ast.Imports {
		path := strings.Trim(imp.Path.Value, `"`)
		switch {
		case strings.HasPrefix(path, "net/http") && !s.within("internal/edge", "internal/app", "internal/kit/netguard"):
			bad = append(bad, s.at(imp, "net/http belongs to edge and app (outgoing calls: kit/netguard): take values here and let the edge translate"))
		case s.within("internal/edge") && (path == "database/sql" || strings.HasPrefix(path, module+"/internal/db")):
			bad = append(bad, s.at(imp, "edge never touches db: read through view, write through flow"))
		case path == "database/sql" && !s.within("internal/db"):
			bad = append(bad, s.at(imp, "database/sql stays behind internal/db: take a db.Handle"))
		case path == "testing" && !strings.HasSuffix(s.folder(), "test"):
			bad = append(bad, s.at(imp, "testing belongs to _test.go files and to packages named …test"))
		}
	}
	return bad
}

func TestPortalSeesOnlyItsOwn(t *testing.T) { hold(t, portalTypes) }

// portalTypes keeps what agents see out of the portal's reach: it has types of
// its own for what a customer may see, and cannot import the others by mistake.
func portalTypes(s source) []offence {
	var bad []offence
	if s.isTest() || !s.within("internal/edge/portal", "internal/view/portalview") {
		return nil
	}
	for _, imp := range s.ast.Imports {
		path := strings.Trim(imp.Path.Value, `"`)
		// A vendor's page has types of its own, too, which TestVendorsSeeOnlyTheirOwn keeps apart from all others.
		own := strings.HasPrefix(path, module+"/internal/view/portalview") || path == module+"/internal/view/guestpage" && s.within("internal/edge/portal")
		view := strings.HasPrefix(path, module+"/internal/view/") && !own
		edge := strings.HasPrefix(path, module+"/internal/edge/") && !strings.HasPrefix(path, module+"/internal/edge/portal")
		if view || edge {
			bad = append(bad, s.at(imp, "the portal reads through view/portalview only: %s knows what customers must not see", path))
		}
	}
	return bad
}

func TestTimeComesFromTheClock(t *testing.T) { hold(t, wallClock) }

// wallClock lets only kit/clock ask what time it is; desk may not even wait.
func wallClock(s source) []offence {
	var bad []offence
	name := s.imported("time")
	if name == "" || s.isTest() || s.within("internal/kit/clock", "bench") {
		return nil
	}
	asks := []string{"Now", "Since", "Until"}
	if s.within("internal/desk") {
		asks = append(asks, "After", "AfterFunc", "NewTimer", "NewTicker", "Sleep", "Tick")
	}
	ast.Inspect(s.ast, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok || !slices.Contains(asks, sel.Sel.Name) {
			return true
		}
		if x, ok := sel.X.(*ast.Ident); ok && x.Name == name {
			bad = append(bad, s.at(sel, "time.%s reads the wall clock: take the time as a value, or a clock.Clock", sel.Sel.Name))
		}
		return true
	})
	return bad
}

func TestTestsDoNotSleep(t *testing.T) { hold(t, sleepingTests) }

func sleepingTests(s source) []offence {
	var bad []offence
	name := s.imported("time")
	if name == "" || !s.isTest() && !strings.HasSuffix(s.folder(), "test") || s.within("bench") {
		return nil // a benchmark measures time that really goes by
	}
	s.calls(func(call *ast.CallExpr, on ast.Expr, called string) {
		if x, ok := on.(*ast.Ident); ok && x.Name == name && called == "Sleep" {
			bad = append(bad, s.at(call, "a test does not sleep: move the fake clock, or wait for the event itself"))
		}
	})
	return bad
}

func TestVendorsSeeOnlyTheirOwn(t *testing.T) { hold(t, guestTypes) }

// guestTypes keeps tickets, and what anybody else sees of them, out of the reach of
// a vendor's page: it reads the vendor's tables and the desk's name.
func guestTypes(s source) []offence {
	var bad []offence
	if s.isTest() || !s.within("internal/view/guestpage", "internal/desk/vendor") {
		return nil
	}
	for _, imp := range s.ast.Imports {
		path := strings.Trim(imp.Path.Value, `"`)
		desk := strings.HasPrefix(path, module+"/internal/desk/") && path != module+"/internal/desk/vendor"
		if desk || strings.HasPrefix(path, module+"/internal/view/") {
			bad = append(bad, s.at(imp, "a vendor's page holds what was handed to them: %s knows what vendors must not see", path))
		}
	}
	return bad
}
