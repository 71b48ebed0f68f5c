package ticket

import (
	"time"

	"secondline/internal/id"
)

// A ClockKind names a promise: what was promised, and to whom.
type ClockKind string

// The clocks. The first three are promised to the customer (SLA), the next two
// between teams (OLA), the last by a vendor (UC).
const (
	FirstResponse ClockKind = "first_response" // from the creation to the first public reply by a human agent
	NextResponse  ClockKind = "next_response"  // from a customer's message to the next public reply
	Resolution    ClockKind = "resolution"     // from the creation to the solution; runs on where it stood if reopened
	Acknowledge   ClockKind = "acknowledge"    // from an offer to its answer
	TeamWork      ClockKind = "work"           // from when a team has it until it hands it on or resolves it
	VendorAnswer  ClockKind = "vendor"         // from when a vendor was sent it until they answer
)

// Why a run stopped.
const (
	RunAnswered   = "answered"   // somebody replied, accepted, returned
	RunResolved   = "resolved"   // the work is done
	RunHandedOn   = "handed_on"  // another team has it
	RunClosed     = "closed"     // the ticket ended without it
	RunWithdrawn  = "withdrawn"  // nobody needs to answer any more
	RunUnanswered = "unanswered" // the offer expired
	gapOffered    = "on_offer"   // a gap in a team's work while its offer waits
	gapAskedBack  = "asked_back" // a gap in an acknowledgement while the sender is asked
)

// A Run is one run of a clock: when it began and ended, and where it paused by
// itself. What it promised is not here: that is the desk's policy, which
// desk/clock holds against it. Waits of the ticket pause runs too; they stand on
// its Walk.
type Run struct {
	Clock    ClockKind   `json:"clock"`
	Team     id.Team     `json:"team,omitempty"`     // whose OLA it is
	Rank     int         `json:"rank,omitempty"`     // where that team stands
	Handover id.Handover `json:"handover,omitempty"` // that is to be acknowledged
	Case     id.Case     `json:"case,omitempty"`     // at a vendor
	Vendor   id.Vendor   `json:"vendor,omitempty"`
	From     time.Time   `json:"from"`
	To       time.Time   `json:"to,omitzero"` // zero: it still runs, or pauses
	Stop     string      `json:"stop,omitempty"`
	Gaps     []Gap       `json:"gaps,omitempty"`
	Warned   time.Time   `json:"warned,omitzero"`   // when it reached its warning
	Breached time.Time   `json:"breached,omitzero"` // its deadline, when that passed
	As       Stood       `json:"as,omitzero"`       // what the ticket was when it ended
}

// Stood is what the promise of a run that ended depended on: what becomes of the
// ticket later changes nothing about it.
type Stood struct {
	Service  id.Service `json:"service,omitempty"`
	Priority int        `json:"priority"`
	Kind     Kind       `json:"kind"`
}

// A Gap is a pause of a run's own.
type Gap struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to,omitzero"` // zero: until further notice; may lie ahead
	Why  string    `json:"why"`
}

// Running tells whether the run has not ended.
func (r Run) Running() bool { return r.To.IsZero() }

// keepTime brings the runs in line with what the ticket has become by an entry.
// It looks at the state alone, so that no fact can forget a clock: whatever
// moved the ticket, the old clock has stopped and the new one runs at once.
func (t *Ticket) keepTime(e Entry) {
	if t.IsMerged() {
		return // its walk says "merged", which pauses everything until it is undone
	}
	t.keepAcknowledge(e)
	t.keepWork(e.At)
	t.keepResolution(e.At)
	t.keepResponses(e)
	for i := range t.Runs {
		if r := &t.Runs[i]; !r.Running() && r.As.Priority == 0 {
			r.As = Stood{t.Service, t.Priority, t.Kind}
		}
	}
}

// running finds the last run of a clock that has not ended.
func (t *Ticket) running(k ClockKind) *Run {
	for i := len(t.Runs) - 1; i >= 0; i-- {
		if t.Runs[i].Clock == k && t.Runs[i].Running() {
			return &t.Runs[i]
		}
	}
	return nil
}

func (t *Ticket) lastRun(k ClockKind) *Run {
	for i := len(t.Runs) - 1; i >= 0; i-- {
		if t.Runs[i].Clock == k {
			return &t.Runs[i]
		}
	}
	return nil
}

func (r *Run) stop(at time.Time, why string) {
	if r != nil && r.Running() {
		r.To, r.Stop = at, why
	}
}

