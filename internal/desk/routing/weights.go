package routing

import (
	"secondline/internal/kit/errs"
)

// Weights say how much each feature counts, from 0 (not at all) to 100, and how
// much of somebody's capacity a ticket takes.
type Weights struct {
	Fit        int    `json:"fit"`
	Context    int    `json:"context"`
	Load       int    `json:"load"`
	Fairness   int    `json:"fairness"`
	Language   int    `json:"language"`
	Growth     int    `json:"growth"`
	Presence   int    `json:"presence"`
	Preference int    `json:"preference"`
	Places     [4]int `json:"places"` // of P1 to P4, in percent of a place
}

// Defaults are the weights of a desk that has not chosen its own.
func Defaults() Weights {
	return Weights{
		Fit: 30, Context: 20, Load: 25, Fairness: 10, Language: 15, Growth: 10, Presence: 20, Preference: 10,
		Places: [4]int{200, 150, 100, 100},
	}
}

// FeatureKinds lists the features in the order in which they are told.
var FeatureKinds = []string{"fit", "context", "load", "fairness", "language", "growth", "presence", "preference"}

// of is the weight of a feature.
func (w Weights) of(kind string) int {
	switch kind {
	case "fit":
		return w.Fit
	case "context":
		return w.Context
	case "load":
		return w.Load
	case "fairness":
		return w.Fairness
	case "language":
		return w.Language
	case "growth":
		return w.Growth
	case "presence":
		return w.Presence
	case "preference":
		return w.Preference
	default:
		return 0
	}
}

// sum is what all weights make together.
func (w Weights) sum() int {
	n := 0
	for _, k := range FeatureKinds {
		n += w.of(k)
	}
	return n
}

// points weighs features. Whoever has more is better; the numbers are whole, so
// that every machine makes the same of them.
func (w Weights) points(features []Feature) int {
	n := 0
	for _, f := range features {
		n += w.of(f.Kind) * f.Value
	}
	return n
}

// score is points from 0 to 1,000.
func (w Weights) score(points int) int {
	if all := w.sum(); all > 0 {
		return points / all
	}
	return 0
}

// Taken is how much of a capacity a hand takes, in hundredths of a place.
func (w Weights) Taken(h Hand) int {
	n := 0
	for i, place := range w.Places {
		n += h[i+1] * place
	}
	return n
}

// Checked gives the weights back, or an error that names the one that is wrong.
func (w Weights) Checked() (Weights, error) {
	for _, k := range FeatureKinds {
		if v := w.of(k); v < 0 || v > 100 {
			return w, errs.Field(k, "A weight is between 0 and 100.")
		}
	}
	if w.sum() == 0 {
		return w, errs.Field("fit", "Some weight must be above 0, or everybody is equally good.")
	}
	for _, p := range w.Places {
		if p < 10 || p > 500 {
			return w, errs.Field("places", "A ticket takes between 10 and 500 percent of a place.")
		}
	}
	return w, nil
}
