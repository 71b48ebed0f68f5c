// Package isotime reads and writes lengths of time as ISO 8601 does: PT4H, PT90M,
// P2D. A day is 24 hours and a week seven days: where hours are those of a
// calendar, so are these.
package isotime

import (
	"fmt"
	"regexp"
	"strconv"
	"time"

	"secondline/internal/kit/errs"
)

const (
	day  = 24 * time.Hour
	week = 7 * day
)

var (
	form  = regexp.MustCompile(`^P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(T(?:(\d{1,6})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?$`)
	units = map[int]time.Duration{1: week, 2: day, 4: time.Hour, 5: time.Minute, 6: time.Second}
)

// Parse reads a length.
func Parse(s string) (time.Duration, error) {
	part := form.FindStringSubmatch(s)
	if part == nil || s == "P" || part[3] == "T" {
		return 0, errs.New(errs.Invalid, "%q is not a length of time; write it as PT4H, PT30M or P2D.", s)
	}
	var sum time.Duration
	for i, unit := range units {
		if part[i] == "" {
			continue
		}
		n, err := strconv.ParseInt(part[i], 10, 64)
		if err != nil {
			return 0, errs.Because(err, errs.Invalid, "%q is not a length of time.", s)
		}
		sum += time.Duration(n) * unit
	}
	return sum, nil
}

// Format writes a length in whole seconds; whole days as P2D.
func Format(d time.Duration) string {
	if d >= day && d%day == 0 {
		return fmt.Sprintf("P%dD", d/day)
	}
	s := "PT"
	for _, u := range []struct {
		length time.Duration
		sign   string
	}{{time.Hour, "H"}, {time.Minute, "M"}, {time.Second, "S"}} {
		if n := d / u.length; n > 0 {
			s += strconv.FormatInt(int64(n), 10) + u.sign
			d -= n * u.length
		}
	}
	if s == "PT" {
		return "PT0S"
	}
	return s
}
