package ticket

import (
	"slices"

	"secondline/internal/core/access"
	"secondline/internal/id"
)

// Object is what access asks about a ticket.
func (t *Ticket) Object() access.Object {
	on := access.Object{
		Organisation: t.Organisation, Requester: t.Requester,
		Participants: append(slices.Clone(t.Watchers), t.CC...),
		Open:         t.IsOpen(), Merged: t.IsMerged(),
		Resolved: t.State == Resolved, Closed: t.State == Closed, Waiting: t.State == Waiting, New: t.State == New,
	}
	on.Team, on.Assignee = t.Team, t.Assignee
	if t.Deal != nil {
		on.Dealt = t.Deal.Person
	}
	if t.Swarm != nil {
		on.Swarm = append([]id.Person{t.Swarm.Lead}, t.Swarm.People...)
	}
	on.Major, on.AtVendor = t.Major != nil, t.AtVendor() != 0
	if o := t.Offer; o != nil {
		on.AskedBack = o.AskedBack != nil && o.AskedBack.AnsweredAt.IsZero()
		on.Offered, on.OfferTeam, on.OfferPerson = true, o.To.Team, o.Person
		on.OfferBy, on.OfferFrom = o.By, o.From.Team
	}
	return on
}
