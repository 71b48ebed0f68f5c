package queue

import (
	"context"
	"slices"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/core/search"
	"secondline/internal/db"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/page"
	"secondline/internal/view/brief"
	"secondline/internal/view/clocks"
	"secondline/internal/view/ladder"
)

// A Row is a ticket as a list shows it.
type Row struct {
	Ref          id.Ref                 `json:"ref"`
	ID           id.Ticket              `json:"id"`
	Version      int64                  `json:"version"`
	Subject      string                 `json:"subject"`
	State        ticket.State           `json:"state"`
	WaitingOn    ticket.Wait            `json:"waiting_on,omitempty"`
	Priority     int                    `json:"priority"`
	Kind         ticket.Kind            `json:"kind"`
	Organisation brief.Organisation     `json:"organisation"`
	Requester    brief.Person           `json:"requester"`
	Service      *brief.Service         `json:"service,omitempty"`
	Tags         []string               `json:"tags"`
	Skills       []string               `json:"skills"`
	Team         brief.Team             `json:"team"`
	Level        brief.Level            `json:"level"`
	Assignee     *brief.Person          `json:"assignee,omitempty"`
	Offer        *Offer                 `json:"offer,omitempty"`
	Spark        ladder.Spark           `json:"spark"`
	OpenedAt     time.Time              `json:"opened_at"`
	UpdatedAt    time.Time              `json:"updated_at"`
	ResolvedAt   *time.Time             `json:"resolved_at,omitempty"`
	Unread       bool                   `json:"unread"`
	NeedsReply   bool                   `json:"needs_reply"`
	Snippet      string                 `json:"snippet"`
	Clock        *clocks.Brief          `json:"clock,omitempty" doc:"what runs out next, or if all pause the one with the least left"`
	Deal         *Deal                  `json:"deal,omitempty"`
	Can          map[access.Action]bool `json:"can"`

	updatedAt int64 // as the row of the table has it
	dueKey    int64 // likewise: the order by clock
}

// An Offer says who was asked to take the ticket.
type Offer struct {
	Team   brief.Team    `json:"team"`
	Rank   int           `json:"rank"`
	Person *brief.Person `json:"person,omitempty"`
}

// A Deal says whom the team asks to take the ticket.
type Deal struct {
	Person id.Person `json:"person"`
	Until  time.Time `json:"until"`
	Down   bool      `json:"down,omitempty" doc:"a higher rung helps a lower one out"`
}

// rowActions are what a list offers for a row.
var rowActions = []access.Action{access.Assign, access.HandOver, access.Note, access.Reply, access.Resolve, access.Accept}

// List gives a page of the tickets that a query asks for, of those that the
// reader may see.
func List(ctx context.Context, h db.Handle, scope access.Scope, me access.Actor, q Query, watch clocks.Watch) (page.Page[Row], error) {
	var none page.Page[Row]
	q, err := q.check()
	if err != nil {
		return none, err
	}
	q.Limit = page.Clamp(q.Limit, defaultLimit, maxLimit)
	names, err := brief.ReadLadder(ctx, h)
	if err != nil {
		return none, err
	}
	if q.Sort == ByRelevance {
		return relevant(ctx, h, scope, q, reader{me, names, watch})
	}
	var also clause
	if q.Words != "" {
		found, err := search.Find(ctx, h, q.search(q.where(scope, me), me, maxFound))
		if err != nil {
			return none, err
		}
		marks, args := db.In(found)
		also.and("t.id IN "+marks, args...)
	}
	if q.Cursor != "" {
		from, err := q.Sort.from(q.Cursor)
		if err != nil {
			return none, err
		}
		_, after := q.Sort.order()
		also.and(after, from...)
	}
	keys, args := q.keys(scope, me, also)
	by, _ := q.Sort.order()
	rows, err := reader{me, names, watch}.read(ctx, h, keys, args, by, q.Limit+1)
	if err != nil {
		return none, err
	}
	if err := quote(ctx, h, me, q.Words, rows); err != nil {
		return none, err
	}
	return page.Cut(rows, q.Limit, q.Sort.key), nil
}

// A reader is who reads the rows, and what they are read by.
type reader struct {
	me    access.Actor
	names brief.Ladder
	watch clocks.Watch
}

