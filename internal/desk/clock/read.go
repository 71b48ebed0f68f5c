package clock

import (
	"cmp"
	"slices"
	"time"
)

// Waits that pause every clock: there is nothing to do meanwhile.
var always = []string{"solved", "merged"}

// Read holds a ticket's runs against the desk's policies: one reading per run
// that a target speaks of, the oldest run first.
func Read(s Subject, h History, now time.Time) []Reading {
	var rs []Reading
	for i, run := range s.Runs {
		if r, ok := readRun(s, run, h, now); ok {
			r.Run = i
			rs = append(rs, r)
		}
	}
	return rs
}

// ReadLive reads only what has not stopped: all that lists and timers ask for,
// at a cost that does not grow with a ticket's history.
func ReadLive(s Subject, h History, now time.Time) []Reading {
	var rs []Reading
	for i, run := range s.Runs {
		if !run.To.IsZero() {
			continue
		}
		if r, ok := readRun(s, run, h, now); ok {
			r.Run = i
			rs = append(rs, r)
		}
	}
	return rs
}

func readRun(s Subject, run Run, h History, now time.Time) (Reading, bool) {
	policy, ok := h.Newest()
	if !run.To.IsZero() {
		policy, ok = h.at(run.To)
	}
	if !ok {
		return Reading{}, false
	}
	target, ok := policy.Choose(s, run)
	if !ok {
		return Reading{}, false
	}
	return read(s, run, target, policy.Calendars[target.Calendar], now), true
}

func read(s Subject, run Run, target Target, hours Hours, now time.Time) Reading {
	r := Reading{
		Kind: run.Kind, Target: target, Calendar: hours.Name, Team: run.Team, Handover: run.Handover, Case: run.Case,
		StartedAt: run.From, WarnedAt: run.Warned, BreachedAt: run.Breached, StoppedAt: run.To, Stop: run.Stop,
	}
	if hours.Open.Zone != nil {
		r.Zone = hours.Open.Zone.String()
	}
	r.Pauses = pauses(s, run, target)
	until := now
	if !run.To.IsZero() {
		until = run.To
	}
	t := tape{hours.Open, run.From, r.Pauses}
	r.Spent = t.spent(until)
	r.Left = target.Length - r.Spent
	r.SoonAt, r.WarnAt, r.DueAt = t.when(target.SoonAfter()), t.when(target.WarnAfter()), t.when(target.Length)
	r.State = state(&r, now)
	return r
}

func state(r *Reading, now time.Time) State {
	if !r.Live() {
		switch {
		case !r.BreachedAt.IsZero() || (!r.DueAt.IsZero() && r.DueAt.Before(r.StoppedAt)):
			return Missed
		case r.Stop == "answered" || r.Stop == "resolved" || r.Stop == "handed_on":
			return Met
		default:
			return Ended
		}
	}
	for _, p := range r.Pauses {
		if !p.From.After(now) && (p.To.IsZero() || p.To.After(now)) {
			r.PausedOn = p.On
			return Paused
		}
	}
	return Running
}

// pausesOn tells whether a target's clock stands still while a ticket waits.
func (t Target) pausesOn(wait string) bool {
	switch {
	case slices.Contains(always, wait):
		return true
	case t.Clock == TeamWork:
		return true
	case t.Clock == Acknowledge:
		return false
	default:
		return slices.Contains(t.PauseOn, wait)
	}
}

// pauses lists the times in which a run did not count: in order, apart, within
// the run. Where two overlap, the one that began first gives its name.
func pauses(s Subject, run Run, target Target) []Pause {
	var all []Pause
	for _, w := range s.Waits {
		if target.pausesOn(w.On) {
			all = append(all, Pause{w.From, w.To, w.On})
		}
	}
	for _, g := range run.Gaps {
		all = append(all, Pause{g.From, g.To, g.Why})
	}
	slices.SortStableFunc(all, func(a, b Pause) int { return a.From.Compare(b.From) })
	var list []Pause
	for _, p := range all {
		if p, some := p.within(run); some {
			list = joined(list, p)
		}
	}
	return list
}

// within cuts a pause to the run.
func (p Pause) within(run Run) (Pause, bool) {
	if p.From.Before(run.From) {
		p.From = run.From
	}
	if !run.To.IsZero() && (p.To.IsZero() || p.To.After(run.To)) {
		p.To = run.To
	}
	return p, p.To.IsZero() || p.To.After(p.From)
}

func joined(list []Pause, p Pause) []Pause {
	if n := len(list); n > 0 {
		last := &list[n-1]
		switch {
		case last.To.IsZero(), !p.To.IsZero() && !p.To.After(last.To):
			return list
		case p.From.Before(last.To):
			p.From = last.To
		}
	}
	return append(list, p)
}

// A tape is a run's time with its pauses cut out.
type tape struct {
	open interface {
		Between(from, to time.Time) time.Duration
		Add(from time.Time, d time.Duration) time.Time
	}
	from   time.Time
	pauses []Pause
}

// spent is the open time that counted until an instant.
func (t tape) spent(until time.Time) time.Duration {
	var sum time.Duration
	from := t.from
	for _, p := range t.pauses {
		if !p.From.Before(until) {
			break
		}
		sum += t.open.Between(from, p.From)
		if p.To.IsZero() {
			return sum
		}
		from = p.To
	}
	return sum + t.open.Between(from, until)
}

// when is the instant at which d of open time has counted; zero if a pause
// without an end comes first.
func (t tape) when(d time.Duration) time.Time {
	from := t.from
	for _, p := range t.pauses {
		counted := t.open.Between(from, p.From)
		if d <= counted {
			return t.open.Add(from, d)
		}
		if p.To.IsZero() {
			return time.Time{}
		}
		d -= counted
		from = p.To
	}
	return t.open.Add(from, d)
}

// Next finds the clock that runs out first, of those that count towards an end;
// one that is over stays first.
func Next(rs []Reading) (Reading, bool) {
	var next Reading
	found := false
	for _, r := range rs {
		if !r.Live() || r.DueAt.IsZero() {
			continue
		}
		if !found || cmp.Or(r.DueAt.Compare(next.DueAt), r.Kind.order()-next.Kind.order()) < 0 {
			next, found = r, true
		}
	}
	return next, found
}

// order sets the promise to a customer before those among ourselves.
func (k Kind) order() int { return slices.Index(Kinds, k) }

// Wake is when the desk must look again: the earliest warning or deadline that is
// not on the timeline; zero if there is none. It may lie in the past, also of a
// clock that stopped too late before anybody noticed.
func Wake(rs []Reading) time.Time {
	var wake time.Time
	for _, r := range rs {
		if at := r.Unnoticed(); !at.IsZero() && (wake.IsZero() || at.Before(wake)) {
			wake = at
		}
	}
	return wake
}

// Unnoticed is when this clock's next warning or breach is due; zero if none is.
// A clock warns once and breaches once, and does not warn when it is over.
func (r Reading) Unnoticed() time.Time {
	if !r.BreachedAt.IsZero() {
		return time.Time{}
	}
	at := r.DueAt
	if r.WarnedAt.IsZero() {
		at = r.WarnAt
	}
	if !r.Live() && !at.Before(r.StoppedAt) {
		return time.Time{}
	}
	return at
}
