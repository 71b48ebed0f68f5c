// Package errs gives an error a part for each of its three readers: a Kind for
// the machine, a sentence for the person, the cause for the operator.
//
// Code returns and wraps errors; the rim logs them once and turns the Kind into
// a status. Nothing compares an error's text.
package errs

import (
	"errors"
	"fmt"
)

// A Kind says what sort of failure it is; edges map it to a status.
type Kind string

// The kinds, from "you made a mistake" to "we did".
const (
	Invalid      Kind = "invalid"      // the input is wrong; the text says which part
	Unauthorized Kind = "unauthorized" // nobody is signed in
	Forbidden    Kind = "forbidden"    // you may see it, but not do this
	NotFound     Kind = "not-found"    // it is not there, or not for you
	Conflict     Kind = "conflict"     // it is in a state that does not allow this
	Stale        Kind = "stale"        // somebody changed it first; load it again
	TooLarge     Kind = "too-large"    // past a limit of size
	TooMany      Kind = "too-many"     // past a limit of rate
	Unavailable  Kind = "unavailable"  // try again later
	Internal     Kind = "internal"     // our fault
)

// An Error has one part for each reader.
type Error struct {
	Kind  Kind   // the machine acts on it
	Text  string // the person reads it: a sentence, safe to show, that says what to do next
	Field string // the input field it speaks of, as a JSON path; empty if none
	Err   error  // the operator needs it: it stays in the log
}

// Error gives the whole chain, for the log.
func (e *Error) Error() string {
	if e.Err == nil {
		return e.Text
	}
	return e.Text + ": " + e.Err.Error()
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// New makes an error from a kind and a sentence.
func New(k Kind, format string, args ...any) error {
	return &Error{Kind: k, Text: fmt.Sprintf(format, args...)}
}

// Field makes an Invalid error about one input field.
func Field(field, format string, args ...any) error {
	return &Error{Kind: Invalid, Field: field, Text: fmt.Sprintf(format, args...)}
}

// Wrap adds what was being done to an error, for the operator. It keeps the
// kind and the sentence that are already there. Wrap(nil) is nil.
func Wrap(err error, doing string) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// Because gives a cause a kind and a sentence of its own.
func Because(err error, k Kind, format string, args ...any) error {
	return &Error{Kind: k, Text: fmt.Sprintf(format, args...), Err: err}
}

// KindOf tells an error's kind; what nobody classified is Internal.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}

// Is tells whether the error is of the kind.
func Is(err error, k Kind) bool { return err != nil && KindOf(err) == k }

// Text gives the sentence to show; never the cause.
func Text(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Text
	}
	return "Something went wrong on our side. Nothing was changed; please try again."
}

// FieldOf gives the input field that the error speaks of, or "".
func FieldOf(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Field
	}
	return ""
}
