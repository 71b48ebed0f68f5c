package settings

import (
	"context"
	"strings"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/calendar"
	"secondline/internal/desk/clock"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/fold"
	"secondline/internal/kit/isotime"
	"secondline/internal/kit/openhours"
	"secondline/internal/kit/page"
	"secondline/internal/view/brief"
)

// A FullCalendar is when the desk is open.
type FullCalendar struct {
	ID         id.Calendar     `json:"id"`
	Name       string          `json:"name"`
	Zone       string          `json:"zone" doc:"IANA name" example:"Europe/Berlin"`
	Week       [][]string      `json:"week" doc:"the windows of each day, Monday first" example:"[[\"09:00-12:00\",\"13:00-17:00\"],[],[],[],[],[],[]]"`
	Country    string          `json:"country,omitempty" doc:"whose public holidays it keeps" example:"DE-BY"`
	Feed       string          `json:"feed,omitempty" doc:"an iCalendar address that is read each day"`
	FeedAt     *time.Time      `json:"feed_at,omitempty" doc:"when it was read last"`
	FeedError  string          `json:"feed_error,omitempty" doc:"why it could not be read the last time; what it said before stays"`
	Standard   bool            `json:"standard" doc:"for whatever names no calendar"`
	OpenNow    bool            `json:"open_now"`
	NextAt     *time.Time      `json:"next_at,omitempty" doc:"when it opens next, if it is shut"`
	Holidays   []FullHoliday   `json:"holidays,omitempty" doc:"in order; only of one calendar, not in lists"`
	ArchivedAt *time.Time      `json:"archived_at,omitempty"`
	Version    int64           `json:"version"`
	Can        map[string]bool `json:"can"`
}

// A FullHoliday is a day on which it stays shut.
type FullHoliday struct {
	ID     id.Holiday `json:"id"`
	Day    string     `json:"day" format:"date"`
	Name   string     `json:"name"`
	Source string     `json:"source" enum:"hand,country,file,feed"`
}

// A FullCountry is one whose public holidays are known.
type FullCountry struct {
	Code string `json:"code"`
	Name string `json:"name"`
}

// A FullTarget is how long a clock may run.
type FullTarget struct {
	ID           id.Target           `json:"id"`
	Name         string              `json:"name"`
	Clock        string              `json:"clock" enum:"first_response,next_response,resolution,acknowledge,work,vendor"`
	Promise      string              `json:"promise" enum:"SLA,OLA,UC"`
	Organisation *brief.Organisation `json:"organisation,omitempty"`
	Service      *brief.Service      `json:"service,omitempty"`
	Priority     int                 `json:"priority,omitempty"`
	Kind         string              `json:"kind,omitempty" enum:"incident,request"`
	Team         *NamedTeam          `json:"team,omitempty"`
	Vendor       *NamedVendor        `json:"vendor,omitempty"`
	Calendar     NamedCalendar       `json:"calendar"`
	Length       string              `json:"length" doc:"of open time, ISO 8601; a day is 24 hours of it" example:"PT4H"`
	Warn         int                 `json:"warn" doc:"warns at this percentage"`
	PauseOn      []string            `json:"pause_on" doc:"waits on which it pauses"`
	ArchivedAt   *time.Time          `json:"archived_at,omitempty"`
	Version      int64               `json:"version"`
	Can          map[string]bool     `json:"can"`
}

// A NamedTeam, NamedVendor or NamedCalendar is one by its name.
type (
	NamedTeam struct {
		ID   id.Team `json:"id"`
		Name string  `json:"name"`
	}
	NamedVendor struct {
		ID   id.Vendor `json:"id"`
		Name string    `json:"name"`
	}
	NamedCalendar struct {
		ID   id.Calendar `json:"id"`
		Name string      `json:"name"`
	}
)

