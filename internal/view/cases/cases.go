// Package cases shows agents what vendors have of tickets: on a ticket, with the
// thread of each, and on the whole desk, by vendor.
//
// It is the agents' side alone. What a vendor sees of a case is view/guestpage,
// which shares no type with this.
package cases

import (
	"context"
	"slices"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/ticket"
	"secondline/internal/desk/vendor"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/markup"
	"secondline/internal/kit/page"
)

// A Case is what a vendor has of a ticket.
type Case struct {
	ID            id.Case         `json:"id"`
	Name          string          `json:"name" example:"V-1001"`
	Ref           id.Ref          `json:"ref"`
	Vendor        Firm            `json:"vendor"`
	State         vendor.State    `json:"state" enum:"sent,answered,solved,closed"`
	Subject       string          `json:"subject"`
	Reference     string          `json:"reference,omitempty" doc:"their own number"`
	ReferenceHint string          `json:"reference_hint,omitempty" doc:"a number that a subject of theirs names; for a person to confirm"`
	Contact       string          `json:"contact,omitempty" doc:"who was written to last"`
	Contract      string          `json:"contract,omitempty"`
	SentBy        string          `json:"sent_by"`
	SentAt        time.Time       `json:"sent_at"`
	AnsweredAt    *time.Time      `json:"answered_at,omitempty"`
	ClosedAt      *time.Time      `json:"closed_at,omitempty"`
	Version       int64           `json:"version"`
	Completeness  *int            `json:"completeness,omitempty" doc:"when it was sent, against the checklist"`
	Messages      []Message       `json:"messages"`
	Can           map[string]bool `json:"can"`
}

// A Firm names a vendor.
type Firm struct {
	ID   id.Vendor `json:"id"`
	Name string    `json:"name"`
}

// A Message is what was written between the desk and the vendor.
type Message struct {
	ID        id.VendorMessage `json:"id"`
	Direction vendor.Direction `json:"direction" enum:"out,in"`
	Author    string           `json:"author"`
	HTML      string           `json:"html"`
	Body      string           `json:"body"`
	Files     []vendor.File    `json:"files"`
	At        time.Time        `json:"at"`
	Via       string           `json:"via" enum:"mail,page,phone"`
}

// OfTicket lists the cases of a ticket with their threads; errs.NotFound if the
// reader may not see the ticket's inner parts.
func OfTicket(ctx context.Context, h db.Handle, me access.Actor, n id.Number) ([]Case, error) {
	t, err := ticket.ByNumber(ctx, h, n)
	if err == nil {
		err = access.May(me, access.Inspect, t.Object())
	}
	if errs.Is(err, errs.NotFound) {
		return nil, errs.New(errs.NotFound, "There is no ticket %s.", n.Ref())
	}
	if err != nil {
		return nil, err
	}
	list, err := vendor.CasesOf(ctx, h, t.ID)
	if err != nil || len(list) == 0 {
		return []Case{}, err
	}
	var keys []id.Case
	for _, c := range list {
		keys = append(keys, c.ID)
	}
	threads, err := vendor.Messages(ctx, h, keys...)
	if err != nil {
		return nil, err
	}
	names, err := naming(ctx, h, list)
	if err != nil {
		return nil, err
	}
	hints, err := hinted(ctx, h, t.ID)
	if err != nil {
		return nil, err
	}
	may := access.May(me, access.WithVendor, t.Object()) == nil
	out := make([]Case, len(list))
	for i, c := range list {
		out[i] = names.shape(c, n.Ref(), may)
		if c.Reference == "" {
			out[i].ReferenceHint = hints[c.ID]
		}
		for _, m := range threads {
			if m.Case == c.ID {
				out[i].Messages = append(out[i].Messages, Message{
					ID: m.ID, Direction: m.Direction, Author: m.Author, HTML: markup.HTML(m.Body), Body: m.Body,
					Files: append([]vendor.File{}, m.Files...), At: m.At, Via: m.Via,
				})
			}
		}
	}
	return out, nil
}

// labels are the names that cases are shown with.
type labels struct {
	vendors map[id.Vendor]vendor.Vendor
	senders map[id.Case]string
}

func naming(ctx context.Context, h db.Handle, list []vendor.Case) (labels, error) {
	l := labels{vendors: map[id.Vendor]vendor.Vendor{}, senders: map[id.Case]string{}}
	all, err := vendor.All(ctx, h)
	if err != nil {
		return l, err
	}
	for _, v := range all {
		l.vendors[v.ID] = v
	}
	keys := make([]id.Case, len(list))
	for i, c := range list {
		keys[i] = c.ID
	}
	in, args := db.In(keys)
	err = h.Each(ctx, func(r db.Row) error {
		var key id.Case
		var name string
		err := r.Scan(&key, &name)
		l.senders[key] = name
		return err
	}, `
		SELECT c.id, p.name
		  FROM vendor_case c
		  JOIN person p ON p.id = c.sent_by_id
		 WHERE c.id IN `+in+`
		 ORDER BY c.id`, args...)
	return l, errs.Wrap(err, "naming who sent cases")
}

