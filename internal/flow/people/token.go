package people

import (
	"context"
	"slices"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/desk/credential"
	"secondline/internal/desk/person"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/fold"
	"secondline/internal/kit/seal"
)

const (
	tokenPrefix  = "slt_"
	maxTokenName = 80
)

// A TokenIn is a wish for an API token.
type TokenIn struct {
	Name      string
	Person    id.Person // whose it is; none: who asks
	Scopes    []string
	ExpiresAt time.Time // zero: never
}

// CreateToken makes an API token and gives its plain form, which is shown once.
// Nobody gets by a token what they may not do themselves: with a token one can
// only make a token of the same scopes or fewer, and only an administrator makes
// one for somebody else.
func (d *Desk) CreateToken(ctx context.Context, by access.Actor, in TokenIn) (string, credential.Token, error) {
	t, err := wanted(by, in, d.door.Now())
	if err != nil {
		return "", t, err
	}
	plain, hash := seal.Token(tokenPrefix)
	err = d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		p, err := person.Get(ctx, w.Tx, t.Person)
		if err != nil {
			return err
		}
		if p.IsDisabled() {
			return errs.New(errs.Conflict, "%s is disabled; enable them before making a token for them.", p.Name)
		}
		t.ID, t.CreatedAt = id.Token(w.NewID()), w.Now
		if err := credential.InsertToken(ctx, w.Tx, t, hash); err != nil {
			return err
		}
		return w.Audit(ctx, "token.created", "token:"+t.ID.String(), p.Organisation,
			map[string]any{"name": t.Name, "scopes": t.Scopes, "person": p.ID, "expires_at": t.ExpiresAt})
	})
	if err != nil {
		return "", t, err
	}
	return plain, t, nil
}

func wanted(by access.Actor, in TokenIn, now time.Time) (credential.Token, error) {
	t := credential.Token{Person: in.Person, Name: fold.Tidy(in.Name), Scopes: slices.Compact(slices.Sorted(slices.Values(in.Scopes))), ExpiresAt: in.ExpiresAt}
	if t.Person == 0 {
		t.Person = by.Person
	}
	switch {
	case t.Person == 0:
		return t, errs.Field("person", "Say whose token it is.")
	case t.Name == "" || len(t.Name) > maxTokenName:
		return t, errs.Field("name", "A token needs a name of up to %d bytes: what it is for.", maxTokenName)
	case len(t.Scopes) == 0:
		return t, errs.Field("scopes", "Say what the token covers: tickets:read, tickets:write, admin, or * for everything.")
	case !t.ExpiresAt.IsZero() && !now.Before(t.ExpiresAt):
		return t, errs.Field("expires_at", "A token expires in the future.")
	}
	for _, s := range t.Scopes {
		if !slices.Contains(access.Scopes, s) {
			return t, errs.Field("scopes", "There is no scope %q.", s)
		}
		if by.Scopes != nil && !slices.Contains(by.Scopes, "*") && !slices.Contains(by.Scopes, s) {
			return t, errs.New(errs.Forbidden, "Your own token does not cover %q, so it cannot make one that does.", s)
		}
	}
	if t.Person != by.Person {
		return t, access.MayDesk(by, access.ManagePeople)
	}
	return t, nil
}

// Tokens lists the API tokens of whoever asks.
func (d *Desk) Tokens(ctx context.Context, by access.Actor) ([]credential.Token, error) {
	if by.Person == 0 {
		return nil, errs.New(errs.Unauthorized, "Only a person has tokens.")
	}
	return credential.Tokens(ctx, d.door.Read(), by.Person)
}

// RevokeToken ends one of somebody's own API tokens.
func (d *Desk) RevokeToken(ctx context.Context, by access.Actor, t id.Token) error {
	err := d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		if err := credential.RevokeToken(ctx, w.Tx, by.Person, t, w.Now); err != nil {
			return err
		}
		return w.Audit(ctx, "token.revoked", "token:"+t.String(), by.Organisation, nil)
	})
	d.actors.forget(by.Person)
	return err
}
