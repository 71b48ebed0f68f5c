package story

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"regexp"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"secondline/internal/db"
	"secondline/internal/db/dbtest"
	"secondline/internal/desk/handover"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/ticketing"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// TestRandomStreams lets anybody do anything, allowed or not, in any order, on
// both engines at once. After each step the desk must say what the page of rules
// says, on both; at the end both must hold the same, and every invariant.
func TestRandomStreams(t *testing.T) {
	if f := flag.Lookup("rapid.checks"); f.Value.String() == f.DefValue {
		defer reset(t, f, "30") // sized for every run; give -rapid.checks for more
	}
	desks := []*desk{
		open(t, dbtest.New(t, db.SQLite), "Mon 09:00"),
		open(t, dbtest.New(t, db.Postgres), "Mon 09:00"),
	}
	rapid.Check(t, func(rt *rapid.T) {
		s := &stream{rt: rt, desks: desks, number: map[*life]id.Number{}, keys: map[*desk]map[*bid]id.Handover{}}
		for _, d := range desks {
			d.t = rt
			s.keys[d] = map[*bid]id.Handover{}
		}
		for _, who := range []string{"ann@acme", "abe@acme", "gus@globex"} {
			s.opens(who)
		}
		for range rapid.IntRange(10, 40).Draw(rt, "steps") {
			s.step()
		}
		s.same()
	})
	for _, d := range desks {
		d.t = t
		d.Settles()
		d.Holds()
	}
}

func reset(t *testing.T, f *flag.Flag, to string) {
	if err := errors.Join(f.Value.Set(to)); err != nil {
		t.Fatal(err)
	}
}

// A stream is one run of random moments.
type stream struct {
	rt     *rapid.T
	desks  []*desk
	lives  []*life
	number map[*life]id.Number
	keys   map[*desk]map[*bid]id.Handover
}

func (s *stream) opens(who string) {
	l := &life{org: players[who].org, requester: who, state: "new", seat: seat{team: "First line", rank: 1}, priority: 4, absorbed: map[*life][]string{}}
	s.lives = append(s.lives, l)
	for _, d := range s.desks {
		n := d.Opens(who, "Something is broken")
		if other := s.number[l]; other != 0 && other != n {
			s.rt.Fatalf("it is %s on one engine and %s on the other", other.Ref(), n.Ref())
		}
		s.number[l] = n
	}
}

var verbs = []string{
	"reply", "reply", "note", "triage", "assign", "assign", "wait", "resume", "resolve", "confirm", "reopen", "close", "rate",
	"merge", "unmerge", "hand over", "hand over", "hand over", "accept", "accept", "return", "withdraw", "time", "time",
	"expire", "expire", "ask back", "answer back", "swarm", "join", "leave", "own", "own", "swarm over", "end swarm", "book",
	"to and fro",
}

// actors are drawn by name; agents come first, since most work is theirs.
var actors = []string{"tom", "sam", "ida", "gil", "sue", "lea", "nia", "eve", "pam", "ada", "ann@acme", "abe@acme", "gus@globex", "gwen@globex"}

func (s *stream) step() {
	m := moment{
		verb: rapid.SampledFrom(verbs).Draw(s.rt, "verb"), who: rapid.SampledFrom(actors).Draw(s.rt, "who"),
		on: s.lives[rapid.IntRange(0, len(s.lives)-1).Draw(s.rt, "on")], now: s.desks[0].clock.Now(),
	}
	switch m.verb {
	case "to and fro":
		s.toAndFro(m.on)
		return
	case "swarm", "swarm over":
		m.whom = rapid.SampledFrom([]string{"", "tom", "sam", "gil", "eve", "nia", "ada"}).Draw(s.rt, "whom")
	case "own":
		m.team = rapid.SampledFrom([]string{"", "", "First line", "Second line", "Experts"}).Draw(s.rt, "team")
	case "time":
		s.passes(rapid.SampledFrom([]time.Duration{time.Second, 10 * time.Second, time.Hour, 3 * time.Hour, 8 * day}).Draw(s.rt, "span"))
		return
	case "triage":
		m.team, m.grade = rapid.SampledFrom([]string{"", "", "First line", "Second line", "Network specialists", "Project team"}).Draw(s.rt, "team"), rapid.IntRange(1, 3).Draw(s.rt, "grade")
	case "assign":
		m.whom = rapid.SampledFrom([]string{"", "tom", "ida", "gil", "sam", "eve"}).Draw(s.rt, "whom")
	case "wait":
		m.word = rapid.SampledFrom([]string{"customer", "vendor", "date"}).Draw(s.rt, "wait")
	case "close":
		m.word = rapid.SampledFrom([]string{"spam", "duplicate", ""}).Draw(s.rt, "code")
	case "merge":
		m.other = s.lives[rapid.IntRange(0, len(s.lives)-1).Draw(s.rt, "into")]
	case "hand over":
		m.team = rapid.SampledFrom([]string{"First line", "Second line", "Network specialists", "Experts", "Project team"}).Draw(s.rt, "team")
		m.whom = rapid.SampledFrom([]string{"", "", "", "tom", "sam", "gil", "eve"}).Draw(s.rt, "whom")
	case "accept", "return", "withdraw", "ask back", "answer back":
		if len(m.on.bids) == 0 {
			return
		}
		m.bids = len(m.on.bids) - 1 - rapid.IntRange(0, min(1, len(m.on.bids)-1)).Draw(s.rt, "older")
	}
	s.does(m)
}

