package api

import (
	"bytes"
	"crypto/sha256"
	"io"
	"net/http"
	"strings"

	"secondline/internal/core/access"
	"secondline/internal/flow/work"
	"secondline/internal/kit/errs"
)

// maxBody is how much JSON a request may carry.
const maxBody = 4 << 20

// replaying answers a POST that repeats an Idempotency-Key with what it was
// answered before. The key itself is claimed in the transaction of the change.
func (a *API) replaying(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		key := r.Header.Get("Idempotency-Key")
		if key == "" || r.Method != http.MethodPost || strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
			next.ServeHTTP(w, r)
			return
		}
		if len(key) > 200 {
			a.fail(w, r, errs.New(errs.Invalid, "The Idempotency-Key is longer than 200 characters."))
			return
		}
		sent, err := drain(r, maxBody)
		if err != nil {
			a.fail(w, r, err)
			return
		}
		sum := sha256.Sum256(sent)
		by := actorOf(r.Context())
		by.Request.Key, by.Request.Route, by.Request.BodyHash = key, r.Method+" "+r.URL.Path, sum[:]
		r.Body = io.NopCloser(bytes.NewReader(sent))
		a.once(w, r, next, by)
	})
}

// once answers from memory, or runs the request and keeps its answer.
func (a *API) once(w http.ResponseWriter, r *http.Request, next http.Handler, by access.Actor) {
	ctx := r.Context()
	old, err := a.Door.Replay(ctx, by)
	switch {
	case err == nil && old.Status != 0:
		answer(w, old)
		return
	case err == nil:
		a.fail(w, r, errs.New(errs.Conflict, "This request was carried out, but its answer was lost in a crash; look up what it made."))
		return
	case !errs.Is(err, errs.NotFound):
		a.fail(w, r, err)
		return
	}
	tape := &tape{ResponseWriter: w, status: http.StatusOK}
	next.ServeHTTP(tape, r.WithContext(withActor(ctx, by)))
	if tape.status >= 300 {
		return // nothing was changed: the key is free
	}
	if w.Header().Get("Cache-Control") == "no-store" {
		return // it holds a secret, which is kept nowhere; the key stays used
	}
	err = a.Door.Remember(ctx, by, work.Answer{
		Status: tape.status, Location: w.Header().Get("Location"), ETag: w.Header().Get("ETag"), Body: tape.body.Bytes(),
	})
	if err != nil {
		a.Log.Error("an answer could not be kept for its idempotency key", "error", err)
	}
}

func answer(w http.ResponseWriter, old work.Answer) {
	set := func(name, v string) {
		if v != "" {
			w.Header().Set(name, v)
		}
	}
	set("Location", old.Location)
	set("ETag", old.ETag)
	set("Idempotent-Replay", "true")
	if len(old.Body) > 0 {
		set("Content-Type", "application/json")
	}
	w.WriteHeader(old.Status)
	_, _ = w.Write(old.Body) // the caller is gone; nothing is lost by it
}

// A tape passes an answer on and keeps a copy.
type tape struct {
	http.ResponseWriter
	status int
	body   bytes.Buffer
}

// WriteHeader notes the status.
func (t *tape) WriteHeader(status int) {
	t.status = status
	t.ResponseWriter.WriteHeader(status)
}

// Write copies what is written.
func (t *tape) Write(b []byte) (int, error) {
	t.body.Write(b)
	return t.ResponseWriter.Write(b)
}
