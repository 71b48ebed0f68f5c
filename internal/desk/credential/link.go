package credential

import (
	"context"
	"time"

	"secondline/internal/db"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// InsertLink adds a link with the hash of its token.
func InsertLink(ctx context.Context, h db.Handle, l Link, hash []byte) error {
	_, err := h.Exec(ctx, `
		INSERT INTO magic_link (token_hash, purpose, person_id, created_at, expires_at)
		VALUES (?, ?, ?, ?, ?)`, hash, l.Purpose, db.NullID(l.Person), db.At(l.CreatedAt), db.At(l.ExpiresAt))
	return err
}

// UseLink uses a link up, in one statement, so that two who click at once cannot
// both get in. A link that is unknown, used, expired or for something else is
// NotFound: which of these, nobody is told.
func UseLink(ctx context.Context, h db.Handle, hash []byte, purpose Purpose, now time.Time) (Link, error) {
	l, err := db.One(ctx, h, scanLink, `
		UPDATE magic_link
		   SET used_at = ?
		 WHERE token_hash = ? AND purpose = ? AND used_at IS NULL AND expires_at > ?
		RETURNING purpose, person_id, created_at, expires_at, used_at`, db.At(now), hash, purpose, db.At(now))
	return l, gone(err)
}

func gone(err error) error {
	if errs.Is(err, errs.NotFound) {
		return errs.Because(err, errs.NotFound, "This link has been used, has expired, or was never ours; ask for a new one.")
	}
	return err
}

func scanLink(row db.Row) (Link, error) {
	var l Link
	err := row.Scan(&l.Purpose, db.Null(&l.Person), db.Into(&l.CreatedAt), db.Into(&l.ExpiresAt), db.Into(&l.UsedAt))
	return l, err
}

// VoidLinks makes the links of a purpose that a person has not used (0: those of
// nobody) useless, so that only the newest letter counts.
func VoidLinks(ctx context.Context, h db.Handle, of id.Person, purpose Purpose, now time.Time) error {
	_, err := h.Exec(ctx, `
		UPDATE magic_link
		   SET used_at = ?
		 WHERE coalesce(person_id, 0) = ? AND purpose = ? AND used_at IS NULL`, db.At(now), of, purpose)
	return err
}

// LinksSince counts the links for a purpose that a person was sent since a time.
func LinksSince(ctx context.Context, h db.Handle, of id.Person, purpose Purpose, since time.Time) (int, error) {
	return db.One(ctx, h, func(row db.Row) (n int, err error) { return n, row.Scan(&n) }, `
		SELECT count(*)
		  FROM magic_link
		 WHERE person_id = ? AND purpose = ? AND created_at > ?`, of, purpose, db.At(since))
}

// HoldFailures returns how often in a row a subject was wrong, and keeps whoever
// else asks waiting until the transaction ends. Reading without holding would let
// many who try at once all see the same count.
func HoldFailures(ctx context.Context, h db.Handle, subject string, now time.Time) (Failures, error) {
	return db.One(ctx, h, func(row db.Row) (f Failures, err error) {
		return f, row.Scan(&f.Count, db.Into(&f.LastAt), db.Into(&f.LockedUntil))
	}, `
		INSERT INTO sign_in_failure (subject, failures, last_at)
		VALUES (?, 0, ?)
		ON CONFLICT (subject) DO UPDATE SET failures = sign_in_failure.failures
		RETURNING failures, last_at, locked_until`, subject, db.At(now))
}

// SaveFailures keeps how often in a row a subject, which is held, was wrong.
func SaveFailures(ctx context.Context, h db.Handle, subject string, f Failures) error {
	_, err := h.Exec(ctx, `
		UPDATE sign_in_failure
		   SET failures = ?, last_at = ?, locked_until = ?
		 WHERE subject = ?`, f.Count, db.At(f.LastAt), db.At(f.LockedUntil), subject)
	return err
}

// Forgive forgets the failures of a subject.
func Forgive(ctx context.Context, h db.Handle, subject string) error {
	_, err := h.Exec(ctx, `DELETE FROM sign_in_failure WHERE subject = ?`, subject)
	return err
}

// Sweep takes away what proves nothing any more and will not be asked about.
func Sweep(ctx context.Context, h db.Handle, before time.Time) error {
	for _, sql := range []string{
		`DELETE FROM magic_link WHERE expires_at < ?`,
		`DELETE FROM sign_in_failure WHERE last_at < ?`,
		`DELETE FROM session WHERE expires_at < ?`,
	} {
		if _, err := h.Exec(ctx, sql, db.At(before)); err != nil {
			return err
		}
	}
	return nil
}
