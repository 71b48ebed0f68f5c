// Package shift knows who works when.
//
//	shift.go   a Shift repeats every week, or every few weeks of a rota
//	roster.go  a Roster adds somebody's shifts and exceptions up: On, Next, Between
//	wall.go    the instant at which a clock on the wall shows a time
//	swap.go    two people swap what they work
//	duty.go    who is on call for a team, and who is the desk's duty manager
//	store.go   the tables; OfPeople reads rosters
//
// A shift is wall time in the person's own time zone: the night shift from 22:00
// to 06:00 is an hour shorter when the clocks go forward, and starts and ends at
// real instants all the same. Exceptions are instants. They are taken in the
// order in which they were made, so that the last word counts: who gave a shift
// away and takes it back works.
//
// What always holds: a roster's spans are in order and never touch. Who has no
// shifts at all is unplanned and always on, except while absent: presence
// decides for them.
package shift
