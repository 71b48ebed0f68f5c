package ticket

import (
	"context"
	"slices"

	"secondline/internal/db"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// indexed keeps what the index tables held when the ticket was loaded, so that
// saving touches them only when something changed.
type indexed struct {
	tags    []string
	persons []participant
}

type participant struct {
	person id.Person
	role   string
}

func indexOf(t *Ticket) indexed {
	x := indexed{tags: slices.Clone(t.Tags)}
	for _, p := range t.Watchers {
		x.persons = append(x.persons, participant{p, "watcher"})
	}
	for _, p := range t.CC {
		x.persons = append(x.persons, participant{p, "cc"})
	}
	return x
}

// index brings the tables that find a ticket by tag and by participant in line
// with the sum.
func index(ctx context.Context, h db.Handle, t *Ticket) error {
	now := indexOf(t)
	for _, tag := range without(t.stored.tags, now.tags) {
		if _, err := h.Exec(ctx, `DELETE FROM ticket_tag WHERE tag = ? AND ticket_id = ?`, tag, t.ID); err != nil {
			return errs.Wrap(err, "removing a tag")
		}
	}
	for _, tag := range without(now.tags, t.stored.tags) {
		_, err := h.Exec(ctx, `
			INSERT INTO ticket_tag (tag, ticket_id, organisation_id)
			VALUES (?, ?, ?)
			ON CONFLICT DO NOTHING`, tag, t.ID, t.Organisation)
		if err != nil {
			return errs.Wrap(err, "adding a tag")
		}
	}
	for _, p := range without(t.stored.persons, now.persons) {
		_, err := h.Exec(ctx, `
			DELETE FROM ticket_participant
			 WHERE ticket_id = ? AND person_id = ? AND role = ?`, t.ID, p.person, p.role)
		if err != nil {
			return errs.Wrap(err, "removing a participant")
		}
	}
	for _, p := range without(now.persons, t.stored.persons) {
		_, err := h.Exec(ctx, `
			INSERT INTO ticket_participant (ticket_id, organisation_id, person_id, role)
			VALUES (?, ?, ?, ?)
			ON CONFLICT DO NOTHING`, t.ID, t.Organisation, p.person, p.role)
		if err != nil {
			return errs.Wrap(err, "adding a participant")
		}
	}
	t.stored = now
	return nil
}

// MarkRead remembers how far somebody has read; it never goes back.
func MarkRead(ctx context.Context, h db.Handle, t id.Ticket, who id.Person, seq int64) error {
	_, err := h.Exec(ctx, `
		INSERT INTO ticket_read (person_id, ticket_id, seq)
		VALUES (?, ?, ?)
		ON CONFLICT (person_id, ticket_id) DO UPDATE
		   SET seq = excluded.seq
		 WHERE ticket_read.seq < excluded.seq`, who, t, seq)
	return errs.Wrap(err, "marking a ticket as read")
}
