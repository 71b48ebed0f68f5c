package ticket

import (
	"time"

	"secondline/internal/id"
)

// A Swarm is experts who look at a ticket together; its team goes on owning it.
type Swarm struct {
	ID     id.Swarm    `json:"id"`
	Lead   id.Person   `json:"lead"`
	People []id.Person `json:"people"`          // asked in, without the lead
	Teams  []id.Team   `json:"teams,omitempty"` // of a ping-pong: one of them is to own it
	Ask    string      `json:"ask"`
	At     time.Time   `json:"at"`
}

// SwarmStarted asks experts in.
type SwarmStarted struct {
	inside
	Swarm   id.Swarm    `json:"swarm"`
	Lead    id.Person   `json:"lead"`
	People  []id.Person `json:"people"`
	Teams   []id.Team   `json:"teams,omitempty"`
	Ask     string      `json:"ask"`
	Because string      `json:"because,omitempty"` // the third crossing between two teams
}

// Kind names the fact.
func (*SwarmStarted) Kind() string { return "swarm.started" }

func (f *SwarmStarted) apply(t *Ticket, e Entry) {
	t.Swarm = &Swarm{ID: f.Swarm, Lead: f.Lead, People: f.People, Teams: f.Teams, Ask: f.Ask, At: e.At}
	t.Watchers = union(t.Watchers, append([]id.Person{f.Lead}, f.People...))
	if t.State == New {
		t.State = Open
	}
}

// SwarmJoined tells that an expert who was asked in is looking, or that one more
// was asked.
type SwarmJoined struct {
	inside
	Swarm  id.Swarm  `json:"swarm"`
	Person id.Person `json:"person"`
	Asked  bool      `json:"asked,omitempty"` // only asked so far
}

// Kind names the fact.
func (*SwarmJoined) Kind() string { return "swarm.joined" }

func (f *SwarmJoined) apply(t *Ticket, _ Entry) {
	if t.Swarm != nil && f.Person != t.Swarm.Lead {
		t.Swarm.People = union(t.Swarm.People, []id.Person{f.Person})
	}
	t.Watchers = union(t.Watchers, []id.Person{f.Person})
}

// SwarmLeft tells that somebody has given what they can.
type SwarmLeft struct {
	inside
	Swarm  id.Swarm  `json:"swarm"`
	Person id.Person `json:"person"`
}

// Kind names the fact.
func (*SwarmLeft) Kind() string { return "swarm.left" }

func (f *SwarmLeft) apply(t *Ticket, _ Entry) {
	if t.Swarm != nil {
		t.Swarm.People = without(t.Swarm.People, []id.Person{f.Person})
	}
}

// SwarmEnded tells how it ended: with an owner, a handover, a solution, or called off.
type SwarmEnded struct {
	inside
	Swarm   id.Swarm `json:"swarm"`
	Outcome string   `json:"outcome"` // handed_over, owned, solved, called_off
	Note    string   `json:"note,omitempty"`
}

// Kind names the fact.
func (*SwarmEnded) Kind() string { return "swarm.ended" }

func (*SwarmEnded) apply(t *Ticket, _ Entry) { t.Swarm = nil }

// TimeBooked notes time that somebody spent.
type TimeBooked struct {
	inside
	Booking id.Booking `json:"booking"`
	Person  id.Person  `json:"person"`
	Swarm   id.Swarm   `json:"swarm,omitempty"`
	Minutes int        `json:"minutes"`
	Note    string     `json:"note,omitempty"`
}

// Kind names the fact.
func (*TimeBooked) Kind() string { return "time.booked" }

func (f *TimeBooked) apply(t *Ticket, _ Entry) { t.Minutes += f.Minutes }

// KudosGiven is a colleague's thanks for work on this ticket.
type KudosGiven struct {
	inside
	Kudos id.Kudos  `json:"kudos"`
	To    id.Person `json:"to"`
	Name  string    `json:"name"`
	Text  string    `json:"text"`
}

// Kind names the fact.
func (*KudosGiven) Kind() string { return "kudos.given" }

func (*KudosGiven) apply(*Ticket, Entry) {}
