// Package timekeeping does what happens because time passes: clocks warn and
// breach, offers that nobody answered expire, vendors are pressed, and the people
// whom a team's plan names are told.
//
//	ring.go      the clocks of a ticket that have reached something
//	reindex.go   what a change of targets or calendars moves
//	escalate.go  those whom the team's plan names are told
//	summon.go    who holds the offices that a plan names, and when they can be told
//	tell.go      what they are told
//
// Nothing polls. Each change to a ticket asks for one timer, at the next warning
// or breach of any of its clocks (flow/work); when it goes off, what the clocks
// have come to by then is written down with the time at which they came to it. A
// timer that comes late, or twice, or on two nodes, changes nothing of that.
//
// What always holds: a clock warns once and breaches once, in that order; each
// person is told once of each event, in their working time unless the plan, a P1
// or being on call says otherwise; and nobody is told of a ticket that they may
// not see.
package timekeeping
