// Package ticket is a piece of work for a requester, and its timeline.
//
// The timeline is all that happened, in order, append-only. Each Fact on it is
// named in the past tense and knows how it changes the ticket; Fold adds them
// up, and a Ticket is never anything but that sum. The row in the database
// keeps the sum so that lists need not add it up again; its other columns are
// an index for finding it.
//
// Verbs (decide.go, life.go, move.go) are pure: they look at a Ticket and
// return the facts that follow, or an error that says why not.
//
// What always holds: exactly one team owns a ticket, also while a handover is
// on offer; the spans of its walk are contiguous from the opening, so the time
// per rung and the named waits add up to its age to the microsecond.
package ticket

import (
	"slices"
	"time"

	"secondline/internal/id"
)

// A Kind says what sort of work it is.
type Kind string

// The kinds of ticket.
const (
	Incident Kind = "incident" // something is broken
	Request  Kind = "request"  // something is wanted
)

// A Channel says how it came in.
type Channel string

// The channels.
const (
	ByMail    Channel = "mail"
	ByPortal  Channel = "portal"
	ByPhone   Channel = "phone"
	ByWalkIn  Channel = "walk_in"
	ByConsole Channel = "console"
	ByAPI     Channel = "api"
)

// A State is where a ticket stands in its life.
type State string

// The states: new → open ⇄ waiting → resolved → closed; resolved → open is a
// reopening.
const (
	New      State = "new"
	Open     State = "open"
	Waiting  State = "waiting"
	Resolved State = "resolved"
	Closed   State = "closed"
)

// Unsolved lists the states of a ticket that still has work in it.
var Unsolved = []State{New, Open, Waiting}

// A Wait names what an open ticket waits for.
type Wait string

// The waits that people may choose.
const (
	OnCustomer Wait = "customer"
	OnVendor   Wait = "vendor"
	OnApproval Wait = "approval"
	OnChange   Wait = "change"
	OnDate     Wait = "date"
)

// The waits that follow from the ticket's life; with those above they name all
// the time that no rung held.
const (
	OnProject Wait = "project" // with the project team, beside the ladder
	OnNobody  Wait = "solved"  // resolved or closed, until it was reopened
	OnOther   Wait = "merged"  // merged into another ticket, until that was undone
)

// A Code says how a ticket ended.
type Code string

// The codes. The first three are chosen by people when they resolve.
const (
	Solved     Code = "solved"
	Workaround Code = "workaround"
	NotSolved  Code = "not_solved" // cannot or will not be done; the message says why
	Merged     Code = "merged"
	Duplicate  Code = "duplicate"
	Spam       Code = "spam"
)

// A Place is a team and where it stands.
type Place struct {
	Team    id.Team `json:"team"`
	Rank    int     `json:"rank"`              // of its level; beside the ladder: the ticket's last rung
	Project bool    `json:"project,omitempty"` // beside the ladder
}

// An Offer is a handover that waits for its answer.
type Offer struct {
	Handover id.Handover `json:"handover"`
	To       Place       `json:"to"`
	Person   id.Person   `json:"person,omitempty"`
	By       id.Person   `json:"by"`
	From     Place       `json:"from"`
	Holder   id.Person   `json:"holder,omitempty"` // who had it, to have it again if it comes back
	At       time.Time   `json:"at"`
	AtOnce   bool        `json:"at_once,omitempty"` // P1: the receiver owns it already

	AskedBack *Question `json:"asked_back,omitempty"` // by the receiver, once
}

// A Question is what a receiver asks the sender before answering an offer.
type Question struct {
	By         id.Person `json:"by"`
	Text       string    `json:"text"`
	At         time.Time `json:"at"`
	Until      time.Time `json:"until"` // until then the acknowledge clock pauses
	Answer     string    `json:"answer,omitempty"`
	AnsweredAt time.Time `json:"answered_at,omitzero"`
}

// A Link joins two tickets.
type Link struct {
	Kind   string    `json:"kind"` // related, duplicate_of, duplicated_by, split_from, split_into, parent, child
	Ticket id.Ticket `json:"ticket"`
	Ref    id.Ref    `json:"ref"`
}

// A File is what a timeline entry says of an attachment.
type File struct {
	ID        id.File `json:"id"`
	Name      string  `json:"name"`
	MediaType string  `json:"media_type"`
	Size      int64   `json:"size"`
}

