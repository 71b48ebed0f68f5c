package world

import (
	"time"

	"secondline/internal/desk/handover"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/ticketing"
)

// project stands for beside the ladder, as a tale's top.
const project = 9

// book fills the month: common lives at office hours' pace, then the scenes.
func (s *stage) book(rich int) error {
	scenes := s.scenes()
	common := max(rich-len(scenes), 0)
	span := s.officeTime(s.begins, s.ends.Add(-50*time.Minute))
	for i := range common {
		t := s.tales.common[(i*37+i/len(s.tales.common))%len(s.tales.common)]
		at := s.later(s.begins, span*time.Duration(i)/time.Duration(common))
		s.bookLife(at, t, (*play).life)
	}
	for _, sc := range scenes[:min(len(scenes), rich)] {
		t, err := s.tale(sc.tale)
		if err != nil {
			return err
		}
		s.bookLife(s.ends.Add(-sc.began), t, sc.run)
	}
	return nil
}

// life is a common one: somebody opens it, first line looks, and it goes as far
// up as the tale says.
func (p *play) life() {
	p.anybody()
	p.opens(one(p, []ticket.Channel{
		ticket.ByPortal, ticket.ByPortal, ticket.ByPortal, ticket.ByMail, ticket.ByMail, ticket.ByMail, ticket.ByPhone, ticket.ByPhone, ticket.ByWalkIn,
	}))
	p.waits(3*time.Minute, 50*time.Minute)
	p.triages(p.member("First line"))
	if p.tale.Category == "Spam and phishing" && p.tale.Fix == "" {
		p.spam(p.owner)
		return
	}
	p.firstLine()
	switch {
	case p.tale.Top == 1:
		p.waits(20*time.Minute, 3*time.Hour)
		if p.chance(25) {
			p.waits(4*time.Hour, 22*time.Hour) // it waits its turn
		}
		p.solves(false)
	case p.tale.Top == project:
		p.beside()
	default:
		p.climbs()
	}
	if !p.gone() {
		p.shared[p.tale.Service] = p.n
	}
	p.after()
}

// firstLine is what every ticket gets: a word, a question, the usual steps.
func (p *play) firstLine() {
	p.waits(2*time.Minute, 20*time.Minute)
	if p.chance(75) {
		p.writes(p.owner, one(p, helloWords))
	}
	if p.chance(5) {
		p.waits(5*time.Minute, 40*time.Minute)
		p.repeats()
	}
	if p.chance(8) {
		p.relates()
	}
	if p.tale.Ask != "" && p.chance(80) {
		p.asksBack()
	}
	if p.chance(4) {
		p.waits(5*time.Minute, 40*time.Minute)
		p.branches()
	}
	p.waits(10*time.Minute, 90*time.Minute)
	if len(p.tale.Tried) > 0 {
		var props []string
		if p.tale.Top > 1 && p.chance(70) {
			props = []string{one(p, []string{"line-test.txt", "client-log.txt", "event-log.txt", "screen.png"})}
		}
		p.reports(p.owner, props...)
	}
}

// asksBack asks the customer, and waits for the answer.
func (p *play) asksBack() {
	p.pauses(ticketing.WaitIn{On: ticket.OnCustomer, Question: "Hello {first},\n\n" + p.tale.Ask + "\n\n{agent}"})
	p.waits(15*time.Minute, 7*time.Hour)
	p.writes(p.who, p.tale.Answer)
}

// second names the team on the second rung.
func (p *play) second() string {
	for _, s := range p.cast.Service {
		if s.Name == p.tale.Service && s.Second != "" {
			return s.Second
		}
	}
	return "Second line"
}

// climbs goes up to where it can be solved.
func (p *play) climbs() {
	p.waits(10*time.Minute, 2*time.Hour)
	if !p.taken(p.second()) {
		return // it turned out that first line can
	}
	p.works()
	if p.tale.Top == 2 && p.chance(8) {
		p.sideways()
	}
	if p.tale.Top == 3 {
		p.further("Experts", one(p, []handover.Reason{handover.Skill, handover.Exhausted, handover.Access}))
		p.works()
	}
	if p.tale.Top == 4 {
		p.vendor()
	}
	lesson := p.chance(75)
	p.solves(lesson)
	if lesson && p.tale.Lesson != "" {
		p.learns(55)
	}
}

