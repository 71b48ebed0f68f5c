package calendar_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"secondline/internal/db"
	"secondline/internal/db/dbtest"
	"secondline/internal/desk/calendar"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/openhours"
)

func day(t testing.TB, s string) openhours.Day {
	t.Helper()
	d, err := openhours.ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// says lists holidays as "2026-12-25 Christmas".
func says(list []calendar.Holiday) []string {
	var s []string
	for _, h := range list {
		s = append(s, h.Day.String()+" "+h.Name)
	}
	return s
}

func TestACalendarIsChecked(t *testing.T) {
	good := calendar.Calendar{Name: " Office ", Zone: "Europe/Berlin", Week: calendar.Office, Country: "de-by", Feed: "webcal://example.com/x.ics"}
	c, err := good.Checked()
	if err != nil || c.Name != "Office" || c.Country != "DE-BY" || c.Feed != "https://example.com/x.ics" {
		t.Errorf("%+v, %v", c, err)
	}
	for field, change := range map[string]func(*calendar.Calendar){
		"name":    func(c *calendar.Calendar) { c.Name = " " },
		"zone":    func(c *calendar.Calendar) { c.Zone = "Mars" },
		"week":    func(c *calendar.Calendar) { c.Week = openhours.Week{} },
		"country": func(c *calendar.Calendar) { c.Country = "XX" },
		"feed":    func(c *calendar.Calendar) { c.Feed = "file:///etc/passwd" },
	} {
		bad := good
		change(&bad)
		if _, err := bad.Checked(); errs.FieldOf(err) != field {
			t.Errorf("%s: %v", field, err)
		}
	}
	good.Standard, good.ArchivedAt = true, time.Unix(1, 0)
	if _, err := good.Checked(); !errs.Is(err, errs.Conflict) {
		t.Errorf("the standard calendar was archived: %v", err)
	}
}

func TestHolidaysOfACountry(t *testing.T) {
	of := func(code string) []string {
		return says(calendar.Of(code, day(t, "2026-12-01"), day(t, "2027-01-10")))
	}
	if got := of("DE-BY"); !slices.Equal(got, []string{
		"2026-12-25 Weihnachtstag", "2026-12-26 Zweiter Weihnachtsfeiertag", "2027-01-01 Neujahrstag", "2027-01-06 Heilige Drei Könige",
	}) {
		t.Errorf("Bavaria: %v", got)
	}
	if got := of("DE"); len(got) != 3 {
		t.Errorf("Germany: %v", got)
	}
	july := calendar.Of("US", day(t, "2026-07-01"), day(t, "2026-07-31"))
	if len(july) != 2 || july[0].Day != day(t, "2026-07-03") || july[1].Day != day(t, "2026-07-04") {
		t.Errorf("a Saturday is made up for on Friday: %v", says(july))
	}
	for _, c := range calendar.Countries() {
		if n := len(calendar.Of(c.Code, day(t, "2026-01-01"), day(t, "2026-12-31"))); n < 5 || n > 30 {
			t.Errorf("%s has %d holidays", c.Name, n)
		}
	}
}

func file(events ...string) []byte {
	s := "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\n"
	for i, e := range events {
		s += "BEGIN:VEVENT\r\nUID:" + strings.Repeat("u", i+1) + "\r\nDTSTAMP:20260101T000000Z\r\n" + strings.ReplaceAll(e, "\n", "\r\n") + "\r\nEND:VEVENT\r\n"
	}
	return []byte(s + "END:VCALENDAR\r\n")
}

func TestAFileIsRead(t *testing.T) {
	list, skipped, err := calendar.Read(file(
		"SUMMARY:Founders\\, all of them\nDTSTART;VALUE=DATE:20260316\nDTEND;VALUE=DATE:20260317",
		"SUMMARY:Shutdown\nDTSTART;VALUE=DATE:20261228\nDTEND;VALUE=DATE:20261231",
		"SUMMARY:From midnight to midnight\nDTSTART;TZID=Europe/Berlin:20260401T000000\nDTEND;TZID=Europe/Berlin:20260402T000000",
		"SUMMARY:A meeting\nDTSTART:20260401T100000Z\nDTEND:20260401T110000Z",
		"SUMMARY:Called off\nSTATUS:CANCELLED\nDTSTART;VALUE=DATE:20260501",
		"SUMMARY:Every year\nDTSTART;VALUE=DATE:20100704\nRRULE:FREQ=YEARLY\nEXDATE;VALUE=DATE:20270704",
		"SUMMARY:Long gone\nDTSTART;VALUE=DATE:20010704",
	), day(t, "2026-01-01"), day(t, "2028-12-31"))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"2026-03-16 Founders, all of them", "2026-04-01 From midnight to midnight", "2026-07-04 Every year",
		"2026-12-28 Shutdown", "2026-12-29 Shutdown", "2026-12-30 Shutdown", "2028-07-04 Every year",
	}
	if got := says(list); !slices.Equal(got, want) || skipped != 2 {
		t.Errorf("read %q, skipped %d", got, skipped)
	}
}

