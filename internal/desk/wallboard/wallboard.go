// Package wallboard knows the televisions that show the desk: each has a name,
// the rung that it hangs at, and a key of its own that opens nothing else.
//
// Only the hash of a key is kept. What always holds: a key that was revoked shows
// nothing any more, on any node, from the next look on.
package wallboard

import (
	"context"
	"time"
	"unicode/utf8"

	"secondline/internal/db"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/fold"
)

// A Wallboard is a television that may look at the desk.
type Wallboard struct {
	ID        id.Wallboard
	Name      string
	Rank      int // of the rung that it hangs at
	CreatedBy id.Person
	Creator   string // their name
	CreatedAt time.Time
	RevokedAt time.Time
}

const longestName = 80

// Checked gives the wallboard as it may be kept, or says what is wrong.
func (w Wallboard) Checked() (Wallboard, error) {
	w.Name = fold.Tidy(w.Name)
	switch {
	case w.Name == "" || utf8.RuneCountInString(w.Name) > longestName:
		return w, errs.Field("name", "Say in up to %d characters where it hangs.", longestName)
	case w.Rank < 0 || w.Rank > 4:
		return w, errs.Field("rank", "It hangs at a rung from 0 to 4.")
	}
	return w, nil
}

// Revoked tells whether its key opens nothing any more.
func (w Wallboard) Revoked() bool { return !w.RevokedAt.IsZero() }

const selectWallboard = `
		SELECT w.id, w.name, w.rank, w.created_by_id, p.name, w.created_at, w.revoked_at
		  FROM wallboard w
		  JOIN person p ON p.id = w.created_by_id`

func scan(r db.Row) (Wallboard, error) {
	var w Wallboard
	err := r.Scan(&w.ID, &w.Name, &w.Rank, &w.CreatedBy, &w.Creator, db.Into(&w.CreatedAt), db.Into(&w.RevokedAt))
	return w, err
}

// Get returns a wallboard.
func Get(ctx context.Context, h db.Handle, key id.Wallboard) (Wallboard, error) {
	w, err := db.One(ctx, h, scan, selectWallboard+`
		 WHERE w.id = ?`, key)
	return w, missing(err)
}

// ByHash returns the wallboard of a key, which may be revoked.
func ByHash(ctx context.Context, h db.Handle, hash []byte) (Wallboard, error) {
	w, err := db.One(ctx, h, scan, selectWallboard+`
		 WHERE w.token_hash = ?`, hash)
	return w, missing(err)
}

func missing(err error) error {
	if errs.Is(err, errs.NotFound) {
		return errs.Because(err, errs.NotFound, "There is no such wallboard.")
	}
	return err
}

// mostShown bounds the list: nobody has more televisions.
const mostShown = 200

// All lists the wallboards that are in use, by name.
func All(ctx context.Context, h db.Handle) ([]Wallboard, error) {
	return db.All(ctx, h, scan, selectWallboard+`
		 WHERE w.revoked_at IS NULL
		 ORDER BY lower(w.name), w.id
		 LIMIT ?`, mostShown)
}

// Insert adds a wallboard that was Checked, with the hash of its key.
func Insert(ctx context.Context, h db.Handle, w Wallboard, hash []byte) error {
	_, err := h.Exec(ctx, `
		INSERT INTO wallboard (id, name, rank, token_hash, created_by_id, created_at)
		VALUES (?, ?, ?, ?, ?, ?)`, w.ID, w.Name, w.Rank, hash, w.CreatedBy, db.At(w.CreatedAt))
	return errs.Wrap(err, "adding a wallboard")
}

// Revoke ends a wallboard's key; once more changes nothing.
func Revoke(ctx context.Context, h db.Handle, key id.Wallboard, now time.Time) error {
	n, err := h.Exec(ctx, `
		UPDATE wallboard
		   SET revoked_at = coalesce(revoked_at, ?)
		 WHERE id = ?`, db.At(now), key)
	if err == nil && n == 0 {
		return errs.New(errs.NotFound, "There is no such wallboard.")
	}
	return errs.Wrap(err, "revoking a wallboard")
}