// taken hands it to the second rung until somebody there has it; false when they
// sent it back with an answer that first line could use.
func (p *play) taken(team string) bool {
	o := onward{team: team, reason: p.why(), stay: p.chance(15)}
	if p.chance(14) {
		o.thin = true
		p.handsOver(o)
		p.waits(5*time.Minute, 50*time.Minute)
		p.returns(p.member(team), ticketing.ReturnIn{
			Reason: handover.MissingInformation, Missing: []string{"Steps tried, with their results", "When it began"}, Note: one(p, missingWords),
		})
		p.waits(15*time.Minute, 2*time.Hour)
		p.reports(p.owner, "client-log.txt")
		o.thin = false
	}
	if p.chance(5) {
		p.handsOver(o)
		p.waits(5*time.Minute, 30*time.Minute)
		p.returns(p.member(team), ticketing.ReturnIn{Reason: handover.AnswerKnown, Article: one(p, articleNames), Note: one(p, knownWords)})
		p.waits(10*time.Minute, 90*time.Minute)
		p.solves(false)
		return false
	}
	if p.chance(4) {
		p.handsOver(o)
		p.waits(time.Minute, 10*time.Minute)
		p.withdraws()
		p.notes(p.owner, "The customer has just written that it moved by itself a little; I look once more before I pass it on.")
		p.waits(20*time.Minute, 2*time.Hour)
	}
	p.handsOver(o)
	p.waits(4*time.Minute, 70*time.Minute)
	p.accepts(p.member(team))
	return true
}

// why is the reason for which first line hands something up.
func (p *play) why() handover.Reason {
	t := p.tale
	for _, s := range p.cast.Service {
		if s.Name == t.Service && s.Needs[t.Category] != "" {
			return handover.Certification
		}
	}
	if t.Impact == 1 && t.Urgency == 1 {
		return handover.Urgency
	}
	return one(p, []handover.Reason{handover.Skill, handover.Skill, handover.Skill, handover.Exhausted, handover.Access, handover.Time})
}

// works is some hours with whoever has it now.
func (p *play) works() {
	p.waits(10*time.Minute, 90*time.Minute)
	p.writes(p.owner, one(p, onItWords))
	p.waits(30*time.Minute, 9*time.Hour)
	if p.chance(60) {
		p.notes(p.owner, one(p, findingWords))
	}
	if p.chance(30) {
		p.lingers()
	}
	if p.chance(30) {
		p.writes(p.who, one(p, nudgeWords))
		p.waits(5*time.Minute, 80*time.Minute)
		p.writes(p.owner, one(p, newsWords))
	}
	p.waits(20*time.Minute, 7*time.Hour)
}

// lingers waits for a day or three: for a time that suits, or for somebody else.
func (p *play) lingers() {
	switch roll := p.rng.IntN(10); {
	case roll < 4:
		until := p.later(p.Clock.Now(), 8*time.Hour+time.Duration(p.rng.IntN(20))*time.Hour)
		p.pauses(ticketing.WaitIn{On: ticket.OnDate, Until: until, Because: "The customer has time for it then."})
		p.waits(30*time.Hour, 32*time.Hour)
	case roll < 7:
		p.pauses(ticketing.WaitIn{On: ticket.OnChange, Because: "It goes in with the next change, with the back-out written down."})
		p.waits(10*time.Hour, 30*time.Hour)
		p.resumes("The change is in.")
	default:
		p.pauses(ticketing.WaitIn{On: ticket.OnCustomer, Question: one(p, testWords)})
		p.waits(3*time.Hour, 20*time.Hour)
		p.writes(p.who, one(p, testedWords))
	}
}

func (p *play) further(team string, reason handover.Reason) {
	p.handsOver(onward{team: team, reason: reason})
	p.waits(10*time.Minute, 3*time.Hour)
	p.accepts(p.member(team))
}

// sideways goes to the other team of the same rung.
func (p *play) sideways() {
	to := "Network specialists"
	if p.second() == to {
		to = "Second line"
	}
	p.handsOver(onward{team: to, reason: handover.Capacity, ask: "Please carry on from here; the finding is in my note."})
	p.waits(5*time.Minute, 60*time.Minute)
	p.accepts(p.member(to))
	p.works()
}

// vendor goes to the maker, waits, and comes down with the result.
func (p *play) vendor() {
	p.further("Vendor desk", handover.VendorProduct)
	p.waits(10*time.Minute, time.Hour)
	p.notes(p.owner, one(p, vendorWords))
	p.pauses(ticketing.WaitIn{On: ticket.OnVendor, Because: "The maker has the logs and looks at them."})
	p.waits(6*time.Hour, 30*time.Hour)
	p.resumes("The maker has answered.")
	if p.chance(50) {
		team := p.second()
		p.handsOver(onward{team: team, reason: handover.Time, ask: "The maker's fix is here: please put it in with the customer."})
		p.waits(20*time.Minute, 3*time.Hour)
		p.accepts(p.member(team))
		p.waits(time.Hour, 5*time.Hour)
	}
}

// beside is planned work.
func (p *play) beside() {
	p.waits(20*time.Minute, 2*time.Hour)
	p.further("Project team", handover.Time)
	p.waits(2*time.Hour, 8*time.Hour)
	p.writes(p.owner, one(p, planWords))
	if p.chance(50) {
		p.pauses(ticketing.WaitIn{On: ticket.OnApproval, Because: "The budget holder is to say yes."})
		p.waits(4*time.Hour, 20*time.Hour)
		p.resumes("Approved.")
	}
	p.waits(8*time.Hour, 50*time.Hour)
	p.solves(false)
}
