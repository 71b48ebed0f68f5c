package app

import (
	"context"
	"errors"
	"runtime/debug"

	"secondline/internal/app/world"
	"secondline/internal/core/audit"
	"secondline/internal/desk/person"
	"secondline/internal/kit/clock"
	"secondline/internal/kit/errs"
)

// FillDemo makes the demo world on an empty desk, which must not run meanwhile.
// The desk's clock ends at the wall clock's now.
func FillDemo(ctx context.Context, c Config, o world.Options) (w world.World, err error) {
	o.Until = clock.Wall{}.Now()
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // memory for time: nothing else runs yet
	fake := clock.NewFake(world.Begins(o.Until))
	a, err := Open(ctx, c, WithClock(fake), WithRelay(world.Drawer{}), Unflushed())
	if err != nil {
		return w, err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	nobody, err := person.Nobody(ctx, a.DB.Read())
	if err != nil {
		return w, err
	}
	if !nobody {
		return w, errs.New(errs.Conflict, "This desk is in use; the demo needs an empty one. Name another with --data or --db.")
	}
	w, err = world.Build(ctx, world.Parts{
		Clock: fake, Door: a.Door, Desk: a.Desk, Admin: a.Admin, People: a.People, Rota: a.Rota, Makers: a.Vending, Files: a.Files, Jobs: a.Jobs,
	}, o)
	if err != nil {
		return w, err
	}
	for {
		n, err := audit.Seal(ctx, a.DB)
		if err != nil || n == 0 {
			return w, err
		}
	}
}
