package portal

import (
	"context"
	"net"
	"net/http"
	"net/mail"
	"strings"

	"secondline/internal/desk/credential"
	"secondline/internal/flow/people"
	"secondline/internal/kit/errs"
)

// Doors are the ways to sign in. AskLink answers alike, and as fast, whether the
// address is known or not.
type Doors interface {
	AskLink(ctx context.Context, email string, from people.Caller) error
	ByLink(ctx context.Context, token string, from people.Caller) (string, credential.Session, error)
	SignIn(ctx context.Context, email, password string, from people.Caller) (string, credential.Session, error)
}

func callerOf(r *http.Request) people.Caller {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	return people.Caller{Agent: r.UserAgent(), Address: host}
}

func (p *portal) askWho(w http.ResponseWriter, r *http.Request) {
	if _, err := p.visit(r); err == nil {
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return
	}
	p.show(w, r, http.StatusOK, "sign-in", nil, page{Title: "Sign in", Said: done[r.URL.Query().Get("done")], Body: signInBody{}})
}

// signIn takes one form for both ways: with a password it is tried, without one
// a link is sent. So the key Enter does what was meant.
func (p *portal) signIn(w http.ResponseWriter, r *http.Request) {
	f, err := p.plain(w, r)
	if err != nil {
		p.fail(w, r, nil, err)
		return
	}
	b := signInBody{Email: f.text("email"), ByPassword: f.Get("how") == "password" || f.Get("password") != ""}
	at, err := mail.ParseAddress(b.Email)
	switch {
	case err != nil || at.Name != "" || !strings.Contains(at.Address, "@"):
		b.wrongs = wrongs{{"email", "Write the whole address, such as ann@example.com."}}
	case b.ByPassword && f.Get("password") == "":
		b.wrongs = wrongs{{"password", "Write your password, or ask for a link above."}}
	}
	if b.wrongs != nil {
		p.show(w, r, http.StatusUnprocessableEntity, "sign-in", nil, page{Title: "Sign in", Body: b})
		return
	}
	if b.ByPassword {
		p.byPassword(w, r, b, f.Get("password"))
		return
	}
	if err := p.Doors.AskLink(r.Context(), at.Address, callerOf(r)); err != nil {
		p.fail(w, r, nil, err)
		return
	}
	p.show(w, r, http.StatusOK, "sent", nil, page{Title: "We sent you a link", Body: b.Email})
}

func (p *portal) byPassword(w http.ResponseWriter, r *http.Request, b signInBody, password string) {
	token, s, err := p.Doors.SignIn(r.Context(), b.Email, password, callerOf(r))
	if err == nil {
		p.enter(w, r, token, s.ExpiresAt)
		return
	}
	status := http.StatusUnauthorized
	switch errs.KindOf(err) {
	case errs.Unauthorized, errs.Invalid, errs.NotFound, errs.Forbidden:
		b.wrongs = wrongs{{"password", "The address or the password is not right. A link by e-mail always works."}}
	case errs.TooMany:
		status = http.StatusTooManyRequests
		b.wrongs = wrongs{{"password", "Too many tries. Wait a while, or ask for a link above."}}
	default:
		p.fail(w, r, nil, err)
		return
	}
	p.show(w, r, status, "sign-in", nil, page{Title: "Sign in", Body: b})
}

// landing is where a link from a mail leads. It looks at nothing and uses
// nothing up: mail scanners open links too, but they press no buttons.
func (p *portal) landing(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Referrer-Policy", "no-referrer")
	p.show(w, r, http.StatusOK, "link", nil, page{Title: "Sign in"})
}

func (p *portal) useLink(w http.ResponseWriter, r *http.Request) {
	token, s, err := p.Doors.ByLink(r.Context(), r.PathValue("token"), callerOf(r))
	if err == nil {
		p.enter(w, r, token, s.ExpiresAt)
		return
	}
	switch errs.KindOf(err) {
	case errs.Internal, errs.Unavailable, errs.TooMany:
		p.fail(w, r, nil, err)
	default:
		p.trouble(w, r, http.StatusGone, nil, "This link is no longer good", problemBody{
			What: "It was used already, or it is too old.", Safe: "Your requests are safe.", Do: "Send me a new link", To: "/sign-in",
		})
	}
}

func (p *portal) signOut(w http.ResponseWriter, r *http.Request) {
	if c, err := r.Cookie(sessionCookie); err == nil {
		if err := p.Sessions.SignOut(r.Context(), c.Value); err != nil {
			p.fail(w, r, nil, err)
			return
		}
	}
	p.cookie(w, sessionCookie, "", "/", gone)
	http.Redirect(w, r, "/sign-in?done=out", http.StatusSeeOther)
}
