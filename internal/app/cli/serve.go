package cli

import (
	"fmt"

	"github.com/alecthomas/kong"

	"secondline/internal/app"
)

// commands is the whole command line, in the order of the manual.
type commands struct {
	app.Config `embed:""`
	File       string `name:"config" help:"A TOML file with settings, named like the flags." placeholder:"FILE" type:"path"`

	Serve        serveCmd        `cmd:"" help:"Run the desk."`
	Setup        setupCmd        `cmd:"" help:"Set an empty desk up without a browser."`
	Token        tokenCmd        `cmd:"" help:"API tokens."`
	User         userCmd         `cmd:"" help:"People: agents and requesters."`
	Team         teamCmd         `cmd:"" help:"Teams and who is in them."`
	Organisation organisationCmd `cmd:"" help:"Organisations, the customers of the desk."`
	Mail         mailCmd         `cmd:"" help:"Take mail in from a pipe."`
	Audit        auditCmd        `cmd:"" help:"The record of who did what."`
	Demo         demoCmd         `cmd:"" help:"Fill an empty desk with made-up tickets, as many as you like."`
	Backup       backupCmd       `cmd:"" help:"Copy the whole desk into one file, while it runs."`
	Restore      restoreCmd      `cmd:"" help:"Put a backup into an empty desk, on either database."`
	Verify       verifyCmd       `cmd:"" help:"Check everything that must always hold."`
	Migrate      migrateCmd      `cmd:"" help:"Bring the database up to date, or show where it stands."`
	Doctor       doctorCmd       `cmd:"" help:"Look whether everything that the desk stands on is well; changes nothing."`
	Settings     configCmd       `cmd:"" name:"config" help:"Print the settings in force and from where each came."`
	Version      versionCmd      `cmd:"" help:"Print the version."`
}

type serveCmd struct {
	Demo bool `help:"Serve a fresh demo desk in which every screen has something to show, and print the sign-ins."`
}

// Run serves until it is told to stop.
func (c *serveCmd) Run(e *env, k *kong.Context) error {
	if c.Demo {
		return e.serveDemo(k)
	}
	a, err := e.open()
	if err != nil {
		return err
	}
	return a.Serve(e.ctx, e.out)
}

type migrateCmd struct {
	Status bool `help:"Only show which migrations were applied."`
}

// Run migrates, or shows where the database stands.
func (c *migrateCmd) Run(e *env) error {
	return e.with(func(a *app.App) error {
		list, err := a.DB.MigrationStatus(e.ctx)
		if err != nil {
			return err
		}
		for _, m := range list {
			if err := e.printf("%s\n", fmt.Sprint(m)); err != nil {
				return err
			}
		}
		return nil
	})
}

type versionCmd struct{}

// Run prints the version.
func (c *versionCmd) Run(e *env) error { return e.printf("secondline %s\n", e.version) }
