package settings

import (
	"context"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/skill"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/page"
)

// A FullSkill is a skill in its tree.
type FullSkill struct {
	ID         id.Skill        `json:"id"`
	Path       string          `json:"path" example:"network.vpn"`
	Name       string          `json:"name"`
	Parent     id.Skill        `json:"parent,omitempty"`
	ArchivedAt *time.Time      `json:"archived_at,omitempty"`
	Version    int64           `json:"version"`
	Can        map[string]bool `json:"can"`
}

// A FullCertification is what a third party certifies.
type FullCertification struct {
	ID         id.Certification `json:"id"`
	Name       string           `json:"name"`
	Issuer     string           `json:"issuer,omitempty"`
	Skill      id.Skill         `json:"skill,omitempty" doc:"that it proves"`
	ArchivedAt *time.Time       `json:"archived_at,omitempty"`
	Version    int64            `json:"version"`
	Can        map[string]bool  `json:"can"`
}

// Skills lists the skills in the order of their tree.
func Skills(ctx context.Context, h db.Handle, by access.Actor, l List) (page.Page[FullSkill], error) {
	if err := access.MayDesk(by, access.SeeDesk); err != nil {
		return page.Page[FullSkill]{}, err
	}
	all, err := skill.All(ctx, h)
	if err != nil {
		return page.Page[FullSkill]{}, errs.Wrap(err, "listing skills")
	}
	var list []FullSkill
	for _, s := range all {
		if l.Archived || s.ArchivedAt.IsZero() {
			list = append(list, skillOf(by, s))
		}
	}
	return cut(list, l, func(s FullSkill) int64 { return int64(s.ID) })
}

// Skill shows one skill.
func Skill(ctx context.Context, h db.Handle, by access.Actor, key id.Skill) (FullSkill, error) {
	if err := access.MayDesk(by, access.SeeDesk); err != nil {
		return FullSkill{}, err
	}
	s, err := skill.Get(ctx, h, key)
	return skillOf(by, s), err
}

func skillOf(by access.Actor, s skill.Skill) FullSkill {
	return FullSkill{
		ID: s.ID, Path: s.Path, Name: s.Name, Parent: s.Parent, ArchivedAt: when(s.ArchivedAt), Version: s.Version, Can: changes(by),
	}
}

// Certifications lists the certifications by name.
func Certifications(ctx context.Context, h db.Handle, by access.Actor, l List) (page.Page[FullCertification], error) {
	if err := access.MayDesk(by, access.SeeDesk); err != nil {
		return page.Page[FullCertification]{}, err
	}
	all, err := skill.Certifications(ctx, h)
	if err != nil {
		return page.Page[FullCertification]{}, errs.Wrap(err, "listing certifications")
	}
	var list []FullCertification
	for _, c := range all {
		if l.Archived || c.ArchivedAt.IsZero() {
			list = append(list, certificationOf(by, c))
		}
	}
	return cut(list, l, func(c FullCertification) int64 { return int64(c.ID) })
}

// Certification shows one certification.
func Certification(ctx context.Context, h db.Handle, by access.Actor, key id.Certification) (FullCertification, error) {
	if err := access.MayDesk(by, access.SeeDesk); err != nil {
		return FullCertification{}, err
	}
	c, err := skill.GetCertification(ctx, h, key)
	return certificationOf(by, c), err
}

func certificationOf(by access.Actor, c skill.Certification) FullCertification {
	return FullCertification{
		ID: c.ID, Name: c.Name, Issuer: c.Issuer, Skill: c.Skill, ArchivedAt: when(c.ArchivedAt), Version: c.Version, Can: changes(by),
	}
}
