// Package majors shows major incidents: those that run, those whose review is
// due, what one looks like on its ticket, and which tickets look as if they
// belonged to it.
//
// What always holds: each part is shown to whom its ticket is shown. A customer
// is told of an incident by view/portalview, which knows nothing but its title
// and its times.
package majors

import (
	"context"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/view/brief"
)

// A Major is a major incident with what its ticket shows of it.
type Major struct {
	Title      string       `json:"title"`
	Lead       brief.Person `json:"lead"`
	At         time.Time    `json:"at"`
	Running    bool         `json:"running"`
	ToldAt     *time.Time   `json:"told_at,omitempty" doc:"when everybody affected heard last"`
	NextBy     *time.Time   `json:"next_by,omitempty" doc:"when they hear again"`
	OverAt     *time.Time   `json:"over_at,omitempty"`
	ReviewDue  *time.Time   `json:"review_due,omitempty"`
	ReviewedAt *time.Time   `json:"reviewed_at,omitempty"`
	Children   []Child      `json:"children"`
	Told       []Telling    `json:"told" doc:"what everybody was told, the last first"`
	Review     *Review      `json:"review,omitempty"`
}

// A Child is a ticket that a major incident hits.
type Child struct {
	Ref          id.Ref             `json:"ref"`
	Subject      string             `json:"subject"`
	State        ticket.State       `json:"state"`
	Organisation brief.Organisation `json:"organisation"`
	Requester    brief.Person       `json:"requester"`
	OpenedAt     time.Time          `json:"opened_at"`
	Because      []string           `json:"because,omitempty" doc:"why it looks like one, where it is only offered"`
}

// A Telling is what everybody was told in one go.
type Telling struct {
	At      time.Time  `json:"at"`
	By      string     `json:"by"`
	Message string     `json:"message"`
	Tickets int        `json:"tickets"`
	NextBy  *time.Time `json:"next_by,omitempty"`
}

// A Review is what was learnt.
type Review struct {
	At       time.Time `json:"at"`
	By       string    `json:"by"`
	Happened string    `json:"happened"`
	Cause    string    `json:"cause"`
	Well     string    `json:"went_well"`
	Badly    string    `json:"went_badly"`
	Actions  []string  `json:"actions"`
}

// mostTold is how many of the last tellings a ticket shows.
const mostTold = 20

// Of shows the major incident of a ticket, or nil if it is none.
func Of(ctx context.Context, h db.Handle, me access.Actor, t *ticket.Ticket) (*Major, error) {
	if t.Major == nil {
		return nil, nil
	}
	people, err := brief.People(ctx, h, t.Major.Lead)
	if err != nil {
		return nil, err
	}
	m := shape(t.Major, people)
	if m.Children, err = children(ctx, h, me, t); err != nil {
		return nil, err
	}
	return &m, history(ctx, h, t, &m)
}

func shape(m *ticket.Major, people map[id.Person]brief.Person) Major {
	return Major{
		Title: m.Title, Lead: people[m.Lead].Named(), At: m.At, Running: m.Running(), ToldAt: when(m.ToldAt), NextBy: when(m.NextBy),
		OverAt: when(m.OverAt), ReviewDue: when(m.ReviewDue), ReviewedAt: when(m.Reviewed), Children: []Child{}, Told: []Telling{},
	}
}

// history reads what everybody was told, and the last review.
func history(ctx context.Context, h db.Handle, t *ticket.Ticket, m *Major) error {
	list, err := db.All(ctx, h, func(r db.Row) (e ticket.Entry, err error) {
		var kind, facts string
		if err := r.Scan(db.Into(&e.At), &e.By.Name, &kind, &facts); err != nil {
			return e, err
		}
		e.Fact, err = ticket.Decode(kind, []byte(facts))
		return e, err
	}, `
		SELECT e.at, e.actor_name, e.kind, e.facts
		  FROM timeline_entry e
		 WHERE e.ticket_id = ? AND e.kind IN ('incident.told', 'incident.reviewed')
		 ORDER BY e.seq DESC
		 LIMIT ?`, t.ID, mostTold)
	for _, e := range list {
		switch f := e.Fact.(type) {
		case *ticket.ToldAll:
			m.Told = append(m.Told, Telling{At: e.At, By: e.By.Name, Message: f.Message, Tickets: len(f.Tickets), NextBy: when(f.NextBy)})
		case *ticket.Reviewed:
			if m.Review == nil {
				m.Review = &Review{At: e.At, By: e.By.Name, Happened: f.Happened, Cause: f.Cause, Well: f.Well, Badly: f.Badly, Actions: append([]string{}, f.Actions...)}
			}
		}
	}
	return errs.Wrap(err, "reading what a major incident was told of")
}

// children lists the tickets below one that the reader may see.
func children(ctx context.Context, h db.Handle, me access.Actor, t *ticket.Ticket) ([]Child, error) {
	keys := t.Children()
	if len(keys) == 0 {
		return []Child{}, nil
	}
	marks, args := db.In(keys)
	seen, more := me.Scope().Tickets("t")
	list, err := db.All(ctx, h, scanChild, selectChild+`
		 WHERE t.id IN `+marks+` AND `+seen+`
		 ORDER BY t.opened_at, t.id`, append(args, more...)...)
	return append([]Child{}, list...), errs.Wrap(err, "listing whom an incident hits")
}

const selectChild = `
		SELECT t.number, t.subject, t.state, o.id, o.name, p.id, p.name, t.opened_at
		  FROM ticket t
		  JOIN organisation o ON o.id = t.organisation_id
		  JOIN person p ON p.id = t.requester_id`

func scanChild(r db.Row) (c Child, err error) {
	var n id.Number
	err = r.Scan(&n, &c.Subject, &c.State, &c.Organisation.ID, &c.Organisation.Name, &c.Requester.ID, &c.Requester.Name, db.Into(&c.OpenedAt))
	c.Ref = n.Ref()
	return c, err
}

// An Incident is what a ticket says of the major incident that it belongs to.
type Incident struct {
	Ref     id.Ref     `json:"ref"`
	Title   string     `json:"title"`
	At      time.Time  `json:"at"`
	Running bool       `json:"running"`
	NextBy  *time.Time `json:"next_by,omitempty"`
}

// Above finds the major incident that a ticket belongs to, or nil.
func Above(ctx context.Context, h db.Handle, me access.Actor, t *ticket.Ticket) (*Incident, error) {
	keys := t.Parents()
	if len(keys) == 0 {
		return nil, nil
	}
	marks, args := db.In(keys)
	seen, more := me.Scope().Tickets("t")
	list, err := db.All(ctx, h, scanSum, `
		SELECT t.sum
		  FROM ticket t
		 WHERE t.id IN `+marks+` AND t.major = TRUE AND `+seen+`
		 ORDER BY t.opened_at DESC, t.id DESC
		 LIMIT 1`, append(args, more...)...)
	if err != nil || len(list) == 0 {
		return nil, errs.Wrap(err, "finding the incident that a ticket belongs to")
	}
	p := list[0]
	return &Incident{Ref: p.Ref(), Title: p.Major.Title, At: p.Major.At, Running: p.Major.Running(), NextBy: when(p.Major.NextBy)}, nil
}

func scanSum(r db.Row) (*ticket.Ticket, error) {
	t := &ticket.Ticket{}
	return t, r.Scan(db.FromJSON(t))
}

func when(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
