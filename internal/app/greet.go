package app

import (
	"context"
	"fmt"
	"io"
	"net"

	"secondline/internal/core/setting"
)

// greet says on out where the desk is. On an empty database it prints the link
// that sets the desk up; nothing else is open then.
func (a *App) greet(ctx context.Context, out io.Writer, at net.Addr) error {
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
