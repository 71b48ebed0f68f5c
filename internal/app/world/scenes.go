package world

import (
	"fmt"
	"time"

	"secondline/internal/desk/handover"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/ticketing"
)

// A scene is a life that is to stand at a certain point when the month ends.
type scene struct {
	tale  string
	began time.Duration // before the end
	run   func(*play)
}

func (s *stage) tale(key string) (*tale, error) {
	if t, ok := s.tales.byKey[key]; ok {
		return t, nil
	}
	return nil, fmt.Errorf("there is no tale %q", key)
}

// customer casts one of the cast by name.
func (p *play) customer(name, org string) {
	for _, o := range p.cast.Organisation {
		if o.Name == org {
			p.is(o, name)
		}
	}
}

// scenes is what is on stage at the end: every list of first and second line has
// something in it, and Mara's and Tobin's most of all.
func (s *stage) scenes() []scene {
	const min, hour, day = time.Minute, time.Hour, 24 * time.Hour
	return append(s.offers(), []scene{
		{"gullstone-calls", 3 * hour, (*play).gullstone},
		{"scan-to-folder", 5 * hour, (*play).sentBackToTobin},
		{"packing-labels", 26 * hour, func(p *play) {
			p.bounces("Olwen Tarn", "Brindlewick Foods")
			p.till(0)
		}},
		{"seat-26", 50 * hour, func(p *play) { p.toAndFro("Rufus Kestrelman", "Cobblestow Brewery") }},
		{"aisle-wifi", 4 * day, (*play).aisles},
		{"new-starter", 2 * day, (*play).starter},
		{"archive-move", 6 * day, (*play).archiveMove},
		{"profile-empty", 27 * hour, func(p *play) { p.rests("Edda Larkspur", "Pellowmarsh Clinic", "Jun Rookwood", ticket.OnCustomer) }},
		{"coastal-signature", 28 * hour, func(p *play) { p.rests("Cosima Fairweather", "Tallow & Finch", "Mara Quillfeather", ticket.OnCustomer) }},
		{"site-router", 3 * day, func(p *play) { p.rests("Magnus Oldroyd", "Gantry & Vale", "Mara Quillfeather", ticket.OnDate) }},
		{"payroll-export", 3 * day, func(p *play) { p.atMaker("Quentin Ravenhurst", "Veridown Energy", "Nkem Maplewood") }},
		{"door-tablet", 2 * day, func(p *play) { p.rests("Merle Hobbin", "Saltmarrow Museum", "Nkem Maplewood", ticket.OnApproval) }},
		{"backup-warnings", 30 * hour, func(p *play) { p.rests("Lydia Penfold", "Gantry & Vale", "Dario Thistlewood", ticket.OnChange) }},
		{"domain-trust", 26 * hour, func(p *play) {
			p.lessonFor("Petra Underhill", "Merrowdene Housing", "Tobin Ashgrove", "Nkem Maplewood")
		}},
		{"supplier-bounce", 27 * hour, func(p *play) { p.lessonFor("Rufus Kestrelman", "Cobblestow Brewery", "Tobin Ashgrove", "Jun Rookwood") }},
		{"stuck-scan", 28 * hour, func(p *play) {
			p.lessonFor("Linnet Graveney", "Mossgate Dental", "Lotte Winterbourne", "Dario Thistlewood")
		}},
		{"plant-calls", 8 * day, func(p *play) {
			p.lessonFor("Rolf Underwood", "Brindlewick Foods", "Femi Oakenshaw", "Mara Quillfeather")
		}},
		{"smartcard", 70 * min, (*play).clinicStops},
		{"after-lunch", 4 * hour, func(p *play) { p.inHand("Cosima Fairweather", "Tallow & Finch", "Mara Quillfeather") }},
		{"drawing-viewer", 5 * hour, func(p *play) { p.inHand("Hesper Blackthorn", "Gantry & Vale", "Suvi Lakeborn") }},
		{"room-wakes", 2 * hour, func(p *play) { p.inHand("Jory Pemberwick", "Ospreyhollow Schools", "Dario Thistlewood") }},
		{"hub-proposal", 4 * hour, (*play).looksTogether},
		{"relay-slow", 95 * min, func(p *play) { p.hit("Lionel Marsh", "Tallow & Finch") }},
		{"relay-late", 90 * min, func(p *play) { p.hit("Edda Larkspur", "Pellowmarsh Clinic") }},
		{"relay-major", 80 * min, (*play).major},
		{"guest-wifi", 12 * min, (*play).dealtOut},
		{"handheld", 55 * min, func(p *play) { p.fresh("Jory Hobwell", "Northpike Freight", ticket.ByPortal) }},
		{"locked-out", 21 * min, func(p *play) { p.fresh("Tamsin Orchard", "Pellowmarsh Clinic", ticket.ByPhone) }},
		{"shared-calendar", 14 * min, func(p *play) { p.fresh("Beatrix Holm", "Tallow & Finch", ticket.ByMail) }},
		{"till-frozen", 9 * min, func(p *play) { p.fresh("Viola Tench", "Cobblestow Brewery", ticket.ByMail) }},
		{"odd-invoice", 6 * min, func(p *play) { p.fresh("Maeve Stanner", "Brindlewick Foods", ticket.ByMail) }},
		{"projector", 3 * min, func(p *play) { p.fresh("Delphine Arkwright", "Ospreyhollow Schools", ticket.ByPortal) }},
		{"freight-portal", 7 * hour, (*play).justSolved},
	}...)
}

