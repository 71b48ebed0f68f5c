package calendar

import (
	"bytes"
	"cmp"
	"maps"
	"slices"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/teambition/rrule-go"

	"secondline/internal/kit/errs"
	"secondline/internal/kit/openhours"
)

// What an iCalendar file may at most hold. Whoever writes a feed may mean ill.
const (
	MaxFile    = 1 << 20 // bytes
	maxEvents  = 3000
	maxRepeats = 200 // events that repeat
	maxDays    = 62  // of one event: the long summer of a school
	maxKept    = 2000
)

// Read takes the holidays out of an iCalendar file: events that take whole days
// and are not cancelled, within the days given. It also counts the events that
// take none.
func Read(file []byte, first, last openhours.Day) (list []Holiday, skipped int, err error) {
	if len(file) > MaxFile {
		return nil, 0, errs.New(errs.Invalid, "The file is larger than %d kB; export fewer years.", MaxFile>>10)
	}
	parsed, err := parse(file)
	if err != nil || !bytes.Contains(file, []byte("BEGIN:VCALENDAR")) {
		return nil, 0, errs.Because(err, errs.Invalid, "This is not an iCalendar file that can be read.")
	}
	events := parsed.Events()
	if len(events) > maxEvents {
		return nil, 0, errs.New(errs.Invalid, "The file has more than %d events; export fewer.", maxEvents)
	}
	days, repeats := map[openhours.Day]string{}, 0
	for _, e := range events {
		on, whole, err := daysOf(e, first, last, &repeats)
		if err != nil {
			return nil, 0, err
		}
		if !whole {
			skipped++
			continue
		}
		name := cmp.Or(text(e, ics.ComponentPropertySummary), "Holiday")
		for _, d := range on {
			if _, taken := days[d]; !taken && d.Compare(first) >= 0 && d.Compare(last) <= 0 {
				days[d] = name
			}
		}
	}
	if len(days) > maxKept {
		return nil, 0, errs.New(errs.Invalid, "The file closes the desk on more than %d days; that cannot be meant.", maxKept)
	}
	return within(days, first, last), skipped, nil
}

// within lists the days of a map from the first to the last in order.
func within(days map[openhours.Day]string, first, last openhours.Day) []Holiday {
	var list []Holiday
	for _, d := range slices.SortedFunc(maps.Keys(days), openhours.Day.Compare) {
		if d.Compare(first) >= 0 && d.Compare(last) <= 0 {
			list = append(list, Holiday{Day: d, Name: shortened(days[d])})
		}
	}
	return list
}

// parse reads a file; what makes the parser panic is not a calendar either.
func parse(file []byte) (c *ics.Calendar, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = errs.New(errs.Invalid, "The iCalendar parser gave up: %v", p)
		}
	}()
	return ics.ParseCalendar(bytes.NewReader(file))
}

func text(e *ics.VEvent, name ics.ComponentProperty) string {
	if p := e.GetProperty(name); p != nil {
		return strings.TrimSpace(p.Value)
	}
	return ""
}

// daysOf lists the days that an event takes; whole is false if it takes none as a
// whole, or was cancelled.
func daysOf(e *ics.VEvent, first, last openhours.Day, repeats *int) (days []openhours.Day, whole bool, err error) {
	from, ok := date(text(e, ics.ComponentPropertyDtStart))
	if !ok || strings.EqualFold(text(e, ics.ComponentPropertyStatus), "CANCELLED") {
		return nil, false, nil
	}
	length := 1
	if to, ok := date(text(e, ics.ComponentPropertyDtEnd)); ok {
		length = max(1, int(to.Sub(from).Hours()/24))
	}
	starts := []time.Time{from}
	if rule := text(e, ics.ComponentPropertyRrule); rule != "" {
		if *repeats++; *repeats > maxRepeats {
			return nil, false, errs.New(errs.Invalid, "The file has more than %d events that repeat; export fewer.", maxRepeats)
		}
		if starts, err = repeated(e, rule, from, first.Plus(-maxDays), last); err != nil {
			return nil, false, err
		}
	}
	for _, start := range starts {
		for i := range min(length, maxDays) {
			days = append(days, openhours.DayOf(start).Plus(i))
		}
	}
	return days, true, nil
}

// date reads a whole day: 20261225. One with a time of day is none, unless that
// is midnight on the clock of the event.
func date(s string) (time.Time, bool) {
	s = strings.TrimSuffix(s, "T000000")
	t, err := time.Parse("20060102", s)
	return t, err == nil && t.Year() >= 1900 && t.Year() <= 2200
}

// repeated lists the starts of an event that repeats by the year, the month or
// the week. One that does so each day or more often is not a holiday.
func repeated(e *ics.VEvent, rule string, from time.Time, first, last openhours.Day) ([]time.Time, error) {
	option, err := rrule.StrToROption(rule)
	if err != nil {
		return nil, errs.Because(err, errs.Invalid, "%q cannot be read: it repeats as %q.", text(e, ics.ComponentPropertySummary), rule)
	}
	if option.Freq > rrule.WEEKLY {
		return nil, errs.New(errs.Invalid, "%q repeats each day or more often; close those days in the week instead.", text(e, ics.ComponentPropertySummary))
	}
	option.Dtstart = from
	r, err := rrule.NewRRule(*option)
	if err != nil {
		return nil, errs.Because(err, errs.Invalid, "%q cannot be read: it repeats as %q.", text(e, ics.ComponentPropertySummary), rule)
	}
	var not []openhours.Day
	for _, p := range e.GetProperties(ics.ComponentPropertyExdate) {
		for _, s := range strings.Split(p.Value, ",") {
			if d, ok := date(strings.TrimSpace(s)); ok {
				not = append(not, openhours.DayOf(d))
			}
		}
	}
	var starts []time.Time
	for next := r.Iterator(); ; {
		t, ok := next()
		if !ok || openhours.DayOf(t).Compare(last) > 0 || len(starts) > maxKept {
			return starts, nil
		}
		if d := openhours.DayOf(t); d.Compare(first) >= 0 && !slices.Contains(not, d) {
			starts = append(starts, t)
		}
	}
}