// A Ticket is the sum of its timeline.
type Ticket struct {
	ID              id.Ticket       `json:"id"`
	Number          id.Number       `json:"number"`
	Organisation    id.Organisation `json:"organisation"`
	Requester       id.Person       `json:"requester"`
	Kind            Kind            `json:"kind"`
	Channel         Channel         `json:"channel"`
	Subject         string          `json:"subject"`
	State           State           `json:"state"`
	WaitingOn       Wait            `json:"waiting_on,omitempty"`
	WaitingUntil    time.Time       `json:"waiting_until,omitzero"`
	Question        string          `json:"question,omitempty"` // what the customer was asked, while waiting for them
	Resolution      Code            `json:"resolution,omitempty"`
	Service         id.Service      `json:"service,omitempty"`
	Category        id.Category     `json:"category,omitempty"`
	Impact          int             `json:"impact"`
	Urgency         int             `json:"urgency"`
	Priority        int             `json:"priority"`
	PriorityBecause string          `json:"priority_because,omitempty"` // set when overridden
	Skills          []string        `json:"skills,omitempty"`
	Place
	Assignee   id.Person      `json:"assignee,omitempty"`
	Contact    id.Person      `json:"contact,omitempty"` // who stays the customer's contact after a handover
	Offer      *Offer         `json:"offer,omitempty"`
	Deal       *Deal          `json:"deal,omitempty"`   // a member of its team is asked to take it
	Passed     []id.Person    `json:"passed,omitempty"` // who was asked and did not
	Helped     bool           `json:"helped,omitempty"` // who has it is of a higher rung, and helps out
	Swarm      *Swarm         `json:"swarm,omitempty"`
	Major      *Major         `json:"major,omitempty"`
	Plan       *Plan          `json:"plan,omitempty"` // planned work that it waits on
	Cases      []Case         `json:"cases,omitempty"`
	Minutes    int            `json:"minutes,omitempty"` // booked
	Tags       []string       `json:"tags,omitempty"`
	CC         []id.Person    `json:"cc,omitempty"`
	Watchers   []id.Person    `json:"watchers,omitempty"`
	Fields     map[string]any `json:"fields,omitempty"`
	Links      []Link         `json:"links,omitempty"`
	MergedInto id.Ticket      `json:"merged_into,omitempty"`
	Absorbed   []Link         `json:"absorbed,omitempty"` // tickets that were merged into this one
	Before     *Before        `json:"before,omitempty"`
	Rating     int            `json:"rating,omitempty"`
	Messages   int            `json:"messages"`
	NeedsReply bool           `json:"needs_reply,omitempty"`
	Snippet    string         `json:"snippet,omitempty"` // of the last thing said; may be of a note: never for customers
	Walk       Walk           `json:"walk"`
	Runs       []Run          `json:"runs,omitempty"` // of its clocks
	OpenedAt   time.Time      `json:"opened_at"`
	UpdatedAt  time.Time      `json:"updated_at"`
	ResolvedAt time.Time      `json:"resolved_at,omitzero"`
	ClosedAt   time.Time      `json:"closed_at,omitzero"`
	Seq        int64          `json:"seq"`
	Version    int64          `json:"-"` // of the row; not part of the sum
	Due        Due            `json:"-"` // of the row: the clock that runs out next, by the policy of now
	stored     indexed        // what the index tables hold
}

// Due is the clock that runs out next: an index for lists, never the truth.
type Due struct {
	Clock    ClockKind
	At       time.Time // zero: none runs
	Warned   bool      // some running clock has reached its warning
	Breached bool      // some running clock is over
	Wake     time.Time // when the next warning or breach is to be noticed; zero: none
}

// Before is what a merge put aside, to be restored exactly.
type Before struct {
	State        State     `json:"state"`
	WaitingOn    Wait      `json:"waiting_on,omitempty"`
	WaitingUntil time.Time `json:"waiting_until,omitzero"`
	Question     string    `json:"question,omitempty"`
	Resolution   Code      `json:"resolution,omitempty"`
	ResolvedAt   time.Time `json:"resolved_at,omitzero"`
	NeedsReply   bool      `json:"needs_reply,omitempty"`
}

// Ref is the ticket's number as people say it.
func (t *Ticket) Ref() id.Ref { return id.RefOf(t.Number) }

// IsOpen tells whether there is still work in it.
func (t *Ticket) IsOpen() bool { return slices.Contains(Unsolved, t.State) }

// IsMerged tells whether it lives on in another ticket.
func (t *Ticket) IsMerged() bool { return t.MergedInto != 0 }

// Returns counts the handovers that came back.
func (t *Ticket) Returns() int {
	n := 0
	for _, h := range t.Walk.Hops {
		if h.Outcome == HopReturned {
			n++
		}
	}
	return n
}

// Climbed tells whether it ever left the rung that it was opened on for a
// higher one.
func (t *Ticket) Climbed() bool {
	for _, s := range t.Walk.Spans {
		if s.Rank > t.Walk.Spans[0].Rank {
			return true
		}
	}
	return false
}

// AtVendor is the vendor whose answer is outstanding, or zero.
func (t *Ticket) AtVendor() id.Vendor {
	if !t.IsOpen() {
		return 0
	}
	for _, r := range t.Runs {
		if r.Clock == VendorAnswer && r.Running() {
			return r.Vendor
		}
	}
	return 0
}
