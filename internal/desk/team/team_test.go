package team_test

import (
	"testing"
	"time"

	"secondline/internal/desk/team"
	"secondline/internal/kit/errs"
)

func TestChecked(t *testing.T) {
	for name, c := range map[string]struct {
		in   team.Team
		want errs.Kind // "" is well
	}{
		"a team on a level":         {team.Team{Name: "Networks", Level: 1}, ""},
		"one that stands nowhere":   {team.Team{Name: "Networks"}, errs.Invalid},
		"a project team":            {team.Team{Name: "Move", Kind: team.Project}, ""},
		"a project team on a level": {team.Team{Name: "Move", Kind: team.Project, Level: 1}, errs.Invalid},
		"a triage project":          {team.Team{Name: "Move", Kind: team.Project, Triage: true}, errs.Invalid},
		"an archived triage team":   {team.Team{Name: "First", Level: 1, Triage: true, ArchivedAt: time.Unix(1, 0)}, errs.Conflict},
		"no name":                   {team.Team{Name: " \t", Level: 1}, errs.Invalid},
		"a kind out of nowhere":     {team.Team{Name: "X", Kind: "swarm", Level: 1}, errs.Invalid},
		"more than whole":           {team.Team{Name: "X", Level: 1, Threshold: 101}, errs.Invalid},
	} {
		got, err := c.in.Checked()
		if c.want == "" && (err != nil || got.PlainName == "") || c.want != "" && !errs.Is(err, c.want) {
			t.Errorf("%s: got %+v, %v; want %q", name, got, err, c.want)
		}
	}
}

func TestALevelNeedsAPlainName(t *testing.T) {
	if _, err := (team.Level{Rank: 1, Name: "First line"}).Checked(); errs.FieldOf(err) != "plain_name" {
		t.Errorf("got %v", err)
	}
	if _, err := (team.Level{Rank: 10, Name: "Tenth", PlainName: "the tenth"}).Checked(); errs.FieldOf(err) != "rank" {
		t.Errorf("got %v", err)
	}
}

func TestAMemberServesSomewhere(t *testing.T) {
	m, err := team.Member{Share: 100}.Checked()
	if err != nil || m.Preference != 1 {
		t.Errorf("got %+v, %v", m, err)
	}
	for _, bad := range []team.Member{{Share: 101}, {Share: -1}, {Preference: 100}, {Preference: -1}} {
		if _, err := bad.Checked(); !errs.Is(err, errs.Invalid) {
			t.Errorf("%+v: got %v", bad, err)
		}
	}
}
