package cli

import (
	"errors"
	"fmt"
	"os"
	"text/tabwriter"
	"time"

	"github.com/alecthomas/kong"

	"secondline/internal/app"
	"secondline/internal/app/world"
	"secondline/internal/kit/clock"
)

type demoCmd struct {
	Tickets int `help:"How many tickets; those beyond a few hundred get short histories." default:"300"`
}

// Run fills an empty desk, and says how fast.
func (c *demoCmd) Run(e *env) error {
	began := clock.Wall{}.Now()
	made, err := app.FillDemo(e.ctx, e.config, world.Options{Tickets: c.Tickets, Tell: func(n, of int) {
		// Progress is a courtesy; a closed terminal must not end the filling.
		_, _ = fmt.Fprintf(e.errOut, "%d of %d tickets, %.0f a second\n", n, of, float64(n)/since(began).Seconds())
	}})
	if err != nil {
		return err
	}
	took := since(began)
	err = e.printf("Made %d tickets in %s, %.0f a second.\n\n", made.Tickets, took.Round(100*time.Millisecond), float64(made.Tickets)/took.Seconds())
	if err != nil {
		return err
	}
	return e.signIns(made, "")
}

// serveDemo serves a fresh demo desk in a folder of its own, which goes away with
// it. With --db it is that database, which must be empty.
func (e *env) serveDemo(k *kong.Context) (err error) {
	parent := ""
	if given(k, "data") {
		parent = e.config.Data
		if err := os.MkdirAll(parent, 0o700); err != nil {
			return err
		}
	}
	if e.config.Data, err = os.MkdirTemp(parent, "secondline-demo-"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(e.config.Data)) }()
	if err := e.printf("Setting the stage in %s …\n", e.config.Data); err != nil {
		return err
	}
	began := clock.Wall{}.Now()
	made, err := app.FillDemo(e.ctx, e.config, world.Options{})
	if err != nil {
		return err
	}
	a, err := app.Open(e.ctx, e.config, app.WithRelay(world.Drawer{}))
	if err != nil {
		return err
	}
	if err := e.printf("A month at Harbourlight desk: %d tickets, made in %s.\n\n", made.Tickets, since(began).Round(100*time.Millisecond)); err != nil {
		return errors.Join(err, a.Close())
	}
	if err := e.signIns(made, a.Config.BaseURL); err != nil {
		return errors.Join(err, a.Close())
	}
	if err := e.printf("\nMail is kept in the desk and delivered to nobody. All of it goes away when you stop it with Ctrl-C.\n\n"); err != nil {
		return errors.Join(err, a.Close())
	}
	return a.Serve(e.ctx, e.out)
}

// signIns prints who can come in, and where.
func (e *env) signIns(w world.World, base string) error {
	t := tabwriter.NewWriter(e.out, 0, 4, 3, ' ', 0)
	rows := [][4]string{{"ROLE", "E-MAIL", "PASSWORD", "WHERE"}}
	for _, s := range w.SignIns {
		where := "/console/"
		if s.Role == "Customer" {
			where = "/"
		}
		rows = append(rows, [4]string{s.Role, s.Email, s.Password, base + where})
	}
	for _, r := range rows {
		if _, err := fmt.Fprintf(t, "  %s\t%s\t%s\t%s\n", r[0], r[1], r[2], r[3]); err != nil {
			return err
		}
	}
	return t.Flush()
}

// given tells whether a setting was set, anywhere: defaults are not on the path.
func given(k *kong.Context, name string) bool {
	for _, p := range k.Path {
		if p.Flag != nil && p.Flag.Name == name {
			return true
		}
	}
	return false
}

func since(began time.Time) time.Duration { return clock.Wall{}.Now().Sub(began) }
