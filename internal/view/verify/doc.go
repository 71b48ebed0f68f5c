// Package verify holds a live desk against what must always hold, and names
// every place where it does not.
//
//	verify.go    Run, and the problems that it finds
//	ticket.go    each ticket against its timeline: fold, walk, states, audit, index
//	handover.go  handovers and lessons against the timelines
//	together.go  automatic ways end; a ping-pong ends in a swarm; swarms against tickets
//	deals.go     whoever was dealt a ticket could have it
//	rows.go      what one query can tell: refs, owners, merges, organisations
//
// It reads ticket by ticket and keeps one timeline in memory at a time, so it may
// run beside the desk. It changes nothing and mends nothing.
package verify
