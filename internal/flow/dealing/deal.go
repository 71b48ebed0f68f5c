package dealing

import (
	"context"
	"slices"
	"time"

	"secondline/internal/core/job"
	"secondline/internal/db"
	"secondline/internal/desk/person"
	"secondline/internal/desk/routing"
	"secondline/internal/desk/team"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/view/candidates"
)

// A choice is who should have a ticket, and how everybody stood.
type choice struct {
	fit    []routing.Candidate
	out    []routing.Excluded
	passed int    // of those who could, how many were asked and did not
	helps  string // the team that runs late, if whoever comes first helps it out
}

// choose ranks a team's members for a ticket: those who are at home there; and
// when none of them can, and the team runs late, those who stand higher and have
// nothing late at home.
func choose(ctx context.Context, h db.Handle, t *ticket.Ticket, of team.Team, now time.Time) (choice, error) {
	var c choice
	fit, out, err := candidates.Rank(ctx, h, t, []id.Team{of.ID}, routing.Strict, now)
	if err != nil {
		return c, err
	}
	c.out = out
	guests, err := homes(ctx, h, of.ID)
	if err != nil {
		return c, err
	}
	var away []routing.Candidate
	for _, f := range fit {
		switch {
		case slices.Contains(t.Passed, f.Agent.Person):
			c.passed++
			c.exclude(f, routing.Why{Kind: "passed", Text: "was asked, and passed"})
		case guests[f.Agent.Person] != nil:
			away = append(away, f)
		default:
			c.fit = append(c.fit, f)
		}
	}
	if len(away) == 0 {
		return c, nil
	}
	return c, c.help(ctx, h, of, guests, away)
}

func (c *choice) exclude(f routing.Candidate, why routing.Why) {
	c.out = append(c.out, routing.Excluded{Agent: f.Agent, Because: why, Causes: []routing.Why{why}})
}

// has tells whether somebody could have it.
func (c *choice) has(p id.Person) bool {
	return slices.ContainsFunc(c.fit, func(f routing.Candidate) bool { return f.Agent.Person == p })
}

// because says why whoever comes first does.
func (c *choice) because(f routing.Candidate) string {
	if c.helps != "" {
		return "helping " + c.helps + " out, which runs late; " + f.Because()
	}
	return f.Because()
}

// nobodyFree tells whether those who are out are so because they are not here,
// not on shift or full, so that no other ticket would fit them better.
func (c *choice) nobodyFree() bool {
	return len(c.fit) == 0 && c.passed == 0 && !slices.ContainsFunc(c.out, func(x routing.Excluded) bool {
		return !slices.ContainsFunc(x.Causes, func(w routing.Why) bool { return w.Kind == "shift" || w.Kind == "presence" || w.Kind == "load" })
	})
}

// An outcome is what became of a ticket that was to be dealt.
type outcome int

const (
	dealt   outcome = iota // or nothing to deal any more
	stuck                  // nobody for this one
	allBusy                // nobody for any ticket
	again                  // somebody was faster; look once more
)

// one deals one ticket of a team, in a transaction of its own.
func (d *Dealer) one(ctx context.Context, key id.Ticket, of team.Team) (outcome, choice, error) {
	t, err := ticket.ByID(ctx, d.door.Read(), key)
	if err != nil || !undealt(t) || t.Team != of.ID {
		return dealt, choice{}, err
	}
	c, err := choose(ctx, d.door.Read(), t, of, d.door.Now())
	switch {
	case err != nil:
		return stuck, c, err
	case c.nobodyFree():
		return allBusy, c, nil
	case len(c.fit) == 0:
		return stuck, c, d.tellLead(ctx, key, of, c)
	}
	first, result := c.fit[0].Agent.Person, again
	err = d.door.Do(ctx, itself(), func(ctx context.Context, w *work.Work) error {
		result = again
		now, t, err := d.held(ctx, w, key, of, first)
		if err != nil || now == nil {
			return err
		}
		if len(now.fit) == 0 || now.fit[0].Agent.Person != first {
			return nil
		}
		result = dealt
		return d.give(ctx, w, t, of, *now)
	})
	return result, c, err
}

// held ranks once more, with whom it is about held: what was chosen outside the
// transaction must still stand. Nothing comes back if there is nothing to deal.
func (d *Dealer) held(ctx context.Context, w *work.Work, key id.Ticket, of team.Team, p id.Person) (*choice, *ticket.Ticket, error) {
	if err := person.Hold(ctx, w.Tx, p); err != nil {
		return nil, nil, err
	}
	t, err := ticket.ByID(ctx, w.Tx, key)
	if err != nil || !undealt(t) || t.Team != of.ID {
		return nil, t, err
	}
	c, err := choose(ctx, w.Tx, t, of, w.Now)
	return &c, t, err
}

// give records the deal: the ticket is theirs, or they are asked.
func (d *Dealer) give(ctx context.Context, w *work.Work, t *ticket.Ticket, of team.Team, c choice) error {
	best := c.fit[0]
	if of.Dealing == team.Offer {
		return d.offer(ctx, w, t, of, c)
	}
	p, err := d.place(ctx, w, t, routing.ByPush, best, c)
	if err != nil {
		return err
	}
	_, err = w.Record(ctx, t, &ticket.Assigned{
		Assignee: best.Agent.Person, Name: best.Agent.Name, How: ticket.ByPush, Placement: p, Because: c.because(best), Down: c.helps != "",
	})
	if err != nil {
		return err
	}
	return tell(ctx, w, t, best.Agent.Person, string(t.Ref())+" is yours: "+c.because(best))
}

func (d *Dealer) offer(ctx context.Context, w *work.Work, t *ticket.Ticket, of team.Team, c choice) error {
	best := c.fit[0]
	until := w.Now.Add(of.OfferFor)
	if ends := best.Agent.Shift.Turn; !ends.IsZero() && ends.Before(until) { // nobody is asked in their free time
		until = ends
	}
	p, err := d.place(ctx, w, t, routing.ByOffer, best, c)
	if err != nil {
		return err
	}
	_, err = w.Record(ctx, t, &ticket.Asked{
		Person: best.Agent.Person, Name: best.Agent.Name, Until: until, Placement: p, Because: c.because(best), Down: c.helps != "",
	})
	if err != nil {
		return err
	}
	if err := tell(ctx, w, t, best.Agent.Person, "Will you take "+string(t.Ref())+"? "+c.because(best)); err != nil {
		return err
	}
	return w.Enqueue(ctx, job.Job{Kind: TimeOutJob, Name: TimeOutJob + ":" + t.ID.String(), Payload: work.TicketJob{Ticket: t.ID}, RunAt: until})
}

// place keeps the record of who could have had it.
func (d *Dealer) place(ctx context.Context, w *work.Work, t *ticket.Ticket, rule string, who routing.Candidate, c choice) (id.Placement, error) {
	p := routing.Person(rule, c.because(who), t.Team, who.Agent.Person, c.fit, c.out)
	p.ID, p.Ticket, p.Organisation, p.At = id.Placement(w.NewID()), t.ID, t.Organisation, w.Now
	return p.ID, errs.Wrap(routing.InsertPlacement(ctx, w.Tx, p), "keeping why a ticket was dealt")
}
