package story

import (
	"context"
	"math/rand/v2"
	"testing"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/person"
	"secondline/internal/desk/team"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/work"
	"secondline/internal/id"
)

// TestVector11 of quality.md, and invariant 19: nobody away, off shift, full or
// without the skill is given work by the desk. Tickets come in, people come and
// go, and each ticket that was dealt is held against what was true at that moment,
// read here apart from routing.
func TestVector11(t *testing.T) {
	tell(t, "Mon 09:00", func(d *desk) {
		for _, name := range []string{"First line", "Network specialists", "Experts"} {
			d.Deals(name, team.Push)
		}
		d.Works("ida", 8, 12, 1, 2)
		r := rand.New(rand.NewPCG(11, 19))
		crew := []string{"tom", "ida", "gil", "nia", "ned", "eve"}
		about11 := []string{"VPN", "Email", "VPN/Tunnel"}
		dealt := 0
		for range 80 {
			who := crew[r.IntN(len(crew))]
			presence := []string{person.Here, person.Here, person.Here, person.Away, person.Busy}[r.IntN(5)]
			d.is(who, func(p *person.Person) { p.Presence, p.Capacity = presence, 2+r.IntN(4) })
			able := map[string]bool{}
			for _, name := range crew {
				able[name] = d.able(name)
			}
			n := d.Opens([]string{"ann@acme", "gus@globex"}[r.IntN(2)], "Work", about(about11[r.IntN(3)]))
			d.Settles()
			if tk := d.ticket(n); tk.Assignee != 0 {
				dealt++
				d.eligible(tk, able)
			}
			d.Passes(time.Duration(r.IntN(20)) * time.Minute)
			if r.IntN(3) == 0 {
				d.empties(crew[r.IntN(len(crew))])
			}
		}
		if dealt < 15 {
			t.Errorf("only %d were dealt: the story proves little", dealt)
		}
	})
}

// able tells whether somebody may be given anything now: here, on shift, below
// their capacity.
func (d *desk) able(who string) bool {
	d.t.Helper()
	p, err := person.Get(d.ctx, d.door.Read(), d.people[who])
	d.must(err)
	now := d.clock.Now()
	morning := now.Weekday() <= time.Tuesday && now.Hour() >= 8 && now.Hour() < 12
	return p.Presence == person.Here && d.weighs(who) < 2*p.Capacity && (who != "ida" || morning)
}

// weighs is what somebody has in hand, in halves of a place.
func (d *desk) weighs(who string) int {
	d.t.Helper()
	sum := 0
	d.must(d.door.Read().Each(d.ctx, func(row db.Row) error {
		var priority int
		err := row.Scan(&priority)
		sum += map[int]int{1: 4, 2: 3}[priority]
		if priority > 2 {
			sum += 2
		}
		return err
	}, `
		SELECT priority
		  FROM ticket
		 WHERE assignee_id = ? AND state IN ('new', 'open')`, d.people[who]))
	return sum
}

// eligible holds who was given a ticket against what the house says of them.
func (d *desk) eligible(t *ticket.Ticket, able map[string]bool) {
	d.t.Helper()
	who := nameOf(d.people, t.Assignee)
	grade := map[string]int{"tom": 1, "ida": 2, "nia": 4, "ned": 3, "eve": 5}[who]
	proves := who == "nia" || who == "eve"
	acme := t.Organisation == d.orgs["Acme"]
	switch {
	case !able[who]:
		d.t.Errorf("%s was given to %s, who was away, off shift or full", t.Ref(), who)
	case t.Service == d.services["VPN"] && grade < 2:
		d.t.Errorf("%s was given to %s, who knows too little", t.Ref(), who)
	case t.Category == d.categories["Tunnel"] && !proves:
		d.t.Errorf("%s was given to %s, whose certificate is not valid", t.Ref(), who)
	case acme && who == "gil":
		d.t.Errorf("%s was given to gil, who is not cleared for Acme", t.Ref())
	}
}

// empties solves all that somebody has.
func (d *desk) empties(who string) {
	d.t.Helper()
	var list []id.Ticket
	d.must(d.door.Read().Each(d.ctx, func(row db.Row) error {
		var key id.Ticket
		err := row.Scan(&key)
		list = append(list, key)
		return err
	}, `
		SELECT id
		  FROM ticket
		 WHERE assignee_id = ? AND state IN ('new', 'open')
		 ORDER BY id`, d.people[who]))
	for _, key := range list {
		d.must(d.door.Do(d.ctx, access.Desk("Set-up"), func(ctx context.Context, w *work.Work) error {
			t, err := ticket.ByID(ctx, w.Tx, key)
			if err != nil {
				return err
			}
			_, err = w.Record(ctx, t, &ticket.ClosedAs{Code: ticket.Solved})
			return err
		}))
	}
}
