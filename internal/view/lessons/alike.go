package lessons

import (
	"cmp"
	"context"
	"slices"
	"unicode/utf8"

	"secondline/internal/core/access"
	"secondline/internal/core/search"
	"secondline/internal/db"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

const (
	looked = 200 // lessons of a service that are compared, the last given first
	shown  = 5
)

// A candidate is a lesson of the same service.
type candidate struct {
	lesson   id.Lesson
	category id.Category
	subject  string
	score    int
}

// matching finds the lessons that a ticket calls to mind: of the same service,
// and of the same category or with words in common.
func matching(ctx context.Context, h db.Handle, me access.Actor, t *ticket.Ticket) ([]id.Lesson, error) {
	if t.Service == 0 {
		return nil, nil
	}
	seen, orgs := me.Scope().Organisations("l.organisation_id")
	found, err := db.All(ctx, h, func(r db.Row) (c candidate, err error) {
		return c, r.Scan(&c.lesson, db.Null(&c.category), &c.subject)
	}, `
		SELECT l.id, l.category_id, s.subject
		  FROM lesson l
		  JOIN ticket s ON s.id = l.ticket_id
		 WHERE l.service_id = ? AND l.ticket_id <> ? AND `+seen+`
		 ORDER BY l.given_at DESC, l.id DESC
		 LIMIT ?`, append(append([]any{t.Service, t.ID}, orgs...), looked)...)
	if err != nil {
		return nil, errs.Wrap(err, "looking for lessons")
	}
	return best(found, t), nil
}

// best keeps those that really match. The category says more than a word does;
// one word in common without it is chance.
func best(found []candidate, t *ticket.Ticket) []id.Lesson {
	words := telling(t.Subject)
	var kept []candidate
	for _, c := range found {
		for _, w := range telling(c.subject) {
			if slices.Contains(words, w) {
				c.score++
			}
		}
		same := c.category != 0 && c.category == t.Category
		if same {
			c.score += 2
		}
		if c.score >= 2 {
			kept = append(kept, c)
		}
	}
	slices.SortStableFunc(kept, func(a, b candidate) int { return cmp.Compare(b.score, a.score) })
	var keys []id.Lesson
	for _, c := range kept[:min(len(kept), shown)] {
		keys = append(keys, c.lesson)
	}
	return keys
}

// telling are the words of a subject that tell it from others: each once, and no
// short ones.
func telling(subject string) []string {
	var out []string
	for _, w := range search.Words(subject) {
		if utf8.RuneCountInString(w) > 3 && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}

// inOrder puts the ticket's own lessons first and the others in order of their
// match.
func inOrder(list []Lesson, own id.Ref, keys []id.Lesson) []Lesson {
	place := func(l Lesson) int {
		if l.Ticket.Ref == own {
			return -1
		}
		return slices.Index(keys, l.ID)
	}
	slices.SortStableFunc(list, func(a, b Lesson) int { return cmp.Compare(place(a), place(b)) })
	return list
}
