package ticketing

import (
	"context"
	"slices"
	"strings"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/core/job"
	"secondline/internal/desk/handover"
	"secondline/internal/desk/lesson"
	"secondline/internal/desk/notice"
	"secondline/internal/desk/swarm"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/notify"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// WakeTicket is the kind of job that ends a wait for a date; its payload is a
// work.TicketJob.
const WakeTicket = "ticket.wake"

// A WaitIn says what a ticket waits for.
type WaitIn struct {
	On       ticket.Wait
	Until    time.Time // for a date
	Question string    // for the customer: what we need from them; they get it as a reply
	Because  string
}

// Wait stops the work until somebody else moves. A question goes to the customer.
func (d *Desk) Wait(ctx context.Context, by access.Actor, n id.Number, in WaitIn) error {
	return d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		t, err := load(ctx, w, n, access.Wait)
		if err != nil {
			return err
		}
		f, err := t.Wait(in.On, in.Until, in.Question, in.Because, w.Now)
		if err != nil {
			return err
		}
		if f.On == ticket.OnCustomer && f.Question != "" {
			if _, err := d.reply(ctx, w, t, MessageIn{Body: f.Question}); err != nil {
				return err
			}
		}
		if _, err := w.Record(ctx, t, f); err != nil {
			return err
		}
		return wakeAgain(ctx, w, t)
	})
}

// wakeAgain asks for the timer that ends a wait for a day. One that went off
// while the ticket was merged did nothing, so an unmerge asks again.
func wakeAgain(ctx context.Context, w *work.Work, t *ticket.Ticket) error {
	if !waitsForDay(t) {
		return nil
	}
	return w.Enqueue(ctx, job.Job{
		Kind: WakeTicket, Name: WakeTicket + ":" + t.ID.String(), Payload: work.TicketJob{Ticket: t.ID}, RunAt: t.WaitingUntil,
	})
}

// Resume ends a wait.
func (d *Desk) Resume(ctx context.Context, by access.Actor, n id.Number, because string) error {
	return d.change(ctx, by, n, access.Resume, func(_ context.Context, _ *work.Work, t *ticket.Ticket) ([]ticket.Fact, error) {
		f, err := t.Resume(because)
		return []ticket.Fact{f}, err
	})
}

// waitsForDay tells whether a ticket waits for a date, or for planned work.
func waitsForDay(t *ticket.Ticket) bool {
	return t.State == ticket.Waiting && !t.WaitingUntil.IsZero() && (t.WaitingOn == ticket.OnDate || t.WaitingOn == ticket.OnProject)
}

// Wake ends a wait for a day when the day has come; it is the job's work, and
// does nothing when the ticket moved on meanwhile. Who has planned work is told.
func (d *Desk) Wake(ctx context.Context, key id.Ticket) error {
	return d.door.Do(ctx, access.Desk("Timer"), func(ctx context.Context, w *work.Work) error {
		t, err := ticket.ByID(ctx, w.Tx, key)
		due := err == nil && waitsForDay(t) && !t.WaitingUntil.After(w.Now)
		if !due {
			return err
		}
		planned := t.WaitingOn == ticket.OnProject && t.Plan != nil
		if _, err = w.Record(ctx, t, &ticket.Resumed{Because: "the date has come"}); err != nil || !planned {
			return err
		}
		return tell(ctx, w, t, notice.WorkPlanned, "The day of "+string(t.Ref())+" has come: "+t.Plan.What, t.Plan.By, t.Assignee)
	})
}

// A ResolveIn is the wrap-up.
type ResolveIn struct {
	Code              ticket.Code
	Message           string // to the customer, in plain words
	Cause             string
	Solution          string
	Article           string
	NoArticleBecause  string
	FirstLineNextTime *bool
	Lesson            string // with a yes: what first line needs for it
}

