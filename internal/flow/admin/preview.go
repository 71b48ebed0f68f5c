package admin

import (
	"cmp"
	"context"
	"slices"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/calendar"
	"secondline/internal/desk/clock"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/openhours"
	"secondline/internal/view/clocks"
)

const (
	shownMoves = 50
	readAtOnce = 200
)

// An Effect is what a change of the desk's promises would move.
type Effect struct {
	Open    int    // tickets that were looked at: all that are open
	Tickets int    // of them with a clock that would move
	Late    int    // clocks that would be late at once and are not now
	Moves   []Move // the first of them, by when they would be due
}

// A Move is a clock that would be due at another time.
type Move struct {
	Ref     id.Ref
	Subject string
	Clock   clock.Kind
	From    time.Time // zero: it has no deadline now, since it pauses or nobody promised it
	To      time.Time // zero: it would have none
	Late    bool      // it would be late at once
}

// PreviewTarget tells what a target would move, a new one (key 0) or one that is
// changed. Nothing happens.
func (d *Desk) PreviewTarget(ctx context.Context, by access.Actor, key id.Target, in TargetIn) (Effect, error) {
	return d.preview(ctx, by, func(h db.Handle, p clock.Policy, now time.Time) (clock.Policy, error) {
		t := clock.Target{ID: 1<<63 - 1, Name: "preview", Warn: clock.DefaultWarn}
		if key != 0 {
			var err error
			if t, err = clock.Get(ctx, h, key); err != nil {
				return p, err
			}
		} else if in.Clock != nil {
			t.PauseOn = usualPauses(*in.Clock)
		}
		if t.Calendar == 0 && in.Calendar == nil {
			c, err := calendar.Standard(ctx, h)
			if err != nil {
				return p, errs.Field("calendar", "%s", errs.Text(err))
			}
			t.Calendar = c.ID
		}
		t, err := in.onto(t, now)
		if err == nil && p.Calendars[t.Calendar].ID == 0 {
			err = errs.Field("calendar", "There is no such calendar.")
		}
		return p.With(t), err
	})
}

// PreviewCalendar tells what a change of a calendar would move, with days on which
// it would be closed besides and holidays that would be taken away.
func (d *Desk) PreviewCalendar(ctx context.Context, by access.Actor, key id.Calendar, in CalendarIn, shut []openhours.Day, gone []id.Holiday) (Effect, error) {
	return d.preview(ctx, by, func(h db.Handle, p clock.Policy, now time.Time) (clock.Policy, error) {
		was, err := calendar.Get(ctx, h, key)
		if err != nil {
			return p, err
		}
		c, err := in.onto(was, now)
		if err != nil {
			return p, err
		}
		list, err := calendar.Holidays(ctx, h, key)
		if err != nil {
			return p, err
		}
		list = slices.DeleteFunc(list, func(h calendar.Holiday) bool {
			return slices.Contains(gone, h.ID) ||
				h.Source == calendar.ByCountry && c.Country != was.Country ||
				h.Source == calendar.ByFeed && c.Feed != was.Feed
		})
		if c.Country != was.Country {
			first, last := calendar.Within(now)
			list = append(list, calendar.Of(c.Country, first, last)...)
		}
		for _, day := range shut {
			list = append(list, calendar.Holiday{Day: day})
		}
		hours, err := c.Hours(list)
		return p.On(clock.Hours{ID: c.ID, Name: c.Name, Open: hours}), err
	})
}

// preview holds every open ticket against the promises as they are and as they
// would be.
func (d *Desk) preview(ctx context.Context, by access.Actor, change func(db.Handle, clock.Policy, time.Time) (clock.Policy, error)) (Effect, error) {
	var e Effect
	if err := access.MayDesk(by, access.PlanRouting); err != nil {
		return e, err
	}
	h, now := d.door.Read(), d.door.Now()
	is, err := clock.Current(ctx, h, now)
	if err != nil {
		return e, err
	}
	would, err := change(h, is, now)
	if err != nil {
		return e, err
	}
	before, after := clock.History{is}, clock.History{would}
	for last := id.Ticket(0); ; {
		list, err := ticket.OpenAfter(ctx, h, last, readAtOnce)
		if err != nil || len(list) == 0 {
			return e, err
		}
		for _, t := range list {
			e.add(by, t, work.Moves(clocks.Of(t, before, now), clocks.Of(t, after, now), "preview"), now)
		}
		last = list[len(list)-1].ID
	}
}

// add counts a ticket and shows what moves, if the actor may see it.
func (e *Effect) add(by access.Actor, t *ticket.Ticket, facts []ticket.Fact, now time.Time) {
	e.Open++
	if len(facts) == 0 {
		return
	}
	e.Tickets++
	for _, f := range facts {
		moved, ok := f.(*ticket.ClockMoved)
		if !ok {
			continue
		}
		late := !moved.To.IsZero() && moved.To.Before(now) && (moved.From.IsZero() || !moved.From.Before(now))
		if late {
			e.Late++
		}
		if access.May(by, access.See, t.Object()) == nil {
			e.Moves = append(e.Moves, Move{t.Ref(), t.Subject, clock.Kind(moved.Clock), moved.From, moved.To, late})
		}
	}
	slices.SortStableFunc(e.Moves, func(a, b Move) int {
		if a.To.IsZero() != b.To.IsZero() {
			return cmp.Compare(b.To.Unix(), a.To.Unix()) // those that lose their deadline come last
		}
		return a.To.Compare(b.To)
	})
	e.Moves = e.Moves[:min(len(e.Moves), shownMoves)]
}
