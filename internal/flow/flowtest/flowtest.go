// Package flowtest furnishes a small desk for tests: a ladder of three teams and
// a project team, two customers, and one person for each part to play. Tests act
// through the real verbs; only the post does not leave the house.
package flowtest

import (
	"context"
	"log/slog"
	"testing"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/core/event"
	"secondline/internal/core/job"
	"secondline/internal/db"
	"secondline/internal/desk/handover"
	"secondline/internal/desk/organisation"
	"secondline/internal/desk/person"
	"secondline/internal/desk/service"
	"secondline/internal/desk/skill"
	"secondline/internal/desk/team"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/dealing"
	"secondline/internal/flow/indexing"
	"secondline/internal/flow/notify"
	"secondline/internal/flow/people"
	"secondline/internal/flow/ticketing"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/clock"
)

// A Desk is a furnished desk.
type Desk struct {
	T     testing.TB
	Ctx   context.Context
	DB    *db.DB
	Clock *clock.Fake
	Bus   *event.Bus
	Jobs  *job.Runner
	Door  *work.Door
	*ticketing.Desk
	Dealer *dealing.Dealer

	Acme, Globex, House          id.Organisation
	First, Second, Third, Build  id.Team   // triage and L1, L2, L3, project
	Ann, Abe, Gus                id.Person // of Acme, of Acme, of Globex
	Tom, Ida, Sam, Eve, Pam, Gil id.Person // L1, L1, L2, L3, project, L1 cleared for Globex only
	Email, VPN                   id.Service
	Mailbox, Tunnel              id.Category
}

// began is when every test begins.
var began = time.Date(2026, time.March, 16, 9, 0, 0, 0, time.UTC)

// New furnishes a desk on a database.
func New(t testing.TB, store *db.DB) *Desk {
	t.Helper()
	c, log := clock.NewFake(began), slog.New(slog.DiscardHandler)
	d := &Desk{T: t, Ctx: context.Background(), DB: store, Clock: c, Bus: &event.Bus{}}
	d.Jobs = job.NewRunner(store, c, log)
	d.Door = work.New(work.Options{DB: store, Clock: c, IDs: id.NewMaker(c, 1), Bus: d.Bus, Jobs: d.Jobs, Log: log})
	d.Desk = ticketing.New(d.Door, quiet{})
	indexing.Register(d.Jobs, d.Door)
	d.Dealer = dealing.New(d.Door)
	d.Door.Follow(d.Dealer)
	d.Dealer.Register(d.Jobs)
	d.Must(d.Door.Do(d.Ctx, access.Desk("Set-up"), func(ctx context.Context, w *work.Work) error { return d.furnish(ctx, w) }))
	return d
}

// quiet keeps letters in the house.
type quiet struct{}

func (quiet) Letter(context.Context, *work.Work, notify.Letter) error { return nil }

func (quiet) Cancel(context.Context, *work.Work, *ticket.Ticket, int64) error { return nil }

// Must fails the test on an error.
func (d *Desk) Must(err error) {
	d.T.Helper()
	if err != nil {
		d.T.Fatal(err)
	}
}

// Later lets time go by and does what became due.
func (d *Desk) Later(span time.Duration) {
	d.T.Helper()
	d.Clock.Advance(span)
	d.Must(d.Jobs.Drain(d.Ctx))
}

// As is somebody with the rights that they have now.
func (d *Desk) As(who id.Person) access.Actor {
	d.T.Helper()
	a, err := people.Actor(d.Ctx, d.Door.Read(), who)
	d.Must(err)
	return a
}

// Asks opens a ticket for a customer, about a service or none.
func (d *Desk) Asks(who id.Person, subject, body string, about id.Service) id.Number {
	d.T.Helper()
	out, err := d.Open(d.Ctx, d.As(who), ticketing.OpenIn{Subject: subject, Body: body, Service: about, Channel: ticket.ByPortal})
	d.Must(err)
	return out.Number
}

// AsksForNext gives somebody the next ticket.
func (d *Desk) AsksForNext(who id.Person) id.Number {
	d.T.Helper()
	n, ok, err := d.Dealer.Next(d.Ctx, d.As(who))
	d.Must(err)
	if !ok {
		d.T.Fatal("there is no next ticket")
	}
	return n
}

