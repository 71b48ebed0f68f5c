package app

import (
	"context"
	"fmt"
	"io"
	"net"

	"secondline/internal/core/access"
	"secondline/internal/core/setting"
	"secondline/internal/flow/work"
)

// greet says on out where the desk is. On an empty database it prints the link
// that sets the desk up; nothing else is open then.
func (a *App) greet(ctx context.Context, out io.Writer, at net.Addr) error {
	if err := a.answerAt(ctx); err != nil {
		return err
	}
	name, err := setting.Get(ctx, a.DB.Read(), setting.DeskName, "")
	if err != nil {
		return err
	}
	if name == "" {
		token, err := a.People.SetUpLink(ctx)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(out, "This desk is empty. Set it up, once, at\n\n  %s\n\nor with `secondline setup`.\n", a.Config.BaseURL+"/set-up/"+token)
		return err
	}
	_, err = fmt.Fprintf(out, "%s is at %s (listening on %s)\n", name, a.Config.BaseURL, at)
	return err
}

// answerAt keeps where people reach the desk, for the links in letters: those are
// written by whichever node sends them.
func (a *App) answerAt(ctx context.Context) error {
	was, err := setting.Get(ctx, a.DB.Read(), setting.BaseURL, "")
	if err != nil || was == a.Config.BaseURL {
		return err
	}
	return a.Door.Do(ctx, access.Desk("Set-up"), func(ctx context.Context, w *work.Work) error {
		if err := setting.Set(ctx, w.Tx, setting.BaseURL, a.Config.BaseURL); err != nil {
			return err
		}
		return w.Audit(ctx, "desk.moved", "desk:1", 0, map[string]any{"from": was, "to": a.Config.BaseURL})
	})
}
