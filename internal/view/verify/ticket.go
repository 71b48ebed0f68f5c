package verify

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"slices"
	"time"

	"secondline/internal/db"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
)

// stored is a ticket's row: the sum, and what the row says of it beside.
type stored struct {
	id    id.Ticket
	sum   *ticket.Ticket
	json  []byte
	index map[string]any
	due   ticket.Due
}

// scanStored reads the row; the columns beside the sum go into index under the
// names that indexOf gives them.
func scanStored(r db.Row) (stored, error) {
	s := stored{sum: &ticket.Ticket{}}
	var number id.Number
	var opened, waitingUntil, updated, resolved, closed time.Time
	var org, requester, service, category, team, assignee, contact, offer, offerTeam, offerPerson, merged, rating int64
	var kind, channel, subject, state, on, resolution, because string
	var impact, urgency, priority, rank, returns, messages, seq int64
	var offerRank *int64
	var climbed, needsReply, major bool
	var due, dealt, swarm, vendor int64
	err := r.Scan(&s.id, &number, &org, &requester, &channel, db.Into(&opened), &s.json, &kind, &subject, &state, &on,
		db.Into(&waitingUntil), &resolution, db.Null(&service), db.Null(&category), &impact, &urgency, &priority, &because, &team,
		&rank, db.Null(&assignee), db.Null(&contact), db.Null(&offer), db.Null(&offerTeam), db.Null(&offerPerson), &offerRank, &returns, &climbed,
		db.Null(&merged), db.Null(&rating), &messages, &needsReply, db.Into(&updated), db.Into(&resolved), db.Into(&closed), &seq,
		&s.due.Clock, &due, &s.due.Warned, &s.due.Breached, db.Into(&s.due.Wake), db.Null(&dealt), db.Null(&swarm), &major, db.Null(&vendor))
	if err != nil {
		return s, err
	}
	s.json = bytes.Clone(s.json)
	if due != math.MaxInt64 { // which stands for never
		s.due.At = time.UnixMicro(due).UTC()
	}
	s.index = map[string]any{
		"id": int64(s.id), "number": int64(number), "organisation": org, "requester": requester, "channel": channel, "opened_at": opened,
		"kind": kind, "subject": subject, "state": state, "waiting_on": on, "waiting_until": waitingUntil, "resolution": resolution,
		"service": service, "category": category, "impact": impact, "urgency": urgency, "priority": priority, "priority_because": because,
		"team": team, "rank": rank, "assignee": assignee, "contact": contact, "offer": offer, "offer_team": offerTeam, "offer_person": offerPerson,
		"offer_rank": offerRank, "returns": returns, "climbed": climbed, "merged_into": merged, "rating": rating, "messages": messages,
		"needs_reply": needsReply, "updated_at": updated, "resolved_at": resolved, "closed_at": closed, "seq": seq,
		"deal_person": dealt, "swarm": swarm, "major": major, "vendor": vendor,
	}
	return s, json.Unmarshal(s.json, s.sum)
}

// indexOf is what the row should say beside the sum.
func indexOf(t *ticket.Ticket) map[string]any {
	o, deal, swarm := ticket.Offer{}, ticket.Deal{}, ticket.Swarm{}
	if t.Deal != nil {
		deal = *t.Deal
	}
	if t.Swarm != nil {
		swarm = *t.Swarm
	}
	var offerRank *int64
	if t.Offer != nil {
		o = *t.Offer
		rank := int64(o.To.Rank)
		offerRank = &rank
	}
	return map[string]any{
		"id": int64(t.ID), "number": int64(t.Number), "organisation": int64(t.Organisation), "requester": int64(t.Requester),
		"channel": string(t.Channel), "opened_at": t.OpenedAt, "kind": string(t.Kind), "subject": t.Subject, "state": string(t.State),
		"waiting_on": string(t.WaitingOn), "waiting_until": t.WaitingUntil, "resolution": string(t.Resolution),
		"service": int64(t.Service), "category": int64(t.Category), "impact": int64(t.Impact), "urgency": int64(t.Urgency),
		"priority": int64(t.Priority), "priority_because": t.PriorityBecause, "team": int64(t.Team), "rank": int64(t.Rank),
		"assignee": int64(t.Assignee), "contact": int64(t.Contact), "offer": int64(o.Handover), "offer_team": int64(o.To.Team),
		"offer_person": int64(o.Person), "offer_rank": offerRank, "returns": int64(t.Returns()), "climbed": t.Climbed(),
		"merged_into": int64(t.MergedInto), "rating": int64(t.Rating), "messages": int64(t.Messages), "needs_reply": t.NeedsReply,
		"updated_at": t.UpdatedAt, "resolved_at": t.ResolvedAt, "closed_at": t.ClosedAt, "seq": t.Seq,
		"deal_person": int64(deal.Person), "swarm": int64(swarm.ID), "major": t.Major != nil, "vendor": int64(t.AtVendor()),
	}
}

