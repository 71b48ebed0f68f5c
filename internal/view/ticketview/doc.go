// Package ticketview shows one ticket: all that its page needs in one answer,
// and its timeline.
//
//	ticket.go    the ticket, its names, its ladder, what the reader may do
//	related.go   links, merges and what the work needs
//	swarm.go     who looks at it together
//	major.go     the major incident that it is or belongs to; planned work
//	outside.go   what of it a customer may see, fact by fact
//	timeline.go  the entries, those of absorbed tickets among them
//
// What always holds: whoever may not see the ticket is told that there is none.
// A customer gets only entries for customers, and of those only the fields that
// are named in outside.go; what is not named there does not leave.
package ticketview
