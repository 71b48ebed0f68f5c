// Package handover is the passing of a ticket between teams or people: a
// document with a contract, an answer and a lesson, not a change of a field.
//
// A Form is what the sender fills in, mostly from the timeline (draft.go). It is
// held against the checklist of its service and category (checklist.go), which
// gives its completeness; below the receiver's threshold the sender is warned
// and must say why it goes all the same, but is never stopped. The customer's
// message is made from the reason in plain words (words.go).
//
// Life: offered → accepted, or returned with a reason, or withdrawn, or expired
// when nobody answered in time: then somebody else is asked by a new one that
// follows it and carries the same document (next.go). One that would be the third
// crossing between two teams is kept as swarmed and never offered (pingpong.go).
// What always holds: a handover is answered once; its document never changes after
// the offer; a chain of handovers that follow each other asks nobody twice.
package handover

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// A Direction says where on the ladder it goes.
type Direction string

// The directions.
const (
	Up       Direction = "up"
	Down     Direction = "down"
	Sideways Direction = "sideways"
	Project  Direction = "project" // beside the ladder
	ToVendor Direction = "vendor"  // to its maker, while the team goes on owning it: no offer, but a case
	Swarm    Direction = "swarm"   // nowhere: both teams look at it together
)

// Towards names the direction between two places of the ladder.
func Towards(fromRank, toRank int, toProject bool) Direction {
	switch {
	case toProject:
		return Project
	case toRank > fromRank:
		return Up
	case toRank < fromRank:
		return Down
	default:
		return Sideways
	}
}

// A Reason says why somebody else should have it.
type Reason string

// The reasons.
const (
	Skill         Reason = "skill"
	Certification Reason = "certification"
	Access        Reason = "access"
	Urgency       Reason = "urgency"
	Time          Reason = "time"      // it would take us too long
	Exhausted     Reason = "exhausted" // all steps are done
	VendorProduct Reason = "vendor_product"
	Policy        Reason = "policy" // a second pair of eyes is demanded
	Capacity      Reason = "capacity"
)

// Reasons lists every reason, in the order in which they are offered.
var Reasons = []Reason{Skill, Certification, Access, Urgency, Time, Exhausted, VendorProduct, Policy, Capacity}

// A State is where a handover stands.
type State string

// The states.
const (
	Offered   State = "offered"
	Accepted  State = "accepted"
	Returned  State = "returned"
	Withdrawn State = "withdrawn"
	Expired   State = "expired" // nobody answered in its time
	Swarmed   State = "swarmed" // never offered: the third crossing between two teams
)

// States lists them all.
var States = []State{Offered, Accepted, Returned, Withdrawn, Expired, Swarmed}

// Past says in words what became of a handover, to who comes too late.
func (s State) Past() string {
	switch s {
	case Expired:
		return "expired; nobody answered it in time"
	case Swarmed:
		return "became a swarm: both teams look at it together"
	default:
		return "was " + string(s) + " already"
	}
}

// A Step is something that was tried.
type Step struct {
	Text   string `json:"text"`
	Result string `json:"result,omitempty"`
	Seq    int64  `json:"seq,omitempty"` // the timeline entry that tells it
}

// A Proof is a piece of evidence: a file, or an entry of the timeline.
type Proof struct {
	File  id.File `json:"file,omitempty"`
	Seq   int64   `json:"seq,omitempty"`
	Label string  `json:"label"`
}

// A Form is what the sender says.
type Form struct {
	Reason          Reason         `json:"reason"`
	Also            []Reason       `json:"also,omitempty"` // further reasons
	Ask             string         `json:"ask"`
	Summary         string         `json:"summary"`
	Tried           []Step         `json:"tried,omitempty"`
	Evidence        []Proof        `json:"evidence,omitempty"`
	Hypothesis      string         `json:"hypothesis,omitempty"`
	Confirmed       []id.Checklist `json:"confirmed,omitempty"` // items ticked by hand
	CustomerMessage string         `json:"customer_message"`
	Edited          bool           `json:"customer_message_edited,omitempty"` // the agent wrote it: it goes as it is
	Because         string         `json:"because,omitempty"`
	StayContact     bool           `json:"stay_contact,omitempty"`
	ShareOutcome    bool           `json:"share_outcome,omitempty"`
}

// A Document is the form as it was offered, with what the desk added.
type Document struct {
	Form
	Checklist []Checked `json:"checklist"`
	Threshold int       `json:"threshold"`
	Swarm     id.Swarm  `json:"swarm,omitempty"` // that it came out of
}

// A Place is a team and where it stands.
type Place struct {
	Team    id.Team
	Rank    int
	Project bool
}

// A Handover is one offer and what became of it.
type Handover struct {
	ID           id.Handover
	Ticket       id.Ticket
	Organisation id.Organisation
	Direction    Direction
	From         Place
	Sender       id.Person
	To           Place
	Person       id.Person // whom it is for, or zero: anyone of the team
	State        State
	Document     Document
	Completeness int
	Priority     int
	OfferedAt    time.Time
	AnsweredAt   time.Time
	AnsweredBy   id.Person
	Answer       Answer
	AskedBack    Question
	Follows      id.Handover // the one that nobody answered, or that became a swarm
	Version      int64
}

