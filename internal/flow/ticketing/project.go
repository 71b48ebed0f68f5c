package ticketing

import (
	"context"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/desk/person"
	"secondline/internal/flow/notify"
	"secondline/internal/flow/work"
	"secondline/internal/id"
)

// Plan proposes a day for a piece of planned work: the customer reads what and
// when, and the ticket waits on it. When the day comes it wakes by itself.
func (d *Desk) Plan(ctx context.Context, by access.Actor, n id.Number, what string, on time.Time) error {
	return d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		t, err := load(ctx, w, n, access.Plan)
		if err != nil {
			return err
		}
		facts, err := t.PlanFor(what, on, w.By.Person, w.Now)
		if err != nil {
			return err
		}
		entries, err := w.Record(ctx, t, facts...)
		if err != nil {
			return err
		}
		if err := wakeAgain(ctx, w, t); err != nil {
			return err
		}
		who, err := person.Get(ctx, w.Tx, t.Requester)
		if err != nil {
			return err
		}
		return d.post.Letter(ctx, w, notify.Letter{
			Kind: notify.Reply, Ticket: t, Seq: entries[0].Seq, To: []id.Person{t.Requester}, CC: t.CC,
			Body: "Hello" + comma(who.First()) + "\n\nwe have planned this for " + wallDay(t.Plan.On, who.TimeZone) + ": " + t.Plan.What +
				"\n\nYou need to do nothing until then. If that day does not suit you, just answer.\n",
		})
	})
}

// wallDay is a day and a time as a clock in the reader's zone shows them.
func wallDay(at time.Time, zone string) string {
	in, err := time.LoadLocation(zone)
	if err != nil {
		in = time.UTC // a person's zone was checked; this is for a machine without the list
	}
	return at.In(in).Format("Monday 2 January, 15:04")
}
