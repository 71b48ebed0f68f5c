package world

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"strings"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/desk/handover"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/ticketing"
	"secondline/internal/id"
)

// A play is one ticket's life, told in order: its verbs are what the actors do,
// and waits is where others have their turns. After an error, or when the time
// is over, every verb does nothing.
type play struct {
	*stage
	rng    *rand.Rand
	tale   *tale
	yield  func(time.Time) bool
	over   bool
	err    error
	n      id.Number
	key    id.Ticket
	org    customer
	who    access.Actor // the customer
	owner  access.Actor // the agent who has it
	site   string
	device string
	offer  id.Handover
	onward onward         // what was offered last
	up     bool           // it goes up
	sender []access.Actor // who handed it up
	shown  bool           // the steps tried are on the timeline
}

// bookLife gives a life its first turn.
func (s *stage) bookLife(at time.Time, t *tale, run func(p *play)) {
	p := &play{stage: s, tale: t, rng: rand.New(rand.NewPCG(s.seed, uint64(s.booked)))}
	next, stop := iter.Pull(func(yield func(time.Time) bool) {
		p.yield = yield
		run(p)
	})
	s.turns = append(s.turns, &turn{at: at, order: s.booked, stop: stop, next: next, life: p})
	s.booked++
}

func (p *play) gone() bool { return p.over || p.err != nil }

// waits lets office hours go by.
func (p *play) waits(from, to time.Duration) {
	if p.gone() {
		return
	}
	span := from
	if to > from {
		span += time.Duration(p.rng.Int64N(int64(to - from)))
	}
	p.over = !p.yield(p.later(p.Clock.Now(), span.Truncate(time.Second)))
}

// till lets time go by until so long before the end.
func (p *play) till(before time.Duration) {
	if !p.gone() {
		p.over = !p.yield(p.ends.Add(-before))
	}
}

func (p *play) do(what string, fn func(ctx context.Context) error) {
	if p.gone() {
		return
	}
	if err := fn(p.ctx); err != nil {
		p.err = fmt.Errorf("%s on “%s” (%s): %w", what, p.tale.Subject, p.n.Ref(), err)
	}
}

// chance is true so many times in a hundred.
func (p *play) chance(percent int) bool { return p.rng.IntN(100) < percent }

func one[T any](p *play, list []T) T { return list[p.rng.IntN(len(list))] }

// is casts the customer: somebody of an organisation, at one of its sites.
func (p *play) is(org customer, name string) {
	p.org = org
	p.who = p.actors[p.people[name+"@"+org.Name]]
	p.site = one(p, org.Sites)
	p.device = one(p, p.tale.Device)
	at := p.site
	if !strings.Contains(p.device, " ") { // a name on the network has no spaces
		at = strings.ReplaceAll(at, " ", "-")
	}
	p.device = strings.ReplaceAll(p.device, "{site}", at)
}

// anybody casts somebody.
func (p *play) anybody() {
	org := one(p, p.cast.Organisation)
	name, _, _ := strings.Cut(one(p, org.People), "|")
	p.is(org, name)
}

// words puts who and where into a text.
func (p *play) words(text string) string {
	first, _, _ := strings.Cut(p.who.Name, " ")
	agent, _, _ := strings.Cut(p.owner.Name, " ")
	return strings.NewReplacer("{site}", p.site, "{device}", p.device, "{first}", first, "{agent}", agent, "{org}", p.org.Name).Replace(text)
}

// agent is somebody of the cast by name.
func (p *play) agent(name string) access.Actor { return p.actors[p.people[name]] }

// member is somebody of a team who may see this customer.
func (p *play) member(team string) access.Actor {
	crew := p.crew[p.teams[team]]
	for {
		a := p.actors[one(p, crew)]
		if a.Cleared(p.who.Organisation) {
			return a
		}
	}
}

// opens lets the ticket come in.
func (p *play) opens(via ticket.Channel) {
	p.do("opening", func(ctx context.Context) error {
		in := ticketing.OpenIn{
			Subject: p.words(p.tale.Subject), Body: p.words(p.tale.Words), Channel: via, Kind: ticket.Incident, Tags: p.tale.Tags,
			Fields: map[string]any{"site": p.site},
		}
		by := p.who
		if via == ticket.ByPhone || via == ticket.ByWalkIn {
			by = p.member("First line")
			in.Requester.Person = p.who.Person
		}
		if p.tale.Request {
			in.Kind = ticket.Request
		}
		if p.device != "" {
			in.Fields["device"] = p.device
		}
		if p.tale.People > 0 {
			in.Fields["people_affected"] = float64(p.tale.People)
		}
		if via == ticket.ByPortal && p.chance(60) {
			in.Service = p.services[p.tale.Service]
		}
		if p.tale.Prop != "" && by.Person == p.who.Person {
			f, err := p.upload(by, p.tale.Prop)
			if err != nil {
				return err
			}
			in.Files = []id.File{f}
		}
		out, err := p.Desk.Open(ctx, by, in)
		p.n, p.key = out.Number, out.ID
		p.stage.opened++
		return err
	})
}

