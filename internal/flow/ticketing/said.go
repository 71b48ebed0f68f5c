package ticketing

import (
	"secondline/internal/desk/handover"
	"secondline/internal/desk/ticket"
)

// Said reads what people wrote on a timeline, for whoever drafts from it; customer
// is the requester's name.
func Said(entries []ticket.Entry, customer string) []handover.Said { return saidOn(entries, customer) }
