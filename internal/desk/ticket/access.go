package ticket

import (
	"slices"

	"secondline/internal/core/access"
)

// Object is what access asks about a ticket.
func (t *Ticket) Object() access.Object {
	on := access.Object{
		Organisation: t.Organisation, Requester: t.Requester,
		Participants: append(slices.Clone(t.Watchers), t.CC...),
		Open:         t.IsOpen(), Merged: t.IsMerged(),
		Resolved: t.State == Resolved, Closed: t.State == Closed, Waiting: t.State == Waiting, New: t.State == New,
	}
	if o := t.Offer; o != nil {
		on.Offered, on.OfferTeam, on.OfferPerson = true, o.To.Team, o.Person
		on.OfferBy, on.OfferFrom = o.By, o.From.Team
	}
	return on
}
