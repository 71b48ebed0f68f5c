package clock_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"secondline/internal/db"
	"secondline/internal/db/dbtest"
	"secondline/internal/desk/clock"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

func exec(t *testing.T, h db.Handle, query string, args ...any) {
	t.Helper()
	if _, err := h.Exec(context.Background(), query, args...); err != nil {
		t.Fatal(err)
	}
}

// published changes the tables and publishes them; it tells whether that was new.
func published(t *testing.T, d *db.DB, key id.Policy, since time.Time, change func(h db.Handle) error) (changed bool) {
	t.Helper()
	err := d.Tx(context.Background(), func(h db.Handle) (err error) {
		if err := change(h); err != nil {
			return err
		}
		changed, err = clock.Publish(context.Background(), h, key, since)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return changed
}

func TestPromisesArePublishedAndKept(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, book := context.Background(), clock.NewBook()
		target := clock.Target{ID: 1, Name: "Solve", Clock: clock.Resolution, Priority: 2, Calendar: office, Length: 4 * time.Hour, Warn: 75, PauseOn: []string{"customer"}, Version: 1}
		publish := func(key id.Policy, since string, change func(h db.Handle) error) bool {
			t.Helper()
			return published(t, d, key, at(t, since), change)
		}
		history := func() clock.History {
			t.Helper()
			h, err := book.History(ctx, d.Read())
			if err != nil {
				t.Fatal(err)
			}
			return h
		}
		if h := history(); len(h) != 0 {
			t.Errorf("%d policies of a desk that promises nothing", len(h))
		}
		publish(10, "Mon 09:00", func(h db.Handle) error {
			exec(t, h, `INSERT INTO calendar (id, name, name_key, time_zone, windows, standard) VALUES (?, 'Office', 'office', 'Europe/Berlin', ?, ?)`,
				office, `[["09:00-17:00"],["09:00-17:00"],["09:00-17:00"],["09:00-17:00"],["09:00-17:00"],[],[]]`, true)
			exec(t, h, `INSERT INTO vendor (id, name, name_key, plain_name) VALUES (5, 'Maker', 'maker', 'the maker')`)
			exec(t, h, `INSERT INTO vendor_contract (id, vendor_id, number, answer_seconds) VALUES (6, 5, 'C-1', 3600)`)
			return clock.Insert(ctx, h, target)
		})
		h := history()
		if len(h) != 1 || len(h[0].Targets) != 2 || !h[0].Since.Equal(at(t, "Mon 09:00")) {
			t.Fatalf("%+v", h)
		}
		s := clock.Subject{Priority: 2, Runs: []clock.Run{{Kind: clock.Resolution, From: at(t, "Fri 15:00")}, {Kind: clock.VendorAnswer, Vendor: 5, From: at(t, "Fri 16:30")}}}
		rs := clock.Read(s, h, at(t, "Fri 16:30"))
		due(t, rs[0], "+Mon 11:00")
		due(t, rs[1], "+Mon 09:30")
		if rs[0].Calendar != "Office" || rs[0].Zone != "Europe/Berlin" || rs[1].Target.Contract != 6 {
			t.Errorf("%+v", rs)
		}
		if publish(11, "Tue 09:00", func(db.Handle) error { return nil }) || len(history()) != 1 {
			t.Error("the same promises again are a policy of their own")
		}
		publish(12, "Wed 09:00", func(h db.Handle) error {
			exec(t, h, `INSERT INTO holiday (id, calendar_id, day, name, source) VALUES (1, ?, '2026-03-23', 'Spring', 'hand')`, office)
			target.Length = 2 * time.Hour
			return clock.Update(ctx, h, target)
		})
		h = history()
		if len(h) != 2 || h[0].Targets[0].Length != 4*time.Hour {
			t.Fatalf("%+v", h)
		}
		rs = clock.Read(s, h, at(t, "Fri 16:30"))
		due(t, rs[0], "Fri 17:00")
		due(t, rs[1], "+Tue 09:30")
	})
}

// What a transaction published and then took back is not in the book.
func TestTheBookForgetsWhatWasRolledBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, book, undone := context.Background(), clock.NewBook(), errors.New("undone")
		err := d.Tx(ctx, func(h db.Handle) error {
			if _, err := clock.Publish(ctx, h, 10, at(t, "Mon 09:00")); err != nil {
				t.Error(err)
			}
			if inside, err := book.History(ctx, h); err != nil || len(inside) != 1 {
				t.Errorf("inside: %d, %v", len(inside), err)
			}
			return undone
		})
		if !errors.Is(err, undone) {
			t.Fatal(err)
		}
		if after, err := book.History(ctx, d.Read()); err != nil || len(after) != 0 {
			t.Errorf("afterwards: %d, %v", len(after), err)
		}
	})
}

func TestATargetIsChecked(t *testing.T) {
	good := clock.Target{Name: " Solve ", Clock: clock.Resolution, Calendar: 1, Length: time.Hour, PauseOn: []string{"vendor", "customer", "vendor"}}
	got, err := good.Checked()
	if err != nil || got.Name != "Solve" || got.Warn != clock.DefaultWarn || len(got.PauseOn) != 2 {
		t.Errorf("%+v, %v", got, err)
	}
	for field, change := range map[string]func(*clock.Target){
		"name":        func(c *clock.Target) { c.Name = "" },
		"clock":       func(c *clock.Target) { c.Clock = "egg" },
		"priority":    func(c *clock.Target) { c.Priority = 5 },
		"kind":        func(c *clock.Target) { c.TicketKind = "change" },
		"team":        func(c *clock.Target) { c.Team = 1 },
		"vendor":      func(c *clock.Target) { c.Vendor = 1 },
		"calendar":    func(c *clock.Target) { c.Calendar = 0 },
		"length":      func(c *clock.Target) { c.Length = time.Millisecond },
		"warn":        func(c *clock.Target) { c.Warn = 101 },
		"pause_on[0]": func(c *clock.Target) { c.PauseOn = []string{"godot"} },
		"pause_on":    func(c *clock.Target) { c.Clock = clock.Acknowledge },
	} {
		bad := good
		change(&bad)
		if _, err := bad.Checked(); errs.FieldOf(err) != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}
