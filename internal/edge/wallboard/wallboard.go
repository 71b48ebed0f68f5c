package wallboard

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"secondline/internal/core/event"
	"secondline/internal/desk/wallboard"
	"secondline/internal/kit/clock"
	"secondline/internal/kit/errs"
	"secondline/internal/view/wall"
)

// Path is where the wallboards are.
const Path = "/wallboard"

// Keys know which wallboard holds a key: errs.Unauthorized for none.
type Keys interface {
	Wallboard(ctx context.Context, key string) (wallboard.Wallboard, error)
}

// A Window shows the board of a rung.
type Window interface {
	Board(ctx context.Context, rank int) (wall.Board, error)
}

// Deps are what the wallboards need.
type Deps struct {
	Keys   Keys
	Window Window
	Bus    *event.Bus
	Clock  clock.Clock
	Log    *slog.Logger
	Secure bool // people reach the desk by https
}

// A Wall answers televisions.
type Wall struct {
	Deps
	easel *easel
	mux   *http.ServeMux
	over  chan struct{}
	close sync.Once
}

// New makes the handler.
func New(d Deps) (*Wall, error) {
	e, err := newEasel()
	if err != nil {
		return nil, err
	}
	w := &Wall{Deps: d, easel: e, mux: http.NewServeMux(), over: make(chan struct{})}
	w.mux.HandleFunc("GET "+Path, w.page)
	w.mux.HandleFunc("GET "+Path+"/board", w.board)
	w.mux.HandleFunc("GET "+Path+"/live", w.live)
	w.mux.HandleFunc("GET "+Path+"/assets/", w.asset)
	return w, nil
}

// Close ends all streams; a server that stops need not wait for them.
func (wb *Wall) Close() { wb.close.Do(func() { close(wb.over) }) }

// policy lets the page use what we serve ourselves and nothing else.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; " +
	"form-action 'none'; frame-ancestors 'none'; base-uri 'none'"

// ServeHTTP answers a television.
func (wb *Wall) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer") // the address may hold a key
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
	if wb.Secure {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
	wb.mux.ServeHTTP(w, r)
}

const (
	cookie  = "secondline_wallboard"
	keepFor = 400 * 24 * 60 * 60 // seconds: as long as browsers allow, and anew with every look
)

// page shows the board. A key in the address moves into the cookie first.
func (wb *Wall) page(w http.ResponseWriter, r *http.Request) {
	if key := r.URL.Query().Get("key"); key != "" {
		if _, err := wb.Keys.Wallboard(r.Context(), key); err != nil {
			wb.refuse(w, r, err)
			return
		}
		wb.remember(w, key)
		http.Redirect(w, r, Path, http.StatusSeeOther)
		return
	}
	key, b, err := wb.look(r)
	if err != nil {
		wb.refuse(w, r, err)
		return
	}
	wb.remember(w, key)
	wb.send(w, r, http.StatusOK, "page", b)
}

// board is the part of the page that changes.
func (wb *Wall) board(w http.ResponseWriter, r *http.Request) {
	_, b, err := wb.look(r)
	if err != nil {
		wb.refuse(w, r, err)
		return
	}
	wb.send(w, r, http.StatusOK, "board", b)
}

// look reads the board for whoever holds a key.
func (wb *Wall) look(r *http.Request) (key string, b wall.Board, err error) {
	key, mine, err := wb.who(r)
	if err != nil {
		return "", b, err
	}
	b, err = wb.Window.Board(r.Context(), mine.Rank)
	return key, b, err
}

func (wb *Wall) who(r *http.Request) (string, wallboard.Wallboard, error) {
	c, err := r.Cookie(cookie)
	if err != nil { // none
		return "", wallboard.Wallboard{}, errs.New(errs.Unauthorized, "This television has no key. Open the address that the settings gave when the wallboard was made.")
	}
	b, err := wb.Keys.Wallboard(r.Context(), c.Value)
	return c.Value, b, err
}

// remember puts the key where only these pages find it. It is lax, because the
// address may have been opened from elsewhere.
func (wb *Wall) remember(w http.ResponseWriter, key string) {
	http.SetCookie(w, &http.Cookie{
		Name: cookie, Value: key, Path: Path, MaxAge: keepFor, HttpOnly: true, Secure: wb.Secure, SameSite: http.SameSiteLaxMode,
	})
}

// refuse says in large letters what is wrong.
func (wb *Wall) refuse(w http.ResponseWriter, r *http.Request, err error) {
	status, sentence := http.StatusInternalServerError, "The board cannot be shown just now. It tries again by itself."
	switch {
	case errs.Is(err, errs.Unauthorized):
		status, sentence = http.StatusUnauthorized, errs.Text(err)
	case errs.Is(err, errs.Unavailable):
		status = http.StatusServiceUnavailable
	}
	if status != http.StatusUnauthorized && !errors.Is(err, context.Canceled) {
		wb.Log.Error("a wallboard could not be shown", "error", err)
	}
	wb.send(w, r, status, "dark", sentence)
}

// send draws the whole answer before its first byte leaves.
func (wb *Wall) send(w http.ResponseWriter, r *http.Request, status int, template string, what any) {
	body, err := wb.easel.draw(template, what)
	if err != nil {
		wb.Log.Error("a wallboard could not be drawn", "error", err)
		http.Error(w, "The board cannot be drawn.", http.StatusInternalServerError)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Vary", "Accept-Encoding, Cookie")
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		var z bytes.Buffer
		c := gzip.NewWriter(&z)
		_, writing := c.Write(body)
		if errors.Join(writing, c.Close()) == nil {
			h.Set("Content-Encoding", "gzip")
			body = z.Bytes()
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	// A television that is switched off is no error of ours.
	_, _ = w.Write(body)
}

// asset serves style, script and font under names that change with their content.
func (wb *Wall) asset(w http.ResponseWriter, r *http.Request) {
	a, ok := wb.easel.assets[r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", a.mediaType)
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	// As above.
	_, _ = w.Write(a.body)
}
