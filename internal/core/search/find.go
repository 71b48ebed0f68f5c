package search

import (
	"context"
	"strings"

	"secondline/internal/db"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/markup"
)

// A Query is what is looked for.
type Query struct {
	Words       string // as typed
	SubjectOnly bool   // for those who may not search notes

	// Where says which tickets may be found, as SQL over the ticket table with
	// the alias t; empty is all of them, for those who may see all.
	Where string
	Args  []any
	Limit int
}

// candidates bounds what is ranked: of more matches, only the newest are.
const candidates = 1000

// Find gives the tickets that have all the words, the best match first: those
// whose subject has all of them, then those whose subject has one, then the
// others, the newest first in each. Both engines rank alike, and a word that is
// everywhere is no reason to weigh a hundred thousand tickets.
//
// A query without a single letter or digit finds nothing.
func Find(ctx context.Context, h db.Handle, q Query) ([]id.Ticket, error) {
	words, whole := asked(q.Words)
	if len(words) == 0 {
		return []id.Ticket{}, nil
	}
	ask, say := findFTS, ftsQuery
	if h.Engine() == db.Postgres {
		ask, say = findVector, vectorQuery
	}
	join, where := "", "TRUE"
	if q.Where != "" {
		join, where = "JOIN ticket t ON t.id = s.rowid", q.Where
	}
	sql := strings.NewReplacer("{join}", join, "{where}", where).Replace(ask)
	args := append([]any{say(words, whole, q.SubjectOnly, and)}, q.Args...)
	args = append(args, candidates, say(words, whole, true, and), say(words, whole, true, or), q.Limit)
	found, err := db.All(ctx, h, func(r db.Row) (v id.Ticket, err error) { return v, r.Scan(&v) }, sql, args...)
	return found, errs.Wrap(err, "searching")
}

const (
	findFTS = `
		WITH newest AS MATERIALIZED (
			SELECT s.rowid AS ticket
			  FROM ticket_search s {join}
			 WHERE s.ticket_search MATCH ? AND {where}
			 ORDER BY s.rowid DESC
			 LIMIT ?)
		SELECT n.ticket
		  FROM newest n
		 ORDER BY CASE WHEN n.ticket IN (SELECT s.rowid
		                                   FROM ticket_search s
		                                  WHERE s.ticket_search MATCH ? AND s.rowid >= (SELECT min(ticket) FROM newest)) THEN 0
		               WHEN n.ticket IN (SELECT s.rowid
		                                   FROM ticket_search s
		                                  WHERE s.ticket_search MATCH ? AND s.rowid >= (SELECT min(ticket) FROM newest)) THEN 1
		               ELSE 2 END, n.ticket DESC
		 LIMIT ?`
	findVector = `
		WITH newest AS MATERIALIZED (
			SELECT s.rowid AS ticket, s.doc
			  FROM ticket_search s {join}
			 WHERE s.doc @@ CAST(? AS TSQUERY) AND {where}
			 ORDER BY s.rowid DESC
			 LIMIT ?)
		SELECT n.ticket
		  FROM newest n
		 ORDER BY CASE WHEN n.doc @@ CAST(? AS TSQUERY) THEN 0
		               WHEN n.doc @@ CAST(? AS TSQUERY) THEN 1
		               ELSE 2 END, n.ticket DESC
		 LIMIT ?`
)

// A glue joins the words of a query.
type glue struct{ fts, vector string }

var (
	and = glue{" AND ", " & "}
	or  = glue{" OR ", " | "}
)

// ftsQuery writes words as FTS5 understands them. They are letters and digits
// only, and quoted all the same.
func ftsQuery(words []string, whole, subject bool, g glue) string {
	var parts []string
	for i, w := range words {
		part := `"` + w + `"`
		if i == len(words)-1 && !whole {
			part += "*"
		}
		parts = append(parts, part)
	}
	text := strings.Join(parts, g.fts)
	if subject {
		return "{subject} : (" + text + ")"
	}
	return text
}

// vectorQuery writes words as a tsquery; a subject has the weight A.
func vectorQuery(words []string, whole, subject bool, g glue) string {
	var parts []string
	for i, w := range words {
		mark := ""
		if i == len(words)-1 && !whole {
			mark = "*"
		}
		if subject {
			mark += "A"
		}
		part := "'" + w + "'"
		if mark != "" {
			part += ":" + mark
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, g.vector)
}

// around is how much of a text a snippet shows.
const around = 160

// Snippet shows where a text has one of the words, or "" if it has none.
func Snippet(text, query string) string {
	words, whole := asked(query)
	if len(words) == 0 {
		return ""
	}
	fields := strings.Fields(text)
	for i, f := range fields {
		if !has(Words(f), words, whole) {
			continue
		}
		from := max(0, i-6)
		cut := markup.Snippet(strings.Join(fields[from:], " "), around)
		if from > 0 {
			cut = "… " + cut
		}
		return cut
	}
	return ""
}

func has(have, want []string, whole bool) bool {
	for _, h := range have {
		for i, w := range want {
			open := i == len(want)-1 && !whole
			if h == w || open && strings.HasPrefix(h, w) {
				return true
			}
		}
	}
	return false
}