func TestAFileThatMeansIllIsRefused(t *testing.T) {
	many := make([]string, 201)
	for i := range many {
		many[i] = "SUMMARY:x\nDTSTART;VALUE=DATE:20260101\nRRULE:FREQ=YEARLY"
	}
	for name, f := range map[string][]byte{
		"nothing":           nil,
		"a page":            []byte("<html>not found</html>"),
		"too big":           make([]byte, calendar.MaxFile+1),
		"half a file":       []byte("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"),
		"each second":       file("SUMMARY:x\nDTSTART;VALUE=DATE:20260101\nRRULE:FREQ=SECONDLY"),
		"each day":          file("SUMMARY:x\nDTSTART;VALUE=DATE:20260101\nRRULE:FREQ=DAILY"),
		"a rule of nothing": file("SUMMARY:x\nDTSTART;VALUE=DATE:20260101\nRRULE:FREQ=NEVER"),
		"too many repeats":  file(many...),
	} {
		if list, _, err := calendar.Read(f, day(t, "2026-01-01"), day(t, "2028-12-31")); !errs.Is(err, errs.Invalid) {
			t.Errorf("%s: %v, %v", name, list, err)
		}
	}
	began := time.Now()
	if list, _, err := calendar.Read(file("SUMMARY:x\nDTSTART;VALUE=DATE:20260101\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"), day(t, "2026-01-01"), day(t, "2028-12-31")); err != nil || len(list) != 0 {
		t.Errorf("the 30th of February: %v, %v", list, err)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("a day that never comes took %s", took)
	}
}

func FuzzAFile(f *testing.F) {
	f.Add(file("SUMMARY:x\nDTSTART;VALUE=DATE:20260101\nRRULE:FREQ=MONTHLY;COUNT=3"))
	f.Add(file("SUMMARY:x\nDTSTART;VALUE=DATE:20260101\nDTEND;VALUE=DATE:20990101"))
	first, last := openhours.Day{Year: 2026, Month: 1, Day: 1}, openhours.Day{Year: 2028, Month: 12, Day: 31}
	f.Fuzz(func(t *testing.T, data []byte) {
		list, _, err := calendar.Read(data, first, last)
		if err != nil && len(list) > 0 {
			t.Error("an error with holidays")
		}
		for _, h := range list {
			if h.Day.Compare(first) < 0 || h.Day.Compare(last) > 0 || h.Name == "" {
				t.Errorf("%s %q", h.Day, h.Name)
			}
		}
	})
}

func TestCalendarsAreKept(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx, next := context.Background(), int64(100)
		newID := func() int64 { next++; return next }
		one := calendar.Calendar{ID: 1, Name: "Office", Zone: "Europe/Berlin", Week: calendar.Office, Standard: true, Version: 1}
		two := calendar.Calendar{ID: 2, Name: "Nights", Zone: "America/New_York", Week: openhours.Always().Week, Standard: true, Country: "US", Version: 1}
		err := d.Tx(ctx, func(h db.Handle) error {
			if err := calendar.Insert(ctx, h, one); err != nil {
				return err
			}
			if err := calendar.Insert(ctx, h, two); err != nil {
				return err
			}
			hand := calendar.Holiday{ID: 9, Day: day(t, "2026-07-04"), Name: "Party", Source: calendar.ByHand}
			if err := calendar.AddHoliday(ctx, h, 2, hand); err != nil {
				return err
			}
			list := calendar.Of("US", day(t, "2026-07-01"), day(t, "2026-12-31"))
			if changed, err := calendar.Replace(ctx, h, 2, calendar.ByCountry, list, newID); err != nil || !changed {
				t.Errorf("put in: %v, %v", changed, err)
			}
			changed, err := calendar.Replace(ctx, h, 2, calendar.ByCountry, list, newID)
			if changed {
				t.Error("the same again is a change")
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		all, err := calendar.All(ctx, d.Read())
		if err != nil || len(all) != 2 || all[0].ID != 2 || all[1].Standard || all[0].Week.Sum() != 168*time.Hour {
			t.Errorf("%+v, %v", all, err)
		}
		err = d.Tx(ctx, func(h db.Handle) error {
			changed, err := calendar.Replace(ctx, h, 2, calendar.ByCountry, nil, newID)
			if !changed {
				t.Error("nothing was taken away")
			}
			return err
		})
		list, loadErr := calendar.Holidays(ctx, d.Read(), 2)
		if err != nil || loadErr != nil || !slices.Equal(says(list), []string{"2026-07-04 Party"}) {
			t.Errorf("what was written by hand stays: %v, %v, %v", says(list), err, loadErr)
		}
		err = d.Tx(ctx, func(h db.Handle) error {
			return calendar.Insert(ctx, h, calendar.Calendar{ID: 3, Name: "OFFICE", Zone: "UTC", Week: calendar.Office})
		})
		if !errs.Is(err, errs.Conflict) {
			t.Errorf("the same name again: %v", err)
		}
		if used, err := calendar.InUse(ctx, d.Read(), id.Calendar(1)); used || err != nil {
			t.Errorf("in use: %v, %v", used, err)
		}
	})
}
