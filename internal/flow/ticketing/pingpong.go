package ticketing

import (
	"context"
	"fmt"
	"slices"

	"secondline/internal/db"
	"secondline/internal/desk/handover"
	"secondline/internal/desk/person"
	"secondline/internal/desk/shift"
	"secondline/internal/desk/swarm"
	"secondline/internal/desk/team"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// A pingPong is two teams between which a ticket went too often.
type pingPong struct {
	from, to team.Team
	before   []handover.Handover // all of the ticket, the first first
}

// crossings tells whether one more handover to a team would be one too many; nil
// if not.
func crossings(ctx context.Context, h db.Handle, t *ticket.Ticket, to team.Team) (*pingPong, error) {
	if len(t.Walk.Hops) < handover.MostCrossings {
		return nil, nil //nolint:nilnil // no ping-pong is the usual case, not an error
	}
	list, err := handover.OfTicket(ctx, h, t.ID)
	if err != nil || !handover.PingPong(list, t.Team, to.ID) {
		return nil, err
	}
	from, err := team.Get(ctx, h, t.Team)
	return &pingPong{from: from, to: to, before: list}, err
}

// warning says before it is sent what will become of it.
func (p *pingPong) warning() string {
	if p == nil {
		return ""
	}
	return fmt.Sprintf("It went between %s and %s %d times. Sending it now starts a swarm of both, led by the duty manager, until one of them owns it.",
		p.from.Name, p.to.Name, handover.Crossings(p.before, p.from.ID, p.to.ID))
}

// lookTogether keeps what was written and lets both teams' last hands look at the
// ticket, led by the duty manager, until one of them owns it.
func (d *Desk) lookTogether(ctx context.Context, w *work.Work, t *ticket.Ticket, s *sheet, p Preview) (handover.Handover, error) {
	pair := s.together
	h := s.written(w, p, 0)
	h.Direction, h.State, h.AnsweredAt = handover.Swarm, handover.Swarmed, w.Now
	if _, err := t.HandOver(told(h)); err != nil {
		return h, err
	}
	lead, err := leaderOf(ctx, w, t, pair)
	if err != nil {
		return h, err
	}
	people, err := d.lastHands(ctx, w, t, pair)
	if err != nil {
		return h, err
	}
	if t.Swarm != nil { // what somebody called together goes on as this one
		people = append(append(people, t.Swarm.Lead), t.Swarm.People...)
		if err := endSwarm(ctx, w, t, swarm.CalledOff, "now it is about who owns it"); err != nil {
			return h, err
		}
	}
	if t.State == ticket.Waiting {
		if _, err := w.Record(ctx, t, &ticket.Resumed{Because: "handed over"}); err != nil {
			return h, err
		}
	}
	if err := handover.Insert(ctx, w.Tx, h); err != nil {
		return h, err
	}
	return h, startSwarm(ctx, w, t, ticket.SwarmStarted{
		Lead: lead, People: others(people, lead), Teams: []id.Team{pair.from.ID, pair.to.ID}, Ask: h.Document.Ask,
		Because: fmt.Sprintf("it would be the third crossing between %s and %s", pair.from.Name, pair.to.Name),
	})
}

// others are people, each once and without one of them.
func others(people []id.Person, but id.Person) []id.Person {
	var out []id.Person
	for _, p := range people {
		if p != but && p != 0 && !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out
}

// leaderOf is the duty manager; on a desk without one who may see the ticket, the
// lead of either team, or who found that it goes to and fro.
func leaderOf(ctx context.Context, w *work.Work, t *ticket.Ticket, p *pingPong) (id.Person, error) {
	duty, err := shift.DutyManager(ctx, w.Tx, w.Now)
	if err != nil {
		return 0, err
	}
	for _, who := range []id.Person{duty, p.to.Lead, p.from.Lead, w.By.Person} {
		if who == 0 {
			continue
		}
		cleared, err := clearedFor(ctx, w, who, t.Organisation)
		if err != nil || cleared {
			return who, err
		}
	}
	return 0, errs.New(errs.Conflict, "%s goes to and fro, and nobody may lead a swarm on it; name a duty manager first.", t.Ref())
}

// clearedFor tells whether somebody works on the desk and may see an
// organisation's tickets.
func clearedFor(ctx context.Context, w *work.Work, who id.Person, org id.Organisation) (bool, error) {
	p, err := person.Get(ctx, w.Tx, who)
	if err != nil {
		return false, err
	}
	return mayWorkOn(ctx, w.Tx, p, org)
}

// lastHands are those of both teams who dealt with the ticket last; of a team
// that has none left, whoever is best for it.
func (d *Desk) lastHands(ctx context.Context, w *work.Work, t *ticket.Ticket, p *pingPong) ([]id.Person, error) {
	var out []id.Person
	for _, of := range []id.Team{p.from.ID, p.to.ID} {
		tries := []id.Person{handover.LastHand(p.before, of)}
		if of == t.Team {
			tries = []id.Person{t.Assignee, w.By.Person, tries[0]}
		}
		best, err := d.bestOf(ctx, w, t, of)
		if err != nil {
			return nil, err
		}
		for _, who := range append(tries, best...) {
			if who == 0 {
				continue
			}
			_, err := member(ctx, w.Tx, of, who, t.Organisation)
			if errs.Is(err, errs.Invalid) {
				continue // has left the team, or the clearance
			}
			if err != nil {
				return nil, err
			}
			out = append(out, who)
			break
		}
	}
	return out, nil
}

// bestOf lists the members of a team who could take a ticket, the best first.
func (d *Desk) bestOf(ctx context.Context, w *work.Work, t *ticket.Ticket, of id.Team) ([]id.Person, error) {
	fit, _, err := d.rank(ctx, w.Tx, t, []id.Team{of})
	var out []id.Person
	for _, c := range fit {
		out = append(out, c.Agent.Person)
	}
	return out, err
}
