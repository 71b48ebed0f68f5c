package service

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"time"

	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/fold"
)

// The kinds of field.
const (
	TextField    = "text"
	NumberField  = "number"
	BooleanField = "boolean"
	DateField    = "date"
	ChoiceField  = "choice"
)

var fieldKinds = []string{TextField, NumberField, BooleanField, DateField, ChoiceField}

// A Field is the desk's own column on its tickets.
type Field struct {
	ID              id.Field
	Name            string // in the API and in exports: "cost_centre"
	Label           string // on screens: "Cost centre"
	Kind            string
	Options         []string   // of a choice
	Service         id.Service // whose tickets have it; none: all tickets
	CustomerVisible bool
	Position        int
	ArchivedAt      time.Time
	Version         int64
}

const (
	maxOptions = 100
	maxText    = 2000
)

var fieldName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)

// Checked gives the field tidied, or an error that names what is wrong with it.
func (f Field) Checked() (Field, error) {
	f.Name, f.Label = strings.TrimSpace(f.Name), fold.Tidy(f.Label)
	switch {
	case !fieldName.MatchString(f.Name):
		return f, errs.Field("name", "A field's name is a-z, 0-9 and _, begins with a letter, and has up to 40 characters: cost_centre.")
	case fold.Key(f.Label) == "":
		return f, errs.Field("label", "A field needs a label.")
	case len(f.Label) > maxLabel:
		return f, errs.Field("label", "The label is longer than %d bytes; shorten it.", maxLabel)
	case !slices.Contains(fieldKinds, f.Kind):
		return f, errs.Field("kind", "A field is one of %s, not %q.", strings.Join(fieldKinds, ", "), f.Kind)
	case f.Kind != ChoiceField && len(f.Options) > 0:
		return f, errs.Field("options", "Only a choice has options.")
	case f.Kind == ChoiceField && (len(f.Options) == 0 || len(f.Options) > maxOptions):
		return f, errs.Field("options", "A choice has between 1 and %d options.", maxOptions)
	}
	seen := map[string]bool{}
	options := make([]string, 0, len(f.Options))
	for _, o := range f.Options {
		o = fold.Tidy(o)
		if o == "" || len(o) > maxLabel || seen[fold.Key(o)] {
			return f, errs.Field("options", "The option %q is empty, too long or there twice.", o)
		}
		seen[fold.Key(o)] = true
		options = append(options, o)
	}
	f.Options = options
	return f, nil
}

// CheckFields holds a ticket's fields against their definitions. A nil value
// takes a field away, which is always allowed.
func CheckFields(known []Field, values map[string]any) error {
	for name, v := range values {
		i := slices.IndexFunc(known, func(f Field) bool { return f.Name == name })
		switch {
		case v == nil:
			continue
		case i < 0 || !known[i].ArchivedAt.IsZero():
			return errs.Field("fields."+name, "There is no field %q.", name)
		}
		if err := known[i].check(v); err != nil {
			return err
		}
	}
	return nil
}

// check wants the value of the field's kind as JSON decodes it.
func (f Field) check(v any) error {
	at := "fields." + f.Name
	switch f.Kind {
	case TextField:
		if s, ok := v.(string); !ok || len(s) > maxText {
			return errs.Field(at, "%s is a text of up to %d bytes.", f.Label, maxText)
		}
	case NumberField:
		if n, ok := number(v); !ok || math.IsNaN(n) || math.IsInf(n, 0) {
			return errs.Field(at, "%s is a number.", f.Label)
		}
	case BooleanField:
		if _, ok := v.(bool); !ok {
			return errs.Field(at, "%s is true or false.", f.Label)
		}
	case DateField:
		s, ok := v.(string)
		if _, err := time.Parse(time.DateOnly, s); !ok || err != nil {
			return errs.Field(at, "%s is a date such as 2026-03-31.", f.Label)
		}
	case ChoiceField:
		if s, ok := v.(string); !ok || !slices.Contains(f.Options, s) {
			return errs.Field(at, "%s is one of: %s.", f.Label, strings.Join(f.Options, ", "))
		}
	}
	return nil
}

func number(v any) (float64, bool) {
	switch n := v.(type) {
	case float64:
		return n, true
	case int:
		return float64(n), true
	case int64:
		return float64(n), true
	}
	return 0, false
}
