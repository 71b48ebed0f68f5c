package ticket

import (
	"maps"
	"slices"
	"time"

	"secondline/internal/id"
)

type (
	seen   struct{} // embedded by facts that the customer may see
	inside struct{} // embedded by facts that only agents see
)

func (seen) Audience() Audience   { return Customer }
func (inside) Audience() Audience { return Internal }

// Opened begins every timeline: what was asked, and where it was placed.
type Opened struct {
	seen
	Number       id.Number       `json:"number"`
	Organisation id.Organisation `json:"organisation"`
	Requester    id.Person       `json:"requester"`
	TicketKind   Kind            `json:"ticket_kind"`
	Channel      Channel         `json:"channel"`
	Subject      string          `json:"subject"`
	Body         string          `json:"body"` // Markdown, or plain text of a mail
	Files        []File          `json:"files,omitempty"`
	Service      id.Service      `json:"service,omitempty"`
	Category     id.Category     `json:"category,omitempty"`
	Impact       int             `json:"impact"`
	Urgency      int             `json:"urgency"`
	Priority     int             `json:"priority"`
	Place
	Because   string         `json:"because"`             // the rule that placed it
	Placement id.Placement   `json:"placement,omitempty"` // the record of why, and of who was rejected
	CC        []id.Person    `json:"cc,omitempty"`
	Tags      []string       `json:"tags,omitempty"`
	Fields    map[string]any `json:"fields,omitempty"`
	SplitFrom *Link          `json:"split_from,omitempty"`
	Mail      id.MailIn      `json:"mail,omitempty"`
	Hint      string         `json:"hint,omitempty"` // for agents: a stranger quoted a ticket
}

// Kind names the fact.
func (*Opened) Kind() string { return "ticket.opened" }

func (f *Opened) apply(t *Ticket, e Entry) {
	*t = Ticket{
		ID: t.ID, Version: t.Version, stored: t.stored, Number: f.Number, Organisation: f.Organisation, Requester: f.Requester,
		Kind: f.TicketKind, Channel: f.Channel, Subject: f.Subject, State: New, Service: f.Service,
		Category: f.Category, Impact: f.Impact, Urgency: f.Urgency, Priority: f.Priority, Place: f.Place,
		CC: slices.Clone(f.CC), Tags: slices.Clone(f.Tags), Fields: maps.Clone(f.Fields), OpenedAt: e.At, Messages: 1, NeedsReply: true,
		Snippet: snippet(f.Body),
	}
	if f.SplitFrom != nil {
		t.Links = []Link{*f.SplitFrom}
	}
}

// Replied is a message that the customer sees, written by either side.
type Replied struct {
	seen
	Body       string      `json:"body"`
	Files      []File      `json:"files,omitempty"`
	CC         []id.Person `json:"cc,omitempty"` // joined the conversation with this message
	ByCustomer bool        `json:"by_customer,omitempty"`
	Automatic  bool        `json:"automatic,omitempty"` // an automatic reply: kept, but nobody's answer
	Mail       id.MailIn   `json:"mail,omitempty"`
	Incident   id.Ref      `json:"incident,omitempty"` // it was told to everybody whom this major incident hits
	Via        Channel     `json:"via,omitempty"`      // a phone call or walk-in written down for the customer
	Quoted     string      `json:"quoted,omitempty"`   // what a mail quoted, folded away
}

// Kind names the fact.
func (*Replied) Kind() string { return "message.replied" }

func (f *Replied) apply(t *Ticket, e Entry) {
	t.Messages++
	t.Snippet = snippet(f.Body)
	t.CC = union(t.CC, f.CC)
	switch {
	case f.Automatic:
	case f.ByCustomer:
		t.NeedsReply = true
		if t.State == Waiting && t.WaitingOn == OnCustomer {
			t.resume()
		}
	default:
		t.NeedsReply = false
		if t.State == New {
			t.State = Open
		}
	}
}

// Noted is a message that the customer never sees.
type Noted struct {
	inside
	Body     string      `json:"body"`
	Files    []File      `json:"files,omitempty"`
	Mentions []id.Person `json:"mentions,omitempty"`
	Step     string      `json:"step,omitempty"`   // a step that was tried: its name …
	Result   string      `json:"result,omitempty"` // … and what it showed
}

// Kind names the fact.
func (*Noted) Kind() string { return "message.noted" }

func (f *Noted) apply(t *Ticket, _ Entry) {
	t.Messages++
	t.Snippet = snippet(f.Body)
	t.Watchers = union(t.Watchers, f.Mentions)
}

