package api

import (
	"context"

	"secondline/internal/core/access"
	"secondline/internal/flow/admin"
	"secondline/internal/id"
	"secondline/internal/view/settings"
)

type skillIn struct {
	Path     *string `json:"path,omitempty" doc:"given once; below the skill that it names" example:"network.vpn"`
	Name     *string `json:"name,omitempty"`
	Archived *bool   `json:"archived,omitempty"`
}

type certificationIn struct {
	Name     *string   `json:"name,omitempty"`
	Issuer   *string   `json:"issuer,omitempty"`
	Skill    *id.Skill `json:"skill,omitempty" doc:"that it proves"`
	Archived *bool     `json:"archived,omitempty"`
}

func (a *API) registerSkills() {
	registerNoun(a, noun[id.Skill, skillIn, settings.FullSkill]{
		path: "/skills", one: "skill", many: "skills",
		list: reader(a.Door.Read, settings.Skills), get: reader(a.Door.Read, settings.Skill),
		add: func(ctx context.Context, by access.Actor, in skillIn) (id.Skill, error) {
			s, err := a.Admin.AddSkill(ctx, by, admin.SkillIn(in))
			return s.ID, err
		},
		change: func(ctx context.Context, by access.Actor, key id.Skill, in skillIn) error {
			_, err := a.Admin.ChangeSkill(ctx, by, key, admin.SkillIn(in))
			return err
		},
		archive: func(ctx context.Context, by access.Actor, key id.Skill) error {
			_, err := a.Admin.ChangeSkill(ctx, by, key, admin.SkillIn{Archived: new(true)})
			return err
		},
		version: func(s settings.FullSkill) int64 { return s.Version },
	})
	registerNoun(a, noun[id.Certification, certificationIn, settings.FullCertification]{
		path: "/certifications", one: "certification", many: "certifications",
		list: reader(a.Door.Read, settings.Certifications), get: reader(a.Door.Read, settings.Certification),
		add: func(ctx context.Context, by access.Actor, in certificationIn) (id.Certification, error) {
			c, err := a.Admin.AddCertification(ctx, by, admin.CertificationIn(in))
			return c.ID, err
		},
		change: func(ctx context.Context, by access.Actor, key id.Certification, in certificationIn) error {
			_, err := a.Admin.ChangeCertification(ctx, by, key, admin.CertificationIn(in))
			return err
		},
		archive: func(ctx context.Context, by access.Actor, key id.Certification) error {
			_, err := a.Admin.ChangeCertification(ctx, by, key, admin.CertificationIn{Archived: new(true)})
			return err
		},
		version: func(c settings.FullCertification) int64 { return c.Version },
	})
}
