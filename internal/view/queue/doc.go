// Package queue lists tickets: one SQL for a page of rows with everything that
// a row shows, and the counts of the navigation.
//
//	query.go   what may be asked: filters, sorts, and the built-in views by name
//	plan.go    the question as SQL, so that each list reads its own index
//	row.go     the rows
//	count.go   how many there are, as far as anybody wants to know
//
// What always holds: a list shows exactly what its reader may see; a page costs
// the same on page 1,000 as on page 1, and no more at a million tickets than at a
// thousand, because unsolved tickets have indexes of their own (partial ones, in
// the order of the list) and nothing is counted past 999.
package queue
