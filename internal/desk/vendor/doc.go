// Package vendor is an external supplier on the top rung: what they make, by
// which contract, how they are reached, and what they have of a ticket.
//
//	vendor.go   a vendor with contacts, products and contracts; store.go keeps them
//	case.go     what a vendor has of a ticket, and what was written between us and them
//	redact.go   what is taken out of a text before it leaves; pure
//	letter.go   the text that leaves; pure
//	hint.go     their number, guessed from a subject for a person to confirm
//
// What always holds: a case is one vendor's part of one ticket; its messages are
// all that the vendor ever sees, as they left, redacted. Nothing here can reach a
// ticket, so a page made from it cannot either.
package vendor
