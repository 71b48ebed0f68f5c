package shifts

import (
	"context"
	"fmt"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/shift"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/view/brief"
)

// A Plan is who works when, from one moment to another.
type Plan struct {
	From   time.Time              `json:"from"`
	To     time.Time              `json:"to"`
	People []Row                  `json:"people" nullable:"false"`
	OnCall []Duty                 `json:"on_call" nullable:"false"`
	Can    map[access.Action]bool `json:"can"`
}

// A Row is one person's part of the plan.
type Row struct {
	Person     brief.Person    `json:"person"`
	TimeZone   string          `json:"time_zone"`
	Planned    bool            `json:"planned" doc:"without any shift, presence alone decides"`
	Spans      []Span          `json:"spans" nullable:"false" doc:"when they work"`
	Exceptions []Exception     `json:"exceptions" nullable:"false"`
	Shifts     []Shift         `json:"shifts" nullable:"false" doc:"what comes again; only when more than three days are asked for"`
	Can        map[string]bool `json:"can" doc:"except: say when they are away"`
}

// A Span is a stretch of time that somebody works.
type Span struct {
	From time.Time   `json:"from"`
	To   time.Time   `json:"to"`
	Team *brief.Team `json:"team,omitempty"`
}

// An Exception is an absence, or extra work.
type Exception struct {
	ID        id.Exception `json:"id"`
	Kind      string       `json:"kind" enum:"off,extra"`
	Reason    string       `json:"reason,omitempty" doc:"for themselves and those who plan"`
	From      time.Time    `json:"from"`
	To        time.Time    `json:"to"`
	Note      string       `json:"note,omitempty"`
	CanRemove bool         `json:"can_remove"`
}

// A Shift comes again every week, or every few weeks.
type Shift struct {
	ID      id.Shift    `json:"id"`
	Team    *brief.Team `json:"team,omitempty"`
	Weekday int         `json:"weekday" doc:"1 is Monday"`
	Starts  string      `json:"starts" example:"09:00"`
	Ends    string      `json:"ends" example:"17:00" doc:"not after it starts: on the next day"`
	Cycle   int         `json:"cycle" doc:"comes every so many weeks"`
	Week    int         `json:"week" doc:"which of them; 0 is the week of since"`
	Since   string      `json:"since" format:"date"`
	Until   string      `json:"until,omitempty" format:"date"`
}

// A Duty is a stretch of time that somebody is on call.
type Duty struct {
	ID     id.OnCall    `json:"id"`
	Team   *brief.Team  `json:"team,omitempty" doc:"none: the desk's duty manager"`
	Person brief.Person `json:"person"`
	From   time.Time    `json:"from"`
	To     time.Time    `json:"to"`
}

// A Window says what is looked at.
type Window struct {
	From, To time.Time
	Team     id.Team // zero: everybody who works on the desk
}

// longest bounds how much of a plan is shown at once.
const longest = 63 * 24 * time.Hour

func (q Window) checked() error {
	if q.From.IsZero() || !q.To.After(q.From) || q.To.Sub(q.From) > longest {
		return errs.Field("to", "Say from when to when, at most nine weeks.")
	}
	return nil
}

// Get shows the plan.
func Get(ctx context.Context, h db.Handle, by access.Actor, q Window) (Plan, error) {
	if err := access.MayDesk(by, access.SeeDesk); err != nil {
		return Plan{}, err
	}
	if err := q.checked(); err != nil {
		return Plan{}, err
	}
	rows, keys, err := workers(ctx, h, q.Team)
	if err != nil {
		return Plan{}, err
	}
	rosters, err := shift.OfPeople(ctx, h, keys, q.From, q.To)
	if err != nil {
		return Plan{}, err
	}
	ladder, err := brief.ReadLadder(ctx, h)
	if err != nil {
		return Plan{}, err
	}
	plans := access.MayDesk(by, access.PlanShifts) == nil
	p := Plan{From: q.From, To: q.To, People: rows, Can: map[access.Action]bool{access.PlanShifts: plans}}
	for i := range p.People {
		p.People[i].fill(rosters[keys[i]], q, ladder, plans, keys[i] == by.Person)
	}
	p.OnCall, err = duties(ctx, h, q, ladder)
	return p, err
}

