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
	Any         bool   // one word is enough; more of them rank higher

	// Where says which tickets may be found, as SQL over the ticket table with
	// the alias t; empty is all of them, for those who may see all.
	Where string
	Args  []any
	Limit int
}

// candidates bounds what is ranked: of more matches, only the newest are.
const candidates = 1000

// Find gives the tickets that have all the words, the best match first. A query
// without a single letter or digit finds nothing.
func Find(ctx context.Context, h db.Handle, q Query) ([]id.Ticket, error) {
	words, whole := asked(q.Words)
	if len(words) == 0 {
		return []id.Ticket{}, nil
	}
	ask, text := findFTS, ftsQuery(words, whole, q)
	if h.Engine() == db.Postgres {
		ask, text = findVector, vectorQuery(words, whole, q)
	}
	join, where := "", "TRUE"
	if q.Where != "" {
		join, where = "JOIN ticket t ON t.id = s.rowid", q.Where
	}
	sql := strings.NewReplacer("{join}", join, "{where}", where).Replace(ask)
	args := append([]any{text}, q.Args...)
	args = append(args, candidates, text, q.Limit)
	found, err := db.All(ctx, h, func(r db.Row) (v id.Ticket, err error) { return v, r.Scan(&v) }, sql, args...)
	return found, errs.Wrap(err, "searching")
}

// The newest matches, and then the best of them. What the subject says weighs
// most, then who it is about.
const (
	findFTS = `
		WITH newest AS MATERIALIZED (
			SELECT s.rowid AS ticket
			  FROM ticket_search s {join}
			 WHERE s.ticket_search MATCH ? AND {where}
			 ORDER BY s.rowid DESC
			 LIMIT ?)
		SELECT s.rowid
		  FROM ticket_search s
		 WHERE s.ticket_search MATCH ?
		   AND s.rowid >= (SELECT min(ticket) FROM newest)
		   AND s.rowid IN (SELECT ticket FROM newest)
		 ORDER BY bm25(ticket_search, 8.0, 1.0, 3.0), s.rowid DESC
		 LIMIT ?`
	findVector = `
		WITH newest AS MATERIALIZED (
			SELECT s.rowid AS ticket, s.doc
			  FROM ticket_search s {join}
			 WHERE s.doc @@ CAST(? AS TSQUERY) AND {where}
			 ORDER BY s.rowid DESC
			 LIMIT ?)
		SELECT ticket
		  FROM newest
		 ORDER BY ts_rank('{0.1, 0.1, 0.4, 1.0}', doc, CAST(? AS TSQUERY), 1) DESC, ticket DESC
		 LIMIT ?`
)

// ftsQuery writes words as FTS5 understands them. They are letters and digits
// only, and quoted all the same.
func ftsQuery(words []string, whole bool, q Query) string {
	var parts []string
	for i, w := range words {
		part := `"` + w + `"`
		if i == len(words)-1 && !whole {
			part += "*"
		}
		parts = append(parts, part)
	}
	text := strings.Join(parts, glue(q, " OR ", " AND "))
	if q.SubjectOnly {
		return "{subject} : (" + text + ")"
	}
	return text
}

func vectorQuery(words []string, whole bool, q Query) string {
	var parts []string
	for i, w := range words {
		mark := ""
		if i == len(words)-1 && !whole {
			mark = "*"
		}
		if q.SubjectOnly {
			mark += "A"
		}
		part := "'" + w + "'"
		if mark != "" {
			part += ":" + mark
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, glue(q, " | ", " & "))
}

func glue(q Query, or, and string) string {
	if q.Any {
		return or
	}
	return and
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
