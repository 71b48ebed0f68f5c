package ticket

import (
	"time"

	"secondline/internal/id"
)

// A Case is what a vendor has of a ticket.
type Case struct {
	ID        id.Case   `json:"id"`
	Vendor    id.Vendor `json:"vendor"`
	Name      string    `json:"name"`
	Reference string    `json:"reference,omitempty"` // the vendor's own number
	SentAt    time.Time `json:"sent_at"`
	Answered  time.Time `json:"answered,omitzero"`
	Closed    time.Time `json:"closed,omitzero"`
}

// VendorSent hands a redacted part of the ticket to a vendor. The team goes on
// owning it, stays the customer's contact, and presses for news.
type VendorSent struct {
	inside
	Case     id.Case     `json:"case"`
	Vendor   id.Vendor   `json:"vendor"`
	Name     string      `json:"name"`
	Contract id.Contract `json:"contract,omitempty"`
	Contact  string      `json:"contact,omitempty"` // whom it went to
	Body     string      `json:"body"`              // as it left, redacted
	Files    []File      `json:"files,omitempty"`
	First    bool        `json:"first,omitempty"` // it opens the case; otherwise it is a further message
	Told     string      `json:"told,omitempty"`  // what the customer was told
}

// Kind names the fact.
func (*VendorSent) Kind() string { return "vendor.sent" }

func (f *VendorSent) apply(t *Ticket, e Entry) {
	if !f.First {
		t.startVendorClock(f.Case, f.Vendor, e.At)
		return
	}
	t.Cases = append(append([]Case{}, t.Cases...), Case{ID: f.Case, Vendor: f.Vendor, Name: f.Name, SentAt: e.At})
	t.State, t.WaitingOn, t.WaitingUntil, t.Question = Waiting, OnVendor, time.Time{}, ""
	t.startVendorClock(f.Case, f.Vendor, e.At)
}

// startVendorClock: a case has at most one answer outstanding.
func (t *Ticket) startVendorClock(c id.Case, v id.Vendor, at time.Time) {
	for _, r := range t.Runs {
		if r.Clock == VendorAnswer && r.Case == c && r.Running() {
			return
		}
	}
	t.Runs = append(t.Runs, Run{Clock: VendorAnswer, Case: c, Vendor: v, From: at})
}

// VendorWrote is a vendor's answer; the customer never sees it.
type VendorWrote struct {
	inside
	Case      id.Case   `json:"case"`
	Vendor    id.Vendor `json:"vendor"`
	Name      string    `json:"name"`
	Author    string    `json:"author"`
	Body      string    `json:"body"`
	Files     []File    `json:"files,omitempty"`
	Reference string    `json:"reference,omitempty"`
	Solved    bool      `json:"solved,omitempty"`
	Automatic bool      `json:"automatic,omitempty"` // "we have your mail": kept, but no answer
	Via       string    `json:"via"`                 // mail, page, phone
	Mail      id.MailIn `json:"mail,omitempty"`
}

// Kind names the fact.
func (*VendorWrote) Kind() string { return "vendor.wrote" }

func (f *VendorWrote) apply(t *Ticket, e Entry) {
	t.Snippet = snippet(f.Body)
	if f.Automatic {
		return
	}
	t.changeCase(f.Case, func(c *Case) {
		c.Answered = e.At
		if f.Reference != "" {
			c.Reference = f.Reference
		}
	})
	t.stopVendorClock(f.Case, e.At, RunAnswered)
	if t.State == Waiting && t.WaitingOn == OnVendor {
		t.resume()
	}
}

// VendorReferenced notes the vendor's own number.
type VendorReferenced struct {
	inside
	Case      id.Case `json:"case"`
	Reference string  `json:"reference"`
}

// Kind names the fact.
func (*VendorReferenced) Kind() string { return "vendor.referenced" }

func (f *VendorReferenced) apply(t *Ticket, _ Entry) {
	t.changeCase(f.Case, func(c *Case) { c.Reference = f.Reference })
}

// VendorChased tells that the next of the vendor's contacts was pressed for news.
type VendorChased struct {
	inside
	Case    id.Case `json:"case"`
	Contact string  `json:"contact"`
	Because string  `json:"because"`
}

// Kind names the fact.
func (*VendorChased) Kind() string { return "vendor.chased" }

func (*VendorChased) apply(*Ticket, Entry) {}

// VendorClosed ends what a vendor has of a ticket.
type VendorClosed struct {
	inside
	Case    id.Case `json:"case"`
	Outcome string  `json:"outcome"` // solved, withdrawn, not_solved
	Note    string  `json:"note,omitempty"`
}

// Kind names the fact.
func (*VendorClosed) Kind() string { return "vendor.closed" }

func (f *VendorClosed) apply(t *Ticket, e Entry) {
	t.changeCase(f.Case, func(c *Case) { c.Closed = e.At })
	t.stopVendorClock(f.Case, e.At, RunClosed)
	if t.State == Waiting && t.WaitingOn == OnVendor {
		t.resume()
	}
}

// changeCase works on a copy: a sum that was handed out does not change.
func (t *Ticket) changeCase(key id.Case, change func(*Case)) {
	t.Cases = append([]Case{}, t.Cases...)
	for i := range t.Cases {
		if t.Cases[i].ID == key {
			change(&t.Cases[i])
		}
	}
}

func (t *Ticket) stopVendorClock(key id.Case, at time.Time, why string) {
	for i := range t.Runs {
		if r := &t.Runs[i]; r.Clock == VendorAnswer && r.Case == key {
			r.stop(at, why)
		}
	}
}