// workers lists who works on the desk, or in a team, by name.
func workers(ctx context.Context, h db.Handle, team id.Team) (rows []Row, keys []id.Person, err error) {
	where, args := "TRUE", []any{}
	if team != 0 {
		where, args = "EXISTS (SELECT 1 FROM membership m WHERE m.person_id = p.id AND m.team_id = ?)", []any{team}
	}
	rows, err = db.All(ctx, h, func(r db.Row) (v Row, err error) {
		return v, r.Scan(&v.Person.ID, &v.Person.Name, &v.Person.Presence, &v.TimeZone)
	}, `
		SELECT p.id, p.name, p.presence, p.time_zone
		  FROM person p
		 WHERE p.disabled_at IS NULL AND p.role IN ('agent', 'team_lead', 'administrator') AND `+where+`
		 ORDER BY p.name_key, p.id
		 LIMIT 500`, args...)
	for _, r := range rows {
		keys = append(keys, r.Person.ID)
	}
	return rows, keys, errs.Wrap(err, "reading who works here")
}

func (r *Row) fill(roster shift.Roster, q Window, ladder brief.Ladder, plans, self bool) {
	r.Planned = roster.Planned(q.To)
	r.Spans, r.Exceptions, r.Shifts = []Span{}, []Exception{}, []Shift{}
	r.Can = map[string]bool{"except": plans || self}
	if r.Planned {
		for _, s := range roster.Between(q.From, q.To) {
			r.Spans = append(r.Spans, Span{s.From, s.To, teamOf(ladder, s.Team)})
		}
	}
	for _, e := range roster.Exceptions {
		if !e.From.Before(q.To) {
			continue
		}
		v := Exception{ID: e.ID, Kind: e.Kind, From: e.From, To: e.To, CanRemove: e.Swap == 0 && (plans || self && e.Kind == shift.Away)}
		if plans || self {
			v.Reason, v.Note = e.Reason, e.Note
		}
		r.Exceptions = append(r.Exceptions, v)
	}
	for _, s := range roster.Shifts {
		r.Shifts = append(r.Shifts, Shift{
			ID: s.ID, Team: teamOf(ladder, s.Team), Weekday: s.Weekday, Starts: clockOf(s.Starts), Ends: clockOf(s.Ends),
			Cycle: s.Cycle, Week: s.Week, Since: string(s.Since), Until: string(s.Until),
		})
	}
}

// Duties shows who is on call.
func Duties(ctx context.Context, h db.Handle, by access.Actor, q Window) ([]Duty, error) {
	if err := access.MayDesk(by, access.SeeDesk); err != nil {
		return nil, err
	}
	if err := q.checked(); err != nil {
		return nil, err
	}
	ladder, err := brief.ReadLadder(ctx, h)
	if err != nil {
		return nil, err
	}
	return duties(ctx, h, q, ladder)
}

func duties(ctx context.Context, h db.Handle, q Window, ladder brief.Ladder) ([]Duty, error) {
	all, err := shift.Duties(ctx, h, q.From, q.To)
	if err != nil {
		return nil, err
	}
	who := make([]id.Person, len(all))
	for i, d := range all {
		who[i] = d.Person
	}
	people, err := brief.People(ctx, h, who...)
	list := []Duty{}
	for _, d := range all {
		if q.Team == 0 || d.Team == 0 || d.Team == q.Team {
			list = append(list, Duty{ID: d.ID, Team: teamOf(ladder, d.Team), Person: people[d.Person].Colleague(), From: d.From, To: d.To})
		}
	}
	return list, err
}

func teamOf(ladder brief.Ladder, key id.Team) *brief.Team {
	if key == 0 {
		return nil
	}
	t := ladder.Team(key)
	return &t
}

// clockOf says minutes after midnight as a clock does.
func clockOf(minutes int) string {
	return fmt.Sprintf("%02d:%02d", minutes/60%24, minutes%60)
}