// Resolve ends the work and tells the customer. If it had climbed and first line
// could do it next time, a lesson goes to those who handed it up.
func (d *Desk) Resolve(ctx context.Context, by access.Actor, n id.Number, in ResolveIn) error {
	return d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		t, err := load(ctx, w, n, access.Resolve)
		if err != nil {
			return err
		}
		return d.resolve(ctx, w, t, in)
	})
}

func (d *Desk) resolve(ctx context.Context, w *work.Work, t *ticket.Ticket, in ResolveIn) error {
	if err := d.finish(ctx, w, t); err != nil {
		return err
	}
	f, err := t.Resolve(ticket.ResolvedAs{
		Code: in.Code, Message: in.Message, Cause: strings.TrimSpace(in.Cause), Solution: strings.TrimSpace(in.Solution),
		Article: strings.TrimSpace(in.Article), NoArticle: strings.TrimSpace(in.NoArticleBecause), FirstLine: in.FirstLineNextTime,
	})
	if err != nil {
		return err
	}
	entries, err := w.Record(ctx, t, f)
	if err != nil {
		return err
	}
	if err := d.handDown(ctx, w, t, in); err != nil {
		return err
	}
	if err := endMajor(ctx, w, t); err != nil {
		return err
	}
	return d.post.Letter(ctx, w, notify.Letter{
		Kind: notify.Resolved, Ticket: t, Seq: entries[0].Seq, To: []id.Person{t.Requester}, CC: t.CC, Body: f.Message,
	})
}

// finish sees to what still goes on around a ticket that is about to end: an
// offer is answered, a swarm breaks up.
func (d *Desk) finish(ctx context.Context, w *work.Work, t *ticket.Ticket) error {
	if err := d.endOffer(ctx, w, t); err != nil {
		return err
	}
	return endSwarm(ctx, w, t, swarm.Solved, "")
}

// endOffer answers an offer on a ticket that is about to end. Who was asked and
// ends it has taken it by that; for anybody else nobody needs to answer any more.
func (d *Desk) endOffer(ctx context.Context, w *work.Work, t *ticket.Ticket) error {
	o := t.Offer
	if o == nil {
		return nil
	}
	h, err := handover.Get(ctx, w.Tx, o.Handover)
	if err != nil {
		return err
	}
	asked := w.By.Person != o.By && w.By.InTeam(o.To.Team) && !w.By.InTeam(o.From.Team)
	if asked {
		return d.take(ctx, w, t, &h, w.By.Person)
	}
	return d.withdraw(ctx, w, t, h, false)
}

// handDown makes the lesson, and tells those who handed the ticket up how it
// ended.
func (d *Desk) handDown(ctx context.Context, w *work.Work, t *ticket.Ticket, in ResolveIn) error {
	climbs, err := climbersOf(ctx, w, t)
	if err != nil {
		return err
	}
	text := w.By.Name + " solved " + string(t.Ref()) + ", which you handed over"
	if err := tell(ctx, w, t, notice.Outcome, text, climbs.shared...); err != nil {
		return err
	}
	if in.FirstLineNextTime == nil || !*in.FirstLineNextTime || len(climbs.up) == 0 {
		return nil
	}
	words, err := lesson.Clean(in.Lesson)
	if err != nil {
		return err
	}
	l := lesson.Lesson{
		ID: id.Lesson(w.NewID()), Ticket: t.ID, Organisation: t.Organisation, Author: w.By.Person, Service: t.Service,
		Category: t.Category, Text: words, Cause: in.Cause, GivenAt: w.Now,
	}
	if err := lesson.Insert(ctx, w.Tx, l, climbs.up); err != nil {
		return err
	}
	if _, err := w.Record(ctx, t, &ticket.LessonGiven{Lesson: l.ID, Text: words, Learners: climbs.up}); err != nil {
		return err
	}
	return tell(ctx, w, t, notice.LessonGiven, w.By.Name+" has a lesson for you from "+string(t.Ref()), climbs.up...)
}