// plans says whether the actor may change what the desk promises.
func plans(by access.Actor) map[string]bool {
	may := access.MayDesk(by, access.PlanRouting) == nil
	return map[string]bool{"change": may, "archive": may}
}

// Calendars lists the calendars, the standard one first.
func Calendars(ctx context.Context, h db.Handle, by access.Actor, now time.Time, l List) (page.Page[FullCalendar], error) {
	if err := access.MayDesk(by, access.SeeDesk); err != nil {
		return page.Page[FullCalendar]{}, err
	}
	all, err := calendar.All(ctx, h)
	if err != nil {
		return page.Page[FullCalendar]{}, errs.Wrap(err, "listing calendars")
	}
	list := []FullCalendar{}
	for _, c := range all {
		if !l.Archived && !c.ArchivedAt.IsZero() || !strings.Contains(fold.Key(c.Name), fold.Key(l.Words)) {
			continue
		}
		holidays, err := calendar.Holidays(ctx, h, c.ID)
		if err != nil {
			return page.Page[FullCalendar]{}, err
		}
		full, err := opened(by, c, holidays, now)
		if err != nil {
			return page.Page[FullCalendar]{}, err
		}
		full.Holidays = nil
		list = append(list, full)
	}
	return cut(list, l, func(c FullCalendar) int64 { return int64(c.ID) })
}

// Calendar shows one calendar with its holidays.
func Calendar(ctx context.Context, h db.Handle, by access.Actor, now time.Time, key id.Calendar) (FullCalendar, error) {
	if err := access.MayDesk(by, access.SeeDesk); err != nil {
		return FullCalendar{}, err
	}
	c, err := calendar.Get(ctx, h, key)
	if err != nil {
		return FullCalendar{}, err
	}
	holidays, err := calendar.Holidays(ctx, h, key)
	if err != nil {
		return FullCalendar{}, err
	}
	return opened(by, c, holidays, now)
}

func opened(by access.Actor, c calendar.Calendar, holidays []calendar.Holiday, now time.Time) (FullCalendar, error) {
	out := FullCalendar{
		ID: c.ID, Name: c.Name, Zone: c.Zone, Week: make([][]string, 7), Country: c.Country, Feed: c.Feed, FeedAt: when(c.FeedAt),
		FeedError: c.FeedError, Standard: c.Standard, ArchivedAt: when(c.ArchivedAt), Version: c.Version, Can: plans(by),
	}
	for i, day := range c.Week {
		out.Week[i] = []string{}
		for _, w := range day {
			out.Week[i] = append(out.Week[i], w.String())
		}
	}
	for _, d := range holidays {
		out.Holidays = append(out.Holidays, FullHoliday{d.ID, d.Day.String(), d.Name, string(d.Source)})
	}
	hours, err := c.Hours(holidays)
	if err != nil {
		return out, err
	}
	if out.OpenNow = hours.Open(now); !out.OpenNow {
		out.NextAt = when(hours.Next(now).UTC())
	}
	return out, nil
}

// Countries lists the countries whose public holidays are known.
func Countries(by access.Actor) ([]FullCountry, error) {
	if err := access.MayDesk(by, access.SeeDesk); err != nil {
		return nil, err
	}
	var list []FullCountry
	for _, c := range calendar.Countries() {
		list = append(list, FullCountry{c.Code, c.Name})
	}
	return list, nil
}

// Week reads a week as it is on the wire.
func Week(days [][]string) (openhours.Week, error) {
	var week openhours.Week
	if len(days) != len(week) {
		return week, errs.Field("week", "A week has seven days, Monday first.")
	}
	for i, day := range days {
		for _, text := range day {
			var w openhours.Window
			if err := w.UnmarshalText([]byte(text)); err != nil {
				return week, errs.Field("week", "%s", errs.Text(err))
			}
			week[i] = append(week[i], w)
		}
	}
	return week, nil
}

