package arch

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// A bite is a snippet and the lines of it that a rule is to report.
type bite struct {
	name  string
	rule  rule
	path  string
	code  string
	lines []int
}

// TestRulesBite tries each rule on code that breaks it and on its near miss. A
// rule that has gone blind fails here, and not in silence over the whole house.
func TestRulesBite(t *testing.T) {
	for _, b := range slices.Concat(ringBites, doorBites, budgetBites, wordBites, errorBites) {
		t.Run(b.name, func(t *testing.T) {
			s, err := parse(b.path, []byte(b.code))
			if err != nil {
				t.Fatal(err)
			}
			var got []int
			for _, o := range b.rule(s) {
				got = append(got, o.line)
			}
			if slices.Sort(got); !slices.Equal(got, b.lines) {
				t.Errorf("reported lines %v, want %v", got, b.lines)
			}
		})
	}
}

func imports(paths ...string) string {
	return "package x\nimport (\n\"" + strings.Join(paths, "\"\n\"") + "\"\n)\n"
}

var ringBites = []bite{
	{"outwards", inwards, "internal/desk/ticket/a.go", imports("secondline/internal/flow/work"), []int{3}},
	{"inwards", inwards, "internal/flow/work/a.go", imports("secondline/internal/desk/ticket", "secondline/internal/kit/errs"), nil},
	{"desk to desk", inwards, "internal/desk/ticket/a.go", imports("secondline/internal/id", "secondline/internal/desk/team"), []int{4}},
	{"desk to itself", inwards, "internal/desk/ticket/a.go", imports("secondline/internal/desk/ticket/fold"), nil},
	{"no ring", inwards, "internal/stuff/a.go", "package x", []int{1}},
	{"console from view", inwards, "internal/view/queue/a.go", imports("secondline/web"), []int{3}},
	{"fixture in a test", inwards, "internal/desk/ticket/a_test.go", imports("secondline/internal/app/world"), nil},
	{"app in a test", inwards, "internal/desk/ticket/a_test.go", imports("secondline/internal/app"), []int{3}},
	{"main knows flow", mainOnlyHandsOver, "cmd/secondline/main.go", imports("secondline/internal/app/cli", "secondline/internal/flow/work"), []int{4}},
	{"http in flow", protocols, "internal/flow/notify/a.go", imports("net/http"), []int{3}},
	{"http in edge", protocols, "internal/edge/api/a.go", imports("net/http"), nil},
	{"db in edge", protocols, "internal/edge/api/a.go", imports("secondline/internal/db"), []int{3}},
	{"driver in desk", protocols, "internal/desk/team/a.go", imports("database/sql"), []int{3}},
	{"testing in code", protocols, "internal/desk/team/a.go", imports("testing"), []int{3}},
	{"testing in dbtest", protocols, "internal/db/dbtest/a.go", imports("testing"), nil},
	{"agents' view in the portal", portalTypes, "internal/edge/portal/a.go", imports("secondline/internal/view/portalview", "secondline/internal/view/queue"), []int{4}},
	{"now", wallClock, "internal/flow/work/a.go", imports("time") + "var t = time.Now()\nvar f = time.Now", []int{5, 6}},
	{"now in the clock", wallClock, "internal/kit/clock/a.go", imports("time") + "var t = time.Now()", nil},
	{"timer in desk", wallClock, "internal/desk/clock/a.go", imports("time") + "var t = time.NewTimer(1)", []int{5}},
	{"timer in app", wallClock, "internal/app/a.go", imports("time") + "var t = time.NewTimer(1)", nil},
	{"sleep in a test", sleepingTests, "internal/app/a_test.go", imports("time") + "func f() { time.Sleep(1) }", []int{5}},
}

var doorBites = []bite{
	{"Tx in admin", oneDoor, "internal/flow/admin/a.go", "package x\nfunc f(d *D) { d.Tx(nil, nil) }", []int{2}},
	{"Tx at the door", oneDoor, "internal/flow/work/a.go", "package x\nfunc f(d *D) { d.Tx(nil, nil) }", nil},
	{"Tx as a field", oneDoor, "internal/flow/admin/a.go", "package x\nfunc f(w *W) { save(w.Tx) }", nil},
	{"view updates", readOnly, "internal/view/queue/a.go", "package x\nconst q = `\n\tUPDATE ticket SET a = 1`", []int{2}},
	{"view selects", readOnly, "internal/view/queue/a.go", "package x\nconst q = `SELECT updated_at FROM ticket`", nil},
	{"view executes", readOnly, "internal/view/queue/a.go", "package x\nfunc f() { h.Exec(q) }", []int{2}},
}

