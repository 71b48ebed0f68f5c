package portalview

import (
	"context"
	"strconv"
	"strings"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/page"
)

// How many requests a page shows: all that are open, in practice, and the
// solved ones a page at a time.
const (
	openLimit   = 200
	solvedLimit = 25
)

// A Wish is which requests a list is to show.
type Wish struct {
	All    bool   // the whole organisation's, for those who may see them
	Cursor string // of the solved ones
}

// Lists are the actor's requests.
func (w *Window) Lists(ctx context.Context, a access.Actor, wish Wish) (Lists, error) {
	a = Customer(a)
	var lists Lists
	plain, ranks, err := w.ladder(ctx)
	if err != nil {
		return lists, err
	}
	open, err := w.latest(ctx, a, wish.All, openLimit, `t.state IN ('new', 'open', 'waiting')`)
	if err != nil {
		return lists, errs.Wrap(err, "listing open requests")
	}
	history, err := w.book.History(ctx, w.source.Read())
	if err != nil {
		return lists, err
	}
	for _, t := range open {
		line := t.line(a, plain, ranks)
		if promises := t.promises(history, w.clock.Now(), nil); len(promises) > 0 {
			line.Promise = &promises[0]
		}
		if line.Standing.Stage == OnYou && line.Standing.Whom == "" {
			lists.OnYou = append(lists.OnYou, line)
			continue
		}
		lists.Open = append(lists.Open, line)
	}
	done, err := w.done(ctx, a, wish)
	if err != nil {
		return lists, err
	}
	for _, t := range done.Items {
		lists.Solved = append(lists.Solved, t.line(a, plain, ranks))
	}
	lists.Next = done.Next
	return lists, nil
}

func (w *Window) done(ctx context.Context, a access.Actor, wish Wish) (page.Page[row], error) {
	where, args := `t.state IN ('resolved', 'closed')`, []any{}
	if wish.Cursor != "" {
		var at int64
		var last id.Ticket
		if err := page.Decode(wish.Cursor, &at, &last); err != nil {
			return page.Page[row]{}, err
		}
		where, args = where+` AND (t.updated_at, t.id) < (?, ?)`, append(args, at, last)
	}
	rows, err := w.latest(ctx, a, wish.All, solvedLimit+1, where, args...)
	if err != nil {
		return page.Page[row]{}, errs.Wrap(err, "listing solved requests")
	}
	return page.Cut(rows, solvedLimit, func(t row) []any { return []any{t.updatedAt.UnixMicro(), t.ticket} }), nil
}

// A way is one reason why a customer may see tickets: which, and whose.
type way struct {
	from string
	who  any
}

// latest reads the tickets of a customer that moved last. Each way to see one is
// asked for its latest by itself, so that each walks its own index and stops: a
// single condition for all of them would read every ticket of a large
// organisation to show twenty.
func (w *Window) latest(ctx context.Context, a access.Actor, all bool, limit int, where string, args ...any) ([]row, error) {
	const order = ` ORDER BY t.updated_at DESC, t.id DESC LIMIT ?`
	ways := []way{
		{`ticket t WHERE t.requester_id = ?`, a.Person},
		{`ticket_participant p JOIN ticket t ON t.id = p.ticket_id WHERE p.role = 'cc' AND p.person_id = ?`, a.Person},
	}
	if all && a.SeesOrganisation {
		ways = append(ways, way{`ticket t WHERE t.organisation_id = ?`, a.Organisation})
	}
	var parts []string
	var given []any
	for i, one := range ways {
		parts = append(parts, `SELECT id FROM (SELECT t.id FROM `+one.from+` AND `+where+order+`) w`+strconv.Itoa(i))
		given = append(append(append(given, one.who), args...), limit)
	}
	return w.rows(ctx, a.Person, `t.id IN (`+strings.Join(parts, ` UNION `)+`)`+order, append(given, limit)...)
}

func (t row) line(a access.Actor, plain map[id.Team]string, ranks []int) Line {
	return Line{
		Ref: t.number.Ref(), Subject: t.subject, Requester: t.whose(a), UpdatedAt: t.updated(),
		Standing: t.standing(a, plain), Walk: t.dots(ranks),
	}
}

// whose names the requester, unless it is the viewer.
func (t row) whose(a access.Actor) string {
	if t.requester == a.Person {
		return ""
	}
	return t.requesterIs
}

// updated is when the customer's side of it last moved. The row's own time would
// tell of notes.
func (t row) updated() time.Time {
	switch {
	case !t.closedAt.IsZero():
		return t.closedAt
	case !t.resolvedAt.IsZero():
		return t.resolvedAt
	default:
		return t.now().From
	}
}

// ladder reads the plain names of the teams and the ranks of the ladder.
func (w *Window) ladder(ctx context.Context) (plain map[id.Team]string, ranks []int, err error) {
	plain = map[id.Team]string{}
	err = w.source.Read().Each(ctx, func(r db.Row) error {
		var team id.Team
		var name string
		if err := r.Scan(&team, &name); err != nil {
			return err
		}
		plain[team] = name
		return nil
	}, `SELECT id, plain_name FROM team ORDER BY id`)
	if err != nil {
		return nil, nil, errs.Wrap(err, "reading the teams' plain names")
	}
	ranks, err = db.All(ctx, w.source.Read(), func(r db.Row) (n int, err error) { return n, r.Scan(&n) }, `
		SELECT rank
		  FROM level
		 WHERE archived_at IS NULL
		 ORDER BY rank
		 LIMIT 9`)
	return plain, ranks, errs.Wrap(err, "reading the ladder")
}
