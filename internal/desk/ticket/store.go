package ticket

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"time"

	"secondline/internal/db"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

const loaded = "sum, version, due_clock, due_key, warned, breached, wake_at"

func scan(r db.Row) (*Ticket, error) {
	t := &Ticket{}
	var version int64
	var due int64
	err := r.Scan(db.FromJSON(t), &version, &t.Due.Clock, &due, &t.Due.Warned, &t.Due.Breached, db.Into(&t.Due.Wake))
	if err != nil {
		return nil, err
	}
	if due != never {
		t.Due.At = time.UnixMicro(due).UTC()
	}
	t.Version, t.stored = version, indexOf(t)
	return t, nil
}

// ByNumber loads a ticket; errs.NotFound if there is none.
func ByNumber(ctx context.Context, h db.Handle, n id.Number) (*Ticket, error) {
	t, err := db.One(ctx, h, scan, `
		SELECT `+loaded+`
		  FROM ticket
		 WHERE number = ?`, n)
	if errs.Is(err, errs.NotFound) {
		return nil, errs.New(errs.NotFound, "There is no ticket %s.", id.RefOf(n))
	}
	return t, errs.Wrap(err, "loading ticket "+string(id.RefOf(n)))
}

// ByID loads a ticket; errs.NotFound if there is none.
func ByID(ctx context.Context, h db.Handle, ticket id.Ticket) (*Ticket, error) {
	t, err := db.One(ctx, h, scan, `
		SELECT `+loaded+`
		  FROM ticket
		 WHERE id = ?`, ticket)
	return t, errs.Wrap(err, "loading a ticket")
}

// OpenAfter loads tickets with work in them, by id, for whoever walks over all of
// them.
func OpenAfter(ctx context.Context, h db.Handle, after id.Ticket, limit int) ([]*Ticket, error) {
	list, err := db.All(ctx, h, scan, `
		SELECT `+loaded+`
		  FROM ticket
		 WHERE id > ? AND state IN ('new', 'open', 'waiting')
		 ORDER BY id
		 LIMIT ?`, after, limit)
	return list, errs.Wrap(err, "walking over the open tickets")
}

// Version reads the version of a ticket's row.
func Version(ctx context.Context, h db.Handle, n id.Number) (int64, error) {
	return db.One(ctx, h, func(r db.Row) (v int64, err error) { return v, r.Scan(&v) }, `
		SELECT version
		  FROM ticket
		 WHERE number = ?`, n)
}

// Insert saves a ticket that has just been opened.
func Insert(ctx context.Context, h db.Handle, t *Ticket) error {
	t.Version = 1
	cols, args := columns(t)
	_, err := h.Exec(ctx, `
		INSERT INTO ticket (id, number, organisation_id, requester_id, channel, opened_at, version, `+strings.Join(cols, ", ")+`)
		VALUES (?, ?, ?, ?, ?, ?, ?`+strings.Repeat(", ?", len(cols))+`)`,
		append([]any{t.ID, t.Number, t.Organisation, t.Requester, t.Channel, db.At(t.OpenedAt), t.Version}, args...)...)
	if err != nil {
		return errs.Wrap(err, "saving a new ticket")
	}
	return index(ctx, h, t)
}

// Save writes the sum and its index if nobody else changed the ticket since it
// was loaded; otherwise errs.Stale, and the whole decision is to be made again.
func Save(ctx context.Context, h db.Handle, t *Ticket) error {
	cols, args := columns(t)
	n, err := h.Exec(ctx, `
		UPDATE ticket
		   SET version = version + 1, `+strings.Join(cols, " = ?, ")+` = ?
		 WHERE id = ? AND version = ?`, append(args, t.ID, t.Version)...)
	if err != nil {
		return errs.Wrap(err, "saving a ticket")
	}
	if n == 0 {
		return errs.New(errs.Stale, "Somebody changed %s at the same moment; look again and repeat.", t.Ref())
	}
	t.Version++
	return index(ctx, h, t)
}

// Reindex saves which clock runs out next, for a ticket to which nothing happened:
// its version stays.
func Reindex(ctx context.Context, h db.Handle, t *Ticket) error {
	n, err := h.Exec(ctx, `
		UPDATE ticket
		   SET due_clock = ?, due_key = ?, warned = ?, breached = ?, wake_at = ?
		 WHERE id = ? AND version = ?`,
		t.Due.Clock, t.Due.key(), t.Due.Warned, t.Due.Breached, db.At(t.Due.Wake), t.ID, t.Version)
	if err == nil && n == 0 {
		return errs.New(errs.Stale, "Somebody changed %s at the same moment; look again and repeat.", t.Ref())
	}
	return errs.Wrap(err, "saving the next clock of a ticket")
}

