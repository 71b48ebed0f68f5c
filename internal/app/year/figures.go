package year

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Figures are what a year came to.
type Figures struct {
	Tickets      int
	Open         int
	Facts        int
	Dealt        int
	Ineligible   int // assignments to somebody who may not have it: none
	Ranked       int // verdicts of routing
	Stretches    int
	Handovers    int
	Accepted     int
	Returned     int
	Expired      int
	Swarms       int
	Reopened     int
	SolvedAt     map[int]int // by rank
	Clocks       map[string]int
	Kept         map[string]int
	Breaches     map[string]int
	LatestBreach time.Duration // from a deadline to its fact
}

func (y *desk) count() {
	y.figures.Tickets = len(y.lives)
	for _, l := range y.lives {
		if l.t.IsOpen() {
			y.figures.Open++
		}
	}
}

// String says them as a page.
func (f Figures) String() string {
	var b strings.Builder
	say := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	say("%d tickets, %d still open, %d entries on their timelines, %d reopened", f.Tickets, f.Open, f.Facts, f.Reopened)
	say("%d dealt out by routing after %d verdicts, %d as a stretch, %d to somebody who may not", f.Dealt, f.Ranked, f.Stretches, f.Ineligible)
	say("%d handed over: %d taken, %d returned, %d expired; %d swarms", f.Handovers, f.Accepted, f.Returned, f.Expired, f.Swarms)
	for _, rank := range slices.Sorted(maps.Keys(f.SolvedAt)) {
		say("solved at L%d: %d", rank, f.SolvedAt[rank])
	}
	for _, k := range slices.Sorted(maps.Keys(f.Clocks)) {
		say("%s: %d of %d kept (%.1f %%), %d breaches", k, f.Kept[k], f.Clocks[k], 100*float64(f.Kept[k])/float64(f.Clocks[k]), f.Breaches[k])
	}
	say("latest breach written %s after its deadline", f.LatestBreach)
	return b.String()
}
