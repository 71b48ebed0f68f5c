package world

import (
	"context"
	"time"

	"secondline/internal/desk/handover"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/ticketing"
	"secondline/internal/flow/vending"
)

// fresh has just come in, and nobody has looked.
func (p *play) fresh(name, org string, via ticket.Channel) {
	p.customer(name, org)
	p.opens(via)
	p.till(0)
}

// inHand is with somebody above first line, who works on it.
func (p *play) inHand(name, org, with string) {
	p.inHandUntil(name, org, with, time.Duration(20+p.rng.IntN(30))*time.Minute)
	p.notes(p.owner, one(p, findingWords))
	p.till(0)
}

// inHandUntil is in hand as long before the end, and then something happens.
func (p *play) inHandUntil(name, org, with string, left time.Duration) {
	p.comes(name, org, "Lotte Winterbourne", ticket.ByMail)
	p.reports(p.owner, "event-log.txt")
	p.waits(4*time.Minute, 9*time.Minute)
	if with == "Suvi Lakeborn" {
		p.further("Second line", handover.Exhausted)
		p.waits(10*time.Minute, 20*time.Minute)
		p.handsOver(onward{team: "Experts", person: with, reason: handover.Skill})
	} else {
		p.handsOver(onward{team: "Second line", person: with, reason: p.why()})
	}
	p.waits(4*time.Minute, 9*time.Minute)
	p.accepts(p.agent(with))
	p.waits(5*time.Minute, 12*time.Minute)
	p.writes(p.owner, one(p, onItWords))
	p.till(left)
}

// rests waits for somebody else.
func (p *play) rests(name, org, with string, on ticket.Wait) {
	p.comes(name, org, "Tobin Ashgrove", ticket.ByPortal)
	p.reports(p.owner, "client-log.txt")
	p.waits(4*time.Minute, 20*time.Minute)
	p.handsOver(onward{team: "Second line", reason: handover.Skill})
	p.waits(10*time.Minute, 40*time.Minute)
	p.accepts(p.agent(with))
	p.waits(15*time.Minute, 50*time.Minute)
	in := ticketing.WaitIn{On: on}
	switch on {
	case ticket.OnCustomer:
		in.Question = "Hello {first},\n\none thing I need from you before I can go on: " + p.tale.Ask + "\n\n{agent}"
	case ticket.OnDate:
		in.Until, in.Because = p.ends.Add(40*time.Hour), "The line is switched over on that morning."
	case ticket.OnVendor:
		in.Because = "The maker has the file and looks for the limit."
	case ticket.OnApproval:
		in.Because = "The museum's director signs for new devices."
	default:
		in.Because = "The new disk goes in with the change on Saturday."
	}
	p.pauses(in)
	p.till(0)
}

// bounces has come back three times from two teams, and is with Tobin again.
func (p *play) bounces(name, org string) {
	p.comes(name, org, "Tobin Ashgrove", ticket.ByPhone)
	p.reports(p.owner, "event-log.txt")
	back := []ticketing.ReturnIn{ // by second line, second line, and the network
		{Reason: handover.MissingInformation, Missing: []string{"Evidence attached"}, Note: "Please attach a picture of the message; there are three that look alike."},
		{Reason: handover.LowerCan, Note: "First line can do this: delete the queue, add it anew from the list, print a test page."},
		{Reason: handover.WrongTeam, Team: p.teams["Second line"], Note: "The port is fine: another device works on it. This one fails on any port."},
	}
	for i, in := range back {
		team := "Second line"
		if i == 2 {
			team = "Network specialists"
		}
		p.waits(20*time.Minute, 90*time.Minute)
		p.handsOver(onward{team: team, reason: handover.Exhausted})
		p.waits(10*time.Minute, 40*time.Minute)
		p.returns(p.member(team), in)
		p.waits(10*time.Minute, 30*time.Minute)
		p.notes(p.owner, "Done as asked, no change. The customer begins to lose patience, and I can see why.")
	}
	p.waits(5*time.Minute, 40*time.Minute)
	p.writes(p.who, "This is the third day of being passed around. Who is looking after it now?")
}

// sentBackToTobin waits for what Tobin is to add.
func (p *play) sentBackToTobin() {
	p.comes("Linnet Graveney", "Mossgate Dental", "Tobin Ashgrove", ticket.ByPortal)
	p.handsOver(onward{team: "Second line", reason: handover.Skill})
	p.till(38 * time.Minute)
	p.returns(p.agent("Dario Thistlewood"), ticketing.ReturnIn{
		Reason: handover.MissingInformation, Missing: []string{"Steps tried, with their results", "Evidence attached"},
		Note: "Does it fail at 10 MB or at ten pages? One scan of each tells, and the machine's report page shows the limit. Send it back with both.",
	})
	p.till(0)
}

