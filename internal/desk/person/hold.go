package person

import (
	"context"
	"slices"

	"secondline/internal/db"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// Hold keeps whoever else plans for these people, or gives them work, waiting
// until the transaction ends: two who each see one free place must not both fill
// it. Everybody holds in the same order, so that nobody waits in a circle.
func Hold(ctx context.Context, h db.Handle, people ...id.Person) error {
	people = slices.Clone(people)
	slices.Sort(people)
	for _, p := range slices.Compact(people) {
		_, err := h.Exec(ctx, `
			UPDATE person
			   SET version = version
			 WHERE id = ?`, p)
		if err != nil {
			return errs.Wrap(err, "holding somebody's plan")
		}
	}
	return nil
}