// offers fill the inbox of second line: for Mara by name and for anyone, some
// complete, some thin; two are a rung's way down.
func (s *stage) offers() []scene {
	const min, hour = time.Minute, time.Hour
	up := func(name, org, from string, o onward, left time.Duration) func(*play) {
		return func(p *play) { p.isOffered(name, org, from, o, left) }
	}
	down := func(name, org, from string, o onward, left time.Duration) func(*play) {
		return func(p *play) { p.comesDown(name, org, from, o, left) }
	}
	return []scene{
		{"second-code", 2 * hour, up("Ivo Saltwhistle", "Lanternfield Press", "Tobin Ashgrove",
			onward{team: "Second line", person: "Mara Quillfeather", reason: handover.Skill, stay: true}, 7*min)},
		{"tills-hourly", 95 * min, up("Viola Tench", "Cobblestow Brewery", "Lotte Winterbourne",
			onward{team: "Network specialists", reason: handover.Urgency}, 17*min)},
		{"badge-cards", 3 * hour, func(p *play) {
			p.isAskedAbout("Merle Hobbin", "Saltmarrow Museum", "Femi Oakenshaw", onward{team: "Second line", reason: handover.Exhausted}, 12*min,
				"Dario Thistlewood", "Did the old cards stop on the same day, or only the new ones?")
		}},
		{"archive-search", 4 * hour, up("Lionel Marsh", "Tallow & Finch", "Lotte Winterbourne", onward{team: "Second line", reason: handover.Access}, 22*min)},
		{"plan-plotter", 80 * min, up("Lydia Penfold", "Gantry & Vale", "Nell Harrowgate", onward{
			team: "Second line", reason: handover.Time, thin: true, because: "The plotter is needed for a tender at four; I could not reach anybody who knows it.",
		}, 5*min)},
		{"vendor-fix", 30 * hour, down("Alma Pettigrew", "Cobblestow Brewery", "Perrin Sallowby",
			onward{team: "Second line", reason: handover.Time, ask: "The maker's fix is here: please test seat 26 with Alma."}, 41*min)},
		{"scan-profile", 8 * hour, down("Cecily Marr", "Mossgate Dental", "Suvi Lakeborn",
			onward{team: "Second line", person: "Dario Thistlewood", reason: handover.Time, ask: "The cause is found; please reset the other three profiles the same way."}, 70*min)},
	}
}

// comes lets it come in and first line do its part.
func (p *play) comes(name, org, agent string, via ticket.Channel) {
	p.customer(name, org)
	p.opens(via)
	p.waits(4*time.Minute, 8*time.Minute)
	p.triages(p.agent(agent))
	p.waits(3*time.Minute, 6*time.Minute)
	p.writes(p.owner, one(p, helloWords))
	if p.tale.Ask != "" {
		p.waits(2*time.Minute, 4*time.Minute)
		p.asksBack()
	}
	p.waits(6*time.Minute, 12*time.Minute)
}

func (p *play) isOffered(name, org, from string, o onward, left time.Duration) {
	p.isOfferedBefore(name, org, from, o, left)
	p.till(0)
}

