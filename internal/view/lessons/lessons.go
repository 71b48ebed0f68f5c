// Package lessons shows what the higher rungs hand down: the lessons that are
// mine to learn, all of them, and those that a ticket calls to mind, each with
// what it changed: how many tickets like it came later, and how many of those
// never had to climb.
package lessons

import (
	"context"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/page"
	"secondline/internal/view/brief"
)

// A Lesson is what was handed down, by whom, for whom, and with what effect.
type Lesson struct {
	ID       id.Lesson              `json:"id"`
	Ticket   Source                 `json:"ticket"`
	Author   brief.Person           `json:"author"`
	Text     string                 `json:"text"`
	Cause    string                 `json:"cause"`
	Service  *brief.Service         `json:"service,omitempty"`
	Category *brief.Category        `json:"category,omitempty"`
	GivenAt  time.Time              `json:"given_at"`
	Learners []Learner              `json:"learners"`
	LearntAt *time.Time             `json:"learnt_at,omitempty"` // by the reader
	Effect   Effect                 `json:"effect"`
	Can      map[access.Action]bool `json:"can"`
}

// A Source is the ticket that taught a lesson.
type Source struct {
	Ref     id.Ref `json:"ref"`
	Subject string `json:"subject"`
}

// A Learner is somebody whom a lesson is for.
type Learner struct {
	Person   brief.Person `json:"person"`
	LearntAt *time.Time   `json:"learnt_at,omitempty"`
}

// An Effect is what came of a lesson: of the tickets of its service and category
// that were solved since, how many needed no higher rung. Neither is counted
// beyond 999.
type Effect struct {
	Later     int `json:"later"`
	FirstLine int `json:"first_line"`
}

// The states of a lesson for its learner.
const (
	Open   = "open"
	Learnt = "learnt"
)

// A Query is which lessons a list shows.
type Query struct {
	Mine   bool
	State  string // Open or Learnt, of the reader's own; empty: both
	Cursor string
	Limit  int
}

const (
	defaultLimit = 50
	maxLimit     = 100
)

// List gives a page of lessons, the last given first.
func List(ctx context.Context, h db.Handle, me access.Actor, q Query) (page.Page[Lesson], error) {
	var none page.Page[Lesson]
	if err := access.MayDesk(me, access.SeeDesk); err != nil {
		return none, err
	}
	where, args := "TRUE", []any(nil)
	if q.Mine || q.State != "" {
		where, args = "mine.person_id = ?", []any{me.Person}
	}
	switch q.State {
	case "":
	case Open:
		where += " AND mine.learnt_at IS NULL"
	case Learnt:
		where += " AND mine.learnt_at IS NOT NULL"
	default:
		return none, errs.Field("state", "A lesson is open or learnt.")
	}
	if q.Cursor != "" {
		var last id.Lesson
		if err := page.Decode(q.Cursor, &last); err != nil {
			return none, err
		}
		where, args = where+" AND l.id < ?", append(args, last)
	}
	limit := page.Clamp(q.Limit, defaultLimit, maxLimit)
	list, err := read(ctx, h, me, where, args, limit+1)
	if err != nil {
		return none, err
	}
	return page.Cut(list, limit, func(l Lesson) []any { return []any{l.ID} }), nil
}

// Get shows one lesson; errs.NotFound if the reader may not see it.
func Get(ctx context.Context, h db.Handle, me access.Actor, key id.Lesson) (Lesson, error) {
	list, err := read(ctx, h, me, "l.id = ?", []any{key}, 1)
	if err == nil && len(list) == 0 {
		err = errs.New(errs.NotFound, "There is no such lesson.")
	}
	if err != nil {
		return Lesson{}, err
	}
	return list[0], nil
}

