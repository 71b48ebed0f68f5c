package ticket

import (
	"time"

	"secondline/internal/id"
)

// A Major is an incident that hits many; the tickets of those whom it hits are
// its children.
type Major struct {
	Title     string    `json:"title"` // in words that customers may read
	Lead      id.Person `json:"lead"`
	At        time.Time `json:"at"`
	ToldAt    time.Time `json:"told_at,omitzero"` // when everybody affected heard last
	NextBy    time.Time `json:"next_by,omitzero"` // when they hear again
	OverAt    time.Time `json:"over_at,omitzero"`
	ReviewDue time.Time `json:"review_due,omitzero"` // set when it is over
	Reviewed  time.Time `json:"reviewed,omitzero"`
}

// Declared makes a ticket a major incident.
type Declared struct {
	inside
	Title   string    `json:"title"`
	Lead    id.Person `json:"lead"`
	Because string    `json:"because,omitempty"`
}

// Kind names the fact.
func (*Declared) Kind() string { return "incident.declared" }

func (f *Declared) apply(t *Ticket, e Entry) {
	t.Major = &Major{Title: f.Title, Lead: f.Lead, At: e.At}
	if t.State == New {
		t.State = Open
	}
}

// ToldAll tells on the major incident what everybody affected was told in one
// go; on their own tickets stands the message itself.
type ToldAll struct {
	inside
	Message string    `json:"message"`
	Tickets []id.Ref  `json:"tickets"`
	NextBy  time.Time `json:"next_by,omitzero"` // when they hear again
}

// Kind names the fact.
func (*ToldAll) Kind() string { return "incident.told" }

func (f *ToldAll) apply(t *Ticket, e Entry) {
	if t.Major != nil {
		m := *t.Major
		m.ToldAt, m.NextBy = e.At, f.NextBy
		t.Major = &m
	}
}

// StoodDown ends a major incident; its review is due.
type StoodDown struct {
	inside
	Because   string    `json:"because,omitempty"`
	ReviewDue time.Time `json:"review_due"`
}

// Kind names the fact.
func (*StoodDown) Kind() string { return "incident.stood_down" }

func (f *StoodDown) apply(t *Ticket, e Entry) {
	if t.Major != nil {
		m := *t.Major
		m.OverAt, m.ReviewDue = e.At, f.ReviewDue
		t.Major = &m
	}
}

// Reviewed is what was learnt from a major incident.
type Reviewed struct {
	inside
	Happened string   `json:"happened"`
	Cause    string   `json:"cause"`
	Well     string   `json:"went_well,omitempty"`
	Badly    string   `json:"went_badly,omitempty"`
	Actions  []string `json:"actions"`
}

// Kind names the fact.
func (*Reviewed) Kind() string { return "incident.reviewed" }

func (*Reviewed) apply(t *Ticket, e Entry) {
	if t.Major != nil {
		m := *t.Major
		m.Reviewed = e.At
		t.Major = &m
	}
}

// A Plan is a piece of planned work with its date.
type Plan struct {
	What string    `json:"what"`
	On   time.Time `json:"on"`
	By   id.Person `json:"by"`
}

// Planned proposes a date for planned work; the ticket waits on it visibly.
type Planned struct {
	seen
	What string    `json:"what"` // in words that the customer reads
	On   time.Time `json:"on"`
	By   id.Person `json:"by"`
}

// Kind names the fact.
func (*Planned) Kind() string { return "project.planned" }

func (f *Planned) apply(t *Ticket, _ Entry) {
	t.Plan = &Plan{What: f.What, On: f.On, By: f.By}
	t.NeedsReply = false // the customer was told what and when
	t.Snippet = snippet(f.What)
}
