package dealing

import (
	"context"
	"errors"
	"slices"

	"secondline/internal/core/access"
	"secondline/internal/desk/person"
	"secondline/internal/desk/routing"
	"secondline/internal/desk/team"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/view/candidates"
)

// mostPulled is how deep into each queue Next looks for a ticket that fits.
const mostPulled = 50

// errGone undoes a try to take what somebody else has taken meanwhile.
var errGone = errs.New(errs.Conflict, "Somebody else took it at the same moment.")

// Next gives whoever asks the ticket that they should do now: what they are asked
// to take already, else the most urgent one that they can do, of the team that
// they serve first. ok is false when there is none for them.
func (d *Dealer) Next(ctx context.Context, by access.Actor) (n id.Number, ok bool, err error) {
	if err := access.MayDesk(by, access.OpenFor); err != nil {
		return 0, false, err
	}
	places, err := team.Of(ctx, d.door.Read(), by.Person)
	if err != nil {
		return 0, false, err
	}
	if len(places) == 0 {
		return 0, false, errs.New(errs.Conflict, "You are in no team; ask whoever runs the desk to put you in one.")
	}
	if n, ok, err := d.nextAsked(ctx, by); err != nil || ok {
		return n, ok, err
	}
	if err := d.rested(ctx, by, places); err != nil {
		return 0, false, err
	}
	for _, p := range places {
		n, ok, err := d.nextOf(ctx, by, p.Team)
		if err != nil || ok {
			return n, ok, err
		}
	}
	return 0, false, nil
}

// nextAsked takes the first of the tickets that the actor is asked to take.
func (d *Dealer) nextAsked(ctx context.Context, by access.Actor) (n id.Number, ok bool, err error) {
	asked, err := askedOf(ctx, d.door.Read(), by.Person)
	if err != nil || len(asked) == 0 {
		return 0, false, err
	}
	err = d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		if err := person.Hold(ctx, w.Tx, by.Person); err != nil {
			return err
		}
		t, err := ticket.ByID(ctx, w.Tx, asked[0])
		if err != nil {
			return err
		}
		if t.Deal == nil || t.Deal.Person != by.Person || t.Deal.Until.Before(w.Now) {
			return errGone
		}
		n = t.Number
		return d.taken(ctx, w, t)
	})
	if errors.Is(err, errGone) {
		return 0, false, nil
	}
	return n, err == nil, err
}

// rested says why the actor is given nothing now, whatever lies in their queues:
// a break, the end of a shift, or enough in hand.
func (d *Dealer) rested(ctx context.Context, by access.Actor, places []team.Place) error {
	teams := make([]id.Team, len(places))
	for i, p := range places {
		teams[i] = p.Team.ID
	}
	now := d.door.Now()
	agents, err := candidates.Agents(ctx, d.door.Read(), &ticket.Ticket{}, routing.Demand{}, teams, now) // whatever the ticket is
	if err != nil {
		return err
	}
	weights, err := routing.LoadWeights(ctx, d.door.Read())
	if err != nil {
		return err
	}
	_, out := routing.Rank(routing.Demand{}, agents, weights, routing.Strict, now)
	return enough(out, by.Person, len(places))
}

// enough says that somebody is resting, or full in all their teams.
func enough(out []routing.Excluded, who id.Person, teams int) error {
	var because string
	full := 0
	for _, x := range out {
		if x.Agent.Person != who {
			continue
		}
		for _, why := range x.Causes {
			switch why.Kind {
			case "presence", "shift":
				because = why.Text
			case "load":
				full++
				because = orElse(because, why.Text)
			}
		}
	}
	switch {
	case because == "" || full > 0 && full < teams && !resting(out, who):
		return nil
	case resting(out, who):
		return errs.New(errs.Conflict, "Rest is a rule: you are %s. Say that you are here when you are back.", because)
	default:
		return errs.New(errs.Conflict, "You have enough: %s. Finish one first, or hand one over.", because)
	}
}

// resting tells whether somebody is on a break or off shift.
func resting(out []routing.Excluded, p id.Person) bool {
	return slices.ContainsFunc(out, func(x routing.Excluded) bool {
		return x.Agent.Person == p && slices.ContainsFunc(x.Causes, func(w routing.Why) bool { return w.Kind == "presence" || w.Kind == "shift" })
	})
}

func orElse(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// nextOf takes the most urgent ticket of a team's queue that the actor can do.
func (d *Dealer) nextOf(ctx context.Context, by access.Actor, of team.Team) (n id.Number, ok bool, err error) {
	waiting, err := queue(ctx, d.door.Read(), of.ID, mostPulled)
	if err != nil {
		return 0, false, err
	}
	for _, key := range waiting {
		t, err := ticket.ByID(ctx, d.door.Read(), key)
		if err != nil {
			return 0, false, err
		}
		c, err := choose(ctx, d.door.Read(), t, of, d.door.Now())
		if err != nil {
			return 0, false, err
		}
		if !c.has(by.Person) {
			continue
		}
		if ok, err = d.pull(ctx, by, key, of); err != nil || ok {
			return t.Number, ok, err
		}
	}
	return 0, false, nil
}

// pull gives a ticket to the actor if it still lies there and they still can.
func (d *Dealer) pull(ctx context.Context, by access.Actor, key id.Ticket, of team.Team) (ok bool, err error) {
	err = d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		c, t, err := d.held(ctx, w, key, of, by.Person)
		if err != nil {
			return err
		}
		if c == nil || !c.has(by.Person) {
			return errGone
		}
		i := slices.IndexFunc(c.fit, func(f routing.Candidate) bool { return f.Agent.Person == by.Person })
		me := c.fit[i]
		p, err := d.place(ctx, w, t, routing.ByPull, me, *c)
		if err != nil {
			return err
		}
		_, err = w.Record(ctx, t, &ticket.Assigned{
			Assignee: by.Person, Name: me.Agent.Name, How: ticket.ByPull, Placement: p, Because: "asked for the next one; " + c.because(me), Down: c.helps != "",
		})
		return err
	})
	if errors.Is(err, errGone) {
		return false, nil
	}
	return err == nil, err
}
