package story

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/handover"
	"secondline/internal/desk/swarm"
	"secondline/internal/desk/team"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/ticketing"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// looks says who leads a swarm and who is in it: "tom: sam eve".
func (d *desk) looks(n id.Number) string {
	d.t.Helper()
	s := d.ticket(n).Swarm
	if s == nil {
		return "nobody"
	}
	var names []string
	for _, p := range s.People {
		names = append(names, nameOf(d.people, p))
	}
	slices.Sort(names)
	return nameOf(d.people, s.Lead) + ": " + strings.Join(names, " ")
}

func (d *desk) wantsLooking(n id.Number, want string) {
	d.t.Helper()
	if got := d.looks(n); got != want {
		d.t.Errorf("%s: it is looked at by %s; wanted %s", d.clock.Now().Format("Mon 15:04"), got, want)
	}
}

func TestExpertsLookWithoutGettingTheTicket(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n := d.Opens("ann@acme", "VPN is down", about("VPN"))
		d.As("ida").Gives(n, "ida")
		ida := d.actor("ida")
		for in, because := range map[*ticketing.SwarmIn]string{
			{People: []id.Person{d.people["sam"]}}:                    "what you ask them",
			{Ask: "Look."}:                                            "Name a colleague",
			{Ask: "Look.", People: []id.Person{d.people["ida"]}}:      "Name a colleague",
			{Ask: "Look.", People: []id.Person{d.people["gil"]}}:      "Gil Marsh is not an agent who may see this ticket",
			{Ask: "Look.", People: []id.Person{d.people["abe@acme"]}}: "not an agent",
			{Ask: "Look.", People: []id.Person{4711}}:                 "no person",
			{Ask: "Look.", Teams: []id.Team{4711}}:                    "no such team",
			{Ask: "Look.", Teams: []id.Team{d.teams["Second line"]}}:  "Nobody else of Second line", // none knows VPN
			{Ask: strings.Repeat("x", 2001), Teams: []id.Team{4711}}:  "longer",
		} {
			d.refused(d.do.StartSwarm(d.ctx, ida, n, *in), errs.Invalid, because)
		}
		d.refused(d.do.JoinSwarm(d.ctx, ida, n), errs.Conflict, "Nobody looks at it together")
		in := ticketing.SwarmIn{Ask: "Why does it drop at noon?", People: []id.Person{d.people["sam"]}, Teams: []id.Team{d.teams["Network specialists"]}, Tell: true}
		d.must(d.do.StartSwarm(d.ctx, ida, n, in))
		d.wantsLooking(n, "ida: nia sam")
		d.Wants(n, "team First line", "with ida", "offered to nobody", "ranks [1]", "last customer.told", "watched by sam", "watched by nia")
		d.has(d.told(n), "Hello Ann,\n\nIda asked Sam and Nia to look at it together. Ida stays your contact.")
		d.has(d.mails("ann@acme"), "look at it together")
		d.has(d.notices("nia"), "swarm.asked: Ida Brook asks you to look at "+string(n.Ref())+" together: Why does it drop at noon?")
		d.refused(d.do.StartSwarm(d.ctx, d.actor("sam"), n, in), errs.Conflict, "looks at it already")

		d.must(d.do.JoinSwarm(d.ctx, d.actor("nia"), n))
		d.must(d.do.JoinSwarm(d.ctx, d.actor("nia"), n)) // twice is once
		d.must(d.do.JoinSwarm(d.ctx, d.actor("eve"), n)) // nobody asked her, but she may see it
		d.refused(d.do.JoinSwarm(d.ctx, d.actor("gil"), n), errs.NotFound, "")
		d.must(d.do.AskIntoSwarm(d.ctx, d.actor("nia"), n, []id.Person{d.people["vic"], d.people["sam"]}, nil))
		d.must(d.do.LeaveSwarm(d.ctx, d.actor("sam"), n))
		d.wantsLooking(n, "ida: eve nia vic")
		d.refused(d.do.LeaveSwarm(d.ctx, d.actor("sam"), n), errs.Conflict, "not in it")
		d.refused(d.do.LeaveSwarm(d.ctx, ida, n), errs.Conflict, "You lead it")
		d.refused(d.do.OwnSwarm(d.ctx, d.actor("nia"), n, 0), errs.Conflict, "make the swarm a handover")

		d.must(d.do.BookTime(d.ctx, d.actor("nia"), n, 25, "read the logs"))
		d.refused(d.do.BookTime(d.ctx, d.actor("nia"), n, 0, ""), errs.Invalid, "between 1 minute and a day")
		d.refused(d.do.BookTime(d.ctx, d.actor("ann@acme"), n, 5, ""), errs.Forbidden, "book time")
		key := d.ticket(n).Swarm.ID
		d.must(d.do.EndSwarm(d.ctx, d.actor("eve"), n, "It was the lunch break's backup."))
		d.wantsLooking(n, "nobody")
		d.must(d.do.BookTime(d.ctx, ida, n, 5, ""))
		if got := d.ticket(n).Minutes; got != 30 {
			t.Errorf("%d minutes are booked", got)
		}
		if in, all := d.booked(key), d.booked(0); in != 25 || all != 5 {
			t.Errorf("%d minutes went to the swarm, %d beside", in, all)
		}
		s, err := swarm.Get(d.ctx, d.door.Read(), key)
		d.must(err)
		if s.Outcome != swarm.CalledOff || s.EndedAt.IsZero() || s.Members[0].Person != d.people["ida"] || len(s.Members) != 5 {
			t.Errorf("the swarm is kept as %+v", s)
		}
		d.Wants(n, "team First line", "with ida")
	})
}

