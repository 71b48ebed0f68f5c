package shift

import (
	"cmp"
	"slices"
	"time"

	"secondline/internal/id"
)

// A Span is a stretch of time that somebody works.
type Span struct {
	From, To time.Time
	Team     id.Team // for which, if the plan says so
}

// Has tells whether a moment lies in the span; its end does not.
func (s Span) Has(at time.Time) bool { return !at.Before(s.From) && at.Before(s.To) }

// A Roster is when one person works: their shifts and what was decided since. It
// knows the time that it was read for (OfPeople), and days to either side.
type Roster struct {
	Zone       *time.Location
	Shifts     []Shift
	Exceptions []Exception // in the order in which they were made
	Since      Day         // the first day that anybody planned for them; "": unplanned
}

const (
	nearby   = 16 * time.Hour                      // within this most work ends
	ahead    = 8 * 24 * time.Hour                  // how far On looks for the end of work
	farAhead = (maxCycle + 2) * 7 * 24 * time.Hour // within this every rota has come round
)

// Planned tells whether anybody planned their time, as of a day.
func (r Roster) Planned(at time.Time) bool { return r.Since != "" && r.Since <= DayOf(at.In(r.zone())) }

func (r Roster) zone() *time.Location {
	if r.Zone == nil {
		return time.UTC
	}
	return r.Zone
}

// On tells whether they work at a moment, and until when; a zero end is one that
// nobody planned, or that is more than a week away.
func (r Roster) On(now time.Time) (on bool, until time.Time) {
	if on, until = r.onWithin(now, nearby); until.IsZero() && on {
		return r.onWithin(now, ahead) // work without an end in sight is rare: only then look further
	}
	return on, until
}

func (r Roster) onWithin(now time.Time, horizon time.Duration) (on bool, until time.Time) {
	spans := r.Between(now, now.Add(horizon))
	if len(spans) == 0 || spans[0].From.After(now) {
		return false, time.Time{}
	}
	for i, s := range spans { // an end at which other work begins is none
		if i+1 < len(spans) && spans[i+1].From.Equal(s.To) {
			continue
		}
		until = s.To
		break
	}
	if !until.Before(now.Add(horizon)) {
		return true, time.Time{}
	}
	return true, until
}

// Next is when they next begin to work, after now; zero if nobody knows.
func (r Roster) Next(now time.Time) time.Time {
	for _, from := range r.turns(now) {
		before := from // the end of the work before, or where looking begins
		for _, s := range r.Between(from, from.Add(farAhead)) {
			if s.From.After(before) {
				return s.From
			}
			before = s.To
		}
	}
	return time.Time{}
}

// turns are the moments from which looking ahead may find work: now, and when
// what was planned or decided begins or ends later.
func (r Roster) turns(now time.Time) []time.Time {
	all := []time.Time{now}
	late := now.Add(farAhead / 2)
	add := func(t time.Time) {
		if t.After(late) {
			all = append(all, t.Add(-time.Minute))
		}
	}
	for _, s := range r.Shifts {
		if day, err := s.Since.date(); err == nil {
			add(Wall(day, 0, r.zone()))
		}
	}
	for _, e := range r.Exceptions {
		add(e.From)
		add(e.To)
	}
	slices.SortFunc(all, time.Time.Compare)
	return all
}

// Between lists when they work from one moment to another, clipped to it, in
// order. Work for different teams that touches stays apart; nothing overlaps.
func (r Roster) Between(from, to time.Time) []Span {
	if !from.Before(to) {
		return nil
	}
	spans := r.planned(from, to)
	for _, e := range r.Exceptions {
		if !e.From.Before(to) || !e.To.After(from) {
			continue
		}
		spans = without(spans, e.From, e.To)
		if e.Kind == Extra {
			spans = append(spans, Span{From: later(e.From, from), To: earlier(e.To, to)})
		}
	}
	return tidy(spans)
}

// planned is what the shifts alone say.
func (r Roster) planned(from, to time.Time) []Span {
	spans := r.unplanned(from, to)
	zone := r.zone()
	for day := shows(from.In(zone)).Truncate(24*time.Hour).AddDate(0, 0, -1); ; day = day.AddDate(0, 0, 1) {
		if !Wall(day, 0, zone).Before(to) {
			return spans
		}
		for _, s := range r.Shifts {
			if !s.on(day) {
				continue
			}
			span := Span{From: later(Wall(day, s.Starts, zone), from), To: earlier(Wall(day, s.Ends, zone), to), Team: s.Team}
			if span.From.Before(span.To) {
				spans = append(spans, span)
			}
		}
	}
}

// unplanned is the time before anybody planned for them: all of it.
func (r Roster) unplanned(from, to time.Time) []Span {
	if r.Since == "" {
		return []Span{{From: from, To: to}}
	}
	day, err := r.Since.date()
	if err != nil {
		return nil
	}
	if first := Wall(day, 0, r.zone()); from.Before(first) {
		return []Span{{From: from, To: earlier(first, to)}}
	}
	return nil
}

// Away is the absence that keeps them from work at a moment: the last word that
// anybody said of it, unless that was that they work. A swap is no absence.
func (r Roster) Away(at time.Time) (Exception, bool) {
	for _, e := range slices.Backward(r.Exceptions) {
		if !at.Before(e.From) && at.Before(e.To) {
			return e, e.Kind == Away && e.Reason != Swapped
		}
	}
	return Exception{}, false
}

// Absent tells whether an absence touches a stretch of time.
func (r Roster) Absent(from, to time.Time) bool {
	for _, e := range r.Exceptions {
		begins := later(e.From, from)
		if !begins.Before(earlier(e.To, to)) {
			continue
		}
		if _, away := r.Away(begins); away {
			return true
		}
	}
	return false
}

// Covers tells whether they work all of a stretch of time.
func (r Roster) Covers(from, to time.Time) bool {
	for _, s := range r.Between(from, to) {
		if s.From.After(from) {
			return false
		}
		from = s.To
	}
	return !from.Before(to)
}

// without takes a stretch of time out of some spans.
func without(spans []Span, from, to time.Time) []Span {
	var left []Span
	for _, s := range spans {
		if before := (Span{s.From, earlier(s.To, from), s.Team}); before.From.Before(before.To) {
			left = append(left, before)
		}
		if after := (Span{later(s.From, to), s.To, s.Team}); after.From.Before(after.To) {
			left = append(left, after)
		}
	}
	return left
}

// tidy sorts spans, and joins those of one team that touch or overlap. Where two
// of different teams overlap, the earlier one goes first.
func tidy(spans []Span) []Span {
	slices.SortFunc(spans, func(a, b Span) int {
		return cmp.Or(a.From.Compare(b.From), a.To.Compare(b.To), cmp.Compare(a.Team, b.Team))
	})
	var out []Span
	for _, s := range spans {
		if n := len(out); n > 0 {
			last := &out[n-1]
			if last.Team == s.Team && !s.From.After(last.To) {
				last.To = later(last.To, s.To)
				continue
			}
			s.From = later(s.From, last.To)
		}
		if s.From.Before(s.To) {
			out = append(out, s)
		}
	}
	return out
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
