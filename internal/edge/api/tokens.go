package api

import (
	"context"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/desk/credential"
	"secondline/internal/flow/people"
	"secondline/internal/id"
	"secondline/internal/kit/page"
)

// A token is what a script signs its calls with. Its plain form is there when it
// was just made, and never again.
type token struct {
	ID         id.Token   `json:"id"`
	Name       string     `json:"name"`
	Scopes     []string   `json:"scopes"`
	CreatedAt  time.Time  `json:"created_at"`
	ExpiresAt  *time.Time `json:"expires_at,omitempty"`
	LastUsedAt *time.Time `json:"last_used_at,omitempty"`
	Token      string     `json:"token,omitempty" doc:"shown once"`
}

func shown(t credential.Token) token {
	out := token{ID: t.ID, Name: t.Name, Scopes: t.Scopes, CreatedAt: t.CreatedAt}
	if !t.ExpiresAt.IsZero() {
		out.ExpiresAt = &t.ExpiresAt
	}
	if !t.LastUsedAt.IsZero() {
		out.LastUsedAt = &t.LastUsedAt
	}
	return out
}

func (a *API) tokens(ctx context.Context, by access.Actor, _ *struct{}) (*body[page.Page[token]], error) {
	list, err := a.People.Tokens(ctx, by)
	out := page.Page[token]{Items: []token{}}
	for _, t := range list {
		out.Items = append(out.Items, shown(t))
	}
	return bodied(out), err
}

type tokenIn struct {
	Body struct {
		Name      string    `json:"name" doc:"what it is for"`
		Scopes    []string  `json:"scopes" doc:"tickets:read, tickets:write, admin, or * for everything"`
		ExpiresAt time.Time `json:"expires_at,omitempty" doc:"empty: never"`
		Person    id.Person `json:"person,omitempty" doc:"whose it is; empty: yours"`
	}
}

// newToken is the one answer that holds a secret: nothing on the way may keep it.
type newToken struct {
	Location string `header:"Location"`
	Cache    string `header:"Cache-Control"`
	Body     token
}

func (a *API) addToken(ctx context.Context, by access.Actor, in *tokenIn) (*newToken, error) {
	b := in.Body
	plain, t, err := a.People.CreateToken(ctx, by, people.TokenIn{Name: b.Name, Person: b.Person, Scopes: b.Scopes, ExpiresAt: b.ExpiresAt})
	if err != nil {
		return nil, err
	}
	out := shown(t)
	out.Token = plain
	return &newToken{Location: Prefix + "/tokens/" + t.ID.String(), Cache: "no-store", Body: out}, nil
}
