// Package swarm is experts who look at a ticket together without its being given
// away, and the time that people book to a ticket.
//
// The ticket's timeline says who was asked, who looks and how it ended; its sum
// knows the swarm that runs. What is here beside it: who was asked when, who
// joined and left, so that lists find the swarms of a person; and the bookings.
//
// What always holds: one swarm at most runs on a ticket; whoever leads it is a
// member from the start; it ends once.
package swarm

import (
	"strings"
	"time"
	"unicode/utf8"

	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// How a swarm ends.
const (
	HandedOver = "handed_over" // one of those who looked has it now
	Owned      = "owned"       // one of two teams between which it went to and fro
	Solved     = "solved"
	CalledOff  = "called_off"
)

// A Swarm is one time that people look at a ticket together.
type Swarm struct {
	ID           id.Swarm
	Ticket       id.Ticket
	Organisation id.Organisation
	Lead         id.Person
	Ask          string
	Because      string // why there is one, if the desk started it
	StartedAt    time.Time
	StartedBy    id.Person
	EndedAt      time.Time
	Outcome      string
	Members      []Member // the lead first, then in the order in which they were asked
}

// A Member is somebody who was asked in.
type Member struct {
	Person   id.Person
	AskedAt  time.Time
	JoinedAt time.Time // zero: has not looked yet
	LeftAt   time.Time
}

// A Booking is time that somebody spent on a ticket.
type Booking struct {
	ID           id.Booking
	Ticket       id.Ticket
	Organisation id.Organisation
	Person       id.Person
	Swarm        id.Swarm // that ran, if one did
	Minutes      int
	Note         string
	At           time.Time
}

const (
	maxAsk     = 2000
	maxNote    = 2000
	maxMinutes = 24 * 60
)

// CleanAsk tidies what a swarm is asked.
func CleanAsk(ask string) (string, error) {
	ask = strings.TrimSpace(ask)
	switch {
	case ask == "":
		return "", errs.Field("ask", "Say in one sentence what you ask them to look at.")
	case utf8.RuneCountInString(ask) > maxAsk:
		return "", errs.Field("ask", "This is longer than %d characters; put the details into a note.", maxAsk)
	}
	return ask, nil
}

// CleanNote tidies a note that ends a swarm or goes with a booking.
func CleanNote(note string) (string, error) {
	note = strings.TrimSpace(note)
	if utf8.RuneCountInString(note) > maxNote {
		return "", errs.Field("note", "This is longer than %d characters; write a note on the ticket.", maxNote)
	}
	return note, nil
}

// Checked gives the booking tidied, or an error that names the field that is wrong.
func (b Booking) Checked() (Booking, error) {
	if b.Minutes < 1 || b.Minutes > maxMinutes {
		return b, errs.Field("minutes", "Book between 1 minute and a day, %d minutes.", maxMinutes)
	}
	var err error
	b.Note, err = CleanNote(b.Note)
	return b, err
}
