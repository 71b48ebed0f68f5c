package admin_test

import (
	"log/slog"
	"sync"
	"testing"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/core/event"
	"secondline/internal/core/job"
	"secondline/internal/db"
	"secondline/internal/db/dbtest"
	"secondline/internal/desk/mailbox"
	"secondline/internal/desk/organisation"
	"secondline/internal/desk/person"
	"secondline/internal/desk/service"
	"secondline/internal/desk/team"
	"secondline/internal/flow/admin"
	"secondline/internal/flow/people"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/clock"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/seal"
)

const secret = "correct horse battery"

// A desk that Ada has just set up.
type desk struct {
	*admin.Desk
	t      *testing.T
	people *people.Desk
	door   *work.Door
	clock  *clock.Fake
	ada    access.Actor
}

func each(t *testing.T, story func(t *testing.T, d *desk)) {
	dbtest.Each(t, func(t *testing.T, at *db.DB) {
		d := bare(t, at)
		p, err := d.SetUp(t.Context(), admin.SetUpIn{
			Name: "Nordwind", AdminName: "Ada", AdminEmail: "ada@nordwind.test", Password: secret, Host: "desk.nordwind.test:8420",
		})
		d.must(err)
		d.ada, err = people.Actor(t.Context(), d.door.Read(), p.ID)
		d.must(err)
		story(t, d)
	})
}

// bare is a desk that nobody has set up.
func bare(t *testing.T, at *db.DB) *desk {
	log, c := slog.New(slog.DiscardHandler), clock.NewFake(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))
	d := &desk{t: t, clock: c}
	d.door = work.New(work.Options{DB: at, Clock: c, IDs: id.NewMaker(c, 1), Bus: &event.Bus{}, Jobs: job.NewRunner(at, c, log), Log: log})
	d.people = people.New(people.Options{Door: d.door, Passwords: seal.NewPasswords(2), Log: log, BaseURL: "https://desk.nordwind.test"})
	d.Desk = admin.New(d.door, d.people)
	return d
}

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) wants(err error, k errs.Kind) {
	d.t.Helper()
	if !errs.Is(err, k) {
		d.t.Fatalf("got %v, want %s", err, k)
	}
}

// agent adds somebody who works here.
func (d *desk) agent(name string) person.Person {
	d.t.Helper()
	p, err := d.AddPerson(d.t.Context(), d.ada, admin.PersonIn{Name: &name, Email: new(name + "@nordwind.test"), Role: new(access.Agent)})
	d.must(err)
	return p
}

func (d *desk) team(name string) team.Team {
	d.t.Helper()
	t, err := team.ByName(d.t.Context(), d.door.Read(), name)
	d.must(err)
	return t
}

// audited tells how often the audit has an action.
func (d *desk) audited(action string) int {
	d.t.Helper()
	n, err := db.One(d.t.Context(), d.door.Read(), func(r db.Row) (n int, err error) { return n, r.Scan(&n) },
		`SELECT count(*) FROM audit WHERE action = ?`, action)
	d.must(err)
	return n
}

func TestANewDeskWorks(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ctx, h := t.Context(), d.door.Read()
		levels, err := team.Levels(ctx, h)
		d.must(err)
		if len(levels) != 5 || levels[2].PlainName != "our specialists" {
			t.Errorf("got levels %+v", levels)
		}
		triage, err := team.Triage(ctx, h)
		d.must(err)
		if triage.Name != "First line" || triage.Rank != 1 {
			t.Errorf("got triage %+v", triage)
		}
		if p := d.team("project TEAM"); !p.IsProject() || p.Rank != -1 {
			t.Errorf("got project team %+v", p)
		}
		if !d.ada.InTeam(triage.ID) || !d.ada.All {
			t.Errorf("got %+v", d.ada)
		}
		services, err := service.All(ctx, h)
		d.must(err)
		if len(services) != 1 || services[0].Name != "Other" || len(services[0].Teams) != 3 {
			t.Errorf("got services %+v", services)
		}
		box, err := mailbox.Standard(ctx, h)
		d.must(err)
		if box.Address != "support@desk.nordwind.test" {
			t.Errorf("got %+v", box)
		}
		list, err := service.Checklist(ctx, h, services[0].ID, 0)
		d.must(err)
		if len(list) != len(service.General) {
			t.Errorf("got checklist %+v", list)
		}
		for at, want := range map[[2]int]int{{1, 1}: 1, {1, 2}: 2, {2, 2}: 3, {1, 3}: 3, {3, 2}: 4} {
			if got, err := service.Priority(ctx, h, at[0], at[1]); err != nil || got != want {
				t.Errorf("priority of %v is %d, %v; want %d", at, got, err, want)
			}
		}
		_, err = d.SetUp(ctx, admin.SetUpIn{Name: "Again", AdminName: "Eve", AdminEmail: "eve@evil.test", Password: secret})
		d.wants(err, errs.Conflict)
		_, _, err = d.people.SignIn(ctx, "ada@nordwind.test", secret, people.Caller{})
		d.must(err)
	})
}

