package portal

import (
	"context"
	"net/http"
	"strconv"

	"secondline/internal/core/access"
	"secondline/internal/flow/ticketing"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

func (p *portal) request(w http.ResponseWriter, r *http.Request, v visit) {
	p.drawRequest(w, r, v, http.StatusOK, requestBody{}, "")
}

// drawRequest shows a request with what somebody is about to say about it.
func (p *portal) drawRequest(w http.ResponseWriter, r *http.Request, v visit, status int, typed requestBody, trouble string) {
	n, err := id.ParseRef(r.PathValue("ref"))
	if err != nil {
		p.missing(w, r, &v)
		return
	}
	req, err := p.Window.Request(r.Context(), v.by, n)
	if err != nil {
		p.fail(w, r, &v, err)
		return
	}
	b := newRequestBody(req)
	b.Text, b.Comment, b.Score, b.Kept, b.wrongs = typed.Text, typed.Comment, typed.Score, typed.Kept, typed.wrongs
	how := r.URL.Query().Get("done")
	said := done[how]
	if how == "opened" {
		said += v.say.Promise(req.Promises)
	}
	p.show(w, r, status, "request", &v, page{
		Title: string(req.Ref) + " " + req.Subject, Form: token(v.token), Said: said, Trouble: trouble, Body: b,
	})
}

// act runs what a form on a request's page asks for, once, and goes back to the
// page.
func (p *portal) act(w http.ResponseWriter, r *http.Request, v visit, said string, do func(ctx context.Context, by access.Actor, n id.Number, f form) error) {
	n, err := id.ParseRef(r.PathValue("ref"))
	if err != nil {
		p.missing(w, r, &v)
		return
	}
	f, by, err := p.filled(w, r, v)
	if err == nil {
		err = do(r.Context(), by, n, f)
	}
	switch {
	case err == nil:
		p.receipt(w, r, by, "/requests/"+string(n.Ref())+"?done="+said)
	case p.again(w, r, by, err):
	default:
		p.unsaid(w, r, v, f, err)
	}
}

// unsaid shows the page again, with what was typed and what was wrong with it.
func (p *portal) unsaid(w http.ResponseWriter, r *http.Request, v visit, f form, err error) {
	switch errs.KindOf(err) {
	case errs.Invalid, errs.Conflict, errs.TooLarge, errs.Forbidden:
	default:
		p.fail(w, r, &v, err)
		return
	}
	kept, ownErr := p.Window.Own(r.Context(), v.by, f.all())
	if ownErr != nil {
		p.fail(w, r, &v, ownErr)
		return
	}
	b := requestBody{Text: f.Get("body"), Comment: f.Get("comment"), Score: score(f), Kept: kept}
	trouble := ""
	if field, ok := fields[errs.FieldOf(err)]; ok {
		b.wrongs = wrongs{{field, errs.Text(err)}}
	} else {
		trouble = errs.Text(err)
	}
	p.drawRequest(w, r, v, http.StatusUnprocessableEntity, b, trouble)
}

func (p *portal) reply(w http.ResponseWriter, r *http.Request, v visit) {
	p.act(w, r, v, "sent", func(ctx context.Context, by access.Actor, n id.Number, f form) error {
		switch {
		case f.tooBig:
			return errs.Field("attachments", tooBig)
		case f.text("body") == "" && len(f.all()) == 0:
			return errs.Field("body", "Write something, or choose a file.")
		}
		_, err := p.Requests.Reply(ctx, by, n, ticketing.MessageIn{Body: f.Get("body"), Files: f.all()})
		return err
	})
}

func (p *portal) solved(w http.ResponseWriter, r *http.Request, v visit) {
	p.act(w, r, v, "solved", func(ctx context.Context, by access.Actor, n id.Number, _ form) error {
		return p.Endings.Confirm(ctx, by, n)
	})
}

func (p *portal) reopen(w http.ResponseWriter, r *http.Request, v visit) {
	p.act(w, r, v, "reopened", func(ctx context.Context, by access.Actor, n id.Number, _ form) error {
		return p.Endings.Reopen(ctx, by, n, "")
	})
}

func (p *portal) rate(w http.ResponseWriter, r *http.Request, v visit) {
	p.act(w, r, v, "rated", func(ctx context.Context, by access.Actor, n id.Number, f form) error {
		if score(f) == 0 {
			return errs.Field("score", "Choose one of the five.")
		}
		return p.Endings.Rate(ctx, by, n, score(f), f.text("comment"))
	})
}

// score reads a rating; 0 is none.
func score(f form) int {
	n, err := strconv.Atoi(f.Get("score"))
	if err != nil || n < 1 || n > 5 {
		return 0
	}
	return n
}

// receipt keeps where a form led, and goes there.
func (p *portal) receipt(w http.ResponseWriter, r *http.Request, by access.Actor, to string) {
	q := by.Request
	err := p.Receipts.Remember(r.Context(), by, work.Answer{Route: q.Route, BodyHash: q.BodyHash, Status: http.StatusSeeOther, Location: to})
	if err != nil { // what was asked is done; a second click then leads to the list instead
		p.Log.WarnContext(r.Context(), "keeping a form's receipt", "err", err)
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

// again answers a form that was sent twice like the first time, and tells
// whether it was one. A form that was changed after it was sent is another one;
// it comes back with a new token.
func (p *portal) again(w http.ResponseWriter, r *http.Request, by access.Actor, err error) bool {
	if !errs.Is(err, errs.Conflict) || by.Request.Key == "" {
		return false
	}
	a, err := p.Receipts.Replay(r.Context(), by)
	if err != nil {
		return false
	}
	to := a.Location
	if to == "" { // the first click is still under way
		to = "/requests"
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return true
}
