package credential

import (
	"context"
	"time"

	"secondline/internal/db"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

const selectSession = `
		SELECT s.id, s.person_id, s.created_at, s.seen_at, s.expires_at, s.agent, s.address, s.revoked_at
		  FROM session s`

func scanSession(row db.Row) (Session, error) {
	var s Session
	err := row.Scan(&s.ID, &s.Person, db.Into(&s.CreatedAt), db.Into(&s.SeenAt), db.Into(&s.ExpiresAt),
		&s.Agent, &s.Address, db.Into(&s.RevokedAt))
	return s, err
}

// SessionByHash returns the session of a token's hash, valid or not.
func SessionByHash(ctx context.Context, h db.Handle, hash []byte) (Session, error) {
	return db.One(ctx, h, scanSession, selectSession+`
		 WHERE s.token_hash = ?`, hash)
}

// Sessions returns the sessions of a person that are not revoked or expired, the
// newest first.
func Sessions(ctx context.Context, h db.Handle, of id.Person, now time.Time) ([]Session, error) {
	return db.All(ctx, h, scanSession, selectSession+`
		 WHERE s.person_id = ? AND s.revoked_at IS NULL AND s.expires_at > ? AND s.seen_at > ?
		 ORDER BY s.created_at DESC, s.id DESC
		 LIMIT 200`, of, db.At(now), db.At(now.Add(-SessionIdle)))
}

// InsertSession adds a session with the hash of its token.
func InsertSession(ctx context.Context, h db.Handle, s Session, hash []byte) error {
	_, err := h.Exec(ctx, `
		INSERT INTO session (id, token_hash, person_id, created_at, seen_at, expires_at, agent, address)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		s.ID, hash, s.Person, db.At(s.CreatedAt), db.At(s.SeenAt), db.At(s.ExpiresAt), s.Agent, s.Address)
	return err
}

// SawSession notes that a session was used.
func SawSession(ctx context.Context, h db.Handle, s id.Session, at time.Time) error {
	_, err := h.Exec(ctx, `
		UPDATE session
		   SET seen_at = ?
		 WHERE id = ? AND seen_at < ?`, db.At(at), s, db.At(at))
	return err
}

// RevokeSession ends one session of a person. NotFound if it is not theirs.
func RevokeSession(ctx context.Context, h db.Handle, of id.Person, s id.Session, at time.Time) error {
	n, err := h.Exec(ctx, `
		UPDATE session
		   SET revoked_at = ?
		 WHERE id = ? AND person_id = ? AND revoked_at IS NULL`, db.At(at), s, of)
	if err == nil && n == 0 {
		return errs.New(errs.NotFound, "There is no such session.")
	}
	return err
}

// RevokeSessions ends every session of a person but one (0: every one).
func RevokeSessions(ctx context.Context, h db.Handle, of id.Person, but id.Session, at time.Time) error {
	_, err := h.Exec(ctx, `
		UPDATE session
		   SET revoked_at = ?
		 WHERE person_id = ? AND id <> ? AND revoked_at IS NULL`, db.At(at), of, but)
	return err
}

const selectToken = `
		SELECT t.id, t.person_id, t.name, t.scopes, t.created_at, t.expires_at, t.last_used_at, t.revoked_at
		  FROM api_token t`

func scanToken(row db.Row) (Token, error) {
	var t Token
	err := row.Scan(&t.ID, &t.Person, &t.Name, db.FromJSON(&t.Scopes), db.Into(&t.CreatedAt), db.Into(&t.ExpiresAt),
		db.Into(&t.LastUsedAt), db.Into(&t.RevokedAt))
	return t, err
}

// TokenByHash returns the API token of a hash, valid or not.
func TokenByHash(ctx context.Context, h db.Handle, hash []byte) (Token, error) {
	return db.One(ctx, h, scanToken, selectToken+`
		 WHERE t.token_hash = ?`, hash)
}

// Tokens returns the API tokens of a person that are not revoked, the newest first.
func Tokens(ctx context.Context, h db.Handle, of id.Person) ([]Token, error) {
	return db.All(ctx, h, scanToken, selectToken+`
		 WHERE t.person_id = ? AND t.revoked_at IS NULL
		 ORDER BY t.created_at DESC, t.id DESC
		 LIMIT 200`, of)
}

// InsertToken adds an API token with its hash.
func InsertToken(ctx context.Context, h db.Handle, t Token, hash []byte) error {
	_, err := h.Exec(ctx, `
		INSERT INTO api_token (id, token_hash, person_id, name, scopes, created_at, expires_at)
		VALUES (?, ?, ?, ?, ?, ?, ?)`,
		t.ID, hash, t.Person, t.Name, db.JSON(t.Scopes), db.At(t.CreatedAt), db.At(t.ExpiresAt))
	return err
}

// UsedToken notes when an API token was last used.
func UsedToken(ctx context.Context, h db.Handle, t id.Token, at time.Time) error {
	_, err := h.Exec(ctx, `
		UPDATE api_token
		   SET last_used_at = ?
		 WHERE id = ? AND coalesce(last_used_at, 0) < ?`, db.At(at), t, db.At(at))
	return err
}

// RevokeToken ends an API token of a person. NotFound if it is not theirs.
func RevokeToken(ctx context.Context, h db.Handle, of id.Person, t id.Token, at time.Time) error {
	n, err := h.Exec(ctx, `
		UPDATE api_token
		   SET revoked_at = ?
		 WHERE id = ? AND person_id = ? AND revoked_at IS NULL`, db.At(at), t, of)
	if err == nil && n == 0 {
		return errs.New(errs.NotFound, "There is no such token.")
	}
	return err
}

// RevokeTokens ends every API token of a person.
func RevokeTokens(ctx context.Context, h db.Handle, of id.Person, at time.Time) error {
	_, err := h.Exec(ctx, `
		UPDATE api_token
		   SET revoked_at = ?
		 WHERE person_id = ? AND revoked_at IS NULL`, db.At(at), of)
	return err
}
