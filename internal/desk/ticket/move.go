package ticket

import (
	"strings"
	"time"
	"unicode/utf8"

	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// HandOver offers the ticket elsewhere. While one offer waits there can be no
// second: a ticket is never between two owners.
func (t *Ticket) HandOver(f HandedOver) (*HandedOver, error) {
	switch {
	case !t.IsOpen():
		return nil, errs.New(errs.Conflict, "%s is not open; reopen it first.", t.Ref())
	case t.Offer != nil:
		return nil, errs.New(errs.Conflict, "%s is on offer already; withdraw that handover first.", t.Ref())
	case f.To.Team == t.Team && f.Person == 0:
		return nil, errs.Field("team", "%s is with that team already; assign it to a person instead.", t.Ref())
	case f.To.Team == t.Team && f.Person == t.Assignee:
		return nil, errs.Field("person", "They have %s already.", t.Ref())
	}
	f.From = t.Place
	return &f, nil
}

// Accept takes the offer: the receiver's team owns the ticket from now on.
func (t *Ticket) Accept(h id.Handover, who id.Person) (*Accepted, error) {
	if err := t.offered(h); err != nil {
		return nil, err
	}
	return &Accepted{Handover: h, To: t.Offer.To, Person: who, Contact: t.Contact}, nil
}

// Return sends the offer back to who made it; the team that had the ticket has
// it, or has it again.
func (t *Ticket) Return(h id.Handover, f Returned) (*Returned, error) {
	if err := t.offered(h); err != nil {
		return nil, err
	}
	f.Handover = h
	f.Back, f.Person = t.back()
	return &f, nil
}

// Withdraw takes the offer back before it was answered.
func (t *Ticket) Withdraw(h id.Handover, undone bool) (*Withdrawn, error) {
	if err := t.offered(h); err != nil {
		return nil, err
	}
	f := &Withdrawn{Handover: h, Undone: undone}
	f.Back, f.Person = t.back()
	return f, nil
}

// Expire ends an offer that nobody answered in its time; next says in words what
// happens now. The owner stays who it is: the sender's team, or, of a P1, the
// team that has it since it was offered, but not the person who did not answer.
func (t *Ticket) Expire(h id.Handover, next string) (*Expired, error) {
	if err := t.offered(h); err != nil {
		return nil, err
	}
	f := &Expired{Handover: h, Person: t.Offer.Person, Back: t.Place, Holder: t.Assignee, Next: next}
	if t.Offer.AtOnce && f.Holder == f.Person {
		f.Holder = 0
	}
	return f, nil
}

// AskNext offers what expired to somebody else, in the name of the same sender;
// was is the offer that expired.
func (t *Ticket) AskNext(f HandedOver, was Offer) *HandedOver {
	f.Follows, f.By, f.AtOnce = was.Handover, was.By, was.AtOnce
	f.From, f.Holder = t.Place, t.Assignee
	if was.AtOnce {
		f.From, f.Holder = was.From, was.Holder // so that a return still goes to who sent it
	}
	return &f
}

// backFor is how long an acknowledge clock pauses for a question.
const backFor = 10 * time.Minute

// AskBack asks the sender something before the offer is answered. Only the first
// question of an offer pauses its clock.
func (t *Ticket) AskBack(h id.Handover, question string, now time.Time) (*AskedBack, error) {
	if err := t.offered(h); err != nil {
		return nil, err
	}
	question = strings.TrimSpace(question)
	switch {
	case question == "":
		return nil, errs.Field("question", "Write what you need to know before you can take it.")
	case utf8.RuneCountInString(question) > maxQuestion:
		return nil, errs.Field("question", "The question is longer than %d characters; write a note.", maxQuestion)
	}
	f := &AskedBack{Handover: h, Question: question}
	if r := t.running(Acknowledge); r != nil && len(r.Gaps) == 0 {
		f.Until = now.Add(backFor)
	}
	return f, nil
}

// AnswerBack answers the receiver's question; the clock goes on.
func (t *Ticket) AnswerBack(h id.Handover, answer string) (*AnsweredBack, error) {
	if err := t.offered(h); err != nil {
		return nil, err
	}
	answer = strings.TrimSpace(answer)
	switch q := t.Offer.AskedBack; {
	case q == nil || !q.AnsweredAt.IsZero():
		return nil, errs.New(errs.Conflict, "No question about %s is open.", t.Ref())
	case answer == "":
		return nil, errs.Field("answer", "Write the answer to “%s”", q.Text)
	case utf8.RuneCountInString(answer) > maxQuestion:
		return nil, errs.Field("answer", "The answer is longer than %d characters; write a note.", maxQuestion)
	}
	return &AnsweredBack{Handover: h, Answer: answer}, nil
}

// maxQuestion bounds a question and its answer, in characters.
const maxQuestion = 2000

// back is who has the ticket when its offer comes to nothing. A P1 went at once
// and comes back to who had it; anything else never left, and stays with whom
// its team has given it meanwhile.
func (t *Ticket) back() (Place, id.Person) {
	if t.Offer.AtOnce {
		return t.Offer.From, t.Offer.Holder
	}
	return t.Place, t.Assignee
}

func (t *Ticket) offered(h id.Handover) error {
	if t.Offer == nil || t.Offer.Handover != h {
		return errs.New(errs.Conflict, "That handover of %s was answered already.", t.Ref())
	}
	return nil
}
