package channel

import (
	"fmt"
	"slices"

	"secondline/internal/id"
)

// An Automation says how far a mail was made by a machine.
type Automation string

// The automations. Only Answering is what a machine says to a mail of ours;
// Sending may carry what a human wrote, from another desk or a form.
const (
	ByHuman   Automation = ""
	Sending   Automation = "generated" // a notice, a form, a list
	Answering Automation = "replied"   // out of office and the like
	Bouncing  Automation = "bounce"    // a mail system speaks of a mail of ours
)

// A Message is what a mail says, as far as the rules ask.
type Message struct {
	Senders    []string // the addresses of its From lines; exactly one will do
	Automation Automation
	OwnAddress bool     // it came from an address of this desk: a loop
	Mentions   []id.Ref // tickets that its subject names
}

// A Proof is what shows that a mail belongs to a ticket.
type Proof string

// The proofs, the stronger first.
const (
	SignedAddress Proof = "signed address"
	Reference     Proof = "reference" // In-Reply-To or References name a mail of the ticket
)

// A Part is what the sender is to the ticket.
type Part string

// The parts.
const (
	Requester Part = "requester"
	CopiedIn  Part = "cc"
	Agent     Part = "agent"     // works on the desk and may reply to this ticket
	Colleague Part = "colleague" // of the ticket's organisation
	Stranger  Part = "stranger"
)

// A Thread is the ticket that a mail may belong to, and what its sender is to it.
type Thread struct {
	Ref      id.Ref
	Proof    Proof
	Sender   Part
	Personal bool // it came to an address that only the sender was given
	Finished bool // closed for so long, or in such a way, that a reply cannot open it again
}

// A Verdict is what becomes of a mail.
type Verdict struct {
	State     State
	Because   string // of a quarantine
	Hint      string // for agents, on a new ticket: what it may have to do with
	Automatic bool   // kept on the ticket, but nobody's answer
	Bounce    bool   // it is told to agents; the customer does not see it
	Join      bool   // the sender joins the ticket as CC
	AsAgent   bool   // it speaks for the desk
	Receipt   bool   // the sender may be told that we have it
}

// Decide says what becomes of a mail that is not a duplicate. th is nil when
// nothing shows that it belongs to a ticket; its subject never does.
func Decide(m Message, th *Thread) Verdict {
	switch {
	case m.OwnAddress:
		return quarantine("It came from one of the desk's own addresses; letting it in could make a loop.")
	case m.Automation == Bouncing && th == nil:
		return quarantine("It reports on the delivery of a mail that we did not send, or do not know any more.")
	case m.Automation == Bouncing:
		return Verdict{State: Replied, Automatic: true, Bounce: true}
	case len(m.Senders) == 0:
		return quarantine("It names no sender to whom we could reply.")
	case len(m.Senders) > 1:
		return quarantine("It names more than one sender, so nobody can tell who wrote it.")
	case th == nil:
		return open(m, mentioned(m.Mentions))
	case th.Finished:
		return open(m, fmt.Sprintf("It answers %s, which was finished long ago.", th.Ref))
	}
	return join(m, *th)
}

// join is for a mail that shows something that only this ticket's mail carries.
func join(m Message, th Thread) Verdict {
	v := Verdict{State: Replied, Automatic: m.Automation == Answering}
	signed := th.Proof == SignedAddress
	switch {
	case th.Sender == Requester || th.Sender == CopiedIn:
		return v
	case th.Sender == Colleague && signed && m.Automation == ByHuman:
		v.Join = true
		return v
	case th.Sender == Agent && signed && th.Personal:
		v.AsAgent = !v.Automatic
		return v
	case th.Sender == Agent:
		return open(m, fmt.Sprintf("An agent's address answers %s, but not in the way that only that agent could; look who wrote it before you trust it.", th.Ref))
	}
	return open(m, fmt.Sprintf("It answers %s, but the sender takes no part in that ticket.", th.Ref))
}

func open(m Message, hint string) Verdict {
	return Verdict{State: Opened, Hint: hint, Receipt: m.Automation == ByHuman}
}

func quarantine(because string) Verdict { return Verdict{State: Quarantine, Because: because} }

// mentioned is the hint for a mail whose subject names tickets.
func mentioned(refs []id.Ref) string {
	if len(refs) == 0 {
		return ""
	}
	return fmt.Sprintf("Its subject names %s, but nothing shows that it belongs there.", slices.Max(refs))
}
