package channel

import (
	"fmt"

	"secondline/internal/id"
)

// A CaseThread is the vendor's case that a mail was addressed to, and what its
// sender is to the ticket and to the vendor.
type CaseThread struct {
	Name    string // of the case
	Ref     id.Ref // of its ticket
	Sender  Part   // to the ticket
	Contact bool   // it is an address of the vendor's contacts
}

// DecideCase says what becomes of a mail to the signed address of a vendor's case.
// The address alone joins it, never a subject; and nobody of the customer's side
// speaks in a vendor's thread, however they came by the address. false: the case
// has nothing to do with it, Decide is to be asked.
func DecideCase(m Message, th CaseThread) (Verdict, bool) {
	switch {
	case m.OwnAddress || len(m.Senders) != 1 && m.Automation != Bouncing:
		return Decide(m, nil), true
	case m.Automation == Bouncing:
		return Verdict{State: Replied, Automatic: true, Bounce: true}, true
	case th.Sender != Stranger && !th.Contact:
		return Verdict{}, false
	}
	return Verdict{State: Vendor, Automatic: m.Automation == Answering}, true
}

// Stray gives a verdict the hint that its mail was sent to a vendor's address but
// is none of the vendor's.
func (v Verdict) Stray(th CaseThread) Verdict {
	if v.State == Opened {
		v.Hint = fmt.Sprintf("It was sent to the address of case %s with a vendor, about %s; its sender is no part of that.", th.Name, th.Ref)
	}
	return v
}
