package handover

import (
	"slices"

	"secondline/internal/id"
)

// MostAsks is how often somebody else is asked after nobody answered. Then it
// goes back to who sent it: every automatic way ends.
const MostAsks = 3

// Chain lists the offers that led to one, each following the one before that
// nobody answered, the first first.
func Chain(list []Handover, last id.Handover) []Handover {
	var chain []Handover
	for last != 0 {
		i := slices.IndexFunc(list, func(h Handover) bool { return h.ID == last })
		if i < 0 || len(chain) > 0 && list[i].State != Expired {
			break // one that became a swarm is where this one began
		}
		chain = append(chain, list[i])
		last = list[i].Follows
	}
	slices.Reverse(chain)
	return chain
}

// Next says whom to ask when nobody answered: the best of those who could take it
// and were not asked yet, and in the end the team as a whole, if only people of
// it were asked by name. Zero is the team; ok is false when nobody is left.
func Next(chain []Handover, ranked []id.Person) (who id.Person, ok bool) {
	if len(chain) == 0 || len(chain) > MostAsks {
		return 0, false
	}
	first := chain[0]
	whole := first.From.Team == first.To.Team // among colleagues, the team has it anyway
	asked := []id.Person{first.Sender}
	for _, h := range chain {
		asked = append(asked, h.Person)
		whole = whole || h.Person == 0
	}
	if len(chain) == MostAsks && !whole {
		return 0, true
	}
	for _, p := range ranked {
		if !slices.Contains(asked, p) {
			return p, true
		}
	}
	return 0, !whole
}
