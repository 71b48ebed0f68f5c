package api

import (
	"context"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/desk/vendor"
	"secondline/internal/flow/admin"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/isotime"
	"secondline/internal/view/settings"
)

type vendorIn struct {
	Name      *string       `json:"name,omitempty"`
	PlainName *string       `json:"plain_name,omitempty" doc:"as customers read it; empty: the name"`
	Note      *string       `json:"note,omitempty"`
	Reach     *string       `json:"reach,omitempty" enum:"mail,portal,phone"`
	PortalURL *string       `json:"portal_url,omitempty" doc:"https"`
	Phone     *string       `json:"phone,omitempty"`
	Redaction *redactionIn  `json:"redaction,omitempty"`
	Contacts  *[]contactIn  `json:"contacts,omitempty" doc:"all of them, in the order in which they are pressed"`
	Products  *[]productIn  `json:"products,omitempty" doc:"all of them"`
	Contracts *[]contractIn `json:"contracts,omitempty" doc:"all of them; one that a ticket went by cannot be left out"`
	Archived  *bool         `json:"archived,omitempty"`
}

type redactionIn struct {
	Keep  []string `json:"keep,omitempty" enum:"requester,people,emails,phones,organisation,hosts" doc:"what stays in; all else is taken out"`
	Words []string `json:"words,omitempty" doc:"also taken out"`
}

type contactIn struct {
	ID    id.Contact `json:"id,omitempty"`
	Name  string     `json:"name"`
	Email string     `json:"email,omitempty"`
	Phone string     `json:"phone,omitempty"`
	After string     `json:"after,omitempty" doc:"how long a case has waited at least before they are pressed" example:"PT4H"`
}

type productIn struct {
	ID      id.Product `json:"id,omitempty"`
	Name    string     `json:"name"`
	Service id.Service `json:"service,omitempty"`
}

type contractIn struct {
	ID           id.Contract     `json:"id,omitempty" doc:"of a contract that is there already"`
	Number       string          `json:"number"`
	Organisation id.Organisation `json:"organisation,omitempty" doc:"whose it is; none: everybody's"`
	Calendar     id.Calendar     `json:"calendar,omitempty"`
	Answer       string          `json:"answer" doc:"within which they answer, in open time" example:"PT8H"`
	Warn         int             `json:"warn,omitempty" doc:"at this percentage; 75 if not given"`
	ValidFrom    *time.Time      `json:"valid_from,omitempty"`
	ExpiresAt    *time.Time      `json:"expires_at,omitempty"`
}

func (in vendorIn) verb() (admin.VendorIn, error) {
	out := admin.VendorIn{
		Name: in.Name, PlainName: in.PlainName, Note: in.Note, Reach: (*vendor.Reach)(in.Reach), PortalURL: in.PortalURL, Phone: in.Phone, Archived: in.Archived,
	}
	if in.Redaction != nil {
		r := vendor.Redaction{Words: in.Redaction.Words}
		for _, p := range in.Redaction.Keep {
			r.Keep = append(r.Keep, vendor.Part(p))
		}
		out.Redaction = &r
	}
	if in.Products != nil {
		list := []vendor.Product{}
		for _, p := range *in.Products {
			list = append(list, vendor.Product(p))
		}
		out.Products = &list
	}
	if in.Contacts != nil {
		list := []vendor.Contact{}
		for _, c := range *in.Contacts {
			after, err := span(c.After, "contacts")
			if err != nil {
				return out, err
			}
			list = append(list, vendor.Contact{ID: c.ID, Name: c.Name, Email: c.Email, Phone: c.Phone, After: after})
		}
		out.Contacts = &list
	}
	if in.Contracts != nil {
		list := []vendor.Contract{}
		for _, c := range *in.Contracts {
			one, err := c.contract()
			if err != nil {
				return out, err
			}
			list = append(list, one)
		}
		out.Contracts = &list
	}
	return out, nil
}

func (c contractIn) contract() (vendor.Contract, error) {
	answer, err := span(c.Answer, "contracts")
	out := vendor.Contract{ID: c.ID, Number: c.Number, Organisation: c.Organisation, Calendar: c.Calendar, Answer: answer, Warn: c.Warn}
	if c.ValidFrom != nil {
		out.ValidFrom = *c.ValidFrom
	}
	if c.ExpiresAt != nil {
		out.ExpiresAt = *c.ExpiresAt
	}
	return out, err
}

// span reads a length of time; none is zero.
func span(text, field string) (time.Duration, error) {
	if text == "" {
		return 0, nil
	}
	d, err := isotime.Parse(text)
	if err != nil {
		return 0, errs.Field(field, "%s", errs.Text(err))
	}
	return d, nil
}

func (a *API) registerVendors() {
	registerNoun(a, noun[id.Vendor, vendorIn, settings.FullVendor]{
		path: "/vendors", one: "vendor", many: "vendors",
		list: reader(a.Door.Read, settings.Vendors), get: reader(a.Door.Read, settings.Vendor),
		add: func(ctx context.Context, by access.Actor, in vendorIn) (id.Vendor, error) {
			verb, err := in.verb()
			if err != nil {
				return 0, err
			}
			v, err := a.Admin.AddVendor(ctx, by, verb)
			return v.ID, err
		},
		change: func(ctx context.Context, by access.Actor, key id.Vendor, in vendorIn) error {
			verb, err := in.verb()
			if err == nil {
				_, err = a.Admin.ChangeVendor(ctx, by, key, verb)
			}
			return err
		},
		archive: func(ctx context.Context, by access.Actor, key id.Vendor) error {
			_, err := a.Admin.ChangeVendor(ctx, by, key, admin.VendorIn{Archived: new(true)})
			return err
		},
		version: func(v settings.FullVendor) int64 { return v.Version },
	})
	a.registerCases()
}
