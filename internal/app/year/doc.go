// Package year lets a desk of fifty agents live through a year within a minute:
// fifteen thousand tickets and more are opened, dealt, handed over, returned, solved and
// reopened, by the desk's own rules and with nothing else, in memory.
//
//	year.go     Live: the clock that jumps from one thing to the next
//	cast.go     who works there, when, and what they know
//	life.go     what happens to one ticket
//	ladder.go   the handover, as the rules of the ladder have it
//	dealing.go  who gets it
//	holds.go    what must hold, asked apart from the rules themselves
//	figures.go  what the year came to
//
// Everything is decided by the seed. The rules are those of desk/ticket,
// desk/routing, desk/shift and desk/clock; what people do with them is chance.
package year
