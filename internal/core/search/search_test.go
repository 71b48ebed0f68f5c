package search_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"secondline/internal/core/search"
	"secondline/internal/db"
	"secondline/internal/db/dbtest"
	"secondline/internal/id"
)

func index(t *testing.T, d *db.DB, docs ...search.Doc) {
	t.Helper()
	err := d.Tx(context.Background(), func(h db.Handle) error { return search.Index(context.Background(), h, docs...) })
	if err != nil {
		t.Fatal(err)
	}
}

func find(t *testing.T, d *db.DB, q search.Query) []id.Ticket {
	t.Helper()
	if q.Limit == 0 {
		q.Limit = 20
	}
	got, err := search.Find(context.Background(), d.Read(), q)
	if err != nil {
		t.Fatalf("find %q: %v", q.Words, err)
	}
	return got
}

const (
	printer id.Ticket = 10 + iota
	vpn
	mailbox
	tokyo
)

func desk(t *testing.T, d *db.DB) {
	index(t, d,
		search.Doc{Ticket: printer, Subject: "Printer on floor 3 prints Zoë's pages twice", Body: "The driver is 1e5.2. It began after the update.", People: "SL-1001 Zoë Ångström zoe@acme.example ACME"},
		search.Doc{Ticket: vpn, Subject: "VPN drops at noon", Body: "Reset the token at vpn.acme.example; the printer is fine.", People: "SL-1002 Bo Berg bo@acme.example ACME"},
		search.Doc{Ticket: mailbox, Subject: "Mailbox full", Body: "Größe überschritten. printer printer printer", People: "SL-1003 Ida Iversen"},
		search.Doc{Ticket: tokyo, Subject: "東京のプリンタが動かない", Body: "", People: "SL-1004 Aiko"},
	)
}

func TestWordsFindInAnyOrder(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		desk(t, d)
		for _, c := range []struct {
			words string
			want  []id.Ticket
		}{
			{"printer", []id.Ticket{printer, mailbox, vpn}}, // the subject counts most, then the newest
			{"mailbox printer twice", nil},
			{"vpn printer", []id.Ticket{vpn}},
			{"vp", nil}, // too short to be the beginning of anything
			{"bo", []id.Ticket{vpn}},
			{"twice printer", []id.Ticket{printer}},
			{"printer twi", []id.Ticket{printer}},
			{"twi printer", nil},  // only the last word may be unfinished
			{"printer twi ", nil}, // a space finishes it
			{"ZOE angstrom", []id.Ticket{printer}},
			{"grosse", []id.Ticket{mailbox}},
			{"größe", []id.Ticket{mailbox}},
			{"vpn.acme.example", []id.Ticket{vpn}},
			{"bo@acme", []id.Ticket{vpn}},
			{"SL-1003", []id.Ticket{mailbox}},
			{"sl 100", []id.Ticket{tokyo, mailbox, vpn, printer}},
			{"1e5", []id.Ticket{printer}},
			{"プリンタ", []id.Ticket{tokyo}},
			{"京東", []id.Ticket{tokyo}},
			{"nowhere", nil},
			{"", nil},
			{" *:(&!|", nil},
		} {
			got := find(t, d, search.Query{Words: c.words})
			if !slices.Equal(got, c.want) {
				t.Errorf("%q found %v, want %v", c.words, got, c.want)
			}
		}
	})
}

func TestQueryLanguagesHaveNoPower(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		desk(t, d)
		for _, words := range []string{
			`printer" OR "vpn`, `printer' | 'vpn`, `subject: printer`, `NEAR(printer vpn)`, `NOT printer`, `printer OR mailbox`,
			`-printer`, `printer*`, `{body} : x`, `^printer`, `'; DROP TABLE ticket_search; --`, "printer\x00", `\`, `'`, `"`, `a:*`, `!printer`, `printer <-> twice`,
		} {
			q := search.Query{Words: words, Limit: 5}
			if _, err := search.Find(context.Background(), d.Read(), q); err != nil {
				t.Errorf("%q: %v", words, err)
			}
		}
		if got := find(t, d, search.Query{Words: `NOT printer`}); len(got) != 0 {
			t.Errorf("NOT is a word like any other, but it found %v", got)
		}
	})
}

func TestSubjectOnlyHidesTheRest(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		desk(t, d)
		if got := find(t, d, search.Query{Words: "printer", SubjectOnly: true}); !slices.Equal(got, []id.Ticket{printer}) {
			t.Errorf("a search of subjects found %v", got)
		}
		if got := find(t, d, search.Query{Words: "acme", SubjectOnly: true}); len(got) != 0 {
			t.Errorf("a search of subjects found people: %v", got)
		}
	})
}

func TestIndexedAgainIsIndexedOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		desk(t, d)
		index(t, d, search.Doc{Ticket: printer, Subject: "Plotter"})
		if got := find(t, d, search.Query{Words: "floor"}); len(got) != 0 {
			t.Errorf("the old words still find it: %v", got)
		}
		if got := find(t, d, search.Query{Words: "plotter"}); !slices.Equal(got, []id.Ticket{printer}) {
			t.Errorf("the new word found %v", got)
		}
	})
}

// A word that is everywhere must not make a search slow: only the newest
// matches are ranked.
func TestOfManyMatchesTheNewestAreRanked(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		var docs []search.Doc
		for i := range 1100 {
			docs = append(docs, search.Doc{Ticket: id.Ticket(i + 1), Subject: fmt.Sprint("request ", i), Body: "help"})
		}
		docs[5].Subject = "help" // as good a match, but beyond what is ranked
		docs[1000].Subject = "help"
		index(t, d, docs...)
		got := find(t, d, search.Query{Words: "help", Limit: 3})
		if len(got) != 3 || got[0] != 1001 || slices.Contains(got, 6) {
			t.Errorf("found %v", got)
		}
	})
}

func TestSnippetShowsTheMatch(t *testing.T) {
	for _, c := range []struct{ text, query, want string }{
		{"It began on Monday. Größe and colour are fine, but the printer jams.", "prin", "… and colour are fine, but the printer jams."},
		{"Größe überschritten", "grosse", "Größe überschritten"},
		{"nothing here", "printer", ""},
		{"nothing here", "?", ""},
	} {
		if got := search.Snippet(c.text, c.query); got != c.want {
			t.Errorf("Snippet(%q, %q) = %q, want %q", c.text, c.query, got, c.want)
		}
	}
}

func FuzzQuery(f *testing.F) {
	d := dbtest.New(f, db.SQLite)
	f.Add(`a" OR b`)
	f.Add("{subject} : *")
	f.Fuzz(func(t *testing.T, words string) {
		if _, err := search.Find(context.Background(), d.Read(), search.Query{Words: words, Limit: 1}); err != nil {
			t.Errorf("%q: %v", words, err)
		}
	})
}
