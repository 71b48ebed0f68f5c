package routing_test

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"secondline/internal/desk/routing"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// ranked is somebody as a placement remembers them.
func ranked(who id.Person, fit, load int) routing.Ranked {
	return routing.Ranked{Person: who, Fit: routing.Close, Features: []routing.Feature{
		{Kind: "fit", Value: fit}, {Kind: "load", Value: load}, {Kind: "context"}, {Kind: "language", Value: 1000}, {Kind: "growth"},
	}}
}

// months is how a team went where Mara always got what she knows best.
func months() []routing.Past {
	var list []routing.Past
	for i := range 30 {
		list = append(list, routing.Past{
			ID: id.Placement(i + 1), At: now.Add(-time.Duration(i) * 24 * time.Hour), Number: id.Number(1000 + i), Person: 1,
			Ranked: []routing.Ranked{ranked(1, 1000, 100+i), ranked(2, 600, 900), {Person: 3, Fit: routing.Later, Features: []routing.Feature{{Kind: "load", Value: 1000}}}},
		})
	}
	return append(list, routing.Past{ID: 99, At: now, Number: 999, Ranked: []routing.Ranked{ranked(1, 1, 1)}}) // no choice: says nothing
}

func effect(now, next routing.Weights, past []routing.Past) routing.Effect {
	b := routing.NewBackTest(now, next)
	for _, p := range past {
		b.Add(p)
	}
	return b.Effect()
}

func TestWhatOtherWeightsWouldHaveDone(t *testing.T) {
	knowing := routing.Weights{Fit: 100, Places: routing.Defaults().Places}
	sharing := routing.Weights{Load: 100, Places: routing.Defaults().Places}

	e := effect(knowing, sharing, months())
	if e.Placements != 30 || e.Changed != 30 || e.Before.Fit != 1000 || e.After.Fit != 600 || e.After.Language != 1000 || e.After.Growth != 0 {
		t.Errorf("%d of %d changed; before %+v, after %+v", e.Changed, e.Placements, e.Before, e.After)
	}
	if got := e.After.People; len(got) != 3 || got[0] != (routing.Burden{Person: 2, Count: 30}) || e.Before.Spread != 14.14 {
		t.Errorf("people %+v, spread before %v", got, e.Before.Spread)
	}
	clearest := e.Examples[0]
	if len(e.Examples) != 10 || clearest.Number != 1000 || clearest.From.Person != 1 || clearest.To.Person != 2 || clearest.Margin != 800 ||
		!slices.Equal(clearest.Because, []string{"load"}) {
		t.Errorf("%d examples, the clearest is %+v", len(e.Examples), clearest)
	}

	same := effect(knowing, knowing, months())
	if same.Changed != 0 || len(same.Examples) != 0 || !reflect.DeepEqual(same.Before, same.After) {
		t.Errorf("the same weights changed %d", same.Changed)
	}
	if again := effect(knowing, sharing, months()); !reflect.DeepEqual(e, again) {
		t.Error("the same placements and weights gave another effect")
	}
}

func TestWeightsThatMakeNoSense(t *testing.T) {
	for name, change := range map[string]func(*routing.Weights){
		"below nothing":  func(w *routing.Weights) { w.Load = -1 },
		"above all":      func(w *routing.Weights) { w.Growth = 101 },
		"nothing counts": func(w *routing.Weights) { *w = routing.Weights{Places: w.Places} },
		"no place":       func(w *routing.Weights) { w.Places[3] = 0 },
	} {
		w := routing.Defaults()
		change(&w)
		if _, err := w.Checked(); !errs.Is(err, errs.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := routing.Defaults().Checked(); err != nil {
		t.Error(err)
	}
}
