package cli

import (
	"strconv"
	"strings"

	"secondline/internal/app"
	"secondline/internal/desk/person"
	"secondline/internal/desk/team"
	"secondline/internal/flow/admin"
	"secondline/internal/kit/errs"
	"secondline/internal/view/settings"
)

type teamCmd struct {
	List teamListCmd `cmd:"" help:"List the teams, from the bottom of the ladder."`
	Add  teamAddCmd  `cmd:"" help:"Add a team to a level, or beside the ladder."`
	Join teamJoinCmd `cmd:"" help:"Put somebody in a team."`
}

type teamListCmd struct {
	Archived bool `help:"Also those that are archived."`
}

// Run lists the teams.
func (c *teamListCmd) Run(e *env) error {
	return e.with(func(a *app.App) error {
		list, err := settings.Teams(e.ctx, a.Door.Read(), operator(), settings.List{Archived: c.Archived})
		if err != nil {
			return err
		}
		rows := [][]string{{"LEVEL", "NAME", "CUSTOMERS READ", ""}}
		for _, t := range list.Items {
			level := "project"
			if t.Level != nil {
				level = "L" + strconv.Itoa(t.Level.Rank)
			}
			note := ""
			switch {
			case t.ArchivedAt != nil:
				note = "archived"
			case t.Triage:
				note = "triage"
			}
			rows = append(rows, []string{level, t.Name, t.PlainName, note})
		}
		return e.table(rows)
	})
}

type teamAddCmd struct {
	Name      string `help:"Its name." required:"" placeholder:"NAME"`
	PlainName string `help:"What customers are told, such as “our network specialists”; default: its name." placeholder:"NAME"`
	Level     int    `help:"The rank of the level where it stands." default:"-1" placeholder:"RANK"`
	Project   bool   `help:"It is a project team and stands beside the ladder."`
}

// Run adds the team.
func (c *teamAddCmd) Run(e *env) error {
	if c.Project == (c.Level >= 0) {
		return misuse("Say where the team stands: either --level RANK or --project.")
	}
	return e.with(func(a *app.App) error {
		in := admin.TeamIn{Name: &c.Name, PlainName: &c.PlainName, Kind: new(team.Project)}
		if !c.Project {
			level, err := c.level(e, a)
			if err != nil {
				return err
			}
			in.Kind, in.Level = new(team.Line), &level.ID
		}
		t, err := a.Admin.AddTeam(e.ctx, operator(), in)
		if err != nil {
			return err
		}
		return e.printf("%s is added.\n", t.Name)
	})
}

func (c *teamAddCmd) level(e *env, a *app.App) (team.Level, error) {
	levels, err := team.Levels(e.ctx, a.Door.Read())
	if err != nil {
		return team.Level{}, err
	}
	for _, l := range levels {
		if l.Rank == c.Level && l.ArchivedAt.IsZero() {
			return l, nil
		}
	}
	return team.Level{}, errs.New(errs.NotFound, "There is no level with the rank %d; see `secondline team list`.", c.Level)
}

type teamJoinCmd struct {
	Team  string `arg:"" help:"The name of the team."`
	Email string `arg:"" help:"Whom to put there."`
}

// Run puts somebody in a team.
func (c *teamJoinCmd) Run(e *env) error {
	return e.with(func(a *app.App) error {
		t, err := team.ByName(e.ctx, a.Door.Read(), c.Team)
		if err != nil {
			return err
		}
		p, err := person.ByEmail(e.ctx, a.Door.Read(), c.Email)
		if err != nil {
			return nobody(err, c.Email)
		}
		places, err := team.Of(e.ctx, a.Door.Read(), p.ID)
		if err != nil {
			return err
		}
		m := team.Member{Person: p.ID, Preference: len(places) + 1, Share: 100}
		if err := a.Admin.Join(e.ctx, operator(), t.ID, m); err != nil {
			return err
		}
		return e.printf("%s is in %s.\n", p.Name, t.Name)
	})
}

type organisationCmd struct {
	List organisationListCmd `cmd:"" help:"List the organisations."`
	Add  organisationAddCmd  `cmd:"" help:"Add an organisation."`
}

type organisationListCmd struct {
	Archived bool `help:"Also those that are archived."`
}

// Run lists the organisations by name.
func (c *organisationListCmd) Run(e *env) error {
	return e.with(func(a *app.App) error {
		rows := [][]string{{"NAME", "REQUESTERS SEE", "DOMAINS"}}
		list := settings.List{Archived: c.Archived, Limit: 200}
		for {
			page, err := settings.Organisations(e.ctx, a.Door.Read(), operator(), list)
			if err != nil {
				return err
			}
			for _, o := range page.Items {
				rows = append(rows, []string{o.Name, o.Sees, strings.Join(o.Domains, " ")})
			}
			if list.Cursor = page.Next; list.Cursor == "" {
				return e.table(rows)
			}
		}
	})
}

type organisationAddCmd struct {
	Name   string   `help:"Its name." required:"" placeholder:"NAME"`
	Domain []string `help:"A mail domain whose people belong to it." placeholder:"DOMAIN"`
	Sees   string   `help:"What its requesters see: their own tickets, or all of the organisation's." enum:"own,organisation" default:"own"`
}

// Run adds the organisation.
func (c *organisationAddCmd) Run(e *env) error {
	return e.with(func(a *app.App) error {
		o, err := a.Admin.AddOrganisation(e.ctx, operator(), admin.OrganisationIn{Name: &c.Name, Sees: &c.Sees, Domains: &c.Domain})
		if err != nil {
			return err
		}
		return e.printf("%s is added.\n", o.Name)
	})
}
