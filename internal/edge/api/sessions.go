package api

import (
	"context"
	"net"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"secondline/internal/core/access"
	"secondline/internal/desk/credential"
	"secondline/internal/flow/admin"
	"secondline/internal/flow/people"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/page"
	"secondline/internal/view/settings"
)

func (a *API) registerSessions() {
	tags := []string{"sign-in"}
	op(a, huma.Operation{Method: http.MethodPost, Path: "/session", Summary: "Sign in with a password", Tags: tags}, a.signIn)
	op(a, huma.Operation{Method: http.MethodDelete, Path: "/session", Summary: "Sign out", Tags: tags}, a.signOut)
	op(a, huma.Operation{Method: http.MethodGet, Path: "/sessions", Summary: "Where you are signed in", Tags: tags}, a.sessions)
	op(a, huma.Operation{Method: http.MethodDelete, Path: "/sessions/{id}", Summary: "End one of your sessions", Tags: tags},
		func(ctx context.Context, by access.Actor, in *Keyed[id.Session]) (*none, error) {
			return &none{}, a.People.EndSession(ctx, by, in.ID.V)
		})
	op(a, huma.Operation{
		Method: http.MethodPost, Path: "/magic-links", Summary: "Ask for a link to sign in with; the answer is the same for everybody", Tags: tags,
		DefaultStatus: http.StatusAccepted,
	}, a.askLink)
	op(a, huma.Operation{
		Method: http.MethodPost, Path: "/set-up", Summary: "Set up an empty desk, with its one-time link", Tags: tags,
	}, a.setUp)
	op(a, huma.Operation{Method: http.MethodGet, Path: "/me", Summary: "Who asks, and what they may do", Tags: tags},
		func(ctx context.Context, by access.Actor, _ *struct{}) (*record[settings.Me], error) {
			return a.me(ctx, by)
		})
	op(a, huma.Operation{Method: http.MethodPost, Path: "/me/presence", Summary: "Say whether work may reach you, and when a break ends", Tags: tags}, a.setPresence)
	op(a, huma.Operation{Method: http.MethodPut, Path: "/me/password", Summary: "Change your password; you stay signed in here only", Tags: tags}, a.changePassword)
	op(a, huma.Operation{Method: http.MethodGet, Path: "/tokens", Summary: "Your API tokens", Tags: tags}, a.tokens)
	op(a, huma.Operation{
		Method: http.MethodPost, Path: "/tokens", Summary: "Make an API token; it is shown this once", Tags: tags, DefaultStatus: http.StatusCreated,
	}, a.addToken)
	op(a, huma.Operation{Method: http.MethodDelete, Path: "/tokens/{id}", Summary: "Revoke one of your API tokens", Tags: tags},
		func(ctx context.Context, by access.Actor, in *Keyed[id.Token]) (*none, error) {
			return &none{}, a.People.RevokeToken(ctx, by, in.ID.V)
		})
}

// A Caller is from where somebody calls.
type Caller struct {
	from   people.Caller
	secure bool
	cookie string
}

// Resolve notes from where the call comes.
func (c *Caller) Resolve(ctx huma.Context) []error {
	host, _, err := net.SplitHostPort(ctx.RemoteAddr())
	if err != nil { // no port in it
		host = ctx.RemoteAddr()
	}
	c.from = people.Caller{Agent: ctx.Header("User-Agent"), Address: host}
	c.secure = ctx.TLS() != nil
	if k, err := huma.ReadCookie(ctx, SessionCookie); err == nil {
		c.cookie = k.Value
	}
	return nil
}

// signedIn is an answer that begins or ends a session in the browser.
type signedIn[T any] struct {
	Cookie http.Cookie `header:"Set-Cookie"`
	Cache  string      `header:"Cache-Control"`
	Body   T
}

func (a *API) cookie(c Caller, token string, until time.Time) http.Cookie {
	return http.Cookie{
		Name: SessionCookie, Value: token, Path: "/", Expires: until, HttpOnly: true,
		Secure: c.secure || a.People.Secure(), SameSite: http.SameSiteLaxMode,
	}
}

func (a *API) begun(ctx context.Context, c Caller, token string, s credential.Session) (*signedIn[settings.Me], error) {
	by, err := a.People.BySession(ctx, token)
	if err != nil {
		return nil, err
	}
	me, err := settings.Myself(ctx, a.Door.Read(), by, a.Door.Now())
	return &signedIn[settings.Me]{Cookie: a.cookie(c, token, s.ExpiresAt), Cache: "no-store", Body: me}, err
}

