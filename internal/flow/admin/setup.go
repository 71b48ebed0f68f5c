package admin

import (
	"cmp"
	"context"
	"net"
	"strings"

	"secondline/internal/core/access"
	"secondline/internal/core/setting"
	"secondline/internal/desk/credential"
	"secondline/internal/desk/escalation"
	"secondline/internal/desk/mailbox"
	"secondline/internal/desk/organisation"
	"secondline/internal/desk/person"
	"secondline/internal/desk/service"
	"secondline/internal/desk/team"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/fold"
	"secondline/internal/kit/openhours"
	"secondline/internal/kit/seal"
)

// A SetUpIn says how an empty desk begins.
type SetUpIn struct {
	Name       string // of the desk and of its own organisation
	AdminName  string
	AdminEmail string
	Password   string
	Host       string // where mail for the desk goes: support@Host; localhost if empty
	Zone       string // where the administrator is, and the first calendar; UTC if empty
}

// rungs is the ladder that a new desk begins with.
var rungs = []team.Level{
	{Rank: 0, Name: "Self-service", PlainName: "self-service"},
	{Rank: 1, Name: "First line", PlainName: "our first line"},
	{Rank: 2, Name: "Second line", PlainName: "our specialists"},
	{Rank: 3, Name: "Third line", PlainName: "our experts"},
	{Rank: 4, Name: "Vendors", PlainName: "the maker"},
}

// SetUp makes a working desk of an empty one: for whoever has the machine.
func (d *Desk) SetUp(ctx context.Context, in SetUpIn) (person.Person, error) {
	return d.setUp(ctx, in, func(context.Context, *work.Work) error { return nil })
}

// SetUpByLink does the same for whoever has the one-time link.
func (d *Desk) SetUpByLink(ctx context.Context, token string, in SetUpIn) (person.Person, error) {
	return d.setUp(ctx, in, func(ctx context.Context, w *work.Work) error {
		_, err := credential.UseLink(ctx, w.Tx, seal.Hash(token), credential.SetUp, w.Now)
		if errs.Is(err, errs.NotFound) {
			return errs.Because(err, errs.Unauthorized, "This set-up link has been used or is too old; start the desk again for a new one.")
		}
		return err
	})
}

func (d *Desk) setUp(ctx context.Context, in SetUpIn, admit func(context.Context, *work.Work) error) (person.Person, error) {
	if _, err := openhours.LoadZone(cmp.Or(in.Zone, "UTC")); err != nil {
		return person.Person{}, errs.Field("time_zone", "%s", errs.Text(err))
	}
	admin, err := person.Person{
		Name: in.AdminName, Email: in.AdminEmail, Role: access.Administrator, All: true,
		Capacity: person.DefaultCapacity, TimeZone: in.Zone, Version: 1,
	}.Checked()
	if err != nil {
		return admin, under(err, "admin_")
	}
	own, err := organisation.Organisation{Name: in.Name, Sees: organisation.Own, Version: 1}.Checked()
	if err != nil {
		return admin, err
	}
	hash, err := d.people.HashFor(ctx, admin, in.Password)
	if err != nil {
		return admin, err
	}
	err = d.door.Do(ctx, access.Desk("set-up"), func(ctx context.Context, w *work.Work) error {
		if err := admit(ctx, w); err != nil {
			return err
		}
		empty, err := person.Nobody(ctx, w.Tx)
		if err != nil {
			return err
		}
		if !empty {
			return errs.New(errs.Conflict, "The desk is set up already; sign in as an administrator to change it.")
		}
		admin.ID, own.ID = id.Person(w.NewID()), id.Organisation(w.NewID())
		admin.Organisation = own.ID
		if err := begin(ctx, w, own, admin, hash); err != nil {
			return err
		}
		if err := furnish(ctx, w, admin.ID, mailbox.Mailbox{Address: "support@" + mailHost(in.Host), Name: own.Name}); err != nil {
			return err
		}
		if err := beginPromises(ctx, w, admin.TimeZone); err != nil {
			return err
		}
		return w.Audit(ctx, "desk.set_up", "desk", own.ID, map[string]any{"name": own.Name, "administrator": admin.ID})
	})
	return admin, err
}

