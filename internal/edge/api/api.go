// Package api speaks HTTP and JSON, and decides nothing.
//
// Each noun has a file that registers its operations. An operation is a plain
// function from an input type to an output type; decoding, validation, OpenAPI
// and the console's TypeScript types come from those types. What is the same
// for all stands in three places:
//
//	api.go      the frame: who asks, what is public, how an operation is registered
//	problem.go  an error becomes a problem (RFC 9457)
//	replay.go   an Idempotency-Key has one effect and one answer
package api

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"secondline/internal/core/access"
	"secondline/internal/kit/errs"
)

// Prefix is where the API stands.
const Prefix = "/api/v1"

// SessionCookie names the cookie that carries a session.
const SessionCookie = "secondline_session"

// An API answers HTTP requests.
type API struct {
	Deps
	huma huma.API
	who  func(*http.Request) (access.Actor, error)
}

// New makes the API's handler; it answers below Prefix.
func New(d Deps) http.Handler {
	a, mux := build(d)
	var h http.Handler = mux
	h = a.replaying(h)
	h = a.authenticated(h)
	h = http.NewCrossOriginProtection().Handler(h)
	return http.StripPrefix(Prefix, h)
}

func build(d Deps) (*API, *http.ServeMux) {
	mux := http.NewServeMux()
	cfg := huma.DefaultConfig("Secondline", "1")
	cfg.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaName)
	cfg.CreateHooks = nil // no $schema in every answer
	cfg.OpenAPIPath, cfg.DocsPath, cfg.SchemasPath = "/openapi", "", ""
	cfg.Servers = []*huma.Server{{URL: Prefix}}
	cfg.Info.Description = "The desk where nothing gets lost between the tiers, and everybody can see why."
	cfg.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"token":   {Type: "http", Scheme: "bearer"},
		"session": {Type: "apiKey", In: "cookie", Name: SessionCookie},
	}
	cfg.Security = []map[string][]string{{"token": {}}, {"session": {}}}
	a := &API{Deps: d, huma: humago.New(mux, cfg), who: Who(d.Guard)}
	a.register()
	return a, mux
}

// OpenAPI gives the description of the API as YAML: the golden file.
func OpenAPI() ([]byte, error) {
	a, _ := build(Deps{})
	return a.huma.OpenAPI().YAML()
}

type actorKey struct{}

// actorOf is who asks. The frame put them there; an operation hands them on as
// an argument.
func actorOf(ctx context.Context) access.Actor {
	by, ok := ctx.Value(actorKey{}).(access.Actor)
	if !ok {
		return access.Actor{}
	}
	return by
}

// public lists what needs no sign-in.
func public(r *http.Request) bool {
	switch r.Method + " " + r.URL.Path {
	case "POST /session", "POST /magic-links", "POST /set-up", "GET /openapi.json", "GET /openapi.yaml", "GET /docs":
		return true
	}
	return false
}

// authenticated finds out who asks, by token or by session.
func (a *API) authenticated(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		by, err := a.who(r)
		if err != nil && !public(r) {
			if errs.Is(err, errs.Unauthorized) {
				w.Header().Set("WWW-Authenticate", `Bearer realm="Secondline"`)
			}
			a.fail(w, r, err)
			return
		}
		by.Request.ID = r.Header.Get("X-Request-Id")
		if v := strings.Trim(r.Header.Get("If-Match"), `" `); v != "" && v != "*" {
			n, err := strconv.ParseInt(strings.TrimPrefix(v, "W/"), 10, 64)
			if err != nil {
				a.fail(w, r, errs.New(errs.Invalid, "If-Match must hold an ETag that the desk gave."))
				return
			}
			by.Request.Version = n
		}
		next.ServeHTTP(w, r.WithContext(withActor(r.Context(), by)))
	})
}

// Who gives a function that finds out who asks: a bearer token stands before a
// session.
func Who(g Guard) func(*http.Request) (access.Actor, error) {
	return func(r *http.Request) (access.Actor, error) {
		if h := r.Header.Get("Authorization"); h != "" {
			token, ok := strings.CutPrefix(h, "Bearer ")
			if !ok {
				return access.Actor{}, errs.New(errs.Unauthorized, "Sign in with `Authorization: Bearer` and a token.")
			}
			return g.ByToken(r.Context(), strings.TrimSpace(token))
		}
		c, err := r.Cookie(SessionCookie)
		if err != nil {
			return access.Actor{}, errs.New(errs.Unauthorized, "Nobody is signed in. Send a token, or sign in first.")
		}
		return g.BySession(r.Context(), c.Value)
	}
}

// op registers an operation: a function from an input to an output, told who
// asks.
func op[I, O any](a *API, o huma.Operation, fn func(ctx context.Context, by access.Actor, in *I) (*O, error)) {
	if o.OperationID == "" {
		o.OperationID = operationID(o.Method, o.Path)
	}
	if o.DefaultStatus == 0 {
		o.DefaultStatus = defaultStatus(o.Method)
	}
	o.Errors = []int{401, 403, 404, 409, 412, 422}
	huma.Register(a.huma, o, func(ctx context.Context, in *I) (*O, error) {
		out, err := fn(ctx, actorOf(ctx), in)
		if err != nil {
			return nil, a.problem(ctx, err)
		}
		return out, nil
	})
}

func defaultStatus(method string) int {
	if method == http.MethodDelete {
		return http.StatusNoContent
	}
	return http.StatusOK
}

// operationID makes "post-tickets-ref-handovers" of a method and a path.
func operationID(method, path string) string {
	clean := strings.NewReplacer("/{", "-", "}", "", "/", "-").Replace(path)
	return strings.ToLower(method) + clean
}

// A record is one thing with its version as ETag.
type record[T any] struct {
	ETag string `header:"ETag"`
	Body T
}

func recorded[T any](v T, version int64) *record[T] {
	return &record[T]{ETag: etag(version), Body: v}
}

// A created thing says where it is.
type created[T any] struct {
	Location string `header:"Location"`
	ETag     string `header:"ETag"`
	Body     T
}

// A body is an answer without a version.
type body[T any] struct{ Body T }

func bodied[T any](v T) *body[T] { return &body[T]{Body: v} }

// none is an answer without a body.
type none struct{}

func etag(version int64) string { return `"` + strconv.FormatInt(version, 10) + `"` }

// fail writes a problem outside an operation.
func (a *API) fail(w http.ResponseWriter, r *http.Request, err error) {
	p := a.problem(r.Context(), err)
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	if err := json.NewEncoder(w).Encode(p); err != nil {
		a.Log.Debug("a problem could not be written", "error", err)
	}
}

// drain reads a body that may be kept in memory.
func drain(r *http.Request, limit int64) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(r.Body, limit+1))
	if err != nil {
		return nil, errs.Because(err, errs.Invalid, "The request could not be read to its end.")
	}
	if int64(len(b)) > limit {
		return nil, errs.New(errs.TooLarge, "The request is larger than %d kB.", limit>>10)
	}
	return b, nil
}

func withActor(ctx context.Context, by access.Actor) context.Context {
	return context.WithValue(ctx, actorKey{}, by)
}
