package lesson_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"secondline/internal/db"
	"secondline/internal/db/dbtest"
	"secondline/internal/desk/lesson"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

func TestALessonIsAFewWords(t *testing.T) {
	for in, want := range map[string]string{" Restart it. ": "Restart it.", strings.Repeat("é", 4000): strings.Repeat("é", 4000)} {
		if got, err := lesson.Clean(in); err != nil || got != want {
			t.Errorf("%.20q: %.20q, %v", in, got, err)
		}
	}
	for _, in := range []string{"", " \n", strings.Repeat("é", 4001)} {
		if _, err := lesson.Clean(in); errs.FieldOf(err) != "lesson" {
			t.Errorf("%.20q: %v", in, err)
		}
	}
}

var nine = time.Date(2026, time.March, 16, 9, 0, 0, 123000, time.UTC)

// furnish makes the one ticket and the people that lessons refer to.
const furnish = `
	INSERT INTO organisation (id, name, name_key) VALUES (1, 'Acme', 'acme');
	INSERT INTO person (id, organisation_id, name, name_key, role) VALUES (11, 1, 'Ann', 'ann', 'requester'), (12, 1, 'Tom', 'tom', 'agent'), (13, 1, 'Nia', 'nia', 'agent');
	INSERT INTO level (id, rank, name, plain_name) VALUES (1, 1, 'L1', 'help desk');
	INSERT INTO team (id, name, name_key, plain_name, kind, level_id) VALUES (1, 'First line', 'first line', 'help desk', 'line', 1);
	INSERT INTO ticket (id, number, organisation_id, requester_id, kind, channel, subject, state, priority, team_id, rank, sum, opened_at, updated_at, seq)
	VALUES (21, 1042, 1, 11, 'incident', 'mail', 'VPN', 'resolved', 4, 1, 1, '{}', 1, 1, 1)`

func TestALessonIsLearntOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		given := lesson.Lesson{ID: 31, Ticket: 21, Organisation: 1, Author: 13, Text: "Restart it.", Cause: "age", GivenAt: nine}
		err := d.Tx(ctx, func(h db.Handle) error {
			for _, statement := range strings.Split(furnish, ";") {
				if _, err := h.Exec(ctx, statement); err != nil {
					return err
				}
			}
			return lesson.Insert(ctx, h, given, []id.Person{12, 12, 13})
		})
		if err != nil {
			t.Fatal(err)
		}
		if got, err := lesson.Get(ctx, d.Read(), 31); err != nil || got != given {
			t.Errorf("%+v, %v", got, err)
		}
		if _, err := lesson.Get(ctx, d.Read(), 32); !errs.Is(err, errs.NotFound) {
			t.Errorf("one that is not there: %v", err)
		}
		for i, want := range []bool{true, false} {
			err := d.Tx(ctx, func(h db.Handle) error {
				first, err := lesson.Learn(ctx, h, 31, 12, nine.Add(time.Duration(i)*time.Hour))
				if first != want {
					t.Errorf("try %d: first is %t", i+1, first)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		err = d.Tx(ctx, func(h db.Handle) error {
			_, err := lesson.Learn(ctx, h, 31, 11, nine)
			return err
		})
		if !errs.Is(err, errs.NotFound) {
			t.Errorf("somebody whom it is not for: %v", err)
		}
	})
}
