package holidays_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"testing"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/core/event"
	"secondline/internal/core/job"
	"secondline/internal/db"
	"secondline/internal/db/dbtest"
	"secondline/internal/desk/calendar"
	"secondline/internal/flow/holidays"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/clock"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/openhours"
)

// A server is the outside world: what the feed says, or why it does not.
type server struct {
	says  string
	fails error
	asked int
}

func (s *server) Get(context.Context, string, int64, time.Duration) ([]byte, error) {
	s.asked++
	return []byte(s.says), s.fails
}

func feed(day string) string {
	return "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:" + day + "\r\nSUMMARY:Carnival\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
}

// A watch is a desk with one calendar that follows a feed and a country.
type watch struct {
	t       *testing.T
	db      *db.DB
	clock   *clock.Fake
	jobs    *job.Runner
	outside *server
}

const office id.Calendar = 1

func each(t *testing.T, story func(w *watch)) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		log, c := slog.New(slog.DiscardHandler), clock.NewFake(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))
		w := &watch{t: t, db: d, clock: c, jobs: job.NewRunner(d, c, log), outside: &server{says: feed("20260316")}}
		door := work.New(work.Options{DB: d, Clock: c, IDs: id.NewMaker(c, 1), Bus: &event.Bus{}, Jobs: w.jobs, Log: log})
		holidays.New(door, w.outside).Register(w.jobs)
		w.jobs.Handle(work.ReindexClocks, func(context.Context, json.RawMessage) error { return nil })
		follows := calendar.Calendar{
			ID: office, Name: "Office", Zone: "UTC", Week: calendar.Office, Standard: true, Feed: "https://example.com/a.ics", Country: "DE", Version: 1,
		}
		w.must(door.Do(t.Context(), access.Desk("test"), func(ctx context.Context, w *work.Work) error {
			if err := calendar.Insert(ctx, w.Tx, follows); err != nil {
				return err
			}
			return holidays.Ask(ctx, w, follows)
		}))
		story(w)
	})
}

func (w *watch) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *watch) later(span time.Duration) {
	w.t.Helper()
	w.clock.Advance(span)
	w.must(w.jobs.Drain(w.t.Context()))
}

// says lists the days of a source.
func (w *watch) says(source calendar.Source) (days []openhours.Day) {
	w.t.Helper()
	list, err := calendar.Holidays(w.t.Context(), w.db.Read(), office)
	w.must(err)
	for _, h := range list {
		if h.Source == source {
			days = append(days, h.Day)
		}
	}
	return days
}

func (w *watch) now() calendar.Calendar {
	w.t.Helper()
	got, err := calendar.Get(w.t.Context(), w.db.Read(), office)
	w.must(err)
	return got
}

func TestAFeedIsReadEachDay(t *testing.T) {
	each(t, func(w *watch) {
		w.later(0)
		if got := w.says(calendar.ByFeed); len(got) != 1 || got[0].Day != 16 || len(w.says(calendar.ByCountry)) < 40 || w.now().FeedAt.IsZero() {
			t.Errorf("it says %v, %+v", got, w.now())
		}
		w.outside.says = feed("20260317")
		w.later(23 * time.Hour)
		if w.outside.asked != 1 {
			t.Error("it was asked again within the day")
		}
		w.later(time.Hour)
		if got := w.says(calendar.ByFeed); len(got) != 1 || got[0].Day != 17 {
			t.Errorf("the next day it says %v", got)
		}
	})
}

func TestAFeedThatFailsTakesNothingAway(t *testing.T) {
	each(t, func(w *watch) {
		w.later(0)
		w.outside.fails = errs.New(errs.Unavailable, "example.com did not answer.")
		w.later(24 * time.Hour)
		if got := w.says(calendar.ByFeed); len(got) != 1 || w.now().FeedError != "example.com did not answer." {
			t.Errorf("what it had is %v, and it shows %q", got, w.now().FeedError)
		}
		w.outside.fails, w.outside.says = nil, "<html>Sign in</html>"
		w.later(time.Hour)
		if got := w.says(calendar.ByFeed); len(got) != 1 || w.now().FeedError == "" || w.outside.asked != 3 {
			t.Errorf("what it had is %v, and it shows %q", got, w.now().FeedError)
		}
		w.outside.says = feed("20260318")
		w.later(time.Hour)
		if got := w.says(calendar.ByFeed); len(got) != 1 || got[0].Day != 18 || w.now().FeedError != "" || w.now().Version != 1 {
			t.Errorf("well again it says %v, %+v", got, w.now())
		}
	})
}
