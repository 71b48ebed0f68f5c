package search

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"secondline/internal/db"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// A Doc is what a ticket can be found by.
type Doc struct {
	Ticket  id.Ticket
	Subject string // all that a requester's search looks at
	Body    string // every message, notes too: for agents only
	People  string // its number, who asked, where they work
}

// Index keeps documents; a ticket that was indexed before has only its new one.
func Index(ctx context.Context, h db.Handle, docs ...Doc) error {
	put := putFTS
	if h.Engine() == db.Postgres {
		put = putVector
	}
	for _, d := range docs {
		if err := put(ctx, h, d); err != nil {
			return errs.Wrap(err, "indexing a ticket")
		}
	}
	return nil
}

func putFTS(ctx context.Context, h db.Handle, d Doc) error {
	if _, err := h.Exec(ctx, `DELETE FROM ticket_search WHERE rowid = ?`, d.Ticket); err != nil {
		return err
	}
	_, err := h.Exec(ctx, `
		INSERT INTO ticket_search (rowid, subject, body, people)
		VALUES (?, ?, ?, ?)`, d.Ticket, line(d.Subject), line(d.Body), line(d.People))
	return err
}

func line(text string) string { return strings.Join(Words(text), " ") }

func putVector(ctx context.Context, h db.Handle, d Doc) error {
	_, err := h.Exec(ctx, `
		INSERT INTO ticket_search (rowid, doc)
		VALUES (?, CAST(? AS TSVECTOR))
		ON CONFLICT (rowid) DO UPDATE SET doc = excluded.doc`, d.Ticket, vector(d))
	return err
}

const (
	mostPlaces = 20     // how often one word of a document counts
	lastPlace  = 16_383 // where tsvector stops telling places apart
)

// vector writes a document as tsvector's own text: each word with the places
// that it stands at and the weight of its part. PostgreSQL's parser, which would
// take "1e5" for a number and "a.b" for a host, has no say in it.
func vector(d Doc) string {
	at, order := map[string][]string{}, []string{}
	place := 0
	for _, part := range []struct{ text, weight string }{{d.Subject, "A"}, {d.People, ""}, {d.Body, ""}} {
		for _, w := range Words(part.text) {
			place = min(place+1, lastPlace)
			if _, seen := at[w]; !seen {
				order = append(order, w)
			}
			if len(at[w]) < mostPlaces {
				at[w] = append(at[w], fmt.Sprintf("%d%s", place, part.weight))
			}
		}
	}
	slices.Sort(order)
	var b strings.Builder
	for _, w := range order {
		fmt.Fprintf(&b, "'%s':%s ", w, strings.Join(at[w], ","))
	}
	return b.String()
}