// does lets a moment happen on both engines and by the rules.
func (s *stream) does(m moment) {
	var kinds []errs.Kind
	for _, d := range s.desks {
		err := s.perform(d, m)
		kind := errs.Kind("")
		if err != nil {
			kind = errs.KindOf(err)
		}
		if kind == errs.Internal {
			s.rt.Fatalf("%s: %s on %s: %v", m.who, m.verb, d.db.Engine(), err)
		}
		kinds = append(kinds, kind)
	}
	m.found = s.look(m.on)
	before := len(m.on.bids)
	want := rule(m)
	if kinds[0] != want || kinds[1] != want {
		s.rt.Fatalf("%s: %s %s (team %q, whom %q, word %q, offer %d): the rules say %q, the desk %q",
			m.who, m.verb, s.number[m.on].Ref(), m.team, m.whom, m.word, m.bids, want, kinds)
	}
	if len(m.on.bids) > before {
		for _, d := range s.desks {
			list := d.handovers(s.number[m.on])
			s.keys[d][m.on.bids[before]] = list[len(list)-1].ID
		}
	}
	s.agree(m.on)
	if m.other != nil {
		s.agree(m.other)
	}
}

// look reads what the first desk chose where the rules leave it a choice.
func (s *stream) look(l *life) found {
	d := s.desks[0]
	t := d.ticket(s.number[l])
	f := found{offered: t.Offer != nil}
	if f.offered && t.Offer.Person != 0 {
		f.person = nameOf(d.people, t.Offer.Person)
	}
	if t.Swarm != nil {
		for _, p := range t.Swarm.People {
			f.looking = append(f.looking, nameOf(d.people, p))
		}
	}
	return f
}

// toAndFro lets a ticket go between two teams as often as it may, and once more:
// by chance alone that hardly happens.
func (s *stream) toAndFro(l *life) {
	for _, m := range []moment{
		{verb: "hand over", who: "tom", team: "Second line"},
		{verb: "return", who: "sam"},
		{verb: "hand over", who: "ida", team: "Second line"},
		{verb: "accept", who: "sue"},
		{verb: "hand over", who: "sam", team: "First line"},
	} {
		m.on, m.now, m.bids = l, s.desks[0].clock.Now(), len(l.bids)-1
		if m.bids >= 0 || m.verb == "hand over" {
			s.does(m)
		}
	}
}

func (s *stream) perform(d *desk, m moment) error {
	by, n := d.actor(m.who), s.number[m.on]
	switch m.verb {
	case "reply":
		return second(d.do.Reply(d.ctx, by, n, ticketing.MessageIn{Body: "Hello."}))
	case "note":
		return second(d.do.Note(d.ctx, by, n, ticketing.MessageIn{Body: "Hm. @sam"}))
	case "triage":
		return d.do.Triage(d.ctx, by, n, ticketing.TriageIn{Impact: m.grade, Urgency: m.grade, Team: d.teams[m.team]})
	case "assign":
		return d.do.Assign(d.ctx, by, n, d.people[m.whom])
	case "wait":
		return d.do.Wait(d.ctx, by, n, ticketing.WaitIn{On: ticket.Wait(m.word), Until: m.now.Add(2 * time.Hour)})
	case "resume":
		return d.do.Resume(d.ctx, by, n, "")
	case "resolve":
		return d.do.Resolve(d.ctx, by, n, ticketing.ResolveIn{Message: "Done.", Cause: "age", FirstLineNextTime: ptr(true), Lesson: "Restart it."})
	case "confirm":
		return d.do.Confirm(d.ctx, by, n)
	case "reopen":
		return d.do.Reopen(d.ctx, by, n, "")
	case "close":
		return d.do.Close(d.ctx, by, n, ticket.Code(m.word))
	case "rate":
		return d.do.Rate(d.ctx, by, n, 3, "")
	case "merge":
		return d.do.Merge(d.ctx, by, n, s.number[m.other])
	case "unmerge":
		return d.do.Unmerge(d.ctx, by, n)
	case "hand over":
		return second(d.do.HandOver(d.ctx, by, n, target{Team: d.teams[m.team], Person: d.people[m.whom]},
			form{Reason: handover.Skill, Ask: "Please look.", Because: "a stream has no time", ShareOutcome: true}))
	case "accept":
		return d.do.Accept(d.ctx, by, s.keys[d][m.on.bids[m.bids]])
	case "return":
		return d.do.Return(d.ctx, by, s.keys[d][m.on.bids[m.bids]], ticketing.ReturnIn{Reason: handover.LowerCan, Note: "You can."})
	case "withdraw":
		return d.do.Withdraw(d.ctx, by, s.keys[d][m.on.bids[m.bids]])
	default:
		return s.onTheLadder(d, m)
	}
}

