package world

import (
	"context"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/desk/handover"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/ticketing"
)

// asksIn calls colleagues together; the ticket stays with its owner.
func (p *play) asksIn(ask string, names ...string) {
	p.do("asking in", func(ctx context.Context) error {
		in := ticketing.SwarmIn{Ask: ask, Tell: true}
		for _, name := range names {
			in.People = append(in.People, p.people[name])
		}
		return p.Desk.StartSwarm(ctx, p.owner, p.n, in)
	})
}

func (p *play) joins(by access.Actor) {
	p.do("joining", func(ctx context.Context) error { return p.Desk.JoinSwarm(ctx, by, p.n) })
}

func (p *play) books(by access.Actor, minutes int, note string) {
	p.do("booking time", func(ctx context.Context) error { return p.Desk.BookTime(ctx, by, p.n, minutes, note) })
}

// asksSender asks whoever handed it over, before taking it.
func (p *play) asksSender(by access.Actor, question string) {
	p.stillOffered()
	p.do("asking back", func(ctx context.Context) error { return p.Desk.AskBack(ctx, by, p.offer, question) })
}

// stillOffered follows an offer that expired to whoever is asked now; one that
// came back because nobody answered is made once more.
func (p *play) stillOffered() {
	back := false
	p.do("looking who is asked", func(ctx context.Context) error {
		t, err := ticket.ByNumber(ctx, p.Door.Read(), p.n)
		if err != nil {
			return err
		}
		if back = t.Offer == nil; !back {
			p.offer = t.Offer.Handover
		}
		return nil
	})
	if back {
		p.handsOver(p.onward)
	}
}

// looksTogether is with Mara, who asked two others to look with her.
func (p *play) looksTogether() {
	p.comes("Anouk Bellwether", "Northpike Freight", "Lotte Winterbourne", ticket.ByMail)
	p.reports(p.owner, "event-log.txt")
	p.waits(4*time.Minute, 9*time.Minute)
	p.handsOver(onward{team: "Second line", person: "Mara Quillfeather", reason: p.why()})
	p.waits(4*time.Minute, 9*time.Minute)
	p.accepts(p.agent("Mara Quillfeather"))
	p.waits(5*time.Minute, 12*time.Minute)
	p.writes(p.owner, one(p, onItWords))
	p.till(34 * time.Minute)
	p.asksIn("Why do both ends agree on the old proposal, although the new one is set?", "Jun Rookwood", "Suvi Lakeborn")
	p.till(27 * time.Minute)
	p.joins(p.agent("Suvi Lakeborn"))
	p.till(11 * time.Minute)
	p.notes(p.agent("Suvi Lakeborn"), "The hub keeps its proposals until it is told to forget them.\n\n- Compared both ends: the hub still offers what was set before Tuesday")
	p.books(p.agent("Suvi Lakeborn"), 15, "compared both ends")
	p.till(0)
}

// toAndFro has come back so often that both teams look at it now.
func (p *play) toAndFro(name, org string) {
	p.bounces(name, org)
	p.do("sending it once more", func(ctx context.Context) error {
		_, err := p.Desk.HandOver(ctx, p.owner, p.n, ticketing.Target{Team: p.teams["Second line"]}, handover.Form{
			Reason: handover.Exhausted, Ask: "Please decide with us who does what: we have done all that we can reach.",
			Summary: "It went up three times and came back each time; the customer has asked who looks after it.",
			Because: "everything that was asked for is in the notes", ShareOutcome: true,
		})
		return err
	})
	p.till(0)
}

// isAskedAbout is on offer, and its receiver has a question first.
func (p *play) isAskedAbout(name, org, from string, o onward, left time.Duration, by, question string) {
	p.isOfferedBefore(name, org, from, o, left)
	p.till(left - 4*time.Minute)
	p.asksSender(p.agent(by), question)
	p.till(0)
}
