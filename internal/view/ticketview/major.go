package ticketview

import (
	"context"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
	"secondline/internal/view/brief"
	"secondline/internal/view/majors"
)

// A Plan is planned work with its day.
type Plan struct {
	What    string       `json:"what"`
	On      time.Time    `json:"on"`
	By      brief.Person `json:"by"`
	Waiting bool         `json:"waiting"` // the ticket waits on it
}

func planned(t *ticket.Ticket, people map[id.Person]brief.Person) *Plan {
	if t.Plan == nil {
		return nil
	}
	return &Plan{
		What: t.Plan.What, On: t.Plan.On, By: people[t.Plan.By].Named(), Waiting: t.State == ticket.Waiting && t.WaitingOn == ticket.OnProject,
	}
}

// incident adds the major incident that the ticket is, or belongs to.
func (f found) incident(ctx context.Context, h db.Handle, me access.Actor, out *Ticket) (err error) {
	if out.Major, err = majors.Of(ctx, h, me, &f.sum.Ticket); err != nil {
		return err
	}
	out.Incident, err = majors.Above(ctx, h, me, &f.sum.Ticket)
	return err
}
