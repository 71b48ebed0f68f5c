package shift

import (
	"slices"
	"strings"
	"time"

	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/fold"
)

// A Day is a date on the calendar, "2026-03-16"; "" is none. Days compare as texts.
type Day string

// DayOf is the day that it is at a time, where t's clock hangs.
func DayOf(t time.Time) Day { return Day(t.Format(time.DateOnly)) }

// date is the day's midnight in UTC: for counting days, never as an instant.
func (d Day) date() (time.Time, error) { return time.Parse(time.DateOnly, string(d)) }

// A Shift is a stretch of work that comes again every week, or every few weeks.
type Shift struct {
	ID      id.Shift
	Person  id.Person
	Team    id.Team // zero: whichever of their teams needs them
	Weekday int     // 1 is Monday
	Starts  int     // minutes after midnight, in the person's time zone
	Ends    int     // over 1440: on the next day
	Cycle   int     // comes every so many weeks
	Week    int     // which of them, 0 is the week of Since
	Since   Day
	Until   Day // the last day on which it starts; "": it goes on
}

const (
	dayMinutes = 24 * 60
	maxCycle   = 8
	maxNote    = 200
	longest    = 24 * 60 // minutes; nobody works longer at a time
)

// Checked gives the shift with what was left out filled in, or an error that
// names the field that is wrong.
func (s Shift) Checked() (Shift, error) {
	s.Cycle = max(s.Cycle, 1)
	_, since := s.Since.date()
	_, until := s.Until.date()
	switch {
	case s.Weekday < 1 || s.Weekday > 7:
		return s, errs.Field("weekday", "A weekday is 1 (Monday) to 7 (Sunday).")
	case s.Starts < 0 || s.Starts >= dayMinutes:
		return s, errs.Field("starts", "A shift starts between 00:00 and 23:59.")
	case s.Ends <= s.Starts || s.Ends > s.Starts+longest:
		return s, errs.Field("ends", "A shift ends after it starts, and within 24 hours.")
	case s.Cycle > maxCycle:
		return s, errs.Field("cycle", "A rota comes again after at most %d weeks.", maxCycle)
	case s.Week < 0 || s.Week >= s.Cycle:
		return s, errs.Field("week", "A rota of %d weeks has the weeks 0 to %d.", s.Cycle, s.Cycle-1)
	case since != nil:
		return s, errs.Field("since", "Say from which day the shift holds, like 2026-03-16.")
	case s.Until != "" && until != nil:
		return s, errs.Field("until", "%q is no day; write it like 2026-03-16.", s.Until)
	case s.Until != "" && s.Until < s.Since:
		return s, errs.Field("until", "A shift cannot end before it begins to hold.")
	}
	return s, nil
}

// on tells whether the shift starts on a day, given as its midnight in UTC. The
// weekday is asked first: a whole team's rosters are read for every handover.
func (s Shift) on(day time.Time) bool {
	if weekday(day) != s.Weekday {
		return false
	}
	d := DayOf(day)
	if d < s.Since || (s.Until != "" && d > s.Until) {
		return false
	}
	if s.Cycle <= 1 {
		return true
	}
	since, err := s.Since.date()
	if err != nil { // Checked keeps such a day out of the table
		return false
	}
	weeks := int(monday(day).Sub(monday(since))/(24*time.Hour)) / 7
	return weeks%s.Cycle == s.Week
}

// weekday counts from Monday, which is 1.
func weekday(day time.Time) int { return (int(day.Weekday())+6)%7 + 1 }

func monday(day time.Time) time.Time { return day.AddDate(0, 0, 1-weekday(day)) }

// Clash finds two shifts of one person that ever overlap. Wall clocks are
// compared: that they are put back does not make two shifts one.
func Clash(shifts []Shift) (a, b Shift, clash bool) {
	for i, a := range shifts {
		for _, b := range shifts[i+1:] {
			if a.overlaps(b) {
				return a, b, true
			}
		}
	}
	return a, b, false
}

func (s Shift) overlaps(o Shift) bool {
	from, err := max(s.Since, o.Since).date()
	if err != nil {
		return false
	}
	type started struct {
		at   time.Time
		mine bool
	}
	var all []started
	weeks := max(s.Cycle, 1)*max(o.Cycle, 1) + 1 // then everything comes again
	for day := range 7 * (weeks + 1) {
		on := from.AddDate(0, 0, day-1)
		if s.on(on) {
			all = append(all, started{on.Add(time.Duration(s.Starts) * time.Minute), true})
		}
		if o.on(on) {
			all = append(all, started{on.Add(time.Duration(o.Starts) * time.Minute), false})
		}
	}
	length := map[bool]time.Duration{true: time.Duration(s.Ends-s.Starts) * time.Minute, false: time.Duration(o.Ends-o.Starts) * time.Minute}
	slices.SortFunc(all, func(a, b started) int { return a.at.Compare(b.at) })
	for i := 1; i < len(all); i++ {
		before := all[i-1]
		if before.mine != all[i].mine && before.at.Add(length[before.mine]).After(all[i].at) {
			return true
		}
	}
	return false
}

// What an exception does to the plan.
const (
	Away  = "off"
	Extra = "extra"
)

// The reasons of an exception.
const (
	Holiday  = "holiday"
	Sick     = "sick"
	Training = "training"
	Swapped  = "swap"
	Other    = "other"
)

// Reasons lists the reasons that a person may give.
var Reasons = []string{Holiday, Sick, Training, Other}

// An Exception takes somebody off their plan for a while, or puts them on.
type Exception struct {
	ID       id.Exception
	Person   id.Person
	Kind     string
	Reason   string
	From, To time.Time
	Note     string
	Swap     id.Swap // that made it
}

// maxException keeps a slip of the pen from taking somebody off for a century.
const maxException = 2 * 366 * 24 * time.Hour

// Checked gives the exception with what was left out filled in, or an error that
// names the field that is wrong.
func (e Exception) Checked() (Exception, error) {
	e.Note = fold.Tidy(e.Note)
	if e.Kind == "" {
		e.Kind = Away
	}
	if e.Reason == "" {
		e.Reason = Other
	}
	switch {
	case e.Kind != Away && e.Kind != Extra:
		return e, errs.Field("kind", "An exception takes somebody %q or is %q work.", Away, Extra)
	case e.Reason != Swapped && !slices.Contains(Reasons, e.Reason):
		return e, errs.Field("reason", "The reason is one of %s.", strings.Join(Reasons, ", "))
	case e.From.IsZero() || e.To.IsZero() || !e.To.After(e.From):
		return e, errs.Field("to", "It ends after it begins; say both.")
	case e.To.Sub(e.From) > maxException:
		return e, errs.Field("to", "That is longer than two years; end their shifts instead.")
	case e.Kind == Extra && e.To.Sub(e.From) > longest*time.Minute:
		return e, errs.Field("to", "Nobody works longer than 24 hours at a time; plan a day for each.")
	case len(e.Note) > maxNote:
		return e, errs.Field("note", "The note is longer than %d bytes; shorten it.", maxNote)
	}
	return e, nil
}
