package portal

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/kit/errs"
	"secondline/internal/view/portalview"
)

// Sessions tell who holds a session's token, and end it.
type Sessions interface {
	BySession(ctx context.Context, token string) (access.Actor, error)
	SignOut(ctx context.Context, token string) error
}

// The portal's cookies. A session is the same here and in the API.
const (
	sessionCookie = "secondline_session"
	nextCookie    = "secondline_next" // where somebody wanted to go before signing in
)

// A visit is one call by somebody who is signed in.
type visit struct {
	token  string
	by     access.Actor // with a customer's rights only
	viewer portalview.Viewer
	say    speech
}

type visited func(w http.ResponseWriter, r *http.Request, v visit)

// signed lets only people in who are signed in; others may sign in first and
// come back to the page that they wanted.
func (p *portal) signed(next visited) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		v, err := p.visit(r)
		switch {
		case errs.Is(err, errs.Unauthorized):
			p.toSignIn(w, r)
		case err != nil:
			p.fail(w, r, nil, err)
		default:
			next(w, r, v)
		}
	}
}

func (p *portal) visit(r *http.Request) (visit, error) {
	c, err := r.Cookie(sessionCookie)
	if err != nil || c.Value == "" {
		return visit{}, errs.New(errs.Unauthorized, "Sign in first.")
	}
	actor, err := p.Sessions.BySession(r.Context(), c.Value)
	if err != nil {
		return visit{}, err
	}
	by := portalview.Customer(actor)
	viewer, err := p.Window.Viewer(r.Context(), actor)
	if err != nil {
		return visit{}, err
	}
	return visit{token: c.Value, by: by, viewer: viewer, say: newSpeech(p.Clock.Now(), viewer.Zone)}, nil
}

func (p *portal) toSignIn(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodGet && r.URL.Path != "/" {
		p.cookie(w, nextCookie, url.QueryEscape(r.URL.RequestURI()), "/sign-in", time.Hour)
	}
	http.Redirect(w, r, "/sign-in", http.StatusSeeOther)
}

// enter begins a session in the browser, with a token that nobody had before,
// and goes where they wanted to.
func (p *portal) enter(w http.ResponseWriter, r *http.Request, token string, until time.Time) {
	p.cookie(w, sessionCookie, token, "/", until.Sub(p.Clock.Now()))
	to := "/"
	if c, err := r.Cookie(nextCookie); err == nil {
		to = local(c.Value)
		p.cookie(w, nextCookie, "", "/sign-in", gone)
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// local gives the address that a cookie holds if it is one of our own pages,
// else our first page: nobody is sent elsewhere.
func local(escaped string) string {
	to, err := url.QueryUnescape(escaped)
	if err != nil {
		return "/"
	}
	u, err := url.Parse(to)
	ours := err == nil && u.Scheme == "" && u.Host == "" && u.User == nil && !strings.ContainsAny(to, "\\\r\n\t") &&
		(u.Path == "/requests" || strings.HasPrefix(u.Path, "/requests/") || strings.HasPrefix(u.Path, "/files/"))
	if !ours {
		return "/"
	}
	return u.RequestURI()
}

// gone takes a cookie away.
const gone = -time.Second

// cookie gives the browser a cookie for a time: counted from when it arrives,
// so that a browser's wrong clock does not matter.
func (p *portal) cookie(w http.ResponseWriter, name, value, path string, lasts time.Duration) {
	http.SetCookie(w, &http.Cookie{
		Name: name, Value: value, Path: path, MaxAge: int(lasts.Seconds()),
		HttpOnly: true, Secure: p.Secure, SameSite: http.SameSiteLaxMode,
	})
}
