// Package calendar knows when the desk is open: for clocks to run on and shifts
// to be planned on.
//
// A Calendar has the windows of a week in a time zone, and holidays. These are
// written by hand, follow from a country (country.go), come from an iCalendar file
// or from a feed that is read again each day (ical.go); each source replaces only
// its own.
//
// What always holds: one calendar, the standard one, is there for whatever names
// none; a day is a holiday once per source; a feed that cannot be read takes
// nothing away.
package calendar

import (
	"net/url"
	"strings"
	"time"

	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/fold"
	"secondline/internal/kit/openhours"
)

// A Calendar is business hours, a time zone and holidays.
type Calendar struct {
	ID         id.Calendar
	Name       string
	Zone       string // "Europe/Berlin"
	Week       openhours.Week
	Country    string // whose holidays it keeps: "DE", "DE-BY", or none
	Feed       string // an address that is read each day, or none
	FeedAt     time.Time
	FeedError  string // why it could not be read the last time
	Standard   bool   // for whatever names no calendar
	ArchivedAt time.Time
	Version    int64
}

// A Source says where a holiday comes from.
type Source string

// The sources.
const (
	ByHand    Source = "hand"
	ByCountry Source = "country"
	ByFile    Source = "file"
	ByFeed    Source = "feed"
)

// A Holiday is a day on which the desk stays shut.
type Holiday struct {
	ID     id.Holiday
	Day    openhours.Day
	Name   string
	Source Source
}

const (
	maxName = 80
	maxURL  = 500
)

// Office is Monday to Friday, nine to five: what a desk begins with.
var Office = openhours.Week{working, working, working, working, working}

var working = []openhours.Window{{From: 9 * 60, To: 17 * 60}}

// Key folds a name: two calendars may not share a key.
func Key(name string) string { return fold.Key(name) }

// Checked gives the calendar tidied, or an error that names the field that is wrong.
func (c Calendar) Checked() (Calendar, error) {
	c.Name, c.Feed, c.Country = fold.Tidy(c.Name), strings.TrimSpace(c.Feed), strings.ToUpper(strings.TrimSpace(c.Country))
	if Key(c.Name) == "" {
		return c, errs.Field("name", "A calendar needs a name.")
	}
	if len(c.Name) > maxName {
		return c, errs.Field("name", "The name is longer than %d bytes; shorten it.", maxName)
	}
	if _, err := openhours.LoadZone(c.Zone); err != nil {
		return c, errs.Field("zone", "%s", errs.Text(err))
	}
	week, err := c.Week.Checked()
	if err != nil {
		return c, errs.Field("week", "%s", errs.Text(err))
	}
	c.Week = week
	switch {
	case week.Sum() == 0:
		return c, errs.Field("week", "A calendar that never opens would stop every clock; give it a window.")
	case c.Country != "" && !Known(c.Country):
		return c, errs.Field("country", "The holidays of %q are not known; import them as an iCalendar file or by a feed.", c.Country)
	case c.Standard && !c.ArchivedAt.IsZero():
		return c, errs.New(errs.Conflict, "The standard calendar cannot be archived; make another one standard first.")
	}
	return c, c.checkFeed()
}

func (c *Calendar) checkFeed() error {
	if c.Feed == "" {
		c.FeedAt, c.FeedError = time.Time{}, ""
		return nil
	}
	if rest, ok := strings.CutPrefix(c.Feed, "webcal://"); ok {
		c.Feed = "https://" + rest
	}
	u, err := url.Parse(c.Feed)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" || u.User != nil || len(c.Feed) > maxURL {
		return errs.Field("feed", "A feed is an address such as https://example.com/holidays.ics.")
	}
	return nil
}

// Checked gives the holiday tidied, or an error that names the field that is wrong.
func (h Holiday) Checked() (Holiday, error) {
	h.Name = shortened(h.Name)
	if h.Name == "" {
		return h, errs.Field("name", "A holiday needs a name.")
	}
	if h.Day.Year < 1970 || h.Day.Year > 2200 {
		return h, errs.Field("day", "That day is out of reach; write it as 2026-12-25.")
	}
	return h, nil
}

// shortened is a name of no more bytes than may be.
func shortened(name string) string {
	name = fold.Tidy(name)
	for len(name) > maxName {
		r := []rune(name)
		name = string(r[:len(r)-1])
	}
	return name
}

// Hours are the calendar with its holidays.
func (c Calendar) Hours(holidays []Holiday) (openhours.Hours, error) {
	zone, err := openhours.LoadZone(c.Zone)
	h := openhours.Hours{Zone: zone, Week: c.Week, Closed: make(map[openhours.Day]bool, len(holidays))}
	for _, d := range holidays {
		h.Closed[d.Day] = true
	}
	return h, err
}

// Within are the first and the last day whose holidays are kept: last year's, for
// clocks that still run, and three years ahead.
func Within(now time.Time) (first, last openhours.Day) {
	year := now.UTC().Year()
	return openhours.Day{Year: year - 1, Month: time.January, Day: 1}, openhours.Day{Year: year + 3, Month: time.December, Day: 31}
}

// Renews tells whether some of its holidays follow from elsewhere, and must be
// looked up again as time goes by.
func (c Calendar) Renews() bool {
	return c.ArchivedAt.IsZero() && (c.Country != "" || c.Feed != "")
}
