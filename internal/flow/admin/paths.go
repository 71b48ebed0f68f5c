package admin

import (
	"context"
	"slices"

	"secondline/internal/core/access"
	"secondline/internal/desk/team"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// SetPaths says to which teams a team may hand over; none is everywhere.
func (d *Desk) SetPaths(ctx context.Context, by access.Actor, from id.Team, to []id.Team) error {
	to = slices.Clone(to)
	slices.Sort(to)
	to = slices.Compact(to)
	return d.administer(ctx, by, func(ctx context.Context, w *work.Work) error {
		t, err := team.Get(ctx, w.Tx, from)
		if err != nil {
			return err
		}
		if err := pinned(w, t.Version); err != nil {
			return err
		}
		for _, key := range to {
			other, err := team.Get(ctx, w.Tx, key)
			switch {
			case errs.Is(err, errs.NotFound) || err == nil && !other.ArchivedAt.IsZero():
				return errs.Field("paths", "There is no team %s, or it is archived.", key)
			case err != nil:
				return err
			case key == from:
				return errs.Field("paths", "%s needs no path to itself.", t.Name)
			}
		}
		if err := team.Update(ctx, w.Tx, t); err != nil { // its version moves
			return err
		}
		if err := team.SetPaths(ctx, w.Tx, from, to); err != nil {
			return err
		}
		return w.Audit(ctx, "team.paths_set", "team:"+from.String(), 0, to)
	})
}
