package work

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"

	"secondline/internal/core/event"
	"secondline/internal/core/job"
	"secondline/internal/db"
	"secondline/internal/desk/clock"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/view/clocks"
)

// IndexTicket is the kind of job that brings the search index up to date with a
// ticket; its payload is a TicketJob.
const IndexTicket = "search.ticket"

// A TicketJob names the ticket that a job is about.
type TicketJob struct {
	Ticket id.Ticket `json:"ticket"`
}

// Record lets facts happen to a ticket: they are appended to its timeline and
// added to its sum, audited, and told to search and to listeners. It returns the
// entries of these facts; what the clocks add stands after them. The audit holds
// a hash of each fact, so that its seal covers what the timeline says, and not
// only that it says something.
func (w *Work) Record(ctx context.Context, t *ticket.Ticket, facts ...ticket.Fact) ([]ticket.Entry, error) {
	if len(facts) == 0 {
		return nil, nil
	}
	entries, err := w.apply(ctx, t, facts)
	if err != nil {
		return nil, err
	}
	save := ticket.Save
	if t.Version == 0 {
		save = ticket.Insert
	}
	if err := save(ctx, w.Tx, t); err != nil {
		return nil, err
	}
	if err := ticket.Append(ctx, w.Tx, t, entries); err != nil {
		return nil, err
	}
	for _, e := range entries {
		said, err := json.Marshal(e.Fact)
		if err != nil {
			return nil, errs.Wrap(err, "writing the audit of "+e.Fact.Kind())
		}
		detail := map[string]any{"ref": t.Ref(), "seq": e.Seq, "sha256": fmt.Sprintf("%x", sha256.Sum256(said))}
		if err := w.Audit(ctx, e.Fact.Kind(), "ticket:"+t.ID.String(), t.Organisation, detail); err != nil {
			return nil, err
		}
		w.Publish(eventOf(t, e))
	}
	err = w.Enqueue(ctx, job.Job{Kind: IndexTicket, Name: IndexTicket + ":" + t.ID.String(), Payload: TicketJob{t.ID}})
	if err != nil {
		return nil, err
	}
	for _, f := range w.door.followers {
		if err := f.Followed(ctx, w, t, entries); err != nil {
			return nil, err
		}
	}
	return entries[:len(facts)], nil
}

// apply adds facts to the sum and reads the clocks anew. Where a fact changes
// what is promised, the deadlines that it moves are a fact of their own.
func (w *Work) apply(ctx context.Context, t *ticket.Ticket, facts []ticket.Fact) ([]ticket.Entry, error) {
	history, err := w.door.History(ctx, w.Tx)
	if err != nil {
		return nil, err
	}
	because, may := rewritten(facts)
	var before []clock.Reading
	if may {
		before = clocks.Running(t, history, w.Now)
	}
	var entries []ticket.Entry
	had := ended(t)
	for _, f := range facts {
		entries = append(entries, w.happened(t, f))
	}
	for _, f := range stopped(t, history, had, w.Now) {
		entries = append(entries, w.happened(t, f))
	}
	readings := clocks.Running(t, history, w.Now)
	if may {
		for _, f := range Moves(before, readings, because) {
			entries = append(entries, w.happened(t, f))
		}
	}
	return entries, w.clockwork(ctx, t, readings)
}

// happened puts a fact on the timeline.
func (w *Work) happened(t *ticket.Ticket, f ticket.Fact) ticket.Entry {
	e := ticket.Entry{
		ID: id.Entry(w.NewID()), Ticket: t.ID, Seq: t.Seq + 1, At: w.Now,
		By: ticket.By{Kind: string(w.By.Kind), ID: w.By.Person, Name: w.By.Name}, Audience: f.Audience(), Fact: f,
	}
	if e.At.Before(t.UpdatedAt) { // the wall clock stepped back; a timeline never does
		e.At = t.UpdatedAt
	}
	t.Apply(e)
	return e
}

func eventOf(t *ticket.Ticket, e ticket.Entry) event.Event {
	v := event.Event{
		ID: e.ID, Kind: e.Fact.Kind(), Ticket: t.ID, Ref: t.Ref(), Organisation: t.Organisation, Requester: t.Requester,
		Teams: []id.Team{t.Team}, People: slices.Clone(t.Watchers), Audience: string(e.Audience), Seq: e.Seq, Version: t.Version,
	}
	if t.Offer != nil {
		v.Teams = append(v.Teams, t.Offer.To.Team)
	}
	if t.Assignee != 0 {
		v.People = append(v.People, t.Assignee)
	}
	return v
}

// block is how many ticket numbers one transaction reserves: few, because those
// that are left when the desk stops are never given; more than one, so that
// opening tickets does not wait at a single row.
const block = 16

// numbers hands out ticket numbers from reserved blocks.
type numbers struct {
	sem        chan struct{}
	from, till id.Number
}

// first is the number that a new desk begins after.
const first = 1000

func (n *numbers) next(ctx context.Context, d *db.DB) (id.Number, error) {
	select {
	case n.sem <- struct{}{}:
		defer func() { <-n.sem }()
	case <-ctx.Done():
		return 0, ctx.Err()
	}
	if n.from == n.till {
		err := d.Tx(ctx, func(h db.Handle) error {
			top, err := db.One(ctx, h, func(r db.Row) (v id.Number, err error) { return v, r.Scan(&v) }, `
				INSERT INTO counter (name, next)
				VALUES ('ticket', ?)
				ON CONFLICT (name) DO UPDATE SET next = counter.next + ?
				RETURNING next`, first+block, block)
			n.from, n.till = top-block, top
			return err
		})
		if err != nil {
			n.from, n.till = 0, 0
			return 0, err
		}
	}
	n.from++
	return n.from, nil
}

func newNumbers() numbers { return numbers{sem: make(chan struct{}, 1)} }
