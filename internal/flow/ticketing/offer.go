package ticketing

import (
	"context"
	"slices"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/handover"
	"secondline/internal/desk/notice"
	"secondline/internal/desk/routing"
	"secondline/internal/desk/service"
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
	if to.Team != 0 {
		one, err := liveTeam(ctx, h, to.Team)
		return []id.Team{one.ID}, err
	}
	all, err := team.All(ctx, h)
	var out []id.Team
	for _, one := range all {
		towards := handover.Towards(t.Rank, one.Rank, one.IsProject())
		if one.ArchivedAt.IsZero() && towards == to.Direction {
			out = append(out, one.ID)
		}
	}
	return out, err
}

func (d *Desk) rank(ctx context.Context, h db.Handle, t *ticket.Ticket, teams []id.Team) ([]routing.Candidate, []routing.Excluded, error) {
	agents, err := candidates.Agents(ctx, h, t, teams)
	if err != nil {
		return nil, nil, err
	}
	needs, err := service.Needs(ctx, h, t.Service, t.Category)
	if err != nil {
		return nil, nil, err
	}
	fit, out := routing.Rank(demands(needs, t.Skills), agents, d.door.Now())
	return fit, out, nil
}

// demands are what the service and category need, and the skills that triage
// added.
func demands(needs []service.Need, skills []string) []routing.Need {
	var out []routing.Need
	for _, n := range needs {
		out = append(out, routing.Need{Skill: n.SkillPath, Grade: n.Grade, Certificate: n.Certification, CertificateName: n.CertificationName})
	}
	for _, s := range skills {
		if !slices.ContainsFunc(out, func(n routing.Need) bool { return n.Skill == s }) {
			out = append(out, routing.Need{Skill: s, Grade: 1})
		}
	}
	return out
}

// HandOver offers a ticket to another team or person. Until they take it the
// sender's team owns it; a P1 is theirs at once, and the customer is told at
// once.
func (d *Desk) HandOver(ctx context.Context, by access.Actor, n id.Number, to Target, f handover.Form) (handover.Handover, error) {
	var out handover.Handover
	err := d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		t, err := load(ctx, w, n, access.HandOver)
		if err != nil {
			return err
		}
		s, err := newSheet(ctx, w.Tx, w.By, t, to, w.Now)
		if err != nil {
			return err
		}
		p := Preview{Form: f}
		s.complete(&p)
		if err := p.Form.Check(p.Completeness, p.Threshold); err != nil {
			return err
		}
		if err := d.receivable(ctx, w, t, s.to, to.Person); err != nil {
			return err
		}
		if err := evidenceOf(ctx, w, t, p.Form.Evidence); err != nil {
			return err
		}
		out, err = d.offer(ctx, w, t, s, p, to.Person)
		return err
	})
	return out, err
}

// receivable checks that the person whom it is offered to may have it. Load and
// presence do not bar an offer that a human makes by name; they are shown.
func (d *Desk) receivable(ctx context.Context, w *work.Work, t *ticket.Ticket, to team.Team, who id.Person) error {
	if who == 0 {
		return nil
	}
	if _, err := member(ctx, w.Tx, to.ID, who, t.Organisation); err != nil {
		return err
	}
	_, out, err := d.rank(ctx, w.Tx, t, []id.Team{to.ID})
	for _, x := range out {
		barred := x.Because.Kind != "load"
		if x.Agent.Person == who && barred {
			return errs.Field("person", "%s cannot take it: %s.", x.Agent.Name, x.Because.Text)
		}
	}
	return err
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

func (d *Desk) offer(ctx context.Context, w *work.Work, t *ticket.Ticket, s *sheet, p Preview, to id.Person) (handover.Handover, error) {
	h := handover.Handover{
		ID: id.Handover(w.NewID()), Ticket: t.ID, Organisation: t.Organisation, Direction: s.words.Direction,
		From: handover.Place{Team: t.Team, Rank: t.Rank, Project: t.Project}, Sender: w.By.Person,
		To: handover.Place{Team: s.to.ID, Rank: s.toPlace.Rank, Project: s.toPlace.Project}, Person: to, State: handover.Offered,
		Document:     handover.Document{Form: p.Form, Checklist: p.Checklist, Threshold: p.Threshold},
		Completeness: p.Completeness, Priority: t.Priority, OfferedAt: w.Now, Version: 1,
	}
	fact := ticket.HandedOver{
		Handover: h.ID, Direction: string(h.Direction), To: s.toPlace, Person: to, By: w.By.Person, Reason: string(p.Form.Reason),
		Ask: p.Form.Ask, Completeness: p.Completeness, Because: p.Form.Because, AtOnce: t.Priority == 1,
	}
	if p.Form.StayContact {
		fact.Contact = w.By.Person
	}
	checked, err := t.HandOver(fact)
	if err != nil {
		return h, err
	}
	if t.State == ticket.Waiting {
		if _, err := w.Record(ctx, t, &ticket.Resumed{Because: "handed over"}); err != nil {
			return h, err
		}
	}
	if checked.AtOnce {
		h.Answer.Told = h.Document.CustomerMessage // a P1 cannot wait for the answer
	}
	if err := handover.Insert(ctx, w.Tx, h); err != nil {
		return h, err
	}
	if _, err := w.Record(ctx, t, checked); err != nil {
		return h, err
	}
	if checked.AtOnce {
		if err := d.sendWords(ctx, w, t, h); err != nil {
			return h, err
		}
	}
	return h, tell(ctx, w, t, notice.HandoverOffered, w.By.Name+" asks you to take "+string(t.Ref()), to)
}
