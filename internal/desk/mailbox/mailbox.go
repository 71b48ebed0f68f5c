// Package mailbox knows the addresses at which the desk is written to.
//
// Mail for a mailbox becomes a ticket of its service; mail for an address of no
// mailbox goes to the standard one.
//
// What always holds: an address, in its one spelling, is one mailbox; exactly one
// is the standard one once the desk is set up.
package mailbox

import (
	"secondline/internal/id"
	"secondline/internal/kit/address"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/fold"
)

// A Mailbox is an address of the desk.
type Mailbox struct {
	ID       id.Mailbox
	Address  string
	Name     string     // shown as the sender: "Acme Service Desk"
	Service  id.Service // that its mail is about, or none
	Standard bool       // takes in what is for no mailbox
	Version  int64
}

const maxName = 80

// Checked gives the mailbox tidied, or an error that names the field that is wrong.
func (m Mailbox) Checked() (Mailbox, error) {
	parsed, err := address.Parse(m.Address)
	if err != nil {
		return m, errs.Field("address", "%s", errs.Text(err))
	}
	m.Address, m.Name = parsed, fold.Tidy(m.Name)
	if fold.Key(m.Name) == "" {
		return m, errs.Field("name", "A mailbox needs a name: customers see it as the sender.")
	}
	if len(m.Name) > maxName {
		return m, errs.Field("name", "The name is longer than %d bytes; shorten it.", maxName)
	}
	return m, nil
}
