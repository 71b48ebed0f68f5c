package story

import (
	"slices"
	"time"

	"secondline/internal/kit/errs"
)

// This is the ticket as a page of rules, written apart from the desk's own code
// and without it: who owns a ticket, what state it is in, what is on offer. The
// streams of stream_test.go hold the desk against it.

// A player is somebody as the rules see them.
type player struct {
	agent, lead bool
	team        string
	org         string   // a customer's
	whole       bool     // sees the tickets of their whole organisation
	cleared     []string // an agent's; nil: all
}

var players = map[string]player{
	"ann@acme": {org: "Acme"}, "abe@acme": {org: "Acme"}, "gus@globex": {org: "Globex", whole: true}, "gwen@globex": {org: "Globex", whole: true},
	"tom": {agent: true, team: "First line"}, "ida": {agent: true, team: "First line"},
	"gil": {agent: true, team: "First line", cleared: []string{"Globex"}},
	"sam": {agent: true, team: "Second line"}, "sue": {agent: true, team: "Second line"}, "lea": {agent: true, lead: true},
	"nia": {agent: true, team: "Network specialists"}, "ned": {agent: true, team: "Network specialists"}, "vic": {agent: true, team: "Vendor desk"}, "eve": {agent: true, team: "Experts"}, "pam": {agent: true, team: "Project team"},
	"ada": {agent: true, lead: true},
}

var rankOf = map[string]int{"First line": 1, "Second line": 2, "Network specialists": 2, "Experts": 3, "Vendor desk": 4}

func (p player) works(org string) bool {
	return p.agent && (p.cleared == nil || slices.Contains(p.cleared, org))
}

// A seat is where a ticket is and who has it.
type seat struct {
	team     string
	rank     int
	assignee string
}

type bid struct {
	to, person, by string
	from           seat // as it was when offered
	atOnce         bool
	answer         string // "", or what became of it
	answerer       string
	asking         bool // the receiver's question is open
	follows        *bid // nobody answered that one
}

// A life is what the rules know of a ticket.
type life struct {
	org, requester    string
	state, wait, code string
	until, ended      time.Time
	seat
	priority int
	bids     []*bid
	into     *life
	before   *life
	absorbed map[*life][]string // merged into this one, with those whom each brought
	swarm    *gathering
}

// moment is what happens: a verb with its objects.
type moment struct {
	verb, who   string
	on, other   *life
	team, whom  string
	word        string // what it waits for, how it is closed
	grade, bids int
	now         time.Time
	found       found
}

func (l *life) open() bool { return l.state == "new" || l.state == "open" || l.state == "waiting" }

func (l *life) offer() *bid {
	if n := len(l.bids); n > 0 && l.bids[n-1].answer == "" {
		return l.bids[n-1]
	}
	return nil
}

func (l *life) sees(who string) bool {
	p := players[who]
	return p.works(l.org) || who == l.requester || p.org == l.org && (p.whole || slices.Contains(l.copied(), who))
}

// copied are those on CC: whom merges brought.
func (l *life) copied() []string {
	var out []string
	for _, brought := range l.absorbed {
		for _, who := range brought {
			if who != l.requester && !slices.Contains(out, who) {
				out = append(out, who)
			}
		}
	}
	slices.Sort(out)
	return out
}

func (l *life) member(who string, team string) bool {
	p, known := players[who]
	return known && p.team == team && p.works(l.org)
}

// rule says what must come of a moment: "" and its effect, or the refusal.
func rule(m moment) errs.Kind {
	l, p := m.on, players[m.who]
	answers := slices.Contains([]string{"accept", "return", "withdraw", "ask back", "answer back"}, m.verb)
	switch {
	case m.verb == "expire":
		return l.expire(m)
	case !l.sees(m.who), answers && !p.works(l.org):
		return errs.NotFound
	case answers:
		return l.answers(m, p)
	}
	works, asked := p.works(l.org), m.who == l.requester
	allowed := works
	switch m.verb {
	case "reply":
		allowed = true
	case "reopen":
		allowed = works || asked
	case "confirm", "rate":
		allowed = asked
	}
	if !allowed {
		return errs.Forbidden
	}
	return l.act(m, works)
}

// needs says in what state a verb finds the ticket, if it needs one.
func (l *life) needs(verb string) bool {
	switch verb {
	case "triage", "assign", "resolve":
		return l.open()
	case "wait", "hand over":
		return l.open() && l.offer() == nil
	case "resume":
		return l.state == "waiting"
	case "confirm", "close":
		return l.state != "closed"
	case "merge":
		return l.state != "closed" && l.offer() == nil
	case "reopen", "rate":
		return !l.open() && l.into == nil
	case "reply", "book":
		return l.into == nil
	case "swarm":
		return l.open() && l.swarm == nil
	case "join", "leave", "end swarm", "own", "swarm over":
		return l.into == nil && l.swarm != nil
	case "unmerge":
		return l.into != nil
	default:
		return true
	}
}

