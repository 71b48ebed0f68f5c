package ticketing

import (
	"context"
	"slices"

	"secondline/internal/core/access"
	"secondline/internal/desk/handover"
	"secondline/internal/desk/notice"
	"secondline/internal/desk/person"
	"secondline/internal/desk/team"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/notify"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// answering loads a handover with its ticket for an answer.
func answering(ctx context.Context, w *work.Work, key id.Handover, act access.Action) (handover.Handover, *ticket.Ticket, error) {
	h, err := handover.Get(ctx, w.Tx, key)
	if err != nil {
		return h, nil, err
	}
	t, err := ticket.ByID(ctx, w.Tx, h.Ticket)
	if err != nil {
		return h, nil, err
	}
	if err := access.May(w.By, access.Inspect, t.Object()); err != nil {
		return h, nil, errs.New(errs.NotFound, "There is no such handover.")
	}
	if h.State != handover.Offered {
		return h, nil, errs.New(errs.Conflict, "This handover of %s %s.", t.Ref(), h.State.Past())
	}
	return h, t, may(w.By, act, t)
}

// Accept takes an offer: the receiver's team owns the ticket, the receiver has
// it, the customer is told in plain words, and the sender hears of it.
func (d *Desk) Accept(ctx context.Context, by access.Actor, key id.Handover) error {
	return d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		h, t, err := answering(ctx, w, key, access.Accept)
		if err != nil {
			return err
		}
		who, err := taker(ctx, w, h)
		if err != nil {
			return err
		}
		early := t.Offer != nil && t.Offer.AtOnce // the customer was told when it was offered
		if early && who == 0 {
			who = t.Assignee // a lead confirms what the team has begun
		}
		if !early {
			if err := d.prepareWords(ctx, w, t, &h, who); err != nil {
				return err
			}
		}
		if err := d.take(ctx, w, t, &h, who); err != nil || early {
			return err
		}
		return d.sendWords(ctx, w, t, h)
	})
}

// take settles an offer as accepted: its receiver's team owns the ticket and who
// has it, if anybody. The sender hears of it.
func (d *Desk) take(ctx context.Context, w *work.Work, t *ticket.Ticket, h *handover.Handover, who id.Person) error {
	fact, err := t.Accept(h.ID, who)
	if err != nil {
		return err
	}
	fact.Contact = 0
	if h.Document.StayContact {
		fact.Contact = h.Sender
	}
	h.State, h.AnsweredAt, h.AnsweredBy = handover.Accepted, w.Now, w.By.Person
	if err := handover.Settle(ctx, w.Tx, *h); err != nil {
		return err
	}
	if _, err := w.Record(ctx, t, fact); err != nil {
		return err
	}
	return tell(ctx, w, t, notice.HandoverAccepted, w.By.Name+" has taken "+string(t.Ref()), h.Sender)
}

// taker is who has the ticket after an acceptance: the one who took it, if they
// are of the team; a lead who accepts for the team leaves it unassigned.
func taker(ctx context.Context, w *work.Work, h handover.Handover) (id.Person, error) {
	members, err := team.Members(ctx, w.Tx, h.To.Team)
	if err != nil {
		return 0, err
	}
	if slices.ContainsFunc(members, func(m team.Member) bool { return m.Person == w.By.Person }) {
		return w.By.Person, nil
	}
	return 0, nil
}

// prepareWords makes what the customer is told from who really took it, unless
// the sender wrote it by hand.
func (d *Desk) prepareWords(ctx context.Context, w *work.Work, t *ticket.Ticket, h *handover.Handover, who id.Person) error {
	h.Answer.Told = h.Document.CustomerMessage
	if h.Document.Edited {
		return nil
	}
	sender, err := nameOf(ctx, w, h.Sender)
	if err != nil {
		return err
	}
	s, err := newSheet(ctx, w.Tx, access.Actor{Name: sender}, t, Target{Team: h.To.Team, Person: who}, w.Now)
	if err != nil {
		return err
	}
	words := s.words
	words.Reason, words.Stays = h.Document.Reason, h.Document.StayContact
	h.Answer.Told = handover.Message(words)
	return nil
}

// sendWords puts the customer's message on the timeline and into the post. It is
// held back for the time in which a handover can be undone.
func (d *Desk) sendWords(ctx context.Context, w *work.Work, t *ticket.Ticket, h handover.Handover) error {
	if h.Answer.Told == "" {
		return nil
	}
	to, err := team.Get(ctx, w.Tx, h.To.Team)
	if err != nil {
		return err
	}
	who, err := nameOf(ctx, w, t.Assignee)
	if err != nil {
		return err
	}
	told := &ticket.Told{Handover: h.ID, Body: h.Answer.Told, Who: to.PlainName, Person: who}
	entries, err := w.Record(ctx, t, told)
	if err != nil {
		return err
	}
	l := notify.Letter{
		Kind: notify.HandedOver, Ticket: t, Seq: entries[0].Seq, To: []id.Person{t.Requester}, CC: t.CC, Body: told.Body, Automatic: true,
	}
	if h.State == handover.Offered {
		l.SendAt = w.Now.Add(handover.UndoFor)
	}
	return d.post.Letter(ctx, w, l)
}

