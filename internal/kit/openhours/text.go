package openhours

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // zones travel with the binary: the machine may have none

	"secondline/internal/kit/errs"
)

// LoadZone finds a time zone by its IANA name.
func LoadZone(name string) (*time.Location, error) {
	zone, err := time.LoadLocation(name)
	if err != nil || name == "" || name == "Local" {
		return nil, errs.Because(err, errs.Invalid, "There is no time zone %q; write it as Europe/Berlin.", name)
	}
	return zone, nil
}

// A Day is a date on the calendar of no zone in particular.
type Day struct {
	Year  int
	Month time.Month
	Day   int
}

// DayOf is the date that an instant has in its own zone.
func DayOf(t time.Time) Day {
	y, m, d := t.Date()
	return Day{y, m, d}
}

// ParseDay reads "2026-12-25".
func ParseDay(s string) (Day, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Day{}, errs.Because(err, errs.Invalid, "%q is not a date; write it as 2026-12-25.", s)
	}
	return DayOf(t), nil
}

func (d Day) midnight() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

// Plus is the day some days later, or earlier.
func (d Day) Plus(days int) Day { return DayOf(d.midnight().AddDate(0, 0, days)) }

// Compare orders days by time.
func (d Day) Compare(e Day) int { return d.midnight().Compare(e.midnight()) }

func (d Day) next() Day { return d.Plus(1) }

// weekday counts from Monday.
func (d Day) weekday() int { return (int(d.midnight().Weekday()) + 6) % 7 }

// String is the day as "2026-12-25".
func (d Day) String() string { return d.midnight().Format(time.DateOnly) }

// MarshalText writes the day as "2026-12-25".
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (d *Day) UnmarshalText(b []byte) (err error) {
	*d, err = ParseDay(string(b))
	return err
}

// Minutes reads a time of day as minutes since midnight; "24:00" is the end of the day.
func Minutes(s string) (int, error) {
	hours, minutes, found := strings.Cut(s, ":")
	h, errH := strconv.Atoi(hours)
	m, errM := strconv.Atoi(minutes)
	at := h*60 + m
	if !found || errH != nil || errM != nil || len(minutes) != 2 || h < 0 || m < 0 || m > 59 || at > fullDay {
		return 0, errs.New(errs.Invalid, "%q is not a time of day; write it as 09:00, up to 24:00.", s)
	}
	return at, nil
}

// TimeOfDay writes minutes since midnight as "09:00".
func TimeOfDay(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60) }

// String is the window as "09:00-17:00".
func (w Window) String() string { return TimeOfDay(w.From) + "-" + TimeOfDay(w.To) }

// MarshalText writes the window as "09:00-17:00".
func (w Window) MarshalText() ([]byte, error) { return []byte(w.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (w *Window) UnmarshalText(b []byte) (err error) {
	from, to, found := strings.Cut(string(b), "-")
	if !found {
		return errs.New(errs.Invalid, "%q is not a window of a day; write it as 09:00-17:00.", b)
	}
	if w.From, err = Minutes(from); err != nil {
		return err
	}
	w.To, err = Minutes(to)
	return err
}

// Checked returns the week with each day's windows in order, or says which two
// cannot both be.
func (w Week) Checked() (Week, error) {
	for i, day := range w {
		day = slices.Clone(day)
		slices.SortFunc(day, func(a, b Window) int { return a.From - b.From })
		for j, at := range day {
			if at.From < 0 || at.To > fullDay || at.From >= at.To {
				return w, errs.New(errs.Invalid, "%s: a window ends after it begins, within its day; %s does not.", time.Weekday((i+1)%7), at)
			}
			if j > 0 && at.From < day[j-1].To {
				return w, errs.New(errs.Invalid, "%s: %s and %s overlap; make one window of them.", time.Weekday((i+1)%7), day[j-1], at)
			}
		}
		w[i] = day
	}
	return w, nil
}

// Sum is the open time of a week without holidays.
func (w Week) Sum() time.Duration {
	var sum int
	for _, day := range w {
		for _, at := range day {
			sum += at.To - at.From
		}
	}
	return time.Duration(sum) * time.Minute
}
