// Package audit records who did what, in the transaction that did it, and seals
// the record so that nobody can change it unseen.
//
// Sealing gives each row a number and a hash over itself and the row before, in
// batches, by whichever node comes first; writers never wait for it. The
// unsealed tail is at most about a second old.
package audit

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// A Row is one line of the audit.
type Row struct {
	ID           id.Audit        `json:"id"`
	At           time.Time       `json:"at"`
	ActorKind    access.Kind     `json:"actor_kind"`
	Actor        id.Person       `json:"actor,omitempty"`
	ActorName    string          `json:"actor_name"`
	Action       string          `json:"action"` // past tense: "team.created", "ticket.resolved"
	Object       string          `json:"object"` // "team:123"
	Organisation id.Organisation `json:"organisation,omitempty"`
	Detail       string          `json:"detail"` // JSON
	Request      string          `json:"request,omitempty"`
}

// Append writes a row; it belongs into the transaction of the change.
func Append(ctx context.Context, h db.Handle, r Row) error {
	_, err := h.Exec(ctx, `
		INSERT INTO audit (id, at, actor_kind, actor_id, actor_name, action, object, organisation_id, detail, request)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		r.ID, db.At(r.At), r.ActorKind, db.NullID(r.Actor), r.ActorName, r.Action, r.Object,
		db.NullID(r.Organisation), r.Detail, r.Request)
	return errs.Wrap(err, "writing the audit")
}

// batch is how many rows one sealing takes.
const batch = 500

// lag is how far behind the last sealed row one is looked for that committed
// late: ids are made before the commit.
const lag = 10 * time.Minute

// Seal seals the rows that are committed and not yet sealed, and tells how many.
func Seal(ctx context.Context, d *db.DB) (int, error) {
	sealed := 0
	err := d.Tx(ctx, func(h db.Handle) error {
		seq, last, prev, err := head(ctx, h)
		if err != nil {
			return err
		}
		rows, err := unsealed(ctx, h, last)
		if err != nil {
			return err
		}
		for _, r := range rows {
			seq++
			prev = r.hash(prev)
			_, err := h.Exec(ctx, `INSERT INTO audit_seal (seq, audit_id, hash) VALUES (?, ?, ?)`, seq, r.ID, prev)
			if err != nil {
				return errs.Wrap(err, "sealing the audit")
			}
		}
		sealed = len(rows)
		return nil
	})
	if db.IsUnique(err) { // another node sealed them first
		return 0, nil
	}
	return sealed, err
}

func head(ctx context.Context, h db.Handle) (seq int64, last id.Audit, hash []byte, err error) {
	err = h.Each(ctx, func(r db.Row) error { return r.Scan(&seq, &last, &hash) }, `
		SELECT seq, audit_id, hash
		  FROM audit_seal
		 ORDER BY seq DESC
		 LIMIT 1`)
	return seq, last, hash, errs.Wrap(err, "reading the audit's last seal")
}

func unsealed(ctx context.Context, h db.Handle, last id.Audit) ([]Row, error) {
	from := int64(last) - lag.Milliseconds()<<22
	return db.All(ctx, h, scan, `
		SELECT a.id, a.at, a.actor_kind, a.actor_id, a.actor_name, a.action, a.object, a.organisation_id, a.detail, a.request
		  FROM audit a
		 WHERE a.id > ?
		   AND NOT EXISTS (SELECT 1 FROM audit_seal s WHERE s.audit_id = a.id)
		 ORDER BY a.id
		 LIMIT ?`, from, batch)
}

func scan(r db.Row) (Row, error) {
	var a Row
	err := r.Scan(&a.ID, db.Into(&a.At), &a.ActorKind, db.Null(&a.Actor), &a.ActorName, &a.Action, &a.Object,
		db.Null(&a.Organisation), &a.Detail, &a.Request)
	return a, err
}

// hash is SHA-256 over the hash before and the row as JSON.
func (r Row) hash(prev []byte) []byte {
	r.At = r.At.UTC()
	line, err := json.Marshal(r)
	if err != nil { // a struct of strings and numbers always marshals
		panic(err)
	}
	sum := sha256.Sum256(append(bytes.Clone(prev), line...))
	return sum[:]
}

// A Verdict is what a verification found.
type Verdict struct {
	Sealed   int64  // rows whose seal holds
	Unsealed int64  // rows that wait for a seal
	Broken   string // what is wrong with the first bad one; "" if all hold
}

// Verify walks the chain from its beginning.
func Verify(ctx context.Context, h db.Handle) (Verdict, error) {
	var v Verdict
	var prev []byte
	err := h.Each(ctx, func(row db.Row) error {
		var seq int64
		var hash []byte
		var a Row
		err := row.Scan(&seq, &hash, &a.ID, db.Into(&a.At), &a.ActorKind, db.Null(&a.Actor), &a.ActorName, &a.Action, &a.Object,
			db.Null(&a.Organisation), &a.Detail, &a.Request)
		if err != nil || v.Broken != "" {
			return err
		}
		want := a.hash(prev)
		switch {
		case seq != v.Sealed+1:
			v.Broken = fmt.Sprintf("seal %d is missing", v.Sealed+1)
		case !bytes.Equal(want, hash):
			v.Broken = fmt.Sprintf("row %d (%s on %s) does not match its seal %d", a.ID, a.Action, a.Object, seq)
		default:
			v.Sealed, prev = seq, hash
		}
		return nil
	}, `
		SELECT s.seq, s.hash, a.id, a.at, a.actor_kind, a.actor_id, a.actor_name, a.action, a.object, a.organisation_id, a.detail, a.request
		  FROM audit_seal s
		  JOIN audit a ON a.id = s.audit_id
		 ORDER BY s.seq`)
	if err != nil {
		return v, errs.Wrap(err, "verifying the audit")
	}
	err = h.Each(ctx, func(r db.Row) error { return r.Scan(&v.Unsealed) }, `
		SELECT count(*)
		  FROM audit a
		 WHERE NOT EXISTS (SELECT 1 FROM audit_seal s WHERE s.audit_id = a.id)`)
	return v, errs.Wrap(err, "counting the unsealed audit")
}
