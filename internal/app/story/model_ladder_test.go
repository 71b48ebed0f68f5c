package story

import (
	"slices"

	"secondline/internal/kit/errs"
)

// The rules of the ladder, on the same page as model_test.go: what expires goes
// to somebody else and ends, the third crossing becomes a swarm, a swarm is who
// looks at it. Who of a team is the best is not for this page; it only says who
// may be asked at all.

// A gathering is who looks at a ticket together.
type gathering struct {
	lead   string
	people []string
	teams  []string // of a ping-pong
}

// found is what the desk chose where the page leaves it a choice.
type found struct {
	offered bool
	person  string
	looking []string
}

func (l *life) cleared(team string) []string {
	var out []string
	for who := range players {
		if l.member(who, team) {
			out = append(out, who)
		}
	}
	return out
}

// crossings counts how often it went between two teams, either way.
func (l *life) crossings(a, b string) int {
	n := 0
	for _, x := range l.bids {
		pair := x.from.team == a && x.to == b || x.from.team == b && x.to == a
		if pair && (x.answer == "accepted" || x.answer == "returned") {
			n++
		}
	}
	return n
}

// lastHand is who of a team dealt with it last.
func (l *life) lastHand(team string) string {
	last := ""
	for _, b := range l.bids {
		switch {
		case b.from.team == team && b.answer != "withdrawn":
			last = b.by
		case b.to == team && (b.answer == "accepted" || b.answer == "returned"):
			last = b.answerer
		}
	}
	return last
}

// together starts the swarm of a ping-pong; m.found says whom the desk asked.
func (l *life) together(m moment) errs.Kind {
	g := &gathering{lead: "ada", teams: []string{l.team, m.team}}
	must := []string{}
	for _, team := range g.teams {
		tries := []string{l.lastHand(team)}
		if team == l.team {
			tries = []string{l.assignee, m.who, tries[0]}
		}
		if i := slices.IndexFunc(tries, func(who string) bool { return l.member(who, team) }); i >= 0 {
			must = append(must, tries[i])
		}
	}
	if l.swarm != nil {
		must = append(append(must, l.swarm.lead), l.swarm.people...)
	}
	for _, who := range must {
		if who != g.lead && !slices.Contains(m.found.looking, who) {
			return errs.Internal // the last hands were to look
		}
	}
	for _, who := range m.found.looking {
		if !slices.Contains(must, who) && !l.member(who, l.team) && !l.member(who, m.team) {
			return errs.Internal // somebody looks who has nothing to do with it
		}
	}
	g.people = m.found.looking
	l.bids = append(l.bids, &bid{to: m.team, by: m.who, from: l.seat, answer: "swarmed"})
	l.swarm = g
	l.resume()
	return ""
}

// expire is an offer that nobody answers: the next is asked, at most three times
// and nobody twice, then the team as a whole, then it is over.
func (l *life) expire(m moment) errs.Kind {
	b := l.offer()
	if b == nil {
		return ""
	}
	asked, whole := []string{b.by}, b.from.team == b.to
	n := 0
	for x := b; x != nil; x = x.follows {
		asked, whole, n = append(asked, x.person), whole || x.person == "", n+1
	}
	left := slices.DeleteFunc(l.cleared(b.to), func(who string) bool { return slices.Contains(asked, who) })
	again := n < 3 && len(left) > 0
	switch {
	case n > 3 || !again && whole:
		if m.found.offered {
			return errs.Internal // it should be over
		}
	case !again:
		left = []string{""}
		fallthrough
	default:
		if n == 3 && !whole {
			left = []string{""}
		}
		if !m.found.offered || !slices.Contains(left, m.found.person) {
			return errs.Internal // somebody else should be asked
		}
	}
	b.answer = "expired"
	if b.atOnce && l.assignee == b.person {
		l.assignee = ""
	}
	if !m.found.offered {
		return ""
	}
	next := &bid{to: b.to, person: m.found.person, by: b.by, from: l.seat, atOnce: b.atOnce, follows: b}
	if b.atOnce {
		next.from = b.from
		l.place(b.to, next.person)
	}
	l.bids = append(l.bids, next)
	return ""
}

// looks says what comes of the verbs of a swarm, for an agent who may see it.
func (l *life) looks(m moment) errs.Kind {
	g := l.swarm
	switch m.verb {
	case "swarm":
		if m.whom == "" || m.whom == m.who || !players[m.whom].works(l.org) {
			return errs.Invalid
		}
		l.swarm = &gathering{lead: m.who, people: []string{m.whom}}
		if l.state == "new" {
			l.state = "open"
		}
	case "join":
		if m.who != g.lead && !slices.Contains(g.people, m.who) {
			g.people = append(slices.Clone(g.people), m.who)
		}
	case "leave":
		i := slices.Index(g.people, m.who)
		if i < 0 {
			return errs.Conflict
		}
		g.people = slices.Delete(slices.Clone(g.people), i, i+1)
	case "end swarm":
		if len(g.teams) > 0 {
			return errs.Conflict
		}
		l.swarm = nil
	case "own":
		return l.own(m)
	case "swarm over":
		return l.outOfSwarm(m)
	}
	return ""
}

func (l *life) own(m moment) errs.Kind {
	g, p := l.swarm, players[m.who]
	of := p.team
	if m.team != "" {
		of = m.team
	}
	decides := p.lead || m.who == g.lead
	switch {
	case len(g.teams) == 0:
		return errs.Conflict
	case m.team != "" && !slices.Contains(g.teams, m.team):
		return errs.Invalid
	case of == p.team && slices.Contains(g.teams, of):
		l.takes(m, of, m.who)
	case decides && m.team == "":
		return errs.Invalid
	case decides:
		l.takes(m, of, "")
	default:
		return errs.Forbidden
	}
	return ""
}

// takes ends a swarm with an owner: its own team keeps the ticket, any other gets
// it by a handover that is taken as it is made.
func (l *life) takes(m moment, team, who string) {
	l.swarm = nil
	switch {
	case team != l.team:
		l.bids = append(l.bids, &bid{to: team, person: who, by: m.who, from: l.seat, answer: "accepted", answerer: m.who})
		l.resume()
		l.place(team, who)
	case who != "":
		l.assignee = who
	}
}

func (l *life) outOfSwarm(m moment) errs.Kind {
	g, p := l.swarm, players[m.whom]
	switch {
	case m.whom != g.lead && !slices.Contains(g.people, m.whom), m.whom == l.assignee, p.team == "":
		return errs.Invalid
	case l.offer() != nil:
		return errs.Conflict
	}
	l.swarm = nil
	l.bids = append(l.bids, &bid{to: p.team, person: m.whom, by: m.who, from: l.seat, answer: "accepted", answerer: m.who})
	l.resume()
	l.place(p.team, m.whom)
	return ""
}
