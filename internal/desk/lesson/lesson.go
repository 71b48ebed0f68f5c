// Package lesson is what a higher rung hands down after solving: "with this,
// first line can solve it next time". It is given to those who handed the ticket
// up; they mark it learnt, and it is shown again on tickets like it.
package lesson

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"secondline/internal/db"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// A Lesson is one sentence or a few, with the ticket that taught it.
type Lesson struct {
	ID           id.Lesson
	Ticket       id.Ticket
	Organisation id.Organisation
	Author       id.Person
	Service      id.Service
	Category     id.Category
	Text         string
	Cause        string
	GivenAt      time.Time
}

// A Learner is somebody whom a lesson is for.
type Learner struct {
	Lesson   id.Lesson
	Person   id.Person
	LearntAt time.Time // zero: not yet
}

const maxText = 4000

// Clean checks a lesson's text.
func Clean(text string) (string, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return "", errs.Field("lesson", "Say in a sentence what first line needs to solve it next time.")
	}
	if utf8.RuneCountInString(text) > maxText {
		return "", errs.Field("lesson", "A lesson is at most %d characters; put the rest into an article.", maxText)
	}
	return text, nil
}

const columns = `l.id, l.ticket_id, l.organisation_id, l.author_id, l.service_id, l.category_id, l.text, l.cause, l.given_at`

func scan(r db.Row) (Lesson, error) {
	var l Lesson
	err := r.Scan(&l.ID, &l.Ticket, &l.Organisation, &l.Author, db.Null(&l.Service), db.Null(&l.Category), &l.Text, &l.Cause, db.Into(&l.GivenAt))
	return l, err
}

// Get loads a lesson; errs.NotFound if there is none.
func Get(ctx context.Context, h db.Handle, key id.Lesson) (Lesson, error) {
	l, err := db.One(ctx, h, scan, `
		SELECT `+columns+`
		  FROM lesson l
		 WHERE l.id = ?`, key)
	if errs.Is(err, errs.NotFound) {
		return l, errs.New(errs.NotFound, "There is no such lesson.")
	}
	return l, errs.Wrap(err, "loading a lesson")
}

// Insert saves a lesson and those whom it is for.
func Insert(ctx context.Context, h db.Handle, l Lesson, learners []id.Person) error {
	_, err := h.Exec(ctx, `
		INSERT INTO lesson (id, ticket_id, organisation_id, author_id, service_id, category_id, text, cause, given_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		l.ID, l.Ticket, l.Organisation, l.Author, db.NullID(l.Service), db.NullID(l.Category), l.Text, l.Cause, db.At(l.GivenAt))
	if err != nil {
		return errs.Wrap(err, "saving a lesson")
	}
	for _, p := range learners {
		_, err := h.Exec(ctx, `
			INSERT INTO lesson_learner (lesson_id, person_id)
			VALUES (?, ?)
			ON CONFLICT DO NOTHING`, l.ID, p)
		if err != nil {
			return errs.Wrap(err, "giving a lesson")
		}
	}
	return nil
}

// Learn marks a lesson learnt; errs.NotFound if it was not for this person.
// Learning twice is learning once: the first time stands.
func Learn(ctx context.Context, h db.Handle, key id.Lesson, who id.Person, at time.Time) (first bool, err error) {
	n, err := h.Exec(ctx, `
		UPDATE lesson_learner
		   SET learnt_at = ?
		 WHERE lesson_id = ? AND person_id = ? AND learnt_at IS NULL`, db.At(at), key, who)
	if err != nil || n > 0 {
		return n > 0, errs.Wrap(err, "learning a lesson")
	}
	_, err = db.One(ctx, h, func(r db.Row) (n int, err error) { return n, r.Scan(&n) }, `
		SELECT 1
		  FROM lesson_learner
		 WHERE lesson_id = ? AND person_id = ?`, key, who)
	if errs.Is(err, errs.NotFound) {
		return false, errs.New(errs.NotFound, "This lesson was given to others.")
	}
	return false, err
}
