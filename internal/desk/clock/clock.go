// Package clock holds what happened to a ticket against what was promised.
//
// A Run is one run of a clock: the ticket's timeline says when it began, where it
// paused and when it stopped. A Target says how long such a run may take, of open
// time on the hours of its calendar. A Policy is all targets and hours of the desk
// as they stood from a time on, and the History of policies says by which one a
// run is judged: what has stopped by the one of that time, what runs by the newest.
//
// Read does it: one Reading per run that somebody made a promise about. Next finds
// the one that runs out first and Wake when the desk must look again. All three are
// pure; what the database keeps of them is an index.
//
// What always holds: what was spent is the open time from the start to now, or to
// the stop, less that of the pauses; due is where spent meets the target's length;
// a pause shifts warning and deadline by the open time that it took.
package clock

import (
	"time"

	"secondline/internal/id"
	"secondline/internal/kit/openhours"
)

// A Kind names a promise; the words are those of the timeline.
type Kind string

// The kinds.
const (
	FirstResponse Kind = "first_response"
	NextResponse  Kind = "next_response"
	Resolution    Kind = "resolution"
	Acknowledge   Kind = "acknowledge"
	TeamWork      Kind = "work"
	VendorAnswer  Kind = "vendor"
)

// Kinds lists them in the order of screens.
var Kinds = []Kind{FirstResponse, NextResponse, Resolution, Acknowledge, TeamWork, VendorAnswer}

// Whom a promise is made to.
const (
	SLA = "SLA" // a customer
	OLA = "OLA" // another team
	UC  = "UC"  // us, by a vendor
)

// Promise says whom the clock is promised to.
func (k Kind) Promise() string {
	switch k {
	case Acknowledge, TeamWork:
		return OLA
	case VendorAnswer:
		return UC
	default:
		return SLA
	}
}

// A Target says how long a clock may run. What is zero does not matter to it.
type Target struct {
	ID           id.Target       `json:"id"`
	Name         string          `json:"name"`
	Clock        Kind            `json:"clock"`
	Organisation id.Organisation `json:"organisation,omitempty"`
	Service      id.Service      `json:"service,omitempty"`
	Priority     int             `json:"priority,omitempty"`
	TicketKind   string          `json:"kind,omitempty"`
	Team         id.Team         `json:"team,omitempty"`     // of an OLA
	Vendor       id.Vendor       `json:"vendor,omitempty"`   // of a UC
	Contract     id.Contract     `json:"contract,omitempty"` // it is a vendor's contract and no row of its own
	Calendar     id.Calendar     `json:"calendar"`
	Length       time.Duration   `json:"length"`             // of open time
	Warn         int             `json:"warn"`               // at this percentage of it
	PauseOn      []string        `json:"pause_on,omitempty"` // waits: customer, vendor, approval, change, date, project
	ValidFrom    time.Time       `json:"valid_from,omitzero"`
	ValidUntil   time.Time       `json:"valid_until,omitzero"`
	ArchivedAt   time.Time       `json:"-"`
	Version      int64           `json:"-"`
}

// WarnAfter is the open time after which the clock warns.
func (t Target) WarnAfter() time.Duration {
	whole, rest := t.Length/100, t.Length%100
	return whole*time.Duration(t.Warn) + rest*time.Duration(t.Warn)/100
}

// SoonAfter is the open time after which people are shown that it runs out: at its
// warning, or with an hour left, whichever comes first. What was short from the
// start would never look calm; there the warning alone counts.
func (t Target) SoonAfter() time.Duration {
	if t.Length < 2*time.Hour {
		return t.WarnAfter()
	}
	return min(t.WarnAfter(), t.Length-time.Hour)
}

// Hours are a calendar as a policy froze it.
type Hours struct {
	ID   id.Calendar
	Name string
	Open openhours.Hours
}

// A Policy is what the desk promised from a time on.
type Policy struct {
	ID        id.Policy
	Since     time.Time
	Targets   []Target
	Calendars map[id.Calendar]Hours
}

