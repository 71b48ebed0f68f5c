package rota

import (
	"context"
	"slices"

	"secondline/internal/core/access"
	"secondline/internal/desk/person"
	"secondline/internal/desk/shift"
	"secondline/internal/desk/team"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// Propose asks a colleague to take over work of one's own, perhaps in return for
// some of theirs.
func (d *Desk) Propose(ctx context.Context, by access.Actor, s shift.Swap) (id.Swap, error) {
	if err := access.MayDesk(by, access.OpenFor); err != nil {
		return 0, err
	}
	s.From = by.Person
	err := d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) (err error) {
		if s, err = s.Checked(w.Now); err != nil {
			return err
		}
		if err := d.fit(ctx, w, s); err != nil {
			return err
		}
		s.ID, s.State, s.At = id.Swap(w.NewID()), shift.Proposed, w.Now
		if err := shift.InsertSwap(ctx, w.Tx, s); err != nil {
			return err
		}
		if err := tell(ctx, w, s.To, w.By.Name+" asks to swap a shift with you"); err != nil {
			return err
		}
		return w.Audit(ctx, "swap.proposed", "person:"+s.From.String(), 0, s)
	})
	return s.ID, err
}

// Accept swaps: what one worked the other works, and back.
func (d *Desk) Accept(ctx context.Context, by access.Actor, key id.Swap) error {
	return d.answer(ctx, by, key, shift.Accepted, func(ctx context.Context, w *work.Work, s shift.Swap) error {
		if _, err := s.Checked(w.Now); err != nil { // it may have begun meanwhile
			return errs.Because(err, errs.Conflict, "%s", errs.Text(err))
		}
		if err := d.fit(ctx, w, s); err != nil {
			return err
		}
		for _, e := range s.Exceptions() {
			e.ID = id.Exception(w.NewID())
			if err := shift.InsertException(ctx, w.Tx, e); err != nil {
				return err
			}
		}
		return d.dealer.Changed(ctx, w, s.From, s.To)
	})
}

// Decline leaves everything as it is.
func (d *Desk) Decline(ctx context.Context, by access.Actor, key id.Swap) error {
	return d.answer(ctx, by, key, shift.Declined, nil)
}

// Withdraw takes back a swap that was not answered.
func (d *Desk) Withdraw(ctx context.Context, by access.Actor, key id.Swap) error {
	return d.answer(ctx, by, key, shift.Withdrawn, nil)
}

func (d *Desk) answer(
	ctx context.Context, by access.Actor, key id.Swap, state string,
	then func(ctx context.Context, w *work.Work, s shift.Swap) error,
) error {
	if err := access.MayDesk(by, access.OpenFor); err != nil {
		return err
	}
	return d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		s, err := shift.GetSwap(ctx, w.Tx, key)
		if err != nil {
			return err
		}
		answers, hears := s.To, s.From
		if state == shift.Withdrawn {
			answers, hears = s.From, s.To
		}
		switch {
		case by.Person != s.From && by.Person != s.To:
			return errs.New(errs.NotFound, "There is no such swap.")
		case by.Person != answers:
			return errs.New(errs.Forbidden, "The other one answers that; you can only do your half.")
		case s.State != shift.Proposed:
			return errs.New(errs.Conflict, "The swap was %s already.", s.State)
		}
		if then != nil {
			if err := then(ctx, w, s); err != nil {
				return err
			}
		}
		s.State, s.AnsweredAt = state, w.Now
		if err := shift.AnswerSwap(ctx, w.Tx, s); err != nil {
			return err
		}
		if err := tell(ctx, w, hears, w.By.Name+" "+told[state]); err != nil {
			return err
		}
		return w.Audit(ctx, "swap."+state, "person:"+s.From.String(), 0, s)
	})
}

var told = map[string]string{
	shift.Accepted: "swaps the shift with you", shift.Declined: "cannot swap the shift", shift.Withdrawn: "no longer asks to swap the shift",
}

// fit holds both and looks whether the swap can be: they share a team, each gives
// what they work, and nobody works twice at once.
func (d *Desk) fit(ctx context.Context, w *work.Work, s shift.Swap) error {
	if err := person.Hold(ctx, w.Tx, s.From, s.To); err != nil {
		return err
	}
	from, err := d.party(ctx, w, s.From, s)
	if err != nil {
		return err
	}
	to, err := d.party(ctx, w, s.To, s)
	if err != nil {
		return err
	}
	mine, err := team.Of(ctx, w.Tx, s.From)
	if err != nil {
		return err
	}
	theirs, err := team.Of(ctx, w.Tx, s.To)
	if err != nil {
		return err
	}
	shared := slices.ContainsFunc(mine, func(a team.Place) bool {
		return slices.ContainsFunc(theirs, func(b team.Place) bool { return a.Team.ID == b.Team.ID })
	})
	if !shared {
		return errs.Field("person", "%s is in none of your teams; ask somebody who is.", to.Name)
	}
	return s.Fits(from, to)
}

func (d *Desk) party(ctx context.Context, w *work.Work, key id.Person, s shift.Swap) (shift.Party, error) {
	p, err := worker(ctx, w, key)
	if err != nil {
		return shift.Party{}, err
	}
	first, last := s.FromAt, s.ToAt
	if s.Back() && s.BackFromAt.Before(first) {
		first = s.BackFromAt
	}
	if s.BackToAt.After(last) {
		last = s.BackToAt
	}
	r, err := roster(ctx, w, key, first, last)
	return shift.Party{Name: p.Name, Roster: r}, err
}
