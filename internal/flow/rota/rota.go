// Package rota is every verb that changes who works when:
//
//	plan.go      shifts and on-call, which leads plan
//	absence.go   absences and extra work
//	swap.go      two people swap: propose, accept, decline, withdraw
//	presence.go  here, away until a time, busy, off: everybody's own
//
// What always holds: nobody is planned twice at once. Whoever's time is changed
// is held (person.Hold) before it is looked at, so two changes at the same moment
// see each other. The end of a shift changes nobody's presence; who is off shift
// is simply given no work. Every change is told to the Dealer, who looks again
// at what waits.
package rota

import (
	"context"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/desk/notice"
	"secondline/internal/desk/person"
	"secondline/internal/desk/shift"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// A Dealer hears that people may, or may no longer, be given work.
type Dealer interface {
	Changed(ctx context.Context, w *work.Work, people ...id.Person) error
}

// A Desk changes who works when.
type Desk struct {
	door   *work.Door
	dealer Dealer
}

// New makes a Desk.
func New(door *work.Door, dealer Dealer) *Desk { return &Desk{door: door, dealer: dealer} }

// forThem asks whether the actor may plan somebody's time: leads may, and what is
// the person's own, they may themselves.
func forThem(by access.Actor, who id.Person, own bool) error {
	if own && who == by.Person && who != 0 {
		return access.MayDesk(by, access.OpenFor)
	}
	return access.MayDesk(by, access.PlanShifts)
}

// worker holds somebody who works on the desk.
func worker(ctx context.Context, w *work.Work, key id.Person) (person.Person, error) {
	if err := person.Hold(ctx, w.Tx, key); err != nil {
		return person.Person{}, err
	}
	p, err := person.Get(ctx, w.Tx, key)
	if errs.Is(err, errs.NotFound) {
		return p, errs.Field("person", "There is no such person.")
	}
	if err == nil && (!p.IsAgent() || p.IsDisabled()) {
		err = errs.Field("person", "%s does not work on the desk.", p.Name)
	}
	return p, err
}

// roster is when somebody works around a stretch of time.
func roster(ctx context.Context, w *work.Work, p id.Person, from, to time.Time) (shift.Roster, error) {
	all, err := shift.OfPeople(ctx, w.Tx, []id.Person{p}, from.AddDate(0, 0, -7), to.AddDate(0, 0, 7))
	return all[p], err
}

// shifts is the screen where a plan is seen.
const shifts = "/shifts"

// tell leaves a notice that leads to the plan.
func tell(ctx context.Context, w *work.Work, to id.Person, text string) error {
	return notice.Insert(ctx, w.Tx, notice.Notice{
		ID: id.Notice(w.NewID()), Person: to, Link: shifts, Kind: notice.SwapAsked, Text: text, At: w.Now,
	})
}
