package ticketview

import (
	"context"
	"slices"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/service"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/view/clocks"
	"secondline/internal/view/inbox"
	"secondline/internal/view/lessons"
)

// A Link is another ticket that this one has to do with.
type Link struct {
	Kind      string       `json:"kind"`
	Ref       id.Ref       `json:"ref"`
	Subject   string       `json:"subject"`
	State     ticket.State `json:"state"`
	Direction string       `json:"direction" enum:"to,from,both"`
}

// A Need is what the work demands: a skill at a grade, or a certification.
type Need struct {
	Path          string `json:"path,omitempty"`
	Grade         int    `json:"grade,omitempty"`
	Certification string `json:"certification,omitempty"`
}

// relate adds what agents see beside the ticket itself.
func (f found) relate(ctx context.Context, h db.Handle, me access.Actor, out *Ticket, watch clocks.Watch) error {
	t := &f.sum.Ticket
	if err := others(ctx, h, me, t, out); err != nil {
		return err
	}
	needs, err := service.Needs(ctx, h, t.Service, t.Category)
	if err != nil {
		return errs.Wrap(err, "reading what the work needs")
	}
	out.Skills = needed(t, needs)
	if len(t.Walk.Hops) > 0 { // most tickets never move
		if out.Handovers, err = inbox.OfTicket(ctx, h, me, t.ID, watch); err != nil {
			return err
		}
	}
	if out.Swarm, err = together(ctx, h, me, t); err != nil {
		return err
	}
	if err := f.incident(ctx, h, me, out); err != nil {
		return err
	}
	out.Lessons, err = lessons.OfTicket(ctx, h, me, t)
	return err
}

// other is a ticket that is only named.
type other struct {
	key     id.Ticket
	ref     id.Ref
	subject string
	state   ticket.State
}

// others names the tickets that this one is linked with or merged into. Those
// that the reader may not see are left out.
func others(ctx context.Context, h db.Handle, me access.Actor, t *ticket.Ticket, out *Ticket) error {
	for _, l := range t.Absorbed {
		out.Merged = append(out.Merged, l.Ref)
	}
	keys := []id.Ticket{t.MergedInto}
	for _, l := range t.Links {
		keys = append(keys, l.Ticket)
	}
	if len(keys) == 1 && t.MergedInto == 0 {
		return nil
	}
	marks, args := db.In(keys)
	seen, more := me.Scope().Tickets("t")
	list, err := db.All(ctx, h, func(r db.Row) (other, error) {
		var o other
		var n id.Number
		err := r.Scan(&o.key, &n, &o.subject, &o.state)
		o.ref = n.Ref()
		return o, err
	}, `
		SELECT t.id, t.number, t.subject, t.state
		  FROM ticket t
		 WHERE t.id IN `+marks+` AND `+seen+`
		 ORDER BY t.id`, append(args, more...)...)
	if err != nil {
		return errs.Wrap(err, "naming linked tickets")
	}
	for _, o := range list {
		if o.key == t.MergedInto {
			out.MergedInto = o.ref
		}
	}
	for _, l := range t.Links {
		i := slices.IndexFunc(list, func(o other) bool { return o.key == l.Ticket })
		if i >= 0 {
			out.Links = append(out.Links, Link{Kind: l.Kind, Ref: list[i].ref, Subject: list[i].subject, State: list[i].state, Direction: direction(l.Kind)})
		}
	}
	return nil
}

// direction tells which of the two tickets a link begins at, seen from this one.
func direction(kind string) string {
	switch kind {
	case "duplicated_by", "split_into", "child":
		return "from"
	case "duplicate_of", "split_from", "parent":
		return "to"
	default:
		return "both"
	}
}

// needed joins what the service demands with the skills that triage named.
func needed(t *ticket.Ticket, needs []service.Need) []Need {
	out := []Need{}
	for _, n := range needs {
		if n.Certification != 0 {
			out = append(out, Need{Certification: n.CertificationName})
			continue
		}
		out = append(out, Need{Path: n.SkillPath, Grade: n.Grade})
	}
	for _, path := range t.Skills {
		if !slices.ContainsFunc(out, func(n Need) bool { return n.Path == path }) {
			out = append(out, Need{Path: path, Grade: 1})
		}
	}
	return out
}