// A Question is what the receiver asked the sender before answering.
type Question struct {
	By         id.Person `json:"by,omitempty"`
	Text       string    `json:"text,omitempty"`
	At         time.Time `json:"at,omitzero"`
	Until      time.Time `json:"until,omitzero"` // until then the clock pauses; only for the first question
	Answer     string    `json:"answer,omitempty"`
	AnsweredAt time.Time `json:"answered_at,omitzero"`
}

// Asked tells whether there is a question.
func (q Question) Asked() bool { return q.Text != "" }

// A ReturnReason says what is wrong with an offer.
type ReturnReason string

// The reasons to return.
const (
	MissingInformation ReturnReason = "missing_information" // names the items
	WrongTeam          ReturnReason = "wrong_team"          // names the right one, if known
	LowerCan           ReturnReason = "lower_can"           // the note says how
	AnswerKnown        ReturnReason = "answer_known"        // with the article
	DuplicateOf        ReturnReason = "duplicate"           // with the other ticket
)

// ReturnReasons lists them all.
var ReturnReasons = []ReturnReason{MissingInformation, WrongTeam, LowerCan, AnswerKnown, DuplicateOf}

// An Answer is what the receiver said.
type Answer struct {
	Reason  ReturnReason `json:"reason,omitempty"`
	Missing []string     `json:"missing,omitempty"`
	Team    id.Team      `json:"team,omitempty"`
	Article string       `json:"article,omitempty"`
	Ticket  id.Ref       `json:"duplicate_of,omitempty"`
	Note    string       `json:"note,omitempty"`
	Undone  bool         `json:"undone,omitempty"` // withdrawn within the ten seconds of an undo
	Told    string       `json:"told,omitempty"`   // what the customer was told when it was taken
}

// UndoFor is how long a handover can be undone without a trace for the receiver.
const UndoFor = 10 * time.Second

const maxText = 20_000

// Check says what is wrong with a form; completeness is what its checklist gave.
func (f Form) Check(completeness, threshold int) error {
	if !slices.Contains(Reasons, f.Reason) {
		return errs.Field("reason", "Choose a reason: %s.", join(Reasons))
	}
	for _, r := range f.Also {
		if !slices.Contains(Reasons, r) {
			return errs.Field("reasons", "%q is not a reason; choose from: %s.", r, join(Reasons))
		}
	}
	if strings.TrimSpace(f.Ask) == "" {
		return errs.Field("ask", "Say in one sentence what you ask them to do.")
	}
	texts := map[string]string{"ask": f.Ask, "summary": f.Summary, "hypothesis": f.Hypothesis, "customer_message": f.CustomerMessage, "because": f.Because}
	for field, text := range texts {
		if utf8.RuneCountInString(text) > maxText {
			return errs.Field(field, "This is longer than %d characters; attach it as a file.", maxText)
		}
	}
	if len(f.Tried) > 100 || len(f.Evidence) > 100 {
		return errs.Field("tried", "A handover holds at most 100 steps and 100 pieces of evidence.")
	}
	if completeness < threshold && strings.TrimSpace(f.Because) == "" {
		return errs.Field("because", "It is %d %% complete and they ask for %d %%. Add what is missing, or say why it goes all the same.", completeness, threshold)
	}
	return nil
}

// Return checks an answer that sends the offer back.
func (h Handover) Return(a Answer) (Answer, error) {
	a.Note, a.Article = strings.TrimSpace(a.Note), strings.TrimSpace(a.Article)
	a.Missing = slices.DeleteFunc(slices.Clone(a.Missing), func(s string) bool { return strings.TrimSpace(s) == "" })
	switch {
	case h.State != Offered:
		return a, errs.New(errs.Conflict, "This handover %s.", h.State.Past())
	case !slices.Contains(ReturnReasons, a.Reason):
		return a, errs.Field("reason", "Choose why it goes back: %s.", join(ReturnReasons))
	case a.Reason == MissingInformation && len(a.Missing) == 0:
		return a, errs.Field("missing", "Name what is missing, so that it can be added in one go.")
	case a.Reason == AnswerKnown && a.Article == "":
		return a, errs.Field("article", "Name the article or the known error that answers it.")
	case a.Reason == DuplicateOf && a.Ticket == "":
		return a, errs.Field("duplicate_of", "Name the ticket that it doubles.")
	case a.Note == "":
		return a, errs.Field("note", "Write a note to the sender: a return without one helps nobody.")
	}
	return a, nil
}

// Undoable tells whether the sender can still undo it without a trace for the
// receiver.
func (h Handover) Undoable(now time.Time) bool {
	return h.State == Offered && now.Sub(h.OfferedAt) <= UndoFor
}

func join[T ~string](list []T) string {
	words := make([]string, len(list))
	for i, v := range list {
		words[i] = string(v)
	}
	return strings.Join(words, ", ")
}