// isOfferedBefore is on offer since so long before the end.
func (p *play) isOfferedBefore(name, org, from string, o onward, left time.Duration) {
	p.customer(name, org)
	p.opens(ticket.ByPortal)
	p.waits(4*time.Minute, 8*time.Minute)
	p.triages(p.agent(from))
	p.waits(3*time.Minute, 6*time.Minute)
	p.writes(p.owner, one(p, helloWords))
	p.waits(6*time.Minute, 12*time.Minute)
	if !o.thin {
		p.reports(p.owner, "client-log.txt", "prompt.png")
	}
	p.till(left)
	p.handsOver(o)
}

// comesDown went up, was found there, and is offered to the rung below.
func (p *play) comesDown(name, org, from string, o onward, left time.Duration) {
	p.customer(name, org)
	p.opens(ticket.ByMail)
	p.waits(5*time.Minute, 10*time.Minute)
	p.triages(p.agent("Lotte Winterbourne"))
	p.waits(10*time.Minute, 20*time.Minute)
	p.reports(p.owner, "client-log.txt")
	p.waits(5*time.Minute, 10*time.Minute)
	p.further("Second line", handover.Exhausted)
	p.waits(20*time.Minute, 40*time.Minute)
	up := "Experts"
	if from == "Perrin Sallowby" {
		up = "Vendor desk"
	}
	p.handsOver(onward{team: up, reason: handover.VendorProduct})
	p.waits(10*time.Minute, 20*time.Minute)
	p.accepts(p.agent(from))
	p.waits(20*time.Minute, 30*time.Minute)
	p.notes(p.owner, one(p, vendorWords))
	p.till(left)
	p.handsOver(o)
	p.till(0)
}

// gullstone is the one in the pictures: returned once, then complete, and now
// with Mara, who waits to hear from the customer.
func (p *play) gullstone() {
	p.customer("Anouk Bellwether", "Northpike Freight")
	p.site = "Gullstone depot"
	p.opens(ticket.ByPortal)
	p.waits(5*time.Minute, 6*time.Minute)
	p.triages(p.agent("Tobin Ashgrove"))
	p.waits(4*time.Minute, 5*time.Minute)
	p.writes(p.owner, "Hello Anouk,\n\nI have it and am testing the line to Gullstone now. You will hear from me within half an hour.\n\nTobin")
	p.waits(9*time.Minute, 10*time.Minute)
	p.handsOver(onward{team: "Network specialists", reason: handover.Skill, thin: true, because: "Twenty-two people lose their calls; I would rather not wait for the line test."})
	p.waits(8*time.Minute, 9*time.Minute)
	p.returns(p.agent("Jun Rookwood"), ticketing.ReturnIn{
		Reason: handover.MissingInformation, Missing: []string{"Line test, with its result", "Other sites compared"},
		Note: "Line test missing: without it I cannot tell line from gateway. Two minutes with the tool, then send it straight back.",
	})
	p.waits(25*time.Minute, 26*time.Minute)
	p.reports(p.owner, "line-test.txt", "drops.txt")
	p.waits(2*time.Minute, 3*time.Minute)
	p.handsOver(onward{team: "Network specialists", person: "Mara Quillfeather", reason: handover.Certification})
	p.waits(4*time.Minute, 5*time.Minute)
	p.accepts(p.agent("Mara Quillfeather"))
	p.waits(9*time.Minute, 10*time.Minute)
	p.writes(p.owner, "Hello Anouk,\n\nI am reading the gateway's log and will have news for you within the hour. Your carrier call is on my list; I keep it safe.\n\nMara")
	p.till(24 * time.Minute)
	p.notes(p.owner, "The tunnel is renewed every 4 min 12 s and fails each time since Tuesday 22:14, four minutes after 7.4.2 went on.\n\n- Compared 5 reported drops with the log: all 5 fall on a burst")
	p.till(17 * time.Minute)
	p.writes(p.who, "Quiet for ten minutes, then two people fell out of the call again at the same moment. I can test whenever you say. We have a carrier call that I cannot lose.")
	p.till(12 * time.Minute)
	p.notes(p.agent("Jun Rookwood"), "Same line on the Brindlewick gateway last month. @suvi kept the old proposal set there; she has it as a template.")
	p.till(0)
}
