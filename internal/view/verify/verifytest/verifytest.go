// Package verifytest ends a test's story: everything that must always hold, holds.
package verifytest

import (
	"context"
	"testing"

	"secondline/internal/db"
	"secondline/internal/view/verify"
)

// Holds fails the test for each thing that does not hold.
func Holds(t testing.TB, d *db.DB) {
	t.Helper()
	err := d.View(context.Background(), func(h db.Handle) error {
		problems, err := verify.Run(context.Background(), h)
		for _, p := range problems {
			t.Error(p)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
