package portal

import (
	"context"
	"io"
	"net/http"
	"strings"

	"secondline/internal/core/access"
	"secondline/internal/core/file"
	"secondline/internal/desk/attachment"
	"secondline/internal/flow/vending"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/view/guestpage"
	"secondline/internal/view/portalview"
)

// Makers is what the holder of a case's link may see and do.
type Makers interface {
	Enter(ctx context.Context, token, from string) (vending.Guest, error)
	Page(ctx context.Context, g vending.Guest) (guestpage.Page, error)
	Answer(ctx context.Context, g vending.Guest, in vending.AnswerIn) error
	Upload(ctx context.Context, g vending.Guest, store *file.Store, name, mediaType string, r io.Reader) (attachment.Attachment, error)
	File(ctx context.Context, g vending.Guest, key id.File) (attachment.Attachment, string, error)
}

// guestPolicy is stricter than a customer's page: nothing runs at all.
const guestPolicy = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; " +
	"form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// A call is one request by the holder of a link. Whoever is signed in is nobody
// here: only the link counts.
type call struct {
	vending.Guest
	token string
}

type vendorBody struct {
	wrongs
	Page      guestpage.Page
	Token     string
	Author    string
	Text      string
	Reference string
	Solved    bool
}

// guest finds the case of the link, and keeps the page out of every index and
// cache.
func (p *portal) guest(answer func(http.ResponseWriter, *http.Request, call)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", guestPolicy)
		h.Set("X-Robots-Tag", "noindex, nofollow, noarchive")
		h.Set("Cache-Control", "no-store")
		token := r.PathValue("token")
		g, err := p.Makers.Enter(r.Context(), token, callerOf(r).Address)
		if err != nil {
			p.noCase(w, r, err)
			return
		}
		answer(w, r, call{g, token})
	}
}

// noCase is one page for a link that never was, and for one that is over.
func (p *portal) noCase(w http.ResponseWriter, r *http.Request, err error) {
	switch errs.KindOf(err) {
	case errs.NotFound:
		p.show(w, r, http.StatusNotFound, "vendor-gone", nil, page{Title: "This page is closed", Body: "There is nothing at this address any more. Answer our mail, and we have it."})
	case errs.TooMany:
		p.show(w, r, http.StatusTooManyRequests, "vendor-gone", nil, page{Title: "One moment, please", Body: errs.Text(err)})
	default:
		p.Log.ErrorContext(r.Context(), "a vendor's page failed", "pattern", r.Pattern, "err", err)
		p.show(w, r, http.StatusInternalServerError, "vendor-gone", nil, page{Title: "That did not work", Body: "Something went wrong on our side. Please try again in a moment."})
	}
}

func (p *portal) vendorPage(w http.ResponseWriter, r *http.Request, c call) {
	p.drawCase(w, r, c, http.StatusOK, vendorBody{}, "")
}

func (p *portal) drawCase(w http.ResponseWriter, r *http.Request, c call, status int, b vendorBody, trouble string) {
	var err error
	if b.Page, err = p.Makers.Page(r.Context(), c.Guest); err != nil {
		p.noCase(w, r, err)
		return
	}
	b.Token = c.token
	said := ""
	if r.URL.Query().Get("done") == "sent" {
		said = "Thank you. We have your answer."
	}
	p.show(w, r, status, "vendor", nil, page{Title: b.Page.Name + " " + b.Page.Subject, Form: token(c.token), Said: said, Trouble: trouble, Body: b})
}

// A satchel takes the files of a guest's form.
type satchel struct {
	Makers
	guest vending.Guest
}

// Upload keeps a file for the answer that it came with.
func (s satchel) Upload(ctx context.Context, _ access.Actor, store *file.Store, name, mediaType string, r io.Reader) (attachment.Attachment, error) {
	return s.Makers.Upload(ctx, s.guest, store, name, mediaType, r)
}

// vendorAnswers takes the form in, once.
func (p *portal) vendorAnswers(w http.ResponseWriter, r *http.Request, c call) {
	theirs := *p
	theirs.Uploads = satchel{p.Makers, c.Guest}
	f, by, err := theirs.filled(w, r, visit{token: c.token, by: access.Actor{Kind: access.Mail}})
	if err == nil && f.tooBig {
		err = errs.Field("files", "The files are more than 25 MB together.")
	}
	if err == nil {
		err = p.Makers.Answer(r.Context(), c.Guest, vending.AnswerIn{
			Author: f.text("author"), Body: f.text("body"), Reference: f.text("reference"), Solved: f.Get("solved") != "", Files: f.files, Request: by.Request,
		})
	}
	switch {
	case err == nil:
		p.receipt(w, r, by, "/vendor/"+c.token+"?done=sent")
	case p.again(w, r, by, err):
	default:
		p.unanswered(w, r, c, f, err)
	}
}

// unanswered shows the page again with what was typed.
func (p *portal) unanswered(w http.ResponseWriter, r *http.Request, c call, f form, err error) {
	b := vendorBody{Author: f.text("author"), Text: f.Get("body"), Reference: f.text("reference"), Solved: f.Get("solved") != ""}
	status := http.StatusUnprocessableEntity
	switch errs.KindOf(err) {
	case errs.Invalid, errs.Conflict, errs.TooLarge:
	case errs.TooMany:
		status = http.StatusTooManyRequests
	default:
		p.noCase(w, r, err)
		return
	}
	trouble := ""
	if field := errs.FieldOf(err); strings.Contains(" author body reference files ", " "+field+" ") && field != "" {
		b.wrongs = wrongs{{field, errs.Text(err)}}
	} else {
		trouble = errs.Text(err)
	}
	p.drawCase(w, r, c, status, b, trouble)
}

// vendorFile gives a file that stands on a message of the case, and no other.
func (p *portal) vendorFile(w http.ResponseWriter, r *http.Request, c call) {
	key, err := id.Parse[id.File](r.PathValue("id"))
	if err != nil {
		p.noCase(w, r, errs.New(errs.NotFound, "There is no such file."))
		return
	}
	a, name, err := p.Makers.File(r.Context(), c.Guest, key)
	if err != nil {
		p.noCase(w, r, err)
		return
	}
	p.hand(w, r, portalview.Content{Name: name, Size: a.Size, SHA256: a.SHA256}, func(err error) { p.noCase(w, r, err) })
}
