package handover

import "secondline/internal/id"

// MostCrossings is how often a ticket may go between the same two teams by
// ordinary handovers. The next one is refused: both look at it together instead.
const MostCrossings = 2

// Crossings counts how often a ticket went between two teams, either way: the
// handovers that were taken, and those that came back.
func Crossings(list []Handover, a, b id.Team) int {
	n := 0
	for _, h := range list {
		if h.crossed() && h.between(a, b) {
			n++
		}
	}
	return n
}

// PingPong tells whether one more handover between two teams would be one too
// many.
func PingPong(list []Handover, a, b id.Team) bool {
	return a != b && Crossings(list, a, b) >= MostCrossings
}

func (h Handover) crossed() bool { return h.State == Accepted || h.State == Returned }

func (h Handover) between(a, b id.Team) bool {
	return h.From.Team == a && h.To.Team == b || h.From.Team == b && h.To.Team == a
}

// LastHand is who of a team dealt with a ticket last, by the handovers in the
// order of their offers: who sent it on, took it or gave it back. Zero: nobody.
func LastHand(list []Handover, of id.Team) id.Person {
	var last id.Person
	for _, h := range list {
		switch {
		case h.From.Team == of && h.State != Withdrawn:
			last = h.Sender
		case h.To.Team == of && h.crossed():
			last = h.AnsweredBy
		}
	}
	return last
}
