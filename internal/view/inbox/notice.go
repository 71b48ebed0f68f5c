package inbox

import (
	"context"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/notice"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/page"
)

// A Notice is one line for the reader.
type Notice struct {
	ID     id.Notice   `json:"id"`
	Kind   notice.Kind `json:"kind"`
	Text   string      `json:"text"`
	Ticket *NoticedOn  `json:"ticket,omitempty"`
	Link   string      `json:"link,omitempty"` // where it leads instead of to a ticket
	At     time.Time   `json:"at"`
	Seen   bool        `json:"seen"`
}

// A NoticedOn is the ticket that a notice speaks of.
type NoticedOn struct {
	Ref     id.Ref `json:"ref"`
	Subject string `json:"subject"`
}

// Notices gives the reader's notices, the last first. A notice of an organisation
// that they are not cleared for any more is left out.
func Notices(ctx context.Context, h db.Handle, me access.Actor, cursor string, limit int) (page.Page[Notice], error) {
	var none page.Page[Notice]
	limit = page.Clamp(limit, defaultLimit, maxLimit)
	c := clause{}
	c.and("n.person_id = ?", me.Person)
	if cursor != "" {
		var at int64
		var last id.Notice
		if err := page.Decode(cursor, &at, &last); err != nil {
			return none, err
		}
		c.and("(n.at, n.id) < (?, ?)", at, last)
	}
	seen, args := me.Scope().Organisations("n.organisation_id")
	c.and("(n.ticket_id IS NULL OR "+seen+")", args...)
	list, err := db.All(ctx, h, func(r db.Row) (Notice, error) {
		var v Notice
		var number id.Number
		var seen time.Time
		var subject string
		err := r.Scan(&v.ID, &v.Kind, &v.Text, &v.Link, db.Into(&v.At), db.Into(&seen), db.Null(&number), db.Null(&subject))
		v.Seen = !seen.IsZero()
		if number != 0 {
			v.Ticket = &NoticedOn{Ref: number.Ref(), Subject: subject}
		}
		return v, err
	}, `
		SELECT n.id, n.kind, n.text, n.link, n.at, n.seen_at, t.number, t.subject
		  FROM notice n
		  LEFT JOIN ticket t ON t.id = n.ticket_id
		 WHERE `+c.sql()+`
		 ORDER BY n.at DESC, n.id DESC
		 LIMIT ?`, append(c.args, limit+1)...)
	if err != nil {
		return none, errs.Wrap(err, "reading notices")
	}
	return page.Cut(list, limit, func(n Notice) []any { return []any{n.At.UnixMicro(), n.ID} }), nil
}
