package story

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/desk/calendar"
	"secondline/internal/desk/clock"
	"secondline/internal/desk/handover"
	"secondline/internal/desk/person"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/ticketing"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// expires is the acknowledge clock of an offer running out.
func (d *desk) expires(n id.Number) {
	d.t.Helper()
	d.must(d.door.Do(d.ctx, access.Desk("Clock"), func(ctx context.Context, w *work.Work) error {
		t, err := ticket.ByNumber(ctx, w.Tx, n)
		if err != nil {
			return err
		}
		return d.do.Expire(ctx, w, t)
	}))
}

// handovers lists those of a ticket, the first first.
func (d *desk) handovers(n id.Number) []handover.Handover {
	d.t.Helper()
	list, err := handover.OfTicket(d.ctx, d.door.Read(), d.ticket(n).ID)
	d.must(err)
	return list
}

// offered is the handover that waits for its answer.
func (d *desk) offered(n id.Number) id.Handover {
	d.t.Helper()
	o := d.ticket(n).Offer
	if o == nil {
		d.t.Fatalf("%s is not on offer", n.Ref())
	}
	return o.Handover
}

func TestWhatNobodyAnswersGoesToTheNextAndEnds(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n := d.Opens("ann@acme", "Mail loops", about("Email"))
		d.As("tom").Gives(n, "tom")
		first := d.As("tom").HandsOver(n, "Second line/sam", full("Find the rule that loops."))
		for _, next := range []struct{ asked, says string }{
			{"sue", "Sue Alder is asked now."}, {"nobody", "Anyone of Second line is asked now."}, // then the team as a whole
		} {
			d.Passes(30 * time.Minute)
			d.expires(n)
			d.Wants(n, "team First line", "with tom", "offered to Second line/"+next.asked, "last ticket.handed_over", "returns 0")
			for _, who := range []string{"tom", "ada"} { // the sender, and who answers for the desk
				d.has(d.notices(who), "handover.expired: Nobody took "+string(n.Ref())+" in time. "+next.says)
			}
		}
		d.has(d.notices("sue"), "Tom Ashgrove asks you to take "+string(n.Ref()))
		d.Passes(30 * time.Minute)
		d.expires(n)
		d.Wants(n, "team First line", "with tom", "offered to nobody", "last handover.expired", "ranks [1]")
		d.has(d.notices("tom"), "It is back with First line.")
		d.expires(n) // there is nothing left to expire

		list := d.handovers(n)
		if len(list) != 3 {
			t.Fatalf("%d handovers", len(list))
		}
		for i, h := range list {
			before := id.Handover(0)
			if i > 0 {
				before = list[i-1].ID
			}
			if h.State != handover.Expired || h.Follows != before || h.Sender != d.people["tom"] || asJSON(t, h.Document) != asJSON(t, first.Document) {
				t.Errorf("handover %d: %s, follows %s, by %s, %+v", i, h.State, h.Follows, nameOf(d.people, h.Sender), h.Document)
			}
		}
		d.refused(d.do.Accept(d.ctx, d.actor("sam"), first.ID), errs.Conflict, "expired; nobody answered it in time")
		for _, r := range d.ticket(n).Runs {
			if r.Clock == ticket.Acknowledge && r.Stop != ticket.RunUnanswered {
				t.Errorf("an acknowledgement stopped as %q", r.Stop)
			}
		}
		h := d.As("tom").HandsOver(n, "up", full("Once more.")) // silence is no crossing
		d.As("sam").Accepts(h.ID)
		d.Wants(n, "team Second line", "with sam")
	})
}

func TestATeamThatIsSilentIsAskedByName(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n := d.Opens("ann@acme", "Mail loops", about("Email"))
		d.As("tom").HandsOver(n, "up", full("Look."))
		d.sits("sam", person.Away) // who is here comes first
		d.expires(n)
		d.Wants(n, "offered to Second line/sue")
		d.expires(n)
		d.Wants(n, "offered to Second line/sam")
		d.As("sam").Accepts(d.offered(n))
		d.Wants(n, "team Second line", "with sam", "offered to nobody", "ranks [1 2]")
		d.has(d.told(n), "Sam has everything you told Tom.")
	})
}

// sits changes where somebody is.
func (d *desk) sits(who string, presence string) {
	d.t.Helper()
	d.must(d.door.Do(d.ctx, access.Desk("Set-up"), func(ctx context.Context, w *work.Work) error {
		p, err := person.Get(ctx, w.Tx, d.people[who])
		if err != nil {
			return err
		}
		p.Presence = presence
		return person.Update(ctx, w.Tx, p)
	}))
}

func asJSON(t testing.TB, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestAnUnansweredP1StaysWithItsTeam(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n := d.Opens("ann@acme", "All mail is down", about("Email"), urgent)
		d.As("tom").Gives(n, "tom")
		d.As("tom").HandsOver(n, "Second line/sam", full("All hands."))
		d.Wants(n, "team Second line", "with sam", "offered to Second line/sam")
		d.Passes(11 * time.Second) // the words to the customer leave
		d.expires(n)
		d.Wants(n, "team Second line", "with sue", "offered to Second line/sue", "ranks [1 2]")
		d.expires(n)
		d.Wants(n, "team Second line", "with nobody", "offered to Second line/nobody")
		if got := len(d.told(n)); got != 1 {
			t.Errorf("the customer was told %d times that somebody has it", got)
		}
		d.As("sue").Returns(d.offered(n), ticketing.ReturnIn{Reason: handover.LowerCan, Note: "Restart it."})
		d.Wants(n, "team First line", "with tom", "rung 1", "returns 1") // to who sent it, whoever was asked last

		d.As("tom").HandsOver(n, "Second line/sam", full("It is not that."))
		for range 3 {
			d.Passes(11 * time.Second)
			d.expires(n)
		}
		d.Wants(n, "team Second line", "with nobody", "offered to nobody", "rung 2")
		d.has(d.notices("ada"), "Second line keeps it; nobody there has answered.")
	})
}

