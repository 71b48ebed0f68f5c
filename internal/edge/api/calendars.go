package api

import (
	"context"
	"io"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"secondline/internal/core/access"
	"secondline/internal/desk/calendar"
	"secondline/internal/flow/admin"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/openhours"
	"secondline/internal/kit/page"
	"secondline/internal/view/settings"
)

// A CalendarWish says what a calendar is to be.
type CalendarWish struct {
	Name     *string     `json:"name,omitempty"`
	Zone     *string     `json:"zone,omitempty" example:"Europe/Berlin"`
	Week     *[][]string `json:"week,omitempty" maxItems:"7" doc:"the windows of each day, Monday first: [[\"09:00-12:00\",\"13:00-17:00\"],…]"`
	Country  *string     `json:"country,omitempty" doc:"whose public holidays it keeps; the empty text is none"`
	Feed     *string     `json:"feed,omitempty" doc:"an iCalendar address to read each day; the empty text is none"`
	Standard *bool       `json:"standard,omitempty" doc:"for whatever names no calendar"`
	Archived *bool       `json:"archived,omitempty"`
}

func (in CalendarWish) wish() (admin.CalendarIn, error) {
	out := admin.CalendarIn{Name: in.Name, Zone: in.Zone, Country: in.Country, Feed: in.Feed, Standard: in.Standard, Archived: in.Archived}
	if in.Week == nil {
		return out, nil
	}
	week, err := settings.Week(*in.Week)
	out.Week = &week
	return out, err
}

func (a *API) registerCalendars() {
	registerNoun(a, noun[id.Calendar, CalendarWish, settings.FullCalendar]{
		path: "/calendars", one: "calendar", many: "calendars",
		list: func(ctx context.Context, by access.Actor, l settings.List) (page.Page[settings.FullCalendar], error) {
			return settings.Calendars(ctx, a.Door.Read(), by, a.Door.Now(), l)
		},
		get: a.calendar,
		add: func(ctx context.Context, by access.Actor, in CalendarWish) (id.Calendar, error) {
			wish, err := in.wish()
			if err != nil {
				return 0, err
			}
			c, err := a.Admin.AddCalendar(ctx, by, wish)
			return c.ID, err
		},
		change: func(ctx context.Context, by access.Actor, key id.Calendar, in CalendarWish) error {
			wish, err := in.wish()
			if err != nil {
				return err
			}
			_, err = a.Admin.ChangeCalendar(ctx, by, key, wish)
			return err
		},
		archive: func(ctx context.Context, by access.Actor, key id.Calendar) error {
			_, err := a.Admin.ChangeCalendar(ctx, by, key, admin.CalendarIn{Archived: new(true)})
			return err
		},
		version: func(c settings.FullCalendar) int64 { return c.Version },
	})
	tags := []string{"calendars"}
	op(a, huma.Operation{Method: http.MethodGet, Path: "/calendars/countries", Summary: "The countries whose public holidays are known", Tags: tags},
		func(_ context.Context, by access.Actor, _ *none) (*body[items[settings.FullCountry]], error) {
			list, err := settings.Countries(by)
			return bodied(items[settings.FullCountry]{list}), err
		})
	op(a, huma.Operation{Method: http.MethodPost, Path: "/calendars/{id}/holidays", Summary: "Close a calendar on some days", Tags: tags}, a.addHolidays)
	op(a, huma.Operation{Method: http.MethodDelete, Path: "/calendars/{id}/holidays/{holiday}", Summary: "Open a calendar again on a day", Tags: tags}, a.removeHoliday)
	op(a, huma.Operation{
		Method: http.MethodPost, Path: "/calendars/{id}/import", Summary: "Take the holidays of an iCalendar file, in place of the file before", Tags: tags,
		MaxBodyBytes: calendar.MaxFile + 64<<10,
	}, a.importHolidays)
	op(a, huma.Operation{Method: http.MethodPost, Path: "/calendars/{id}/refresh", Summary: "Read the feed now and not tomorrow", Tags: tags, DefaultStatus: http.StatusAccepted},
		func(ctx context.Context, by access.Actor, in *Keyed[id.Calendar]) (*none, error) {
			return &none{}, a.Admin.ReadFeed(ctx, by, in.ID.V)
		})
	op(a, huma.Operation{Method: http.MethodPost, Path: "/calendars/{id}/preview", Summary: "What a change of a calendar would move; nothing happens", Tags: tags}, a.previewCalendar)
}

func (a *API) calendar(ctx context.Context, by access.Actor, key id.Calendar) (settings.FullCalendar, error) {
	return settings.Calendar(ctx, a.Door.Read(), by, a.Door.Now(), key)
}

