package swarm

import (
	"context"
	"time"

	"secondline/internal/db"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// Get loads a swarm with its members; errs.NotFound if there is none.
func Get(ctx context.Context, h db.Handle, key id.Swarm) (Swarm, error) {
	s, err := db.One(ctx, h, func(r db.Row) (s Swarm, err error) {
		return s, r.Scan(&s.ID, &s.Ticket, &s.Organisation, &s.Lead, &s.Ask, &s.Because, db.Into(&s.StartedAt),
			db.Null(&s.StartedBy), db.Into(&s.EndedAt), &s.Outcome)
	}, `
		SELECT id, ticket_id, organisation_id, lead_id, ask, because, started_at, started_by_id, ended_at, outcome
		  FROM swarm
		 WHERE id = ?`, key)
	if errs.Is(err, errs.NotFound) {
		return s, errs.New(errs.NotFound, "There is no such swarm.")
	}
	if err != nil {
		return s, errs.Wrap(err, "loading a swarm")
	}
	s.Members, err = db.All(ctx, h, func(r db.Row) (m Member, err error) {
		return m, r.Scan(&m.Person, db.Into(&m.AskedAt), db.Into(&m.JoinedAt), db.Into(&m.LeftAt))
	}, `
		SELECT person_id, asked_at, joined_at, left_at
		  FROM swarm_member
		 WHERE swarm_id = ?
		 ORDER BY CASE WHEN person_id = ? THEN 0 ELSE 1 END, asked_at, person_id`, key, s.Lead)
	return s, errs.Wrap(err, "reading who is in a swarm")
}

// Insert saves a swarm that starts; its lead is in it, the others are asked.
func Insert(ctx context.Context, h db.Handle, s Swarm, people []id.Person) error {
	_, err := h.Exec(ctx, `
		INSERT INTO swarm (id, ticket_id, organisation_id, lead_id, ask, because, started_at, started_by_id)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		s.ID, s.Ticket, s.Organisation, s.Lead, s.Ask, s.Because, db.At(s.StartedAt), db.NullID(s.StartedBy))
	if err != nil {
		return errs.Wrap(err, "saving a swarm")
	}
	if err := Join(ctx, h, s.ID, s.Lead, s.StartedAt); err != nil {
		return err
	}
	for _, p := range people {
		if err := Ask(ctx, h, s.ID, p, s.StartedAt); err != nil {
			return err
		}
	}
	return nil
}

// Ask asks somebody in; who has left is asked again.
func Ask(ctx context.Context, h db.Handle, key id.Swarm, who id.Person, at time.Time) error {
	_, err := h.Exec(ctx, `
		INSERT INTO swarm_member (swarm_id, person_id, asked_at)
		VALUES (?, ?, ?)
		ON CONFLICT (swarm_id, person_id) DO UPDATE SET asked_at = excluded.asked_at, joined_at = NULL, left_at = NULL`, key, who, db.At(at))
	return errs.Wrap(err, "asking somebody into a swarm")
}

// Join says that somebody looks, whether they were asked or not.
func Join(ctx context.Context, h db.Handle, key id.Swarm, who id.Person, at time.Time) error {
	_, err := h.Exec(ctx, `
		INSERT INTO swarm_member (swarm_id, person_id, asked_at, joined_at)
		VALUES (?, ?, ?, ?)
		ON CONFLICT (swarm_id, person_id) DO UPDATE SET joined_at = excluded.joined_at, left_at = NULL`, key, who, db.At(at), db.At(at))
	return errs.Wrap(err, "joining a swarm")
}

// Leave says that somebody has given what they can.
func Leave(ctx context.Context, h db.Handle, key id.Swarm, who id.Person, at time.Time) error {
	_, err := h.Exec(ctx, `
		UPDATE swarm_member
		   SET left_at = ?
		 WHERE swarm_id = ? AND person_id = ?`, db.At(at), key, who)
	return errs.Wrap(err, "leaving a swarm")
}

// End writes how a swarm ended; everybody has left it then.
func End(ctx context.Context, h db.Handle, key id.Swarm, outcome string, at time.Time) error {
	_, err := h.Exec(ctx, `
		UPDATE swarm
		   SET ended_at = ?, outcome = ?, version = version + 1
		 WHERE id = ?`, db.At(at), outcome, key)
	if err != nil {
		return errs.Wrap(err, "ending a swarm")
	}
	_, err = h.Exec(ctx, `
		UPDATE swarm_member
		   SET left_at = ?
		 WHERE swarm_id = ? AND left_at IS NULL`, db.At(at), key)
	return errs.Wrap(err, "ending a swarm")
}

// Book saves time that somebody spent.
func Book(ctx context.Context, h db.Handle, b Booking) error {
	_, err := h.Exec(ctx, `
		INSERT INTO booked_time (id, ticket_id, organisation_id, person_id, swarm_id, minutes, note, at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		b.ID, b.Ticket, b.Organisation, b.Person, db.NullID(b.Swarm), b.Minutes, b.Note, db.At(b.At))
	return errs.Wrap(err, "booking time")
}
