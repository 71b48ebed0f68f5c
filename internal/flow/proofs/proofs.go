// Package proofs watches the certificates that people hold: who holds one that
// lapses within 30 days, and who leads them, is told, so that nobody finds out
// when a ticket passes them by.
//
// What always holds: each is told once of each expiry; a certificate that was
// renewed and comes to its end again is told of again.
package proofs

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/core/job"
	"secondline/internal/db"
	"secondline/internal/desk/notice"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// Watch is the kind of job that looks, once a day; there is one of it.
const Watch = "certificate.watch"

// Ahead is how long before its end somebody is told of a certificate.
const Ahead = 30 * 24 * time.Hour

// A Watcher watches certificates.
type Watcher struct{ door *work.Door }

// New makes a Watcher.
func New(door *work.Door) *Watcher { return &Watcher{door} }

// Register says which job a Watcher runs.
func (p *Watcher) Register(r *job.Runner) {
	r.Handle(Watch, func(ctx context.Context, _ json.RawMessage) error { return p.Look(ctx) })
}

// Start has it look now, and every day from now on.
func (p *Watcher) Start(ctx context.Context) error {
	return p.door.Do(ctx, access.Desk("Timer"), func(ctx context.Context, w *work.Work) error { return again(ctx, w, w.Now) })
}

func again(ctx context.Context, w *work.Work, at time.Time) error {
	return w.Enqueue(ctx, job.Job{Kind: Watch, Name: Watch, RunAt: at})
}

// Look tells holders and their leads of what lapses soon.
func (p *Watcher) Look(ctx context.Context) error {
	return p.door.Do(ctx, access.Desk("Timer"), func(ctx context.Context, w *work.Work) error {
		list, err := lapsing(ctx, w.Tx, w.Now)
		if err != nil {
			return err
		}
		for _, l := range list {
			if err := l.tell(ctx, w); err != nil {
				return err
			}
		}
		return again(ctx, w, w.Now.Add(24*time.Hour))
	})
}

// A proof is a certificate that lapses soon, and somebody who should know.
type proof struct {
	holder id.Person
	name   string
	paper  id.Certification
	title  string
	ends   time.Time
	told   id.Person // the holder, or a lead of theirs
}

// lapsing reads what lapses soon and whom it concerns. Those who have been told
// of that end are left out.
func lapsing(ctx context.Context, h db.Handle, now time.Time) ([]proof, error) {
	list, err := db.All(ctx, h, func(r db.Row) (p proof, err error) {
		return p, r.Scan(&p.holder, &p.name, &p.paper, &p.title, db.Into(&p.ends), &p.told)
	}, `
		WITH soon AS (
			SELECT p.id, p.name, c.id AS paper, c.name AS title, h.expires_at
			  FROM person_certification h
			  JOIN person p ON p.id = h.person_id
			  JOIN certification c ON c.id = h.certification_id
			 WHERE h.expires_at > ? AND h.expires_at <= ?
			   AND c.archived_at IS NULL AND p.disabled_at IS NULL
		)
		SELECT s.id, s.name, s.paper, s.title, s.expires_at, s.id AS told
		  FROM soon s
		UNION
		SELECT s.id, s.name, s.paper, s.title, s.expires_at, t.lead_id
		  FROM soon s
		  JOIN membership m ON m.person_id = s.id
		  JOIN team t ON t.id = m.team_id
		 WHERE t.archived_at IS NULL AND t.lead_id IS NOT NULL
		 ORDER BY 5, 1, 3, 6
		 LIMIT 5000`, db.At(now), db.At(now.Add(Ahead)))
	return list, errs.Wrap(err, "reading which certificates lapse")
}

// link leads to the screen that shows it, and tells this expiry from others.
func (p proof) link() string {
	return fmt.Sprintf("/know-how?person=%s&certificate=%s&until=%s", p.holder, p.paper, p.ends.UTC().Format(time.DateOnly))
}

func (p proof) tell(ctx context.Context, w *work.Work) error {
	told, err := notice.Told(ctx, w.Tx, p.told, notice.ProofLapses, p.link())
	if err != nil || told {
		return err
	}
	text := fmt.Sprintf("Your %s certificate lapses on %s", p.title, p.ends.UTC().Format("2 January"))
	if p.told != p.holder {
		text = fmt.Sprintf("%s's %s certificate lapses on %s", p.name, p.title, p.ends.UTC().Format("2 January"))
	}
	return notice.Insert(ctx, w.Tx, notice.Notice{
		ID: id.Notice(w.NewID()), Person: p.told, Link: p.link(), Kind: notice.ProofLapses, Text: text, At: w.Now,
	})
}
