package story

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/mailbox"
	"secondline/internal/desk/organisation"
	"secondline/internal/desk/person"
	"secondline/internal/desk/service"
	"secondline/internal/desk/skill"
	"secondline/internal/desk/team"
	"secondline/internal/flow/people"
	"secondline/internal/flow/ticketing"
	"secondline/internal/flow/timekeeping"
	"secondline/internal/flow/work"
	"secondline/internal/id"
)

// A house is the small desk that every story begins with, by the names that its
// people use.
type house struct {
	orgs       map[string]id.Organisation
	levels     map[int]id.Level
	teams      map[string]id.Team
	people     map[string]id.Person // "ann@acme", "tom"
	services   map[string]id.Service
	categories map[string]id.Category
	checklist  map[string]id.Checklist // by source
}

func newHouse() *house {
	return &house{
		orgs: map[string]id.Organisation{}, levels: map[int]id.Level{}, teams: map[string]id.Team{}, people: map[string]id.Person{},
		services: map[string]id.Service{}, categories: map[string]id.Category{}, checklist: map[string]id.Checklist{},
	}
}

// seats says who sits where: name, role, clearances ("" for all), teams.
var seats = []struct {
	name, first string
	role        access.Role
	cleared     []string
	teams       []string
}{
	{"tom", "Tom Ashgrove", access.Agent, nil, []string{"First line"}},
	{"ida", "Ida Brook", access.Agent, nil, []string{"First line"}},
	{"gil", "Gil Marsh", access.Agent, []string{"Globex"}, []string{"First line"}},
	{"sam", "Sam Oakley", access.Agent, nil, []string{"Second line"}},
	{"sue", "Sue Alder", access.Agent, nil, []string{"Second line"}},
	{"lea", "Lea Thorn", access.TeamLead, nil, nil},
	{"nia", "Nia Quill", access.Agent, nil, []string{"Network specialists"}},
	{"ned", "Ned Vale", access.Agent, nil, []string{"Network specialists"}},
	{"eve", "Eve Stone", access.Agent, nil, []string{"Experts"}},
	{"vic", "Vic Reed", access.Agent, nil, []string{"Vendor desk"}},
	{"pam", "Pam Field", access.Agent, nil, []string{"Project team"}},
	{"ada", "Ada Crown", access.Administrator, nil, nil},
}

func (d *desk) moveIn() *house {
	d.t.Helper()
	h := newHouse()
	d.must(d.door.Do(d.ctx, access.Desk("Set-up"), func(ctx context.Context, w *work.Work) error {
		b := builder{ctx: ctx, w: w, house: h}
		for _, step := range []func() error{b.customers, b.ladder, b.agents, b.skills, b.uses, b.post} {
			if err := step(); err != nil {
				return err
			}
		}
		return nil
	}))
	return h
}

// A builder fills a house.
type builder struct {
	*house
	ctx context.Context
	w   *work.Work
}

func (b builder) customers() error {
	for _, o := range []organisation.Organisation{
		{Name: "Acme", Domains: []string{"acme.example"}}, {Name: "Globex", Sees: organisation.Whole, Domains: []string{"globex.example"}}, {Name: "Our desk"},
	} {
		o, err := o.Checked()
		if err != nil {
			return err
		}
		o.ID = id.Organisation(b.w.NewID())
		if err := organisation.Insert(b.ctx, b.w.Tx, o); err != nil {
			return err
		}
		b.orgs[o.Name] = o.ID
	}
	for name, full := range map[string]string{
		"ann@acme": "Ann Lee", "abe@acme": "Abe Moss", "gus@globex": "Gus Hart", "gwen@globex": "Gwen Ray",
	} {
		org := "Acme"
		if strings.HasSuffix(name, "globex") {
			org = "Globex"
		}
		if err := b.person(name, person.Person{Organisation: b.orgs[org], Name: full, Email: name + ".example"}); err != nil {
			return err
		}
	}
	return nil
}

func (b builder) person(name string, p person.Person) error {
	p, err := p.Checked()
	if err != nil {
		return err
	}
	p.ID = id.Person(b.w.NewID())
	b.people[name] = p.ID
	return person.Insert(b.ctx, b.w.Tx, p)
}

