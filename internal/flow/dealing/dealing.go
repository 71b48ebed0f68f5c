// Package dealing gives out the work of teams that push or offer, and hands the
// next ticket to whoever asks for one.
//
//	dealing.go  the Dealer: what makes it look, and its jobs
//	team.go     a team's undealt tickets, the most urgent first
//	deal.go     one ticket: to whom, and the facts of it
//	offer.go    who was asked takes it, declines it, or lets the time pass
//	pull.go     Next: the ticket that whoever asks should do now
//	down.go     higher rungs help lower ones that run late, and go home
//
// A change that may make work dealable asks for a job in its own transaction; the
// job deals each ticket in a transaction of its own. Routing ranks strictly, and
// once more after the chosen one is held, so that nobody is given work on a
// break, off shift or past their capacity, however many deal at once. Every deal
// leaves a placement that says who else was looked at.
package dealing

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/core/job"
	"secondline/internal/desk/notice"
	"secondline/internal/desk/person"
	"secondline/internal/desk/shift"
	"secondline/internal/desk/team"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// The kinds of job.
const (
	DealJob    = "routing.deal"     // a team's undealt tickets; its payload is a teamJob
	TimeOutJob = "routing.time_out" // an offer that nobody answered; its payload is a work.TicketJob
)

type teamJob struct {
	Team id.Team `json:"team"`
}

// A Dealer deals out work.
type Dealer struct{ door *work.Door }

// New makes a Dealer.
func New(door *work.Door) *Dealer { return &Dealer{door: door} }

// Register lets the dealer run its jobs.
func (d *Dealer) Register(jobs *job.Runner) {
	jobs.HandleAll(DealJob, d.deals)
	jobs.Handle(TimeOutJob, d.timeOut)
}

// itself is who deals.
func itself() access.Actor { return access.Desk("Routing") }

// Followed looks at what has happened to a ticket: it may have become one to deal,
// and who had it may have room for another.
func (d *Dealer) Followed(ctx context.Context, w *work.Work, t *ticket.Ticket, entries []ticket.Entry) error {
	late := false
	for _, e := range entries {
		switch f := e.Fact.(type) {
		case *ticket.ResolvedAs, *ticket.ClosedAs, *ticket.Waited:
			if err := d.ask(ctx, w, t.Assignee); err != nil {
				return err
			}
		case *ticket.ClockWarned, *ticket.ClockBreached:
			late = true
		case *ticket.Assigned:
			if f.Assignee == 0 && f.How == ticket.ByHand && w.By.Kind == access.Person {
				return d.putDown(ctx, w, t, e.Seq)
			}
		}
	}
	if !undealt(t) {
		return nil
	}
	of, err := team.Get(ctx, w.Tx, t.Team)
	if err != nil || !of.Deals() && !late {
		return err
	}
	return look(ctx, w, of.ID, t.ID.String())
}

// undealt tells whether a ticket lies in its team's queue, for anybody to take.
func undealt(t *ticket.Ticket) bool {
	return (t.State == ticket.New || t.State == ticket.Open) && t.Assignee == 0 && t.Offer == nil && t.Deal == nil && t.Swarm == nil
}

// putDown notes that somebody no longer has a ticket because a human said so: it
// is not to be dealt straight back to them.
func (d *Dealer) putDown(ctx context.Context, w *work.Work, t *ticket.Ticket, seq int64) error {
	who, err := hadIt(ctx, w.Tx, t.ID, seq)
	if err != nil {
		return err
	}
	of, err := team.Get(ctx, w.Tx, t.Team)
	if err != nil || who == 0 || !of.Deals() {
		return err
	}
	p, err := person.Get(ctx, w.Tx, who)
	if err != nil {
		return err
	}
	_, err = w.Record(ctx, t, &ticket.Passed{Person: who, Name: p.Name, Because: ticket.PassedDeclined, Note: "put it down"})
	return err
}

// Look asks for a team's undealt tickets to be dealt; for changes of the team itself.
func Look(ctx context.Context, w *work.Work, of id.Team) error {
	return look(ctx, w, of, "team:"+of.String())
}

func look(ctx context.Context, w *work.Work, of id.Team, name string) error {
	return w.Enqueue(ctx, job.Job{Kind: DealJob, Name: DealJob + ":" + name, Payload: teamJob{of}})
}

// ask looks again at the queues that somebody could be given work from, if
// anything lies there.
func (d *Dealer) ask(ctx context.Context, w *work.Work, p id.Person) error {
	if p == 0 {
		return nil
	}
	queues, err := queuesOf(ctx, w.Tx, p)
	for _, q := range queues {
		if err == nil {
			err = Look(ctx, w, q)
		}
	}
	return err
}

// Changed looks again at what people may be given, and takes back what they were
// asked to take and no longer can.
func (d *Dealer) Changed(ctx context.Context, w *work.Work, people ...id.Person) error {
	rosters, err := shift.OfPeople(ctx, w.Tx, people, w.Now, w.Now)
	if err != nil {
		return err
	}
	for _, key := range people {
		p, err := person.Get(ctx, w.Tx, key)
		if err != nil {
			return err
		}
		if on, _ := rosters[key].On(w.Now); !on || p.Presence != person.Here {
			if err := d.gone(ctx, w, p); err != nil {
				return err
			}
			continue
		}
		if err := d.ask(ctx, w, key); err != nil {
			return err
		}
	}
	return nil
}

// gone passes on what somebody was asked to take who has left meanwhile.
func (d *Dealer) gone(ctx context.Context, w *work.Work, p person.Person) error {
	asked, err := askedOf(ctx, w.Tx, p.ID)
	if err != nil {
		return err
	}
	for _, key := range asked {
		t, err := ticket.ByID(ctx, w.Tx, key)
		if err != nil {
			return err
		}
		if t.Deal == nil || t.Deal.Person != p.ID {
			continue
		}
		if _, err := w.Record(ctx, t, &ticket.Passed{Person: p.ID, Name: p.Name, Because: ticket.PassedGone}); err != nil {
			return err
		}
	}
	return nil
}

// deals runs the jobs that deal: each team once, however often it was asked for.
func (d *Dealer) deals(ctx context.Context, claims []job.Claim) []error {
	out := make([]error, len(claims))
	dealt := map[id.Team]error{}
	for i, c := range claims {
		var of teamJob
		if err := json.Unmarshal(c.Payload, &of); err != nil {
			out[i] = errs.Because(err, errs.Invalid, "A %s job names no team.", DealJob)
			continue
		}
		if _, done := dealt[of.Team]; !done {
			dealt[of.Team] = d.team(ctx, of.Team)
		}
		out[i] = dealt[of.Team]
	}
	return out
}

// tell leaves a notice about a deal.
func tell(ctx context.Context, w *work.Work, t *ticket.Ticket, to id.Person, text string) error {
	return notice.Insert(ctx, w.Tx, notice.Notice{
		ID: id.Notice(w.NewID()), Person: to, Organisation: t.Organisation, Ticket: t.ID, Kind: notice.Dealt, Text: text, At: w.Now,
	})
}

// soonest is the earliest of some times that is after now; zero if none is.
func soonest(now time.Time, times ...time.Time) time.Time {
	times = slices.DeleteFunc(times, func(t time.Time) bool { return !t.After(now) })
	if len(times) == 0 {
		return time.Time{}
	}
	return slices.MinFunc(times, time.Time.Compare)
}