func TestOnlyTheNewestSetUpLinkSetsUpOnce(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, at *db.DB) {
		d := bare(t, at)
		old, err := d.people.SetUpLink(t.Context())
		d.must(err)
		link, err := d.people.SetUpLink(t.Context())
		d.must(err)
		in := admin.SetUpIn{Name: "Nordwind", AdminName: "Ada", AdminEmail: "ada@nordwind.test", Password: "short"}
		_, err = d.SetUpByLink(t.Context(), link, in)
		d.wants(err, errs.Invalid) // and the link is still good
		in.Password = secret
		_, err = d.SetUpByLink(t.Context(), old, in)
		d.wants(err, errs.Unauthorized)
		_, err = d.SetUpByLink(t.Context(), link, in)
		d.must(err)
		_, err = d.SetUpByLink(t.Context(), link, in)
		d.wants(err, errs.Unauthorized)
		_, err = d.people.SetUpLink(t.Context())
		d.wants(err, errs.Conflict)
	})
}

// A desk keeps its first hours where it is, and says which field is wrong if
// there is no such place.
func TestADeskIsSetUpWhereItIs(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, at *db.DB) {
		d := bare(t, at)
		in := admin.SetUpIn{Name: "Nordwind", AdminName: "Ada", AdminEmail: "ada@nordwind.test", Password: secret, Zone: "Mars/Olympus"}
		if _, err := d.SetUp(t.Context(), in); errs.FieldOf(err) != "time_zone" {
			t.Errorf("the field that is wrong: %q of %v", errs.FieldOf(err), err)
		}
		in.Zone = "Europe/Vienna"
		ada, err := d.SetUp(t.Context(), in)
		d.must(err)
		if office := d.office(); office.Zone != "Europe/Vienna" || ada.TimeZone != "Europe/Vienna" {
			t.Errorf("the office is in %s, Ada in %s", office.Zone, ada.TimeZone)
		}
	})
}

func TestOnlyAdministratorsChangeSettings(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ctx := t.Context()
		ben := d.agent("ben")
		by, err := people.Actor(ctx, d.door.Read(), ben.ID)
		d.must(err)
		_, err = d.AddTeam(ctx, by, admin.TeamIn{Name: new("Mine")})
		d.wants(err, errs.Forbidden)
		_, err = d.ChangePerson(ctx, by, ben.ID, admin.PersonIn{Role: new(access.Administrator)})
		d.wants(err, errs.Forbidden)
		script := d.ada
		script.Scopes = []string{"tickets:write"}
		_, err = d.AddTeam(ctx, script, admin.TeamIn{Name: new("Mine")})
		d.wants(err, errs.Forbidden)
	})
}

func TestNamesAreOneHoweverTheyAreWritten(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ctx := t.Context()
		acme, err := d.AddOrganisation(ctx, d.ada, admin.OrganisationIn{Name: new("Ácme  Corp"), Domains: &[]string{"Acme.test", "@acme.example"}})
		d.must(err)
		_, err = d.AddOrganisation(ctx, d.ada, admin.OrganisationIn{Name: new("acme corp")})
		d.wants(err, errs.Conflict)
		_, err = d.AddOrganisation(ctx, d.ada, admin.OrganisationIn{Name: new("Other"), Domains: &[]string{"acme.test"}})
		d.wants(err, errs.Conflict)
		got, err := organisation.ByDomain(ctx, d.door.Read(), "acme.test")
		d.must(err)
		if got.ID != acme.ID || len(got.Domains) != 2 {
			t.Errorf("got %+v", got)
		}
		_, err = d.AddPerson(ctx, d.ada, admin.PersonIn{Name: new("Carl"), Email: new("carl@acme.test")})
		d.must(err) // placed by the domain
		_, err = d.AddPerson(ctx, d.ada, admin.PersonIn{Name: new("Carl Two"), Email: new("CARL@acme.test")})
		d.wants(err, errs.Conflict)
		if n := d.audited("person.created"); n != 1 {
			t.Errorf("%d people in the audit, want 1", n)
		}
	})
}

func TestSomebodyFasterIsNotOverwritten(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ctx := t.Context()
		first := d.team("First line")
		mine := d.ada
		mine.Request.Version = first.Version
		_, err := d.ChangeTeam(ctx, mine, first.ID, admin.TeamIn{Threshold: new(70)})
		d.must(err)
		_, err = d.ChangeTeam(ctx, mine, first.ID, admin.TeamIn{Threshold: new(80)})
		d.wants(err, errs.Stale)
		if got := d.team("First line"); got.Threshold != 70 || got.Version != first.Version+1 {
			t.Errorf("got %+v", got)
		}
	})
}