func (b builder) ladder() error {
	for rank, plain := range []string{"self-service", "our help desk", "our specialists", "our experts", "the maker"} {
		l := team.Level{ID: id.Level(b.w.NewID()), Rank: rank, Name: "L" + string(rune('0'+rank)), PlainName: plain}
		if err := team.InsertLevel(b.ctx, b.w.Tx, l); err != nil {
			return err
		}
		b.levels[rank] = l.ID
	}
	for _, t := range []team.Team{
		{Name: "First line", PlainName: "our help desk", Level: b.levels[1], Triage: true, Threshold: 60},
		{Name: "Second line", PlainName: "our specialists", Level: b.levels[2], Threshold: 60},
		{Name: "Network specialists", PlainName: "our network specialists", Level: b.levels[2], Threshold: 60},
		{Name: "Experts", PlainName: "our experts", Level: b.levels[3], Threshold: 80},
		{Name: "Vendor desk", PlainName: "the maker", Level: b.levels[4], Threshold: 60},
		{Name: "Project team", PlainName: "our project team", Kind: team.Project, Threshold: 0},
	} {
		t, err := t.Checked()
		if err != nil {
			return err
		}
		t.ID = id.Team(b.w.NewID())
		if err := team.Insert(b.ctx, b.w.Tx, t); err != nil {
			return err
		}
		b.teams[t.Name] = t.ID
	}
	return nil
}

func (b builder) agents() error {
	for _, s := range seats {
		err := b.person(s.name, person.Person{
			Organisation: b.orgs["Our desk"], Name: s.first, Email: s.name + "@desk.example", Role: s.role, All: s.cleared == nil,
			Capacity: 5, Presence: person.Here,
		})
		if err != nil {
			return err
		}
		var orgs []id.Organisation
		for _, o := range s.cleared {
			orgs = append(orgs, b.orgs[o])
		}
		if err := person.SetClearances(b.ctx, b.w.Tx, b.people[s.name], orgs); err != nil {
			return err
		}
		for _, t := range s.teams {
			if err := team.Join(b.ctx, b.w.Tx, b.teams[t], team.Member{Person: b.people[s.name], Preference: 1, Share: 100}); err != nil {
				return err
			}
		}
	}
	return nil
}

// skills: Nia may touch the tunnels; Ned's certificate lapsed on 12 March.
func (b builder) skills() error {
	network, vpn := skill.Skill{ID: id.Skill(b.w.NewID()), Path: "network"}, skill.Skill{ID: id.Skill(b.w.NewID()), Path: "network.vpn"}
	for _, s := range []skill.Skill{network, vpn} {
		s, err := s.Checked()
		if err != nil {
			return err
		}
		if err := skill.Insert(b.ctx, b.w.Tx, s); err != nil {
			return err
		}
	}
	for who, grade := range map[string]int{"tom": 1, "ida": 2, "nia": 4, "ned": 3, "eve": 5} {
		if err := skill.SetGrades(b.ctx, b.w.Tx, b.people[who], []skill.Grade{{Skill: vpn.ID, Grade: grade}}); err != nil {
			return err
		}
	}
	tunnels := skill.Certification{ID: id.Certification(b.w.NewID()), Name: "Tunnel Master"}
	if err := skill.InsertCertification(b.ctx, b.w.Tx, tunnels); err != nil {
		return err
	}
	for who, until := range map[string]time.Time{"nia": monday.AddDate(1, 0, 0), "ned": monday.AddDate(0, 0, -4), "eve": {}} {
		c := skill.Certificate{ID: tunnels.ID, ValidFrom: monday.AddDate(-1, 0, 0), ExpiresAt: until}
		if err := skill.SetCertificates(b.ctx, b.w.Tx, b.people[who], []skill.Certificate{c}); err != nil {
			return err
		}
	}
	return b.offers(vpn.ID, tunnels.ID)
}

