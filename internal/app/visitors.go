package app

import (
	"context"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/edge/portal"
	"secondline/internal/flow/people"
)

// visitors are the people of the desk as the portal knows them.
type visitors struct{ people *people.Desk }

// Session finds out who a session belongs to.
func (v visitors) Session(ctx context.Context, token string) (access.Actor, error) {
	return v.people.BySession(ctx, token)
}

// SignOut ends a session.
func (v visitors) SignOut(ctx context.Context, token string) error {
	return v.people.SignOut(ctx, token)
}

// SendLink asks for a sign-in link.
func (v visitors) SendLink(ctx context.Context, email string, from portal.Caller) error {
	return v.people.AskLink(ctx, email, people.Caller(from))
}

// ByLink signs in with a link.
func (v visitors) ByLink(ctx context.Context, token string, from portal.Caller) (string, time.Time, error) {
	session, s, err := v.people.ByLink(ctx, token, people.Caller(from))
	return session, s.ExpiresAt, err
}

// ByPassword signs in with a password.
func (v visitors) ByPassword(ctx context.Context, email, password string, from portal.Caller) (string, time.Time, error) {
	session, s, err := v.people.SignIn(ctx, email, password, people.Caller(from))
	return session, s.ExpiresAt, err
}
