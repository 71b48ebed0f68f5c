package page_test

import (
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"secondline/internal/kit/errs"
	"secondline/internal/kit/page"
)

func TestAKeyComesBackAsItWas(t *testing.T) {
	due := time.Date(2026, 3, 2, 9, 0, 0, 123456000, time.UTC)
	cursor := page.Encode(due, nil, int64(1)<<62+1, "Zoë/?+")
	if strings.ContainsAny(cursor, "+/= ") {
		t.Errorf("cursor %q does not fit into a URL", cursor)
	}
	var at time.Time
	var none *time.Time
	var id int64
	var name string
	if err := page.Decode(cursor, &at, &none, &id, &name); err != nil {
		t.Fatal(err)
	}
	if !at.Equal(due) || none != nil || id != 1<<62+1 || name != "Zoë/?+" {
		t.Errorf("got %v %v %v %q", at, none, id, name)
	}
}

func TestABadCursorNamesTheField(t *testing.T) {
	coded := func(s string) string { return base64.RawURLEncoding.EncodeToString([]byte(s)) }
	for name, cursor := range map[string]string{
		"empty":               "",
		"not base64":          "%%%",
		"not JSON":            coded("hello"),
		"not a list":          coded(`{"v":1}`),
		"another version":     coded(`[2,7]`),
		"version as text":     coded(`["1",7]`),
		"too few parts":       page.Encode(),
		"too many parts":      page.Encode(1, 2),
		"another type":        page.Encode("seven"),
		"a number too large":  coded(`[1,99999999999999999999]`),
		"longer than allowed": coded("[1," + strings.Repeat(" ", 5000) + "7]"),
	} {
		var n int64
		err := page.Decode(cursor, &n)
		if !errs.Is(err, errs.Invalid) || errs.FieldOf(err) != "cursor" {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestAPageWithoutRowsIsAnEmptyList(t *testing.T) {
	raw, err := json.Marshal(page.Cut(nil, 10, func(int) []any { return nil }))
	if err != nil || string(raw) != `{"items":[]}` {
		t.Errorf("got %s, %v", raw, err)
	}
}

func TestClamp(t *testing.T) {
	for _, c := range []struct{ n, want int }{{0, 50}, {-3, 50}, {1, 1}, {200, 200}, {201, 200}} {
		if got := page.Clamp(c.n, 50, 200); got != c.want {
			t.Errorf("Clamp(%d) = %d, want %d", c.n, got, c.want)
		}
	}
}

// Whoever follows the cursors reads every row once, in order, whatever the
// size of the pages.
func TestPagesAddUpToTheList(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOfDistinct(rapid.Int64(), rapid.ID[int64]).Draw(t, "rows")
		slices.Sort(all)
		limit := rapid.IntRange(1, 7).Draw(t, "limit")
		var seen []int64
		for cursor, first := "", true; first || cursor != ""; first = false {
			p := page.Cut(after(t, all, cursor, limit+1), limit, func(n int64) []any { return []any{n} })
			seen = append(seen, p.Items...)
			cursor = p.Next
		}
		if !slices.Equal(seen, all) {
			t.Fatalf("pages of %d gave %v, want %v", limit, seen, all)
		}
	})
}

// after stands for the query: rows past the cursor, at most n.
func after(t *rapid.T, all []int64, cursor string, n int) []int64 {
	if cursor != "" {
		var last int64
		if err := page.Decode(cursor, &last); err != nil {
			t.Fatal(err)
		}
		i, _ := slices.BinarySearch(all, last)
		all = all[i+1:]
	}
	return slices.Clone(all[:min(n, len(all))])
}

func FuzzDecode(f *testing.F) {
	f.Add("")
	f.Add(page.Encode(int64(7), "x"))
	f.Add("WzEsN10")
	f.Fuzz(func(t *testing.T, cursor string) {
		var n int64
		var s string
		if page.Decode(cursor, &n, &s) == nil {
			var m int64
			var u string
			if err := page.Decode(page.Encode(n, s), &m, &u); err != nil || m != n || u != s {
				t.Errorf("%q: %d %q became %d %q, %v", cursor, n, s, m, u, err)
			}
		}
	})
}