func (s *stream) onTheLadder(d *desk, m moment) error {
	by, n := d.actor(m.who), s.number[m.on]
	switch m.verb {
	case "expire":
		d.expires(n)
		return nil
	case "ask back":
		return d.do.AskBack(d.ctx, by, s.keys[d][m.on.bids[m.bids]], "Which one?")
	case "answer back":
		return d.do.AnswerBack(d.ctx, by, s.keys[d][m.on.bids[m.bids]], "The first.")
	case "swarm":
		in := ticketing.SwarmIn{Ask: "Please look.", Tell: true}
		if m.whom != "" {
			in.People = append(in.People, d.people[m.whom])
		}
		return d.do.StartSwarm(d.ctx, by, n, in)
	case "join":
		return d.do.JoinSwarm(d.ctx, by, n)
	case "leave":
		return d.do.LeaveSwarm(d.ctx, by, n)
	case "own":
		return d.do.OwnSwarm(d.ctx, by, n, d.teams[m.team])
	case "swarm over":
		return d.do.HandOverSwarm(d.ctx, by, n, d.people[m.whom])
	case "end swarm":
		return d.do.EndSwarm(d.ctx, by, n, "")
	default:
		return d.do.BookTime(d.ctx, by, n, 5, "")
	}
}

// passes lets time go by, here and by the rules.
func (s *stream) passes(span time.Duration) {
	for _, d := range s.desks {
		d.Passes(span)
	}
	for _, l := range s.lives {
		if l.wait == "date" && !l.until.After(s.desks[0].clock.Now()) {
			l.resume()
		}
		s.agree(l)
	}
}

// agree holds a ticket on both engines against the rules, and its own invariants.
func (s *stream) agree(l *life) {
	want := fmt.Sprintf("%s %s, %s, with %s of %s on rung %d, priority %d, cc %v", l.state, l.wait, l.code, or(l.assignee), l.team, l.rank, l.priority, l.copied())
	if b := l.offer(); b != nil {
		want += ", offered to " + or(b.person) + " of " + b.to
	}
	if g := l.swarm; g != nil {
		want += fmt.Sprintf(", looked at by %s and %v", g.lead, slices.Sorted(slices.Values(g.people)))
	}
	for _, d := range s.desks {
		t := d.ticket(s.number[l])
		var copied []string
		for _, p := range t.CC {
			copied = append(copied, nameOf(d.people, p))
		}
		slices.Sort(copied)
		got := fmt.Sprintf("%s %s, %s, with %s of %s on rung %d, priority %d, cc %v", t.State, t.WaitingOn, t.Resolution,
			nameOf(d.people, t.Assignee), nameOf(d.teams, t.Team), t.Rank, t.Priority, copied)
		if o := t.Offer; o != nil {
			got += ", offered to " + nameOf(d.people, o.Person) + " of " + nameOf(d.teams, o.To.Team)
		}
		if g := t.Swarm; g != nil {
			var people []string
			for _, p := range g.People {
				people = append(people, nameOf(d.people, p))
			}
			slices.Sort(people)
			got += fmt.Sprintf(", looked at by %s and %v", nameOf(d.people, g.Lead), people)
		}
		if got != want {
			s.rt.Fatalf("%s on %s:\nrules: %s\n desk: %s", t.Ref(), d.db.Engine(), want, got)
		}
	}
	s.desks[0].holds(s.number[l])
}

func or(name string) string {
	if name == "" {
		return "nobody"
	}
	return name
}

// same wants both engines to hold the same timelines and sums. Ids are made in
// the order in which jobs happen to run, so they are told by their first place.
func (s *stream) same() {
	var dumps []string
	for _, d := range s.desks {
		var all string
		for _, l := range s.lives {
			t := d.ticket(s.number[l])
			all += sumOf(d, t) + "\n"
			for _, e := range d.timeline(t.Number) {
				facts, err := json.Marshal(e.Fact)
				d.must(err)
				all += fmt.Sprintf("%d %s %s %s %s %s %s\n", e.Seq, e.At, e.By.Kind, e.By.Name, e.Audience, e.Fact.Kind(), facts)
			}
		}
		dumps = append(dumps, anonymous(all))
	}
	if dumps[0] != dumps[1] {
		s.rt.Fatalf("SQLite holds\n%s\nand PostgreSQL\n%s", dumps[0], dumps[1])
	}
}

var longNumber = regexp.MustCompile(`\b\d{15,}\b`)

func anonymous(text string) string {
	var seen []string
	return longNumber.ReplaceAllStringFunc(text, func(n string) string {
		i := slices.Index(seen, n)
		if i < 0 {
			i, seen = len(seen), append(seen, n)
		}
		return fmt.Sprintf("#%d", i)
	})
}
