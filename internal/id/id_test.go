package id_test

import (
	"encoding/json"
	"slices"
	"sync"
	"testing"
	"time"

	"secondline/internal/id"
	"secondline/internal/kit/clock"
	"secondline/internal/kit/errs"
)

var nine = time.Date(2026, time.March, 16, 9, 0, 0, 0, time.UTC)

func TestIDsAlwaysGrow(t *testing.T) {
	c := clock.NewFake(nine)
	m := id.NewMaker(c, 3)
	last := int64(0)
	for i := range 20_000 { // far more than fit in a millisecond that stands still
		switch i {
		case 10_000:
			c.Set(nine.Add(-time.Hour)) // the clock steps back
		case 15_000:
			c.Set(nine.Add(time.Hour))
		}
		n := m.Next()
		if n <= last {
			t.Fatalf("number %d is %d, the one before %d", i, n, last)
		}
		last = n
	}
}

func TestIDsOfTwoNodesDiffer(t *testing.T) {
	c := clock.NewFake(nine)
	var mu sync.Mutex
	var all []int64
	var nodes sync.WaitGroup
	for _, m := range []*id.Maker{id.NewMaker(c, 0), id.NewMaker(c, 1), id.NewMaker(c, 1023)} {
		for range 2 { // one maker serves many
			nodes.Go(func() {
				for range 2000 {
					n := m.Next()
					mu.Lock()
					all = append(all, n)
					mu.Unlock()
				}
			})
		}
	}
	nodes.Wait()
	slices.Sort(all)
	if got := len(slices.Compact(all)); got != 12_000 {
		t.Errorf("%d of 12,000 ids differ", got)
	}
}

func TestATimeIsAPlaceAmongIDs(t *testing.T) {
	c := clock.NewFake(nine)
	n := id.NewMaker(c, 9).Next()
	if n < id.At(nine) || n >= id.At(nine.Add(time.Millisecond)) || id.At(time.Time{}) != 0 {
		t.Errorf("%d is not between %d and the next millisecond", n, id.At(nine))
	}
}

func TestAnIDIsAStringInJSON(t *testing.T) {
	type record struct {
		Team  id.Team   `json:"team"`
		Owner id.Person `json:"owner,omitempty"`
	}
	b, err := json.Marshal(record{Team: 821306798899204097})
	if err != nil || string(b) != `{"team":"821306798899204097"}` {
		t.Errorf("%s, %v", b, err)
	}
	var back record
	if err := json.Unmarshal([]byte(`{"team":"821306798899204097","owner":""}`), &back); err != nil || back.Team != 821306798899204097 || back.Owner != 0 {
		t.Errorf("%+v, %v", back, err)
	}
	for _, bad := range []string{`{"team":"x"}`, `{"team":"-1"}`, `{"team":"0"}`, `{"team":" 1"}`, `{"team":"9223372036854775808"}`, `{"team":12}`} {
		if err := json.Unmarshal([]byte(bad), &back); err == nil {
			t.Errorf("%s was read as %d", bad, back.Team)
		}
	}
	if got := id.Ticket(42).String(); got != "42" {
		t.Errorf("%q", got)
	}
	if _, err := id.Parse[id.Team]("0"); !errs.Is(err, errs.Invalid) {
		t.Errorf("%v", err)
	}
}

func TestARefIsReadAsPeopleSayIt(t *testing.T) {
	for said, want := range map[string]id.Number{
		"SL-1042": 1042, "sl-1042": 1042, "sl1042": 1042, "Sl1042": 1042, "#1042": 1042, "1042": 1042, " 1042 ": 1042, "#SL-1042": 1042, "SL-0007": 7,
	} {
		if got, err := id.ParseRef(said); err != nil || got != want {
			t.Errorf("%q: %d, %v", said, got, err)
		}
	}
	for _, said := range []string{"", "SL", "SL-", "-1042", "+1042", "SL--1042", "0", "10.5", "1e3", "SL-x", "９９", "9223372036854775808", "1042; DROP TABLE"} {
		if got, err := id.ParseRef(said); !errs.Is(err, errs.NotFound) {
			t.Errorf("%q: %d, %v", said, got, err)
		}
	}
	if id.RefOf(1042) != "SL-1042" || id.Number(7).Ref() != "SL-7" {
		t.Error("a number is said SL-1042")
	}
}

func FuzzParseRef(f *testing.F) {
	for _, s := range []string{"SL-1042", "#7", "sl", "-", "١٢"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, err := id.ParseRef(s)
		if err != nil {
			return
		}
		if back, err := id.ParseRef(string(n.Ref())); n <= 0 || err != nil || back != n {
			t.Errorf("%q is %d, which is said %s and read as %d (%v)", s, n, n.Ref(), back, err)
		}
	})
}