// Told is what a handover told the customer, in plain words.
type Told struct {
	seen
	Handover id.Handover `json:"handover,omitempty"` // none: a swarm looks at it
	Body     string      `json:"body"`
	Who      string      `json:"who"`             // the plain name of the team that has it now
	Person   string      `json:"person"`          // who, if somebody took it by name
	Maker    string      `json:"maker,omitempty"` // the firm that looks at it, in plain words
}

// Kind names the fact.
func (*Told) Kind() string { return "customer.told" }

func (f *Told) apply(t *Ticket, _ Entry) { t.Snippet = snippet(f.Body) }

// Triaged files the ticket: what it is, how bad, who should begin.
type Triaged struct {
	inside
	Service         id.Service  `json:"service,omitempty"`
	Category        id.Category `json:"category,omitempty"`
	Impact          int         `json:"impact"`
	Urgency         int         `json:"urgency"`
	Priority        int         `json:"priority"`
	PriorityBecause string      `json:"priority_because,omitempty"`
	Skills          []string    `json:"skills,omitempty"`
	Place
}

// Kind names the fact.
func (*Triaged) Kind() string { return "ticket.triaged" }

func (f *Triaged) apply(t *Ticket, _ Entry) {
	t.Service, t.Category, t.Impact, t.Urgency = f.Service, f.Category, f.Impact, f.Urgency
	t.Priority, t.PriorityBecause, t.Skills = f.Priority, f.PriorityBecause, slices.Clone(f.Skills)
	if t.Place != f.Place {
		t.Place, t.Assignee, t.Deal, t.Passed, t.Helped = f.Place, 0, nil, nil, false
	}
	if t.State == New {
		t.State = Open
	}
}

// How a ticket came to who has it.
const (
	ByHand  = ""      // somebody gave it to them
	ByPush  = "push"  // dealt out
	ByPull  = "pull"  // they asked for the next one
	ByOffer = "offer" // they were asked and said yes
)

// Assigned gives the ticket to a member of its team, or to nobody.
type Assigned struct {
	inside
	Assignee  id.Person    `json:"assignee,omitempty"`
	Name      string       `json:"name,omitempty"`
	How       string       `json:"how,omitempty"`
	Placement id.Placement `json:"placement,omitempty"` // the record of why, and of who was rejected
	Because   string       `json:"because,omitempty"`
	Down      bool         `json:"down,omitempty"` // a higher rung helps a lower one out
}

// Kind names the fact.
func (*Assigned) Kind() string { return "ticket.assigned" }

func (f *Assigned) apply(t *Ticket, _ Entry) {
	t.Assignee, t.Deal, t.Helped = f.Assignee, nil, f.Down
	if f.Assignee != 0 {
		t.Passed = nil
	}
	if t.State == New && f.Assignee != 0 {
		t.State = Open
	}
}

// Edited changes what a ticket says of itself; what is nil stays.
type Edited struct {
	inside
	Subject         *string        `json:"subject,omitempty"`
	TicketKind      *Kind          `json:"ticket_kind,omitempty"`
	Priority        *int           `json:"priority,omitempty"`
	PriorityBecause *string        `json:"priority_because,omitempty"`
	Tags            *[]string      `json:"tags,omitempty"`
	CC              *[]id.Person   `json:"cc,omitempty"`
	Watchers        *[]id.Person   `json:"watchers,omitempty"`
	Contact         *id.Person     `json:"contact,omitempty"`
	Fields          map[string]any `json:"fields,omitempty"` // a nil value removes the field
}

// Kind names the fact.
func (*Edited) Kind() string { return "ticket.edited" }

func (f *Edited) apply(t *Ticket, _ Entry) {
	set(&t.Subject, f.Subject)
	set(&t.Kind, f.TicketKind)
	set(&t.Priority, f.Priority)
	set(&t.PriorityBecause, f.PriorityBecause)
	set(&t.Tags, f.Tags)
	set(&t.CC, f.CC)
	set(&t.Watchers, f.Watchers)
	set(&t.Contact, f.Contact)
	fields := maps.Clone(t.Fields)
	for name, v := range f.Fields {
		if v == nil {
			delete(fields, name)
			continue
		}
		if fields == nil {
			fields = map[string]any{}
		}
		fields[name] = v
	}
	t.Fields = fields
}

func set[T any](dst *T, v *T) {
	if v != nil {
		*dst = *v
	}
}

// union adds what is new, in order, without touching the slice it was given.
func union[T comparable](have, more []T) []T {
	out := slices.Clone(have)
	for _, v := range more {
		if !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

func without[T comparable](have, less []T) []T {
	var out []T
	for _, v := range have {
		if !slices.Contains(less, v) {
			out = append(out, v)
		}
	}
	return out
}

// resume ends a wait.
func (t *Ticket) resume() {
	t.State, t.WaitingOn, t.WaitingUntil, t.Question = Open, "", time.Time{}, ""
}
