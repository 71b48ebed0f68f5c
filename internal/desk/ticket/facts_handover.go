package ticket

import (
	"time"

	"secondline/internal/id"
)

// HandedOver offers the ticket to another team or person. The sender's team
// goes on owning it until the offer is taken; only P1 is the receiver's at once.
type HandedOver struct {
	inside
	Handover     id.Handover `json:"handover"`
	Direction    string      `json:"direction"`
	From         Place       `json:"from"`
	To           Place       `json:"to"`
	Person       id.Person   `json:"person,omitempty"`
	By           id.Person   `json:"by"`
	Reason       string      `json:"reason"`
	Ask          string      `json:"ask"`
	Completeness int         `json:"completeness"`
	Because      string      `json:"because,omitempty"` // why it goes although it is incomplete
	Contact      id.Person   `json:"contact,omitempty"` // who stays the customer's contact
	AtOnce       bool        `json:"at_once,omitempty"`
	Follows      id.Handover `json:"follows,omitempty"` // nobody answered that one in its time
	Holder       id.Person   `json:"holder,omitempty"`  // of one that follows: who had it when it was first offered
}

// Kind names the fact.
func (*HandedOver) Kind() string { return "ticket.handed_over" }

func (f *HandedOver) apply(t *Ticket, e Entry) {
	holder := t.Assignee
	if f.Follows != 0 {
		holder = f.Holder // a P1 has left them already
	}
	t.Offer = &Offer{
		Handover: f.Handover, To: f.To, Person: f.Person, By: f.By, From: f.From, Holder: holder, At: e.At, AtOnce: f.AtOnce,
	}
	t.Walk.Hops = append(t.Walk.Hops, Hop{
		Handover: f.Handover, Direction: f.Direction, From: f.From.Rank, To: f.To.Rank, Team: f.To.Team,
		Outcome: HopOffered, OfferedAt: e.At,
	})
	if t.State == New {
		t.State = Open
	}
	t.Deal = nil
	if f.AtOnce {
		t.Place, t.Assignee = f.To, f.Person
	}
}

// Accepted makes the receiver's team the owner.
type Accepted struct {
	inside
	Handover id.Handover `json:"handover"`
	To       Place       `json:"to"`
	Person   id.Person   `json:"person,omitempty"` // who took it
	Contact  id.Person   `json:"contact,omitempty"`
}

// Kind names the fact.
func (*Accepted) Kind() string { return "handover.accepted" }

func (f *Accepted) apply(t *Ticket, e Entry) {
	t.Place, t.Assignee, t.Contact, t.Offer = f.To, f.Person, f.Contact, nil
	t.Passed, t.Helped = nil, false
	t.Walk.answered(f.Handover, HopAccepted, e.At)
}

// Returned sends an offer back, with what would make it welcome.
type Returned struct {
	inside
	Handover id.Handover `json:"handover"`
	Reason   string      `json:"reason"` // missing_information, wrong_team, lower_can, answer_known, duplicate
	Missing  []string    `json:"missing,omitempty"`
	Team     id.Team     `json:"team,omitempty"` // the right one
	Article  string      `json:"article,omitempty"`
	Ticket   id.Ref      `json:"ticket,omitempty"` // the one that it doubles
	Note     string      `json:"note"`
	Back     Place       `json:"back"`
	Person   id.Person   `json:"person,omitempty"` // who has it again
}

// Kind names the fact.
func (*Returned) Kind() string { return "handover.returned" }

func (f *Returned) apply(t *Ticket, e Entry) {
	t.Place, t.Assignee, t.Offer = f.Back, f.Person, nil
	t.Walk.answered(f.Handover, HopReturned, e.At)
}

// Withdrawn takes an offer back before it was answered.
type Withdrawn struct {
	inside
	Handover id.Handover `json:"handover"`
	Undone   bool        `json:"undone,omitempty"` // within the ten seconds of an undo
	Back     Place       `json:"back"`
	Person   id.Person   `json:"person,omitempty"`
}

// Kind names the fact.
func (*Withdrawn) Kind() string { return "handover.withdrawn" }

func (f *Withdrawn) apply(t *Ticket, e Entry) {
	t.Place, t.Assignee, t.Offer = f.Back, f.Person, nil
	t.Walk.answered(f.Handover, HopWithdrawn, e.At)
}

// Expired ends an offer that nobody answered in its time. The next candidate is
// asked by a new offer, if there is one.
type Expired struct {
	inside
	Handover id.Handover `json:"handover"`
	Person   id.Person   `json:"person,omitempty"` // who was asked, if somebody by name
	Back     Place       `json:"back"`
	Holder   id.Person   `json:"holder,omitempty"`
	Next     string      `json:"next"` // what happens now, in words
}

// Kind names the fact.
func (*Expired) Kind() string { return "handover.expired" }

func (f *Expired) apply(t *Ticket, e Entry) {
	t.Place, t.Assignee, t.Offer = f.Back, f.Holder, nil
	t.Walk.answered(f.Handover, HopExpired, e.At)
}

// AskedBack is a receiver's question to the sender. It pauses the acknowledge
// clock once, for ten minutes.
type AskedBack struct {
	inside
	Handover id.Handover `json:"handover"`
	Question string      `json:"question"`
	Until    time.Time   `json:"until"`
}

// Kind names the fact.
func (*AskedBack) Kind() string { return "handover.asked_back" }

func (f *AskedBack) apply(t *Ticket, e Entry) {
	if t.Offer != nil {
		o := *t.Offer
		o.AskedBack = &Question{By: e.By.ID, Text: f.Question, At: e.At, Until: f.Until}
		t.Offer = &o
	}
}

// AnsweredBack is the sender's answer; the acknowledge clock runs on at once.
type AnsweredBack struct {
	inside
	Handover id.Handover `json:"handover"`
	Answer   string      `json:"answer"`
}

// Kind names the fact.
func (*AnsweredBack) Kind() string { return "handover.answered_back" }

func (f *AnsweredBack) apply(t *Ticket, e Entry) {
	if t.Offer == nil || t.Offer.AskedBack == nil {
		return
	}
	o, q := *t.Offer, *t.Offer.AskedBack
	q.Answer, q.AnsweredAt = f.Answer, e.At
	o.AskedBack, t.Offer = &q, &o
}

// LessonGiven hands down what makes the next one solvable at first line.
type LessonGiven struct {
	inside
	Lesson   id.Lesson   `json:"lesson"`
	Text     string      `json:"text"`
	Learners []id.Person `json:"learners"`
}

// Kind names the fact.
func (*LessonGiven) Kind() string { return "lesson.given" }

func (*LessonGiven) apply(*Ticket, Entry) {}

// LessonLearnt is a learner's word that they can do it now.
type LessonLearnt struct {
	inside
	Lesson id.Lesson `json:"lesson"`
	Person id.Person `json:"person"`
}

// Kind names the fact.
func (*LessonLearnt) Kind() string { return "lesson.learnt" }

func (*LessonLearnt) apply(*Ticket, Entry) {}