// keepAcknowledge: one run for the offer that waits, none without one.
func (t *Ticket) keepAcknowledge(e Entry) {
	r := t.running(Acknowledge)
	if r != nil && (t.Offer == nil || t.Offer.Handover != r.Handover) {
		r.stop(e.At, answerOf(e.Fact))
		r = nil
	}
	if t.Offer == nil || !t.IsOpen() {
		return
	}
	if r == nil {
		t.Runs = append(t.Runs, Run{Clock: Acknowledge, Team: t.Offer.To.Team, Rank: t.Offer.To.Rank, Handover: t.Offer.Handover, From: e.At})
		return
	}
	if q := t.Offer.AskedBack; q != nil && len(r.Gaps) == 0 {
		r.Gaps = []Gap{{From: q.At, To: q.Until, Why: gapAskedBack}}
	} else if q != nil && !q.AnsweredAt.IsZero() && q.AnsweredAt.Before(r.Gaps[0].To) {
		r.Gaps[0].To = q.AnsweredAt
	}
}

func answerOf(f Fact) string {
	switch f.(type) {
	case *Withdrawn:
		return RunWithdrawn
	case *Expired:
		return RunUnanswered
	default:
		return RunAnswered
	}
}

// keepWork: the team that has an open ticket works on it, unless it offers it
// elsewhere: then the acknowledgement runs instead, and the team's own clock
// goes on where it stood if the offer comes back.
func (t *Ticket) keepWork(at time.Time) {
	r := t.running(TeamWork)
	if !t.IsOpen() {
		r.stop(at, t.ending())
		return
	}
	if t.Offer != nil {
		r.pause(at, gapOffered)
		return
	}
	if r == nil {
		r = t.again(TeamWork)
	}
	if r != nil && r.Team == t.Team {
		r.goOn(at)
		return
	}
	r.handOn(at)
	t.Runs = append(t.Runs, Run{Clock: TeamWork, Team: t.Team, Rank: t.Rank, From: at})
}

// again takes up the last run of a reopened ticket; what lay between counts as a
// pause, since the walk calls it "solved".
func (t *Ticket) again(k ClockKind) *Run {
	r := t.lastRun(k)
	if r == nil || (r.Stop != RunResolved && r.Stop != RunClosed) || (k == TeamWork && r.Team != t.Team) {
		return nil
	}
	r.To, r.Stop, r.As = time.Time{}, "", Stood{}
	return r
}

func (t *Ticket) ending() string {
	if t.State == Resolved || t.Resolution == Solved || t.Resolution == Workaround || t.Resolution == NotSolved {
		return RunResolved
	}
	return RunClosed
}

func (r *Run) pause(at time.Time, why string) {
	if r == nil {
		return
	}
	if n := len(r.Gaps); n > 0 && r.Gaps[n-1].To.IsZero() {
		return
	}
	r.Gaps = append(r.Gaps, Gap{From: at, Why: why})
}

func (r *Run) goOn(at time.Time) {
	if n := len(r.Gaps); n > 0 && r.Gaps[n-1].To.IsZero() {
		r.Gaps[n-1].To = at
	}
}

// handOn stops a team's work when it offered the ticket, if that was taken: the
// wait for the answer was not its own.
func (r *Run) handOn(at time.Time) {
	if r == nil {
		return
	}
	if n := len(r.Gaps); n > 0 && r.Gaps[n-1].To.IsZero() {
		at = r.Gaps[n-1].From
		r.Gaps = r.Gaps[:n-1]
	}
	r.stop(at, RunHandedOn)
}

// keepResolution: one run from the creation, which goes on where it stood when
// the ticket is reopened.
func (t *Ticket) keepResolution(at time.Time) {
	r := t.running(Resolution)
	switch {
	case !t.IsOpen():
		r.stop(at, t.ending())
	case r != nil:
	case t.lastRun(Resolution) == nil:
		t.Runs = append(t.Runs, Run{Clock: Resolution, From: at})
	default:
		t.again(Resolution)
	}
}

// keepResponses: who writes starts and stops them. An automatic message does
// neither, and a second message before the first answer starts nothing anew.
func (t *Ticket) keepResponses(e Entry) {
	if f, ok := e.Fact.(*Opened); ok {
		spoken := f.Channel == ByPhone || f.Channel == ByWalkIn // an agent was there when it was opened
		if !spoken {
			t.Runs = append(t.Runs, Run{Clock: FirstResponse, From: e.At})
		}
		return
	}
	if !t.IsOpen() {
		why := RunClosed
		if _, told := e.Fact.(*ResolvedAs); told {
			why = RunAnswered
		}
		t.running(FirstResponse).stop(e.At, why)
		t.running(NextResponse).stop(e.At, why)
		return
	}
	f, ok := e.Fact.(*Replied)
	if _, planned := e.Fact.(*Planned); planned { // the customer reads what and when: that is an answer
		f, ok = &Replied{}, true
	}
	if !ok || f.Automatic {
		return
	}
	switch {
	case !f.ByCustomer && e.By.Kind == "person":
		t.running(FirstResponse).stop(e.At, RunAnswered)
		t.running(NextResponse).stop(e.At, RunAnswered)
	case f.ByCustomer && t.running(FirstResponse) == nil && t.running(NextResponse) == nil:
		t.Runs = append(t.Runs, Run{Clock: NextResponse, From: e.At})
	}
}
