// Package admin is every verb that changes how the desk is set up: who is a
// customer, who works here, on which rung, with which skills, for which services.
//
//	organisations.go  organisations and their domains
//	people.go         people, their skills, certificates, clearances
//	ladder.go         levels, teams and members
//	skills.go         skills and certifications
//	services.go       services, categories, needs
//	rules.go          the priority matrix, checklists, custom fields
//	mailboxes.go      the addresses of the desk
//	calendars.go      when the desk is open; targets.go: how long clocks may run
//	promises.go       what a new desk promises; preview.go: what a change would move
//	escalation.go     whom a team wants told when its clocks run out
//	wallboards.go     the televisions that may look
//	setup.go          an empty desk becomes one that works
//
// An input names only what is to change: a nil part stays as it is. Each verb asks
// core/access first, loads the record, holds the version that the actor pinned
// against it, lets the desk's own rules (Checked) judge, saves, and leaves an audit
// row, in one transaction.
package admin

import (
	"context"

	"secondline/internal/core/access"
	"secondline/internal/flow/people"
	"secondline/internal/flow/work"
	"secondline/internal/kit/errs"
)

// A Desk changes how the desk is set up.
type Desk struct {
	door   *work.Door
	people *people.Desk
}

// New makes a Desk.
func New(door *work.Door, p *people.Desk) *Desk { return &Desk{door: door, people: p} }

// administer runs a change of the settings, for whoever may make it. Rights may
// depend on any of them, so all are looked up again after it.
func (d *Desk) administer(ctx context.Context, by access.Actor, fn func(ctx context.Context, w *work.Work) error) error {
	if err := access.MayDesk(by, access.Administer); err != nil {
		return err
	}
	err := d.door.Do(ctx, by, fn)
	d.people.Forget()
	return err
}

// pinned holds the version that the actor saw against the one that stands.
func pinned(w *work.Work, version int64) error {
	if v := w.By.Request.Version; v != 0 && v != version {
		return errs.New(errs.Stale, "It was changed since you looked; load it again and repeat.")
	}
	return nil
}

// set changes dst if there is something to change it to.
func set[T any](dst *T, to *T) {
	if to != nil {
		*dst = *to
	}
}