func (l *life) act(m moment, works bool) errs.Kind {
	if !l.needs(m.verb) {
		return errs.Conflict
	}
	switch m.verb {
	case "reply":
		return l.reply(m, works && m.who != l.requester)
	case "triage":
		return l.triage(m)
	case "assign":
		return l.assign(m)
	case "wait":
		l.state, l.wait, l.until = "waiting", m.word, time.Time{}
		if m.word == "date" {
			l.until = m.now.Add(2 * time.Hour)
		}
	case "resume":
		l.resume()
	case "resolve", "confirm":
		l.end(m, map[string]string{"resolve": "resolved", "confirm": "closed"}[m.verb], "solved")
	case "close":
		if l.open() && m.word == "" {
			return errs.Invalid
		}
		if m.word == "" {
			m.word = l.code
		}
		l.code = "" // the word that closes it stands
		l.end(m, "closed", m.word)
	case "reopen":
		if !works && !l.mayComeBack(m.now) {
			return errs.Conflict
		}
		l.state, l.code, l.ended = "open", "", time.Time{}
	case "merge":
		return l.merge(m)
	case "unmerge":
		delete(l.into.absorbed, l)
		b, bids, absorbed := l.before, l.bids, l.absorbed
		*l = *b
		l.bids, l.absorbed = bids, absorbed
	case "hand over":
		return l.handOver(m)
	default:
		return l.looks(m)
	}
	return ""
}

func (l *life) resume() { l.state, l.wait, l.until = "open", "", time.Time{} }

func (l *life) mayComeBack(now time.Time) bool {
	return l.code != "spam" && now.Sub(l.ended) <= 14*day
}

func (l *life) reply(m moment, agent bool) errs.Kind {
	switch {
	case agent && l.state == "new":
		l.state = "open"
	case agent:
	case l.wait == "customer":
		l.resume()
	case !l.open() && !l.mayComeBack(m.now):
		return errs.Conflict
	case !l.open():
		l.state, l.code, l.ended = "open", "", time.Time{}
	}
	return ""
}

func (l *life) triage(m moment) errs.Kind {
	moves := m.team != "" && m.team != l.team
	switch {
	case moves && l.offer() != nil:
		return errs.Conflict
	case moves && l.state != "new" && (m.team == "Project team" || rankOf[m.team] != l.rank):
		return errs.Invalid
	case moves:
		l.place(m.team, "")
	}
	l.priority = [3]int{1, 3, 4}[m.grade-1] // impact and urgency alike
	if l.state == "new" {
		l.state = "open"
	}
	return ""
}

func (l *life) place(team, assignee string) {
	if team != "Project team" {
		l.rank = rankOf[team]
	}
	l.team, l.assignee = team, assignee
}

func (l *life) assign(m moment) errs.Kind {
	switch {
	case m.whom == l.assignee:
	case m.whom != "" && !l.member(m.whom, l.team):
		return errs.Invalid
	default:
		l.assignee = m.whom
		if l.state == "new" && m.whom != "" {
			l.state = "open"
		}
	}
	return ""
}

func (l *life) end(m moment, state, code string) {
	if b := l.offer(); b != nil {
		p := players[m.who]
		if m.who != b.by && p.team == b.to && p.team != b.from.team {
			b.answer, b.answerer = "accepted", m.who
			l.place(b.to, m.who)
		} else {
			l.back("withdrawn")
		}
	}
	l.swarm = nil
	l.resume()
	l.state = state
	if l.code == "" {
		l.code = code
	}
	if l.ended.IsZero() || m.verb == "resolve" {
		l.ended = m.now
	}
}

func (l *life) back(answer string) {
	b := l.offer()
	b.answer = answer
	if b.atOnce {
		l.seat = b.from
	}
}

func (l *life) merge(m moment) errs.Kind {
	if m.other == l || m.other.org != l.org || m.other.into != nil || !m.other.sees(m.who) {
		return errs.Invalid
	}
	before := *l
	l.before, l.into = &before, m.other
	m.other.absorbed[l] = append(l.copied(), l.requester)
	l.resume()
	l.state, l.code = "closed", "merged"
	return ""
}

func (l *life) handOver(m moment) errs.Kind {
	if l.swarm != nil && len(l.swarm.teams) > 0 {
		return errs.Conflict
	}
	same := m.team == l.team && (m.whom == "" || m.whom == l.assignee)
	if same || m.whom != "" && !l.member(m.whom, m.team) {
		return errs.Invalid
	}
	if m.team != l.team && l.crossings(l.team, m.team) >= 2 {
		return l.together(m)
	}
	b := &bid{to: m.team, person: m.whom, by: m.who, from: l.seat, atOnce: l.priority == 1}
	l.bids = append(l.bids, b)
	l.resume()
	if b.atOnce {
		l.place(m.team, m.whom)
	}
	return ""
}

func (l *life) answers(m moment, p player) errs.Kind {
	b := l.bids[m.bids]
	receiver := p.lead || p.team == b.to || m.who == b.person
	sender := p.lead || p.team == b.from.team || m.who == b.by
	switch {
	case b.answer != "":
		return errs.Conflict
	case (m.verb == "withdraw" || m.verb == "answer back") && !sender, m.verb != "withdraw" && m.verb != "answer back" && !receiver:
		return errs.Forbidden
	case m.verb == "ask back" && b.asking, m.verb == "answer back" && !b.asking:
		return errs.Conflict
	case m.verb == "ask back", m.verb == "answer back":
		b.asking = !b.asking
	case m.verb == "withdraw":
		l.back("withdrawn")
	case m.verb == "return":
		b.answerer = m.who
		l.back("returned")
	case p.team == b.to:
		b.answer, b.answerer = "accepted", m.who
		l.place(b.to, m.who)
	case b.atOnce:
		b.answer, b.answerer = "accepted", m.who
		l.place(b.to, l.assignee)
	default:
		b.answer, b.answerer = "accepted", m.who
		l.place(b.to, "")
	}
	return ""
}