func TestAReceiverAsksBackFirst(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		n := d.Opens("ann@acme", "Mail loops", about("Email"))
		h := d.As("tom").HandsOver(n, "up", full("Look.")).ID
		d.Until("Mon 09:05")
		d.refused(d.do.AskBack(d.ctx, d.actor("nia"), h, "Which box?"), errs.Forbidden, "may not ask back")
		d.refused(d.do.AskBack(d.ctx, d.actor("ann@acme"), h, "Which box?"), errs.NotFound, "no such handover")
		d.refused(d.do.AnswerBack(d.ctx, d.actor("tom"), h, "This one."), errs.Conflict, "No question is open")
		d.refused(d.do.AskBack(d.ctx, d.actor("sam"), h, " "), errs.Invalid, "what you need to know")
		d.must(d.do.AskBack(d.ctx, d.actor("sam"), h, "Which mailbox?"))
		d.has(d.notices("tom"), "handover.asked_back: Sam Oakley asks about "+string(n.Ref())+": Which mailbox?")
		d.refused(d.do.AskBack(d.ctx, d.actor("sue"), h, "And since when?"), errs.Conflict, "a question is open already")
		d.pauses(n, "09:05", "09:15")
		d.Until("Mon 09:08")
		d.refused(d.do.AnswerBack(d.ctx, d.actor("nia"), h, "Mine."), errs.Forbidden, "may not answer back")
		d.must(d.do.AnswerBack(d.ctx, d.actor("ida"), h, "sales@acme.")) // a colleague of the sender knows
		d.has(d.notices("sam"), "Ida Brook answered about "+string(n.Ref())+": sales@acme.")
		d.pauses(n, "09:05", "09:08")
		d.Until("Mon 09:20")
		d.must(d.do.AskBack(d.ctx, d.actor("sam"), h, "Since when?")) // a second question costs the receiver's own time
		d.pauses(n, "09:05", "09:08")
		d.must(d.do.AnswerBack(d.ctx, d.actor("tom"), h, "Since Monday."))
		d.pauses(n, "09:05", "09:08")
		if q := d.handovers(n)[0].AskedBack; q.Text != "Since when?" || q.Answer != "Since Monday." || q.By != d.people["sam"] || !q.Until.IsZero() {
			t.Errorf("the inbox is told %+v", q)
		}
		d.As("sam").Accepts(h)
		d.refused(d.do.AskBack(d.ctx, d.actor("sam"), h, "Why?"), errs.Conflict, "accepted already")
	})
}

// pauses wants the acknowledge clock to pause once, between two times of day.
func (d *desk) pauses(n id.Number, from, to string) {
	d.t.Helper()
	for _, r := range d.ticket(n).Runs {
		if r.Clock != ticket.Acknowledge {
			continue
		}
		var got []string
		for _, g := range r.Gaps {
			got = append(got, g.From.Format("15:04")+"-"+g.To.Format("15:04"))
		}
		if strings.Join(got, " ") != from+"-"+to {
			d.t.Errorf("it pauses %v, wanted %s-%s", got, from, to)
		}
	}
}

// The acknowledge clock itself asks the next one, at its deadline and not when
// somebody looks; a question holds it for ten minutes, once.
func TestTheClockLetsAnOfferExpire(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		d.opensAt("UTC", calendar.Office)
		d.promises(clock.Acknowledge, 0, 30*time.Minute)
		n := d.Opens("ann@acme", "Mail loops", about("Email"))
		h := d.As("tom").HandsOver(n, "Second line/sam", full("Look."))
		d.due(n, clock.Acknowledge, "Mon 09:30")
		d.Until("Mon 09:20")
		d.must(d.do.AskBack(d.ctx, d.actor("sam"), h.ID, "Which mailbox?"))
		d.Until("Mon 09:31")
		d.Wants(n, "offered to Second line/sam")
		d.due(n, clock.Acknowledge, "Mon 09:40")
		d.Until("Mon 09:40")
		d.Wants(n, "offered to Second line/sue", "team First line")
		d.has(d.notices("ada"), "handover.expired: Nobody took "+string(n.Ref())+" in time. Sue Alder is asked now.")
		d.due(n, clock.Acknowledge, "Mon 10:10")
		d.Until("Mon 10:10") // then the team as a whole, and then it is over
		d.Wants(n, "offered to Second line/nobody")
		d.Until("Mon 16:00")
		d.Wants(n, "offered to nobody", "team First line", "last handover.expired")
		if got := len(d.handovers(n)); got != 3 {
			t.Errorf("it was offered %d times", got)
		}
		var breached int
		for _, f := range facts[*ticket.ClockBreached](d, n) {
			if f.Clock == ticket.Acknowledge {
				breached++
			}
		}
		if breached != 3 {
			t.Errorf("%d acknowledgements were late", breached)
		}
	})
}
