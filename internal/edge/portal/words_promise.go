package portal

import (
	"strings"
	"time"

	"secondline/internal/view/portalview"
)

// What is promised to a customer is a time and nothing else: never how it is
// measured, nor what we call that among ourselves.

// late stands where a time would, when we did not keep it.
const late = "Late"

// week is how far a weekday says which day is meant.
const week = 6 * 24 * time.Hour

// By is a time to come, as it stands after "by": a clock time today, a weekday
// within a week, else a day in full.
func (s speech) By(t time.Time) string {
	t = t.In(s.zone)
	switch {
	case sameDay(t, s.now):
		return t.Format("15:04")
	case t.After(s.now) && t.Sub(s.now) < week:
		return t.Format("Monday 15:04")
	default:
		return s.Time(t)
	}
}

// tight is By for a narrow column.
func (s speech) tight(t time.Time) string {
	t = t.In(s.zone)
	switch {
	case sameDay(t, s.now):
		return t.Format("15:04")
	case t.After(s.now) && t.Sub(s.now) < week:
		return t.Format("Mon 15:04")
	default:
		return t.Format("2 Jan")
	}
}

// Promise says all promises, as sentences that follow another.
func (s speech) Promise(list []portalview.Promise) string {
	var out strings.Builder
	for _, p := range list {
		switch {
		case p.By.IsZero() || p.Over:
		case p.Of == portalview.Answer:
			out.WriteString(" We answer by " + s.By(p.By) + ".")
		default:
			out.WriteString(" Solved by " + s.By(p.By) + ".")
		}
	}
	return out.String()
}

// Until is the soonest promise in a list, after where the request is.
func (s speech) Until(l portalview.Line) string {
	p := l.Promise
	switch {
	case p == nil, l.Standing.Stage == portalview.OnYou, p.By.IsZero():
		return ""
	case p.Over && p.Of == portalview.Answer:
		return ", our answer is late"
	case p.Over:
		return ", later than promised"
	case p.Of == portalview.Answer:
		return ", answer by " + s.By(p.By)
	default:
		return ", solved by " + s.By(p.By)
	}
}

// About is the promise under the last step.
func (s speech) About(list []portalview.Promise) string {
	for _, p := range list {
		if p.Of == portalview.Solution && !p.By.IsZero() && !p.Over {
			return "by about " + s.By(p.By)
		}
	}
	return ""
}

// promised are the promises as lines of what happens next.
func (s speech) promised(list []portalview.Promise, who string) []Expectation {
	var out []Expectation
	for _, p := range list {
		if p.By.IsZero() {
			continue
		}
		if p.Over {
			out = append(out, Expectation{late, s.sorry(p)})
			continue
		}
		what := "The latest we expect this to be solved."
		if p.Of == portalview.Answer {
			what = "The latest that " + writes(who) + " to you."
		}
		out = append(out, Expectation{s.tight(p.By), what + s.was(p)})
	}
	for _, p := range list {
		if p.By.IsZero() && p.Waited {
			return append(out, Expectation{"Time", "It stands still until you answer; you lose none of it."})
		}
	}
	return out
}

func writes(who string) string {
	if who == "We" {
		return "we write"
	}
	return who + " writes"
}

// sorry says that a promise was not kept, and what it was.
func (s speech) sorry(p portalview.Promise) string {
	if p.Of == portalview.Answer {
		return "We wanted to answer by " + s.By(p.By) + " and have not. We are sorry; it is next."
	}
	return "We wanted this solved by " + s.By(p.By) + " and it is not. We are sorry; we stay on it."
}

// was says what was promised before.
func (s speech) was(p portalview.Promise) string {
	switch {
	case p.Was.IsZero() || s.By(p.Was) == s.By(p.By):
		return ""
	case p.Waited:
		return " It was " + s.By(p.Was) + "; the time that we waited for you came on top."
	default:
		return " We had said " + s.By(p.Was) + " before."
	}
}

// Moved says that another time is promised now.
func (s speech) Moved(p portalview.Post) string {
	what := "The time by which this is to be solved"
	if p.Of == portalview.Answer {
		what = "The time by which we answer"
	}
	return what + " moved from " + s.By(p.Was) + " to " + s.By(p.On) + "."
}

// kept says which promise a change of hands did not touch.
func (s speech) kept(by time.Time) string {
	if by.IsZero() {
		return ""
	}
	return " Your promise of " + s.By(by) + " did not change."
}
