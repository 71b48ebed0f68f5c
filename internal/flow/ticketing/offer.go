package ticketing

import (
	"context"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/handover"
	"secondline/internal/desk/notice"
	"secondline/internal/desk/routing"
	"secondline/internal/desk/team"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/view/candidates"
)

// Candidates ranks who could take a ticket: of one team, or of every team in a
// direction. Who cannot is named with the cause.
func (d *Desk) Candidates(ctx context.Context, by access.Actor, n id.Number, to Target) (fit []routing.Candidate, out []routing.Excluded, err error) {
	err = d.door.View(ctx, func(h db.Handle) error {
		t, err := ticket.ByNumber(ctx, h, n)
		if err != nil {
			return err
		}
		if err := may(by, access.Inspect, t); err != nil {
			return err
		}
		teams, err := targets(ctx, h, t, to)
		if err != nil {
			return err
		}
		fit, out, err = d.rank(ctx, h, t, teams)
		return err
	})
	return fit, out, err
}

func targets(ctx context.Context, h db.Handle, t *ticket.Ticket, to Target) ([]id.Team, error) {
	lie, all, paths, err := towards(ctx, h, t, to)
	var out []id.Team
	for _, one := range lie {
		if paths.Allows(all, t.Team, one.ID) {
			out = append(out, one.ID)
		}
	}
	return out, err
}

// rank orders the members of teams for a human who decides: load, presence and
// shift put somebody last, and bar nobody.
func (d *Desk) rank(ctx context.Context, h db.Handle, t *ticket.Ticket, teams []id.Team) ([]routing.Candidate, []routing.Excluded, error) {
	return candidates.Rank(ctx, h, t, teams, routing.Advise, d.door.Now())
}

// HandOver offers a ticket to another team or person. Until they take it the
// sender's team owns it; a P1 is theirs at once, and the customer is told at
// once. What would be the third crossing between two teams becomes a swarm.
func (d *Desk) HandOver(ctx context.Context, by access.Actor, n id.Number, to Target, f handover.Form) (handover.Handover, error) {
	var out handover.Handover
	err := d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		t, err := load(ctx, w, n, access.HandOver)
		if err != nil {
			return err
		}
		s, err := openSheet(ctx, w.Tx, w.By, t, to, w.Now)
		if err != nil {
			return err
		}
		if s.closed != "" {
			return errs.Field("team", "%s", s.closed)
		}
		p := Preview{Form: f}
		s.complete(&p)
		if err := p.Form.Check(p.Completeness, p.Threshold); err != nil {
			return err
		}
		why, err := d.receivable(ctx, w, t, s.to, to.Person)
		if err != nil {
			return err
		}
		if err := evidenceOf(ctx, w, t, p.Form.Evidence); err != nil {
			return err
		}
		if s.together != nil {
			out, err = d.lookTogether(ctx, w, t, s, p)
			return err
		}
		out = s.written(w, p, to.Person)
		if err := d.offer(ctx, w, t, &out); err != nil {
			return err
		}
		why.Because = w.By.Name + " handed it over: " + p.Form.Ask
		if err := onRecord(ctx, w, t, why); err != nil {
			return err
		}
		return tell(ctx, w, t, notice.HandoverOffered, w.By.Name+" asks you to take "+string(t.Ref()), to.Person)
	})
	return out, err
}

// receivable checks that the person whom it is offered to may have it, and gives
// the record of that, with how the others stood. Load and presence do not bar an
// offer that a human makes by name; they are shown.
func (d *Desk) receivable(ctx context.Context, w *work.Work, t *ticket.Ticket, to team.Team, who id.Person) (routing.Placement, error) {
	p := routing.Placement{ID: id.Placement(w.NewID()), At: w.Now, Of: routing.OfTeam, Rule: routing.Handover, Team: to.ID}
	if who == 0 {
		return p, nil
	}
	if _, err := member(ctx, w.Tx, to.ID, who, t.Organisation); err != nil {
		return p, err
	}
	fit, out, err := d.rank(ctx, w.Tx, t, []id.Team{to.ID})
	for _, x := range out {
		if x.Agent.Person == who {
			return p, errs.Field("person", "%s cannot take it: %s.", x.Agent.Name, x.Because.Text)
		}
	}
	named := routing.Person(routing.Handover, "", to.ID, who, fit, out)
	named.ID, named.At = p.ID, p.At
	return named, err
}

// evidenceOf checks that each piece of evidence is on this ticket.
func evidenceOf(ctx context.Context, w *work.Work, t *ticket.Ticket, evidence []handover.Proof) error {
	if len(evidence) == 0 {
		return nil
	}
	entries, err := ticket.Timeline(ctx, w.Tx, t.ID, 1)
	if err != nil {
		return err
	}
	files := map[id.File]bool{}
	for _, e := range entries {
		for _, f := range filesOf(e.Fact) {
			files[f.ID] = true
		}
	}
	for _, p := range evidence {
		onTicket := p.File != 0 && files[p.File] || p.File == 0 && p.Seq > 0 && p.Seq <= t.Seq
		if !onTicket {
			return errs.Field("evidence", "“%s” is not on %s; attach it to a note first.", p.Label, t.Ref())
		}
	}
	return nil
}

// written is the handover as it is about to be offered.
func (s *sheet) written(w *work.Work, p Preview, to id.Person) handover.Handover {
	t := s.ticket
	return handover.Handover{
		ID: id.Handover(w.NewID()), Ticket: t.ID, Organisation: t.Organisation, Direction: s.words.Direction,
		From: handover.Place(t.Place), Sender: w.By.Person, To: handover.Place(s.toPlace), Person: to, State: handover.Offered,
		Document:     handover.Document{Form: p.Form, Checklist: p.Checklist, Threshold: p.Threshold},
		Completeness: p.Completeness, Priority: t.Priority, OfferedAt: w.Now, Version: 1,
	}
}

// told is a handover as the timeline tells it.
func told(h handover.Handover) ticket.HandedOver {
	f := ticket.HandedOver{
		Handover: h.ID, Direction: string(h.Direction), To: ticket.Place(h.To), Person: h.Person, By: h.Sender,
		Reason: string(h.Document.Reason), Ask: h.Document.Ask, Completeness: h.Completeness, Because: h.Document.Because,
	}
	if h.Document.StayContact {
		f.Contact = h.Sender
	}
	return f
}

// offer offers a handover that was written: a P1 is the receiver's at once.
func (d *Desk) offer(ctx context.Context, w *work.Work, t *ticket.Ticket, h *handover.Handover) error {
	fact := told(*h)
	fact.AtOnce = t.Priority == 1
	checked, err := t.HandOver(fact)
	if err != nil {
		return err
	}
	if t.State == ticket.Waiting {
		if _, err := w.Record(ctx, t, &ticket.Resumed{Because: "handed over"}); err != nil {
			return err
		}
	}
	if checked.AtOnce {
		h.Answer.Told = h.Document.CustomerMessage // a P1 cannot wait for the answer
	}
	if err := handover.Insert(ctx, w.Tx, *h); err != nil {
		return err
	}
	if _, err := w.Record(ctx, t, checked); err != nil || !checked.AtOnce {
		return err
	}
	return d.sendWords(ctx, w, t, *h)
}
