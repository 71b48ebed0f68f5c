// Package timekeeping is what happens when a clock reaches its warning or its
// deadline.
//
//	escalate.go  those whom the team's plan names are told
//	summon.go    who holds the offices that a plan names, and when they can be told
//	tell.go      what they are told
//
// What always holds: each person is told once of each event, in their working
// time unless the plan, a P1 or being on call says otherwise; and nobody is told
// of a ticket that they may not see.
package timekeeping
