// Package thanks shows the kudos that somebody got, the newest first.
//
// What always holds: one's own are all shown; of a colleague's only those that
// concern no ticket, or a ticket of an organisation that the reader is cleared
// for. A customer sees none.
package thanks

import (
	"context"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/person"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/page"
	"secondline/internal/view/brief"
)

// A Thank is one thank-you.
type Thank struct {
	ID         id.Kudos     `json:"id"`
	From       brief.Person `json:"from"`
	ByCustomer bool         `json:"by_customer"`
	Ref        id.Ref       `json:"ref,omitempty"`
	Text       string       `json:"text"`
	At         time.Time    `json:"at"`
}

// Of lists what somebody was thanked for.
func Of(ctx context.Context, h db.Handle, me access.Actor, who id.Person, cursor string, limit int) (page.Page[Thank], error) {
	var none page.Page[Thank]
	if err := access.MayDesk(me, access.SeeDesk); err != nil {
		return none, err
	}
	p, err := person.Get(ctx, h, who)
	if err == nil && !p.IsAgent() {
		err = errs.New(errs.NotFound, "There is no such person.")
	}
	if err != nil {
		return none, err
	}
	where, args := "k.person_id = ?", []any{who}
	if who != me.Person {
		seen, more := me.Scope().Organisations("k.organisation_id")
		where, args = where+" AND (k.organisation_id IS NULL OR "+seen+")", append(args, more...)
	}
	if cursor != "" {
		var at int64
		var last id.Kudos
		if err := page.Decode(cursor, &at, &last); err != nil {
			return none, err
		}
		where, args = where+" AND (k.at, k.id) < (?, ?)", append(args, at, last)
	}
	limit = page.Clamp(limit, 20, 100)
	list, err := db.All(ctx, h, func(r db.Row) (t Thank, err error) {
		var n id.Number
		err = r.Scan(&t.ID, &t.From.ID, &t.From.Name, &t.ByCustomer, db.Null(&n), &t.Text, db.Into(&t.At))
		if n != 0 {
			t.Ref = n.Ref()
		}
		return t, err
	}, `
		SELECT k.id, p.id, p.name, k.by_customer, t.number, k.text, k.at
		  FROM kudos k
		  JOIN person p ON p.id = k.from_id
		  LEFT JOIN ticket t ON t.id = k.ticket_id
		 WHERE `+where+`
		 ORDER BY k.at DESC, k.id DESC
		 LIMIT ?`, append(args, limit+1)...)
	if err != nil {
		return none, errs.Wrap(err, "listing thanks")
	}
	return page.Cut(list, limit, func(t Thank) []any { return []any{t.At.UnixMicro(), t.ID} }), nil
}
