package ticketing

import (
	"context"
	"slices"
	"strings"

	"secondline/internal/core/access"
	"secondline/internal/desk/handover"
	"secondline/internal/desk/swarm"
	"secondline/internal/desk/team"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// fromSwarm says why a handover that grew out of a swarm needs no checklist.
const fromSwarm = "they looked at it together"

// OwnSwarm ends a ping-pong: one of the two teams owns the ticket. A member of
// either takes it for theirs; who leads the swarm, or a lead, may say which.
func (d *Desk) OwnSwarm(ctx context.Context, by access.Actor, n id.Number, want id.Team) error {
	return d.inSwarm(ctx, by, n, func(ctx context.Context, w *work.Work, t *ticket.Ticket) error {
		if len(t.Swarm.Teams) == 0 {
			return errs.New(errs.Conflict, "%s has an owner, and nobody doubts it; make the swarm a handover instead.", t.Ref())
		}
		owner, err := ownerOf(w.By, t, want)
		if err != nil {
			return err
		}
		who := id.Person(0)
		if w.By.InTeam(owner) {
			who = w.By.Person
		}
		if owner == t.Team {
			if err := staysWith(ctx, w, t, who); err != nil {
				return err
			}
			return endSwarm(ctx, w, t, swarm.Owned, "")
		}
		f, follows, err := d.keptForm(ctx, w, t, owner)
		if err != nil {
			return err
		}
		return d.outOfSwarm(ctx, w, t, outcome{form: f, follows: follows, team: owner, who: who, word: swarm.Owned})
	})
}

// ownerOf is the team that the actor may make the owner.
func ownerOf(by access.Actor, t *ticket.Ticket, want id.Team) (id.Team, error) {
	if want != 0 && !slices.Contains(t.Swarm.Teams, want) {
		return 0, errs.Field("team", "One of the two teams between which it went is to own it.")
	}
	decides := by.Person == t.Swarm.Lead || by.Role == access.TeamLead || by.Role == access.Administrator
	for _, of := range append([]id.Team{t.Team}, t.Swarm.Teams...) { // who is of both keeps it where it is
		asked := want == of || want == 0
		if slices.Contains(t.Swarm.Teams, of) && asked && by.InTeam(of) {
			return of, nil
		}
	}
	switch {
	case decides && want != 0:
		return want, nil
	case decides:
		return 0, errs.Field("team", "Say which of the two teams owns it from now on.")
	default:
		return 0, errs.New(errs.Forbidden, "Somebody of the two teams, or who leads the swarm, says who owns %s.", t.Ref())
	}
}

// staysWith leaves a ticket with its team, in the hands of whoever said so.
func staysWith(ctx context.Context, w *work.Work, t *ticket.Ticket, who id.Person) error {
	if who == 0 || who == t.Assignee {
		return nil
	}
	_, err := w.Record(ctx, t, &ticket.Assigned{Assignee: who, Name: w.By.Name})
	return err
}

// keptForm is what was written when the two teams were sent into a swarm, if that
// was meant for the team that owns it now; else what the swarm itself says.
func (d *Desk) keptForm(ctx context.Context, w *work.Work, t *ticket.Ticket, owner id.Team) (handover.Form, id.Handover, error) {
	list, err := handover.OfTicket(ctx, w.Tx, t.ID)
	if err != nil {
		return handover.Form{}, 0, err
	}
	slices.Reverse(list)
	i := slices.IndexFunc(list, func(h handover.Handover) bool { return h.State == handover.Swarmed })
	if i >= 0 && list[i].To.Team == owner {
		f := list[i].Document.Form
		f.Edited = false // the words were for another moment
		return f, list[i].ID, nil
	}
	f, err := d.swarmForm(ctx, w, t)
	return f, 0, err
}

// HandOverSwarm makes a swarm a handover in one step: one of those who look has
// the ticket, and their team owns it. The document is what was asked, and what
// was found since.
func (d *Desk) HandOverSwarm(ctx context.Context, by access.Actor, n id.Number, to id.Person) error {
	return d.inSwarm(ctx, by, n, func(ctx context.Context, w *work.Work, t *ticket.Ticket) error {
		if to != t.Swarm.Lead && !slices.Contains(t.Swarm.People, to) {
			return errs.Field("person", "They are not in the swarm; ask them in first, so that they know what was found.")
		}
		if to == t.Assignee {
			return errs.Field("person", "They have %s already; end the swarm.", t.Ref())
		}
		of, err := d.homeOf(ctx, w, t, to)
		if err != nil {
			return err
		}
		if _, err := d.receivable(ctx, w, t, of, to); err != nil {
			return err
		}
		f, err := d.swarmForm(ctx, w, t)
		if err != nil {
			return err
		}
		return d.outOfSwarm(ctx, w, t, outcome{form: f, team: of.ID, who: to, word: swarm.HandedOver})
	})
}

// homeOf is the team for which somebody takes a ticket: its own if they are of
// it, else the one that they serve first and to which there is a path.
func (d *Desk) homeOf(ctx context.Context, w *work.Work, t *ticket.Ticket, who id.Person) (team.Team, error) {
	of, err := team.Of(ctx, w.Tx, who)
	if err != nil {
		return team.Team{}, err
	}
	if len(of) == 0 {
		return team.Team{}, errs.Field("person", "They are in no team that could own it.")
	}
	if i := slices.IndexFunc(of, func(p team.Place) bool { return p.Team.ID == t.Team }); i >= 0 {
		return of[i].Team, nil
	}
	all, paths, err := ways(ctx, w.Tx)
	if err != nil {
		return team.Team{}, err
	}
	for _, p := range of {
		if paths.Allows(all, t.Team, p.Team.ID) {
			return p.Team, nil
		}
	}
	return team.Team{}, errs.Field("person", "%s", paths.Refusal(all, t.Team, of[0].Team.ID))
}

// swarmForm fills a form from what was asked, and what the timeline says; what
// was noted since the swarm began is part of the summary.
func (d *Desk) swarmForm(ctx context.Context, w *work.Work, t *ticket.Ticket) (handover.Form, error) {
	entries, err := ticket.Timeline(ctx, w.Tx, t.ID, 1)
	if err != nil {
		return handover.Form{}, err
	}
	customer, err := nameOf(ctx, w, t.Requester)
	if err != nil {
		return handover.Form{}, err
	}
	said := saidOn(entries, customer)
	draft := handover.Prefill(t.Subject, said)
	summary := []string{draft.Summary.Text}
	for _, s := range said {
		if s.Inside && !s.At.Before(t.Swarm.At) && strings.TrimSpace(s.Body) != "" {
			summary = append(summary, s.Who+": "+strings.TrimSpace(s.Body))
		}
	}
	text := strings.Join(summary, "\n")
	return handover.Form{
		Reason: handover.Skill, Ask: t.Swarm.Ask, Summary: handover.Cut(text), Tried: draft.Tried, Evidence: draft.Evidence,
		Hypothesis: draft.Hypothesis.Text, ShareOutcome: true,
	}, nil
}

// An outcome is the handover that a swarm becomes.
type outcome struct {
	form    handover.Form
	follows id.Handover
	team    id.Team
	who     id.Person // nobody: the team as a whole
	word    string    // how the swarm ended
}

// outOfSwarm hands the ticket over and takes it in one step, tells the customer,
// and ends the swarm.
func (d *Desk) outOfSwarm(ctx context.Context, w *work.Work, t *ticket.Ticket, o outcome) error {
	s, err := newSheet(ctx, w.Tx, w.By, t, Target{Team: o.team, Person: o.who}, w.Now)
	if err != nil {
		return err
	}
	p := Preview{Form: o.form}
	s.complete(&p)
	if p.Completeness < p.Threshold && p.Form.Because == "" {
		p.Form.Because = fromSwarm
	}
	h := s.written(w, p, o.who)
	h.Document.Swarm, h.Follows = t.Swarm.ID, o.follows
	if err := d.offer(ctx, w, t, &h); err != nil {
		return err
	}
	early := t.Offer.AtOnce
	if !early {
		if err := d.prepareWords(ctx, w, t, &h, o.who); err != nil {
			return err
		}
	}
	if err := d.take(ctx, w, t, &h, o.who); err != nil {
		return err
	}
	if !early {
		if err := d.sendWords(ctx, w, t, h); err != nil {
			return err
		}
	}
	return endSwarm(ctx, w, t, o.word, "")
}
