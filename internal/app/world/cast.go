package world

import (
	"context"
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/BurntSushi/toml"

	"secondline/internal/core/access"
	"secondline/internal/desk/organisation"
	"secondline/internal/desk/service"
	"secondline/internal/flow/admin"
	"secondline/internal/id"
)

//go:embed cast.toml
var castText string

// A deskCast is the desk itself.
type deskCast struct {
	Name, Domain, Admin, Password string
	AdminEmail                    string `toml:"admin_email"`
}

// A cast is cast.toml.
type cast struct {
	Desk deskCast
	Team []struct {
		Name, Was, Plain string
		Rank, Threshold  int
	}
	Agent         []agent
	Skills        map[string]string
	Certification []struct{ Name, Issuer, Skill string }
	Service       []offering
	Checklist     []struct {
		Service string
		Items   []string // label|source|weight
	}
	Field []struct {
		Name, Label, Kind string
		Visible           bool
	}
	Organisation []customer
}

type agent struct {
	Name, Title, Role, Presence string
	Teams, Cleared              []string
	Capacity                    int
	Skills                      map[string]int
	Wants                       []string       // skills that they want to grow in
	Certificates                map[string]int // days from now
}

type offering struct {
	Name, Plain, About, Skill, Second string
	Categories                        []string
	Needs                             map[string]string // category → certification
}

type customer struct {
	Name, Domain, Sees string
	Sites              []string
	People             []string // name|title|role
}

func readCast() (cast, error) {
	var c cast
	if _, err := toml.Decode(castText, &c); err != nil {
		return c, fmt.Errorf("reading the cast: %w", err)
	}
	return c, nil
}

// A house is what stands once the cast has moved in, by the names of the cast.
type house struct {
	cast       cast
	admin      access.Actor
	teams      map[string]id.Team
	levels     map[int]id.Level
	people     map[string]id.Person
	orgs       map[string]id.Organisation
	services   map[string]id.Service
	categories map[string]id.Category // service/category
	skills     map[string]id.Skill
	papers     map[string]id.Certification
	vendors    map[string]id.Vendor
	office     id.Calendar
}

// A mover moves the cast in, through the same verbs that an administrator uses.
type mover struct {
	Parts
	*house
	ctx context.Context
	now time.Time // when the month ends: certificates count from there
}