// triages lets an agent look at it first, and take it.
func (p *play) triages(by access.Actor) {
	p.owner = by
	p.do("triaging", func(ctx context.Context) error {
		t := p.tale
		return p.Desk.Triage(ctx, by, p.n, ticketing.TriageIn{
			Service: p.services[t.Service], Category: p.categories[t.Service+"/"+t.Category], Impact: t.Impact, Urgency: t.Urgency,
			Team: p.teams["First line"], // they look themselves first, also at what only others can solve
		})
	})
	p.takes(by)
}

func (p *play) takes(by access.Actor) {
	p.owner = by
	p.do("assigning", func(ctx context.Context) error { return p.Desk.Assign(ctx, by, p.n, by.Person) })
}

func (p *play) writes(by access.Actor, text string) {
	p.do("replying", func(ctx context.Context) error {
		_, err := p.Desk.Reply(ctx, by, p.n, ticketing.MessageIn{Body: p.words(text)})
		return err
	})
}

func (p *play) notes(by access.Actor, text string, props ...string) {
	p.do("noting", func(ctx context.Context) error {
		in := ticketing.MessageIn{Body: p.words(text)}
		for _, name := range props {
			f, err := p.upload(by, name)
			if err != nil {
				return err
			}
			in.Files = append(in.Files, f)
		}
		_, err := p.Desk.Note(ctx, by, p.n, in)
		return err
	})
}

// reports writes down the steps that were tried.
func (p *play) reports(by access.Actor, props ...string) {
	text := "What I did:\n"
	for _, step := range p.tale.Tried {
		text += "\n- " + step
	}
	if p.tale.Guess != "" {
		text += "\n\nHypothesis: " + p.tale.Guess
	}
	p.shown = true
	p.notes(by, text, props...)
}

// pauses lets the ticket wait.
func (p *play) pauses(in ticketing.WaitIn) {
	in.Question = p.words(in.Question)
	p.do("waiting", func(ctx context.Context) error { return p.Desk.Wait(ctx, p.owner, p.n, in) })
}

func (p *play) resumes(because string) {
	p.do("resuming", func(ctx context.Context) error { return p.Desk.Resume(ctx, p.owner, p.n, because) })
}

// An onward is what a handover says beside the tale.
type onward struct {
	team    string
	person  string // by name; "": anyone
	reason  handover.Reason
	ask     string // "": the tale's
	because string // why it goes although it is thin; "": a usual one
	thin    bool   // nothing but the ask is filled in
	stay    bool   // the sender stays the contact
}

// handsOver offers it: the form is what the timeline fills in, and the ask.
func (p *play) handsOver(o onward) {
	p.onward = o
	p.do("handing over", func(ctx context.Context) error {
		to := ticketing.Target{Team: p.teams[o.team], Person: p.people[o.person]}
		v, err := p.Desk.Draft(ctx, p.owner, p.n, to)
		if err != nil {
			return err
		}
		f := v.Form
		f.Reason, f.Ask, f.StayContact = o.reason, p.words(o.ask), o.stay
		if f.Ask == "" {
			f.Ask = p.words(p.tale.Please)
		}
		if o.thin {
			f.Tried, f.Evidence, f.Hypothesis, f.Summary = nil, nil, "", ""
		} else if f.Hypothesis == "" {
			f.Hypothesis = p.words(p.tale.Guess)
		}
		if v, err = p.Desk.Check(ctx, p.owner, p.n, to, f); err != nil {
			return err
		}
		if v.Completeness < v.Threshold {
			f.Because = "The customer cannot be reached before tomorrow, and this should not lie until then."
			if o.because != "" {
				f.Because = o.because
			}
		}
		h, err := p.Desk.HandOver(ctx, p.owner, p.n, to, f)
		p.offer, p.up = h.ID, h.Direction == handover.Up
		return err
	})
}

func (p *play) accepts(by access.Actor) {
	before := p.owner
	p.stillOffered()
	p.owner = by
	p.do("accepting", func(ctx context.Context) error { return p.Desk.Accept(ctx, by, p.offer) })
	if !p.gone() && p.up {
		p.sender = append(p.sender, before)
	}
}

func (p *play) returns(by access.Actor, in ticketing.ReturnIn) {
	in.Note = p.words(in.Note)
	p.stillOffered()
	p.do("returning", func(ctx context.Context) error { return p.Desk.Return(ctx, by, p.offer, in) })
}

func (p *play) withdraws() {
	p.stillOffered()
	p.do("withdrawing", func(ctx context.Context) error { return p.Desk.Withdraw(ctx, p.owner, p.offer) })
}
