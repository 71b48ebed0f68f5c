package queue

import (
	"context"
	"encoding/json"
	"slices"

	"secondline/internal/core/access"
	"secondline/internal/core/search"
	"secondline/internal/db"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/page"
)

// maxFound is how far a search goes, page by page.
const maxFound = 500

func (q Query) search(c clause, me access.Actor, limit int) search.Query {
	s := search.Query{Words: q.Words, SubjectOnly: !me.IsAgent(), Limit: limit}
	if len(c.terms) > 0 {
		s.Where, s.Args = c.sql(), c.args
	}
	return s
}

// relevant lists what a search found, the best first; the ticket whose number
// was typed comes before all.
func relevant(ctx context.Context, h db.Handle, scope access.Scope, q Query, v reader) (page.Page[Row], error) {
	me := v.me
	var none page.Page[Row]
	skip := 0
	if q.Cursor != "" {
		var of Sort
		if err := page.Decode(q.Cursor, &of, &skip); ByRelevance.same(of, err) != nil || skip < 0 {
			return none, ByRelevance.same("", nil)
		}
	}
	c := q.where(scope, me)
	found, err := search.Find(ctx, h, q.search(c, me, min(skip+q.Limit+1, maxFound)))
	if err != nil {
		return none, err
	}
	if found, err = byNumber(ctx, h, q.Words, c, found); err != nil {
		return none, err
	}
	found = found[min(skip, len(found)):]
	more := len(found) > q.Limit
	found = found[:min(q.Limit, len(found))]
	marks, args := db.In(found)
	rows, err := v.read(ctx, h, "SELECT t.id FROM ticket t WHERE t.id IN "+marks, args, "t.id", q.Limit)
	if err != nil {
		return none, err
	}
	slices.SortFunc(rows, func(a, b Row) int { return slices.Index(found, a.ID) - slices.Index(found, b.ID) })
	out := page.Page[Row]{Items: rows}
	if more {
		out.Next = page.Encode(ByRelevance, skip+q.Limit)
	}
	return out, quote(ctx, h, me, q.Words, rows)
}

func byNumber(ctx context.Context, h db.Handle, words string, c clause, found []id.Ticket) ([]id.Ticket, error) {
	n, err := id.ParseRef(words)
	if err != nil {
		return found, nil // words, not a number
	}
	c = c.plus("t.number = ?", n)
	exact, err := db.All(ctx, h, func(r db.Row) (v id.Ticket, err error) { return v, r.Scan(&v) }, `
		SELECT t.id
		  FROM ticket t
		 WHERE `+c.sql(), c.args...)
	if err != nil {
		return nil, errs.Wrap(err, "looking for a number")
	}
	for _, t := range found {
		if !slices.Contains(exact, t) {
			exact = append(exact, t)
		}
	}
	return exact, nil
}

// quote puts the place where a search found into the rows' snippets.
func quote(ctx context.Context, h db.Handle, me access.Actor, words string, rows []Row) error {
	if words == "" || len(rows) == 0 || !me.IsAgent() {
		return nil
	}
	at := map[id.Ticket]int{}
	var ids []id.Ticket
	for i, r := range rows {
		if r.Snippet != "" { // which only those have that may be read in full
			at[r.ID], ids = i, append(ids, r.ID)
		}
	}
	marks, args := db.In(ids)
	done := map[id.Ticket]bool{}
	err := h.Each(ctx, func(r db.Row) error {
		var t id.Ticket
		var facts []byte
		if err := r.Scan(&t, &facts); err != nil {
			return err
		}
		if done[t] {
			return nil
		}
		if s := search.Snippet(bodyOf(facts), words); s != "" {
			rows[at[t]].Snippet, done[t] = s, true
		}
		return nil
	}, `
		SELECT ticket_id, facts
		  FROM timeline_entry
		 WHERE ticket_id IN `+marks+`
		   AND kind IN ('ticket.opened', 'message.replied', 'message.noted', 'ticket.resolved')
		 ORDER BY ticket_id, seq
		 LIMIT 2000`, args...)
	return errs.Wrap(err, "quoting what was found")
}

func bodyOf(facts []byte) string {
	var f struct {
		Body    string `json:"body"`
		Message string `json:"message"`
	}
	if json.Unmarshal(facts, &f) != nil {
		return "" // an entry that cannot be read is verify's business, not a search's
	}
	return f.Body + f.Message
}