type holidayIn struct {
	Day  string `json:"day" format:"date" example:"2026-12-25"`
	Name string `json:"name"`
}

type holidaysIn struct {
	Keyed[id.Calendar]
	Body struct {
		Items []holidayIn `json:"items" nullable:"false" minItems:"1" maxItems:"100"`
	}
}

func (a *API) addHolidays(ctx context.Context, by access.Actor, in *holidaysIn) (*record[settings.FullCalendar], error) {
	var list []calendar.Holiday
	for _, h := range in.Body.Items {
		day, err := openhours.ParseDay(h.Day)
		if err != nil {
			return nil, errs.Field("day", "%s", errs.Text(err))
		}
		list = append(list, calendar.Holiday{Day: day, Name: h.Name})
	}
	if err := a.Admin.AddHolidays(ctx, by, in.ID.V, list); err != nil {
		return nil, err
	}
	c, err := a.calendar(ctx, by, in.ID.V)
	return recorded(c, c.Version), err
}

// HolidayPath names a holiday by its calendar and its id.
type HolidayPath struct {
	Keyed[id.Calendar]
	Holiday Key[id.Holiday] `path:"holiday"`
}

func (a *API) removeHoliday(ctx context.Context, by access.Actor, in *HolidayPath) (*none, error) {
	return &none{}, a.Admin.RemoveHoliday(ctx, by, in.ID.V, in.Holiday.V)
}

type importIn struct {
	Keyed[id.Calendar]
	RawBody huma.MultipartFormFiles[struct {
		File huma.FormFile `form:"file" required:"true"`
	}]
}

type imported struct {
	Days     int                   `json:"days" doc:"holidays that the file has, from last year to three years ahead"`
	Skipped  int                   `json:"skipped" doc:"events that take no whole day, or were cancelled"`
	Calendar settings.FullCalendar `json:"calendar"`
}

func (a *API) importHolidays(ctx context.Context, by access.Actor, in *importIn) (*body[imported], error) {
	file, err := io.ReadAll(io.LimitReader(in.RawBody.Data().File, calendar.MaxFile+1))
	if err != nil {
		return nil, errs.Because(err, errs.Invalid, "The file did not arrive; send it again.")
	}
	days, skipped, err := a.Admin.ImportHolidays(ctx, by, in.ID.V, file)
	if err != nil {
		return nil, err
	}
	c, err := a.calendar(ctx, by, in.ID.V)
	return bodied(imported{days, skipped, c}), err
}

type previewCalendarIn struct {
	Keyed[id.Calendar]
	Body struct {
		CalendarWish
		Close  []string     `json:"close,omitempty" doc:"days on which it would be shut besides" maxItems:"100"`
		Reopen []id.Holiday `json:"reopen,omitempty" doc:"holidays that would be taken away" maxItems:"100"`
	}
}

func (a *API) previewCalendar(ctx context.Context, by access.Actor, in *previewCalendarIn) (*body[effect], error) {
	wish, err := in.Body.wish()
	if err != nil {
		return nil, err
	}
	var shut []openhours.Day
	for _, s := range in.Body.Close {
		day, err := openhours.ParseDay(s)
		if err != nil {
			return nil, errs.Field("close", "%s", errs.Text(err))
		}
		shut = append(shut, day)
	}
	e, err := a.Admin.PreviewCalendar(ctx, by, in.ID.V, wish, shut, in.Body.Reopen)
	return bodied(effectOf(e)), err
}

// An effect is what a change of the desk's promises would move.
type effect struct {
	Open    int         `json:"open" doc:"open tickets that were looked at: all"`
	Tickets int         `json:"tickets" doc:"of them with a clock that would move"`
	Late    int         `json:"late" doc:"clocks that would be late at once and are not now"`
	Items   []movedItem `json:"items" doc:"the first fifty that you may see, by when they would be due"`
}

type movedItem struct {
	Ref     id.Ref     `json:"ref"`
	Subject string     `json:"subject"`
	Clock   string     `json:"clock"`
	From    *time.Time `json:"from,omitempty" doc:"not if it has no deadline now"`
	To      *time.Time `json:"to,omitempty" doc:"not if it would have none"`
	Late    bool       `json:"late"`
}

func effectOf(e admin.Effect) effect {
	out := effect{Open: e.Open, Tickets: e.Tickets, Late: e.Late, Items: []movedItem{}}
	for _, m := range e.Moves {
		item := movedItem{Ref: m.Ref, Subject: m.Subject, Clock: string(m.Clock), Late: m.Late}
		if !m.From.IsZero() {
			item.From = new(m.From.UTC())
		}
		if !m.To.IsZero() {
			item.To = new(m.To.UTC())
		}
		out.Items = append(out.Items, item)
	}
	return out
}
