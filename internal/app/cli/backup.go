package cli

import (
	"secondline/internal/app"
	"secondline/internal/kit/errs"
)

type backupCmd struct {
	File string `arg:"" help:"The file to make; it must not be there yet." type:"path"`
}

// Run copies the desk into a file, while it runs.
func (c *backupCmd) Run(e *env) error {
	return e.with(func(a *app.App) error {
		m, err := a.Backup(e.ctx, c.File)
		if err != nil {
			return err
		}
		return e.printf("Copied %d rows and %d files into %s. It holds the desk's keys: keep it as safe as the desk.\n", m.Rows(), m.Contents(), c.File)
	})
}

type restoreCmd struct {
	File string `arg:"" help:"A backup." type:"existingfile"`
}

// Run puts a backup into an empty desk.
func (c *restoreCmd) Run(e *env) error {
	m, err := app.Restore(e.ctx, e.config, c.File)
	if err != nil {
		return err
	}
	return e.printf("Restored %d rows and %d files, as they were at %s.\n", m.Rows(), m.Contents(), m.TakenAt.Format("2006-01-02 15:04:05 UTC"))
}

type verifyCmd struct{}

// Run checks what must always hold, and fails if something does not.
func (c *verifyCmd) Run(e *env) error {
	return e.with(func(a *app.App) error {
		problems, err := a.Verify(e.ctx)
		if err != nil {
			return err
		}
		for _, p := range problems {
			if err := e.printf("%s\n", p); err != nil {
				return err
			}
		}
		if len(problems) > 0 {
			return errs.New(errs.Conflict, "%d things do not hold.", len(problems))
		}
		return e.printf("Everything holds: rows and their timelines, handovers, the walk's sums, mail, files, and the audit's chain.\n")
	})
}
