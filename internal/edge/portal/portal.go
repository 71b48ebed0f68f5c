package portal

import (
	"context"
	"log/slog"
	"net/http"

	"secondline/internal/core/access"
	"secondline/internal/core/file"
	"secondline/internal/flow/ticketing"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/clock"
	"secondline/internal/view/portalview"
)

// Requests is what a customer may make happen to a request.
type Requests interface {
	Open(ctx context.Context, by access.Actor, in ticketing.OpenIn) (ticketing.Opened, error)
	Reply(ctx context.Context, by access.Actor, n id.Number, in ticketing.MessageIn) (int64, error)
}

// Endings is what a customer may say about a solution.
type Endings interface {
	Confirm(ctx context.Context, by access.Actor, n id.Number) error
	Reopen(ctx context.Context, by access.Actor, n id.Number, because string) error
	Rate(ctx context.Context, by access.Actor, n id.Number, score int, comment string) error
}

// Receipts remember what a form was answered, so that sending it twice is once.
type Receipts interface {
	Replay(ctx context.Context, by access.Actor) (work.Answer, error)
	Remember(ctx context.Context, by access.Actor, a work.Answer) error
}

// Deps are what the portal needs.
type Deps struct {
	Window   *portalview.Window
	Sessions Sessions
	Doors    Doors
	Founding Founding
	Requests Requests
	Endings  Endings
	Receipts Receipts
	Uploads  Uploads
	Makers   Makers
	Files    *file.Store
	Clock    clock.Clock
	Log      *slog.Logger
	Secure   bool // people reach the desk by https
}

// A portal answers customers.
type portal struct {
	Deps
	easel *easel
}

// New makes the portal's handler. It panics on a template that does not parse:
// templates are part of the binary, and every test would have found it.
func New(d Deps) http.Handler {
	e, err := newEasel()
	if err != nil {
		panic(err)
	}
	p := &portal{Deps: d, easel: e}
	mux := http.NewServeMux()
	p.routes(mux)
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(http.HandlerFunc(p.foreign))
	return p.headers(guard.Handler(mux))
}

func (p *portal) routes(mux *http.ServeMux) {
	mux.HandleFunc("GET /assets/", p.asset)
	mux.HandleFunc("GET /sign-in", p.askWho)
	mux.HandleFunc("POST /sign-in", p.signIn)
	mux.HandleFunc("GET /sign-in/link/{token}", p.landing)
	mux.HandleFunc("POST /sign-in/link/{token}", p.useLink)
	mux.HandleFunc("POST /sign-out", p.signOut)
	mux.HandleFunc("GET /set-up/{token}", p.askSetUp)
	mux.HandleFunc("POST /set-up/{token}", p.setUp)
	mux.HandleFunc("GET /{$}", p.signed(p.home))
	mux.HandleFunc("GET /requests", p.signed(p.list))
	mux.HandleFunc("GET /requests/new", p.signed(p.askWhat))
	mux.HandleFunc("POST /requests/new", p.signed(p.create))
	mux.HandleFunc("GET /requests/{ref}", p.signed(p.request))
	mux.HandleFunc("POST /requests/{ref}/reply", p.signed(p.reply))
	mux.HandleFunc("POST /requests/{ref}/solved", p.signed(p.solved))
	mux.HandleFunc("POST /requests/{ref}/reopen", p.signed(p.reopen))
	mux.HandleFunc("POST /requests/{ref}/rate", p.signed(p.rate))
	mux.HandleFunc("GET /files/{id}", p.signed(p.file))
	mux.HandleFunc("GET /vendor/{token}", p.guest(p.vendorPage))
	mux.HandleFunc("POST /vendor/{token}", p.guest(p.vendorAnswers))
	mux.HandleFunc("GET /vendor/{token}/files/{id}", p.guest(p.vendorFile))
	mux.HandleFunc("/", p.signed(p.nowhere))
}

// policy lets a page use what we serve ourselves and nothing else.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; " +
	"form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

func (p *portal) headers(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		// Not no-referrer: with it, forms would come back from nowhere.
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		if p.Secure {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		next.ServeHTTP(w, r)
	})
}

func (p *portal) asset(w http.ResponseWriter, r *http.Request) {
	if !p.easel.shelf.serve(w, r) {
		http.NotFound(w, r)
	}
}