func (l labels) shape(c vendor.Case, ref id.Ref, may bool) Case {
	v := l.vendors[c.Vendor]
	out := Case{
		ID: c.ID, Name: c.Name(), Ref: ref, Vendor: Firm{v.ID, v.Name}, State: c.State, Subject: c.Subject, Reference: c.Reference,
		SentBy: l.senders[c.ID], SentAt: c.SentAt, AnsweredAt: when(c.AnsweredAt), ClosedAt: when(c.ClosedAt), Version: c.Version,
		Messages: []Message{}, Can: map[string]bool{"write": may && c.State != vendor.Closed, "close": may && c.State != vendor.Closed, "change": may},
	}
	if c.Contact < len(v.Contacts) {
		out.Contact = v.Contacts[c.Contact].Name
	}
	if i := slices.IndexFunc(v.Contracts, func(k vendor.Contract) bool { return k.ID == c.Contract && c.Contract != 0 }); i >= 0 {
		out.Contract = v.Contracts[i].Number
	}
	return out
}

// hinted guesses the vendors' numbers from the subjects of what they wrote.
func hinted(ctx context.Context, h db.Handle, t id.Ticket) (map[id.Case]string, error) {
	hints := map[id.Case]string{}
	err := h.Each(ctx, func(r db.Row) error {
		var key id.Case
		var subject string
		if err := r.Scan(&key, &subject); err != nil {
			return err
		}
		if hint := vendor.Hint(subject); hint != "" {
			hints[key] = hint
		}
		return nil
	}, `
		SELECT case_id, subject
		  FROM mail_in
		 WHERE ticket_id = ? AND state = 'vendor'
		 ORDER BY seq, id`, t)
	return hints, errs.Wrap(err, "reading the subjects of vendors")
}

// A Query says which cases of the desk are wanted.
type Query struct {
	Vendor id.Vendor
	All    bool // also those that are closed
	Cursor string
	Limit  int
}

// List lists the cases of all tickets that the reader sees, the newest first.
func List(ctx context.Context, h db.Handle, me access.Actor, q Query) (page.Page[Case], error) {
	none := page.Page[Case]{Items: []Case{}}
	if err := access.MayDesk(me, access.SeeDesk); err != nil {
		return none, err
	}
	where, args := me.Scope().Organisations("c.organisation_id")
	if q.Vendor != 0 {
		where, args = where+" AND c.vendor_id = ?", append(args, q.Vendor)
	}
	if !q.All {
		where += " AND c.state <> 'closed'"
	}
	if q.Cursor != "" {
		var below int64
		if err := page.Decode(q.Cursor, &below); err != nil {
			return none, err
		}
		where, args = where+" AND c.id < ?", append(args, below)
	}
	limit := page.Clamp(q.Limit, 50, 200)
	rows, err := db.All(ctx, h, func(r db.Row) (row, error) {
		var x row
		err := r.Scan(&x.key, &x.ref, &x.subject)
		return x, err
	}, `
		SELECT c.id, t.number, t.subject
		  FROM vendor_case c
		  JOIN ticket t ON t.id = c.ticket_id
		 WHERE `+where+`
		 ORDER BY c.id DESC
		 LIMIT ?`, append(args, limit+1)...)
	if err != nil {
		return none, errs.Wrap(err, "listing vendors' cases")
	}
	return shapeAll(ctx, h, rows, limit)
}

// A row is a case with the ticket that it is of.
type row struct {
	key     id.Case
	ref     id.Number
	subject string
}

func shapeAll(ctx context.Context, h db.Handle, rows []row, limit int) (page.Page[Case], error) {
	keys := make([]id.Case, len(rows))
	for i, r := range rows {
		keys[i] = r.key
	}
	list, err := vendor.Cases(ctx, h, keys)
	if err != nil {
		return page.Page[Case]{}, errs.Wrap(err, "listing vendors' cases")
	}
	names, err := naming(ctx, h, list)
	if err != nil {
		return page.Page[Case]{}, err
	}
	out := make([]Case, len(list))
	for i, c := range list {
		out[i] = names.shape(c, rows[i].ref.Ref(), true)
		out[i].Subject = rows[i].subject
	}
	return page.Cut(out, limit, func(c Case) []any { return []any{int64(c.ID)} }), nil
}

func when(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
