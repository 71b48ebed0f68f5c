package service

import (
	"context"

	"secondline/internal/db"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

const selectService = `
		SELECT s.id, s.name, s.plain_name, s.description, s.archived_at, s.version
		  FROM service s`

func scan(row db.Row) (Service, error) {
	s := Service{Teams: map[int]id.Team{}}
	err := row.Scan(&s.ID, &s.Name, &s.PlainName, &s.Description, db.Into(&s.ArchivedAt), &s.Version)
	return s, err
}

// Get returns a service with its teams.
func Get(ctx context.Context, h db.Handle, key id.Service) (Service, error) {
	s, err := db.One(ctx, h, scan, selectService+`
		 WHERE s.id = ?`, key)
	if err != nil {
		return s, missing(err, "There is no such service.")
	}
	return s, teams(ctx, h, map[id.Service]Service{s.ID: s}, `WHERE t.service_id = ?`, key)
}

// All returns every service by name with its teams, archived ones too.
func All(ctx context.Context, h db.Handle) ([]Service, error) {
	list, err := db.All(ctx, h, scan, selectService+`
		 ORDER BY s.name_key, s.id`)
	if err != nil {
		return nil, err
	}
	byID := make(map[id.Service]Service, len(list))
	for _, s := range list {
		byID[s.ID] = s
	}
	return list, teams(ctx, h, byID, "")
}

// teams fills the maps of services, which the copies of a service share.
func teams(ctx context.Context, h db.Handle, of map[id.Service]Service, where string, args ...any) error {
	return h.Each(ctx, func(row db.Row) error {
		var s id.Service
		var rank int
		var t id.Team
		if err := row.Scan(&s, &rank, &t); err != nil {
			return err
		}
		of[s].Teams[rank] = t
		return nil
	}, `
		SELECT t.service_id, l.rank, t.team_id
		  FROM service_team t
		  JOIN level l ON l.id = t.level_id
		  `+where+`
		 ORDER BY t.service_id, l.rank`, args...)
}

// Insert adds a service that was Checked, with its teams.
func Insert(ctx context.Context, h db.Handle, s Service) error {
	_, err := h.Exec(ctx, `
		INSERT INTO service (id, name, name_key, plain_name, description)
		VALUES (?, ?, ?, ?, ?)`, s.ID, s.Name, Key(s.Name), s.PlainName, s.Description)
	if err != nil {
		return taken(err, "service", s.Name)
	}
	return setTeams(ctx, h, s)
}

// Update saves a service that was Checked, if its version still stands.
func Update(ctx context.Context, h db.Handle, s Service) error {
	n, err := h.Exec(ctx, `
		UPDATE service
		   SET name = ?, name_key = ?, plain_name = ?, description = ?, archived_at = ?, version = version + 1
		 WHERE id = ? AND version = ?`,
		s.Name, Key(s.Name), s.PlainName, s.Description, db.At(s.ArchivedAt), s.ID, s.Version)
	if err != nil {
		return taken(err, "service", s.Name)
	}
	if n == 0 {
		return errs.New(errs.Stale, "Somebody else changed %s meanwhile; load it again.", s.Name)
	}
	return setTeams(ctx, h, s)
}

func setTeams(ctx context.Context, h db.Handle, s Service) error {
	if _, err := h.Exec(ctx, `DELETE FROM service_team WHERE service_id = ?`, s.ID); err != nil {
		return err
	}
	for rank, t := range s.Teams {
		n, err := h.Exec(ctx, `
			INSERT INTO service_team (service_id, level_id, team_id)
			SELECT ?, t.level_id, t.id
			  FROM team t
			  JOIN level l ON l.id = t.level_id
			 WHERE t.id = ? AND l.rank = ? AND t.archived_at IS NULL`, s.ID, t, rank)
		if err != nil {
			return err
		}
		if n == 0 {
			return errs.Field("teams", "No team of that id stands on level %d; choose one that does.", rank)
		}
	}
	return nil
}

const selectCategory = `
		SELECT c.id, c.service_id, c.name, c.archived_at, c.version
		  FROM category c`

func scanCategory(row db.Row) (Category, error) {
	var c Category
	err := row.Scan(&c.ID, &c.Service, &c.Name, db.Into(&c.ArchivedAt), &c.Version)
	return c, err
}

// Categories returns the categories of a service by name, archived ones too.
func Categories(ctx context.Context, h db.Handle, of id.Service) ([]Category, error) {
	return db.All(ctx, h, scanCategory, selectCategory+`
		 WHERE c.service_id = ?
		 ORDER BY c.name_key, c.id`, of)
}

// GetCategory returns a category.
func GetCategory(ctx context.Context, h db.Handle, key id.Category) (Category, error) {
	c, err := db.One(ctx, h, scanCategory, selectCategory+`
		 WHERE c.id = ?`, key)
	return c, missing(err, "There is no such category.")
}

// InsertCategory adds a category that was Checked.
func InsertCategory(ctx context.Context, h db.Handle, c Category) error {
	_, err := h.Exec(ctx, `
		INSERT INTO category (id, service_id, name, name_key)
		VALUES (?, ?, ?, ?)`, c.ID, c.Service, c.Name, Key(c.Name))
	if db.IsForeignKey(err) {
		return errs.Because(err, errs.NotFound, "There is no such service.")
	}
	return taken(err, "category", c.Name)
}

// UpdateCategory saves a category that was Checked, if its version still stands.
func UpdateCategory(ctx context.Context, h db.Handle, c Category) error {
	n, err := h.Exec(ctx, `
		UPDATE category
		   SET name = ?, name_key = ?, archived_at = ?, version = version + 1
		 WHERE id = ? AND version = ?`, c.Name, Key(c.Name), db.At(c.ArchivedAt), c.ID, c.Version)
	if err == nil && n == 0 {
		return errs.New(errs.Stale, "Somebody else changed %s meanwhile; load it again.", c.Name)
	}
	return taken(err, "category", c.Name)
}

// Needs returns what work on a service demands, and what its category demands
// on top, if one is given.
func Needs(ctx context.Context, h db.Handle, of id.Service, part id.Category) ([]Need, error) {
	return db.All(ctx, h, func(row db.Row) (n Need, err error) {
		return n, row.Scan(db.Null(&n.Skill), &n.SkillPath, &n.Grade, db.Null(&n.Certification), &n.CertificationName)
	}, `
		SELECT n.skill_id, coalesce(k.path, ''), n.grade, n.certification_id, coalesce(c.name, '')
		  FROM need n
		  LEFT JOIN skill k ON k.id = n.skill_id
		  LEFT JOIN certification c ON c.id = n.certification_id
		 WHERE n.service_id = ? AND (n.category_id IS NULL OR n.category_id = ?)
		   AND k.archived_at IS NULL AND c.archived_at IS NULL
		 ORDER BY k.path NULLS LAST, c.name_key, n.id`, of, part)
}

// CategoryNeeds returns what each category of a service demands on top of it.
func CategoryNeeds(ctx context.Context, h db.Handle, of id.Service) (map[id.Category][]Need, error) {
	all := map[id.Category][]Need{}
	return all, h.Each(ctx, func(row db.Row) error {
		var part id.Category
		var n Need
		err := row.Scan(&part, db.Null(&n.Skill), &n.SkillPath, &n.Grade, db.Null(&n.Certification), &n.CertificationName)
		all[part] = append(all[part], n)
		return err
	}, `
		SELECT n.category_id, n.skill_id, coalesce(k.path, ''), n.grade, n.certification_id, coalesce(c.name, '')
		  FROM need n
		  LEFT JOIN skill k ON k.id = n.skill_id
		  LEFT JOIN certification c ON c.id = n.certification_id
		 WHERE n.service_id = ? AND n.category_id IS NOT NULL
		   AND k.archived_at IS NULL AND c.archived_at IS NULL
		 ORDER BY k.path NULLS LAST, c.name_key, n.id`, of)
}

// SetNeeds replaces what a service demands (part 0), or what one of its
// categories does on top, with needs that were Checked. ids makes their ids.
func SetNeeds(ctx context.Context, h db.Handle, of id.Service, part id.Category, needs []Need, ids func() int64) error {
	_, err := h.Exec(ctx, `
		DELETE FROM need
		 WHERE service_id = ? AND coalesce(category_id, 0) = ?`, of, part)
	if err != nil {
		return err
	}
	for _, n := range needs {
		_, err := h.Exec(ctx, `
			INSERT INTO need (id, service_id, category_id, skill_id, grade, certification_id)
			VALUES (?, ?, ?, ?, ?, ?)`, ids(), of, db.NullID(part), db.NullID(n.Skill), n.Grade, db.NullID(n.Certification))
		if db.IsForeignKey(err) {
			return errs.Because(err, errs.Invalid, "One of the skills or certifications does not exist.")
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func taken(err error, what, name string) error {
	if db.IsUnique(err) {
		return errs.Because(err, errs.Conflict, "There is a %s called %s already; choose another name.", what, name)
	}
	return err
}

func missing(err error, sentence string) error {
	if errs.Is(err, errs.NotFound) {
		return errs.Because(err, errs.NotFound, "%s", sentence)
	}
	return err
}