// Targets lists what is promised: by clock, the most specific first. Those for a
// customer whom the actor is not cleared for are left out.
func Targets(ctx context.Context, h db.Handle, by access.Actor, l List) (page.Page[FullTarget], error) {
	if err := access.MayDesk(by, access.SeeDesk); err != nil {
		return page.Page[FullTarget]{}, err
	}
	all, err := clock.All(ctx, h)
	if err != nil {
		return page.Page[FullTarget]{}, errs.Wrap(err, "listing targets")
	}
	names, err := namesOf(ctx, h)
	if err != nil {
		return page.Page[FullTarget]{}, err
	}
	clock.MostSpecificFirst(all)
	list := []FullTarget{}
	for _, t := range all {
		if (l.Archived || t.ArchivedAt.IsZero()) && seesTarget(by, t) && strings.Contains(fold.Key(t.Name), fold.Key(l.Words)) {
			list = append(list, promised(by, t, names[t.ID]))
		}
	}
	return cut(list, l, func(t FullTarget) int64 { return int64(t.ID) })
}

func seesTarget(by access.Actor, t clock.Target) bool {
	return t.Organisation == 0 || by.Cleared(t.Organisation) || access.MayDesk(by, access.PlanRouting) == nil
}

// Target shows one target.
func Target(ctx context.Context, h db.Handle, by access.Actor, key id.Target) (FullTarget, error) {
	if err := access.MayDesk(by, access.SeeDesk); err != nil {
		return FullTarget{}, err
	}
	t, err := clock.Get(ctx, h, key)
	if err != nil {
		return FullTarget{}, err
	}
	if !seesTarget(by, t) {
		return FullTarget{}, errs.New(errs.NotFound, "There is no such target.")
	}
	names, err := namesOf(ctx, h)
	return promised(by, t, names[key]), err
}

// targetNames are the names of what a target speaks of.
type targetNames struct{ organisation, service, team, vendor, calendar string }

func namesOf(ctx context.Context, h db.Handle) (map[id.Target]targetNames, error) {
	names := map[id.Target]targetNames{}
	err := h.Each(ctx, func(row db.Row) error {
		var key id.Target
		var n targetNames
		err := row.Scan(&key, &n.organisation, &n.service, &n.team, &n.vendor, &n.calendar)
		names[key] = n
		return err
	}, `
		SELECT t.id, coalesce(o.name, ''), coalesce(s.name, ''), coalesce(m.name, ''), coalesce(v.name, ''), c.name
		  FROM target t
		  JOIN calendar c ON c.id = t.calendar_id
		  LEFT JOIN organisation o ON o.id = t.organisation_id
		  LEFT JOIN service s ON s.id = t.service_id
		  LEFT JOIN team m ON m.id = t.team_id
		  LEFT JOIN vendor v ON v.id = t.vendor_id
		 ORDER BY t.id`)
	return names, errs.Wrap(err, "naming what targets speak of")
}

func promised(by access.Actor, t clock.Target, n targetNames) FullTarget {
	out := FullTarget{
		ID: t.ID, Name: t.Name, Clock: string(t.Clock), Promise: t.Clock.Promise(), Priority: t.Priority, Kind: t.TicketKind,
		Calendar: NamedCalendar{t.Calendar, n.calendar}, Length: isotime.Format(t.Length), Warn: t.Warn,
		PauseOn: append([]string{}, t.PauseOn...), ArchivedAt: when(t.ArchivedAt), Version: t.Version, Can: plans(by),
	}
	if t.Organisation != 0 {
		out.Organisation = &brief.Organisation{ID: t.Organisation, Name: n.organisation}
	}
	if t.Service != 0 {
		out.Service = &brief.Service{ID: t.Service, Name: n.service}
	}
	if t.Team != 0 {
		out.Team = &NamedTeam{t.Team, n.team}
	}
	if t.Vendor != 0 {
		out.Vendor = &NamedVendor{t.Vendor, n.vendor}
	}
	return out
}
