// Package kudos keeps the thanks that people of the desk get: from a colleague,
// or from a customer who said something kind with a good rating.
//
// What always holds: nobody thanks themselves (flow sees to it), a customer's
// thanks for one ticket count once, and a thank-you is never changed.
package kudos

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"secondline/internal/db"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// A Kudos is somebody's thanks to somebody.
type Kudos struct {
	ID           id.Kudos
	Person       id.Person // who is thanked
	From         id.Person
	ByCustomer   bool
	Organisation id.Organisation // zero, like the ticket, for what concerns none
	Ticket       id.Ticket
	Text         string
	At           time.Time
}

// maxText is short: thanks are a sentence or two.
const maxText = 500

// Clean squeezes the words to one line and bounds them.
func Clean(text string) (string, error) {
	text = strings.Join(strings.Fields(text), " ")
	if text == "" {
		return "", errs.Field("text", "Say what for, in a few words.")
	}
	if utf8.RuneCountInString(text) > maxText {
		return "", errs.Field("text", "Thanks are at most %d characters long.", maxText)
	}
	return text, nil
}

// Cut is a customer's comment as a thank-you, which may not be refused for its
// length.
func Cut(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if utf8.RuneCountInString(text) > maxText {
		text = string([]rune(text)[:maxText-1]) + "…"
	}
	return text
}

// Insert saves a thank-you.
func Insert(ctx context.Context, h db.Handle, k Kudos) error {
	_, err := h.Exec(ctx, `
		INSERT INTO kudos (id, person_id, from_id, by_customer, organisation_id, ticket_id, text, at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		k.ID, k.Person, k.From, k.ByCustomer, db.NullID(k.Organisation), db.NullID(k.Ticket), k.Text, db.At(k.At))
	return errs.Wrap(err, "saving a thank-you")
}

// FromCustomer tells whether a customer's thanks for a ticket are kept already.
func FromCustomer(ctx context.Context, h db.Handle, t id.Ticket, to id.Person) (bool, error) {
	found := false
	err := h.Each(ctx, func(r db.Row) error { return r.Scan(&found) }, `
		SELECT EXISTS (SELECT 1
		                 FROM kudos
		                WHERE person_id = ? AND ticket_id = ? AND by_customer = TRUE)`, to, t)
	return found, errs.Wrap(err, "looking for a customer's thanks")
}