// climbers are those who handed a ticket on and had it taken.
type climbers struct {
	up     []id.Person // upwards: a lesson is for them
	shared []id.Person // who wanted to hear the outcome
}

func climbersOf(ctx context.Context, w *work.Work, t *ticket.Ticket) (climbers, error) {
	var c climbers
	list, err := handover.OfTicket(ctx, w.Tx, t.ID)
	for _, h := range list {
		if h.State != handover.Accepted {
			continue
		}
		if h.Direction == handover.Up && h.Sender != w.By.Person {
			c.up = addOnce(c.up, h.Sender)
		}
		if h.Document.ShareOutcome {
			c.shared = addOnce(c.shared, h.Sender)
		}
	}
	return c, err
}

// addOnce adds somebody who may be there already: a ticket can climb twice.
func addOnce(list []id.Person, p id.Person) []id.Person {
	if slices.Contains(list, p) {
		return list
	}
	return append(list, p)
}

// Reopen takes a solution back.
func (d *Desk) Reopen(ctx context.Context, by access.Actor, n id.Number, because string) error {
	return d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		t, err := load(ctx, w, n, access.Reopen)
		if err != nil {
			return err
		}
		f, err := t.Reopen(because, !w.By.Cleared(t.Organisation), w.Now)
		if err != nil {
			return err
		}
		if _, err := w.Record(ctx, t, f); err != nil {
			return err
		}
		return letGo(ctx, w, t)
	})
}

// Confirm is the customer saying that it is solved; it closes the ticket.
func (d *Desk) Confirm(ctx context.Context, by access.Actor, n id.Number) error {
	return d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		t, err := load(ctx, w, n, access.Confirm)
		if err != nil {
			return err
		}
		f, err := t.Confirm()
		if err != nil {
			return err
		}
		if err := d.finish(ctx, w, t); err != nil {
			return err
		}
		if _, err = w.Record(ctx, t, f); err != nil {
			return err
		}
		return endMajor(ctx, w, t)
	})
}

// Close ends a ticket without a message to the customer: after a solution, or as
// spam or a duplicate.
func (d *Desk) Close(ctx context.Context, by access.Actor, n id.Number, code ticket.Code) error {
	return d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		t, err := load(ctx, w, n, access.Close)
		if err != nil {
			return err
		}
		f, err := t.Close(code)
		if err != nil {
			return err
		}
		if err := d.finish(ctx, w, t); err != nil {
			return err
		}
		if _, err = w.Record(ctx, t, f); err != nil {
			return err
		}
		return endMajor(ctx, w, t)
	})
}

// Rate is the customer's opinion of a solution; kind words go to who solved it.
func (d *Desk) Rate(ctx context.Context, by access.Actor, n id.Number, score int, comment string) error {
	return d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		t, err := load(ctx, w, n, access.Rate)
		if err != nil {
			return err
		}
		f, err := t.Rate(score, comment)
		if err != nil {
			return err
		}
		if _, err := w.Record(ctx, t, f); err != nil {
			return err
		}
		return d.thankSolver(ctx, w, t, f)
	})
}

// Learn is a learner's word that they can do it next time.
func (d *Desk) Learn(ctx context.Context, by access.Actor, key id.Lesson) error {
	return d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		l, err := lesson.Get(ctx, w.Tx, key)
		if err != nil {
			return err
		}
		t, err := ticket.ByID(ctx, w.Tx, l.Ticket)
		if err != nil {
			return err
		}
		if err := access.May(w.By, access.Learn, t.Object()); err != nil {
			return errs.New(errs.NotFound, "There is no such lesson.")
		}
		first, err := lesson.Learn(ctx, w.Tx, key, w.By.Person, w.Now)
		if err != nil || !first {
			return err
		}
		_, err = w.Record(ctx, t, &ticket.LessonLearnt{Lesson: key, Person: w.By.Person})
		return err
	})
}
