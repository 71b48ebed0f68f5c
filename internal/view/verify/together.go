package verify

import (
	"context"
	"slices"

	"secondline/internal/db"
	"secondline/internal/desk/handover"
	"secondline/internal/desk/swarm"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
)

// paths holds each ticket that was handed over more than once against the rules
// of the ladder: an automatic way ends, and a ping-pong ends in a swarm.
func paths(ctx context.Context, h db.Handle, r *report) error {
	for last := id.Ticket(0); ; {
		list, err := db.All(ctx, h, func(row db.Row) (v id.Ticket, err error) { return v, row.Scan(&v) }, `
			SELECT h.ticket_id
			  FROM handover h
			 WHERE h.ticket_id > ?
			 GROUP BY h.ticket_id
			HAVING count(*) > 1
			 ORDER BY h.ticket_id
			 LIMIT ?`, last, block)
		if err != nil {
			return err
		}
		for _, key := range list {
			if err := passed(ctx, h, key, r); err != nil {
				return err
			}
			last = key
		}
		if len(list) < block {
			return swarms(ctx, h, r)
		}
	}
}

func passed(ctx context.Context, h db.Handle, key id.Ticket, r *report) error {
	t, err := ticket.ByID(ctx, h, key)
	if err != nil {
		return err
	}
	list, err := handover.OfTicket(ctx, h, key)
	if err != nil {
		return err
	}
	ref := string(t.Ref())
	for i, v := range list {
		if v.State == handover.Swarmed {
			together(v, t, list[:i], r)
			continue
		}
		bounced := v.Document.Swarm == 0 && (v.State == handover.Accepted || v.State == handover.Returned) &&
			handover.PingPong(list[:i], v.From.Team, v.To.Team)
		if bounced {
			r.add("4 ping-pong", ref, "handover %s crossed once more between two teams that were to look together", v.ID)
		}
		chain := handover.Chain(list, v.ID)
		if len(chain) < 2 {
			continue
		}
		var asked []id.Person
		for _, one := range chain {
			if one.Sender != v.Sender || one.Document.Ask != v.Document.Ask || one.To.Team != v.To.Team {
				r.add("4 expiry", ref, "handover %s follows one that asked for something else", v.ID)
			}
			if one.Person != 0 && slices.Contains(asked, one.Person) {
				r.add("4 expiry", ref, "handover %s asks somebody twice", v.ID)
			}
			asked = append(asked, one.Person)
		}
		if len(chain) > handover.MostAsks+1 {
			r.add("4 expiry", ref, "handover %s is the %dth that nobody answered; it should have gone back", v.ID, len(chain))
		}
	}
	return nil
}

// together: what became a swarm would have been one crossing too many.
func together(v handover.Handover, t *ticket.Ticket, before []handover.Handover, r *report) {
	if !handover.PingPong(before, v.From.Team, v.To.Team) {
		r.add("4 ping-pong", string(t.Ref()), "handover %s became a swarm, though the ticket had not gone to and fro", v.ID)
	}
}

// swarms: a swarm runs exactly while its ticket says so, on a ticket with work in
// it, with the people whom the ticket names; and those who lead or are asked work
// on the desk.
func swarms(ctx context.Context, h db.Handle, r *report) error {
	for last := id.Swarm(0); ; {
		list, err := db.All(ctx, h, func(row db.Row) (v id.Swarm, err error) { return v, row.Scan(&v) }, `
			SELECT id
			  FROM swarm
			 WHERE id > ?
			 ORDER BY id
			 LIMIT ?`, last, block)
		if err != nil {
			return err
		}
		for _, key := range list {
			s, err := swarm.Get(ctx, h, key)
			if err != nil {
				return err
			}
			t, err := ticket.ByID(ctx, h, s.Ticket)
			if err != nil {
				return err
			}
			looked(s, t, r)
			last = key
		}
		if len(list) < block {
			return nil
		}
	}
}

func looked(s swarm.Swarm, t *ticket.Ticket, r *report) {
	ref := string(t.Ref())
	runs := t.Swarm != nil && t.Swarm.ID == s.ID
	if runs != s.EndedAt.IsZero() {
		r.add("4 swarm", ref, "swarm %s ended at %s; it runs, says the ticket: %t", s.ID, s.EndedAt, runs)
		return
	}
	if !runs {
		return
	}
	if !t.IsOpen() && !t.IsMerged() {
		r.add("4 swarm", ref, "it is %s, and a swarm still looks at it", t.State)
	}
	var there []id.Person
	for _, m := range s.Members {
		if m.LeftAt.IsZero() && m.Person != s.Lead {
			there = append(there, m.Person)
		}
	}
	named := slices.Clone(t.Swarm.People)
	slices.Sort(there)
	slices.Sort(named)
	if s.Lead != t.Swarm.Lead || !slices.Equal(there, named) {
		r.add("4 swarm", ref, "the ticket says that %v look at it, led by %s; the swarm says %v, led by %s", named, t.Swarm.Lead, there, s.Lead)
	}
}
