// Package escalation knows whom a clock that runs out concerns besides the one
// who has the ticket: a plan of steps, upon a warning, a breach, or a handover
// that nobody answered.
//
// A team has a plan of its own, or else the desk's default holds. A plan only
// names offices (who has it, the lead, the duty manager, the account manager);
// who holds them at the moment is for flow/timekeeping to find out.
//
// What always holds: Fires is pure, gives the steps in the plan's order, and
// nothing for what the plan does not name.
package escalation

import (
	"slices"
	"time"

	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// Upon says what makes a step fire.
type Upon string

// What makes a step fire.
const (
	Warned     Upon = "warned"     // a clock has used most of its time
	Breached   Upon = "breached"   // a deadline has passed
	Unanswered Upon = "unanswered" // an offer expired
)

// Who names an office.
type Who string

// The offices that a plan may name.
const (
	Assignee       Who = "assignee" // who has the ticket, or was asked to take it
	Lead           Who = "lead"     // of the team
	DutyManager    Who = "duty_manager"
	AccountManager Who = "account_manager" // of the customer
)

// Clocks lists the clocks that a step may be limited to.
var Clocks = []string{"first_response", "next_response", "resolution", "acknowledge", "work", "vendor"}

// A Step tells one office, in the console and perhaps by mail.
type Step struct {
	ID      id.Step       `json:"id"`
	Upon    Upon          `json:"upon"`
	Clock   string        `json:"clock"` // "": any
	Who     Who           `json:"who"`
	ByMail  bool          `json:"by_mail"`
	AnyTime bool          `json:"any_time"` // also outside their working time
	After   time.Duration `json:"after"`    // that much later, if the clock still runs then
}

// A Plan is steps in the order in which they stand.
type Plan []Step

// Default is the plan that a new desk begins with.
var Default = Plan{
	{Upon: Warned, Who: Assignee},
	{Upon: Breached, Who: Assignee},
	{Upon: Breached, Who: Lead},
	{Upon: Unanswered, Who: DutyManager, ByMail: true},
}

const (
	maxSteps = 40
	maxAfter = 30 * 24 * time.Hour
)

// Checked gives the plan if it can be followed, or an error that says why not.
func (p Plan) Checked() (Plan, error) {
	if len(p) > maxSteps {
		return nil, errs.Field("steps", "A plan has at most %d steps.", maxSteps)
	}
	for i, s := range p {
		switch {
		case !slices.Contains([]Upon{Warned, Breached, Unanswered}, s.Upon):
			return nil, errs.Field("steps", "Step %d is upon warned, breached or unanswered.", i+1)
		case !slices.Contains([]Who{Assignee, Lead, DutyManager, AccountManager}, s.Who):
			return nil, errs.Field("steps", "Step %d tells assignee, lead, duty_manager or account_manager.", i+1)
		case s.Clock != "" && !slices.Contains(Clocks, s.Clock):
			return nil, errs.Field("steps", "Step %d names no clock that there is.", i+1)
		case s.Upon == Breached && s.Clock == "acknowledge":
			return nil, errs.Field("steps", "Step %d: a handover that nobody answers in time is unanswered, not breached.", i+1)
		case s.After < 0 || s.After > maxAfter:
			return nil, errs.Field("steps", "Step %d comes at once or up to 30 days later.", i+1)
		}
		for _, before := range p[:i] {
			before.ID, s.ID = 0, 0
			if before == s {
				return nil, errs.Field("steps", "Step %d stands there twice.", i+1)
			}
		}
	}
	return p, nil
}

// Fires gives the steps that fire upon something that happened to a clock. A P1
// cannot wait for a morning: its steps are told at any time.
func (p Plan) Fires(upon Upon, clock string, priority int) []Step {
	var out []Step
	for _, s := range p {
		if s.Upon != upon || s.Clock != "" && s.Clock != clock {
			continue
		}
		s.AnyTime = s.AnyTime || priority == 1
		out = append(out, s)
	}
	return out
}