// check holds one ticket against its timeline and its index.
func (s stored) check(ctx context.Context, h db.Handle, members map[id.Team][]id.Person, promised promise, r *report) error {
	t, ref := s.sum, string(s.sum.Ref())
	entries, err := ticket.Timeline(ctx, h, s.id, 1)
	if err != nil {
		return err
	}
	if len(entries) == 0 {
		r.add("10 timeline", ref, "it has no timeline")
		return nil
	}
	s.folds(entries, r)
	s.columns(r)
	owned(t, members, r)
	walked(t, r)
	moved(ref, entries, r)
	t.Due = s.due
	promised.timed(t, entries, r)
	if err := s.audited(ctx, h, r); err != nil {
		return err
	}
	return s.found(ctx, h, r)
}

// folds: the timeline has no gap, never steps back, and adds up to the sum.
func (s stored) folds(entries []ticket.Entry, r *report) {
	ref := string(s.sum.Ref())
	for i, e := range entries {
		if e.Seq != int64(i+1) {
			r.add("10 timeline", ref, "entry %d is missing", i+1)
			return
		}
		if i > 0 && e.At.Before(entries[i-1].At) {
			r.add("10 timeline", ref, "entry %d stands before the one that it follows", e.Seq)
		}
		if e.Audience != e.Fact.Audience() {
			r.add("8 secrets", ref, "entry %d, %s, is stored for the audience %s", e.Seq, e.Fact.Kind(), e.Audience)
		}
		if e.By.Kind == "" || e.By.Name == "" {
			r.add("6 states", ref, "entry %d names nobody who caused it", e.Seq)
		}
	}
	if _, ok := entries[0].Fact.(*ticket.Opened); !ok {
		r.add("10 timeline", ref, "it begins with %s, not with its opening", entries[0].Fact.Kind())
		return
	}
	folded, err := json.Marshal(ticket.Fold(entries))
	if err != nil {
		r.add("10 timeline", ref, "its sum cannot be written: %v", err)
		return
	}
	if field := differs(folded, s.json); field != "" {
		r.add("10 timeline", ref, "the timeline does not add up to the sum: %s differs", field)
	}
}

// differs compares two JSON objects and names a field in which they differ, or "".
func differs(a, b []byte) string {
	var x, y map[string]any
	if json.Unmarshal(a, &x) != nil || json.Unmarshal(b, &y) != nil {
		return "everything"
	}
	var fields []string
	for name := range x {
		fields = append(fields, name)
	}
	for name := range y {
		if _, both := x[name]; !both {
			fields = append(fields, name)
		}
	}
	slices.Sort(fields)
	for _, name := range fields {
		if !reflect.DeepEqual(x[name], y[name]) {
			return name
		}
	}
	return ""
}

// columns: the row says what the sum says.
func (s stored) columns(r *report) {
	want := indexOf(s.sum)
	for _, name := range slices.Sorted(mapKeys(want)) {
		got := s.index[name]
		if at, ok := got.(time.Time); ok && at.Equal(want[name].(time.Time)) {
			continue
		}
		if !reflect.DeepEqual(got, want[name]) {
			r.add("10 index", string(s.sum.Ref()), "its row says %s %v, its sum %v", name, show(got), show(want[name]))
		}
	}
}

func mapKeys(m map[string]any) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

func show(v any) any {
	if p, ok := v.(*int64); ok {
		if p == nil {
			return "nothing"
		}
		return *p
	}
	return v
}

// owned: one team owns it, and whoever has it belongs to that team.
func owned(t *ticket.Ticket, members map[id.Team][]id.Person, r *report) {
	ref := string(t.Ref())
	if t.Team == 0 {
		r.add("1 owner", ref, "no team owns it")
	}
	if t.IsOpen() && t.Assignee != 0 && !slices.Contains(members[t.Team], t.Assignee) {
		r.add("1 owner", ref, "person %s has it but is not in its team", t.Assignee)
	}
	if t.Offer != nil && !t.IsOpen() {
		r.add("1 owner", ref, "it is %s and still on offer", t.State)
	}
	if (t.State == ticket.Waiting) != (t.WaitingOn != "") {
		r.add("6 states", ref, "it is %s, waiting on %q", t.State, t.WaitingOn)
	}
}

