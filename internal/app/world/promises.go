package world

import (
	"fmt"
	"time"

	"secondline/internal/desk/calendar"
	"secondline/internal/desk/clock"
	"secondline/internal/flow/admin"
	"secondline/internal/kit/openhours"
)

// here is the zone in which it is Thursday afternoon, or nearly, when the month
// ends: the month always ends now, and office hours must lie where its people
// work, whenever somebody starts the demo.
func here(ends time.Time) (zone string, place *time.Location) {
	ahead := (curtain.Hour()*60 + curtain.Minute()) - (ends.UTC().Hour()*60 + ends.UTC().Minute())
	hours := (ahead + 24*60 + 30) / 60 % 24
	if hours > 12 {
		hours -= 24
	}
	switch {
	case hours > 0:
		zone = fmt.Sprintf("Etc/GMT-%d", hours) // what is ahead of Greenwich has a minus there
	case hours < 0:
		zone = fmt.Sprintf("Etc/GMT+%d", -hours)
	default:
		zone = "Etc/UTC"
	}
	return zone, time.FixedZone(zone, hours*3600)
}

// workdays are the five days of the week on which the desk of the demo works:
// today is its Thursday.
func workdays(ends time.Time, place *time.Location) []int {
	today := (int(ends.In(place).Weekday()) + 6) % 7
	var days []int
	for _, d := range []int{-3, -2, -1, 0, 1} {
		days = append(days, (today+d+7)%7)
	}
	return days
}

// promises sets when the desk is open and what it promises.
func (m *mover) promises() error {
	zone, place := here(m.now)
	var week openhours.Week
	for _, d := range workdays(m.now, place) {
		week[d] = []openhours.Window{{From: 8 * 60, To: 18 * 60}}
	}
	list, err := calendar.All(m.ctx, m.Door.Read())
	if err != nil {
		return err
	}
	for _, c := range list {
		if c.Standard {
			m.office = c.ID
		}
	}
	if _, err := m.Admin.ChangeCalendar(m.ctx, m.admin, m.office, admin.CalendarIn{Zone: &zone, Week: &week}); err != nil {
		return fmt.Errorf("setting office hours: %w", err)
	}
	holiday := calendar.Holiday{Day: openhours.DayOf(m.now.In(place)).Plus(21), Name: "Founders’ day", Source: calendar.ByHand}
	if err := m.Admin.AddHolidays(m.ctx, m.admin, m.office, []calendar.Holiday{holiday}); err != nil {
		return fmt.Errorf("adding a holiday: %w", err)
	}
	return m.targets()
}

// targets gives those who are asked to take something more time than a new desk
// does, and keeps the promises of two contracts.
func (m *mover) targets() error {
	list, err := clock.All(m.ctx, m.Door.Read())
	if err != nil {
		return err
	}
	patient := map[int]time.Duration{1: 15 * time.Minute, 2: time.Hour, 3: 2 * time.Hour, 4: 4 * time.Hour}
	for _, t := range list {
		length, ok := patient[t.Priority]
		if t.Clock != clock.Acknowledge || !ok {
			continue
		}
		if _, err := m.Admin.ChangeTarget(m.ctx, m.admin, t.ID, admin.TargetIn{Length: &length}); err != nil {
			return fmt.Errorf("changing %s: %w", t.Name, err)
		}
	}
	for _, c := range []struct {
		org      string
		clock    clock.Kind
		priority int
		length   time.Duration
	}{
		{"Northpike Freight", clock.Resolution, 2, 4 * time.Hour},
		{"Northpike Freight", clock.FirstResponse, 3, time.Hour},
		{"Pellowmarsh Clinic", clock.FirstResponse, 2, 15 * time.Minute},
	} {
		org, name := m.orgs[c.org], "Contract of "+c.org
		_, err := m.Admin.AddTarget(m.ctx, m.admin, admin.TargetIn{
			Name: &name, Clock: &c.clock, Organisation: &org, Priority: &c.priority, Calendar: &m.office, Length: &c.length,
		})
		if err != nil {
			return fmt.Errorf("promising something to %s: %w", c.org, err)
		}
	}
	return nil
}
