package ticket

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"time"

	"secondline/internal/id"
)

// An Audience says who may ever see an entry.
type Audience string

// The audiences. What a customer may see, an agent may see too.
const (
	Customer Audience = "customer"
	Internal Audience = "internal"
)

// By is who or what caused an entry.
type By struct {
	Kind string    `json:"kind"` // person, mail, rule, system
	ID   id.Person `json:"id,omitempty"`
	Name string    `json:"name"`
}

// An Entry is a fact with its place on the timeline.
type Entry struct {
	ID       id.Entry
	Ticket   id.Ticket
	Seq      int64 // 1, 2, 3 … without gaps
	At       time.Time
	By       By
	Audience Audience
	Fact     Fact
}

// A Fact is one thing that happened to a ticket. Its kind is its name on the
// timeline, in the live stream, in webhooks and in the audit.
type Fact interface {
	Kind() string
	Audience() Audience
	apply(t *Ticket, e Entry)
}

// Apply adds one entry to the sum.
func (t *Ticket) Apply(e Entry) {
	e.Fact.apply(t, e)
	t.Seq = e.Seq
	t.UpdatedAt = e.At
	t.Walk.moved(t.holding(), e.At)
	t.keepTime(e)
}

// Fold adds up a whole timeline.
func Fold(entries []Entry) *Ticket {
	t := &Ticket{}
	for _, e := range entries {
		t.ID = e.Ticket
		t.Apply(e)
	}
	return t
}

// Decode reads a fact back from its kind and its JSON form.
func Decode(kind string, data []byte) (Fact, error) {
	make, ok := facts[kind]
	if !ok {
		return nil, fmt.Errorf("timeline holds an entry of unknown kind %q", kind)
	}
	f := make()
	if err := json.Unmarshal(data, f); err != nil {
		return nil, fmt.Errorf("reading a %s entry: %w", kind, err)
	}
	return f, nil
}

// maker makes empty facts of the same type as f.
func maker(f Fact) func() Fact {
	kind := reflect.TypeOf(f).Elem()
	return func() Fact { return reflect.New(kind).Interface().(Fact) }
}

// facts knows every kind of fact, for reading them back.
var facts = func() map[string]func() Fact {
	known := map[string]func() Fact{}
	for _, f := range []Fact{
		&Opened{}, &Replied{}, &Noted{}, &Told{}, &Triaged{}, &Assigned{}, &Waited{}, &Resumed{},
		&ResolvedAs{}, &Confirmed{}, &Reopened{}, &ClosedAs{}, &Rated{}, &Edited{},
		&HandedOver{}, &Accepted{}, &Returned{}, &Withdrawn{},
		&MergedInto{}, &AbsorbedFrom{}, &Unmerged{}, &Released{}, &SplitOff{}, &Linked{}, &Unlinked{},
		&LessonGiven{}, &LessonLearnt{}, &Expired{}, &AskedBack{}, &AnsweredBack{},
		&ClockWarned{}, &ClockBreached{}, &ClockMoved{}, &Escalated{}, &Placed{}, &Asked{}, &Passed{}, &SentBack{},
		&SwarmStarted{}, &SwarmJoined{}, &SwarmLeft{}, &SwarmEnded{}, &TimeBooked{}, &KudosGiven{},
		&Declared{}, &ToldAll{}, &StoodDown{}, &Reviewed{}, &Planned{},
		&VendorSent{}, &VendorWrote{}, &VendorReferenced{}, &VendorChased{}, &VendorClosed{},
	} {
		known[f.Kind()] = maker(f)
	}
	return known
}()

// Kinds lists the kinds of fact by name.
func Kinds() []string { return slices.Sorted(maps.Keys(facts)) }
