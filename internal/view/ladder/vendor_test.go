package ladder_test

import (
	"testing"
	"time"

	"secondline/internal/desk/ticket"
	"secondline/internal/id"
	"secondline/internal/view/ladder"
)

// atMaker goes to a vendor at minute 10, who answers at 50; its team owns it all the
// while.
func atMaker(until int) *ticket.Ticket {
	story := []struct {
		minute int
		fact   ticket.Fact
	}{
		{0, &ticket.Opened{Subject: "VPN", Place: ticket.Place{Team: first, Rank: 1}, Impact: 3, Urgency: 3, Priority: 3}},
		{10, &ticket.VendorSent{Case: 3, Vendor: 4, Name: "Nimbus", First: true}},
		{50, &ticket.VendorWrote{Case: 3, Vendor: 4, Body: "Try this."}},
		{60, &ticket.Waited{On: ticket.OnVendor}},
		{70, &ticket.VendorClosed{Case: 3, Outcome: "solved"}},
		{80, &ticket.Waited{On: ticket.OnVendor}},
	}
	var entries []ticket.Entry
	for i, e := range story {
		if e.minute <= until {
			entries = append(entries, ticket.Entry{ID: id.Entry(i + 1), Ticket: 5, Seq: int64(i + 1), At: at(e.minute), Fact: e.fact})
		}
	}
	return ticket.Fold(entries)
}

func TestTheMakerStandsOnTheTopRung(t *testing.T) {
	same(t, ladder.SparkOf(atMaker(10)), `{"seen":[1,4],"now":4,"returns":0,"paused":true,"solved":false}`)
	same(t, ladder.SparkOf(atMaker(50)), `{"seen":[1,4],"now":1,"returns":0,"paused":false,"solved":false}`)
	l := ladder.Of(atMaker(80), ladder.Names{Team: func(id.Team) string { return "" }}, at(90))
	var ranks []int
	for _, s := range l.Stays {
		ranks = append(ranks, s.Rank)
	}
	same(t, ranks, `[1,4,1,4,1,1]`) // the last wait is nobody's case
	if l.Stays[1].Team.Name != "Nimbus" {
		t.Errorf("it is with %q", l.Stays[1].Team.Name)
	}
	if len(l.Hops) != 1 || l.Hops[0].Kind != "vendor" || l.Hops[0].From != 1 || l.Hops[0].To != 4 {
		t.Errorf("the hops are %+v", l.Hops)
	}
	if l.AgeUS != (90 * time.Minute).Microseconds() {
		t.Errorf("its age is %d", l.AgeUS)
	}
}
