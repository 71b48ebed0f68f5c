package clock

import (
	"maps"
	"slices"
)

// Choose finds the target that a run is held to: of those that fit the ticket,
// the most specific. An organisation's own counts more than a service's, that more
// than a priority's, that more than a kind's; among teams the team's own comes
// first of all, and at vendors the vendor's own and then its contract.
func (p Policy) Choose(s Subject, run Run) (Target, bool) {
	var best Target
	found := false
	for _, t := range p.Targets {
		if !t.fits(s, run) || p.Calendars[t.Calendar].ID == 0 {
			continue
		}
		if !found || t.before(best) {
			best, found = t, true
		}
	}
	return best, found
}

func (t Target) fits(s Subject, run Run) bool {
	as := s.stood(run)
	return t.Clock == run.Kind &&
		(t.Team == 0 || t.Team == run.Team) &&
		(t.Vendor == 0 || t.Vendor == run.Vendor) &&
		(t.Organisation == 0 || t.Organisation == s.Organisation) &&
		(t.Service == 0 || t.Service == as.Service) &&
		(t.Priority == 0 || t.Priority == as.Priority) &&
		(t.TicketKind == "" || t.TicketKind == as.Kind) &&
		!run.From.Before(t.ValidFrom) &&
		(t.ValidUntil.IsZero() || run.From.Before(t.ValidUntil))
}

// before tells whether a target is more specific than another; ties go to the older.
func (t Target) before(o Target) bool {
	a, b := t.specific(), o.specific()
	for i := range a {
		if a[i] != b[i] {
			return a[i]
		}
	}
	return t.ID < o.ID
}

func (t Target) specific() [7]bool {
	return [7]bool{t.Team != 0, t.Vendor != 0, t.Contract != 0, t.Organisation != 0, t.Service != 0, t.Priority != 0, t.TicketKind != ""}
}

// MostSpecificFirst sorts targets as a screen lists them: by clock, and within one
// as Choose prefers them.
func MostSpecificFirst(list []Target) {
	slices.SortStableFunc(list, func(a, b Target) int {
		switch {
		case a.Clock != b.Clock:
			return a.Clock.order() - b.Clock.order()
		case a.specific() == b.specific() && a.Priority != b.Priority:
			return a.Priority - b.Priority
		case a.before(b):
			return -1
		case b.before(a):
			return 1
		}
		return 0
	})
}

// With is the policy with a target changed, added, or, if it is archived, without it.
func (p Policy) With(t Target) Policy {
	p.Targets = slices.DeleteFunc(slices.Clone(p.Targets), func(o Target) bool { return o.ID == t.ID && o.Contract == 0 })
	if t.ArchivedAt.IsZero() {
		p.Targets = append(p.Targets, t)
	}
	return p
}

// On is the policy with the hours of a calendar changed.
func (p Policy) On(h Hours) Policy {
	p.Calendars = maps.Clone(p.Calendars)
	p.Calendars[h.ID] = h
	return p
}
