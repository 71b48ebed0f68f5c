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

func TestAFeedIsReadEachDay(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, log := t.Context(), slog.New(slog.DiscardHandler)
		c := clock.NewFake(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))
		jobs := job.NewRunner(d, c, log)
		door := work.New(work.Options{DB: d, Clock: c, IDs: id.NewMaker(c, 1), Bus: &event.Bus{}, Jobs: jobs, Log: log})
		outside := &server{says: feed("20260316")}
		holidays.New(door, outside).Register(jobs)
		jobs.Handle(work.ReindexClocks, func(context.Context, json.RawMessage) error { return nil })
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		later := func(span time.Duration) {
			t.Helper()
			c.Advance(span)
			must(jobs.Drain(ctx))
		}
		office := calendar.Calendar{ID: 1, Name: "Office", Zone: "UTC", Week: calendar.Office, Standard: true, Feed: "https://example.com/a.ics", Country: "DE", Version: 1}
		must(door.Do(ctx, access.Desk("test"), func(ctx context.Context, w *work.Work) error {
			if err := calendar.Insert(ctx, w.Tx, office); err != nil {
				return err
			}
			return holidays.Ask(ctx, w, office)
		}))
		says := func(source calendar.Source) (days []openhours.Day) {
			t.Helper()
			list, err := calendar.Holidays(ctx, d.Read(), office.ID)
			must(err)
			for _, h := range list {
				if h.Source == source {
					days = append(days, h.Day)
				}
			}
			return days
		}
		now := func() calendar.Calendar {
			t.Helper()
			got, err := calendar.Get(ctx, d.Read(), office.ID)
			must(err)
			return got
		}
		later(0)
		if got := says(calendar.ByFeed); len(got) != 1 || got[0].Day != 16 || len(says(calendar.ByCountry)) < 40 || now().FeedAt.IsZero() {
			t.Errorf("it says %v, %+v", got, now())
		}
		outside.says = feed("20260317")
		later(23 * time.Hour)
		if outside.asked != 1 {
			t.Error("it was asked again within the day")
		}
		later(time.Hour)
		if got := says(calendar.ByFeed); len(got) != 1 || got[0].Day != 17 {
			t.Errorf("the next day it says %v", got)
		}
		outside.fails = errs.New(errs.Unavailable, "example.com did not answer.")
		later(24 * time.Hour)
		if got := says(calendar.ByFeed); len(got) != 1 || now().FeedError != "example.com did not answer." {
			t.Errorf("what it had is %v, and it shows %q", got, now().FeedError)
		}
		outside.fails, outside.says = nil, "<html>Sign in</html>"
		later(time.Hour)
		if got := says(calendar.ByFeed); len(got) != 1 || now().FeedError == "" || outside.asked != 4 {
			t.Errorf("what it had is %v, and it shows %q", got, now().FeedError)
		}
		outside.says = feed("20260318")
		later(time.Hour)
		if got := says(calendar.ByFeed); len(got) != 1 || got[0].Day != 18 || now().FeedError != "" || now().Version != 1 {
			t.Errorf("well again it says %v, %+v", got, now())
		}
	})
}