type signInIn struct {
	Caller
	Body struct {
		Email    string `json:"email" maxLength:"320"`
		Password string `json:"password" maxLength:"1024"`
	}
}

func (a *API) signIn(ctx context.Context, _ access.Actor, in *signInIn) (*signedIn[settings.Me], error) {
	token, s, err := a.People.SignIn(ctx, in.Body.Email, in.Body.Password, in.from)
	if err != nil {
		return nil, err
	}
	return a.begun(ctx, in.Caller, token, s)
}

type signedOut struct {
	Cookie http.Cookie `header:"Set-Cookie"`
}

func (a *API) signOut(ctx context.Context, _ access.Actor, in *struct{ Caller }) (*signedOut, error) {
	out := &signedOut{Cookie: a.cookie(in.Caller, "", time.Unix(0, 0))}
	if in.cookie == "" {
		return out, nil
	}
	return out, a.People.SignOut(ctx, in.cookie)
}

// A session is a browser that is signed in.
type session struct {
	ID        id.Session `json:"id"`
	CreatedAt time.Time  `json:"created_at"`
	SeenAt    time.Time  `json:"seen_at"`
	ExpiresAt time.Time  `json:"expires_at"`
	Agent     string     `json:"agent"`
	Address   string     `json:"address"`
	Current   bool       `json:"current" doc:"it is this one"`
}

func (a *API) sessions(ctx context.Context, by access.Actor, in *struct{ Caller }) (*body[page.Page[session]], error) {
	list, err := a.People.Sessions(ctx, by)
	if err != nil {
		return nil, err
	}
	current, err := a.People.SessionOf(ctx, in.cookie)
	if err != nil && !errs.Is(err, errs.Unauthorized) { // with a token, none of them is this one
		return nil, err
	}
	out := page.Page[session]{Items: []session{}}
	for _, s := range list {
		out.Items = append(out.Items, session{
			ID: s.ID, CreatedAt: s.CreatedAt, SeenAt: s.SeenAt, ExpiresAt: s.ExpiresAt, Agent: s.Agent, Address: s.Address, Current: s.ID == current.ID,
		})
	}
	return bodied(out), nil
}

type askLinkIn struct {
	Caller
	Body struct {
		Email string `json:"email" maxLength:"320"`
	}
}

func (a *API) askLink(ctx context.Context, _ access.Actor, in *askLinkIn) (*none, error) {
	return &none{}, a.People.AskLink(ctx, in.Body.Email, in.from)
}

type setUpIn struct {
	Caller
	Body struct {
		Token      string `json:"token" doc:"from the link that the desk printed when it started"`
		Name       string `json:"name" doc:"of the desk"`
		AdminName  string `json:"admin_name"`
		AdminEmail string `json:"admin_email"`
		Password   string `json:"password" maxLength:"1024"`
		TimeZone   string `json:"time_zone,omitempty" doc:"where the desk is, like Europe/Vienna; its first calendar keeps it; default: UTC"`
	}
}

func (a *API) setUp(ctx context.Context, _ access.Actor, in *setUpIn) (*signedIn[settings.Me], error) {
	b := in.Body
	_, err := a.Admin.SetUpByLink(ctx, b.Token, admin.SetUpIn{
		Name: b.Name, AdminName: b.AdminName, AdminEmail: b.AdminEmail, Password: b.Password, Host: a.People.Host(), Zone: b.TimeZone,
	})
	if err != nil {
		return nil, err
	}
	token, s, err := a.People.SignIn(ctx, b.AdminEmail, b.Password, in.from)
	if err != nil {
		return nil, err
	}
	return a.begun(ctx, in.Caller, token, s)
}

func (a *API) me(ctx context.Context, by access.Actor) (*record[settings.Me], error) {
	me, err := settings.Myself(ctx, a.Door.Read(), by, a.Door.Now())
	return recorded(me, me.Version), err
}

func (a *API) setPresence(ctx context.Context, by access.Actor, in *presenceIn) (*record[settings.Me], error) {
	if err := a.Rota.SetPresence(ctx, by, in.Body.Presence, in.Body.BackAt); err != nil {
		return nil, err
	}
	return a.me(ctx, by)
}

type changePasswordIn struct {
	Caller
	Body struct {
		Old      string `json:"old" maxLength:"1024"`
		Password string `json:"password" maxLength:"1024"`
	}
}

func (a *API) changePassword(ctx context.Context, by access.Actor, in *changePasswordIn) (*signedIn[settings.Me], error) {
	token, s, err := a.People.ChangePassword(ctx, by, in.Body.Old, in.Body.Password, in.from)
	if err != nil {
		return nil, err
	}
	return a.begun(ctx, in.Caller, token, s)
}
