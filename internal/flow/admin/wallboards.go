package admin

import (
	"context"
	"strings"

	"secondline/internal/core/access"
	"secondline/internal/core/event"
	"secondline/internal/desk/wallboard"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/seal"
)

const wallboardPrefix = "slw_"

// WallboardRevoked is the kind of event that tells the wallboards, on every node,
// that one of them is to go dark.
const WallboardRevoked = "wallboard.revoked"

// A WallboardIn says where a wallboard hangs.
type WallboardIn struct {
	Name string
	Rank int
}

// AddWallboard lets one more television look, and gives its key, which is shown
// once.
func (d *Desk) AddWallboard(ctx context.Context, by access.Actor, in WallboardIn) (string, wallboard.Wallboard, error) {
	b, err := wallboard.Wallboard{Name: in.Name, Rank: in.Rank, CreatedBy: by.Person, Creator: by.Name}.Checked()
	if err != nil {
		return "", b, err
	}
	key, hash := seal.Token(wallboardPrefix)
	err = d.runWallboards(ctx, by, func(ctx context.Context, w *work.Work) error {
		b.ID, b.CreatedAt = id.Wallboard(w.NewID()), w.Now
		if err := wallboard.Insert(ctx, w.Tx, b, hash); err != nil {
			return err
		}
		return w.Audit(ctx, "wallboard.created", "wallboard:"+b.ID.String(), 0, in)
	})
	if err != nil {
		return "", b, err
	}
	return key, b, nil
}

// RevokeWallboard ends a wallboard's key at once.
func (d *Desk) RevokeWallboard(ctx context.Context, by access.Actor, key id.Wallboard) error {
	return d.runWallboards(ctx, by, func(ctx context.Context, w *work.Work) error {
		if err := wallboard.Revoke(ctx, w.Tx, key, w.Now); err != nil {
			return err
		}
		w.Publish(event.Event{ID: id.Entry(w.NewID()), Kind: WallboardRevoked, Fleeting: true})
		return w.Audit(ctx, WallboardRevoked, "wallboard:"+key.String(), 0, nil)
	})
}

// Wallboards lists those that are in use.
func (d *Desk) Wallboards(ctx context.Context, by access.Actor) ([]wallboard.Wallboard, error) {
	if err := access.MayDesk(by, access.RunWallboard); err != nil {
		return nil, err
	}
	return wallboard.All(ctx, d.door.Read())
}

// Wallboard says which wallboard holds a key. It is asked for every look and
// never remembered, so that a revoked key ends at once.
func (d *Desk) Wallboard(ctx context.Context, key string) (wallboard.Wallboard, error) {
	refused := errs.New(errs.Unauthorized, "This wallboard's key is unknown or was revoked; make a new one in the settings.")
	if !strings.HasPrefix(key, wallboardPrefix) {
		return wallboard.Wallboard{}, refused
	}
	b, err := wallboard.ByHash(ctx, d.door.Read(), seal.Hash(key))
	if errs.Is(err, errs.NotFound) || err == nil && b.Revoked() {
		return wallboard.Wallboard{}, refused
	}
	return b, err
}

func (d *Desk) runWallboards(ctx context.Context, by access.Actor, fn func(ctx context.Context, w *work.Work) error) error {
	if err := access.MayDesk(by, access.RunWallboard); err != nil {
		return err
	}
	if by.Person == 0 { // it is noted who hung it up
		return errs.New(errs.Forbidden, "Only a person can run wallboards.")
	}
	return d.door.Do(ctx, by, fn)
}
