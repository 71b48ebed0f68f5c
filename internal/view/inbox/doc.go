// Package inbox shows handovers: what we were offered, what we sent and what
// came back; one of them as the document that it is; and a person's notices.
//
//	handover.go  the shape, and one handover
//	list.go      the boxes, page by page
//	fit.go       whether the reader has the skills that the work needs
//	notice.go    what else concerns a person
//
// What always holds: the receiver sees all that the sender saw, since the
// document is shown as it was offered; whoever is not cleared for the
// organisation sees none of it.
package inbox
