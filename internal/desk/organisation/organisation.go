package organisation

import (
	"slices"
	"time"

	"secondline/internal/id"
	"secondline/internal/kit/address"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/fold"
)

// Sees says how much of their organisation's tickets its requesters see.
type Sees string

// What requesters may see.
const (
	Own   Sees = "own"          // the tickets that they asked for or take part in
	Whole Sees = "organisation" // every ticket of the organisation
)

// An Organisation is a customer of the desk.
type Organisation struct {
	ID             id.Organisation
	Name           string
	Sees           Sees
	Domains        []string  // mail domains whose people belong to it, sorted
	AccountManager id.Person // who looks after it on the desk's side; zero: nobody
	ArchivedAt     time.Time
	Version        int64
}

const (
	maxName    = 120
	maxDomains = 100
)

// Key folds a name: two organisations may not share a key.
func Key(name string) string { return fold.Key(name) }

// Checked gives the organisation with its name and domains tidied, or an error
// that names the field that is wrong.
func (o Organisation) Checked() (Organisation, error) {
	o.Name = fold.Tidy(o.Name)
	if Key(o.Name) == "" {
		return o, errs.Field("name", "An organisation needs a name.")
	}
	if len(o.Name) > maxName {
		return o, errs.Field("name", "The name is longer than %d bytes; shorten it.", maxName)
	}
	if o.Sees == "" {
		o.Sees = Own
	}
	if o.Sees != Own && o.Sees != Whole {
		return o, errs.Field("sees", "Requesters see %q or %q, not %q.", Own, Whole, o.Sees)
	}
	if len(o.Domains) > maxDomains {
		return o, errs.Field("domains", "An organisation has at most %d domains.", maxDomains)
	}
	domains := make([]string, 0, len(o.Domains))
	for _, d := range o.Domains {
		domain, err := address.ParseDomain(d)
		if err != nil {
			return o, errs.Field("domains", "%s", errs.Text(err))
		}
		domains = append(domains, domain)
	}
	slices.Sort(domains)
	o.Domains = slices.Compact(domains)
	return o, nil
}
