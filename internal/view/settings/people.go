package settings

import (
	"context"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/person"
	"secondline/internal/desk/skill"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/fold"
	"secondline/internal/kit/page"
	"secondline/internal/view/brief"
)

// A FullPerson is a person as colleagues and administrators see them. What hangs
// on an agent is there when one person is asked for.
type FullPerson struct {
	ID           id.Person          `json:"id"`
	Name         string             `json:"name"`
	Initials     string             `json:"initials"`
	Email        string             `json:"email,omitempty"`
	Phone        string             `json:"phone,omitempty"`
	Title        string             `json:"title,omitempty"`
	Language     string             `json:"language"`
	TimeZone     string             `json:"time_zone"`
	Role         access.Role        `json:"role" enum:"requester,organisation_manager,agent,team_lead,administrator"`
	Organisation brief.Organisation `json:"organisation"`
	All          bool               `json:"all_organisations" doc:"an agent cleared for every organisation"`
	Capacity     int                `json:"capacity"`
	Presence     string             `json:"presence" enum:"here,away,busy,off"`
	DisabledAt   *time.Time         `json:"disabled_at,omitempty"`
	Version      int64              `json:"version"`
	Can          map[string]bool    `json:"can"`

	Emails       []string             `json:"emails,omitempty" doc:"every address that leads to them"`
	Teams        []Seat               `json:"teams,omitempty"`
	Clearances   []brief.Organisation `json:"clearances,omitempty"`
	Skills       []HeldSkill          `json:"skills,omitempty"`
	Certificates []HeldCertificate    `json:"certifications,omitempty"`
	key          string
}

// A Seat is a team as one of its members has it.
type Seat struct {
	Team       brief.Team `json:"team"`
	Preference int        `json:"preference"`
	Share      int        `json:"share"`
}

// A HeldSkill is a skill at the grade at which somebody holds it.
type HeldSkill struct {
	Skill id.Skill `json:"skill"`
	Path  string   `json:"path"`
	Grade int      `json:"grade"`
	Wants bool     `json:"wants" doc:"wants to grow in it"`
}

// A HeldCertificate is a certificate that somebody holds.
type HeldCertificate struct {
	Certification id.Certification `json:"certification"`
	Name          string           `json:"name"`
	Number        string           `json:"number,omitempty"`
	ValidFrom     time.Time        `json:"valid_from"`
	ExpiresAt     *time.Time       `json:"expires_at,omitempty"`
}

// A PeopleList says which people are wanted.
type PeopleList struct {
	List
	Organisation id.Organisation
	Role         access.Role // agent: whoever works on the desk
	Team         id.Team
}

const fromPerson = `
		SELECT p.id, p.name, p.name_key, p.email, p.phone, p.title, p.language, p.time_zone, p.role, p.all_organisations,
		       p.capacity, p.presence, p.disabled_at, p.version, o.id, o.name
		  FROM person p
		  JOIN organisation o ON o.id = p.organisation_id`

func scanPerson(r db.Row) (FullPerson, error) {
	var p FullPerson
	var disabled time.Time
	err := r.Scan(&p.ID, &p.Name, &p.key, db.Null(&p.Email), &p.Phone, &p.Title, &p.Language, &p.TimeZone, &p.Role, &p.All,
		&p.Capacity, &p.Presence, db.Into(&disabled), &p.Version, &p.Organisation.ID, &p.Organisation.Name)
	p.DisabledAt = when(disabled)
	p.Initials = person.Person{Name: p.Name}.Initials()
	return p, err
}

// acquainted says as SQL which people the actor sees.
func acquainted(by access.Actor) (string, []any) {
	if access.MayDesk(by, access.SeeDesk) != nil {
		return "p.id = ?", []any{by.Person}
	}
	where, args := reach(by, "p.organisation_id")
	return "(" + where + " OR p.role IN ('agent', 'team_lead', 'administrator'))", args
}