// A History is every policy there was, oldest first.
type History []Policy

// Newest is the policy in force, if anything was ever promised.
func (h History) Newest() (Policy, bool) {
	if len(h) == 0 {
		return Policy{}, false
	}
	return h[len(h)-1], true
}

// at is the policy in force at a time; before the first there was none.
func (h History) at(t time.Time) (Policy, bool) {
	for i := len(h) - 1; i >= 0; i-- {
		if !h[i].Since.After(t) {
			return h[i], true
		}
	}
	return Policy{}, false
}

// HoursOf are the hours on which a reading was made.
func (h History) HoursOf(r Reading) Hours {
	p, _ := h.Newest()
	if !r.Live() {
		p, _ = h.at(r.StoppedAt)
	}
	return p.Calendars[r.Target.Calendar]
}

// A Wait is a time in which a ticket waited for something.
type Wait struct {
	On   string
	From time.Time
	To   time.Time // zero: it still does
}

// A Gap is a pause of a run's own, by the ticket's timeline.
type Gap struct {
	From time.Time
	To   time.Time // zero: until further notice; may lie ahead
	Why  string
}

// A Run is one run of a clock.
type Run struct {
	Kind     Kind
	Team     id.Team
	Vendor   id.Vendor
	Handover id.Handover
	Case     id.Case
	From     time.Time
	To       time.Time // zero: it runs, or pauses
	Stop     string    // why it stopped
	Gaps     []Gap
	Warned   time.Time
	Breached time.Time
	As       Stood // what the ticket was when it stopped; without a priority: what it is now
}

// Stood is what a promise may depend on.
type Stood struct {
	Service  id.Service
	Priority int
	Kind     string
}

// A Subject is a ticket as its clocks see it.
type Subject struct {
	Organisation id.Organisation
	Service      id.Service
	Priority     int
	Kind         string
	Waits        []Wait
	Runs         []Run
}

// stood is what decided about a run's promise.
func (s Subject) stood(r Run) Stood {
	if r.As.Priority != 0 {
		return r.As
	}
	return Stood{Service: s.Service, Priority: s.Priority, Kind: s.Kind}
}

// A State says how a clock stands.
type State string

// The states.
const (
	Running State = "running"
	Paused  State = "paused"
	Met     State = "met"    // stopped in time
	Missed  State = "missed" // stopped too late
	Ended   State = "ended"  // the ticket went on without it
)

// A Pause is a time in which a clock did not count.
type Pause struct {
	From time.Time
	To   time.Time // zero: it still lasts
	On   string
}

// A Reading is how a run stands against its target.
type Reading struct {
	Run        int // its place among the ticket's runs
	Kind       Kind
	Target     Target
	Calendar   string
	Zone       string // of the calendar
	Team       id.Team
	Handover   id.Handover
	Case       id.Case
	StartedAt  time.Time
	Pauses     []Pause
	Spent      time.Duration // of open time
	Left       time.Duration // of open time; negative: it is over by that
	SoonAt     time.Time     // when it is shown to run out; zero while it pauses until further notice
	WarnAt     time.Time     // likewise: when it warns
	DueAt      time.Time     // likewise
	WarnedAt   time.Time     // on the timeline
	BreachedAt time.Time     // likewise
	StoppedAt  time.Time
	Stop       string
	PausedOn   string
	State      State
}

// Live tells whether the clock has not stopped.
func (r Reading) Live() bool { return r.StoppedAt.IsZero() }

// Over tells whether the whole length is used up.
func (r Reading) Over() bool { return r.Left <= 0 }

// Soon tells whether people are shown that it runs out.
func (r Reading) Soon() bool { return r.Spent >= r.Target.SoonAfter() }

// Warm tells whether the clock has reached its warning.
func (r Reading) Warm() bool { return r.Spent >= r.Target.WarnAfter() }
