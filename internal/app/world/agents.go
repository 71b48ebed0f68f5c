package world

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/desk/person"
	"secondline/internal/desk/skill"
	"secondline/internal/desk/team"
	"secondline/internal/flow/admin"
	"secondline/internal/flow/people"
	"secondline/internal/flow/work"
	"secondline/internal/id"
)

// lookAround learns what setting up has made.
func (m *mover) lookAround() error {
	all, err := team.All(m.ctx, m.Door.Read())
	if err != nil {
		return err
	}
	for _, t := range all {
		m.teams[t.Name] = t.ID
	}
	levels, err := team.Levels(m.ctx, m.Door.Read())
	for _, l := range levels {
		m.levels[l.Rank] = l.ID
	}
	return err
}

// agents adds who works here, with what they know, and fills the teams.
func (m *mover) agents() error {
	members := map[string][]team.Member{}
	for _, a := range m.cast.Agent {
		if err := m.agent(a); err != nil {
			return fmt.Errorf("adding %s: %w", a.Name, err)
		}
		for i, t := range a.Teams {
			members[t] = append(members[t], team.Member{Person: m.people[a.Name], Preference: i + 1, Share: 100})
		}
	}
	for _, t := range m.cast.Team {
		if err := m.Admin.SetMembers(m.ctx, m.admin, m.teams[t.Name], members[t.Name]); err != nil {
			return fmt.Errorf("filling %s: %w", t.Name, err)
		}
	}
	return nil
}

func (m *mover) agent(a agent) error {
	role, all := access.Agent, len(a.Cleared) == 0
	if a.Role != "" {
		role = access.Role(a.Role)
	}
	email, zone := mailOf(a.Name, m.cast.Desk.Domain), "UTC"
	p, err := m.Admin.AddPerson(m.ctx, m.admin, admin.PersonIn{
		Name: &a.Name, Title: &a.Title, Email: &email, TimeZone: &zone, Role: &role, All: &all, Capacity: &a.Capacity,
	})
	if err != nil {
		return err
	}
	m.people[a.Name] = p.ID
	var grades []skill.Grade
	for _, path := range inTreeOrder(a.Skills) {
		grades = append(grades, skill.Grade{Skill: m.skills[path], Grade: a.Skills[path], Wants: slices.Contains(a.Wants, path)})
	}
	if err := m.Admin.SetSkills(m.ctx, m.admin, p.ID, grades); err != nil {
		return err
	}
	var papers []skill.Certificate
	for _, name := range inTreeOrder(a.Certificates) {
		ends := m.now.AddDate(0, 0, a.Certificates[name])
		papers = append(papers, skill.Certificate{ID: m.papers[name], ValidFrom: ends.AddDate(-3, 0, 0), ExpiresAt: ends.Truncate(24 * time.Hour)})
	}
	if len(papers) == 0 {
		return nil
	}
	return m.Admin.SetCertificates(m.ctx, m.admin, p.ID, papers)
}

// clear says whose tickets agents with clearances may see, once there are
// organisations.
func (m *mover) clear() error {
	for _, a := range m.cast.Agent {
		if len(a.Cleared) == 0 {
			continue
		}
		var orgs []id.Organisation
		for _, name := range a.Cleared {
			orgs = append(orgs, m.orgs[name])
		}
		if err := m.Admin.SetClearances(m.ctx, m.admin, m.people[a.Name], orgs); err != nil {
			return fmt.Errorf("clearing %s: %w", a.Name, err)
		}
	}
	return nil
}

// clockIn lets every agent say whether they are there.
func (s *stage) clockIn() error {
	for _, a := range s.cast.Agent {
		presence := a.Presence
		if presence == "" {
			presence = person.Here
		}
		if err := s.Rota.SetPresence(s.ctx, s.actors[s.people[a.Name]], presence, time.Time{}); err != nil {
			return fmt.Errorf("clocking %s in: %w", a.Name, err)
		}
	}
	return nil
}

// roles learns what everybody may do.
func (s *stage) roles() error {
	for _, key := range s.people {
		a, err := people.Actor(s.ctx, s.Door.Read(), key)
		if err != nil {
			return err
		}
		s.actors[key] = a
	}
	for _, a := range s.cast.Agent {
		for _, t := range a.Teams {
			s.crew[s.teams[t]] = append(s.crew[s.teams[t]], s.people[a.Name])
		}
	}
	return nil
}

// inTreeOrder sorts names, so that a path comes after those that it hangs on and
// every start is the same.
func inTreeOrder[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// keys gives everybody the same password, hashed once: a demo desk has no
// secrets, and a hash a person would take longer than the month.
func (m *mover) keys() error {
	hash, err := m.People.HashFor(m.ctx, person.Person{Name: m.cast.Desk.Name}, m.cast.Desk.Password)
	if err != nil {
		return err
	}
	return m.Door.Do(m.ctx, m.admin, func(ctx context.Context, w *work.Work) error {
		for _, name := range inTreeOrder(m.people) {
			if err := person.SetSecret(ctx, w.Tx, m.people[name], hash); err != nil {
				return err
			}
			if err := w.Audit(ctx, "password.changed", "person:"+m.people[name].String(), 0, nil); err != nil {
				return err
			}
		}
		return nil
	})
}
