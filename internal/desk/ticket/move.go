package ticket

import (
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
