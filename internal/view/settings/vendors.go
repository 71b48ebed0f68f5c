package settings

import (
	"context"
	"strings"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/vendor"
	"secondline/internal/id"
	"secondline/internal/kit/fold"
	"secondline/internal/kit/isotime"
	"secondline/internal/kit/page"
)

// A FullVendor is a vendor with all that hangs on it.
type FullVendor struct {
	ID         id.Vendor       `json:"id"`
	Name       string          `json:"name"`
	PlainName  string          `json:"plain_name"`
	Note       string          `json:"note,omitempty"`
	Reach      vendor.Reach    `json:"reach" enum:"mail,portal,phone"`
	PortalURL  string          `json:"portal_url,omitempty"`
	Phone      string          `json:"phone,omitempty"`
	Redaction  FullRedaction   `json:"redaction"`
	Contacts   []FullContact   `json:"contacts"`
	Products   []FullProduct   `json:"products"`
	Contracts  []FullContract  `json:"contracts"`
	ArchivedAt *time.Time      `json:"archived_at,omitempty"`
	Version    int64           `json:"version"`
	Can        map[string]bool `json:"can"`
}

// A FullRedaction is what of a text stays in, and which words are taken out besides.
type FullRedaction struct {
	Keep  []vendor.Part `json:"keep" enum:"requester,people,emails,phones,organisation,hosts"`
	Words []string      `json:"words"`
}

// A FullContact is somebody at a vendor, in the order of their ladder.
type FullContact struct {
	ID    id.Contact `json:"id"`
	Name  string     `json:"name"`
	Email string     `json:"email,omitempty"`
	Phone string     `json:"phone,omitempty"`
	After string     `json:"after" doc:"how long a case has waited at least before they are pressed" example:"PT4H"`
}

// A FullProduct is a thing that a vendor makes.
type FullProduct struct {
	ID      id.Product `json:"id"`
	Name    string     `json:"name"`
	Service id.Service `json:"service,omitempty"`
}

// A FullContract is what a vendor promised.
type FullContract struct {
	ID           id.Contract     `json:"id"`
	Number       string          `json:"number"`
	Organisation id.Organisation `json:"organisation,omitempty" doc:"whose it is; none: everybody's"`
	Calendar     id.Calendar     `json:"calendar,omitempty" doc:"none: the standard one"`
	Answer       string          `json:"answer" doc:"within which they answer, in open time" example:"PT8H"`
	Warn         int             `json:"warn"`
	ValidFrom    *time.Time      `json:"valid_from,omitempty"`
	ExpiresAt    *time.Time      `json:"expires_at,omitempty"`
}

// Vendors lists the vendors by name.
func Vendors(ctx context.Context, h db.Handle, by access.Actor, l List) (page.Page[FullVendor], error) {
	if err := access.MayDesk(by, access.SeeDesk); err != nil {
		return page.Page[FullVendor]{}, err
	}
	all, err := vendor.All(ctx, h)
	if err != nil {
		return page.Page[FullVendor]{}, err
	}
	var list []FullVendor
	words := fold.Key(l.Words)
	for _, v := range all {
		if (l.Archived || v.ArchivedAt.IsZero()) && strings.Contains(vendor.Key(v.Name), words) {
			list = append(list, vendorOf(by, v))
		}
	}
	return cut(list, l, func(v FullVendor) int64 { return int64(v.ID) })
}

// Vendor shows one vendor.
func Vendor(ctx context.Context, h db.Handle, by access.Actor, key id.Vendor) (FullVendor, error) {
	if err := access.MayDesk(by, access.SeeDesk); err != nil {
		return FullVendor{}, err
	}
	v, err := vendor.Get(ctx, h, key)
	return vendorOf(by, v), err
}

// vendorOf leaves out the contracts of organisations that the actor does not see.
func vendorOf(by access.Actor, v vendor.Vendor) FullVendor {
	may := access.MayDesk(by, access.PlanRouting) == nil
	out := FullVendor{
		ID: v.ID, Name: v.Name, PlainName: v.PlainName, Note: v.Note, Reach: v.Reach, PortalURL: v.PortalURL, Phone: v.Phone,
		Redaction: FullRedaction{Keep: append([]vendor.Part{}, v.Redaction.Keep...), Words: append([]string{}, v.Redaction.Words...)},
		Contacts:  []FullContact{}, Products: []FullProduct{}, Contracts: []FullContract{},
		ArchivedAt: when(v.ArchivedAt), Version: v.Version, Can: map[string]bool{"change": may, "archive": may},
	}
	for _, c := range v.Contacts {
		out.Contacts = append(out.Contacts, FullContact{ID: c.ID, Name: c.Name, Email: c.Email, Phone: c.Phone, After: isotime.Format(c.After)})
	}
	for _, p := range v.Products {
		out.Products = append(out.Products, FullProduct(p))
	}
	for _, c := range v.Contracts {
		if c.Organisation != 0 && !may && !by.Cleared(c.Organisation) {
			continue
		}
		out.Contracts = append(out.Contracts, FullContract{
			ID: c.ID, Number: c.Number, Organisation: c.Organisation, Calendar: c.Calendar, Answer: isotime.Format(c.Answer), Warn: c.Warn,
			ValidFrom: when(c.ValidFrom), ExpiresAt: when(c.ExpiresAt),
		})
	}
	return out
}
