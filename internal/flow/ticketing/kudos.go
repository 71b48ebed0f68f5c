package ticketing

import (
	"context"

	"secondline/internal/core/access"
	"secondline/internal/desk/kudos"
	"secondline/internal/desk/notice"
	"secondline/internal/desk/person"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// A ThankIn is a colleague's thanks.
type ThankIn struct {
	Text   string
	Ticket id.Number // that it is for; zero: for no ticket
}

// Thank says thanks to a colleague; on a ticket it stands on the timeline, too.
func (d *Desk) Thank(ctx context.Context, by access.Actor, to id.Person, in ThankIn) error {
	text, err := kudos.Clean(in.Text)
	if err != nil {
		return err
	}
	if err := access.MayDesk(by, access.ThankAgent); err != nil {
		return err
	}
	if to == by.Person {
		return errs.New(errs.Invalid, "Thanks are for others.")
	}
	return d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		k := kudos.Kudos{ID: id.Kudos(w.NewID()), Person: to, From: w.By.Person, Text: text, At: w.Now}
		p, err := person.Get(ctx, w.Tx, to)
		if err == nil && (!p.IsAgent() || p.IsDisabled()) {
			err = errs.New(errs.NotFound, "There is no such person.")
		}
		if err != nil {
			return err
		}
		if in.Ticket == 0 {
			if err := w.Audit(ctx, "kudos.given", "person:"+to.String(), 0, map[string]any{"text": text}); err != nil {
				return err
			}
			return d.thanked(ctx, w, k, "/queue/mine")
		}
		t, err := load(ctx, w, in.Ticket, access.Thank)
		if err != nil {
			return err
		}
		cleared, err := mayWorkOn(ctx, w.Tx, p, t.Organisation)
		if err != nil {
			return err
		}
		if !cleared {
			return errs.Field("ticket", "%s may not see %s; thank them without it.", p.Name, t.Ref())
		}
		k.Ticket, k.Organisation = t.ID, t.Organisation
		if _, err := w.Record(ctx, t, &ticket.KudosGiven{Kudos: k.ID, To: to, Name: p.Name, Text: text}); err != nil {
			return err
		}
		return d.thanked(ctx, w, k, "")
	})
}

// thanked keeps the thanks and tells who got them.
func (d *Desk) thanked(ctx context.Context, w *work.Work, k kudos.Kudos, link string) error {
	if err := kudos.Insert(ctx, w.Tx, k); err != nil {
		return err
	}
	return notice.Insert(ctx, w.Tx, notice.Notice{
		ID: id.Notice(w.NewID()), Person: k.Person, Organisation: k.Organisation, Ticket: k.Ticket, Link: link, Kind: notice.Thanked,
		Text: w.By.Name + " thanks you: " + k.Text, At: w.Now,
	})
}

// good is the lowest rating whose words are thanks.
const good = 4

// thankSolver passes the kind words of a rating on to who solved it.
func (d *Desk) thankSolver(ctx context.Context, w *work.Work, t *ticket.Ticket, f *ticket.Rated) error {
	text := kudos.Cut(f.Comment)
	if f.Score < good || text == "" {
		return nil
	}
	solver, err := solvedBy(ctx, w, t)
	if err != nil || solver == 0 || solver == w.By.Person {
		return err
	}
	already, err := kudos.FromCustomer(ctx, w.Tx, t.ID, solver)
	if err != nil || already {
		return err
	}
	return d.thanked(ctx, w, kudos.Kudos{
		ID: id.Kudos(w.NewID()), Person: solver, From: w.By.Person, ByCustomer: true, Organisation: t.Organisation, Ticket: t.ID, Text: text, At: w.Now,
	}, "")
}

// solvedBy is the person who solved a ticket last; zero if nobody did by hand.
func solvedBy(ctx context.Context, w *work.Work, t *ticket.Ticket) (id.Person, error) {
	entries, err := ticket.Timeline(ctx, w.Tx, t.ID, 1)
	var who id.Person
	for _, e := range entries {
		if _, ok := e.Fact.(*ticket.ResolvedAs); ok {
			who = e.By.ID
		}
	}
	if err != nil || who == 0 {
		return 0, err
	}
	able, err := person.WorkOn(ctx, w.Tx, t.Organisation, []id.Person{who})
	if _, ok := able[who]; !ok {
		return 0, err // gone meanwhile
	}
	return who, err
}
