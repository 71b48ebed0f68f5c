// Package vending is every verb of the top rung: what goes to a vendor, and what
// comes back.
//
//	preview.go  what would leave, redacted, and what the customer would be told
//	send.go     a case is opened: the letter, the customer's word, the clock
//	thread.go   further messages, their number, the end of a case
//	hear.go     what a vendor says, by mail, on their page, or on the phone
//	guest.go    the vendor's page: who holds its link, and what they may do there
//	chase.go    the next contact is pressed when nobody answered in time
//
// The team goes on owning the ticket and stays the customer's contact. What always
// holds: a vendor gets nothing but the messages of their cases, as they stand in
// vendor_message; a customer gets nothing of those. Each change goes through the
// one door (flow/work) and asks core/access where the ticket is loaded.
package vending

import (
	"context"
	"slices"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/notice"
	"secondline/internal/desk/person"
	"secondline/internal/desk/team"
	"secondline/internal/desk/ticket"
	"secondline/internal/desk/vendor"
	"secondline/internal/flow/notify"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/seal"
)

// A Post takes letters to both sides, which never meet.
type Post interface {
	Letter(ctx context.Context, w *work.Work, l notify.Letter) error
	VendorLetter(ctx context.Context, w *work.Work, l notify.VendorLetter) error
}

// A Desk does what is done with vendors.
type Desk struct {
	door *work.Door
	post Post
	keys seal.Keys // they sign the pages
}

// New makes a Desk.
func New(door *work.Door, post Post, keys seal.Keys) *Desk {
	return &Desk{door: door, post: post, keys: keys}
}

// load reads a ticket for a change: whoever may not see it gets not-found, and a
// version that the actor pinned must still stand.
func load(ctx context.Context, w *work.Work, n id.Number, act access.Action) (*ticket.Ticket, error) {
	t, err := look(ctx, w.Tx, w.By, n, act)
	if err != nil {
		return nil, err
	}
	if v := w.By.Request.Version; v != 0 && v != t.Version {
		return nil, errs.New(errs.Stale, "%s was changed since you looked; load it again and repeat.", t.Ref())
	}
	return t, nil
}

func look(ctx context.Context, h db.Handle, by access.Actor, n id.Number, act access.Action) (*ticket.Ticket, error) {
	t, err := ticket.ByNumber(ctx, h, n)
	if err != nil {
		return nil, err
	}
	err = access.May(by, act, t.Object())
	if errs.Is(err, errs.NotFound) {
		return nil, errs.New(errs.NotFound, "There is no ticket %s.", t.Ref())
	}
	return t, err
}

// open loads a ticket and one of its cases with the vendor.
func open(ctx context.Context, w *work.Work, n id.Number, key id.Case) (*ticket.Ticket, vendor.Case, vendor.Vendor, error) {
	t, err := load(ctx, w, n, access.WithVendor)
	if err != nil {
		return nil, vendor.Case{}, vendor.Vendor{}, err
	}
	c, err := vendor.GetCase(ctx, w.Tx, key)
	if err == nil && c.Ticket != t.ID {
		err = errs.New(errs.NotFound, "There is no such case.")
	}
	if err != nil {
		return nil, c, vendor.Vendor{}, err
	}
	v, err := vendor.Get(ctx, w.Tx, c.Vendor)
	return t, c, v, err
}

// tellTeam leaves a notice for whoever has the ticket, or for the members of its
// team who may see it.
func tellTeam(ctx context.Context, w *work.Work, t *ticket.Ticket, text string) error {
	people := []id.Person{t.Assignee}
	if t.Assignee == 0 {
		var err error
		if people, err = cleared(ctx, w.Tx, t); err != nil {
			return err
		}
	}
	for _, p := range people {
		if p == w.By.Person {
			continue
		}
		err := notice.Insert(ctx, w.Tx, notice.Notice{
			ID: id.Notice(w.NewID()), Person: p, Organisation: t.Organisation, Ticket: t.ID, Kind: notice.VendorWrote, Text: text, At: w.Now,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// cleared are the members of a ticket's team who may see it.
func cleared(ctx context.Context, h db.Handle, t *ticket.Ticket) ([]id.Person, error) {
	members, err := team.Members(ctx, h, t.Team)
	if err != nil {
		return nil, err
	}
	keys := make([]id.Person, len(members))
	for i, m := range members {
		keys[i] = m.Person
	}
	able, err := person.WorkOn(ctx, h, t.Organisation, keys)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(keys, func(p id.Person) bool { _, ok := able[p]; return !ok }), nil
}
