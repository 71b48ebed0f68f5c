package settings

import (
	"context"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/page"
)

// An AuditLine tells who did what to what, and when. What exactly changed stays in
// the database: it may name what the reader is not cleared for.
type AuditLine struct {
	ID        id.Audit    `json:"id"`
	At        time.Time   `json:"at"`
	ActorKind access.Kind `json:"actor_kind"`
	Actor     id.Person   `json:"actor,omitempty"`
	ActorName string      `json:"actor_name"`
	Action    string      `json:"action" example:"team.created"`
	Object    string      `json:"object" example:"team:123"`
}

// An AuditList says which lines are wanted.
type AuditList struct {
	Object string // "team:123"; empty: all
	Cursor string
	Limit  int
}

// Audit lists what was done, the newest first.
func Audit(ctx context.Context, h db.Handle, by access.Actor, l AuditList) (page.Page[AuditLine], error) {
	var none page.Page[AuditLine]
	if err := access.MayDesk(by, access.ReadAudit); err != nil {
		return none, err
	}
	where, args := "TRUE", []any{}
	if l.Object != "" {
		where, args = "a.object = ?", append(args, l.Object)
	}
	if l.Cursor != "" {
		var last int64
		if err := page.Decode(l.Cursor, &last); err != nil {
			return none, err
		}
		where, args = where+" AND a.id < ?", append(args, last)
	}
	limit := page.Clamp(l.Limit, standardPage, largestPage)
	rows, err := db.All(ctx, h, func(r db.Row) (a AuditLine, err error) {
		return a, r.Scan(&a.ID, db.Into(&a.At), &a.ActorKind, db.Null(&a.Actor), &a.ActorName, &a.Action, &a.Object)
	}, `
		SELECT a.id, a.at, a.actor_kind, a.actor_id, a.actor_name, a.action, a.object
		  FROM audit a
		 WHERE `+where+`
		 ORDER BY a.id DESC
		 LIMIT ?`, append(args, limit+1)...)
	if err != nil {
		return none, errs.Wrap(err, "reading the audit")
	}
	return page.Cut(rows, limit, func(a AuditLine) []any { return []any{int64(a.ID)} }), nil
}
