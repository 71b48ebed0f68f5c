// Package world makes a believable service provider in which every screen has
// something to show: the demo desk, and the fixture of tests and benchmarks.
//
//	world.go   Build: the house is furnished, a month goes by, the curtain stays open
//	cast.go    who and what there is (cast.toml), read and moved in through flow/admin
//	tale.go    what happens to customers (tales/*.toml), in their own words
//	stage.go   simulated time: office hours, and whose turn is next
//	play.go    one ticket's life: who acts, and what the actors do
//	arcs.go    the shapes that a life takes: solved at once, climbed, returned, …
//	scenes.go  what is on stage at the end, so that no list is empty
//	crowd.go   many tickets with coarse histories, for a large desk
//	props.go   the small files that people attach
//	relay.go   a mail relay that delivers nowhere
//
// No history is inserted: each is made by the use cases that people and machines
// use, under a fake clock, one at a time and in an order that the seed alone
// decides. The same seed gives the same numbers, names and histories; only the
// dates move, so that the month always ends now.
package world