// People lists the people that the actor sees, by name.
func People(ctx context.Context, h db.Handle, by access.Actor, l PeopleList) (page.Page[FullPerson], error) {
	var none page.Page[FullPerson]
	where, args, err := l.where(by)
	if err != nil {
		return none, err
	}
	rows, err := db.All(ctx, h, scanPerson, fromPerson+`
		 WHERE `+where+`
		 ORDER BY p.name_key, p.id
		 LIMIT ?`, append(args, l.limit()+1)...)
	if err != nil {
		return none, errs.Wrap(err, "listing people")
	}
	for i := range rows {
		rows[i].Can = changes(by)
	}
	return page.Cut(rows, l.limit(), func(p FullPerson) []any { return []any{p.key, int64(p.ID)} }), nil
}

func (l PeopleList) where(by access.Actor) (string, []any, error) {
	where, args := acquainted(by)
	and := func(clause string, a ...any) { where, args = where+" AND "+clause, append(args, a...) }
	if !l.Archived {
		and("p.disabled_at IS NULL")
	}
	if l.Organisation != 0 {
		and("p.organisation_id = ?", l.Organisation)
	}
	switch l.Role {
	case "":
	case access.Agent:
		and("p.role IN ('agent', 'team_lead', 'administrator')")
	default:
		and("p.role = ?", l.Role)
	}
	if l.Team != 0 {
		and("EXISTS (SELECT 1 FROM membership m WHERE m.person_id = p.id AND m.team_id = ?)", l.Team)
	}
	if key := fold.Key(l.Words); key != "" {
		and(`(p.name_key LIKE ? ESCAPE '\' OR p.email LIKE ? ESCAPE '\')`, db.Like(key), db.Like(key))
	}
	if l.Cursor != "" {
		var key string
		var last int64
		if err := page.Decode(l.Cursor, &key, &last); err != nil {
			return "", nil, err
		}
		and("(p.name_key, p.id) > (?, ?)", key, last)
	}
	return where, args, nil
}

// Person shows one person in full, if the actor sees them.
func Person(ctx context.Context, h db.Handle, by access.Actor, key id.Person) (FullPerson, error) {
	where, args := acquainted(by)
	p, err := db.One(ctx, h, scanPerson, fromPerson+`
		 WHERE `+where+` AND p.id = ?`, append(args, key)...)
	if errs.Is(err, errs.NotFound) {
		return p, errs.Because(err, errs.NotFound, "There is no such person.")
	}
	if err != nil {
		return p, errs.Wrap(err, "reading a person")
	}
	p.Can = changes(by)
	if p.Emails, err = person.Emails(ctx, h, key); err != nil {
		return p, err
	}
	if p.Teams, err = seats(ctx, h, key); err != nil {
		return p, err
	}
	if err := p.addProofs(ctx, h); err != nil {
		return p, err
	}
	p.Clearances, err = clearances(ctx, h, by, key)
	return p, err
}

func (p *FullPerson) addProofs(ctx context.Context, h db.Handle) error {
	grades, err := skill.GradesOf(ctx, h, p.ID)
	if err != nil {
		return err
	}
	for _, g := range grades {
		p.Skills = append(p.Skills, HeldSkill(g))
	}
	held, err := skill.OfPeople(ctx, h, []id.Person{p.ID})
	for _, c := range held[p.ID].Certificates {
		p.Certificates = append(p.Certificates, HeldCertificate{
			Certification: c.ID, Name: c.Name, Number: c.Number, ValidFrom: c.ValidFrom, ExpiresAt: when(c.ExpiresAt),
		})
	}
	return err
}

// clearances names an agent's clearances, as far as the actor sees them.
func clearances(ctx context.Context, h db.Handle, by access.Actor, of id.Person) ([]brief.Organisation, error) {
	where, args := reach(by, "o.id")
	list, err := db.All(ctx, h, func(r db.Row) (o brief.Organisation, err error) { return o, r.Scan(&o.ID, &o.Name) }, `
		SELECT o.id, o.name
		  FROM clearance c
		  JOIN organisation o ON o.id = c.organisation_id
		 WHERE `+where+` AND c.person_id = ?
		 ORDER BY o.name_key, o.id`, append(args, of)...)
	return list, errs.Wrap(err, "reading clearances")
}