// columns lists what a list can find a ticket by, and the sum itself.
func columns(t *Ticket) (names []string, args []any) {
	add := func(name string, v any) { names, args = append(names, name), append(args, v) }
	add("sum", db.JSON(t))
	add("kind", t.Kind)
	add("subject", t.Subject)
	add("state", t.State)
	add("waiting_on", t.WaitingOn)
	add("waiting_until", db.At(t.WaitingUntil))
	add("resolution", t.Resolution)
	add("service_id", db.NullID(t.Service))
	add("category_id", db.NullID(t.Category))
	add("impact", t.Impact)
	add("urgency", t.Urgency)
	add("priority", t.Priority)
	add("priority_because", t.PriorityBecause)
	add("team_id", t.Team)
	add("rank", t.Rank)
	add("assignee_id", db.NullID(t.Assignee))
	add("contact_id", db.NullID(t.Contact))
	o := Offer{}
	if t.Offer != nil {
		o = *t.Offer
	}
	add("offer_id", db.NullID(o.Handover))
	add("offer_team_id", db.NullID(o.To.Team))
	add("offer_person_id", db.NullID(o.Person))
	add("offer_rank", offerRank(t.Offer))
	add("returns", t.Returns())
	add("climbed", t.Climbed())
	add("deal_person_id", dealt(t.Deal))
	add("swarm_id", swarmed(t.Swarm))
	add("major", t.Major != nil)
	add("review_due_at", reviewDue(t.Major))
	add("vendor_id", db.NullID(t.AtVendor()))
	add("due_clock", t.Due.Clock)
	add("due_key", t.Due.key())
	add("wake_at", db.At(t.Due.Wake))
	add("warned", t.Due.Warned)
	add("breached", t.Due.Breached)
	add("merged_into_id", db.NullID(t.MergedInto))
	add("rating", nullInt(t.Rating))
	add("messages", t.Messages)
	add("needs_reply", t.NeedsReply)
	add("updated_at", db.At(t.UpdatedAt))
	add("resolved_at", db.At(t.ResolvedAt))
	add("closed_at", db.At(t.ClosedAt))
	add("seq", t.Seq)
	return names, args
}

func offerRank(o *Offer) any {
	if o == nil {
		return nil
	}
	return o.To.Rank
}

func dealt(d *Deal) any {
	if d == nil {
		return nil
	}
	return d.Person
}

func swarmed(s *Swarm) any {
	if s == nil {
		return nil
	}
	return s.ID
}

// reviewDue is when the review of a major incident is due that has none yet.
func reviewDue(m *Major) any {
	if m == nil || !m.Reviewed.IsZero() {
		return nil
	}
	return db.At(m.ReviewDue)
}

// never stands in due_key for a ticket none of whose clocks runs: engines differ
// in where they put NULL, and an index must be in the order of the list.
const never = math.MaxInt64

func (d Due) key() int64 {
	if d.At.IsZero() {
		return never
	}
	return d.At.UnixMicro()
}

func nullInt(n int) any {
	if n == 0 {
		return nil
	}
	return n
}

// Append writes entries to the timeline. A seq that is taken means that somebody
// else wrote first: errs.Stale.
func Append(ctx context.Context, h db.Handle, t *Ticket, entries []Entry) error {
	for _, e := range entries {
		data, err := json.Marshal(e.Fact)
		if err != nil {
			return fmt.Errorf("writing a %s entry: %w", e.Fact.Kind(), err)
		}
		_, err = h.Exec(ctx, `
			INSERT INTO timeline_entry (id, ticket_id, organisation_id, seq, kind, at, audience, actor_kind, actor_id, actor_name, facts)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			e.ID, t.ID, t.Organisation, e.Seq, e.Fact.Kind(), db.At(e.At), e.Audience,
			e.By.Kind, db.NullID(e.By.ID), e.By.Name, string(data))
		if db.IsUnique(err) {
			return errs.Because(err, errs.Stale, "Somebody changed %s at the same moment; look again and repeat.", t.Ref())
		}
		if err != nil {
			return errs.Wrap(err, "appending to a timeline")
		}
	}
	return nil
}

// Timeline reads a ticket's entries from a seq on, oldest first.
func Timeline(ctx context.Context, h db.Handle, t id.Ticket, from int64) ([]Entry, error) {
	return db.All(ctx, h, scanEntry, `
		SELECT id, ticket_id, seq, at, audience, actor_kind, actor_id, actor_name, kind, facts
		  FROM timeline_entry
		 WHERE ticket_id = ? AND seq >= ?
		 ORDER BY seq`, t, from)
}

// EntryAt reads one entry; errs.NotFound if there is none.
func EntryAt(ctx context.Context, h db.Handle, t id.Ticket, seq int64) (Entry, error) {
	return db.One(ctx, h, scanEntry, `
		SELECT id, ticket_id, seq, at, audience, actor_kind, actor_id, actor_name, kind, facts
		  FROM timeline_entry
		 WHERE ticket_id = ? AND seq = ?`, t, seq)
}

func scanEntry(r db.Row) (Entry, error) {
	var e Entry
	var kind, data string
	var at time.Time
	err := r.Scan(&e.ID, &e.Ticket, &e.Seq, db.Into(&at), &e.Audience, &e.By.Kind, db.Null(&e.By.ID), &e.By.Name, &kind, &data)
	if err != nil {
		return e, err
	}
	e.At = at
	e.Fact, err = Decode(kind, []byte(data))
	return e, err
}
