// Package knowhow shows who knows what: the skills with those who hold them, the
// certificates with those who can prove them, what lapses soon, and where the
// desk hangs on one person.
package knowhow

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/view/brief"
)

// Soon is how long before its end a certificate shows as lapsing.
const Soon = 30 * 24 * time.Hour

// A Map is who knows what.
type Map struct {
	People         []brief.Person  `json:"people" doc:"the agents, by name"`
	Skills         []Skill         `json:"skills" doc:"in the order of the tree"`
	Certifications []Certification `json:"certifications" doc:"by name"`
	Lapsing        []Lapse         `json:"lapsing" doc:"within 30 days, the soonest first; what has lapsed in the last 30 days, too"`
}

// A Skill is one of the tree, with those who hold it.
type Skill struct {
	ID      id.Skill `json:"id"`
	Path    string   `json:"path"`
	Name    string   `json:"name"`
	Holders []Holder `json:"holders" doc:"who holds it or one below it, the highest grade first"`
	Single  bool     `json:"single" doc:"one person alone holds it: when they are ill, nobody does"`
	Needed  bool     `json:"needed" doc:"a service or category demands it"`
}

// A Holder holds a skill.
type Holder struct {
	Person id.Person `json:"person"`
	Grade  int       `json:"grade"`
	Wants  bool      `json:"wants" doc:"wants to grow in it"`
}

// A Certification is one that people can prove.
type Certification struct {
	ID      id.Certification `json:"id"`
	Name    string           `json:"name"`
	Holders []Proof          `json:"holders" doc:"those whose certificate lasts longest first"`
	Single  bool             `json:"single" doc:"one person alone holds it validly"`
	Needed  bool             `json:"needed"`
}

// A Proof is a certificate that somebody holds.
type Proof struct {
	Person    id.Person  `json:"person"`
	ExpiresAt *time.Time `json:"expires_at,omitempty"`
	Valid     bool       `json:"valid" doc:"today"`
}

// A Lapse is a certificate that comes to its end.
type Lapse struct {
	Person        brief.Person     `json:"person"`
	Certification id.Certification `json:"certification"`
	Name          string           `json:"name"`
	ExpiresAt     time.Time        `json:"expires_at"`
	Days          int              `json:"days" doc:"left; below zero: it has lapsed"`
}

// Read shows the map as it stands.
func Read(ctx context.Context, h db.Handle, by access.Actor, now time.Time) (Map, error) {
	m := Map{People: []brief.Person{}, Skills: []Skill{}, Certifications: []Certification{}, Lapsing: []Lapse{}}
	if err := access.MayDesk(by, access.SeeDesk); err != nil {
		return m, err
	}
	for _, step := range []func(context.Context, db.Handle, time.Time) error{m.readPeople, m.readSkills, m.readCertifications} {
		if err := step(ctx, h, now); err != nil {
			return m, errs.Wrap(err, "reading who knows what")
		}
	}
	return m, nil
}

// agents are those who work here now.
const agents = `p.disabled_at IS NULL AND p.role IN ('agent', 'team_lead', 'administrator')`

func (m *Map) readPeople(ctx context.Context, h db.Handle, _ time.Time) (err error) {
	m.People, err = db.All(ctx, h, func(r db.Row) (p brief.Person, err error) {
		return p, r.Scan(&p.ID, &p.Name, &p.Presence, &p.Title)
	}, `
		SELECT p.id, p.name, p.presence, p.title
		  FROM person p
		 WHERE `+agents+`
		 ORDER BY p.name_key, p.id
		 LIMIT 5000`)
	return err
}

