package admin

import (
	"context"
	"fmt"
	"time"

	"secondline/internal/desk/calendar"
	"secondline/internal/desk/clock"
	"secondline/internal/flow/work"
	"secondline/internal/id"
)

// usual is what a new desk promises, by clock and for P1 to P4, in open time. It is
// meant to be changed; a desk without promises has no clocks, and nobody would see
// what they are for.
var usual = []struct {
	clock  clock.Kind
	name   string
	length [4]time.Duration
}{
	{clock.FirstResponse, "First response", [4]time.Duration{30 * time.Minute, time.Hour, 4 * time.Hour, 8 * time.Hour}},
	{clock.NextResponse, "Next response", [4]time.Duration{time.Hour, 2 * time.Hour, 8 * time.Hour, 16 * time.Hour}},
	{clock.Resolution, "Resolution", [4]time.Duration{4 * time.Hour, 8 * time.Hour, 24 * time.Hour, 40 * time.Hour}},
	{clock.Acknowledge, "Acknowledge", [4]time.Duration{10 * time.Minute, 30 * time.Minute, time.Hour, 2 * time.Hour}},
	{clock.TeamWork, "Work", [4]time.Duration{2 * time.Hour, 4 * time.Hour, 16 * time.Hour, 24 * time.Hour}},
}

// vendorsAnswer is what a vendor is held to who has no contract.
const vendorsAnswer = 8 * time.Hour

// beginPromises adds the standard calendar and the usual targets to a new desk.
func beginPromises(ctx context.Context, w *work.Work, zone string) error {
	c, err := calendar.Calendar{
		ID: id.Calendar(w.NewID()), Name: "Office hours", Zone: zone, Week: calendar.Office, Standard: true,
	}.Checked()
	if err != nil {
		return err
	}
	if err := calendar.Insert(ctx, w.Tx, c); err != nil {
		return err
	}
	add := func(t clock.Target) error {
		t.ID, t.Calendar, t.PauseOn = id.Target(w.NewID()), c.ID, usualPauses(t.Clock)
		if t, err = t.Checked(); err != nil {
			return err
		}
		return clock.Insert(ctx, w.Tx, t)
	}
	for _, u := range usual {
		for i, length := range u.length {
			if err := add(clock.Target{Name: fmt.Sprintf("%s, P%d", u.name, i+1), Clock: u.clock, Priority: i + 1, Length: length}); err != nil {
				return err
			}
		}
	}
	if err := add(clock.Target{Name: "Vendor's answer", Clock: clock.VendorAnswer, Length: vendorsAnswer}); err != nil {
		return err
	}
	return w.Republish(ctx, "the desk's first promises")
}