// read fills lessons with names, learners and effect. The clause may speak of
// mine, the reader's own line among the learners.
func read(ctx context.Context, h db.Handle, me access.Actor, where string, args []any, limit int) ([]Lesson, error) {
	seen, orgs := me.Scope().Organisations("l.organisation_id")
	args = append(append([]any{me.Person}, args...), orgs...)
	list, err := db.All(ctx, h, scan, `
		SELECT l.id, t.number, t.subject, l.author_id, a.name, l.text, l.cause, l.service_id, s.name, l.category_id, c.name, l.given_at,
		       mine.person_id, mine.learnt_at, `+after("TRUE")+`, `+after("x.climbed = FALSE")+`
		  FROM lesson l
		  JOIN ticket t ON t.id = l.ticket_id
		  JOIN person a ON a.id = l.author_id
		  LEFT JOIN service s ON s.id = l.service_id
		  LEFT JOIN category c ON c.id = l.category_id
		  LEFT JOIN lesson_learner mine ON mine.lesson_id = l.id AND mine.person_id = ?
		 WHERE `+where+` AND `+seen+`
		 ORDER BY l.id DESC
		 LIMIT ?`, append(args, limit)...)
	if err != nil {
		return nil, errs.Wrap(err, "reading lessons")
	}
	return list, learners(ctx, h, list)
}

// after counts the tickets like the lesson's that were solved after it was given.
func after(how string) string {
	return `(SELECT count(*)
		          FROM (SELECT 1
		                  FROM ticket x
		                 WHERE x.service_id = l.service_id AND x.category_id = l.category_id AND x.resolved_at > l.given_at
		                   AND x.id <> l.ticket_id AND x.resolution IN ('solved', 'workaround') AND ` + how + `
		                 LIMIT 999) AS later)`
}

func scan(r db.Row) (Lesson, error) {
	var l Lesson
	var number id.Number
	var service brief.Service
	var category brief.Category
	var mine id.Person
	var learnt time.Time
	err := r.Scan(&l.ID, &number, &l.Ticket.Subject, &l.Author.ID, &l.Author.Name, &l.Text, &l.Cause,
		db.Null(&service.ID), db.Null(&service.Name), db.Null(&category.ID), db.Null(&category.Name), db.Into(&l.GivenAt),
		db.Null(&mine), db.Into(&learnt), &l.Effect.Later, &l.Effect.FirstLine)
	if err != nil {
		return l, err
	}
	l.Ticket.Ref, l.Learners = number.Ref(), []Learner{}
	if service.ID != 0 {
		l.Service = &service
	}
	if category.ID != 0 {
		l.Category = &category
	}
	l.LearntAt = when(learnt)
	l.Can = map[access.Action]bool{access.Learn: mine != 0 && learnt.IsZero()}
	return l, nil
}

// learners names whom the lessons are for.
func learners(ctx context.Context, h db.Handle, list []Lesson) error {
	at := map[id.Lesson]int{}
	var ids []id.Lesson
	for i, l := range list {
		at[l.ID], ids = i, append(ids, l.ID)
	}
	if len(ids) == 0 {
		return nil
	}
	marks, args := db.In(ids)
	err := h.Each(ctx, func(r db.Row) error {
		var of id.Lesson
		var who brief.Person
		var learnt time.Time
		if err := r.Scan(&of, &who.ID, &who.Name, db.Into(&learnt)); err != nil {
			return err
		}
		l := &list[at[of]]
		l.Learners = append(l.Learners, Learner{Person: who, LearntAt: when(learnt)})
		return nil
	}, `
		SELECT k.lesson_id, p.id, p.name, k.learnt_at
		  FROM lesson_learner k
		  JOIN person p ON p.id = k.person_id
		 WHERE k.lesson_id IN `+marks+`
		 ORDER BY k.lesson_id, p.name_key, p.id`, args...)
	return errs.Wrap(err, "reading who learns")
}

func when(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// OfTicket shows the lessons that were given on a ticket, and then those that it
// calls to mind; see alike.go.
func OfTicket(ctx context.Context, h db.Handle, me access.Actor, t *ticket.Ticket) ([]Lesson, error) {
	keys, err := matching(ctx, h, me, t)
	if err != nil {
		return nil, err
	}
	marks, args := db.In(keys)
	list, err := read(ctx, h, me, "(l.ticket_id = ? OR l.id IN "+marks+")", append([]any{t.ID}, args...), maxLimit)
	if err != nil {
		return nil, err
	}
	return inOrder(list, t.Ref(), keys), nil
}
