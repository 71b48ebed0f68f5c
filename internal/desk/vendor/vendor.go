package vendor

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"secondline/internal/id"
	"secondline/internal/kit/address"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/fold"
)

// A Reach says how a vendor wants to be reached.
type Reach string

// The ways to reach a vendor. Whichever it is, the case and its page are the same;
// only by mail does the desk write by itself.
const (
	ByMail   Reach = "mail"
	ByPortal Reach = "portal" // an agent files it there
	ByPhone  Reach = "phone"
)

// Reaches lists every way.
var Reaches = []Reach{ByMail, ByPortal, ByPhone}

// A Vendor is a supplier.
type Vendor struct {
	ID         id.Vendor
	Name       string
	PlainName  string // as customers read it: "Its maker Nimbus is looking at it"
	Note       string // for agents
	Reach      Reach
	PortalURL  string
	Phone      string
	Redaction  Redaction
	Contacts   []Contact // their own ladder: the first is written to, the next when they are silent
	Products   []Product
	Contracts  []Contract
	ArchivedAt time.Time
	Version    int64
}

// A Contact is somebody at a vendor.
type Contact struct {
	ID    id.Contact
	Name  string
	Email string
	Phone string
	After time.Duration // how long a case has waited at least before they are pressed
}

// A Product is a thing that a vendor makes.
type Product struct {
	ID      id.Product
	Name    string
	Service id.Service // that stands on it, or none
}

// A Contract says what a vendor promised.
type Contract struct {
	ID           id.Contract
	Number       string
	Organisation id.Organisation // whose it is; none: the desk's own, for everybody
	Calendar     id.Calendar     // on which Answer counts
	Answer       time.Duration   // within which they answer, in open time
	Warn         int             // percent of it
	ValidFrom    time.Time
	ExpiresAt    time.Time
}

// ValidAt tells whether a contract counts at a time.
func (c Contract) ValidAt(t time.Time) bool {
	return !t.Before(c.ValidFrom) && (c.ExpiresAt.IsZero() || t.Before(c.ExpiresAt))
}

// Covers tells whether a contract is for an organisation's tickets.
func (c Contract) Covers(org id.Organisation) bool {
	return c.Organisation == 0 || c.Organisation == org
}

const (
	maxName     = 80
	maxNote     = 4000
	maxList     = 50
	standardPct = 75
	longest     = 366 * 24 * time.Hour
)

// Key folds a vendor's name: two may not share a key.
func Key(name string) string { return fold.Key(name) }

// Checked gives the vendor tidied, or an error that names the field that is wrong.
func (v Vendor) Checked() (Vendor, error) {
	v.Name, v.PlainName, v.Note, v.Phone = fold.Tidy(v.Name), fold.Tidy(v.PlainName), strings.TrimSpace(v.Note), fold.Tidy(v.Phone)
	v.PortalURL = strings.TrimSpace(v.PortalURL)
	if v.PlainName == "" {
		v.PlainName = v.Name
	}
	if v.Reach == "" {
		v.Reach = ByMail
	}
	switch {
	case Key(v.Name) == "":
		return v, errs.Field("name", "A vendor needs a name.")
	case len(v.Name) > maxName || len(v.PlainName) > maxName || len(v.Phone) > maxName:
		return v, errs.Field("name", "A name or a number is longer than %d bytes; shorten it.", maxName)
	case len(v.Note) > maxNote:
		return v, errs.Field("note", "The note is longer than %d bytes; put the rest into an article.", maxNote)
	case !slices.Contains(Reaches, v.Reach):
		return v, errs.Field("reach", "A vendor is reached by mail, portal or phone.")
	case v.Reach == ByMail && len(v.Contacts) == 0:
		return v, errs.Field("contacts", "A vendor who is reached by mail needs a contact to write to.")
	}
	if u, err := url.Parse(v.PortalURL); v.PortalURL != "" && (err != nil || u.Scheme != "https" || u.Host == "") {
		return v, errs.Field("portal_url", "The portal's address begins with https://.")
	}
	var err error
	if v.Redaction, err = v.Redaction.Checked(); err != nil {
		return v, err
	}
	return v, v.lists()
}

