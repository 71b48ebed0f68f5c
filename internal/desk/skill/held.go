package skill

import (
	"context"

	"secondline/internal/db"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// OfPeople returns what each of several people knows and can prove, in two
// queries. Whoever holds nothing is there too.
func OfPeople(ctx context.Context, h db.Handle, people []id.Person) (map[id.Person]Held, error) {
	held := make(map[id.Person]Held, len(people))
	for _, p := range people {
		held[p] = Held{Grades: map[string]int{}, Wants: map[string]bool{}}
	}
	if len(people) == 0 {
		return held, nil
	}
	in, args := db.In(people)
	err := h.Each(ctx, func(row db.Row) error {
		var p id.Person
		var path string
		var grade int
		var wants bool
		if err := row.Scan(&p, &path, &grade, &wants); err != nil {
			return err
		}
		held[p].Grades[path], held[p].Wants[path] = grade, wants
		return nil
	}, `
		SELECT g.person_id, s.path, g.grade, g.wants
		  FROM person_skill g
		  JOIN skill s ON s.id = g.skill_id
		 WHERE s.archived_at IS NULL AND g.person_id IN `+in+`
		 ORDER BY g.person_id, s.path`, args...)
	if err != nil {
		return nil, err
	}
	return held, certificates(ctx, h, held, in, args)
}

func certificates(ctx context.Context, h db.Handle, held map[id.Person]Held, in string, args []any) error {
	return h.Each(ctx, func(row db.Row) error {
		var p id.Person
		var c Certificate
		if err := row.Scan(&p, &c.ID, &c.Name, &c.Number, db.Into(&c.ValidFrom), db.Into(&c.ExpiresAt)); err != nil {
			return err
		}
		has := held[p]
		has.Certificates = append(has.Certificates, c)
		held[p] = has
		return nil
	}, `
		SELECT h.person_id, c.id, c.name, h.number, h.valid_from, h.expires_at
		  FROM person_certification h
		  JOIN certification c ON c.id = h.certification_id
		 WHERE c.archived_at IS NULL AND h.person_id IN `+in+`
		 ORDER BY h.person_id, c.name_key, c.id`, args...)
}

// GradesOf returns the skills that a person holds, in the order of the tree.
func GradesOf(ctx context.Context, h db.Handle, of id.Person) ([]Grade, error) {
	return db.All(ctx, h, func(row db.Row) (g Grade, err error) {
		return g, row.Scan(&g.Skill, &g.Path, &g.Grade, &g.Wants)
	}, `
		SELECT s.id, s.path, g.grade, g.wants
		  FROM person_skill g
		  JOIN skill s ON s.id = g.skill_id
		 WHERE g.person_id = ? AND s.archived_at IS NULL
		 ORDER BY s.path, s.id`, of)
}

// SetGrades replaces the skills that a person holds with grades that were Checked.
func SetGrades(ctx context.Context, h db.Handle, of id.Person, grades []Grade) error {
	if _, err := h.Exec(ctx, `DELETE FROM person_skill WHERE person_id = ?`, of); err != nil {
		return err
	}
	for _, g := range grades {
		_, err := h.Exec(ctx, `
			INSERT INTO person_skill (person_id, skill_id, grade, wants)
			VALUES (?, ?, ?, ?)
			ON CONFLICT (person_id, skill_id) DO UPDATE SET grade = excluded.grade, wants = excluded.wants`, of, g.Skill, g.Grade, g.Wants)
		if db.IsForeignKey(err) {
			return errs.Because(err, errs.Invalid, "The person or one of the skills does not exist.")
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// SetCertificates replaces what a person can prove with certificates that were
// Checked.
func SetCertificates(ctx context.Context, h db.Handle, of id.Person, list []Certificate) error {
	if _, err := h.Exec(ctx, `DELETE FROM person_certification WHERE person_id = ?`, of); err != nil {
		return err
	}
	for _, c := range list {
		_, err := h.Exec(ctx, `
			INSERT INTO person_certification (person_id, certification_id, valid_from, expires_at, number)
			VALUES (?, ?, ?, ?, ?)`, of, c.ID, db.At(c.ValidFrom), db.At(c.ExpiresAt), c.Number)
		switch {
		case db.IsUnique(err):
			return errs.Because(err, errs.Invalid, "The same certification is there twice; name it once.")
		case db.IsForeignKey(err):
			return errs.Because(err, errs.Invalid, "The person or one of the certifications does not exist.")
		case err != nil:
			return err
		}
	}
	return nil
}