// booked adds up the minutes that were booked to a swarm, or to none.
func (d *desk) booked(to id.Swarm) int {
	d.t.Helper()
	n, err := db.One(d.ctx, d.door.Read(), func(r db.Row) (n int, err error) { return n, r.Scan(&n) }, `
		SELECT coalesce(sum(minutes), 0)
		  FROM booked_time
		 WHERE coalesce(swarm_id, 0) = ?`, to)
	d.must(err)
	return n
}

func TestTheCustomerNeedNotHearOfASwarm(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n := d.Opens("ann@acme", "Mail loops", about("Email"))
		d.must(d.do.StartSwarm(d.ctx, d.actor("tom"), n, ticketing.SwarmIn{Ask: "canary", People: []id.Person{d.people["sam"]}}))
		d.As("tom").Resolves(n, "It works again.") // what is solved needs no swarm
		d.wantsLooking(n, "nobody")
		for _, e := range d.timeline(n) {
			if e.Audience == ticket.Customer && strings.Contains(asJSON(t, e.Fact), "canary") {
				t.Errorf("the customer reads %s", asJSON(t, e.Fact))
			}
		}
		if got := d.kinds(n); !slices.Contains(got, "swarm.ended") || slices.Contains(got, "customer.told") {
			t.Errorf("the timeline is %v", got)
		}
	})
}

func TestASwarmBecomesAHandoverInOneStep(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n := d.Opens("ann@acme", "VPN is down", about("VPN"))
		d.As("tom").Gives(n, "tom")
		d.must(d.do.StartSwarm(d.ctx, d.actor("tom"), n, ticketing.SwarmIn{Ask: "Why does it drop?", People: []id.Person{d.people["nia"]}}))
		d.Until("Mon 09:30")
		d.As("nia").Notes(n, "The key is stale.")
		d.As("nia").Tries(n, "Renewed the key", "it holds")
		d.refused(d.do.HandOverSwarm(d.ctx, d.actor("nia"), n, d.people["eve"]), errs.Invalid, "not in the swarm")
		d.refused(d.do.HandOverSwarm(d.ctx, d.actor("nia"), n, d.people["tom"]), errs.Invalid, "have "+string(n.Ref())+" already")
		d.must(d.do.HandOverSwarm(d.ctx, d.actor("tom"), n, d.people["nia"]))
		d.wantsLooking(n, "nobody")
		d.Wants(n, "team Network specialists", "rung 2", "with nia", "offered to nobody", "ranks [1 2]", "last swarm.ended")
		d.has(d.told(n), "your request is now with our network specialists")
		h := d.handovers(n)[0]
		if h.State != handover.Accepted || h.Document.Ask != "Why does it drop?" || !strings.Contains(h.Document.Summary, "Nia Quill: The key is stale.") ||
			len(h.Document.Tried) != 1 || h.Document.Swarm == 0 || h.Direction != handover.Up {
			t.Errorf("the handover says %+v", h)
		}
	})
}

