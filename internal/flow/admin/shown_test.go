package admin_test

import (
	"slices"
	"testing"

	"secondline/internal/core/access"
	"secondline/internal/desk/service"
	"secondline/internal/flow/admin"
	"secondline/internal/kit/errs"
	"secondline/internal/view/settings"
)

func TestTheAuditTellsWhoDidWhatNewestFirst(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		s, err := d.AddSkill(t.Context(), d.ada, admin.SkillIn{Path: new("network")})
		d.must(err)
		_, err = d.ChangeSkill(t.Context(), d.ada, s.ID, admin.SkillIn{Name: new("Networks")})
		d.must(err)
		d.must(d.Rename(t.Context(), d.ada, "Nordwind IT"))

		l := settings.AuditList{Limit: 2}
		var actions []string
		for {
			p, err := settings.Audit(t.Context(), d.door.Read(), d.ada, l)
			d.must(err)
			for _, a := range p.Items {
				actions = append(actions, a.Action)
			}
			if l.Cursor = p.Next; l.Cursor == "" {
				break
			}
		}
		if want := []string{"desk.renamed", "skill.changed", "skill.created"}; !slices.Equal(actions[:3], want) {
			t.Errorf("the audit tells %q, want %q first", actions, want)
		}
		p, err := settings.Audit(t.Context(), d.door.Read(), d.ada, settings.AuditList{Object: "skill:" + s.ID.String()})
		d.must(err)
		if len(p.Items) != 2 || p.Items[0].ActorName != "Ada" || !p.Items[0].At.Equal(d.clock.Now()) {
			t.Errorf("of the skill it tells %+v", p.Items)
		}
		lead := access.Actor{Kind: access.Person, Role: access.TeamLead, All: true}
		_, err = settings.Audit(t.Context(), d.door.Read(), lead, settings.AuditList{})
		d.wants(err, errs.Forbidden)
	})
}

func TestACategoryShowsWhatItDemandsOnTop(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		network, err := d.AddSkill(t.Context(), d.ada, admin.SkillIn{Path: new("network")})
		d.must(err)
		vpn, err := d.AddSkill(t.Context(), d.ada, admin.SkillIn{Path: new("network.vpn")})
		d.must(err)
		s, err := d.AddService(t.Context(), d.ada, admin.ServiceIn{Name: new("Remote access")})
		d.must(err)
		c, err := d.AddCategory(t.Context(), d.ada, s.ID, admin.CategoryIn{Name: new("Tunnels")})
		d.must(err)
		_, err = d.AddCategory(t.Context(), d.ada, s.ID, admin.CategoryIn{Name: new("Desktops")})
		d.must(err)
		d.must(d.SetNeeds(t.Context(), d.ada, s.ID, 0, []service.Need{{Skill: network.ID, Grade: 2}}))
		d.must(d.SetNeeds(t.Context(), d.ada, s.ID, c.ID, []service.Need{{Skill: vpn.ID, Grade: 4}}))

		p, err := settings.Categories(t.Context(), d.door.Read(), d.ada, s.ID, settings.List{})
		d.must(err)
		for _, shown := range p.Items {
			want := 0
			if shown.ID == c.ID {
				want = 1
			}
			if len(shown.Needs) != want {
				t.Errorf("%s demands %+v", shown.Name, shown.Needs)
			}
		}
		one, err := settings.Category(t.Context(), d.door.Read(), d.ada, s.ID, c.ID)
		d.must(err)
		if len(one.Needs) != 1 || one.Needs[0].Path != "network.vpn" || one.Needs[0].Grade != 4 {
			t.Errorf("it demands %+v", one.Needs)
		}
	})
}
