// Package routing says where a ticket goes, and to whom, and why; and who not,
// and why not. It is pure but for its stores: it looks at values and the time,
// and looks nothing up.
//
//	routing.go    what it looks at: demands, agents, reasons
//	rank.go       persons: who is barred, and the order of the rest
//	bars.go       the hard conditions, each with its cause
//	features.go   what the order is made from, each from 0 to 1,000
//	growth.go     a stretch: one who is learning, with a mentor who is here
//	weights.go    how much each feature counts; data
//	place.go      teams: an organisation's own rules, the lowest level that can
//	placement.go  the record of a decision: the rule, who was ranked, who rejected
//	backtest.go   what other weights would have done with past placements
//	store*.go     rules, weights and placements in the database
//
// What always holds: the same values give the same decision, in whatever order
// they are listed; whoever fails a hard condition is never ranked, and everybody
// who is not ranked has a cause.
package routing
