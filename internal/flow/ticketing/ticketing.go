// Package ticketing is every verb of a ticket's life, a file for each family:
//
//	open.go      a ticket comes in, or is split from another
//	message.go   replies and notes
//	triage.go    what it is, how bad, whose; and small edits
//	life.go      wait, resume, resolve with its lesson, confirm, reopen, close, rate
//	merge.go     merge, unmerge, split, link
//	draft.go     what a handover form can be filled with, and who could take it
//	offer.go     hand over
//	answer.go    accept, return, withdraw
//	expire.go    nobody answered: the next is asked; ask back, and answer
//	paths.go     to which teams a team hands over
//	swarm.go     look together: ask in, join, leave, end, book time; own.go what
//	             comes of it; pingpong.go when the desk starts one
//	major.go     a major incident: declare, link, tell everybody; review.go its end
//	project.go   planned work with its day
//	kudos.go     thanks
//
// Each goes through the one door (flow/work): load what it needs, ask
// core/access whether this actor may, decide in pure desk code, record the
// facts. Letters to the customer are queued in the same transaction.
package ticketing

import (
	"context"

	"secondline/internal/core/access"
	"secondline/internal/desk/notice"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/notify"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// A Post takes letters to the customer's side.
type Post interface {
	Letter(ctx context.Context, w *work.Work, l notify.Letter) error
	// Cancel takes back the letters of a timeline entry; errs.Conflict if one has
	// left already.
	Cancel(ctx context.Context, w *work.Work, t *ticket.Ticket, seq int64) error
}

// A Desk does what people do with tickets.
type Desk struct {
	door *work.Door
	post Post
}

// New makes a desk.
func New(door *work.Door, post Post) *Desk { return &Desk{door: door, post: post} }

// load reads a ticket for a change: whoever may not see it gets not-found, and a
// version that the actor pinned must still stand.
func load(ctx context.Context, w *work.Work, n id.Number, act access.Action) (*ticket.Ticket, error) {
	t, err := ticket.ByNumber(ctx, w.Tx, n)
	if err != nil {
		return nil, err
	}
	if err := may(w.By, act, t); err != nil {
		return nil, err
	}
	if v := w.By.Request.Version; v != 0 && v != t.Version {
		return nil, errs.New(errs.Stale, "%s was changed since you looked; load it again and repeat.", t.Ref())
	}
	return t, nil
}

// may asks the table, and puts the ticket's name into what a person reads.
func may(by access.Actor, act access.Action, t *ticket.Ticket) error {
	err := access.May(by, act, t.Object())
	if errs.Is(err, errs.NotFound) {
		return errs.New(errs.NotFound, "There is no ticket %s.", t.Ref())
	}
	return err
}

// change loads a ticket, decides and records, in one transaction.
func (d *Desk) change(
	ctx context.Context, by access.Actor, n id.Number, act access.Action,
	decide func(ctx context.Context, w *work.Work, t *ticket.Ticket) ([]ticket.Fact, error),
) error {
	return d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		t, err := load(ctx, w, n, act)
		if err != nil {
			return err
		}
		facts, err := decide(ctx, w, t)
		if err != nil {
			return err
		}
		_, err = w.Record(ctx, t, facts...)
		return err
	})
}

// tell leaves a notice for each person but the actor.
func tell(ctx context.Context, w *work.Work, t *ticket.Ticket, k notice.Kind, text string, people ...id.Person) error {
	told := map[id.Person]bool{w.By.Person: true, 0: true}
	for _, p := range people {
		if told[p] {
			continue
		}
		told[p] = true
		err := notice.Insert(ctx, w.Tx, notice.Notice{
			ID: id.Notice(w.NewID()), Person: p, Organisation: t.Organisation, Ticket: t.ID, Kind: k, Text: text, At: w.Now,
		})
		if err != nil {
			return err
		}
	}
	return nil
}
