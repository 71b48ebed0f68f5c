package routing_test

import (
	"context"
	"testing"

	"secondline/internal/db"
	"secondline/internal/db/dbtest"
	"secondline/internal/desk/routing"
	"secondline/internal/kit/errs"
)

func TestWeightsAreKept(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		w, err := routing.LoadWeights(ctx, d.Read())
		if err != nil || w != routing.Defaults() {
			t.Fatalf("of a new desk: %+v, %v", w, err)
		}
		w.Growth, w.Places[0] = 77, 300
		err = d.Tx(ctx, func(h db.Handle) error { return routing.SaveWeights(ctx, h, w) })
		if err != nil {
			t.Fatal(err)
		}
		if got, err := routing.LoadWeights(ctx, d.Read()); err != nil || got != w {
			t.Errorf("kept %+v, %v", got, err)
		}
	})
}

func TestARuleNeedsATeamThatExists(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, d *db.DB) {
		ctx := context.Background()
		err := d.Tx(ctx, func(h db.Handle) error {
			return routing.InsertRule(ctx, h, routing.Rule{ID: 1, Name: "x", Kind: "incident", Team: 404})
		})
		if !errs.Is(err, errs.Invalid) {
			t.Errorf("a rule for no team: %v", err)
		}
		if _, err := routing.GetRule(ctx, d.Read(), 1); !errs.Is(err, errs.NotFound) {
			t.Errorf("reading it: %v", err)
		}
	})
}
