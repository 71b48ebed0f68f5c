package story

import (
	"encoding/json"
	"slices"
	"time"

	"secondline/internal/core/audit"
	"secondline/internal/db"
	"secondline/internal/desk/handover"
	"secondline/internal/desk/team"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
	"secondline/internal/view/verify"
)

// Holds checks every invariant of the whole desk: as this package tells them,
// and as a live desk is verified.
func (d *desk) Holds() {
	d.t.Helper()
	d.must(d.db.View(d.ctx, func(h db.Handle) error {
		problems, err := verify.Run(d.ctx, h)
		for _, p := range problems {
			d.t.Errorf("%s", p)
		}
		return err
	}))
	list, err := db.All(d.ctx, d.door.Read(), func(r db.Row) (n id.Number, err error) { return n, r.Scan(&n) }, `
		SELECT number
		  FROM ticket
		 ORDER BY number`)
	d.must(err)
	if len(slices.Compact(slices.Clone(list))) != len(list) {
		d.t.Errorf("a ticket number was given twice: %v", list)
	}
	for _, n := range list {
		d.holds(n)
	}
	d.sealed()
}

// holds checks one ticket.
func (d *desk) holds(n id.Number) {
	d.t.Helper()
	t, entries := d.ticket(n), d.timeline(n)
	for i, e := range entries {
		if e.Seq != int64(i+1) {
			d.t.Errorf("%s: entry %d has the seq %d", t.Ref(), i+1, e.Seq)
		}
		if i > 0 && e.At.Before(entries[i-1].At) {
			d.t.Errorf("%s: entry %d stands before the one above it", t.Ref(), e.Seq)
		}
	}
	if got, want := sumOf(d, ticket.Fold(entries)), sumOf(d, t); got != want {
		d.t.Errorf("%s: the timeline does not add up to the sum:\n%s\n%s", t.Ref(), got, want)
	}
	d.audited(t, entries)
	d.owned(t)
	d.walked(t)
	d.answered(t)
	d.indexed(t)
}

func sumOf(d *desk, t *ticket.Ticket) string {
	d.t.Helper()
	b, err := json.Marshal(t)
	d.must(err)
	return string(b)
}

// audited: each entry has its audit row.
func (d *desk) audited(t *ticket.Ticket, entries []ticket.Entry) {
	d.t.Helper()
	rows, err := db.All(d.ctx, d.door.Read(), func(r db.Row) (s string, err error) { return s, r.Scan(&s) }, `
		SELECT action
		  FROM audit
		 WHERE object = ?
		 ORDER BY id`, "ticket:"+t.ID.String())
	d.must(err)
	var kinds []string
	for _, e := range entries {
		kinds = append(kinds, e.Fact.Kind())
	}
	if !slices.Equal(rows, kinds) {
		d.t.Errorf("%s: the audit says %v, the timeline %v", t.Ref(), rows, kinds)
	}
}

// owned: one team owns the ticket, and who has it is a member.
func (d *desk) owned(t *ticket.Ticket) {
	d.t.Helper()
	if t.Team == 0 {
		d.t.Errorf("%s: no team owns it", t.Ref())
	}
	if t.Assignee == 0 || !t.IsOpen() {
		return
	}
	members, err := team.Members(d.ctx, d.door.Read(), t.Team)
	d.must(err)
	if !slices.ContainsFunc(members, func(m team.Member) bool { return m.Person == t.Assignee }) {
		d.t.Errorf("%s: %s has it and is not of %s", t.Ref(), nameOf(d.people, t.Assignee), nameOf(d.teams, t.Team))
	}
}

// walked: the spans touch, and time held and waited adds up to the age.
func (d *desk) walked(t *ticket.Ticket) {
	d.t.Helper()
	spans := t.Walk.Spans
	for i, s := range spans {
		last := i == len(spans)-1
		if last != s.To.IsZero() || !last && !s.To.Equal(spans[i+1].From) {
			d.t.Errorf("%s: span %d of %d ends at %s", t.Ref(), i+1, len(spans), s.To)
		}
	}
	if !spans[0].From.Equal(t.OpenedAt) {
		d.t.Errorf("%s: the walk begins at %s, the ticket at %s", t.Ref(), spans[0].From, t.OpenedAt)
	}
	now := d.clock.Now()
	l := t.Ledger(now)
	var sum time.Duration
	for _, spent := range l.Held {
		sum += spent
	}
	for _, spent := range l.Waited {
		sum += spent
	}
	end := now
	if !t.IsOpen() {
		end = spans[len(spans)-1].From
	}
	if sum != l.Age || l.Age != end.Sub(t.OpenedAt) {
		d.t.Errorf("%s: held and waited is %s, the ledger's age %s, the age %s", t.Ref(), sum, l.Age, end.Sub(t.OpenedAt))
	}
}