// read fills a page of ids with all that the rows show. Names are looked up one
// by one, not joined: PostgreSQL would weigh every order of the joins, which
// takes twenty times as long as reading the page.
func (v reader) read(ctx context.Context, h db.Handle, keys string, args []any, by string, limit int) ([]Row, error) {
	args = append(append([]any{v.me.Person}, args...), limit)
	rows, err := db.All(ctx, h, v.scan, `
		SELECT t.sum, t.version, t.updated_at, t.due_key,
		       (SELECT o.name FROM organisation o WHERE o.id = t.organisation_id),
		       (SELECT r.name FROM person r WHERE r.id = t.requester_id),
		       (SELECT s.name FROM service s WHERE s.id = t.service_id),
		       (SELECT a.name FROM person a WHERE a.id = t.assignee_id),
		       (SELECT a.presence FROM person a WHERE a.id = t.assignee_id),
		       (SELECT f.name FROM person f WHERE f.id = t.offer_person_id),
		       (SELECT seen.seq FROM ticket_read seen WHERE seen.person_id = ? AND seen.ticket_id = t.id)
		  FROM (
		`+keys+`) listed
		  JOIN ticket t ON t.id = listed.id
		 ORDER BY `+by+`
		 LIMIT ?`, args...)
	return rows, errs.Wrap(err, "listing tickets")
}

func (v reader) scan(r db.Row) (Row, error) {
	me, names := v.me, v.names
	var t ticket.Ticket
	var organisation, requester, service, assignee, presence, asked string
	var updated, due, seen int64
	err := r.Scan(db.FromJSON(&t), &t.Version, &updated, &due, &organisation, &requester,
		db.Null(&service), db.Null(&assignee), db.Null(&presence), db.Null(&asked), db.Null(&seen))
	if err != nil {
		return Row{}, err
	}
	row := Row{
		Ref: t.Ref(), ID: t.ID, Version: t.Version, Subject: t.Subject, State: t.State, WaitingOn: t.WaitingOn, Priority: t.Priority, Kind: t.Kind,
		Organisation: brief.Organisation{ID: t.Organisation, Name: organisation},
		Requester:    brief.Person{ID: t.Requester, Name: requester},
		Tags:         list(t.Tags), Skills: list(t.Skills), Team: names.Team(t.Team), Level: names.Level(t.Rank), Spark: ladder.SparkOf(&t),
		OpenedAt: t.OpenedAt, UpdatedAt: t.UpdatedAt, Unread: seen < t.Seq, NeedsReply: t.NeedsReply, Snippet: t.Snippet,
		Can: access.Can(me, t.Object(), rowActions...), updatedAt: updated, dueKey: due,
	}
	if t.Service != 0 {
		row.Service = &brief.Service{ID: t.Service, Name: service}
	}
	if t.Assignee != 0 {
		row.Assignee = &brief.Person{ID: t.Assignee, Name: assignee, Presence: presence}
	}
	if !t.ResolvedAt.IsZero() {
		row.ResolvedAt = &t.ResolvedAt
	}
	if t.Offer != nil {
		row.Offer = &Offer{Team: names.Team(t.Offer.To.Team), Rank: t.Offer.To.Rank}
		if t.Offer.Person != 0 {
			row.Offer.Person = &brief.Person{ID: t.Offer.Person, Name: asked}
		}
	}
	if t.Deal != nil {
		row.Deal = &Deal{t.Deal.Person, t.Deal.Until, t.Deal.Down}
	}
	if !me.Cleared(t.Organisation) {
		row.outside()
		return row, nil
	}
	row.Clock = v.watch.Next(&t)
	return row, nil
}

// outside takes off what only agents see: a snippet may be of a note, and an
// offer, a tag or a skill may say what the customer is not told.
func (r *Row) outside() {
	r.Snippet, r.Offer, r.Deal, r.Unread = "", nil, nil, false
	r.Tags, r.Skills = []string{}, []string{}
	r.Spark = ladder.Spark{Seen: []int{r.Spark.Now}, Now: r.Spark.Now, Paused: r.Spark.Paused, Solved: r.Spark.Solved}
	if r.Assignee != nil {
		r.Assignee.Presence = ""
	}
}

func list(v []string) []string {
	if v == nil {
		return []string{}
	}
	return slices.Clone(v)
}
