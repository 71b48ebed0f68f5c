package handover

import (
	"context"

	"secondline/internal/db"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

const columns = `
	h.id, h.ticket_id, h.organisation_id, h.direction, h.from_team_id, h.from_rank, h.from_person_id,
	h.to_team_id, h.to_rank, h.to_person_id, h.state, h.document, h.completeness, h.priority,
	h.offered_at, h.answered_at, h.answered_by_id, h.answer, h.asked_back, h.follows_id, h.version`

// Scan reads the columns that Columns names.
func Scan(r db.Row) (Handover, error) {
	var h Handover
	err := r.Scan(&h.ID, &h.Ticket, &h.Organisation, &h.Direction, &h.From.Team, &h.From.Rank, &h.Sender,
		&h.To.Team, &h.To.Rank, db.Null(&h.Person), &h.State, db.FromJSON(&h.Document), &h.Completeness, &h.Priority,
		db.Into(&h.OfferedAt), db.Into(&h.AnsweredAt), db.Null(&h.AnsweredBy), db.FromJSON(&h.Answer),
		db.FromJSON(&h.AskedBack), db.Null(&h.Follows), &h.Version)
	h.To.Project = h.Direction == Project
	return h, err
}

// Columns names what Scan reads, of a table with the alias h.
func Columns() string { return columns }

// Get loads a handover; errs.NotFound if there is none.
func Get(ctx context.Context, h db.Handle, key id.Handover) (Handover, error) {
	v, err := db.One(ctx, h, Scan, `
		SELECT `+columns+`
		  FROM handover h
		 WHERE h.id = ?`, key)
	if errs.Is(err, errs.NotFound) {
		return v, errs.New(errs.NotFound, "There is no such handover.")
	}
	return v, errs.Wrap(err, "loading a handover")
}

// OfTicket lists a ticket's handovers, oldest first.
func OfTicket(ctx context.Context, h db.Handle, t id.Ticket) ([]Handover, error) {
	return db.All(ctx, h, Scan, `
		SELECT `+columns+`
		  FROM handover h
		 WHERE h.ticket_id = ?
		 ORDER BY h.offered_at, h.id`, t)
}

// Insert saves an offer, or one that was answered as it was made.
func Insert(ctx context.Context, h db.Handle, v Handover) error {
	_, err := h.Exec(ctx, `
		INSERT INTO handover (id, ticket_id, organisation_id, direction, from_team_id, from_rank, from_person_id,
		                      to_team_id, to_rank, to_person_id, state, document, completeness, priority, offered_at, answered_at, answered_by_id, answer,
		                      follows_id)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		v.ID, v.Ticket, v.Organisation, v.Direction, v.From.Team, v.From.Rank, v.Sender,
		v.To.Team, v.To.Rank, db.NullID(v.Person), v.State, db.JSON(v.Document), v.Completeness, v.Priority, db.At(v.OfferedAt),
		db.At(v.AnsweredAt), db.NullID(v.AnsweredBy), db.JSON(v.Answer), db.NullID(v.Follows))
	return errs.Wrap(err, "saving a handover")
}

// Settle writes the answer to an offer; errs.Stale if it was answered meanwhile.
func Settle(ctx context.Context, h db.Handle, v Handover) error {
	n, err := h.Exec(ctx, `
		UPDATE handover
		   SET state = ?, answered_at = ?, answered_by_id = ?, answer = ?, version = version + 1
		 WHERE id = ? AND version = ?`,
		v.State, db.At(v.AnsweredAt), db.NullID(v.AnsweredBy), db.JSON(v.Answer), v.ID, v.Version)
	if err != nil {
		return errs.Wrap(err, "answering a handover")
	}
	return untouched(n)
}

// Ask writes a question to the sender, or its answer; errs.Stale if the offer was
// answered meanwhile.
func Ask(ctx context.Context, h db.Handle, v Handover) error {
	n, err := h.Exec(ctx, `
		UPDATE handover
		   SET asked_back = ?, version = version + 1
		 WHERE id = ? AND version = ?`, db.JSON(v.AskedBack), v.ID, v.Version)
	if err != nil {
		return errs.Wrap(err, "asking back")
	}
	return untouched(n)
}

func untouched(rows int64) error {
	if rows == 0 {
		return errs.New(errs.Stale, "This handover was answered at the same moment; look again.")
	}
	return nil
}
