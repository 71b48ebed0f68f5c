package dealing

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/person"
	"secondline/internal/desk/routing"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/view/candidates"
)

// Take says yes to a ticket that one was asked to take.
func (d *Dealer) Take(ctx context.Context, by access.Actor, n id.Number) error {
	return d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		if err := person.Hold(ctx, w.Tx, by.Person); err != nil {
			return err
		}
		t, err := d.asked(ctx, w, n, access.Take)
		if err != nil {
			return err
		}
		return d.taken(ctx, w, t)
	})
}

// taken gives a ticket to who was asked, if they may still be given work.
func (d *Dealer) taken(ctx context.Context, w *work.Work, t *ticket.Ticket) error {
	deal := *t.Deal
	if deal.Until.Before(w.Now) {
		return errs.New(errs.Conflict, "The time to answer is over; the next one is asked about %s.", t.Ref())
	}
	if err := able(ctx, w.Tx, w, t, deal.Person); err != nil {
		return err
	}
	_, err := w.Record(ctx, t, &ticket.Assigned{
		Assignee: deal.Person, Name: w.By.Name, How: ticket.ByOffer, Because: "was asked, and took it", Down: deal.Down,
	})
	return err
}

// able wants somebody who was asked to be allowed the ticket now; the place that
// is kept for it is not in its way.
func able(ctx context.Context, h db.Handle, w *work.Work, t *ticket.Ticket, p id.Person) error {
	demand, err := candidates.Demand(ctx, h, t)
	if err != nil {
		return err
	}
	agents, err := candidates.Agents(ctx, h, t, demand, []id.Team{t.Team}, w.Now)
	if err != nil {
		return err
	}
	for i := range agents {
		if agents[i].Person == p {
			agents[i].Hand[t.Priority]--
			agents[i].Here[t.Priority]--
		}
	}
	weights, err := routing.LoadWeights(ctx, h)
	if err != nil {
		return err
	}
	fit, out := routing.Rank(demand, agents, weights, routing.Strict, w.Now)
	if slices.ContainsFunc(fit, func(c routing.Candidate) bool { return c.Agent.Person == p }) {
		return nil
	}
	for _, x := range out {
		if x.Agent.Person == p {
			return errs.New(errs.Conflict, "You cannot take %s now: %s.", t.Ref(), x.Because.Text)
		}
	}
	return errs.New(errs.Conflict, "You are no longer in the team that has %s.", t.Ref())
}

// Decline says no to a ticket that one was asked to take; the next one is asked.
func (d *Dealer) Decline(ctx context.Context, by access.Actor, n id.Number, note string) error {
	if len(note) > 500 {
		return errs.Field("note", "The note is longer than 500 bytes; shorten it.")
	}
	return d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		t, err := d.asked(ctx, w, n, access.Decline)
		if err != nil {
			return err
		}
		return pass(ctx, w, t, ticket.PassedDeclined, note)
	})
}

// asked loads a ticket that the actor is asked to take.
func (d *Dealer) asked(ctx context.Context, w *work.Work, n id.Number, act access.Action) (*ticket.Ticket, error) {
	t, err := ticket.ByNumber(ctx, w.Tx, n)
	if err != nil {
		return nil, err
	}
	err = access.May(w.By, act, t.Object())
	if errs.Is(err, errs.NotFound) {
		return nil, errs.New(errs.NotFound, "There is no ticket %s.", t.Ref())
	}
	if v := w.By.Request.Version; err == nil && v != 0 && v != t.Version {
		err = errs.New(errs.Stale, "%s was changed since you looked; load it again and repeat.", t.Ref())
	}
	return t, err
}

// pass ends an offer without a yes.
func pass(ctx context.Context, w *work.Work, t *ticket.Ticket, because, note string) error {
	p, err := person.Get(ctx, w.Tx, t.Deal.Person)
	if err != nil {
		return err
	}
	_, err = w.Record(ctx, t, &ticket.Passed{Person: p.ID, Name: p.Name, Because: because, Note: note})
	return err
}

// timeOut passes an offer on whose time is over; it is the job's work, and does
// nothing when it was answered meanwhile.
func (d *Dealer) timeOut(ctx context.Context, payload json.RawMessage) error {
	var which work.TicketJob
	if err := json.Unmarshal(payload, &which); err != nil {
		return fmt.Errorf("reading a %s job: %w", TimeOutJob, err)
	}
	return d.door.Do(ctx, itself(), func(ctx context.Context, w *work.Work) error {
		t, err := ticket.ByID(ctx, w.Tx, which.Ticket)
		if err != nil || t.Deal == nil || t.Deal.Until.After(w.Now) {
			return err
		}
		return pass(ctx, w, t, ticket.PassedTimeout, "")
	})
}
