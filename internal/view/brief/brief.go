// Package brief has the short forms in which screens name things: a person, a
// team with its level, an organisation, a service. Where a screen names many, it
// asks for all of them at once.
package brief

import (
	"context"
	"time"

	"secondline/internal/db"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// A Person is somebody, by name; what else is set depends on the screen.
type Person struct {
	ID       id.Person `json:"id"`
	Name     string    `json:"name"`
	Email    string    `json:"email,omitempty"`
	Presence string    `json:"presence,omitempty"`
	Title    string    `json:"title,omitempty"`
	Phone    string    `json:"phone,omitempty"`
}

// Named is the person's id and name and nothing else.
func (p Person) Named() Person { return Person{ID: p.ID, Name: p.Name} }

// Colleague is what agents see of each other in a list.
func (p Person) Colleague() Person { return Person{ID: p.ID, Name: p.Name, Presence: p.Presence} }

// A Level is a rung of the ladder.
type Level struct {
	Rank int    `json:"rank"`
	Name string `json:"name"`
}

// A Team names a team; one beside the ladder has no level.
type Team struct {
	ID    id.Team `json:"id"`
	Name  string  `json:"name"`
	Kind  string  `json:"kind"`
	Level *Level  `json:"level"`
}

// An Organisation names a customer.
type Organisation struct {
	ID   id.Organisation `json:"id"`
	Name string          `json:"name"`
}

// A Service names what the customer uses.
type Service struct {
	ID   id.Service `json:"id"`
	Name string     `json:"name"`
}

// A Category names a part of a service.
type Category struct {
	ID   id.Category `json:"id"`
	Name string      `json:"name"`
}

// A Ticket names a ticket in another record.
type Ticket struct {
	Ref          id.Ref       `json:"ref"`
	Subject      string       `json:"subject"`
	Priority     int          `json:"priority"`
	Organisation Organisation `json:"organisation"`
	Requester    Person       `json:"requester"`
}

// People reads those who are named by id, in one go; zero names nobody.
func People(ctx context.Context, h db.Handle, ids ...id.Person) (map[id.Person]Person, error) {
	list := map[id.Person]Person{}
	marks, args := db.In(ids)
	err := h.Each(ctx, func(r db.Row) error {
		var p Person
		err := r.Scan(&p.ID, &p.Name, db.Null(&p.Email), &p.Presence, &p.Title, &p.Phone)
		list[p.ID] = p
		return err
	}, `
		SELECT id, name, email, presence, title, phone
		  FROM person
		 WHERE id IN `+marks, args...)
	return list, errs.Wrap(err, "naming people")
}

// A Ladder is every team and every rung of a desk: there are dozens, and a
// screen about walks names most of them.
type Ladder struct {
	Levels  []Level // the lowest first
	teams   map[id.Team]Team
	current []id.Team // not archived
}

// ReadLadder reads the teams and the levels.
func ReadLadder(ctx context.Context, h db.Handle) (Ladder, error) {
	l := Ladder{teams: map[id.Team]Team{}}
	levels, err := db.All(ctx, h, func(r db.Row) (v Level, err error) { return v, r.Scan(&v.Rank, &v.Name) }, `
		SELECT rank, name
		  FROM level
		 WHERE archived_at IS NULL
		 ORDER BY rank
		 LIMIT 100`)
	if err != nil {
		return l, errs.Wrap(err, "reading the levels")
	}
	l.Levels = levels
	err = h.Each(ctx, func(r db.Row) error {
		var t Team
		var rank *int
		var level string
		var archived time.Time
		if err := r.Scan(&t.ID, &t.Name, &t.Kind, &rank, db.Null(&level), db.Into(&archived)); err != nil {
			return err
		}
		if rank != nil {
			t.Level = &Level{Rank: *rank, Name: level}
		}
		l.teams[t.ID] = t
		if archived.IsZero() {
			l.current = append(l.current, t.ID)
		}
		return nil
	}, `
		SELECT t.id, t.name, t.kind, l.rank, l.name, t.archived_at
		  FROM team t
		  LEFT JOIN level l ON l.id = t.level_id
		 ORDER BY t.id
		 LIMIT 5000`)
	return l, errs.Wrap(err, "reading the teams")
}

// Team names a team.
func (l Ladder) Team(t id.Team) Team {
	if v, ok := l.teams[t]; ok {
		return v
	}
	return Team{ID: t, Kind: "line"}
}

// Level names a rank.
func (l Ladder) Level(rank int) Level {
	for _, v := range l.Levels {
		if v.Rank == rank {
			return v
		}
	}
	return Level{Rank: rank}
}

// Teams lists up to most teams that are not archived; of a desk with more, only
// those asked for.
func (l Ladder) Teams(most int, own []id.Team) []id.Team {
	if len(l.current) > most {
		return own
	}
	return l.current
}
