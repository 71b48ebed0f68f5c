package routing

import (
	"time"

	"secondline/internal/id"
)

// A Need is something that the work demands: a skill at a grade, or a certificate.
type Need struct {
	Skill           string // path; "" for a certificate
	Grade           int
	Certificate     id.Certification
	CertificateName string
}

// A Demand is the work as far as it matters who does it.
type Demand struct {
	Needs    []Need
	Priority int    // 1 to 4; 0: does not matter
	Language string // of the customer, BCP 47; "": does not matter
}

// A Certificate is one that an agent holds.
type Certificate struct {
	ID        id.Certification
	Name      string
	ValidFrom time.Time // zero: always was
	ExpiresAt time.Time // zero: never
}

// A Hand counts the open tickets that somebody has, by priority; [0] is unused.
type Hand [5]int

// Count is how many tickets are in the hand.
func (h Hand) Count() int { return h[1] + h[2] + h[3] + h[4] }

// A Shift says whether somebody is on shift; who has no shifts always is.
type Shift struct {
	Off  bool
	Turn time.Time // when that ends: the end of the shift, or the start of the next; zero: not planned
}

// An Agent is what routing looks at.
type Agent struct {
	Person       id.Person
	Name         string
	Team         id.Team // as whose member; zero: not a member
	Preference   int     // 1 is the team that they serve first
	Share        int     // percent of their capacity that is for this team
	Silent       bool    // has no right to reply: no agent, or disabled
	Cleared      bool    // for the ticket's organisation
	Presence     string  // here, away, busy, off
	Shift        Shift
	Zone         *time.Location // of the times that they are told of; nil: UTC
	Capacity     int            // tickets of P3; 0: is given none
	Hand         Hand           // all that they have
	Here         Hand           // of these, for this team
	Grade        func(skill string) int
	Wants        func(skill string) bool // to learn it; nil: nothing
	Certificates []Certificate
	Languages    []string
	HelpedThem   int  // tickets of this requester that they solved
	SolvedAlike  int  // tickets of this service and category that they solved
	KnowsIt      bool // has worked on this very ticket
	Given        int  // tickets that they were given in the last day
	LastGiven    time.Time
}

// A Strictness says what bars somebody.
type Strictness int

// The two strictnesses.
const (
	Strict Strictness = iota // the desk deals work out: every hard condition bars
	Advise                   // a human gives it by name: load, presence and shift are shown, and put them last
)

// A Fit says how well somebody fits.
type Fit string

// The fits.
const (
	Best  Fit = "best"
	Close Fit = "close"
	Later Fit = "later" // fits, but is not here now, or full
)

// A Why is one reason for or against, with its kind for the icon.
type Why struct {
	Kind string `json:"kind"` // team, right, clearance, skill, certificate, shift, presence, load, context, fairness, language, growth, preference
	Text string `json:"text"`
}

// A Feature is one thing that the order is made from.
type Feature struct {
	Kind  string `json:"kind"`  // as in Weights
	Value int    `json:"value"` // 0 to 1,000
	Text  string `json:"text,omitempty"`
}

// A Candidate could take it.
type Candidate struct {
	Agent          Agent
	Fit            Fit
	Score          int // 0 to 1,000, by the weights
	Reasons        []Why
	Features       []Feature
	CertifiedUntil time.Time
	Mentor         id.Person // whom they learn from, if it is a stretch
	last           bool      // whoever may have it now comes before
	points         int       // the score before it is rounded
}

// An Excluded agent cannot, for a cause.
type Excluded struct {
	Agent   Agent
	Because Why   // the first of the causes
	Causes  []Why // all of them
}
