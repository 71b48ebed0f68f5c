package ticketing

import (
	"context"
	"strings"

	"secondline/internal/core/access"
	"secondline/internal/desk/notice"
	"secondline/internal/desk/routing"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/view/candidates"
)

// Assign gives a ticket to a member of its team, or, with zero, to nobody.
func (d *Desk) Assign(ctx context.Context, by access.Actor, n id.Number, to id.Person) error {
	return d.AssignBecause(ctx, by, n, to, "")
}

// AssignBecause gives a ticket to a member of its team and says why. A human may
// give it to whom they like among those who may see it: that they lack a skill is
// kept with the reasons. Only a certificate that the work demands and that has
// lapsed stops them, unless they say why.
func (d *Desk) AssignBecause(ctx context.Context, by access.Actor, n id.Number, to id.Person, because string) error {
	return d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		t, err := load(ctx, w, n, access.Assign)
		if err != nil || t.Assignee == to {
			return err
		}
		if to == 0 {
			_, err := w.Record(ctx, t, &ticket.Assigned{Because: strings.TrimSpace(because)})
			return err
		}
		f, err := byHand(ctx, w, t, to, strings.TrimSpace(because))
		if err != nil {
			return err
		}
		if _, err := w.Record(ctx, t, f); err != nil {
			return err
		}
		return tell(ctx, w, t, notice.Assigned, w.By.Name+" gave you "+string(t.Ref()), to)
	})
}

// byHand is a human's choice of who has it, with what routing would say to it on
// record.
func byHand(ctx context.Context, w *work.Work, t *ticket.Ticket, to id.Person, because string) (*ticket.Assigned, error) {
	p, err := member(ctx, w.Tx, t.Team, to, t.Organisation)
	if err != nil {
		return nil, err
	}
	d, err := candidates.Demand(ctx, w.Tx, t)
	if err != nil {
		return nil, err
	}
	who, err := candidates.One(ctx, w.Tx, t, d, to, w.Now)
	if err != nil {
		return nil, err
	}
	if lapsed := routing.Lapsed(d, who, w.Now); lapsed != "" && because == "" {
		return nil, errs.Field("because", "%s has %s, which this work demands; say why they get it all the same.", p.Name, lapsed)
	}
	weights, err := routing.LoadWeights(ctx, w.Tx)
	if err != nil {
		return nil, err
	}
	fit, out := routing.Rank(d, []routing.Agent{who}, weights, routing.Advise, w.Now)
	lacks := lacking(out)
	record := routing.Person(routing.ByHand, strings.Join(spoken(w.By.Name+" gave it to "+p.Name, because, lacks), "; "), t.Team, to, fit, out)
	record.ID, record.At = id.Placement(w.NewID()), w.Now
	if because == "" {
		because = lacks
	}
	return &ticket.Assigned{Assignee: to, Name: p.Name, Placement: record.ID, Because: because}, onRecord(ctx, w, t, record)
}

// lacking says what somebody lacks who is given a ticket all the same.
func lacking(out []routing.Excluded) string {
	var texts []string
	for _, x := range out {
		for _, c := range x.Causes {
			texts = append(texts, c.Text)
		}
	}
	return strings.Join(texts, "; ")
}

// spoken leaves out of a list what is not said.
func spoken(texts ...string) []string {
	var out []string
	for _, t := range texts {
		if t != "" {
			out = append(out, t)
		}
	}
	return out
}
