package admin_test

import (
	"testing"
	"time"

	"secondline/internal/db"
	"secondline/internal/desk/calendar"
	"secondline/internal/desk/clock"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/admin"
	"secondline/internal/flow/people"
	"secondline/internal/flow/ticketing"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/openhours"
)

// policies counts what was brought into force.
func (d *desk) policies() int {
	d.t.Helper()
	h, err := clock.NewBook().History(d.t.Context(), d.door.Read())
	d.must(err)
	return len(h)
}

func (d *desk) jobs(kind string) int {
	d.t.Helper()
	n, err := db.One(d.t.Context(), d.door.Read(), func(r db.Row) (n int, err error) { return n, r.Scan(&n) },
		`SELECT count(*) FROM job WHERE kind = ?`, kind)
	d.must(err)
	return n
}

func (d *desk) office() calendar.Calendar {
	d.t.Helper()
	c, err := calendar.Standard(d.t.Context(), d.door.Read())
	d.must(err)
	return c
}

func (d *desk) target(name string) clock.Target {
	d.t.Helper()
	all, err := clock.All(d.t.Context(), d.door.Read())
	d.must(err)
	for _, t := range all {
		if t.Name == name {
			return t
		}
	}
	d.t.Fatalf("there is no target %q", name)
	return clock.Target{}
}

func TestANewDeskPromisesSomething(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		if got := d.target("Acknowledge, P1"); got.Length != 10*time.Minute || got.Priority != 1 || got.Calendar != d.office().ID {
			t.Errorf("%+v", got)
		}
		if got := d.target("Resolution, P4"); len(got.PauseOn) != 1 || got.PauseOn[0] != "customer" {
			t.Errorf("%+v", got)
		}
		if d.policies() != 1 {
			t.Errorf("%d policies", d.policies())
		}
	})
}

func TestCalendarsChangeAndSayWhat(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ctx := t.Context()
		_, err := d.AddCalendar(ctx, d.ada, admin.CalendarIn{Name: new("Nights"), Zone: new("Mars")})
		d.wants(err, errs.Invalid)
		nights, err := d.AddCalendar(ctx, d.ada, admin.CalendarIn{Name: new("Nights"), Zone: new("Europe/Berlin"), Country: new("DE"), Week: new(openhours.Always().Week)})
		d.must(err)
		if nights.Standard || d.policies() != 2 || d.audited("calendar.created") != 1 {
			t.Errorf("%+v, %d policies", nights, d.policies())
		}
		list, err := calendar.Holidays(ctx, d.door.Read(), nights.ID)
		d.must(err)
		if len(list) < 40 {
			t.Errorf("%d holidays in five years", len(list))
		}
		d.wants(d.RemoveHoliday(ctx, d.ada, nights.ID, list[0].ID), errs.Conflict) // it would come back
		d.must(d.AddHolidays(ctx, d.ada, nights.ID, []calendar.Holiday{{Day: openhours.Day{Year: 2026, Month: 3, Day: 5}, Name: "Party"}}))
		_, err = d.ChangeCalendar(ctx, d.ada, nights.ID, admin.CalendarIn{Country: new("")})
		d.must(err)
		list, err = calendar.Holidays(ctx, d.door.Read(), nights.ID)
		d.must(err)
		if len(list) != 1 || list[0].Name != "Party" {
			t.Errorf("%+v", list)
		}
		taken, skipped, err := d.ImportHolidays(ctx, d.ada, nights.ID, []byte("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;VALUE=DATE:20260501\r\nSUMMARY:May\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"))
		d.must(err)
		if taken != 1 || skipped != 0 {
			t.Errorf("took %d, skipped %d", taken, skipped)
		}
		d.must(d.RemoveHoliday(ctx, d.ada, nights.ID, list[0].ID))
		d.wants(d.RemoveHoliday(ctx, d.ada, nights.ID, list[0].ID), errs.NotFound)
		office := d.office()
		_, err = d.ChangeCalendar(ctx, d.ada, office.ID, admin.CalendarIn{Standard: new(false)})
		d.wants(err, errs.Invalid)
		_, err = d.ChangeCalendar(ctx, d.ada, nights.ID, admin.CalendarIn{Standard: new(true)})
		d.must(err)
		_, err = d.ChangeCalendar(ctx, d.ada, office.ID, admin.CalendarIn{Archived: new(true)})
		d.wants(err, errs.Conflict) // targets run on it
		if d.office().ID != nights.ID || d.jobs(work.ReindexClocks) != d.policies() {
			t.Errorf("%d policies, %d of them brought to the tickets", d.policies(), d.jobs(work.ReindexClocks))
		}
	})
}

