package world

import (
	"context"
	"fmt"
	"iter"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"secondline/internal/core/access"
	"secondline/internal/desk/handover"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/admin"
	"secondline/internal/flow/people"
	"secondline/internal/flow/ticketing"
	"secondline/internal/id"
)

const (
	crowdTime = 120 * 24 * time.Hour // how long before the month the crowd begins
	wave      = 64                   // how many of the crowd come at a time
	longest   = 12                   // waves that a coarse history lasts at most
)

// A crowd is many tickets with coarse histories: one comes in, something is said
// on every second, every tenth climbs, and four of five end some waves later,
// most of them by the customer's own word that it works again. Those still
// open at the end are of the last quarter. A wave moves side by side, so numbers
// within it are in no particular order.
type crowd struct {
	*stage
	n       int
	workers int
	tell    func(made, of int)
	callers []access.Actor
	members []member
	tickets []walkIn
}

// A member is an agent of a rung.
type member struct{ first, second access.Actor }

// A walkIn is one of the crowd, as far as it has come.
type walkIn struct {
	n     id.Number
	offer id.Handover
}

// bookCrowd gives the crowd its turns, spread over all the time there is.
func (s *stage) bookCrowd(o Options, n int) error {
	if n <= 0 {
		return nil
	}
	c := &crowd{stage: s, n: n, workers: o.Workers, tell: o.Tell, tickets: make([]walkIn, n)}
	if c.workers == 0 {
		c.workers = wave
	}
	if err := c.invite(); err != nil {
		return fmt.Errorf("inviting the crowd: %w", err)
	}
	waves := (n+wave-1)/wave + longest
	pause := s.ends.Sub(s.Clock.Now()) / time.Duration(waves+1)
	p := &play{stage: s, tale: &tale{Subject: "the crowd"}}
	next, stop := iter.Pull(func(yield func(time.Time) bool) {
		for k := range waves {
			if p.err = c.wave(k); p.err != nil || !yield(s.Clock.Now().Add(pause)) {
				return
			}
		}
	})
	s.turns = append(s.turns, &turn{at: s.Clock.Now(), order: s.booked, next: next, stop: stop, life: p})
	s.booked++
	s.crowded = n
	return nil
}

// invite adds customers for the crowd: people on the floor, who have no address
// and are written down by an agent, so that no letters go out.
func (c *crowd) invite() error {
	for i := range min(200, c.n/400+8) {
		name := nth(townNames, i) + " " + nth(tradeNames, i/len(townNames)+i%len(townNames))
		if i >= len(townNames)*len(tradeNames) {
			return fmt.Errorf("there is no name for organisation %d", i)
		}
		o, err := c.Admin.AddOrganisation(c.ctx, c.admin, admin.OrganisationIn{Name: &name})
		if err != nil {
			return err
		}
		for j := range 8 {
			who := nth(firstNames, i*8+j) + " " + nth(lastNames, i+j*5)
			p, err := c.Admin.AddPerson(c.ctx, c.admin, admin.PersonIn{Organisation: &o.ID, Name: &who})
			if err != nil {
				return err
			}
			a, err := people.Actor(c.ctx, c.Door.Read(), p.ID)
			if err != nil {
				return err
			}
			c.callers = append(c.callers, a)
		}
	}
	for i, key := range c.crew[c.teams["First line"]] {
		second := c.crew[c.teams["Second line"]]
		m := member{c.actors[key], c.actors[second[i%len(second)]]}
		if m.first.All {
			c.members = append(c.members, m)
		}
	}
	return nil
}

func nth(list []string, i int) string { return list[i%len(list)] }

// wave moves everybody who is due one step on.
func (c *crowd) wave(k int) error {
	all, ctx := errgroup.WithContext(c.ctx)
	all.SetLimit(c.workers)
	for back := range longest {
		from := (k - back) * wave
		for i := max(from, 0); i < min(from+wave, c.n); i++ {
			all.Go(func() error { return c.step(ctx, i, back) })
		}
	}
	err := all.Wait()
	if made := min((k+1)*wave, c.n); c.tell != nil && k%80 == 79 && made < c.n {
		c.tell(made, c.n)
	}
	return err
}

// step is what happens to one of them so many waves after it came.
func (c *crowd) step(ctx context.Context, i, back int) error {
	t, who := &c.tickets[i], c.members[i%len(c.members)]
	climbs, stays := i%10 == 0, i >= c.n*3/4 && i%5 != 1
	caller := c.callers[i%len(c.callers)]
	switch {
	case back == 0:
		return c.comes(ctx, i)
	case back == 1 && i%4 == 1:
		_, err := c.Desk.Reply(ctx, who.first, t.n, ticketing.MessageIn{Body: helloCrowd})
		return err
	case back == 1 && i%4 == 2:
		_, err := c.Desk.Reply(ctx, caller, t.n, ticketing.MessageIn{Body: nth(nudgeWords[:4], i)})
		return err
	case back == 2 && stays && i%3 == 0:
		return c.Desk.Assign(ctx, who.first, t.n, who.first.Person)
	case back == 3 && climbs: // taken in the same wave: in a small crowd the next one is hours away
		if err := c.climbs(ctx, i); err != nil {
			return err
		}
		return c.Desk.Accept(ctx, who.second, t.offer)
	case back == 6+i%4 && !stays && climbs:
		return c.Desk.Resolve(ctx, who.second, t.n, ticketing.ResolveIn{
			Code: ticket.Solved, Message: "It works again.", Cause: c.tale(i).Cause + ".",
		})
	case back == 6+i%4 && !stays:
		return c.Desk.Confirm(ctx, caller, t.n)
	}
	return nil
}

const helloCrowd = "Thank you, I have it and am looking at it."

func (c *crowd) tale(i int) *tale { return c.tales.common[i%len(c.tales.common)] }

// category is a tale's, but for one that demands a certificate: such a ticket
// would begin higher than where these do.
func (c *crowd) category(t *tale) id.Category {
	for _, s := range c.cast.Service {
		if s.Name == t.Service && s.Needs[t.Category] != "" {
			return 0
		}
	}
	return c.categories[t.Service+"/"+t.Category]
}

func (c *crowd) comes(ctx context.Context, i int) error {
	t, caller := c.tale(i), c.callers[i%len(c.callers)]
	fill := strings.NewReplacer("{site}", nth(placeNames, i/7), "{device}", nth(t.Device, i), "{first}", caller.Name, "{org}", "our", "{agent}", "")
	in := ticketing.OpenIn{
		Subject: fill.Replace(t.Subject), Body: fill.Replace(t.Words), Requester: ticketing.RequesterIn{Person: caller.Person},
		Service: c.services[t.Service], Category: c.category(t), Impact: t.Impact, Urgency: 1 + i%3, Channel: ticket.ByPhone,
	}
	if t.Request {
		in.Kind = ticket.Request
	}
	out, err := c.Desk.Open(ctx, c.members[i%len(c.members)].first, in)
	c.tickets[i].n = out.Number
	return err
}

// climbs hands it to second line, in a hurry.
func (c *crowd) climbs(ctx context.Context, i int) error {
	t, who := &c.tickets[i], c.members[i%len(c.members)]
	h, err := c.Desk.HandOver(ctx, who.first, t.n, ticketing.Target{Team: c.teams["Second line"]}, handover.Form{
		Reason: handover.Skill, Ask: c.tale(i).Please, Summary: c.tale(i).Words, Because: "The customer waits at the telephone.",
	})
	t.offer = h.ID
	return err
}
