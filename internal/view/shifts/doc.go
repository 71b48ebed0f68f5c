// Package shifts shows who works when.
//
//	plan.go  the plan of a team from day to day: who works, who is away, who is on call
//	swap.go  the swaps that somebody asked for, or was asked for
//	now.go   a team at this moment: who is here, until when, with how much in hand
//
// Everything is computed from shifts, exceptions and duties when it is asked for.
// Why somebody is away concerns them and those who plan, nobody else.
package shifts
