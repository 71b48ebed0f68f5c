package candidates

import (
	"strings"
	"time"

	"secondline/internal/db"
	"secondline/internal/desk/routing"
	"secondline/internal/desk/skill"
	"secondline/internal/id"
)

// languages is the branch of the skill tree that says which languages somebody
// speaks besides their own: language.de.
const languages = "language"

// known reads what the work demands of what each of them knows and can prove,
// and nothing else: a desk of many skills costs no more than one of few.
func (r *reading) known() error {
	held := map[id.Person]skill.Held{}
	paths := []string{languages}
	var papers []id.Certification
	for _, n := range r.demand.Needs {
		if n.Skill != "" {
			paths = append(paths, n.Skill)
			continue
		}
		papers = append(papers, n.Certificate)
	}
	if err := r.skills(held, paths); err != nil {
		return err
	}
	for p, of := range held {
		r.each(p, func(a *routing.Agent) {
			a.Grade, a.Wants = of.Grade, of.Wanted
			for path := range of.Grades {
				if tongue, ok := strings.CutPrefix(path, languages+"."); ok {
					a.Languages = append(a.Languages, tongue)
				}
			}
		})
	}
	if len(papers) == 0 {
		return nil
	}
	return r.certificates(papers)
}

// skills reads the skills of some paths and below. Paths are ASCII.
func (r *reading) skills(held map[id.Person]skill.Held, paths []string) error {
	var below []string
	var args []any
	for _, p := range paths {
		below = append(below, "s.path = ? OR substr(s.path, 1, ?) = ?")
		args = append(args, p, len(p)+1, p+".")
	}
	return r.h.Each(r.ctx, func(row db.Row) error {
		var p id.Person
		var path string
		var grade int
		var wants bool
		if err := row.Scan(&p, &path, &grade, &wants); err != nil {
			return err
		}
		of, ok := held[p]
		if !ok {
			of = skill.Held{Grades: map[string]int{}, Wants: map[string]bool{}}
			held[p] = of
		}
		of.Grades[path], of.Wants[path] = grade, wants
		return nil
	}, `
		SELECT g.person_id, s.path, g.grade, g.wants
		  FROM skill s
		  JOIN person_skill g ON g.skill_id = s.id
		 WHERE s.archived_at IS NULL AND (`+strings.Join(below, " OR ")+`)
		   AND g.person_id IN (SELECT m.person_id FROM (`+r.seats+`) AS m)
		 ORDER BY g.person_id, s.path`, r.with(args, nil)...)
}

func (r *reading) certificates(papers []id.Certification) error {
	marks, args := db.In(papers)
	return r.h.Each(r.ctx, func(row db.Row) error {
		var p id.Person
		var c routing.Certificate
		var from, until time.Time
		if err := row.Scan(&p, &c.ID, &c.Name, db.Into(&from), db.Into(&until)); err != nil {
			return err
		}
		c.ValidFrom, c.ExpiresAt = from, until
		r.each(p, func(a *routing.Agent) { a.Certificates = append(a.Certificates, c) })
		return nil
	}, `
		SELECT h.person_id, c.id, c.name, h.valid_from, h.expires_at
		  FROM certification c
		  JOIN person_certification h ON h.certification_id = c.id
		 WHERE c.id IN `+marks+` AND c.archived_at IS NULL
		   AND h.person_id IN (SELECT m.person_id FROM (`+r.seats+`) AS m)
		 ORDER BY h.person_id, c.name_key, c.id`, r.with(args, nil)...)
}
