package admin_test

import (
	"testing"
	"time"

	"secondline/internal/desk/service"
	"secondline/internal/desk/skill"
	"secondline/internal/flow/admin"
	"secondline/internal/flow/people"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

func TestSkillsCertificatesAndClearances(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ctx, h := t.Context(), d.door.Read()
		_, err := d.AddSkill(ctx, d.ada, admin.SkillIn{Path: new("network.vpn")})
		d.wants(err, errs.Invalid) // there is no network yet
		network, err := d.AddSkill(ctx, d.ada, admin.SkillIn{Path: new("network")})
		d.must(err)
		vpn, err := d.AddSkill(ctx, d.ada, admin.SkillIn{Path: new("Network.VPN"), Name: new("VPN")})
		d.must(err)
		if vpn.Parent != network.ID || vpn.Path != "network.vpn" {
			t.Errorf("got %+v", vpn)
		}
		ccna, err := d.AddCertification(ctx, d.ada, admin.CertificationIn{Name: new("CCNA"), Skill: &network.ID})
		d.must(err)
		ben := d.agent("ben")
		d.must(d.SetSkills(ctx, d.ada, ben.ID, []skill.Grade{{Skill: vpn.ID, Grade: 4}}))
		d.wants(d.SetSkills(ctx, d.ada, ben.ID, []skill.Grade{{Skill: vpn.ID, Grade: 6}}), errs.Invalid)
		until := d.clock.Now().Add(24 * time.Hour)
		d.must(d.SetCertificates(ctx, d.ada, ben.ID, []skill.Certificate{{ID: ccna.ID, ValidFrom: d.clock.Now(), ExpiresAt: until}}))
		held, err := skill.OfPeople(ctx, h, []id.Person{ben.ID, d.ada.Person})
		d.must(err)
		c, ok := held[ben.ID].Certificate(ccna.ID)
		if held[ben.ID].Grade("network") != 4 || !ok || c.Name != "CCNA" || !c.ExpiresAt.Equal(until) {
			t.Errorf("got %+v", held[ben.ID])
		}
		if held[d.ada.Person].Grade("network") != 0 {
			t.Error("a skill out of nowhere")
		}
		acme, err := d.AddOrganisation(ctx, d.ada, admin.OrganisationIn{Name: new("Acme")})
		d.must(err)
		d.must(d.SetClearances(ctx, d.ada, ben.ID, []id.Organisation{acme.ID}))
		by, err := people.Actor(ctx, h, ben.ID)
		d.must(err)
		if !by.Cleared(acme.ID) || by.Cleared(ben.Organisation) {
			t.Errorf("got %+v", by)
		}
	})
}

func TestTheMostSpecificChecklistHolds(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ctx, h := t.Context(), d.door.Read()
		vpn, err := d.AddService(ctx, d.ada, admin.ServiceIn{Name: new("VPN"), Teams: &map[int]id.Team{1: d.team("First line").ID}})
		d.must(err)
		slow, err := d.AddCategory(ctx, d.ada, vpn.ID, admin.CategoryIn{Name: new("Slow")})
		d.must(err)
		_, err = d.SetChecklist(ctx, d.ada, vpn.ID, 0, []service.Item{{Label: "Client version", Source: "device"}})
		d.must(err)
		_, err = d.SetChecklist(ctx, d.ada, vpn.ID, slow.ID, []service.Item{{Label: "Speed test", Source: "evidence", Weight: 5}})
		d.must(err)
		first := func(s id.Service, c id.Category) string {
			list, err := service.Checklist(ctx, h, s, c)
			d.must(err)
			return list[0].Label
		}
		if got := []string{first(vpn.ID, slow.ID), first(vpn.ID, 0), first(0, 0)}; got[0] != "Speed test" || got[1] != "Client version" || got[2] != service.General[0].Label {
			t.Errorf("got %q", got)
		}
		other, err := service.All(ctx, h)
		d.must(err)
		_, err = d.SetChecklist(ctx, d.ada, other[0].ID, slow.ID, nil)
		d.wants(err, errs.NotFound) // the category is another service's
		_, err = d.ChangeService(ctx, d.ada, vpn.ID, admin.ServiceIn{Teams: &map[int]id.Team{2: d.team("First line").ID}})
		d.wants(err, errs.Invalid) // it stands on level 1
	})
}

func TestNeedsOfACategoryComeOnTop(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ctx := t.Context()
		vpn, err := d.AddService(ctx, d.ada, admin.ServiceIn{Name: new("VPN")})
		d.must(err)
		slow, err := d.AddCategory(ctx, d.ada, vpn.ID, admin.CategoryIn{Name: new("Slow")})
		d.must(err)
		net, err := d.AddSkill(ctx, d.ada, admin.SkillIn{Path: new("network")})
		d.must(err)
		ccna, err := d.AddCertification(ctx, d.ada, admin.CertificationIn{Name: new("CCNA")})
		d.must(err)
		d.must(d.SetNeeds(ctx, d.ada, vpn.ID, 0, []service.Need{{Skill: net.ID, Grade: 2}}))
		d.must(d.SetNeeds(ctx, d.ada, vpn.ID, slow.ID, []service.Need{{Certification: ccna.ID}}))
		for part, want := range map[id.Category]int{0: 1, slow.ID: 2} {
			if needs, err := service.Needs(ctx, d.door.Read(), vpn.ID, part); err != nil || len(needs) != want {
				t.Errorf("category %v: got %+v, %v", part, needs, err)
			}
		}
		d.wants(d.SetNeeds(ctx, d.ada, vpn.ID, 0, []service.Need{{Skill: net.ID, Certification: ccna.ID}}), errs.Invalid)
	})
}

func TestACustomFieldKeepsItsNameAndKind(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ctx := t.Context()
		f, err := d.AddField(ctx, d.ada, admin.FieldIn{Name: new("site"), Label: new("Site"), Kind: new("choice"), Options: &[]string{"Oslo", "Graz"}})
		d.must(err)
		_, err = d.ChangeField(ctx, d.ada, f.ID, admin.FieldIn{Kind: new("text"), Options: &[]string{}})
		d.wants(err, errs.Conflict)
		_, err = d.ChangeField(ctx, d.ada, f.ID, admin.FieldIn{Label: new("Building")})
		d.must(err)
		known, err := service.Fields(ctx, d.door.Read())
		d.must(err)
		d.must(service.CheckFields(known, map[string]any{"site": "Oslo"}))
		d.wants(service.CheckFields(known, map[string]any{"site": "Rome"}), errs.Invalid)
		_, err = d.ChangeField(ctx, d.ada, f.ID, admin.FieldIn{Archived: new(true)})
		d.must(err)
		known, err = service.Fields(ctx, d.door.Read())
		d.must(err)
		d.wants(service.CheckFields(known, map[string]any{"site": "Oslo"}), errs.Invalid)
		d.must(service.CheckFields(known, map[string]any{"site": nil}))
	})
}