// Replies says something that the customer sees.
func (d *Desk) Replies(who id.Person, n id.Number, body string) {
	d.T.Helper()
	_, err := d.Reply(d.Ctx, d.As(who), n, ticketing.MessageIn{Body: body})
	d.Must(err)
}

// Notes says something that the customer does not see.
func (d *Desk) Notes(who id.Person, n id.Number, body string) {
	d.T.Helper()
	_, err := d.Note(d.Ctx, d.As(who), n, ticketing.MessageIn{Body: body})
	d.Must(err)
}

// Gives assigns a ticket.
func (d *Desk) Gives(who id.Person, n id.Number, to id.Person) {
	d.T.Helper()
	d.Must(d.Assign(d.Ctx, d.As(who), n, to))
}

// Offers hands a ticket over to a team, or to one of it.
func (d *Desk) Offers(who id.Person, n id.Number, to id.Team, person id.Person, ask string) id.Handover {
	d.T.Helper()
	h, err := d.HandOver(d.Ctx, d.As(who), n, ticketing.Target{Team: to, Person: person}, handover.Form{
		Reason: handover.Skill, Ask: ask, Summary: "what was seen", Because: "nothing more is known", CustomerMessage: "A colleague looks at it.",
	})
	d.Must(err)
	return h.ID
}

// Takes accepts a handover.
func (d *Desk) Takes(who id.Person, h id.Handover) {
	d.T.Helper()
	d.Must(d.Accept(d.Ctx, d.As(who), h))
}

// SendsBack returns a handover.
func (d *Desk) SendsBack(who id.Person, h id.Handover, note string) {
	d.T.Helper()
	d.Must(d.Return(d.Ctx, d.As(who), h, ticketing.ReturnIn{Reason: handover.MissingInformation, Missing: []string{"the time"}, Note: note}))
}

// Solves resolves a ticket; with a lesson if there is one to give.
func (d *Desk) Solves(who id.Person, n id.Number, message, cause, lesson string) {
	d.T.Helper()
	in := ticketing.ResolveIn{Message: message, Cause: cause, NoArticleBecause: "it is rare"}
	yes := lesson != ""
	in.Lesson, in.FirstLineNextTime = lesson, &yes
	d.Must(d.Resolve(d.Ctx, d.As(who), n, in))
}

// Ticket loads a ticket.
func (d *Desk) Ticket(n id.Number) *ticket.Ticket {
	d.T.Helper()
	t, err := ticket.ByNumber(d.Ctx, d.Door.Read(), n)
	d.Must(err)
	return t
}

func (d *Desk) furnish(ctx context.Context, w *work.Work) error {
	for _, step := range []func(context.Context, *work.Work) error{d.customers, d.ladder, d.people, d.services, d.skills} {
		if err := step(ctx, w); err != nil {
			return err
		}
	}
	return service.SaveMatrix(ctx, w.Tx, service.DefaultMatrix)
}