func (m *Map) readSkills(ctx context.Context, h db.Handle, _ time.Time) error {
	skills, err := db.All(ctx, h, func(r db.Row) (s Skill, err error) {
		s.Holders = []Holder{}
		return s, r.Scan(&s.ID, &s.Path, &s.Name, &s.Needed)
	}, `
		SELECT s.id, s.path, s.name, EXISTS (SELECT 1 FROM need n WHERE n.skill_id = s.id)
		  FROM skill s
		 WHERE s.archived_at IS NULL
		 ORDER BY s.path, s.id
		 LIMIT 5000`)
	if err != nil {
		return err
	}
	slices.SortStableFunc(skills, func(a, b Skill) int { return strings.Compare(a.Path, b.Path) })
	byPath := map[string]map[id.Person]Holder{}
	err = h.Each(ctx, func(r db.Row) error {
		var path string
		var held Holder
		if err := r.Scan(&path, &held.Person, &held.Grade, &held.Wants); err != nil {
			return err
		}
		spread(byPath, path, held)
		return nil
	}, `
		SELECT s.path, g.person_id, g.grade, g.wants
		  FROM person_skill g
		  JOIN skill s ON s.id = g.skill_id
		  JOIN person p ON p.id = g.person_id
		 WHERE s.archived_at IS NULL AND `+agents+`
		 ORDER BY s.path, g.person_id
		 LIMIT 100000`)
	for i := range skills {
		for _, held := range byPath[skills[i].Path] {
			skills[i].Holders = append(skills[i].Holders, held)
		}
		slices.SortFunc(skills[i].Holders, func(a, b Holder) int { return cmp.Or(cmp.Compare(b.Grade, a.Grade), cmp.Compare(a.Person, b.Person)) })
		skills[i].Single = len(skills[i].Holders) == 1
	}
	m.Skills = skills
	return err
}

// spread counts a skill for every skill above it: who holds network.vpn holds
// network.
func spread(by map[string]map[id.Person]Holder, path string, held Holder) {
	for at := path; at != ""; at = above(at) {
		if by[at] == nil {
			by[at] = map[id.Person]Holder{}
		}
		if at != path {
			held.Wants = by[at][held.Person].Wants // to grow below is not to grow here
		}
		if was, ok := by[at][held.Person]; !ok || was.Grade < held.Grade {
			by[at][held.Person] = held
		}
	}
}

func above(path string) string {
	if dot := strings.LastIndexByte(path, '.'); dot >= 0 {
		return path[:dot]
	}
	return ""
}

func (m *Map) readCertifications(ctx context.Context, h db.Handle, now time.Time) error {
	names := map[id.Person]brief.Person{}
	for _, p := range m.People {
		names[p.ID] = p.Named()
	}
	at := map[id.Certification]int{}
	err := h.Each(ctx, func(r db.Row) error {
		var c Certification
		var p Proof
		var from, until time.Time
		if err := r.Scan(&c.ID, &c.Name, &c.Needed, db.Null(&p.Person), db.Into(&from), db.Into(&until)); err != nil {
			return err
		}
		i, ok := at[c.ID]
		if !ok {
			i, c.Holders = len(m.Certifications), []Proof{}
			at[c.ID], m.Certifications = i, append(m.Certifications, c)
		}
		if p.Person != 0 {
			m.hold(i, p, from, until, now, names)
		}
		return nil
	}, `
		SELECT c.id, c.name, EXISTS (SELECT 1 FROM need n WHERE n.certification_id = c.id), p.id, h.valid_from, h.expires_at
		  FROM certification c
		  LEFT JOIN person_certification h ON h.certification_id = c.id
		  LEFT JOIN person p ON p.id = h.person_id AND `+agents+`
		 WHERE c.archived_at IS NULL
		 ORDER BY c.name_key, c.id, h.expires_at DESC NULLS FIRST, h.person_id
		 LIMIT 50000`)
	for i := range m.Certifications {
		m.Certifications[i].Single = valid(m.Certifications[i].Holders) == 1
	}
	slices.SortFunc(m.Lapsing, func(a, b Lapse) int {
		return cmp.Or(a.ExpiresAt.Compare(b.ExpiresAt), cmp.Compare(a.Person.Name, b.Person.Name), cmp.Compare(a.Person.ID, b.Person.ID))
	})
	return err
}

// hold adds a holder, and to what lapses if it is soon or was lately.
func (m *Map) hold(i int, p Proof, from, until, now time.Time, names map[id.Person]brief.Person) {
	p.Valid = !now.Before(from) && (until.IsZero() || now.Before(until))
	if !until.IsZero() {
		p.ExpiresAt = &until
	}
	c := &m.Certifications[i]
	c.Holders = append(c.Holders, p)
	left := until.Sub(now)
	if until.IsZero() || left > Soon || left < -Soon {
		return
	}
	days := int(left / (24 * time.Hour))
	if left < 0 {
		days = -int(-left/(24*time.Hour)) - 1
	}
	m.Lapsing = append(m.Lapsing, Lapse{Person: names[p.Person], Certification: c.ID, Name: c.Name, ExpiresAt: until, Days: days})
}

func valid(holders []Proof) int {
	n := 0
	for _, p := range holders {
		if p.Valid {
			n++
		}
	}
	return n
}
