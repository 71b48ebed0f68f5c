package ticket

import (
	"time"

	"secondline/internal/id"
)

// A Deal is a ticket that a team offers to one of its members, who has a while
// to say yes. The team owns it meanwhile.
type Deal struct {
	Person id.Person `json:"person"`
	Until  time.Time `json:"until"`
	Down   bool      `json:"down,omitempty"` // a higher rung helps a lower one out
}

// Placed says which team begins, by which rule, when routing chose it.
type Placed struct {
	inside
	Place
	Placement id.Placement `json:"placement,omitempty"` // the record of why, and of who was rejected
	Because   string       `json:"because"`
}

// Kind names the fact.
func (*Placed) Kind() string { return "ticket.placed" }

func (f *Placed) apply(t *Ticket, _ Entry) {
	if t.Place != f.Place {
		t.Place, t.Assignee, t.Deal = f.Place, 0, nil
	}
}

// Asked offers the ticket to a member of its team.
type Asked struct {
	inside
	Person    id.Person    `json:"person"`
	Name      string       `json:"name"`
	Until     time.Time    `json:"until"`
	Placement id.Placement `json:"placement,omitempty"`
	Because   string       `json:"because"`
	Down      bool         `json:"down,omitempty"`
}

// Kind names the fact.
func (*Asked) Kind() string { return "ticket.asked" }

func (f *Asked) apply(t *Ticket, _ Entry) {
	t.Deal = &Deal{Person: f.Person, Until: f.Until, Down: f.Down}
}

// Why somebody who was asked does not have it.
const (
	PassedDeclined = "declined"
	PassedTimeout  = "timed_out"
	PassedGone     = "gone" // went on a break, off shift, or filled up meanwhile
)

// Passed tells that who was asked does not take it; the next one is asked.
type Passed struct {
	inside
	Person  id.Person `json:"person"`
	Name    string    `json:"name"`
	Because string    `json:"because"`
	Note    string    `json:"note,omitempty"`
}

// Kind names the fact.
func (*Passed) Kind() string { return "ticket.passed" }

func (f *Passed) apply(t *Ticket, _ Entry) {
	t.Deal = nil
	t.Passed = union(t.Passed, []id.Person{f.Person})
}

// SentBack gives a ticket of a lower rung back to its team, because the higher
// rung that helped out is needed at home.
type SentBack struct {
	inside
	Person  id.Person `json:"person"`
	Name    string    `json:"name"`
	Because string    `json:"because"`
}

// Kind names the fact.
func (*SentBack) Kind() string { return "ticket.sent_back" }

func (f *SentBack) apply(t *Ticket, _ Entry) { t.Assignee, t.Helped = 0, false }