func (d *Desk) customers(ctx context.Context, w *work.Work) error {
	for _, o := range []struct {
		name string
		key  *id.Organisation
	}{{"Acme", &d.Acme}, {"Globex", &d.Globex}, {"House", &d.House}} {
		*o.key = id.Organisation(w.NewID())
		v, err := organisation.Organisation{Name: o.name}.Checked()
		if err != nil {
			return err
		}
		v.ID = *o.key
		if err := organisation.Insert(ctx, w.Tx, v); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) ladder(ctx context.Context, w *work.Work) error {
	names := []string{"Self-service", "First line", "Second line", "Experts", "Vendors"}
	levels := map[int]id.Level{}
	for rank, name := range names {
		levels[rank] = id.Level(w.NewID())
		err := team.InsertLevel(ctx, w.Tx, team.Level{ID: levels[rank], Rank: rank, Name: name, PlainName: name})
		if err != nil {
			return err
		}
	}
	for _, t := range []struct {
		key *id.Team
		as  team.Team
	}{
		{&d.First, team.Team{Name: "First line", Level: levels[1], Triage: true, Threshold: 60}},
		{&d.Second, team.Team{Name: "Second line", Level: levels[2], Threshold: 60}},
		{&d.Third, team.Team{Name: "Experts", Level: levels[3], Threshold: 60}},
		{&d.Build, team.Team{Name: "Projects", Kind: team.Project}},
	} {
		v, err := t.as.Checked()
		if err != nil {
			return err
		}
		*t.key = id.Team(w.NewID())
		v.ID = *t.key
		if err := team.Insert(ctx, w.Tx, v); err != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) people(ctx context.Context, w *work.Work) error {
	for _, p := range []struct {
		key  *id.Person
		name string
		org  id.Organisation
		team id.Team
	}{
		{&d.Ann, "Ann Lee", d.Acme, 0},
		{&d.Abe, "Abe Moss", d.Acme, 0},
		{&d.Gus, "Gus Hart", d.Globex, 0},
		{&d.Tom, "Tom Ashgrove", d.House, d.First},
		{&d.Ida, "Ida Brook", d.House, d.First},
		{&d.Gil, "Gil Marsh", d.House, d.First},
		{&d.Sam, "Sam Oakley", d.House, d.Second},
		{&d.Eve, "Eve Stone", d.House, d.Third},
		{&d.Pam, "Pam Field", d.House, d.Build},
	} {
		v := person.Person{Name: p.name, Organisation: p.org, Email: p.name[:3] + "@desk.example", Capacity: 50, Presence: person.Here}
		if p.team != 0 {
			v.Role, v.All = access.Agent, p.key != &d.Gil
		}
		v, err := v.Checked()
		if err != nil {
			return err
		}
		*p.key = id.Person(w.NewID())
		v.ID = *p.key
		if err := person.Insert(ctx, w.Tx, v); err != nil {
			return err
		}
		if p.team == 0 {
			continue
		}
		if err := team.Join(ctx, w.Tx, p.team, team.Member{Person: v.ID, Preference: 1, Share: 100}); err != nil {
			return err
		}
	}
	return person.SetClearances(ctx, w.Tx, d.Gil, []id.Organisation{d.Globex})
}

func (d *Desk) services(ctx context.Context, w *work.Work) error {
	for _, s := range []struct {
		key      *id.Service
		name     string
		part     *id.Category
		category string
	}{{&d.Email, "Email", &d.Mailbox, "Mailbox"}, {&d.VPN, "VPN", &d.Tunnel, "Tunnel"}} {
		*s.key, *s.part = id.Service(w.NewID()), id.Category(w.NewID())
		err := service.Insert(ctx, w.Tx, service.Service{ID: *s.key, Name: s.name, PlainName: s.name, Teams: map[int]id.Team{1: d.First, 2: d.Second, 3: d.Third}})
		if err != nil {
			return err
		}
		if err := service.InsertCategory(ctx, w.Tx, service.Category{ID: *s.part, Service: *s.key, Name: s.category}); err != nil {
			return err
		}
	}
	return nil
}

// skills: the VPN needs somebody who knows networks; Sam and Eve do, and Ida enough of them.
func (d *Desk) skills(ctx context.Context, w *work.Work) error {
	network, err := skill.Skill{Path: "network"}.Checked()
	if err != nil {
		return err
	}
	network.ID = id.Skill(w.NewID())
	if err := skill.Insert(ctx, w.Tx, network); err != nil {
		return err
	}
	for who, grade := range map[id.Person]int{d.Ida: 2, d.Sam: 3, d.Eve: 5} {
		if err := skill.SetGrades(ctx, w.Tx, who, []skill.Grade{{Skill: network.ID, Grade: grade}}); err != nil {
			return err
		}
	}
	return service.SetNeeds(ctx, w.Tx, d.VPN, 0, []service.Need{{Skill: network.ID, Grade: 2}}, w.NewID)
}

// The forms of the verbs, for tests further in that may stand on this package but
// not on ticketing itself.
type (
	TriageIn = ticketing.TriageIn
	WaitIn   = ticketing.WaitIn
	EditIn   = ticketing.EditIn
	SwarmIn  = ticketing.SwarmIn
)
