package ticketing

import (
	"context"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/desk/calendar"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/openhours"
)

// ResolveAll ends the work on a major incident and on every open ticket below it,
// in one go: each customer reads the same words on their own ticket.
func (d *Desk) ResolveAll(ctx context.Context, by access.Actor, n id.Number, in ResolveIn) error {
	return d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		t, err := load(ctx, w, n, access.RunMajor)
		if err != nil {
			return err
		}
		if err := may(w.By, access.Resolve, t); err != nil {
			return err
		}
		all, err := affected(ctx, w, t)
		if err != nil {
			return err
		}
		for _, c := range all {
			what := in
			if c.ID != t.ID { // the lesson is the incident's, once
				what.FirstLineNextTime, what.Lesson = nil, ""
			}
			if err := d.resolve(ctx, w, c, what); err != nil {
				return err
			}
		}
		return nil
	})
}

// StandDown ends a major incident; its review is due in five working days.
func (d *Desk) StandDown(ctx context.Context, by access.Actor, n id.Number, because string) error {
	return d.change(ctx, by, n, access.RunMajor, func(ctx context.Context, w *work.Work, t *ticket.Ticket) ([]ticket.Fact, error) {
		f, err := standDown(ctx, w, t, because)
		return []ticket.Fact{f}, err
	})
}

func standDown(ctx context.Context, w *work.Work, t *ticket.Ticket, because string) (*ticket.StoodDown, error) {
	hours, err := workingHours(ctx, w)
	if err != nil {
		return nil, err
	}
	return t.StandDown(because, afterDays(hours, w.Now, reviewWithin))
}

// endMajor stands a major incident down when its ticket ends.
func endMajor(ctx context.Context, w *work.Work, t *ticket.Ticket) error {
	if t.IsOpen() || !t.Major.Running() {
		return nil
	}
	f, err := standDown(ctx, w, t, "its ticket ended")
	if err != nil {
		return err
	}
	_, err = w.Record(ctx, t, f)
	return err
}

// Review writes down what was learnt from a major incident.
func (d *Desk) Review(ctx context.Context, by access.Actor, n id.Number, in ticket.Reviewed) error {
	return d.change(ctx, by, n, access.RunMajor, func(_ context.Context, _ *work.Work, t *ticket.Ticket) ([]ticket.Fact, error) {
		f, err := t.Review(in)
		return []ticket.Fact{f}, err
	})
}

// reviewWithin is how many working days a review has.
const reviewWithin = 5

// afterDays is the same time of day, so many working days later.
func afterDays(h openhours.Hours, from time.Time, days int) time.Time {
	zone := h.Zone
	if zone == nil {
		zone = time.UTC
	}
	at := from.In(zone)
	for range 400 { // a calendar that hardly ever opens does not put a review off for ever
		if days == 0 {
			break
		}
		at = at.AddDate(0, 0, 1)
		midnight := time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, zone)
		opens := h.Next(midnight)
		if !opens.IsZero() && opens.In(zone).YearDay() == at.YearDay() && opens.Sub(midnight) < 26*time.Hour {
			days--
		}
	}
	return at
}

// workingHours are those of the standard calendar, or any time of a weekday.
func workingHours(ctx context.Context, w *work.Work) (openhours.Hours, error) {
	h, ok, err := calendar.StandardHours(ctx, w.Tx)
	if !ok {
		h = openhours.Hours{Week: weekdays}
	}
	return h, err
}

// weekdays are the working days of a desk without a calendar.
var weekdays = openhours.Week{{{From: 0, To: 1440}}, {{From: 0, To: 1440}}, {{From: 0, To: 1440}}, {{From: 0, To: 1440}}, {{From: 0, To: 1440}}}
