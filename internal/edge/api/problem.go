package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"secondline/internal/kit/errs"
)

// A Problem is an error as HTTP tells it (RFC 9457). Type is stable; programs
// act on it. Detail is for people.
type Problem struct {
	Type   string  `json:"type" doc:"stable name of the kind of problem" example:"/problems/not-found"`
	Title  string  `json:"title"`
	Status int     `json:"status"`
	Detail string  `json:"detail,omitempty" doc:"what is wrong and what to do next"`
	Errors []Fault `json:"errors,omitempty" doc:"the fields that are wrong"`
}

// A Fault is what is wrong with one field.
type Fault struct {
	Field   string `json:"field"`
	Message string `json:"message"`
}

// Error gives the sentence.
func (p *Problem) Error() string { return p.Detail }

// GetStatus gives the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType says that it is a problem.
func (*Problem) ContentType(string) string { return "application/problem+json" }

// statuses maps each kind of error to its status and title.
var statuses = map[errs.Kind]struct {
	status int
	title  string
}{
	errs.Invalid:      {http.StatusUnprocessableEntity, "The input is not valid"},
	errs.Unauthorized: {http.StatusUnauthorized, "Nobody is signed in"},
	errs.Forbidden:    {http.StatusForbidden, "Not allowed"},
	errs.NotFound:     {http.StatusNotFound, "Not found"},
	errs.Conflict:     {http.StatusConflict, "Not possible in this state"},
	errs.Stale:        {http.StatusPreconditionFailed, "Changed meanwhile"},
	errs.TooLarge:     {http.StatusRequestEntityTooLarge, "Too large"},
	errs.TooMany:      {http.StatusTooManyRequests, "Too many requests"},
	errs.Unavailable:  {http.StatusServiceUnavailable, "Try again later"},
	errs.Internal:     {http.StatusInternalServerError, "Something went wrong"},
}

// problem turns an error into what the caller is told, and logs what is ours.
func (a *API) problem(ctx context.Context, err error) *Problem {
	kind := errs.KindOf(err)
	s := statuses[kind]
	p := &Problem{Type: "/problems/" + string(kind), Title: s.title, Status: s.status, Detail: errs.Text(err)}
	if f := errs.FieldOf(err); f != "" {
		p.Errors = []Fault{{Field: f, Message: p.Detail}}
	}
	if p.Status >= http.StatusInternalServerError && ctx.Err() == nil {
		a.Log.Error("a request failed", "kind", kind, "error", err)
	}
	return p
}

// init tells Huma to speak of its own findings (a missing field, an unknown one)
// in the same form; Huma offers no other way than its package variable.
func init() {
	huma.NewError = func(status int, message string, details ...error) huma.StatusError {
		return validation(status, message, details)
	}
}

func validation(status int, message string, details []error) *Problem {
	kind := errs.Internal
	for k, s := range statuses {
		if s.status == status {
			kind = k
		}
	}
	if status == http.StatusBadRequest || status == http.StatusUnsupportedMediaType {
		kind = errs.Invalid
	}
	p := &Problem{Type: "/problems/" + string(kind), Title: statuses[kind].title, Status: status, Detail: message}
	for _, d := range details {
		if e, ok := d.(huma.ErrorDetailer); ok {
			detail := e.ErrorDetail()
			p.Errors = append(p.Errors, Fault{Field: detail.Location, Message: detail.Message})
		}
	}
	if len(p.Errors) > 0 && kind == errs.Invalid {
		p.Detail = p.Errors[0].Field + ": " + p.Errors[0].Message + "."
	}
	return p
}
