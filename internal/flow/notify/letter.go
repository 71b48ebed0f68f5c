// Package notify writes to people outside the console: letters go out by mail,
// from the outbox, after the change that caused them was committed.
package notify

import (
	"time"

	"secondline/internal/desk/ticket"
	"secondline/internal/id"
)

// A LetterKind says what a letter is for.
type LetterKind string

// The kinds of letter.
const (
	Reply      LetterKind = "reply"
	Received   LetterKind = "received" // "we have it"
	HandedOver LetterKind = "handover" // who has it now, and why
	Resolved   LetterKind = "resolved"
	SignIn     LetterKind = "sign_in"
	Alert      LetterKind = "alert" // to agents: a clock, a swarm, a duty
)

// A Letter is one mail to the customer's side of a ticket.
type Letter struct {
	Kind      LetterKind
	Ticket    *ticket.Ticket // nil for a sign-in link
	Seq       int64          // the timeline entry that it carries
	To        []id.Person
	CC        []id.Person
	Subject   string // "": made from the ticket's
	Body      string // Markdown
	Files     []ticket.File
	Automatic bool      // nobody wrote it by hand
	SendAt    time.Time // zero: now; later, to leave time for an undo
}
