package world

import (
	"context"
	"time"

	"secondline/internal/desk/ticket"
	"secondline/internal/flow/ticketing"
	"secondline/internal/id"
)

// hit is one of those whom the major incident hits; it waits for it by name.
func (p *play) hit(name, org string) {
	p.customer(name, org)
	p.opens(ticket.ByPortal)
	p.shared[p.tale.Key] = p.n
	p.waits(3*time.Minute, 4*time.Minute)
	p.triages(p.agent("Lotte Winterbourne"))
	p.till(0)
}

// major is the incident that hits many: declared, linked, and everybody told.
func (p *play) major() {
	p.customer("Magnus Oldroyd", "Gantry & Vale")
	p.opens(ticket.ByPhone)
	p.waits(2*time.Minute, 3*time.Minute)
	p.triages(p.agent("Tobin Ashgrove"))
	p.till(66 * time.Minute)
	p.do("declaring a major incident", func(ctx context.Context) error {
		return p.Desk.DeclareMajor(ctx, p.owner, p.n, ticketing.DeclareIn{Title: "Outgoing mail is late", Lead: p.agent("Jun Rookwood").Person})
	})
	p.do("linking those whom it hits", func(ctx context.Context) error {
		return p.Desk.LinkChildren(ctx, p.owner, p.n, []id.Number{p.shared["relay-slow"], p.shared["relay-late"]})
	})
	p.till(61 * time.Minute)
	p.do("telling everybody", func(ctx context.Context) error {
		return p.Desk.TellAll(ctx, p.agent("Jun Rookwood"), p.n, ticketing.TellAllIn{
			Message: "Mail that you send leaves us about an hour late today. Nothing is lost, and nothing needs to be sent again. We are at it and write again within the hour.",
			NextBy:  p.ends.Add(20 * time.Minute),
		})
	})
	p.till(0)
}

// dealtOut is a ticket that its team offers to one of its members right now.
func (p *play) dealtOut() {
	p.customer("Delphine Arkwright", "Ospreyhollow Schools")
	p.opens(ticket.ByPortal)
	p.till(time.Minute)
	by := p.agent("Lotte Winterbourne")
	p.do("placing it", func(ctx context.Context) error {
		t := p.tale
		return p.Desk.Triage(ctx, by, p.n, ticketing.TriageIn{
			Service: p.services[t.Service], Category: p.categories[t.Service+"/"+t.Category], Impact: 3, Urgency: 2, Team: p.teams["Network specialists"],
		})
	})
	p.till(0)
}

// thanks is what colleagues say to each other at the end of the day.
func (s *stage) thanks() error {
	for _, k := range []struct{ from, to, text string }{
		{"Tobin Ashgrove", "Mara Quillfeather", "Your lesson on gateway tunnels saved me an hour today, and the customer a second call."},
		{"Mara Quillfeather", "Tobin Ashgrove", "The Gullstone handover had everything in it. A pleasure to take."},
	} {
		err := s.Desk.Thank(s.ctx, s.actors[s.people[k.from]], s.people[k.to], ticketing.ThankIn{Text: k.text})
		if err != nil {
			return err
		}
	}
	return nil
}