// offers makes what customers use, and what it demands.
func (b builder) offers(vpn id.Skill, tunnels id.Certification) error {
	for _, s := range []service.Service{
		{Name: "Email", PlainName: "your email", Teams: map[int]id.Team{1: b.teams["First line"], 2: b.teams["Second line"], 3: b.teams["Experts"]}},
		{Name: "VPN", PlainName: "your VPN", Teams: map[int]id.Team{1: b.teams["First line"], 2: b.teams["Network specialists"], 3: b.teams["Experts"]}},
	} {
		s.ID = id.Service(b.w.NewID())
		if err := service.Insert(b.ctx, b.w.Tx, s); err != nil {
			return err
		}
		b.services[s.Name] = s.ID
	}
	for name, of := range map[string]string{"Mailbox": "Email", "Tunnel": "VPN", "Client": "VPN"} {
		c := service.Category{ID: id.Category(b.w.NewID()), Service: b.services[of], Name: name}
		if err := service.InsertCategory(b.ctx, b.w.Tx, c); err != nil {
			return err
		}
		b.categories[name] = c.ID
	}
	err := service.SetNeeds(b.ctx, b.w.Tx, b.services["VPN"], 0, []service.Need{{Skill: vpn, Grade: 2}}, b.w.NewID)
	if err != nil {
		return err
	}
	return service.SetNeeds(b.ctx, b.w.Tx, b.services["VPN"], b.categories["Tunnel"], []service.Need{{Certification: tunnels, Grade: 1}}, b.w.NewID)
}

func (b builder) uses() error {
	items, err := service.CheckItems(service.General)
	if err != nil {
		return err
	}
	for i := range items {
		items[i].ID = id.Checklist(b.w.NewID())
		b.checklist[items[i].Source] = items[i].ID
	}
	if err := service.SetChecklist(b.ctx, b.w.Tx, 0, 0, items); err != nil {
		return err
	}
	return service.SaveMatrix(b.ctx, b.w.Tx, service.DefaultMatrix)
}

func (b builder) post() error {
	return mailbox.Insert(b.ctx, b.w.Tx, mailbox.Mailbox{ID: id.Mailbox(b.w.NewID()), Address: "help@desk.example", Name: "Help", Standard: true})
}

// recall finds the people and places of a desk that was furnished before.
func (d *desk) recall() *house {
	d.t.Helper()
	h := newHouse()
	d.must(d.door.Read().Each(d.ctx, func(r db.Row) error {
		var kind, name string
		var key int64
		if err := r.Scan(&kind, &name, &key); err != nil {
			return err
		}
		switch kind {
		case "person":
			h.people[strings.TrimSuffix(strings.TrimSuffix(name, "@desk.example"), ".example")] = id.Person(key)
		case "team":
			h.teams[name] = id.Team(key)
		case "service":
			h.services[name] = id.Service(key)
		default:
			h.orgs[name] = id.Organisation(key)
		}
		return nil
	}, `
		SELECT 'person' AS kind, coalesce(email, ''), id FROM person
		 UNION ALL SELECT 'team', name, id FROM team
		 UNION ALL SELECT 'service', name, id FROM service
		 UNION ALL SELECT 'organisation', name, id FROM organisation
		 ORDER BY 1, 3`))
	return h
}

// handleJobs runs what the desk asks for later, as the real one does.
func (d *desk) handleJobs() {
	d.jobs.Handle(ticketing.WakeTicket, func(ctx context.Context, payload json.RawMessage) error {
		var j work.TicketJob
		if err := json.Unmarshal(payload, &j); err != nil {
			return err
		}
		return d.do.Wake(ctx, j.Ticket)
	})
	timekeeping.New(timekeeping.Options{Door: d.door, Alarm: timekeeping.NewEscalator(d.door, d.post), Expirer: d.do}).Register(d.jobs)
	d.deals.Register(d.jobs)
	d.rota.Register(d.jobs)
	d.jobs.Handle(work.IndexTicket, func(context.Context, json.RawMessage) error { return nil }) // search has tests of its own
}

// actor is somebody, with the rights that they have now.
func (d *desk) actor(name string) access.Actor {
	d.t.Helper()
	key, ok := d.people[name]
	if !ok {
		d.t.Fatalf("nobody here is called %q", name)
	}
	a, err := people.Actor(d.ctx, d.door.Read(), key)
	d.must(err)
	return a
}
