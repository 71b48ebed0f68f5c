package ticket

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// The other sides of a link between a major incident and a ticket that it hits.
const (
	Parent = "parent"
	Child  = "child"
)

const (
	maxWords   = 4000
	maxActions = 30
)

// Running tells whether a major incident is not over yet.
func (m *Major) Running() bool { return m != nil && m.OverAt.IsZero() }

// Children lists the tickets that stand below this one.
func (t *Ticket) Children() []id.Ticket { return t.linked(Child) }

// Parents lists the tickets that this one stands below.
func (t *Ticket) Parents() []id.Ticket { return t.linked(Parent) }

func (t *Ticket) linked(kind string) []id.Ticket {
	var out []id.Ticket
	for _, l := range t.Links {
		if l.Kind == kind {
			out = append(out, l.Ticket)
		}
	}
	return out
}

// Declare makes the ticket a major incident, which is a P1 whatever it was.
func (t *Ticket) Declare(title string, lead id.Person, because string) ([]Fact, error) {
	title = strings.Join(strings.Fields(title), " ")
	switch {
	case !t.IsOpen():
		return nil, errs.New(errs.Conflict, "%s is not open; reopen it first.", t.Ref())
	case t.Major.Running():
		return nil, errs.New(errs.Conflict, "%s is a major incident already.", t.Ref())
	case title == "":
		return nil, errs.Field("title", "Say in words that customers may read what does not work.")
	case utf8.RuneCountInString(title) > MaxSubject:
		return nil, errs.Field("title", "The title is longer than %d characters.", MaxSubject)
	}
	facts := []Fact{&Declared{Title: title, Lead: lead, Because: strings.TrimSpace(because)}}
	if t.Priority != 1 {
		first, why := 1, "major incident"
		facts = append(facts, &Edited{Priority: &first, PriorityBecause: &why})
	}
	return facts, nil
}

// StandDown ends a major incident.
func (t *Ticket) StandDown(because string, review time.Time) (*StoodDown, error) {
	if !t.Major.Running() {
		return nil, errs.New(errs.Conflict, "%s is over already.", t.Ref())
	}
	return &StoodDown{Because: strings.TrimSpace(because), ReviewDue: review.UTC().Truncate(time.Microsecond)}, nil
}

// Review writes down what was learnt, once the incident is over.
func (t *Ticket) Review(f Reviewed) (*Reviewed, error) {
	switch {
	case t.Major == nil:
		return nil, errs.New(errs.Conflict, "%s is not a major incident.", t.Ref())
	case t.Major.Running():
		return nil, errs.New(errs.Conflict, "%s is not over yet; stand it down first.", t.Ref())
	}
	for _, part := range []struct {
		field    string
		text     *string
		required bool
	}{
		{"happened", &f.Happened, true}, {"cause", &f.Cause, true}, {"went_well", &f.Well, false}, {"went_badly", &f.Badly, false},
	} {
		*part.text = strings.TrimSpace(*part.text)
		if part.required && *part.text == "" {
			return nil, errs.Field(part.field, "A review says what happened and what the cause was.")
		}
		if utf8.RuneCountInString(*part.text) > maxWords {
			return nil, errs.Field(part.field, "This is longer than %d characters; attach it as a file.", maxWords)
		}
	}
	var actions []string
	for _, a := range f.Actions {
		if a = strings.Join(strings.Fields(a), " "); a != "" && !slices.Contains(actions, a) {
			actions = append(actions, a)
		}
	}
	if len(actions) > maxActions {
		return nil, errs.Field("actions", "A review names at most %d actions; the others hide the important ones.", maxActions)
	}
	f.Actions = append([]string{}, actions...)
	return &f, nil
}

// PlanFor proposes a day for a piece of planned work; until then the ticket
// waits on it. The wait is the project's, as for a ticket that stands beside the
// ladder: the ledger counts both as one.
func (t *Ticket) PlanFor(what string, on time.Time, by id.Person, now time.Time) ([]Fact, error) {
	what = strings.TrimSpace(what)
	on = on.UTC().Truncate(time.Microsecond)
	switch {
	case !t.IsOpen():
		return nil, errs.New(errs.Conflict, "%s is not open; reopen it first.", t.Ref())
	case t.Offer != nil:
		return nil, errs.New(errs.Conflict, "%s is being handed over; withdraw the offer before you plan it.", t.Ref())
	case what == "":
		return nil, errs.Field("what", "Say in plain words what is planned; the customer reads it.")
	case utf8.RuneCountInString(what) > maxWords:
		return nil, errs.Field("what", "This is longer than %d characters; the customer wants to know what and when.", maxWords)
	case !on.After(now):
		return nil, errs.Field("on", "Say when it is to be done; the time must be in the future.")
	}
	return []Fact{&Planned{What: what, On: on, By: by}, &Waited{On: OnProject, Until: on, Because: "planned work"}}, nil
}
