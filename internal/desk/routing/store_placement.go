package routing

import (
	"context"
	"time"

	"secondline/internal/db"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

const (
	placementColumns = `p.id, p.ticket_id, p.organisation_id, p.at, p.of, p.rule, p.because, p.team_id, p.person_id, p.ranked, p.rejected`

	// mostPast bounds a back-test: enough to say how weights do, and read in a second.
	mostPast = 20_000
)

func (p *Placement) fields() []any {
	return []any{
		&p.ID, &p.Ticket, &p.Organisation, db.Into(&p.At), &p.Of, &p.Rule, &p.Because, &p.Team, db.Null(&p.Person),
		db.FromJSON(&p.Ranked), db.FromJSON(&p.Rejected),
	}
}

func scanPlacement(row db.Row) (Placement, error) {
	var p Placement
	return p, row.Scan(p.fields()...)
}

// InsertPlacement keeps the record of a decision.
func InsertPlacement(ctx context.Context, h db.Handle, p Placement) error {
	_, err := h.Exec(ctx, `
		INSERT INTO placement (id, ticket_id, organisation_id, at, of, rule, because, team_id, person_id, ranked, rejected)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		p.ID, p.Ticket, p.Organisation, db.At(p.At), p.Of, p.Rule, p.Because, p.Team, db.NullID(p.Person), db.JSON(p.Ranked), db.JSON(p.Rejected))
	return errs.Wrap(err, "recording why a ticket went where it went")
}

// Placements returns the decisions about a ticket, the newest first.
func Placements(ctx context.Context, h db.Handle, t id.Ticket) ([]Placement, error) {
	return db.All(ctx, h, scanPlacement, `
		SELECT `+placementColumns+`
		  FROM placement p
		 WHERE p.ticket_id = ?
		 ORDER BY p.at DESC, p.id DESC
		 LIMIT 50`, t)
}

// EachPast goes through the placements of persons since a time, the newest
// first, with the numbers of their tickets.
func EachPast(ctx context.Context, h db.Handle, since time.Time, fn func(Past) error) error {
	return h.Each(ctx, func(row db.Row) error {
		var p Past
		err := row.Scan(&p.ID, db.Into(&p.At), &p.Number, db.Null(&p.Person), db.FromJSON(&p.Ranked))
		if err != nil {
			return err
		}
		return fn(p)
	}, `
		SELECT p.id, p.at, t.number, p.person_id, p.ranked
		  FROM placement p
		  JOIN ticket t ON t.id = p.ticket_id
		 WHERE p.of = 'person' AND p.at >= ?
		 ORDER BY p.at DESC, p.id DESC
		 LIMIT ?`, db.At(since), mostPast)
}
