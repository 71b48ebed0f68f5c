// Package notice tells an agent in the console that something concerns them: a
// handover came back, a colleague mentioned them, a lesson is for them.
package notice

import (
	"context"
	"time"

	"secondline/internal/db"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// A Kind says what a notice is about.
type Kind string

// The kinds of notice.
const (
	HandoverOffered  Kind = "handover.offered"
	HandoverAccepted Kind = "handover.accepted"
	HandoverReturned Kind = "handover.returned"
	Outcome          Kind = "handover.outcome" // what you handed over was solved
	Mentioned        Kind = "mentioned"
	Assigned         Kind = "assigned"
	LessonGiven      Kind = "lesson.given"
	MailFailed       Kind = "mail.failed"
	Escalated        Kind = "ticket.escalated"    // a team's plan names you
	Expired          Kind = "handover.expired"    // nobody answered in time
	AskedBack        Kind = "handover.asked_back" // or answered back
	Dealt            Kind = "ticket.dealt"        // you are asked to take it, or it was dealt to you
	SwarmAsked       Kind = "swarm.asked"
	Thanked          Kind = "kudos.given"
	MajorDeclared    Kind = "incident.declared"
	VendorWrote      Kind = "vendor.wrote"
	WorkPlanned      Kind = "project.planned"
	SwapAsked        Kind = "shift.swap"       // asked, accepted or declined
	ProofLapses      Kind = "certificate.ends" // within 30 days
)

// A Notice is one line for one person.
type Notice struct {
	ID           id.Notice
	Person       id.Person
	Organisation id.Organisation // zero, like the ticket, for what concerns none
	Ticket       id.Ticket
	Link         string // where it leads instead of to a ticket: a path of the console
	Kind         Kind
	Text         string
	At           time.Time
	SeenAt       time.Time
}

// Insert saves a notice.
func Insert(ctx context.Context, h db.Handle, n Notice) error {
	_, err := h.Exec(ctx, `
		INSERT INTO notice (id, person_id, organisation_id, ticket_id, link, kind, text, at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, n.ID, n.Person, db.NullID(n.Organisation), db.NullID(n.Ticket), n.Link, n.Kind, n.Text, db.At(n.At))
	return errs.Wrap(err, "saving a notice")
}

// Seen marks all of a person's notices as seen.
func Seen(ctx context.Context, h db.Handle, p id.Person, at time.Time) error {
	_, err := h.Exec(ctx, `
		UPDATE notice
		   SET seen_at = ?
		 WHERE person_id = ? AND seen_at IS NULL`, db.At(at), p)
	return errs.Wrap(err, "marking notices as seen")
}

// Told tells whether a person has a notice of a kind with that link already.
func Told(ctx context.Context, h db.Handle, p id.Person, k Kind, link string) (bool, error) {
	told := false
	err := h.Each(ctx, func(r db.Row) error { return r.Scan(&told) }, `
		SELECT EXISTS (SELECT 1
		                 FROM notice n
		                WHERE n.person_id = ? AND n.kind = ? AND n.link = ?)`, p, k, link)
	return told, errs.Wrap(err, "looking for a notice")
}