func TestTargetsChange(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ctx := t.Context()
		work := clock.TeamWork
		in := admin.TargetIn{Name: new("Own"), Clock: &work, Team: new(d.team("First line").ID), Length: new(time.Hour)}
		own, err := d.AddTarget(ctx, d.ada, in)
		d.must(err)
		if own.Calendar != d.office().ID || own.Warn != clock.DefaultWarn || d.policies() != 2 {
			t.Errorf("%+v", own)
		}
		in.Team = new(id.Team(99))
		_, err = d.AddTarget(ctx, d.ada, in)
		d.wants(err, errs.Invalid)
		in.Team, in.Calendar = nil, new(id.Calendar(99))
		_, err = d.AddTarget(ctx, d.ada, in)
		d.wants(err, errs.Invalid)
		_, err = d.ChangeTarget(ctx, d.ada, own.ID, admin.TargetIn{Archived: new(true)})
		d.must(err)
		_, err = d.ChangeTarget(ctx, d.ada, own.ID, admin.TargetIn{Length: new(time.Duration(0))})
		d.wants(err, errs.Invalid)
		ben, err := people.Actor(ctx, d.door.Read(), d.agent("ben").ID)
		d.must(err)
		_, err = d.ChangeTarget(ctx, ben, own.ID, admin.TargetIn{Length: new(time.Minute)})
		d.wants(err, errs.Forbidden)
		if d.policies() != 3 {
			t.Errorf("%d policies", d.policies())
		}
	})
}

func TestAPreviewMovesNothing(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ctx := t.Context()
		acme, err := d.AddOrganisation(ctx, d.ada, admin.OrganisationIn{Name: new("Acme")})
		d.must(err)
		ann, err := d.AddPerson(ctx, d.ada, admin.PersonIn{Name: new("Ann"), Email: new("ann@acme.test"), Organisation: &acme.ID})
		d.must(err)
		opened, err := ticketing.New(d.door, nil).Open(ctx, d.ada, ticketing.OpenIn{
			Subject: "VPN", Body: "down", Requester: ticketing.RequesterIn{Person: ann.ID}, Impact: 3, Urgency: 3, Channel: ticket.ByConsole, Quiet: true,
		})
		d.must(err)
		p4 := d.target("Resolution, P4")
		e, err := d.PreviewTarget(ctx, d.ada, p4.ID, admin.TargetIn{Length: new(8 * time.Hour)})
		d.must(err)
		if e.Open != 1 || e.Tickets != 1 || len(e.Moves) != 1 || e.Moves[0].Ref != id.RefOf(opened.Number) || e.Late != 0 {
			t.Fatalf("%+v", e)
		}
		if m := e.Moves[0]; m.To.Sub(m.From) >= 0 || !m.To.Equal(time.Date(2026, 3, 2, 17, 0, 0, 0, time.UTC)) {
			t.Errorf("%+v", m)
		}
		e, err = d.PreviewCalendar(ctx, d.ada, d.office().ID, admin.CalendarIn{}, []openhours.Day{{Year: 2026, Month: 3, Day: 2}}, nil)
		d.must(err)
		if e.Tickets != 1 || len(e.Moves) < 2 {
			t.Errorf("a holiday today moves %+v", e)
		}
		e, err = d.PreviewTarget(ctx, d.ada, d.target("Resolution, P1").ID, admin.TargetIn{Length: new(8 * time.Hour)})
		d.must(err)
		if e.Tickets != 0 || e.Open != 1 {
			t.Errorf("what is of no P4 moves %+v", e)
		}
		_, err = d.PreviewTarget(ctx, d.ada, p4.ID, admin.TargetIn{Warn: new(200)})
		d.wants(err, errs.Invalid)
		if d.policies() != 1 {
			t.Error("a preview was brought into force")
		}
	})
}
