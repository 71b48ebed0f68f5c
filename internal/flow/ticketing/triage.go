package ticketing

import (
	"context"
	"slices"
	"strings"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/person"
	"secondline/internal/desk/service"
	"secondline/internal/desk/team"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// A TriageIn files a ticket; what is zero stays as it is.
type TriageIn struct {
	Service  id.Service
	Category id.Category
	Impact   int
	Urgency  int
	Skills   []string
	Team     id.Team // zero: stays with its team
}

// Triage says what it is, how bad, and who should work on it. A change of team
// at triage is a placement, not a handover: it is open only while nobody has
// begun, or within the same level. What nobody has begun on is placed again by
// what triage says of it, unless the agent chose a team.
func (d *Desk) Triage(ctx context.Context, by access.Actor, n id.Number, in TriageIn) error {
	return d.change(ctx, by, n, access.Triage, func(ctx context.Context, w *work.Work, t *ticket.Ticket) ([]ticket.Fact, error) {
		f, err := triaged(ctx, w, t, in)
		if err != nil {
			return nil, err
		}
		fresh := refiled(t, f) || t.State == ticket.New && in.Team != 0
		if err := triageTeam(ctx, w, t, in.Team, f); err != nil || !fresh {
			return []ticket.Fact{f}, err
		}
		p, placed, err := replaced(ctx, w, t, f, in.Team)
		if err != nil {
			return nil, err
		}
		if err := onRecord(ctx, w, t, p); err != nil || placed == nil {
			return []ticket.Fact{f}, err
		}
		return []ticket.Fact{f, placed}, nil
	})
}

// triaged is what triage says, checked and priced.
func triaged(ctx context.Context, w *work.Work, t *ticket.Ticket, in TriageIn) (*ticket.Triaged, error) {
	f := &ticket.Triaged{
		Service: orOld(in.Service, t.Service), Category: in.Category, Impact: orOld(in.Impact, t.Impact), Urgency: orOld(in.Urgency, t.Urgency),
		Skills: cleanSkills(in.Skills), Place: t.Place, PriorityBecause: t.PriorityBecause, Priority: t.Priority,
	}
	if f.Category == 0 && f.Service == t.Service {
		f.Category = t.Category
	}
	if in.Skills == nil {
		f.Skills = t.Skills
	}
	if err := ticket.CheckGrades(f.Impact, f.Urgency); err != nil {
		return nil, err
	}
	if in.Service != 0 {
		if _, err := knownService(ctx, w, in.Service); err != nil {
			return nil, err
		}
	}
	if err := checkCategory(ctx, w, f.Service, f.Category); err != nil || t.PriorityBecause != "" {
		return f, err
	}
	var err error
	f.Priority, err = service.Priority(ctx, w.Tx, f.Impact, f.Urgency)
	return f, err
}

// triageTeam moves the ticket to another team while it is being triaged.
func triageTeam(ctx context.Context, w *work.Work, t *ticket.Ticket, to id.Team, f *ticket.Triaged) error {
	if to == 0 || to == t.Team {
		return nil
	}
	next, err := liveTeam(ctx, w.Tx, to)
	if err != nil {
		return err
	}
	if t.Offer != nil {
		return errs.New(errs.Conflict, "%s is on offer; withdraw the handover before you place it elsewhere.", t.Ref())
	}
	if t.State != ticket.New && (next.IsProject() || next.Rank != t.Rank) {
		return errs.Field("team", "Work on %s has begun; hand it over to %s, so that they learn what was tried.", t.Ref(), next.Name)
	}
	f.Place = placeOf(next, t.Rank)
	return nil
}

func liveTeam(ctx context.Context, h db.Handle, key id.Team) (team.Team, error) {
	t, err := team.Get(ctx, h, key)
	if errs.Is(err, errs.NotFound) || err == nil && !t.ArchivedAt.IsZero() {
		return t, errs.Field("team", "There is no such team.")
	}
	return t, err
}

// placeOf is where a team stands; beside the ladder a ticket keeps its rung.
func placeOf(t team.Team, rank int) ticket.Place {
	if t.IsProject() {
		return ticket.Place{Team: t.ID, Rank: rank, Project: true}
	}
	return ticket.Place{Team: t.ID, Rank: t.Rank}
}

func orOld[T comparable](v, old T) T {
	var zero T
	if v == zero {
		return old
	}
	return v
}

func cleanSkills(skills []string) []string {
	var out []string
	for _, s := range skills {
		s = strings.ToLower(strings.TrimSpace(s))
		if s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// member checks that somebody belongs to a team and may see the organisation.
func member(ctx context.Context, h db.Handle, in id.Team, who id.Person, org id.Organisation) (person.Person, error) {
	members, err := team.Members(ctx, h, in)
	if err != nil {
		return person.Person{}, err
	}
	if !slices.ContainsFunc(members, func(m team.Member) bool { return m.Person == who }) {
		return person.Person{}, errs.Field("person", "They are not a member of that team; hand the ticket over to theirs.")
	}
	p, err := person.Get(ctx, h, who)
	if err != nil {
		return p, err
	}
	cleared, err := mayWorkOn(ctx, h, p, org)
	if err == nil && !cleared {
		err = errs.Field("person", "%s is not cleared for this organisation.", p.Name)
	}
	return p, err
}

// letGo sees to a ticket that comes back to life: from a team that was archived
// meanwhile it goes to triage, and from somebody who has left its team, or the
// desk, to the team. Nothing lies where nobody looks.
func letGo(ctx context.Context, w *work.Work, t *ticket.Ticket) error {
	if !t.IsOpen() {
		return nil
	}
	place, err := livePlace(ctx, w, t.Place)
	if err != nil {
		return err
	}
	if place != t.Place {
		_, err := w.Record(ctx, t, &ticket.Triaged{
			Service: t.Service, Category: t.Category, Impact: t.Impact, Urgency: t.Urgency, Priority: t.Priority, PriorityBecause: t.PriorityBecause,
			Skills: t.Skills, Place: place,
		})
		return err
	}
	if t.Assignee == 0 {
		return nil
	}
	members, err := team.Members(ctx, w.Tx, t.Team)
	if err != nil || slices.ContainsFunc(members, func(m team.Member) bool { return m.Person == t.Assignee }) {
		return err
	}
	_, err = w.Record(ctx, t, &ticket.Assigned{})
	return err
}

// livePlace is where a ticket can be now: where it was, or with the triage team
// if that team is no more.
func livePlace(ctx context.Context, w *work.Work, was ticket.Place) (ticket.Place, error) {
	old, err := team.Get(ctx, w.Tx, was.Team)
	if err != nil || old.ArchivedAt.IsZero() {
		return was, err
	}
	next, err := team.Triage(ctx, w.Tx)
	return placeOf(next, was.Rank), err
}

// mayWorkOn tells whether somebody is an agent who is cleared for an
// organisation.
func mayWorkOn(ctx context.Context, h db.Handle, p person.Person, org id.Organisation) (bool, error) {
	if !p.IsAgent() || p.IsDisabled() || p.All {
		return p.IsAgent() && !p.IsDisabled(), nil
	}
	orgs, err := person.Clearances(ctx, h, p.ID)
	return slices.Contains(orgs, org), err
}

// An EditIn changes what a ticket says of itself; what is nil stays.
type EditIn struct {
	Subject         *string
	Kind            *ticket.Kind
	Priority        *int    // overrides the matrix; 0 gives it back to the matrix
	PriorityBecause *string // why; required with Priority
	Tags            *[]string
	CC              *[]id.Person
	Watchers        *[]id.Person
	Fields          map[string]any
}

// Edit changes subject, kind, tags, people and fields, and overrides the
// priority with a reason.
func (d *Desk) Edit(ctx context.Context, by access.Actor, n id.Number, in EditIn) error {
	return d.change(ctx, by, n, access.Edit, func(ctx context.Context, w *work.Work, t *ticket.Ticket) ([]ticket.Fact, error) {
		f := &ticket.Edited{TicketKind: in.Kind, CC: in.CC, Watchers: in.Watchers, Fields: in.Fields}
		if in.Subject != nil {
			s, err := ticket.CleanSubject(*in.Subject)
			if err != nil {
				return nil, err
			}
			f.Subject = &s
		}
		if in.Tags != nil {
			tags, err := ticket.CleanTags(*in.Tags)
			if err != nil {
				return nil, err
			}
			f.Tags = &tags
		}
		if in.Kind != nil && *in.Kind != ticket.Incident && *in.Kind != ticket.Request {
			return nil, errs.Field("kind", "A ticket is an incident or a request.")
		}
		if err := checkPeople(ctx, w, t, in); err != nil {
			return nil, err
		}
		if err := checkFields(ctx, w.Tx, in.Fields); err != nil {
			return nil, err
		}
		return []ticket.Fact{f}, overridePriority(ctx, w, t, in, f)
	})
}

func checkPeople(ctx context.Context, w *work.Work, t *ticket.Ticket, in EditIn) error {
	if in.CC != nil {
		if err := joinable(ctx, w, "cc", without(*in.CC, t.CC)); err != nil {
			return err
		}
	}
	if in.Watchers == nil {
		return nil
	}
	for _, key := range without(*in.Watchers, t.Watchers) {
		p, err := person.Get(ctx, w.Tx, key)
		if errs.Is(err, errs.NotFound) {
			return errs.Field("watchers", "There is no person %s.", key)
		}
		if err != nil {
			return err
		}
		cleared, err := mayWorkOn(ctx, w.Tx, p, t.Organisation)
		if err != nil {
			return err
		}
		if !cleared {
			return errs.Field("watchers", "%s is not an agent who may see this ticket; only such agents watch it. Put customers on CC.", p.Name)
		}
	}
	return nil
}

// joinable checks that the actor may bring these people into a conversation: a
// customer their own colleagues, an agent anybody of the organisations that they
// are cleared for, and other agents.
func joinable(ctx context.Context, w *work.Work, field string, list []id.Person) error {
	people, err := person.Some(ctx, w.Tx, list)
	if err != nil {
		return err
	}
	for _, key := range list {
		p, ok := people[key]
		knows := w.By.Cleared(p.Organisation) || w.By.IsAgent() && p.IsAgent() || p.Organisation == w.By.Organisation
		if !ok || !knows {
			return errs.Field(field, "There is no person %s, or you are not cleared for their organisation.", key)
		}
	}
	return nil
}

// without gives those of a list that are not in another.
func without(list, known []id.Person) []id.Person {
	return slices.DeleteFunc(slices.Clone(list), func(p id.Person) bool { return slices.Contains(known, p) })
}

func overridePriority(ctx context.Context, w *work.Work, t *ticket.Ticket, in EditIn, f *ticket.Edited) error {
	if in.Priority == nil {
		return nil
	}
	p, because := *in.Priority, ""
	if in.PriorityBecause != nil {
		because = strings.TrimSpace(*in.PriorityBecause)
	}
	switch {
	case p == 0:
		var err error
		if p, err = service.Priority(ctx, w.Tx, t.Impact, t.Urgency); err != nil {
			return err
		}
		because = ""
	case p < 1 || p > 4:
		return errs.Field("priority", "The priority is 1 to 4, or 0 to give it back to the matrix.")
	case because == "":
		return errs.Field("priority_because", "Say why this one differs from the matrix.")
	}
	f.Priority, f.PriorityBecause = &p, &because
	return nil
}