// walked: spans touch from the opening on, the last one runs, and held time and
// waits are the age.
func walked(t *ticket.Ticket, r *report) {
	ref, spans := string(t.Ref()), t.Walk.Spans
	if len(spans) == 0 || !spans[0].From.Equal(t.OpenedAt) {
		r.add("5 time", ref, "its walk does not begin at its opening")
		return
	}
	for i, s := range spans[:len(spans)-1] {
		if !s.To.Equal(spans[i+1].From) {
			r.add("5 time", ref, "span %d ends at %s, the next begins at %s", i+1, s.To, spans[i+1].From)
		}
	}
	last := spans[len(spans)-1]
	if !last.To.IsZero() || last.Rank != t.Rank || last.Team != t.Team {
		r.add("5 time", ref, "no span runs where it stands now")
	}
	ledger := t.Ledger(t.UpdatedAt)
	sum := time.Duration(0)
	for _, d := range ledger.Held {
		sum += d
	}
	for _, d := range ledger.Waited {
		sum += d
	}
	if sum != ledger.Age {
		r.add("5 time", ref, "held and waited are %s, its age is %s", sum, ledger.Age)
	}
}

// legal are the moves of the state machine: from a state to what may follow.
var legal = map[ticket.State][]ticket.State{
	"":              {ticket.New},
	ticket.New:      {ticket.Open, ticket.Waiting, ticket.Resolved, ticket.Closed},
	ticket.Open:     {ticket.Waiting, ticket.Resolved, ticket.Closed},
	ticket.Waiting:  {ticket.Open, ticket.Resolved, ticket.Closed},
	ticket.Resolved: {ticket.Open, ticket.Closed},
	ticket.Closed:   {ticket.Open},
}

// moved: each entry moves the state along the machine. Undoing a merge restores
// whatever stood before it.
func moved(ref string, entries []ticket.Entry, r *report) {
	t := &ticket.Ticket{}
	for _, e := range entries {
		before := t.State
		t.Apply(e)
		_, restored := e.Fact.(*ticket.Unmerged)
		if t.State != before && !restored && !slices.Contains(legal[before], t.State) {
			r.add("6 states", ref, "entry %d, %s, moved it from %q to %q", e.Seq, e.Fact.Kind(), before, t.State)
		}
	}
}

// audited: each entry has its row in the audit, which knows what it said.
func (s stored) audited(ctx context.Context, h db.Handle, r *report) error {
	type line struct {
		Seq  int64  `json:"seq"`
		Hash string `json:"sha256"`
		kind string
	}
	have := map[int64]line{}
	err := h.Each(ctx, func(row db.Row) error {
		var l line
		err := row.Scan(&l.kind, db.FromJSON(&l))
		have[l.Seq] = l
		return err
	}, `
		SELECT action, detail
		  FROM audit
		 WHERE object = ?
		 ORDER BY id`, "ticket:"+s.id.String())
	if err != nil {
		return err
	}
	return h.Each(ctx, func(row db.Row) error {
		var seq int64
		var kind string
		var facts []byte
		err := row.Scan(&seq, &kind, &facts)
		switch l := have[seq]; {
		case l.kind != kind:
			r.add("10 audit", string(s.sum.Ref()), "entry %d, %s, has no row in the audit", seq, kind)
		case l.Hash != "" && l.Hash != fmt.Sprintf("%x", sha256.Sum256(facts)):
			r.add("10 audit", string(s.sum.Ref()), "entry %d, %s, does not say what was audited", seq, kind)
		}
		return err
	}, `
		SELECT seq, kind, facts
		  FROM timeline_entry
		 WHERE ticket_id = ?
		 ORDER BY seq`, s.id)
}

// found: the tables that find it by tag and by person say what the sum says.
func (s stored) found(ctx context.Context, h db.Handle, r *report) error {
	var want []string
	for _, tag := range s.sum.Tags {
		want = append(want, "tag "+tag)
	}
	for _, p := range s.sum.Watchers {
		want = append(want, fmt.Sprintf("watcher %s", p))
	}
	for _, p := range s.sum.CC {
		want = append(want, fmt.Sprintf("cc %s", p))
	}
	got, err := db.All(ctx, h, func(row db.Row) (string, error) {
		var role, name string
		err := row.Scan(&role, &name)
		return role + " " + name, err
	}, `
		SELECT 'tag', tag
		  FROM ticket_tag
		 WHERE ticket_id = ?
		 UNION ALL
		SELECT role, CAST(person_id AS TEXT)
		  FROM ticket_participant
		 WHERE ticket_id = ?`, s.id, s.id)
	slices.Sort(want)
	slices.Sort(got)
	if err == nil && !slices.Equal(got, slices.Compact(want)) {
		r.add("10 index", string(s.sum.Ref()), "it is found by %v, but is about %v", got, want)
	}
	return err
}