// toAndFro lets a ticket go from first to second line and come back.
func (d *desk) toAndFro(how ...with) id.Number {
	d.t.Helper()
	n := d.Opens("ann@acme", "Mail loops", append([]with{about("Email")}, how...)...)
	d.As("tom").Gives(n, "tom")
	h := d.As("tom").HandsOver(n, "up", full("Find the rule."))
	d.As("sam").Returns(h.ID, ticketing.ReturnIn{Reason: handover.LowerCan, Note: "You can."})
	h = d.As("tom").HandsOver(n, "up", full("I cannot."))
	d.As("sam").Accepts(h.ID)
	d.Wants(n, "team Second line", "with sam")
	d.Passes(time.Hour)
	return n
}

func TestTheThirdCrossingBecomesASwarm(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n := d.toAndFro()
		told := len(d.told(n))
		f := full("It is yours after all.")
		p, err := d.do.Check(d.ctx, d.actor("sam"), n, target{Team: d.teams["First line"]}, f)
		d.must(err)
		if !strings.HasPrefix(p.Together, "It went between Second line and First line 2 times.") {
			t.Errorf("before it is sent, the sheet says %q", p.Together)
		}
		h := d.As("sam").HandsOver(n, "First line", f)
		if h.State != handover.Swarmed || h.Direction != handover.Swarm {
			t.Errorf("it is %s, %s", h.State, h.Direction)
		}
		d.wantsLooking(n, "ada: sam tom") // nobody is planned as duty manager: the administrator is
		d.Wants(n, "team Second line", "with sam", "offered to nobody", "last swarm.started")
		d.has(d.notices("ada"), "You lead a swarm on "+string(n.Ref())+": it would be the third crossing between Second line and First line")
		d.has(d.notices("tom"), "asks you to look at "+string(n.Ref())+" together: It is yours after all.")
		if len(d.told(n)) != told {
			t.Errorf("the customer was told of an affair between teams: %q", d.told(n)[0])
		}
		d.refused(second(d.As("sam").tryHandOver(n, "Experts", full("You then."))), errs.Conflict, "both teams look at it")
		d.refused(d.do.EndSwarm(d.ctx, d.actor("ada"), n, ""), errs.Conflict, "when one of them owns")
		d.refused(d.do.OwnSwarm(d.ctx, d.actor("nia"), n, 0), errs.Forbidden, "of the two teams")
		d.refused(d.do.OwnSwarm(d.ctx, d.actor("ada"), n, 0), errs.Invalid, "which of the two")
		d.refused(d.do.OwnSwarm(d.ctx, d.actor("ada"), n, d.teams["Experts"]), errs.Invalid, "One of the two teams")

		d.must(d.do.OwnSwarm(d.ctx, d.actor("ida"), n, 0)) // anybody of first line takes it for first line
		d.wantsLooking(n, "nobody")
		d.Wants(n, "team First line", "with ida", "rung 1", "offered to nobody", "ranks [1 2 1]", "last swarm.ended")
		list := d.handovers(n)
		last := list[len(list)-1]
		if last.State != handover.Accepted || last.Follows != h.ID || last.Document.Ask != "It is yours after all." || last.Sender != d.people["ida"] {
			t.Errorf("what was written came to %+v", last)
		}
		d.has(d.told(n), "you")

		again := d.As("ida").HandsOver(n, "up", full("No, yours.")) // and so for ever
		if again.State != handover.Swarmed {
			t.Errorf("the next crossing is %s", again.State)
		}
		d.must(d.do.OwnSwarm(d.ctx, d.actor("ada"), n, d.teams["First line"]))
		d.Wants(n, "team First line", "with ida", "rung 1")
	})
}

