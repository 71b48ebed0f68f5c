package work

import (
	"bytes"
	"context"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/kit/errs"
)

// An Answer is what a request with an idempotency key was answered.
type Answer struct {
	Route    string
	BodyHash []byte
	Status   int // 0: done, but the answer was lost in a crash before it was kept
	Location string
	ETag     string
	Body     []byte
}

// keepKeys is how long a key is remembered.
const keepKeys = 24 * time.Hour

// claimKey marks the actor's key as used, in the transaction of the change: the
// same key can then have only one effect, whatever crashes.
func claimKey(ctx context.Context, w *Work) error {
	q := w.By.Request
	if q.Key == "" {
		return nil
	}
	_, err := w.Tx.Exec(ctx, `
		INSERT INTO idempotency (actor, key, route, body_hash, at)
		VALUES (?, ?, ?, ?, ?)`, keyOwner(w.By), q.Key, q.Route, q.BodyHash, db.At(w.Now))
	if db.IsUnique(err) {
		return errs.Because(err, errs.Conflict, "A request with this Idempotency-Key was answered already; repeat it to get that answer.")
	}
	return errs.Wrap(err, "claiming an idempotency key")
}

func keyOwner(by access.Actor) string { return string(by.Kind) + ":" + by.Person.String() }

// Replay looks up what the actor's key was answered: errs.NotFound if it is new,
// errs.Conflict if it was used for something else.
func (d *Door) Replay(ctx context.Context, by access.Actor) (Answer, error) {
	q := by.Request
	a, err := db.One(ctx, d.db.Read(), func(r db.Row) (Answer, error) {
		var a Answer
		return a, r.Scan(&a.Route, &a.BodyHash, db.Null(&a.Status), &a.Location, &a.ETag, &a.Body)
	}, `
		SELECT route, body_hash, status, location, etag, answer
		  FROM idempotency
		 WHERE actor = ? AND key = ? AND at > ?`, keyOwner(by), q.Key, db.At(d.clock.Now().Add(-keepKeys)))
	if err != nil {
		return a, err
	}
	if a.Route != q.Route || !bytes.Equal(a.BodyHash, q.BodyHash) {
		return a, errs.New(errs.Conflict, "This Idempotency-Key was used for another request; choose a new one.")
	}
	return a, nil
}

// Remember keeps the answer to the actor's key.
func (d *Door) Remember(ctx context.Context, by access.Actor, a Answer) error {
	return d.db.Tx(ctx, func(h db.Handle) error {
		_, err := h.Exec(ctx, `
			UPDATE idempotency
			   SET status = ?, location = ?, etag = ?, answer = ?
			 WHERE actor = ? AND key = ?`, a.Status, a.Location, a.ETag, a.Body, keyOwner(by), by.Request.Key)
		return errs.Wrap(err, "keeping an answer")
	})
}

// ForgetKeys removes keys that are past their time.
func (d *Door) ForgetKeys(ctx context.Context) error {
	return d.db.Tx(ctx, func(h db.Handle) error {
		_, err := h.Exec(ctx, `DELETE FROM idempotency WHERE at <= ?`, db.At(d.clock.Now().Add(-keepKeys)))
		return errs.Wrap(err, "forgetting idempotency keys")
	})
}
