// Package backtest shows what other weights of routing would have done with the
// placements of the last 90 days, before they go live. It reads the placements
// as they were recorded and lets routing judge: the same placements and weights
// always show the same effect.
package backtest

import (
	"context"
	"slices"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/routing"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/view/brief"
)

// Days is how far back a back-test looks.
const Days = 90

// An Effect is what other weights would have done.
type Effect struct {
	Since      time.Time `json:"since"`
	Placements int       `json:"placements" doc:"that were looked at: those where the desk had a choice"`
	Changed    int       `json:"changed" doc:"that would have gone to somebody else"`
	Before     Side      `json:"before" doc:"by the weights of now"`
	After      Side      `json:"after" doc:"by the weights that were asked about"`
	Examples   []Example `json:"examples" doc:"the ten clearest changes"`
}

// A Side is what one set of weights does.
type Side struct {
	People   []Burden `json:"people" doc:"who gets how many, most first"`
	Spread   float64  `json:"spread" doc:"standard deviation of the placements per person: 0 is even"`
	Fit      float64  `json:"fit" doc:"mean fit of who comes first, 0 to 1"`
	Context  float64  `json:"context" doc:"share that goes to somebody who has met it or them before, 0 to 1"`
	Language float64  `json:"language" doc:"share that goes to somebody who speaks their language"`
	Growth   float64  `json:"growth" doc:"share that lets somebody grow"`
}

// A Burden is how many placements would be one person's.
type Burden struct {
	Person brief.Person `json:"person"`
	Count  int          `json:"count"`
}

// An Example is a placement that would have gone to somebody else.
type Example struct {
	At      time.Time    `json:"at"`
	Ref     id.Ref       `json:"ref"`
	From    brief.Person `json:"from"`
	To      brief.Person `json:"to"`
	Margin  float64      `json:"margin" doc:"by how much the new one is better, 0 to 1"`
	Because []string     `json:"because" doc:"the features in which they are better, the largest difference first"`
}

// Of holds the placements of the last 90 days against other weights.
func Of(ctx context.Context, h db.Handle, by access.Actor, next routing.Weights, now time.Time) (Effect, error) {
	out := Effect{Since: now.AddDate(0, 0, -Days)}
	if err := access.MayDesk(by, access.PlanRouting); err != nil {
		return out, err
	}
	next, err := next.Checked()
	if err != nil {
		return out, err
	}
	weights, err := routing.LoadWeights(ctx, h)
	if err != nil {
		return out, err
	}
	test := routing.NewBackTest(weights, next)
	err = routing.EachPast(ctx, h, out.Since, func(p routing.Past) error {
		test.Add(p)
		return nil
	})
	if err != nil {
		return out, errs.Wrap(err, "reading past placements")
	}
	e := test.Effect()
	people, err := brief.People(ctx, h, concerned(e)...)
	return out.with(e, people), err
}

// concerned are all whom an effect names.
func concerned(e routing.Effect) []id.Person {
	var list []id.Person
	for _, b := range slices.Concat(e.Before.People, e.After.People) {
		list = append(list, b.Person)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func (out Effect) with(e routing.Effect, people map[id.Person]brief.Person) Effect {
	out.Placements, out.Changed = e.Placements, e.Changed
	out.Before, out.After = side(e.Before, people), side(e.After, people)
	out.Examples = make([]Example, 0, len(e.Examples))
	for _, x := range e.Examples {
		out.Examples = append(out.Examples, Example{
			At: x.At, Ref: id.RefOf(x.Number), From: people[x.From.Person].Named(), To: people[x.To.Person].Named(),
			Margin: share(x.Margin), Because: x.Because,
		})
	}
	return out
}

func side(s routing.Side, people map[id.Person]brief.Person) Side {
	v := Side{
		People: make([]Burden, 0, len(s.People)), Spread: s.Spread, Fit: share(s.Fit), Context: share(s.Context),
		Language: share(s.Language), Growth: share(s.Growth),
	}
	for _, b := range s.People {
		v.People = append(v.People, Burden{Person: people[b.Person].Named(), Count: b.Count})
	}
	return v
}

// share is thousandths as a part of one.
func share(thousandths int) float64 { return float64(thousandths) / 1000 }
