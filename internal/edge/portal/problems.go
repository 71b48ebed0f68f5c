package portal

import (
	"net/http"
	"strings"

	"secondline/internal/kit/errs"
)

// done are the sentences after something was done; an address names one, so
// that nothing from an address is ever shown.
var done = map[string]string{
	"opened":   "We have it. You get an e-mail with its number, and everything that happens shows here.",
	"sent":     "Your message is sent.",
	"solved":   "Thank you. We are glad that it works.",
	"reopened": "It is open again. Tell us below what still does not work.",
	"rated":    "Thank you for telling us.",
	"out":      "You are signed out.",
}

// show draws a page and answers it. What is the same on every page is filled in
// here.
func (p *portal) show(w http.ResponseWriter, r *http.Request, status int, name string, v *visit, pg page) {
	desk, err := p.Window.Desk(r.Context())
	if err != nil {
		p.Log.ErrorContext(r.Context(), "reading the desk's name", "err", err)
		desk = "IT help"
	}
	pg.Desk, pg.Glyph, pg.Say = desk, initials(desk), newSpeech(p.Clock.Now(), nil)
	if v != nil {
		pg.Me, pg.Organisation, pg.Glyph, pg.Say = &v.viewer, v.viewer.Organisation, initials(v.viewer.Organisation), v.say
		at := r.URL.Path
		if at != "/requests/new" && strings.HasPrefix(at, "/requests/") {
			at = "/requests"
		}
		pg.Links = links(at)
	}
	body, err := p.easel.draw(name, pg)
	if err != nil {
		p.Log.ErrorContext(r.Context(), "drawing a page", "page", name, "err", err)
		http.Error(w, "Something went wrong on our side. Nothing was changed; please try again.", http.StatusInternalServerError)
		return
	}
	send(w, r, status, body)
}

func (p *portal) trouble(w http.ResponseWriter, r *http.Request, status int, v *visit, title string, b problemBody) {
	p.show(w, r, status, "problem", v, page{Title: title, Body: b})
}

// fail turns an error into a page in plain words, and logs what is our fault.
func (p *portal) fail(w http.ResponseWriter, r *http.Request, v *visit, err error) {
	back := problemBody{Do: "Back to my requests", To: "/requests"}
	if v == nil {
		back.Do, back.To = "Sign in", "/sign-in"
	}
	switch errs.KindOf(err) {
	case errs.NotFound:
		p.missing(w, r, v)
	case errs.Unauthorized:
		p.toSignIn(w, r)
	case errs.Forbidden:
		back.What = "This is for the person who asked. " + errs.Text(err)
		p.trouble(w, r, http.StatusForbidden, v, "That is not yours to do", back)
	case errs.Conflict, errs.Stale:
		back.What, back.Safe = errs.Text(err), "Nothing was changed. Look at your request again and repeat."
		p.trouble(w, r, http.StatusConflict, v, "That is not possible now", back)
	case errs.Invalid:
		back.What, back.Safe = errs.Text(err), "Nothing was changed. Go back and try again."
		p.trouble(w, r, http.StatusUnprocessableEntity, v, "We did not understand that", back)
	case errs.TooLarge:
		back.What, back.Safe = "That is more than 25 MB.", "Nothing was changed. Send fewer or smaller files."
		p.trouble(w, r, http.StatusRequestEntityTooLarge, v, "That is too large", back)
	case errs.TooMany:
		back.What, back.Safe = "That was too often in a short time.", "Nothing was changed. Wait a few minutes and try again."
		p.trouble(w, r, http.StatusTooManyRequests, v, "One moment, please", back)
	default:
		p.Log.ErrorContext(r.Context(), "the portal failed", "method", r.Method, "pattern", r.Pattern, "err", err)
		back.What, back.Safe = "Something went wrong on our side.", "Nothing was changed. Please try again in a moment."
		p.trouble(w, r, http.StatusInternalServerError, v, "That did not work", back)
	}
}

// missing is one page for what is not there and for what is not theirs: it must
// not tell which.
func (p *portal) missing(w http.ResponseWriter, r *http.Request, v *visit) {
	p.trouble(w, r, http.StatusNotFound, v, "We could not find that", problemBody{
		What: "There is nothing at this address, or it is not yours to see.",
		Safe: "If a colleague sent you here, ask them to add you to their request.", Do: "Back to my requests", To: "/requests",
	})
}

func (p *portal) nowhere(w http.ResponseWriter, r *http.Request, v visit) { p.missing(w, r, &v) }

// foreign answers a form that another site sent in somebody's name.
func (p *portal) foreign(w http.ResponseWriter, r *http.Request) {
	p.trouble(w, r, http.StatusForbidden, nil, "We did not accept that", problemBody{
		What: "It came from another website.", Safe: "Nothing was changed.", Do: "Go to your requests", To: "/requests",
	})
}
