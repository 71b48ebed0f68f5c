package admin

import (
	"context"

	"secondline/internal/core/access"
	"secondline/internal/desk/skill"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// A SkillIn says what a skill is to be. A path is given once and stays.
type SkillIn struct {
	Path     *string
	Name     *string
	Archived *bool
}

// AddSkill adds a skill below the one that its path names.
func (d *Desk) AddSkill(ctx context.Context, by access.Actor, in SkillIn) (skill.Skill, error) {
	var s skill.Skill
	err := d.administer(ctx, by, func(ctx context.Context, w *work.Work) (err error) {
		s = skill.Skill{ID: id.Skill(w.NewID()), Version: 1}
		set(&s.Path, in.Path)
		set(&s.Name, in.Name)
		if s, err = s.Checked(); err != nil {
			return err
		}
		if err := skill.Insert(ctx, w.Tx, s); err != nil {
			return err
		}
		if s, err = skill.Get(ctx, w.Tx, s.ID); err != nil {
			return err
		}
		return w.Audit(ctx, "skill.created", "skill:"+s.ID.String(), 0, in)
	})
	return s, err
}

// ChangeSkill renames a skill, or archives it: it is then neither demanded nor
// counted.
func (d *Desk) ChangeSkill(ctx context.Context, by access.Actor, key id.Skill, in SkillIn) (skill.Skill, error) {
	var s skill.Skill
	err := d.administer(ctx, by, func(ctx context.Context, w *work.Work) (err error) {
		if s, err = skill.Get(ctx, w.Tx, key); err != nil {
			return err
		}
		if err := pinned(w, s.Version); err != nil {
			return err
		}
		if in.Path != nil && *in.Path != s.Path {
			return errs.Field("path", "A path stays as it is, since people and services refer to it; archive %s and add another.", s.Path)
		}
		set(&s.Name, in.Name)
		archive(&s.ArchivedAt, in.Archived, w.Now)
		if s, err = s.Checked(); err != nil {
			return err
		}
		if err := skill.Update(ctx, w.Tx, s); err != nil {
			return err
		}
		s.Version++
		return w.Audit(ctx, "skill.changed", "skill:"+s.ID.String(), 0, in)
	})
	return s, err
}

// A CertificationIn says what a certification is to be.
type CertificationIn struct {
	Name     *string
	Issuer   *string
	Skill    *id.Skill
	Archived *bool
}

func (in CertificationIn) onto(c skill.Certification, w *work.Work) (skill.Certification, error) {
	set(&c.Name, in.Name)
	set(&c.Issuer, in.Issuer)
	set(&c.Skill, in.Skill)
	archive(&c.ArchivedAt, in.Archived, w.Now)
	return c.Checked()
}

// AddCertification adds a certification that agents may hold.
func (d *Desk) AddCertification(ctx context.Context, by access.Actor, in CertificationIn) (skill.Certification, error) {
	var c skill.Certification
	err := d.administer(ctx, by, func(ctx context.Context, w *work.Work) (err error) {
		if c, err = in.onto(skill.Certification{ID: id.Certification(w.NewID()), Version: 1}, w); err != nil {
			return err
		}
		if err := skill.InsertCertification(ctx, w.Tx, c); err != nil {
			return err
		}
		return w.Audit(ctx, "certification.created", "certification:"+c.ID.String(), 0, in)
	})
	return c, err
}

// ChangeCertification changes a certification, or archives it.
func (d *Desk) ChangeCertification(ctx context.Context, by access.Actor, key id.Certification, in CertificationIn) (skill.Certification, error) {
	var c skill.Certification
	err := d.administer(ctx, by, func(ctx context.Context, w *work.Work) (err error) {
		if c, err = skill.GetCertification(ctx, w.Tx, key); err != nil {
			return err
		}
		if err := pinned(w, c.Version); err != nil {
			return err
		}
		if c, err = in.onto(c, w); err != nil {
			return err
		}
		if err := skill.UpdateCertification(ctx, w.Tx, c); err != nil {
			return err
		}
		c.Version++
		return w.Audit(ctx, "certification.changed", "certification:"+c.ID.String(), 0, in)
	})
	return c, err
}