var budgetBites = []bite{
	{"61 lines", longFunctions, "a.go", "package x\nfunc f() {\n" + strings.Repeat("g()\n", 59) + "}\n", []int{2}},
	{"60 lines", longFunctions, "a.go", "package x\nfunc f() {\n" + strings.Repeat("g()\n", 58) + "}\n", nil},
	{"four deep", deepNesting, "a.go", "package x\nfunc f() {\nfor {\nif a {\nswitch {\ncase b:\nif c {\n}\n}\n}\n}\n}", []int{7}},
	{"three deep", deepNesting, "a.go", "package x\nfunc f() {\nfor {\nif a {\nif b {\n}\n}\n}\n}", nil},
	{"else-if is one", deepNesting, "a.go", "package x\nfunc f() {\nif a {\n} else if b {\n} else if c {\n} else if d {\nfor {\nif e {\n}\n}\n}\n}", nil},
	{"deep in an else", deepNesting, "a.go", "package x\nfunc f() {\nif a {\n} else if b {\nfor {\nif e {\nif f {\n}\n}\n}\n}\n}", []int{7}},
	{"a literal starts anew", deepNesting, "a.go", "package x\nfunc f() {\nfor {\nif a {\nif b {\ngo func() {\nif c {\n}\n}()\n}\n}\n}\n}", nil},
}

var wordBites = []bite{
	{"no comment", unexplained, "internal/id/a.go", "package x\nfunc F() {}\ntype T int\nfunc (T) M() {}\nfunc (T) String() string { return \"\" }\ntype u int\nfunc (u) M() {}\nvar V = 1", []int{2, 3, 4, 8}},
	{"comments", unexplained, "internal/id/a.go", "package x\n// F does.\nfunc F() {}\n// These are numbers.\nconst (\nA = 1\nB = 2\n)", nil},
	{"a manager", vagueNames, "internal/id/a.go", "package x\ntype TicketManager struct{}\ntype Managed struct{}", []int{2}},
	{"utils", vagueNames, "internal/kit/utils/a.go", "package utils", []int{1}},
	{"not in the glossary", glossaryOf("**ping pong** and `Team` and `ticket.Ref`"), "internal/desk/ticket/a.go", "package ticket\ntype Team int\ntype PingPong int\ntype Ref int\ntype Bounce int", []int{5}},
}

func glossaryOf(page string) rule {
	return func(s source) []offence { return strangers(s, page) }
}

var errorBites = []bite{
	{"silent", dropped, "a.go", "package x\nfunc f() {\n_ = g()\n\n_ = h() // the file is gone anyway\n\n// closing twice is harmless\n_ = k()\n}", []int{3}},
	{"number", dropped, "a.go", imports("strconv", "strings") + "func f() {\nn, _ := strconv.Atoi(s)\na, _, _ := strings.Cut(s, t)\nv, _ := m[n]\nt, _ := v.(int)\n}", []int{7}},
}

func TestTextRulesBite(t *testing.T) {
	long := func(n int, head string) text { return text{"a.go", []byte(head + strings.Repeat("\n", n))} }
	for n, want := range map[int]bool{400: false, 401: true, 601: true} {
		if _, bad := tooLong(long(n, "// Package x.")); bad != want {
			t.Errorf("%d lines: reported %v, want %v", n, bad, want)
		}
	}
	if _, bad := tooLong(long(500, "// Over 400 lines: one table.")); bad {
		t.Error("500 lines with a reason are refused")
	}
	if _, bad := tooLong(long(601, "// Over 400 lines: one table.")); !bad {
		t.Error("601 lines with a reason are taken")
	}
	later := text{"a.md", []byte("fine\nTO" + "DO later")}
	if got := fmt.Sprint(lines(later, leftover, "x")); got != "[a.md:2: x]" {
		t.Errorf("leftovers: %s", got)
	}
	beside := []byte("see ../sha" + "red/data")
	if len(workplaceWords(text{"a.md", beside})) == 0 || len(workplaceWords(text{"a_test.go", beside})) != 0 {
		t.Error("the workplace may be named in a test and nowhere else")
	}
	page := text{"docs/a.md", []byte("[a](b.md#c) [web](https://x.y) [here](#c)\n![p](gone.png)")}
	if got := deadLinks(page, func(f string) bool { return f == "docs/b.md" }); len(got) != 1 || got[0].line != 2 {
		t.Errorf("dead links: %v", got)
	}
	words := text{"docs/glossary.md", []byte("`ticket.Kind` `work.Door`\n`ticket.Gone`")}
	if got := ghosts(words, map[string]bool{"ticket": true, "ticket.Kind": true}); len(got) != 1 || got[0].line != 2 {
		t.Errorf("ghosts: %v", got)
	}
	mod := "module m\nrequire a.b/c v1\nrequire (\n\td.e/f v2\n\tg.h/i v3 // indirect\n)\n"
	if got := strings.Join(directModules(mod), " "); got != "a.b/c d.e/f" {
		t.Errorf("direct modules: %s", got)
	}
}
