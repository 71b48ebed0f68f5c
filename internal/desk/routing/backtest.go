package routing

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"time"

	"secondline/internal/id"
)

// A Past placement is one that a back-test looks at again.
type Past struct {
	ID     id.Placement
	At     time.Time
	Number id.Number // of the ticket
	Person id.Person // who was given it
	Ranked []Ranked
}

// An Effect is what other weights would have done.
type Effect struct {
	Placements int // that were looked at: those with a choice
	Changed    int // that would have gone to somebody else
	Before     Side
	After      Side
	Examples   []Example // the clearest changes
}

// A Side is what one set of weights does with the placements.
type Side struct {
	People   []Burden // who gets how many, most first
	Spread   float64  // standard deviation of those numbers: 0 is even
	Fit      int      // mean of the features of those who come first, 0 to 1,000
	Context  int      // share, 0 to 1,000, that goes to somebody who has met it or them before …
	Language int      // … who speaks their language …
	Growth   int      // … for whom it is a stretch or a step they want
}

// A Burden is how many of the placements would be one person's.
type Burden struct {
	Person id.Person
	Count  int
}

// An Example is a placement that would have gone to somebody else.
type Example struct {
	Placement id.Placement
	At        time.Time
	Number    id.Number
	From      Ranked
	To        Ranked
	Margin    int      // by how much To is better, in thousandths of the score
	Because   []string // the features in which To is better
}

const mostExamples = 10

// A BackTest holds past placements against two sets of weights. Load, fairness
// and presence are taken as they were at the time, so the same placements and
// weights always give the same effect.
type BackTest struct {
	now, next     Weights
	before, after tally
	effect        Effect
}

// NewBackTest compares the weights of now with others.
func NewBackTest(now, next Weights) *BackTest {
	return &BackTest{now: now, next: next, before: newTally(), after: newTally()}
}

// Add looks at one placement; one without a choice says nothing.
func (b *BackTest) Add(p Past) {
	if len(p.Ranked) < 2 {
		return
	}
	was, will := first(p.Ranked, b.now), first(p.Ranked, b.next)
	b.effect.Placements++
	b.before.add(p.Ranked, was)
	b.after.add(p.Ranked, will)
	if was.Person == will.Person {
		return
	}
	b.effect.Changed++
	b.example(Example{
		Placement: p.ID, At: p.At, Number: p.Number, From: was, To: will,
		Margin: b.next.score(b.next.points(will.Features) - b.next.points(was.Features)), Because: gains(was, will),
	})
}

// example keeps the clearest ones.
func (b *BackTest) example(e Example) {
	list := append(b.effect.Examples, e)
	slices.SortStableFunc(list, func(a, b Example) int {
		return cmp.Or(cmp.Compare(b.Margin, a.Margin), b.At.Compare(a.At), cmp.Compare(a.Placement, b.Placement))
	})
	b.effect.Examples = list[:min(len(list), mostExamples)]
}

// Effect is what came out.
func (b *BackTest) Effect() Effect {
	b.effect.Before, b.effect.After = b.before.side(), b.after.side()
	return b.effect
}

// first is who comes first by weights: of those who are not last, by points, and
// then as they were ranked.
func first(ranked []Ranked, w Weights) Ranked {
	return slices.MinFunc(ranked, func(a, b Ranked) int { // the first of equals
		return cmp.Or(cmp.Compare(flag(a.Fit == Later), flag(b.Fit == Later)), cmp.Compare(w.points(b.Features), w.points(a.Features)))
	})
}

// gains are the features in which one is better than another, the largest first.
func gains(from, to Ranked) []string {
	type gain struct {
		kind string
		by   int
	}
	var list []gain
	for _, k := range FeatureKinds {
		if by := to.value(k) - from.value(k); by > 0 {
			list = append(list, gain{k, by})
		}
	}
	slices.SortStableFunc(list, func(a, b gain) int { return cmp.Compare(b.by, a.by) })
	out := make([]string, len(list))
	for i, g := range list {
		out[i] = g.kind
	}
	return out
}

// value is a feature's, 0 if it was not kept.
func (r Ranked) value(kind string) int {
	for _, f := range r.Features {
		if f.Kind == kind {
			return f.Value
		}
	}
	return 0
}

// A tally counts what one set of weights does.
type tally struct {
	n                              int
	fit, context, language, growth int
	people                         map[id.Person]int
}

func newTally() tally { return tally{people: map[id.Person]int{}} }

func (t *tally) add(ranked []Ranked, winner Ranked) {
	for _, r := range ranked {
		t.people[r.Person] += 0 // who could have had one and got none counts for the spread
	}
	t.n++
	t.people[winner.Person]++
	t.fit += winner.value("fit")
	t.context += flag(winner.value("context") > 0)
	t.language += flag(winner.value("language") > 0)
	t.growth += flag(winner.value("growth") > 0)
}

func (t *tally) side() Side {
	var s Side
	if t.n == 0 {
		return s
	}
	for _, p := range slices.Sorted(maps.Keys(t.people)) {
		s.People = append(s.People, Burden{p, t.people[p]})
	}
	slices.SortStableFunc(s.People, func(a, b Burden) int { return cmp.Compare(b.Count, a.Count) })
	mean, sum := float64(t.n)/float64(len(s.People)), 0.0
	for _, b := range s.People {
		sum += (float64(b.Count) - mean) * (float64(b.Count) - mean)
	}
	s.Spread = math.Round(100*math.Sqrt(sum/float64(len(s.People)))) / 100
	s.Fit, s.Context = t.fit/t.n, whole*t.context/t.n
	s.Language, s.Growth = whole*t.language/t.n, whole*t.growth/t.n
	return s
}