// lists checks what hangs on the vendor, in copies.
func (v *Vendor) lists() error {
	v.Contacts, v.Products, v.Contracts = slices.Clone(v.Contacts), slices.Clone(v.Products), slices.Clone(v.Contracts)
	if len(v.Contacts) > maxList || len(v.Products) > maxList || len(v.Contracts) > maxList {
		return errs.Field("contacts", "A vendor has at most %d contacts, products and contracts each.", maxList)
	}
	for i := range v.Contacts {
		if err := v.Contacts[i].check(v.Reach); err != nil {
			return err
		}
	}
	for i := range v.Products {
		p := &v.Products[i]
		if p.Name = fold.Tidy(p.Name); p.Name == "" || len(p.Name) > maxName {
			return errs.Field("products", "Each product needs a name of at most %d bytes.", maxName)
		}
	}
	for i := range v.Contracts {
		if err := v.Contracts[i].check(); err != nil {
			return err
		}
	}
	return nil
}

func (c *Contact) check(r Reach) error {
	c.Name, c.Phone = fold.Tidy(c.Name), fold.Tidy(c.Phone)
	if c.Name == "" || len(c.Name) > maxName || len(c.Phone) > maxName {
		return errs.Field("contacts", "Each contact needs a name of at most %d bytes.", maxName)
	}
	if c.After < 0 || c.After > longest {
		return errs.Field("contacts", "%s is pressed after at most a year.", c.Name)
	}
	if c.Email == "" && r != ByMail {
		return nil
	}
	parsed, err := address.Parse(c.Email)
	if err != nil {
		return errs.Field("contacts", "%s: %s", c.Name, errs.Text(err))
	}
	c.Email = parsed
	return nil
}

func (c *Contract) check() error {
	c.Number = fold.Tidy(c.Number)
	if c.Warn == 0 {
		c.Warn = standardPct
	}
	switch {
	case c.Number == "" || len(c.Number) > maxName:
		return errs.Field("contracts", "Each contract needs its number.")
	case c.Answer < time.Minute || c.Answer > longest:
		return errs.Field("contracts", "Contract %s says within what time they answer: from a minute to a year.", c.Number)
	case c.Warn < 1 || c.Warn > 100:
		return errs.Field("contracts", "Contract %s warns at 1 to 100 %%.", c.Number)
	case !c.ExpiresAt.IsZero() && !c.ExpiresAt.After(c.ValidFrom):
		return errs.Field("contracts", "Contract %s ends before it begins.", c.Number)
	}
	return nil
}

// ContractFor is the contract by which a ticket of an organisation goes to the
// vendor: the one that is named, else the organisation's own, else the desk's;
// zero if none counts today.
func (v Vendor) ContractFor(named id.Contract, org id.Organisation, now time.Time) (Contract, error) {
	var best Contract
	for _, c := range v.Contracts {
		usable := c.Covers(org) && c.ValidAt(now)
		if named != 0 && c.ID == named {
			if !usable {
				return c, errs.Field("contract", "Contract %s does not count for this ticket today.", c.Number)
			}
			return c, nil
		}
		if usable && (best.ID == 0 || best.Organisation == 0 && c.Organisation != 0) {
			best = c
		}
	}
	if named != 0 {
		return best, errs.Field("contract", "%s has no such contract.", v.Name)
	}
	return best, nil
}

// NextContact is whom to press when the contact at a position was silent: the next
// one whose time has come and who has an address, else the same again.
func (v Vendor) NextContact(at int, waited time.Duration) (int, Contact, bool) {
	for i := at + 1; i < len(v.Contacts); i++ {
		if c := v.Contacts[i]; c.Email != "" && c.After <= waited {
			return i, c, true
		}
	}
	if at < len(v.Contacts) && v.Contacts[at].Email != "" {
		return at, v.Contacts[at], true
	}
	return at, Contact{}, false
}
