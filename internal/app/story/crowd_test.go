package story

import (
	"math/rand/v2"
	"sync"
	"testing"

	"secondline/internal/desk/handover"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/ticketing"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// TestACrowdOnFewTickets lets many do anything to the same tickets at the same
// moment. Some are told that others were faster or that it cannot be done; nobody
// sees a fault of ours, and afterwards every invariant holds.
func TestACrowdOnFewTickets(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		var few []id.Number
		for _, who := range []string{"ann@acme", "abe@acme", "ann@acme"} {
			few = append(few, d.Opens(who, "Something is broken"))
		}
		var all sync.WaitGroup
		for _, who := range []string{"tom", "sam", "ida", "eve", "ada", "ann@acme"} {
			by := d.actor(who)
			all.Go(func() {
				for range 40 {
					n, other := few[rand.IntN(len(few))], few[rand.IntN(len(few))]
					if err := d.anything(hand{d, by}, n, other); errs.Is(err, errs.Internal) {
						t.Errorf("%s: %v", who, err)
					}
				}
			})
		}
		all.Wait()
	})
}

// anything does something at random.
func (d *desk) anything(h hand, n, other id.Number) error {
	switch rand.IntN(12) {
	case 0:
		return second(d.do.Reply(d.ctx, h.who, n, ticketing.MessageIn{Body: "Hello."}))
	case 1:
		return second(d.do.Note(d.ctx, h.who, n, ticketing.MessageIn{Body: "Hm."}))
	case 2:
		return d.do.Assign(d.ctx, h.who, n, d.people[[]string{"tom", "ida", "sam", "nobody"}[rand.IntN(4)]])
	case 3:
		return d.do.Merge(d.ctx, h.who, n, other)
	case 4:
		return d.do.Unmerge(d.ctx, h.who, n)
	case 5:
		return d.do.Resolve(d.ctx, h.who, n, ticketing.ResolveIn{Message: "Done.", Cause: "age"})
	case 6:
		return d.do.Reopen(d.ctx, h.who, n, "")
	case 7:
		return d.do.Link(d.ctx, h.who, n, other, "related", rand.IntN(2) == 0)
	case 8:
		return d.do.Triage(d.ctx, h.who, n, ticketing.TriageIn{Impact: 1 + rand.IntN(3), Urgency: 1})
	case 9:
		f := full("Look.")
		f.Because = "in a crowd"
		return second(d.do.HandOver(d.ctx, h.who, n, target{Team: d.teams[[]string{"Second line", "Experts", "First line"}[rand.IntN(3)]]}, f))
	default:
		return d.answersAny(h, n)
	}
}

// answersAny answers the handover that was last on offer.
func (d *desk) answersAny(h hand, n id.Number) error {
	t, err := ticket.ByNumber(d.ctx, d.door.Read(), n)
	if err != nil || len(t.Walk.Hops) == 0 {
		return err
	}
	key := t.Walk.Hops[len(t.Walk.Hops)-1].Handover
	switch rand.IntN(3) {
	case 0:
		return d.do.Accept(d.ctx, h.who, key)
	case 1:
		return d.do.Return(d.ctx, h.who, key, ticketing.ReturnIn{Reason: handover.LowerCan, Note: "You can."})
	default:
		return d.do.Withdraw(d.ctx, h.who, key)
	}
}

func TestTwoMergeIntoEachOther(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		for range 5 {
			a, b := d.Opens("ann@acme", "A"), d.Opens("ann@acme", "B")
			var failed [2]error
			var both sync.WaitGroup
			for i, pair := range [][2]id.Number{{a, b}, {b, a}} {
				by := d.actor("tom")
				both.Go(func() { failed[i] = d.do.Merge(d.ctx, by, pair[0], pair[1]) })
			}
			both.Wait()
			if (failed[0] == nil) == (failed[1] == nil) || errs.Is(failed[0], errs.Internal) || errs.Is(failed[1], errs.Internal) {
				t.Errorf("both at once: %v", failed)
			}
		}
	})
}
