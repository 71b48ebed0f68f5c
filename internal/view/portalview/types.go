package portalview

import (
	"time"

	"secondline/internal/id"
)

// A Viewer is the signed-in customer.
type Viewer struct {
	Person           id.Person
	Name             string
	Email            string
	Organisation     string
	SeesOrganisation bool
	Works            bool // on the desk, so the console is theirs as well
	Zone             *time.Location
}

// A Stage says where a request is in the customer's words.
type Stage string

// The stages that a customer knows.
const (
	Received Stage = "received" // we have it
	Working  Stage = "working"  // somebody looks at it
	WithTeam Stage = "team"     // a team has it
	OnYou    Stage = "you"      // it waits for the customer
	OnMaker  Stage = "maker"    // it waits for the maker of something
	Planned  Stage = "planned"  // it waits for a day
	Solved   Stage = "solved"   // we believe that it is solved
	Closed   Stage = "closed"
)

// Done tells whether nobody works on it any more.
func (s Stage) Done() bool { return s == Solved || s == Closed }

// A Standing says where a request is, since when, and with whom.
type Standing struct {
	Stage    Stage
	Team     string    // plain name of the team that has it
	Person   string    // who looks at it, or who solved it; may be empty
	Since    time.Time // of the stage
	Until    time.Time // the day it waits for, if it waits for one
	Plan     string    // what is planned for that day, if it is planned work
	Question string    // what we asked the customer
	Whom     string    // who is to answer, if that is not the viewer
	Maker    string    // the firm that looks at it, if the customer was told which
	Asked    string    // plain name of a team that was asked to take over, not yet with it
}

// A Dot is one place of the walk in a list.
type Dot string

// What a dot may be.
const (
	Never Dot = "never"
	Been  Dot = "been"
	Here  Dot = "here"
	Over  Dot = "over" // passed over on the way
)

// A Line is one request in a list.
type Line struct {
	Ref       id.Ref
	Subject   string
	Requester string // whose it is; empty for the viewer's own
	UpdatedAt time.Time
	Standing  Standing
	Walk      []Dot
	Promise   *Promise // the soonest
}

// Lists are the viewer's requests by what they ask of the viewer.
type Lists struct {
	OnYou  []Line
	Open   []Line
	Solved []Line
	Next   string // cursor of the older solved ones; empty if there are none
}

// A Step is one part of a request's way, in plain words.
type Step struct {
	Team   string // plain name; empty for the first and the last step
	Person string
	At     time.Time
	Now    bool
}

// A Post is one entry of the conversation: a message, or something that happened.
type Post struct {
	Seq    int64
	At     time.Time
	Kind   Happening
	By     string // full name; empty for the desk itself
	Team   string // plain name of the team that an agent writes for, or that has it now
	From   string // plain name of the team that had it, when it was passed on
	Mine   bool
	Staff  bool
	Body   string // Markdown, or plain text when Plain
	Plain  bool   // came by mail: show it as it was written
	Files  []File
	Rating int
	On     time.Time // the day of planned work; what a promise moved to; or, of a passing, the promise that did not
	Of     Promised  // which promise moved
	Was    time.Time // from when

	handover id.Handover // that it tells of, if it does
	maker    string      // the firm that it tells of
}

// A Happening says what sort of entry a post is.
type Happening string

// What a customer is shown of a request's history.
const (
	Opened     Happening = "opened"
	Wrote      Happening = "wrote"
	Passed     Happening = "passed" // another team took over
	Told       Happening = "told"   // what the desk said about a change of hands
	AskedYou   Happening = "asked"
	SolvedIt   Happening = "solved"
	ReopenedIt Happening = "reopened"
	ClosedIt   Happening = "closed"
	RatedIt    Happening = "rated"
	MovedIt    Happening = "moved"   // another time was promised
	PlannedIt  Happening = "planned" // a day was proposed for planned work
)

// IsMessage tells what people wrote from what merely happened.
func (h Happening) IsMessage() bool {
	return h == Opened || h == Wrote || h == Told || h == AskedYou || h == SolvedIt
}

// A File is a file that the customer may fetch.
type File struct {
	ID        id.File
	Name      string
	MediaType string
	Size      int64
	By        string
	Mine      bool
	At        time.Time
}

// A Content is where a file's bytes are.
type Content struct {
	Name   string
	Size   int64
	SHA256 string
}

// A Request is a whole request as its customer sees it.
type Request struct {
	Number       id.Number
	Ref          id.Ref
	Subject      string
	Organisation string
	Requester    string // whose it is; empty for the viewer's own
	OpenedAt     time.Time
	Standing     Standing
	Incident     *Incident // that it belongs to
	Promises     []Promise // the soonest first
	Because      string    // what we last told about who has it and why, Markdown
	Steps        []Step
	Posts        []Post // newest first
	Messages     int
	Files        []File
	Rating       int
	JoinedTo     id.Ref // the request that this one was joined to, if the viewer may see it
	Joined       bool
	Helpers      []string // who worked on it
	Can          Can
}

// An Incident is a fault that hits many, as each of them reads of it: nothing of
// it is anybody else's.
type Incident struct {
	Title  string
	Since  time.Time
	OverAt time.Time // zero: not over yet
	NextBy time.Time // when we write again; zero: not said
}

// Can says what the viewer may do with a request now.
type Can struct {
	Reply, Confirm, Reopen, Rate bool
	ReopenUntil                  time.Time
}

// A Service is what a customer may ask about.
type Service struct {
	ID          id.Service
	Name        string // plain
	Description string
}
