package settings

import (
	"context"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/core/setting"
	"secondline/internal/db"
	"secondline/internal/desk/person"
	"secondline/internal/desk/shift"
	"secondline/internal/desk/team"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/view/brief"
)

// Me is whoever asks.
type Me struct {
	ID           id.Person              `json:"id"`
	Name         string                 `json:"name"`
	Email        string                 `json:"email"`
	Role         access.Role            `json:"role"`
	Organisation brief.Organisation     `json:"organisation"`
	Teams        []brief.Team           `json:"teams"`
	Presence     string                 `json:"presence"`
	BackAt       *time.Time             `json:"back_at,omitempty" doc:"when the break ends"`
	Shift        Turn                   `json:"shift"`
	Load         InHand                 `json:"load"`
	Can          map[access.Action]bool `json:"can"`
	Desk         DeskName               `json:"desk"`
	Version      int64                  `json:"version"`
}

// A Turn is where somebody stands in their shifts.
type Turn struct {
	Planned bool       `json:"planned" doc:"without any shift, presence alone decides"`
	On      bool       `json:"on"`
	Until   *time.Time `json:"until,omitempty" doc:"the end of the shift"`
	Next    *time.Time `json:"next,omitempty" doc:"when the next one begins"`
}

func turn(ctx context.Context, h db.Handle, p id.Person, now time.Time) (Turn, error) {
	rosters, err := shift.OfPeople(ctx, h, []id.Person{p}, now, now.AddDate(0, 0, 8))
	if err != nil {
		return Turn{}, err
	}
	r := rosters[p]
	on, until := r.On(now)
	return Turn{Planned: r.Planned(now), On: on, Until: when(until), Next: when(r.Next(now))}, nil
}

// InHand is how much somebody has to do, and how much they can.
type InHand struct {
	Now      int `json:"now"`
	Capacity int `json:"capacity"`
}

// DeskName names the desk.
type DeskName struct {
	Name string `json:"name"`
}

// Myself shows the actor themselves and what they may do to the desk.
func Myself(ctx context.Context, h db.Handle, by access.Actor, now time.Time) (Me, error) {
	p, err := person.Get(ctx, h, by.Person)
	if errs.Is(err, errs.NotFound) {
		return Me{}, errs.Because(err, errs.Unauthorized, "Nobody is signed in. Sign in first.")
	}
	if err != nil {
		return Me{}, err
	}
	me := Me{
		ID: p.ID, Name: p.Name, Email: p.Email, Role: p.Role, Teams: []brief.Team{}, Presence: p.Presence, BackAt: when(p.BackAt),
		Load: InHand{Capacity: p.Capacity}, Can: map[access.Action]bool{}, Version: p.Version,
	}
	for _, act := range access.DeskActions {
		me.Can[act] = access.MayDesk(by, act) == nil
	}
	if me.Shift, err = turn(ctx, h, p.ID, now); err != nil {
		return me, err
	}
	seats, err := seats(ctx, h, p.ID)
	if err != nil {
		return me, err
	}
	for _, s := range seats {
		me.Teams = append(me.Teams, s.Team)
	}
	err = h.Each(ctx, func(r db.Row) error { return r.Scan(&me.Organisation.ID, &me.Organisation.Name, &me.Load.Now) }, `
		SELECT o.id, o.name, (
		         SELECT count(*)
		           FROM ticket t
		          WHERE t.assignee_id = ? AND t.state IN ('new', 'open', 'waiting'))
		  FROM organisation o
		 WHERE o.id = ?`, p.ID, p.Organisation)
	if err != nil {
		return me, errs.Wrap(err, "reading who asks")
	}
	me.Desk.Name, err = setting.Get(ctx, h, setting.DeskName, "Secondline")
	return me, err
}

// seats lists the teams of a person, the one that they serve first before the others.
func seats(ctx context.Context, h db.Handle, of id.Person) ([]Seat, error) {
	places, err := team.Of(ctx, h, of)
	if err != nil {
		return nil, errs.Wrap(err, "reading somebody's teams")
	}
	list := make([]Seat, 0, len(places))
	for _, p := range places {
		list = append(list, Seat{Team: briefly(p.Team), Preference: p.Preference, Share: p.Share})
	}
	return list, nil
}

func briefly(t team.Team) brief.Team {
	b := brief.Team{ID: t.ID, Name: t.Name, Kind: t.Kind}
	if !t.IsProject() {
		b.Level = &brief.Level{Rank: t.Rank, Name: t.LevelName}
	}
	return b
}