// answered: the handovers agree with the timeline, and one is on offer at most.
func (d *desk) answered(t *ticket.Ticket) {
	d.t.Helper()
	list, err := handover.OfTicket(d.ctx, d.door.Read(), t.ID)
	d.must(err)
	list = slices.DeleteFunc(list, func(h handover.Handover) bool { return h.State == handover.Swarmed }) // never offered
	var offered id.Handover
	for i, h := range list {
		if i >= len(t.Walk.Hops) || t.Walk.Hops[i].Handover != h.ID || t.Walk.Hops[i].Outcome != string(h.State) {
			d.t.Errorf("%s: handover %d is %s, the walk says %+v", t.Ref(), i+1, h.State, t.Walk.Hops)
			continue
		}
		if h.State == handover.Offered {
			offered = h.ID
		}
		if (h.State == handover.Offered) != h.AnsweredAt.IsZero() {
			d.t.Errorf("%s: handover %d is %s, answered at %s", t.Ref(), i+1, h.State, h.AnsweredAt)
		}
	}
	var on id.Handover
	if t.Offer != nil {
		on = t.Offer.Handover
	}
	if len(list) != len(t.Walk.Hops) || on != offered {
		d.t.Errorf("%s: on offer is %d, the handovers say %d; %d handovers, %d hops", t.Ref(), on, offered, len(list), len(t.Walk.Hops))
	}
	if on != 0 && !t.IsOpen() {
		d.t.Errorf("%s: it is %s and still on offer", t.Ref(), t.State)
	}
}

// indexed: what lists look at says the same as the sum.
func (d *desk) indexed(t *ticket.Ticket) {
	d.t.Helper()
	type row struct {
		State, Wait, Resolution     string
		Team, Assignee, Offer       int64
		Rank, Priority, Returns     int
		Messages, Seq, Participants int64
		Climbed, NeedsReply         bool
		Until, Resolved, Closed     time.Time
	}
	got, err := db.One(d.ctx, d.door.Read(), func(r db.Row) (x row, err error) {
		return x, r.Scan(&x.State, &x.Wait, &x.Resolution, &x.Team, db.Null(&x.Assignee), db.Null(&x.Offer), &x.Rank, &x.Priority, &x.Returns,
			&x.Messages, &x.Seq, &x.Participants, &x.Climbed, &x.NeedsReply, db.Into(&x.Until), db.Into(&x.Resolved), db.Into(&x.Closed))
	}, `
		SELECT t.state, t.waiting_on, t.resolution, t.team_id, t.assignee_id, t.offer_id, t.rank, t.priority, t.returns,
		       t.messages, t.seq, (SELECT count(*) FROM ticket_participant p WHERE p.ticket_id = t.id),
		       t.climbed, t.needs_reply, t.waiting_until, t.resolved_at, t.closed_at
		  FROM ticket t
		 WHERE t.id = ?`, t.ID)
	d.must(err)
	want := row{
		State: string(t.State), Wait: string(t.WaitingOn), Resolution: string(t.Resolution), Team: int64(t.Team), Assignee: int64(t.Assignee),
		Rank: t.Rank, Priority: t.Priority, Returns: t.Returns(), Messages: int64(t.Messages), Seq: t.Seq,
		Participants: int64(len(t.CC) + len(t.Watchers)), Climbed: t.Climbed(), NeedsReply: t.NeedsReply,
		Until: t.WaitingUntil, Resolved: t.ResolvedAt, Closed: t.ClosedAt,
	}
	if t.Offer != nil {
		want.Offer = int64(t.Offer.Handover)
	}
	if got != want {
		d.t.Errorf("%s: the columns say\n%+v\nthe sum says\n%+v", t.Ref(), got, want)
	}
}

// sealed: the audit's chain verifies.
func (d *desk) sealed() {
	d.t.Helper()
	for {
		n, err := audit.Seal(d.ctx, d.db)
		d.must(err)
		if n == 0 {
			break
		}
	}
	v, err := audit.Verify(d.ctx, d.door.Read())
	d.must(err)
	if v.Broken != "" || v.Unsealed != 0 {
		d.t.Errorf("the audit does not verify: %+v", v)
	}
}
