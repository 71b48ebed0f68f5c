package db

import (
	"fmt"
	"sync"
	"testing"
)

func TestRebind(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"nothing", "SELECT 1", "SELECT 1"},
		{"in order", "a = ? AND b IN (?,?)", "a = $1 AND b IN ($2,$3)"},
		{"quoted text", "a = 'why?' AND b = ?", "a = 'why?' AND b = $1"},
		{"doubled quote", "a = 'it''s ?' AND b = ?", "a = 'it''s ?' AND b = $1"},
		{"quoted name", `"odd?" = ?`, `"odd?" = $1`},
		{"line comment", "a -- really?\n = ?", "a -- really?\n = $1"},
		{"comment", "a /* ? */ = ?", "a /* ? */ = $1"},
		{"marker", "LIMIT ? /* postgres: FOR UPDATE SKIP LOCKED */) x = ?", "LIMIT $1 FOR UPDATE SKIP LOCKED) x = $2"},
		{"marker with a mark", "x /* postgres: AND y = ? */ = ?", "x AND y = $1 = $2"},
		{"marker in text", "'/* postgres: x */' = ?", "'/* postgres: x */' = $1"},
		{"text left open", "a = 'oh ?", "a = 'oh ?"},
		{"comment left open", "a /* oh ?", "a /* oh ?"},
		{"marker left open", "a /* postgres: ?", "a /* postgres: ?"},
		{"not ASCII", "a = 'ü?' AND ö = ?", "a = 'ü?' AND ö = $1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			for range 2 { // made, then remembered
				if got := rebind(c.in); got != c.want {
					t.Errorf("rebind(%q)\n got %q\nwant %q", c.in, got, c.want)
				}
			}
		})
	}
}

func TestRebindForgetsWhenFull(t *testing.T) {
	var g sync.WaitGroup
	for w := range 4 {
		g.Go(func() {
			for i := range reboundLimit {
				rebind(fmt.Sprintf("SELECT %d, %d, ?", w, i))
			}
		})
	}
	g.Wait()
	if n := len(rebound.text); n > reboundLimit {
		t.Errorf("%d texts are remembered, more than %d", n, reboundLimit)
	}
}