// under puts the field of an error below a prefix: the form calls it so.
func under(err error, prefix string) error {
	if f := errs.FieldOf(err); f != "" {
		return errs.Field(prefix+f, "%s", errs.Text(err))
	}
	return err
}

// mailHost is a host that mail can go to.
func mailHost(host string) string {
	host = strings.TrimSpace(host)
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	if host == "" || net.ParseIP(strings.Trim(host, "[]")) != nil {
		return "localhost"
	}
	return host
}

// begin adds the desk's own organisation and its first administrator.
func begin(ctx context.Context, w *work.Work, own organisation.Organisation, admin person.Person, hash string) error {
	if err := setting.Set(ctx, w.Tx, setting.DeskName, own.Name); err != nil {
		return err
	}
	if err := organisation.Insert(ctx, w.Tx, own); err != nil {
		return err
	}
	if err := person.Insert(ctx, w.Tx, admin); err != nil {
		return err
	}
	return person.SetSecret(ctx, w.Tx, admin.ID, hash)
}

// furnish adds the ladder, its teams, the service Other, the rules and the
// standard mailbox.
func furnish(ctx context.Context, w *work.Work, admin id.Person, box mailbox.Mailbox) error {
	teams, err := ladder(ctx, w, admin)
	if err != nil {
		return err
	}
	other := service.Service{
		ID: id.Service(w.NewID()), Name: "Other", PlainName: "Something else",
		Description: "Whatever no other service is about.", Teams: teams,
	}
	if err := service.Insert(ctx, w.Tx, other); err != nil {
		return err
	}
	if err := service.SaveMatrix(ctx, w.Tx, service.DefaultMatrix); err != nil {
		return err
	}
	items, err := service.CheckItems(service.General)
	if err != nil {
		return err
	}
	for i := range items {
		items[i].ID = id.Checklist(w.NewID())
	}
	if err := service.SetChecklist(ctx, w.Tx, 0, 0, items); err != nil {
		return err
	}
	if err := setPlan(ctx, w, 0, escalation.Default); err != nil {
		return err
	}
	box.ID, box.Standard = id.Mailbox(w.NewID()), true
	if box, err = box.Checked(); err != nil {
		return err
	}
	return mailbox.Insert(ctx, w.Tx, box)
}

// ladder adds the rungs, one team on each of the first three, and the project
// team. The administrator joins the first line: somebody must be there.
func ladder(ctx context.Context, w *work.Work, admin id.Person) (map[int]id.Team, error) {
	teams := map[int]id.Team{}
	for _, l := range rungs {
		l.ID = id.Level(w.NewID())
		if err := team.InsertLevel(ctx, w.Tx, l); err != nil {
			return nil, err
		}
		if l.Rank < 1 || l.Rank > 3 {
			continue
		}
		t := team.Team{
			ID: id.Team(w.NewID()), Name: l.Name, PlainName: l.PlainName, Kind: team.Line, Level: l.ID,
			Threshold: team.DefaultThreshold, Triage: l.Rank == 1,
		}
		if err := team.Insert(ctx, w.Tx, t); err != nil {
			return nil, err
		}
		teams[l.Rank] = t.ID
	}
	project := team.Team{
		ID: id.Team(w.NewID()), Name: "Project team", PlainName: "our project team", Kind: team.Project, Threshold: team.DefaultThreshold,
	}
	if err := team.Insert(ctx, w.Tx, project); err != nil {
		return nil, err
	}
	return teams, team.Join(ctx, w.Tx, teams[1], team.Member{Person: admin, Preference: 1, Share: 100})
}

// Rename gives the desk another name.
func (d *Desk) Rename(ctx context.Context, by access.Actor, name string) error {
	name = fold.Tidy(name)
	if name == "" || len(name) > 120 {
		return errs.Field("name", "The desk needs a name of up to 120 bytes.")
	}
	return d.administer(ctx, by, func(ctx context.Context, w *work.Work) error {
		if err := setting.Set(ctx, w.Tx, setting.DeskName, name); err != nil {
			return err
		}
		return w.Audit(ctx, "desk.renamed", "desk", 0, map[string]any{"name": name})
	})
}
