package timekeeping

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/core/job"
	"secondline/internal/desk/escalation"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/notify"
	"secondline/internal/flow/work"
	"secondline/internal/id"
)

// The kinds of job that escalation asks for.
const (
	EscalateLater = "escalation.step" // a step of a plan comes some time after what caused it
	TellLater     = "escalation.tell" // somebody is told when their working time begins
)

// A Post takes letters.
type Post interface {
	Letter(ctx context.Context, w *work.Work, l notify.Letter) error
}

// An Escalator tells those whom a team's plan names that a clock runs out.
type Escalator struct {
	door *work.Door
	post Post
}

// NewEscalator makes an Escalator.
func NewEscalator(door *work.Door, post Post) *Escalator { return &Escalator{door: door, post: post} }

// Register says which jobs an Escalator runs.
func (e *Escalator) Register(r *job.Runner) {
	r.Handle(EscalateLater, e.Later)
	r.Handle(TellLater, e.Tell)
}

// A cause is what the escalation is about; it travels with the jobs.
type cause struct {
	Ticket id.Ticket        `json:"ticket"`
	Upon   escalation.Upon  `json:"upon"`
	Clock  ticket.ClockKind `json:"clock"`
	Run    int              `json:"run"` // of the ticket's; -1 when an offer expired
}

// still tells whether it is still worth anybody's while: the clock runs, or
// nobody has taken the ticket that went unanswered.
func (c cause) still(t *ticket.Ticket) bool {
	if !t.IsOpen() {
		return false
	}
	if c.Upon == escalation.Unanswered || c.Run < 0 {
		n := len(t.Walk.Hops)
		return n > 0 && t.Walk.Hops[n-1].Outcome != ticket.HopAccepted
	}
	return c.Run < len(t.Runs) && t.Runs[c.Run].Running()
}

// Escalate tells, in the transaction of what happened to a clock, those whom the
// team's plan names upon it: each once, at once or when their working time
// begins. Steps that come later are asked for as jobs.
func (e *Escalator) Escalate(ctx context.Context, w *work.Work, t *ticket.Ticket, upon string, clock ticket.ClockKind) error {
	c := cause{Ticket: t.ID, Upon: escalation.Upon(upon), Clock: clock, Run: runOf(t, clock)}
	plan, err := escalation.Holds(ctx, w.Tx, concerned(t, clock))
	if err != nil {
		return err
	}
	var now []escalation.Step
	for _, s := range plan.Fires(c.Upon, string(clock), t.Priority) {
		if s.After == 0 {
			now = append(now, s)
			continue
		}
		err := w.Enqueue(ctx, job.Job{
			Kind: EscalateLater, Payload: laterJob{c, s}, RunAt: w.Now.Add(s.After),
			Name: fmt.Sprintf("%s:%s:%d:%s:%s", EscalateLater, t.ID, c.Run, upon, s.ID),
		})
		if err != nil {
			return err
		}
	}
	return e.follow(ctx, w, t, c, now)
}

type laterJob struct {
	cause
	Step escalation.Step `json:"step"`
}

// Later follows a step whose time has come, if the clock still runs; it is a
// job's work.
func (e *Escalator) Later(ctx context.Context, payload json.RawMessage) error {
	var j laterJob
	if err := json.Unmarshal(payload, &j); err != nil {
		return fmt.Errorf("reading a %s job: %w", EscalateLater, err)
	}
	return e.door.Do(ctx, access.Desk("Timer"), func(ctx context.Context, w *work.Work) error {
		t, err := ticket.ByID(ctx, w.Tx, j.Ticket)
		if err != nil || !j.still(t) {
			return err
		}
		return e.follow(ctx, w, t, j.cause, []escalation.Step{j.Step})
	})
}

// follow tells those whom some steps name, and writes on the timeline who is
// told, and when.
func (e *Escalator) follow(ctx context.Context, w *work.Work, t *ticket.Ticket, c cause, steps []escalation.Step) error {
	calls, err := summon(ctx, w, t, c, steps)
	if err != nil || len(calls) == 0 {
		return err
	}
	at := map[time.Time]*ticket.Escalated{}
	var facts []ticket.Fact
	for _, call := range calls {
		f := at[call.at]
		if f == nil {
			f = &ticket.Escalated{Upon: string(c.Upon), Clock: c.Clock, Later: call.at}
			at[call.at] = f
			facts = append(facts, f)
		}
		f.People, f.Names = append(f.People, call.who.ID), append(f.Names, call.who.Name)
	}
	if _, err := w.Record(ctx, t, facts...); err != nil {
		return err
	}
	for _, call := range calls {
		if err := e.reach(ctx, w, t, c, call); err != nil {
			return err
		}
	}
	return nil
}

// reach tells somebody now, or asks for it to be done when they are there.
func (e *Escalator) reach(ctx context.Context, w *work.Work, t *ticket.Ticket, c cause, call call) error {
	if call.at.IsZero() {
		return e.tell(ctx, w, t, c, call)
	}
	return w.Enqueue(ctx, job.Job{
		Kind: TellLater, Payload: tellJob{c, call.who.ID, call.byMail}, RunAt: call.at,
		Name: fmt.Sprintf("%s:%s:%d:%s:%s", TellLater, t.ID, c.Run, c.Upon, call.who.ID),
	})
}

type tellJob struct {
	cause
	Person id.Person `json:"person"`
	ByMail bool      `json:"by_mail"`
}

// Tell tells somebody whose working time has begun, if it still matters; it is a
// job's work.
func (e *Escalator) Tell(ctx context.Context, payload json.RawMessage) error {
	var j tellJob
	if err := json.Unmarshal(payload, &j); err != nil {
		return fmt.Errorf("reading a %s job: %w", TellLater, err)
	}
	return e.door.Do(ctx, access.Desk("Timer"), func(ctx context.Context, w *work.Work) error {
		t, err := ticket.ByID(ctx, w.Tx, j.Ticket)
		if err != nil || !j.still(t) {
			return err
		}
		who, err := workOn(ctx, w, t, j.Person)
		if err != nil || who.ID == 0 {
			return err
		}
		return e.tell(ctx, w, t, j.cause, call{who: who, byMail: j.ByMail})
	})
}