func TestTheDeskKeepsWhatItCannotDoWithout(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ctx := t.Context()
		_, err := d.ChangePerson(ctx, d.ada, d.ada.Person, admin.PersonIn{Disabled: new(true)})
		d.wants(err, errs.Conflict)
		_, err = d.ChangePerson(ctx, d.ada, d.ada.Person, admin.PersonIn{Role: new(access.Agent)})
		d.wants(err, errs.Conflict)
		first := d.team("First line")
		_, err = d.ChangeTeam(ctx, d.ada, first.ID, admin.TeamIn{Archived: new(true)})
		d.wants(err, errs.Conflict)
		_, err = d.ChangeTeam(ctx, d.ada, d.team("Second line").ID, admin.TeamIn{Archived: new(true)})
		d.wants(err, errs.Conflict) // the service Other names it
		_, err = d.ChangeLevel(ctx, d.ada, first.Level, admin.LevelIn{Archived: new(true)})
		d.wants(err, errs.Conflict)
		_, err = d.SetChecklist(ctx, d.ada, 0, 0, nil)
		d.wants(err, errs.Invalid)
		box, err := mailbox.Standard(ctx, d.door.Read())
		d.must(err)
		d.wants(d.RemoveMailbox(ctx, d.ada, box.ID), errs.Conflict)

		second := d.team("Second line")
		_, err = d.ChangeTeam(ctx, d.ada, second.ID, admin.TeamIn{Triage: new(true)})
		d.must(err)
		if d.team("First line").Triage {
			t.Error("two triage teams")
		}
	})
}

func TestWhoIsDisabledIsOutAtOnce(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ctx := t.Context()
		ben := d.agent("ben")
		d.must(d.people.SetPassword(ctx, d.ada, ben.ID, "another good secret"))
		token, _, err := d.people.SignIn(ctx, "ben@nordwind.test", "another good secret", people.Caller{})
		d.must(err)
		by, err := d.people.BySession(ctx, token)
		d.must(err)
		script, _, err := d.people.CreateToken(ctx, by, people.TokenIn{Name: "x", Scopes: []string{"*"}})
		d.must(err)
		_, err = d.ChangePerson(ctx, d.ada, ben.ID, admin.PersonIn{Disabled: new(true)})
		d.must(err)
		_, err = d.people.BySession(ctx, token)
		d.wants(err, errs.Unauthorized)
		_, err = d.people.ByToken(ctx, script)
		d.wants(err, errs.Unauthorized)
		_, err = d.ChangePerson(ctx, d.ada, ben.ID, admin.PersonIn{Disabled: new(false)})
		d.must(err)
		_, err = d.people.ByToken(ctx, script)
		d.wants(err, errs.Unauthorized) // what was revoked stays revoked
	})
}

func TestMembershipChangesRightsAtOnce(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		ctx := t.Context()
		ben, second := d.agent("ben"), d.team("Second line")
		d.must(d.people.SetPassword(ctx, d.ada, ben.ID, "another good secret"))
		token, _, err := d.people.SignIn(ctx, "ben@nordwind.test", "another good secret", people.Caller{})
		d.must(err)
		by, err := d.people.BySession(ctx, token)
		d.must(err)
		if by.InTeam(second.ID) {
			t.Fatal("a member of a team that nobody put him in")
		}
		d.must(d.SetMembers(ctx, d.ada, second.ID, []team.Member{{Person: ben.ID, Share: 50}}))
		by, err = d.people.BySession(ctx, token)
		d.must(err)
		if !by.InTeam(second.ID) {
			t.Error("the new membership is not known yet")
		}
		_, err = d.ChangePerson(ctx, d.ada, ben.ID, admin.PersonIn{Role: new(access.Requester)})
		d.wants(err, errs.Conflict)
		carl, err := d.AddPerson(ctx, d.ada, admin.PersonIn{Name: new("Carl"), Organisation: &ben.Organisation})
		d.must(err)
		d.wants(d.SetMembers(ctx, d.ada, second.ID, []team.Member{{Person: carl.ID}}), errs.Invalid)
	})
}

// A mailbox with a person's address would make their sign-in links readable by
// the whole desk.
func TestAMailboxIsNobodysAddress(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		_, err := d.AddMailbox(t.Context(), d.ada, admin.MailboxIn{Address: new("Ada@nordwind.test"), Name: new("Ada")})
		d.wants(err, errs.Invalid)
		box, err := d.AddMailbox(t.Context(), d.ada, admin.MailboxIn{Address: new("help@nordwind.test"), Name: new("Help"), Standard: new(true)})
		d.must(err)
		now, err := mailbox.Standard(t.Context(), d.door.Read())
		d.must(err)
		if now.ID != box.ID {
			t.Errorf("got %+v", now)
		}
	})
}

// Two administrators who disable each other at the same moment must not leave the
// desk without one.
func TestOneAdministratorIsAlwaysLeft(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		eve := d.agent("eve")
		_, err := d.ChangePerson(t.Context(), d.ada, eve.ID, admin.PersonIn{Role: new(access.Administrator)})
		d.must(err)
		var wg sync.WaitGroup
		for _, p := range []id.Person{eve.ID, d.ada.Person} {
			wg.Go(func() {
				_, err := d.ChangePerson(t.Context(), access.Desk("test"), p, admin.PersonIn{Disabled: new(true)})
				if err != nil && !errs.Is(err, errs.Conflict) {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		left := 0
		for _, p := range []id.Person{eve.ID, d.ada.Person} {
			if _, err := people.Actor(t.Context(), d.door.Read(), p); err == nil {
				left++
			}
		}
		if left != 1 {
			t.Errorf("%d administrators are left, want 1", left)
		}
	})
}
