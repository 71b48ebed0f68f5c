package skill

import (
	"context"

	"secondline/internal/db"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

const (
	selectSkill = `
		SELECT s.id, s.parent_id, s.path, s.name, s.archived_at, s.version
		  FROM skill s`
	selectCertification = `
		SELECT c.id, c.name, c.issuer, c.skill_id, c.archived_at, c.version
		  FROM certification c`
)

func scan(row db.Row) (Skill, error) {
	var s Skill
	err := row.Scan(&s.ID, db.Null(&s.Parent), &s.Path, &s.Name, db.Into(&s.ArchivedAt), &s.Version)
	return s, err
}

func scanCertification(row db.Row) (Certification, error) {
	var c Certification
	err := row.Scan(&c.ID, &c.Name, &c.Issuer, db.Null(&c.Skill), db.Into(&c.ArchivedAt), &c.Version)
	return c, err
}

// Get returns a skill.
func Get(ctx context.Context, h db.Handle, key id.Skill) (Skill, error) {
	s, err := db.One(ctx, h, scan, selectSkill+`
		 WHERE s.id = ?`, key)
	return s, missing(err, "There is no such skill.")
}

// ByPath returns the skill with a path.
func ByPath(ctx context.Context, h db.Handle, path string) (Skill, error) {
	s, err := db.One(ctx, h, scan, selectSkill+`
		 WHERE s.path = ?`, path)
	return s, missing(err, "There is no skill "+path+".")
}

// All returns every skill in the order of the tree, archived ones too.
func All(ctx context.Context, h db.Handle) ([]Skill, error) {
	return db.All(ctx, h, scan, selectSkill+`
		 ORDER BY s.path, s.id`)
}

// Insert adds a skill that was Checked, below the parent that its path names.
func Insert(ctx context.Context, h db.Handle, s Skill) error {
	if above := Above(s.Path); above != "" {
		parent, err := ByPath(ctx, h, above)
		if errs.Is(err, errs.NotFound) {
			return errs.Field("path", "There is no skill %s for %s to be below; add it first.", above, s.Path)
		}
		if err != nil {
			return err
		}
		s.Parent = parent.ID
	}
	_, err := h.Exec(ctx, `
		INSERT INTO skill (id, parent_id, path, name)
		VALUES (?, ?, ?, ?)`, s.ID, db.NullID(s.Parent), s.Path, s.Name)
	if db.IsUnique(err) {
		return errs.Because(err, errs.Conflict, "There is a skill %s already.", s.Path)
	}
	return err
}

// Update saves a skill's name and whether it is archived, if its version still
// stands. A path never changes: needs and people refer to it.
func Update(ctx context.Context, h db.Handle, s Skill) error {
	n, err := h.Exec(ctx, `
		UPDATE skill
		   SET name = ?, archived_at = ?, version = version + 1
		 WHERE id = ? AND version = ?`, s.Name, db.At(s.ArchivedAt), s.ID, s.Version)
	if err == nil && n == 0 {
		return errs.New(errs.Stale, "Somebody else changed %s meanwhile; load it again.", s.Path)
	}
	return err
}

// GetCertification returns a certification.
func GetCertification(ctx context.Context, h db.Handle, key id.Certification) (Certification, error) {
	c, err := db.One(ctx, h, scanCertification, selectCertification+`
		 WHERE c.id = ?`, key)
	return c, missing(err, "There is no such certification.")
}

// Certifications returns every certification by name, archived ones too.
func Certifications(ctx context.Context, h db.Handle) ([]Certification, error) {
	return db.All(ctx, h, scanCertification, selectCertification+`
		 ORDER BY c.name_key, c.id`)
}

// InsertCertification adds a certification that was Checked.
func InsertCertification(ctx context.Context, h db.Handle, c Certification) error {
	_, err := h.Exec(ctx, `
		INSERT INTO certification (id, name, name_key, issuer, skill_id)
		VALUES (?, ?, ?, ?, ?)`, c.ID, c.Name, Key(c.Name), c.Issuer, db.NullID(c.Skill))
	return refused(err, c)
}

// UpdateCertification saves a certification that was Checked, if its version
// still stands.
func UpdateCertification(ctx context.Context, h db.Handle, c Certification) error {
	n, err := h.Exec(ctx, `
		UPDATE certification
		   SET name = ?, name_key = ?, issuer = ?, skill_id = ?, archived_at = ?, version = version + 1
		 WHERE id = ? AND version = ?`,
		c.Name, Key(c.Name), c.Issuer, db.NullID(c.Skill), db.At(c.ArchivedAt), c.ID, c.Version)
	if err == nil && n == 0 {
		return errs.New(errs.Stale, "Somebody else changed %s meanwhile; load it again.", c.Name)
	}
	return refused(err, c)
}

func refused(err error, c Certification) error {
	switch {
	case db.IsUnique(err):
		return errs.Because(err, errs.Conflict, "There is a certification called %s already; choose another name.", c.Name)
	case db.IsForeignKey(err):
		return errs.Because(err, errs.Invalid, "The skill that %s proves does not exist.", c.Name)
	}
	return err
}

func missing(err error, sentence string) error {
	if errs.Is(err, errs.NotFound) {
		return errs.Because(err, errs.NotFound, "%s", sentence)
	}
	return err
}