// lessonFor was solved above first line, and its lesson is still to be learnt.
func (p *play) lessonFor(name, org, from, by string) {
	p.comes(name, org, from, ticket.ByMail)
	p.reports(p.owner, "event-log.txt")
	p.waits(10*time.Minute, 20*time.Minute)
	p.handsOver(onward{team: "Second line", reason: handover.Skill})
	p.waits(5*time.Minute, 15*time.Minute)
	p.accepts(p.agent(by))
	p.waits(30*time.Minute, 90*time.Minute)
	p.writes(p.owner, one(p, onItWords))
	p.waits(time.Hour, 3*time.Hour)
	p.solves(true)
	p.confirms(80)
	p.till(0)
}

// clinicStops is a P1: second line had it at once.
func (p *play) clinicStops() {
	p.customer("Edda Larkspur", "Pellowmarsh Clinic")
	p.opens(ticket.ByPhone)
	p.waits(time.Minute, 2*time.Minute)
	p.triages(p.agent("Tobin Ashgrove"))
	p.waits(3*time.Minute, 4*time.Minute)
	p.reports(p.owner, "prompt.png")
	p.waits(time.Minute, 2*time.Minute)
	p.handsOver(onward{team: "Second line", reason: handover.Urgency})
	p.waits(3*time.Minute, 4*time.Minute)
	p.accepts(p.agent("Jun Rookwood"))
	p.waits(10*time.Minute, 11*time.Minute)
	p.writes(p.owner, "Hello Edda,\n\nthe cards are good; our sign-in service does not trust their new issuer yet. I am adding it now and test with your first reader.\n\nJun")
	p.till(19 * time.Minute)
	p.writes(p.who, "Thank you. Ward 2 signs on paper until then. Please tell me before you restart anything.")
	p.till(0)
}

// aisles waits for the maker; it is Anouk's second request.
func (p *play) aisles() {
	p.comes("Anouk Bellwether", "Northpike Freight", "Lotte Winterbourne", ticket.ByPortal)
	p.reports(p.owner, "line-test.txt")
	p.waits(10*time.Minute, 30*time.Minute)
	p.handsOver(onward{team: "Network specialists", reason: handover.Skill})
	p.waits(10*time.Minute, 30*time.Minute)
	p.accepts(p.agent("Mara Quillfeather"))
	p.works()
	p.further("Vendor desk", handover.VendorProduct)
	p.waits(20*time.Minute, 40*time.Minute)
	p.sends("Tarnet Networks", "Please send two replacement access points for the aisles; both lose their radio under load.")
	p.waits(3*time.Hour, 5*time.Hour)
	p.hears(vending.SpokenIn{Author: "Ravi, Tarnet support", Body: "Both are on order. They arrive on Friday; please keep the old ones for us.", Reference: "TN-77120"})
	p.pauses(ticketing.WaitIn{On: ticket.OnVendor, Because: "Two access points are on order; they arrive on Friday."})
	p.till(0)
}

// starter waits for Anouk to choose.
func (p *play) starter() {
	p.customer("Anouk Bellwether", "Northpike Freight")
	p.opens(ticket.ByPortal)
	p.waits(20*time.Minute, 40*time.Minute)
	p.triages(p.agent("Tobin Ashgrove"))
	p.waits(10*time.Minute, 20*time.Minute)
	p.asksNow()
	p.till(0)
}

func (p *play) asksNow() {
	p.pauses(ticketing.WaitIn{On: ticket.OnCustomer, Question: "Hello {first},\n\n" + p.tale.Ask + "\n\n{agent}"})
}

// archiveMove is with the project team.
func (p *play) archiveMove() {
	p.comes("Ivo Saltwhistle", "Lanternfield Press", "Tobin Ashgrove", ticket.ByMail)
	p.handsOver(onward{team: "Second line", reason: handover.Skill})
	p.waits(20*time.Minute, 40*time.Minute)
	p.accepts(p.agent("Jun Rookwood"))
	p.waits(time.Hour, 3*time.Hour)
	p.further("Project team", handover.Time)
	p.waits(2*time.Hour, 4*time.Hour)
	p.writes(p.owner, planWords[0])
	p.do("planning", func(ctx context.Context) error {
		return p.Desk.Plan(ctx, p.owner, p.n, "the move of your archive to the new storage", p.ends.Add(12*24*time.Hour))
	})
	p.till(0)
}

// justSolved is waiting for the customer's word.
func (p *play) justSolved() {
	p.comes("Anouk Bellwether", "Northpike Freight", "Lotte Winterbourne", ticket.ByPortal)
	p.reports(p.owner)
	p.till(65 * time.Minute)
	p.solves(false)
	p.do("watching", func(ctx context.Context) error {
		_, err := p.Desk.Note(ctx, p.owner, p.n, ticketing.MessageIn{Body: "I look at it once more tomorrow before I let go of it."})
		return err
	})
	p.till(0)
}
