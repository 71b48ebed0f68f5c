// Package wall reads what a wallboard shows: every open ticket by its rung and
// its next clock, what runs out, what waits to be taken, who is there, what comes
// in at the door, and what was learned today.
//
//	board.go   the Window, and the types that a board is made of
//	clocks.go  the dots and the tiles
//	people.go  who is on shift, and how much each has
//	today.go   what the day has brought
//
// A television hangs where anybody walks by, so no customer is named: a ticket is
// its number and its service, never its subject or requester, and a lesson that
// contains the name of its customer is told by its service. People of the desk
// are named, by their first names.
//
// It is a dozen queries however large the desk is. What is counted is counted on
// an index; what is listed has a bound.
package wall