func TestASwarmOfTwoTeamsTakesUpTheOneThatRuns(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n := d.toAndFro()
		d.must(d.do.StartSwarm(d.ctx, d.actor("sam"), n, ticketing.SwarmIn{Ask: "Look.", People: []id.Person{d.people["eve"]}}))
		d.As("sam").Waits(n, "vendor")
		d.As("sam").HandsOver(n, "First line", full("Yours."))
		d.wantsLooking(n, "ada: eve sam tom")
		d.Wants(n, "state open")
		d.must(d.do.HandOverSwarm(d.ctx, d.actor("ada"), n, d.people["eve"])) // neither of the two
		d.Wants(n, "team Experts", "with eve", "rung 3")
		d.wantsLooking(n, "nobody")
	})
}

func TestAPingPongOfAP1StaysWhereItIs(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n := d.toAndFro(urgent)
		d.As("sam").HandsOver(n, "First line", full("Yours."))
		d.Wants(n, "team Second line", "with sam", "offered to nobody")
		d.must(d.do.OwnSwarm(d.ctx, d.actor("sue"), n, 0))
		d.Wants(n, "team Second line", "with sue", "offered to nobody")
		d.wantsLooking(n, "nobody")
	})
}

func TestAMergeKeepsASwarmForLater(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n, other := d.Opens("ann@acme", "Mail loops", about("Email")), d.Opens("ann@acme", "Again", about("Email"))
		d.must(d.do.StartSwarm(d.ctx, d.actor("tom"), n, ticketing.SwarmIn{Ask: "Look.", People: []id.Person{d.people["sam"]}}))
		d.As("tom").Merges(n, other)
		d.refused(d.do.JoinSwarm(d.ctx, d.actor("sam"), n), errs.Conflict, "")
		d.As("tom").Unmerges(n)
		d.wantsLooking(n, "tom: sam")
		d.must(d.do.JoinSwarm(d.ctx, d.actor("sam"), n))
	})
}

func TestPathsAreData(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		d.paths("Second line", "Experts", "First line")
		d.paths("First line", "Second line") // first line is never barred
		n := d.Opens("ann@acme", "Mail loops", about("Email"))
		d.As("sam").Accepts(d.As("tom").HandsOver(n, "up", full("Look.")).ID)
		_, err := d.As("sam").tryHandOver(n, "Network specialists", full("Look."))
		d.refused(err, errs.Invalid, "Second line does not hand over to Network specialists, only to First line, Experts.")
		d.refused(second(d.As("sam").tryHandOver(n, "sideways", full("Look."))), errs.Invalid, "no team to hand it to")
		fit, out, err := d.do.Candidates(d.ctx, d.actor("sam"), n, target{Direction: handover.Sideways})
		d.must(err)
		barred, err := d.do.Barred(d.ctx, d.actor("sam"), n, target{Direction: handover.Sideways})
		d.must(err)
		for _, c := range fit { // colleagues of the same team need no path
			if c.Agent.Team != d.teams["Second line"] {
				t.Errorf("%s could take it", c.Agent.Name)
			}
		}
		if len(fit) != 2 || len(out) != 0 || len(barred) != 1 || barred[0].Team.Name != "Network specialists" || !strings.Contains(barred[0].Because, "only to") {
			t.Errorf("%d could take it, %d not; barred: %+v", len(fit), len(out), barred)
		}
		whole := full("Look.")
		whole.Because = "in a hurry"
		d.As("eve").Accepts(d.As("sam").HandsOver(n, "Experts", whole).ID)
		d.As("vic").Accepts(d.As("eve").HandsOver(n, "up", full("Look.")).ID) // none set: everywhere
		d.paths("Vendor desk", "Project team")
		d.must(d.do.StartSwarm(d.ctx, d.actor("vic"), n, ticketing.SwarmIn{Ask: "Look.", People: []id.Person{d.people["eve"]}}))
		d.refused(d.do.HandOverSwarm(d.ctx, d.actor("vic"), n, d.people["eve"]), errs.Invalid, "does not hand over to Experts")
		d.paths("Vendor desk")
		d.must(d.do.HandOverSwarm(d.ctx, d.actor("vic"), n, d.people["eve"]))
	})
}

func (d *desk) paths(from string, to ...string) {
	d.t.Helper()
	d.must(d.door.Do(d.ctx, access.Desk("Set-up"), func(ctx context.Context, w *work.Work) error {
		var keys []id.Team
		for _, name := range to {
			keys = append(keys, d.teams[name])
		}
		return team.SetPaths(ctx, w.Tx, d.teams[from], keys)
	}))
}
