package ticketing

import (
	"context"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/desk/handover"
	"secondline/internal/desk/notice"
	"secondline/internal/desk/shift"
	"secondline/internal/desk/team"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// Expire ends an offer that nobody answered in its time, within the timer's
// transaction: the next candidate is asked in the name of the same sender, with
// the same document; after the last it is back with the sender's team. A P1 stays
// with the receiver's team, which has it since it was offered. The duty manager
// and the sender hear of each.
func (d *Desk) Expire(ctx context.Context, w *work.Work, t *ticket.Ticket) error {
	if t.Offer == nil || !t.IsOpen() {
		return nil
	}
	was := *t.Offer
	list, err := handover.OfTicket(ctx, w.Tx, t.ID)
	if err != nil {
		return err
	}
	chain := handover.Chain(list, was.Handover)
	if len(chain) == 0 {
		return errs.New(errs.Internal, "%s is on offer by a handover that is not there.", t.Ref())
	}
	ranked, err := d.bestOf(ctx, w, t, was.To.Team)
	if err != nil {
		return err
	}
	if was.AtOnce && t.Assignee != was.Person { // somebody of the team has begun: ask them first
		ranked = append([]id.Person{t.Assignee}, ranked...)
	}
	who, again := handover.Next(chain, others(ranked, 0))
	words, err := whatNow(ctx, w, was, who, again)
	if err != nil {
		return err
	}
	h := chain[len(chain)-1]
	if err := expire(ctx, w, t, &h, words); err != nil {
		return err
	}
	if err := tellExpired(ctx, w, t, h.Sender, words); err != nil {
		return err
	}
	if !again {
		return letGo(ctx, w, t)
	}
	return d.askNext(ctx, w, t, h, was, who)
}

func expire(ctx context.Context, w *work.Work, t *ticket.Ticket, h *handover.Handover, words string) error {
	fact, err := t.Expire(h.ID, words)
	if err != nil {
		return err
	}
	h.State, h.AnsweredAt = handover.Expired, w.Now
	if err := handover.Settle(ctx, w.Tx, *h); err != nil {
		return err
	}
	_, err = w.Record(ctx, t, fact)
	return err
}

// askNext offers to somebody else what nobody answered.
func (d *Desk) askNext(ctx context.Context, w *work.Work, t *ticket.Ticket, h handover.Handover, was ticket.Offer, who id.Person) error {
	next := h
	next.ID, next.Follows, next.Person, next.State = id.Handover(w.NewID()), h.ID, who, handover.Offered
	next.OfferedAt, next.AnsweredAt, next.AskedBack, next.Version = w.Now, time.Time{}, handover.Question{}, 1
	fact := t.AskNext(told(next), was)
	next.From = handover.Place(fact.From)
	if err := handover.Insert(ctx, w.Tx, next); err != nil {
		return err
	}
	if _, err := w.Record(ctx, t, fact); err != nil {
		return err
	}
	sender, err := nameOf(ctx, w, h.Sender)
	if err != nil {
		return err
	}
	return tell(ctx, w, t, notice.HandoverOffered, sender+" asks you to take "+string(t.Ref()), who)
}

// whatNow says in words what happens after an offer expired.
func whatNow(ctx context.Context, w *work.Work, was ticket.Offer, who id.Person, again bool) (string, error) {
	name, err := nameOf(ctx, w, who)
	if err != nil {
		return "", err
	}
	of := was.To.Team
	if !again && !was.AtOnce {
		of = was.From.Team
	}
	place, err := team.Get(ctx, w.Tx, of)
	switch {
	case err != nil:
		return "", err
	case again && who != 0:
		return name + " is asked now.", nil
	case again:
		return "Anyone of " + place.Name + " is asked now.", nil
	case was.AtOnce:
		return place.Name + " keeps it; nobody there has answered.", nil
	default:
		return "It is back with " + place.Name + ".", nil
	}
}

// tellExpired tells the duty manager and the sender.
func tellExpired(ctx context.Context, w *work.Work, t *ticket.Ticket, sender id.Person, words string) error {
	duty, err := shift.DutyManager(ctx, w.Tx, w.Now)
	if err != nil {
		return err
	}
	if duty != 0 {
		cleared, err := clearedFor(ctx, w, duty, t.Organisation)
		if err != nil {
			return err
		}
		if !cleared {
			duty = 0 // a notice quotes the ticket
		}
	}
	return tell(ctx, w, t, notice.Expired, "Nobody took "+string(t.Ref())+" in time. "+words, duty, sender)
}

// AskBack asks the sender a question before the offer is answered. The first one
// pauses the acknowledge clock for ten minutes, or until it is answered.
func (d *Desk) AskBack(ctx context.Context, by access.Actor, key id.Handover, question string) error {
	return d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		h, t, err := answering(ctx, w, key, access.AskBack)
		if err != nil {
			return err
		}
		f, err := t.AskBack(h.ID, question, w.Now)
		if err != nil {
			return err
		}
		h.AskedBack = handover.Question{By: w.By.Person, Text: f.Question, At: w.Now, Until: f.Until}
		if err := handover.Ask(ctx, w.Tx, h); err != nil {
			return err
		}
		if _, err := w.Record(ctx, t, f); err != nil {
			return err
		}
		return tell(ctx, w, t, notice.AskedBack, w.By.Name+" asks about "+string(t.Ref())+": "+f.Question, h.Sender)
	})
}

// AnswerBack answers the receiver's question; the clock goes on.
func (d *Desk) AnswerBack(ctx context.Context, by access.Actor, key id.Handover, answer string) error {
	return d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		h, t, err := answering(ctx, w, key, access.AnswerBack)
		if err != nil {
			return err
		}
		f, err := t.AnswerBack(h.ID, answer)
		if err != nil {
			return err
		}
		h.AskedBack.Answer, h.AskedBack.AnsweredAt = f.Answer, w.Now
		if err := handover.Ask(ctx, w.Tx, h); err != nil {
			return err
		}
		if _, err := w.Record(ctx, t, f); err != nil {
			return err
		}
		return tell(ctx, w, t, notice.AskedBack, w.By.Name+" answered about "+string(t.Ref())+": "+f.Answer, h.AskedBack.By)
	})
}