// A ReturnIn is an answer that sends an offer back.
type ReturnIn struct {
	Reason      handover.ReturnReason
	Missing     []string
	Team        id.Team
	Article     string
	DuplicateOf id.Ref
	Note        string
}

// Return sends an offer back with its reason; the sender's team has the ticket
// as before.
func (d *Desk) Return(ctx context.Context, by access.Actor, key id.Handover, in ReturnIn) error {
	return d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		h, t, err := answering(ctx, w, key, access.Return)
		if err != nil {
			return err
		}
		a, err := h.Return(handover.Answer{
			Reason: in.Reason, Missing: in.Missing, Team: in.Team, Article: in.Article, Ticket: in.DuplicateOf, Note: in.Note, Told: h.Answer.Told,
		})
		if err != nil {
			return err
		}
		if err := checkAnswer(ctx, w, &a); err != nil {
			return err
		}
		fact, err := t.Return(h.ID, ticket.Returned{
			Reason: string(a.Reason), Missing: a.Missing, Team: a.Team, Article: a.Article, Ticket: a.Ticket, Note: a.Note,
		})
		if err != nil {
			return err
		}
		h.State, h.AnsweredAt, h.AnsweredBy, h.Answer = handover.Returned, w.Now, w.By.Person, a
		if err := handover.Settle(ctx, w.Tx, h); err != nil {
			return err
		}
		if _, err := w.Record(ctx, t, fact); err != nil {
			return err
		}
		if err := letGo(ctx, w, t); err != nil {
			return err
		}
		return tell(ctx, w, t, notice.HandoverReturned, w.By.Name+" returned "+string(t.Ref())+": "+a.Note, h.Sender)
	})
}

// checkAnswer looks up what a return names.
func checkAnswer(ctx context.Context, w *work.Work, a *handover.Answer) error {
	if a.Team != 0 {
		if _, err := liveTeam(ctx, w.Tx, a.Team); err != nil {
			return err
		}
	}
	if a.Ticket == "" {
		return nil
	}
	n, err := id.ParseRef(string(a.Ticket))
	if err != nil {
		return errs.Field("duplicate_of", "There is no ticket %q.", a.Ticket)
	}
	other, err := other(ctx, w, n, "duplicate_of")
	if err == nil {
		a.Ticket = other.Ref()
	}
	return err
}

// Withdraw takes an offer back before it is answered. Within ten seconds it is
// an undo.
func (d *Desk) Withdraw(ctx context.Context, by access.Actor, key id.Handover) error {
	return d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		h, t, err := answering(ctx, w, key, access.Withdraw)
		if err != nil {
			return err
		}
		return d.withdraw(ctx, w, t, h, h.Undoable(w.Now))
	})
}

func (d *Desk) withdraw(ctx context.Context, w *work.Work, t *ticket.Ticket, h handover.Handover, undone bool) error {
	if undone {
		err := d.unsay(ctx, w, t, h)
		if err != nil && !errs.Is(err, errs.Conflict) {
			return err
		}
		undone = err == nil // the customer has read it: it is withdrawn, but nothing is undone
	}
	fact, err := t.Withdraw(h.ID, undone)
	if err != nil {
		return err
	}
	h.State, h.AnsweredAt, h.AnsweredBy = handover.Withdrawn, w.Now, w.By.Person
	h.Answer.Undone = undone
	if err := handover.Settle(ctx, w.Tx, h); err != nil {
		return err
	}
	if _, err := w.Record(ctx, t, fact); err != nil {
		return err
	}
	return letGo(ctx, w, t)
}

// unsay takes back the letters of what a handover told the customer.
func (d *Desk) unsay(ctx context.Context, w *work.Work, t *ticket.Ticket, h handover.Handover) error {
	entries, err := ticket.Timeline(ctx, w.Tx, t.ID, 1)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if told, ok := e.Fact.(*ticket.Told); ok && told.Handover == h.ID {
			if err := d.post.Cancel(ctx, w, t, e.Seq); err != nil {
				return err
			}
		}
	}
	return nil
}

// nameOf is somebody's name; nobody's is empty.
func nameOf(ctx context.Context, w *work.Work, p id.Person) (string, error) {
	if p == 0 {
		return "", nil
	}
	who, err := person.Get(ctx, w.Tx, p)
	return who.Name, err
}