func (m *mover) moveIn() error {
	for _, step := range []func() error{m.found, m.ladder, m.knowledge, m.agents, m.offerings, m.paperwork, m.customers, m.keys, m.promises, m.makers} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// found sets an empty desk up.
func (m *mover) found() error {
	d := m.cast.Desk
	who, err := m.Admin.SetUp(m.ctx, admin.SetUpIn{Name: d.Name, AdminName: d.Admin, AdminEmail: d.AdminEmail, Password: d.Password, Host: d.Domain})
	if err != nil {
		return fmt.Errorf("setting the desk up: %w", err)
	}
	m.people[d.Admin] = who.ID
	m.admin = access.Actor{
		Kind: access.Person, Person: who.ID, Name: who.Name, Role: who.Role, Organisation: who.Organisation, All: true,
	}
	m.orgs[d.Name] = who.Organisation
	return nil
}

func (m *mover) ladder() error {
	if err := m.lookAround(); err != nil {
		return err
	}
	for _, t := range m.cast.Team {
		was := t.Was
		if was == "" {
			was = t.Name
		}
		in := admin.TeamIn{Name: &t.Name, PlainName: &t.Plain, Threshold: &t.Threshold}
		if key, there := m.teams[was]; there {
			delete(m.teams, was)
			m.teams[t.Name] = key
			if _, err := m.Admin.ChangeTeam(m.ctx, m.admin, key, in); err != nil {
				return fmt.Errorf("renaming %s: %w", was, err)
			}
			continue
		}
		level := m.levels[t.Rank]
		in.Level = &level
		made, err := m.Admin.AddTeam(m.ctx, m.admin, in)
		if err != nil {
			return fmt.Errorf("adding %s: %w", t.Name, err)
		}
		m.teams[t.Name] = made.ID
	}
	return nil
}

func (m *mover) knowledge() error {
	for _, path := range inTreeOrder(m.cast.Skills) {
		name := m.cast.Skills[path]
		s, err := m.Admin.AddSkill(m.ctx, m.admin, admin.SkillIn{Path: &path, Name: &name})
		if err != nil {
			return fmt.Errorf("adding the skill %s: %w", path, err)
		}
		m.skills[path] = s.ID
	}
	for _, c := range m.cast.Certification {
		of := m.skills[c.Skill]
		made, err := m.Admin.AddCertification(m.ctx, m.admin, admin.CertificationIn{Name: &c.Name, Issuer: &c.Issuer, Skill: &of})
		if err != nil {
			return fmt.Errorf("adding the certification %s: %w", c.Name, err)
		}
		m.papers[c.Name] = made.ID
	}
	return nil
}

func (m *mover) offerings() error {
	for _, s := range m.cast.Service {
		second := s.Second
		if second == "" {
			second = "Second line"
		}
		teams := map[int]id.Team{1: m.teams["First line"], 2: m.teams[second], 3: m.teams["Experts"], 4: m.teams["Vendor desk"]}
		made, err := m.Admin.AddService(m.ctx, m.admin, admin.ServiceIn{Name: &s.Name, PlainName: &s.Plain, Description: &s.About, Teams: &teams})
		if err != nil {
			return fmt.Errorf("adding %s: %w", s.Name, err)
		}
		m.services[s.Name] = made.ID
		if err := m.Admin.SetNeeds(m.ctx, m.admin, made.ID, 0, []service.Need{{Skill: m.skills[s.Skill], Grade: 2}}); err != nil {
			return fmt.Errorf("saying what %s needs: %w", s.Name, err)
		}
		for _, name := range s.Categories {
			if err := m.part(made.ID, s, name); err != nil {
				return err
			}
		}
	}
	return nil
}

func (m *mover) part(of id.Service, s offering, name string) error {
	c, err := m.Admin.AddCategory(m.ctx, m.admin, of, admin.CategoryIn{Name: &name})
	if err != nil {
		return fmt.Errorf("adding %s/%s: %w", s.Name, name, err)
	}
	m.categories[s.Name+"/"+name] = c.ID
	paper, demanded := s.Needs[name]
	if !demanded {
		return nil
	}
	return m.Admin.SetNeeds(m.ctx, m.admin, of, c.ID, []service.Need{{Certification: m.papers[paper]}})
}

// paperwork adds checklists and custom fields.
func (m *mover) paperwork() error {
	for _, l := range m.cast.Checklist {
		var items []service.Item
		for _, line := range l.Items {
			parts := strings.Split(line, "|")
			weight, err := strconv.Atoi(parts[2])
			if err != nil {
				return fmt.Errorf("the checklist of %s: %w", l.Service, err)
			}
			items = append(items, service.Item{Label: parts[0], Source: parts[1], Weight: weight})
		}
		if _, err := m.Admin.SetChecklist(m.ctx, m.admin, m.services[l.Service], 0, items); err != nil {
			return fmt.Errorf("the checklist of %s: %w", l.Service, err)
		}
	}
	for i, f := range m.cast.Field {
		position := i + 1
		in := admin.FieldIn{Name: &f.Name, Label: &f.Label, Kind: &f.Kind, CustomerVisible: &f.Visible, Position: &position}
		if _, err := m.Admin.AddField(m.ctx, m.admin, in); err != nil {
			return fmt.Errorf("adding the field %s: %w", f.Name, err)
		}
	}
	return nil
}

func (m *mover) customers() error {
	for _, c := range m.cast.Organisation {
		in := admin.OrganisationIn{Name: &c.Name, Domains: &[]string{c.Domain}}
		if c.Sees != "" {
			in.Sees = &c.Sees
		}
		o, err := m.Admin.AddOrganisation(m.ctx, m.admin, in)
		if err != nil {
			return fmt.Errorf("adding %s: %w", c.Name, err)
		}
		m.orgs[c.Name] = o.ID
		for i, line := range c.People {
			if err := m.customer(o, c, line, i); err != nil {
				return err
			}
		}
	}
	return m.clear()
}

func (m *mover) customer(o organisation.Organisation, c customer, line string, nth int) error {
	parts := append(strings.Split(line, "|"), string(access.Requester))
	name, title, role := parts[0], parts[1], access.Role(parts[2])
	email, phone, zone := mailOf(name, c.Domain), fmt.Sprintf("0555 01%02d", 10+nth), "Europe/London"
	p, err := m.Admin.AddPerson(m.ctx, m.admin, admin.PersonIn{
		Organisation: &o.ID, Name: &name, Email: &email, Title: &title, Phone: &phone, TimeZone: &zone, Role: &role,
	})
	if err != nil {
		return fmt.Errorf("adding %s: %w", name, err)
	}
	m.people[name+"@"+c.Name] = p.ID
	return nil
}

// mailOf is somebody's address: their first name at the domain.
func mailOf(name, domain string) string {
	first, _, _ := strings.Cut(strings.ToLower(name), " ")
	return first + "@" + domain
}
