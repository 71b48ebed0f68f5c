package ticketing

import (
	"context"
	"strings"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/handover"
	"secondline/internal/desk/person"
	"secondline/internal/desk/service"
	"secondline/internal/desk/team"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// A Target is where a handover goes.
type Target struct {
	Direction handover.Direction // used to choose a team when none is named
	Team      id.Team
	Person    id.Person
}

// A Preview is a handover as it would be offered now.
type Preview struct {
	Direction    handover.Direction
	Team         team.Team
	Draft        handover.Draft // what the timeline says; empty when a form was given
	Form         handover.Form
	Checklist    []handover.Checked
	Completeness int
	Threshold    int
	Plain        []string // what is not plain in the customer's message
	Barred       string   // why there is no path to that team; "" if there is
	Together     string   // why it would become a swarm instead, in a sentence; "" if it would not
}

// Draft fills a handover form from the timeline.
func (d *Desk) Draft(ctx context.Context, by access.Actor, n id.Number, to Target) (Preview, error) {
	var p Preview
	err := d.door.View(ctx, func(h db.Handle) error {
		s, err := d.sheet(ctx, h, by, n, to)
		if err != nil {
			return err
		}
		p.Draft = handover.Prefill(s.ticket.Subject, s.said)
		p.Form = handover.Form{
			Summary: p.Draft.Summary.Text, Tried: p.Draft.Tried, Evidence: p.Draft.Evidence, Hypothesis: p.Draft.Hypothesis.Text,
			Reason: s.reason(), StayContact: false, ShareOutcome: true,
		}
		s.complete(&p)
		return nil
	})
	return p, err
}

// Check holds a form that somebody is filling in against the checklist, and makes
// the customer's message from its reason unless the agent wrote their own.
func (d *Desk) Check(ctx context.Context, by access.Actor, n id.Number, to Target, f handover.Form) (Preview, error) {
	p := Preview{Form: f}
	err := d.door.View(ctx, func(h db.Handle) error {
		s, err := d.sheet(ctx, h, by, n, to)
		if err == nil {
			s.complete(&p)
		}
		return err
	})
	return p, err
}

// A sheet is all that is looked up to offer a ticket to a team.
type sheet struct {
	ticket  *ticket.Ticket
	said    []handover.Said
	to      team.Team
	items   []handover.Item
	needs   []service.Need
	words   handover.Words
	now     time.Time
	known   handover.Known
	toPlace ticket.Place

	closed   string    // why there is no path to that team, if there is none
	together *pingPong // it went between these two teams too often: both look at it instead
}

func (d *Desk) sheet(ctx context.Context, h db.Handle, by access.Actor, n id.Number, to Target) (*sheet, error) {
	t, err := ticket.ByNumber(ctx, h, n)
	if err != nil {
		return nil, err
	}
	if err := may(by, access.HandOver, t); err != nil {
		return nil, err
	}
	return openSheet(ctx, h, by, t, to, d.door.Now())
}

// openSheet is a sheet for a new handover, which knows whether there is a path to
// the team, and whether it would be the third crossing.
func openSheet(ctx context.Context, h db.Handle, by access.Actor, t *ticket.Ticket, to Target, now time.Time) (*sheet, error) {
	if t.Swarm != nil && len(t.Swarm.Teams) > 0 {
		return nil, errs.New(errs.Conflict, "%s went to and fro, and both teams look at it: one of them owns it first, or the swarm becomes a handover.", t.Ref())
	}
	s, err := newSheet(ctx, h, by, t, to, now)
	if err != nil {
		return nil, err
	}
	if s.closed, err = closed(ctx, h, t.Team, s.to.ID); err != nil {
		return nil, err
	}
	s.together, err = crossings(ctx, h, t, s.to)
	return s, err
}

func newSheet(ctx context.Context, h db.Handle, by access.Actor, t *ticket.Ticket, to Target, now time.Time) (*sheet, error) {
	s := &sheet{ticket: t, now: now}
	var err error
	if s.to, err = target(ctx, h, t, to); err != nil {
		return nil, err
	}
	s.toPlace = placeOf(s.to, t.Rank)
	customer, err := person.Get(ctx, h, t.Requester)
	if err != nil {
		return nil, err
	}
	entries, err := ticket.Timeline(ctx, h, t.ID, 1)
	if err != nil {
		return nil, err
	}
	s.said = saidOn(entries, customer.Name)
	if s.needs, err = service.Needs(ctx, h, t.Service, t.Category); err != nil {
		return nil, err
	}
	list, err := service.Checklist(ctx, h, t.Service, t.Category)
	if err != nil {
		return nil, err
	}
	for _, i := range list {
		s.items = append(s.items, handover.Item{ID: i.ID, Label: i.Label, Source: handover.Source(i.Source), Weight: i.Weight})
	}
	s.known = knownOf(t, entries, s.said)
	return s, s.speak(ctx, h, by, customer, to.Person)
}

// target is the team that is named, or the one that the ladder has next in the
// direction.
func target(ctx context.Context, h db.Handle, t *ticket.Ticket, to Target) (team.Team, error) {
	if to.Team != 0 {
		return liveTeam(ctx, h, to.Team)
	}
	all, paths, err := ways(ctx, h)
	if err != nil {
		return team.Team{}, err
	}
	var serves map[int]id.Team
	if t.Service != 0 {
		svc, err := service.Get(ctx, h, t.Service)
		if err != nil {
			return team.Team{}, err
		}
		serves = svc.Teams
	}
	best, ok := team.Next(paths.Open(all, t.Team), serves, t.Team, t.Rank, string(to.Direction))
	if !ok {
		return best, errs.Field("direction", "There is no team to hand it to in that direction; choose a team.")
	}
	return best, nil
}

// saidOn reads the messages of a timeline. What an agent wrote down for the
// customer is the customer's.
func saidOn(entries []ticket.Entry, customer string) []handover.Said {
	var out []handover.Said
	for _, e := range entries {
		s := handover.Said{Seq: e.Seq, At: e.At, Who: e.By.Name}
		switch f := e.Fact.(type) {
		case *ticket.Opened:
			s.Who, s.ByCustomer, s.Body = customer, true, f.Body
		case *ticket.Replied:
			s.ByCustomer, s.Body = f.ByCustomer && !f.Automatic, f.Body
			if f.Via != "" {
				s.Who = customer
			}
		case *ticket.Noted:
			s.Inside, s.Body, s.Step, s.Result = true, f.Body, f.Step, f.Result
		default:
			continue
		}
		for _, a := range filesOf(e.Fact) {
			s.Files = append(s.Files, handover.Proof{File: a.ID, Label: a.Name})
		}
		out = append(out, s)
	}
	return out
}

func knownOf(t *ticket.Ticket, entries []ticket.Entry, said []handover.Said) handover.Known {
	var k handover.Known
	for _, e := range entries {
		if _, ok := e.Fact.(*ticket.Triaged); ok {
			k.Triaged = true
		}
	}
	var words []string
	for _, s := range said {
		if s.ByCustomer {
			words = append(words, s.Body)
		}
	}
	k.Words = strings.Join(words, "\n")
	if device, ok := t.Fields["device"].(string); ok {
		k.Device = device
	}
	return k
}

// speak gathers what the customer's message is made from.
func (s *sheet) speak(ctx context.Context, h db.Handle, by access.Actor, customer person.Person, receiver id.Person) error {
	s.words = handover.Words{
		Customer: customer.First(), Team: s.to.PlainName, Previous: firstName(by.Name), Now: s.now, Zone: customer.Location(),
		Direction: handover.Towards(s.ticket.Rank, s.to.Rank, s.to.IsProject()),
	}
	s.words.By = handover.NewsBy(s.ticket.Priority, s.now, s.words.Zone)
	if receiver != 0 {
		p, err := person.Get(ctx, h, receiver)
		if err != nil {
			return err
		}
		s.words.Name = p.First()
	}
	if s.ticket.Service != 0 {
		svc, err := service.Get(ctx, h, s.ticket.Service)
		if err != nil {
			return err
		}
		if !svc.IsCatchAll() {
			s.words.Thing = svc.PlainName
		}
	}
	return nil
}

// reason is the likeliest reason: a certificate or a skill that the work demands
// beyond those who have it, urgency for P1, else that all steps are done.
func (s *sheet) reason() handover.Reason {
	for _, n := range s.needs {
		if n.Certification != 0 {
			return handover.Certification
		}
	}
	switch {
	case s.ticket.Priority == 1:
		return handover.Urgency
	default:
		return handover.Skill
	}
}

// complete makes the customer's message, unless the agent wrote one, and holds
// the form against the checklist.
func (s *sheet) complete(p *Preview) {
	p.Team, p.Threshold, p.Direction = s.to, s.to.Threshold, s.words.Direction
	p.Together, p.Barred = s.together.warning(), s.closed
	if !p.Form.Edited {
		w := s.words
		w.Reason, w.Stays = p.Form.Reason, p.Form.StayContact
		p.Form.CustomerMessage = handover.Message(w)
	}
	p.Checklist, p.Completeness = handover.Complete(s.items, p.Form, s.known)
	p.Plain = handover.Plain(p.Form.CustomerMessage)
}

func firstName(name string) string {
	first, _, _ := strings.Cut(name, " ")
	return first
}
