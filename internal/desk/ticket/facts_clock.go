package ticket

import (
	"time"

	"secondline/internal/id"
)

// ClockWarned tells that a clock has used most of its time. A clock warns once.
type ClockWarned struct {
	inside
	Run   int       `json:"run"` // which of the ticket's runs, from 0
	Clock ClockKind `json:"clock"`
	At    time.Time `json:"at"`  // when it reached its warning, which may be before it was noticed
	Due   time.Time `json:"due"` // its deadline as it stood then
}

// Kind names the fact.
func (*ClockWarned) Kind() string { return "clock.warned" }

func (f *ClockWarned) apply(t *Ticket, _ Entry) {
	if f.Run < len(t.Runs) {
		t.Runs[f.Run].Warned = f.At
	}
}

// ClockBreached tells that a deadline has passed. A clock breaches once, at its
// deadline and not when that was noticed.
type ClockBreached struct {
	inside
	Run    int       `json:"run"`
	Clock  ClockKind `json:"clock"`
	Due    time.Time `json:"due"`
	Target string    `json:"target,omitempty"` // the name of what was promised
}

// Kind names the fact.
func (*ClockBreached) Kind() string { return "clock.breached" }

func (f *ClockBreached) apply(t *Ticket, _ Entry) {
	if f.Run < len(t.Runs) {
		t.Runs[f.Run].Breached = f.Due
	}
}

// ClockMoved tells that a deadline moved because what is promised did: another
// priority, another service, another target. Never silently.
type ClockMoved struct {
	inside
	Run     int       `json:"run"`
	Clock   ClockKind `json:"clock"`
	From    time.Time `json:"from,omitzero"` // zero: it had none, or paused
	To      time.Time `json:"to,omitzero"`
	Because string    `json:"because"`
}

// Kind names the fact.
func (*ClockMoved) Kind() string { return "clock.moved" }

func (*ClockMoved) apply(*Ticket, Entry) {}

// Escalated tells whom a team's plan named at a warning or a breach, or when a
// handover stood unanswered.
type Escalated struct {
	inside
	Upon   string      `json:"upon"` // warned, breached, unanswered
	Clock  ClockKind   `json:"clock,omitempty"`
	People []id.Person `json:"people"`
	Names  []string    `json:"names"`
	Later  time.Time   `json:"later,omitzero"` // told when their working time begins
}

// Kind names the fact.
func (*Escalated) Kind() string { return "ticket.escalated" }

func (*Escalated) apply(*Ticket, Entry) {}
