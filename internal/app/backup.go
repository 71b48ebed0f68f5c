package app

import (
	"context"
	"errors"
	"path/filepath"

	"secondline/internal/core/backup"
	"secondline/internal/db"
	"secondline/internal/flow/indexing"
	"secondline/internal/view/verify"
)

// Backup copies the whole desk into one file, while it runs.
func (a *App) Backup(ctx context.Context, to string) (backup.Manifest, error) {
	return backup.Write(ctx, backup.Source{DB: a.DB, Files: a.Files, Keys: a.keys(), Now: a.Clock.Now()}, to)
}

// Restore puts a backup into an empty desk, which must not run meanwhile. The
// backup is checked before the desk is touched.
func Restore(ctx context.Context, c Config, from string, options ...Option) (m backup.Manifest, err error) {
	b, err := backup.Open(ctx, from)
	if err != nil {
		return m, err
	}
	defer func() { err = errors.Join(err, b.Close()) }()
	a, err := Open(ctx, c, append(options, Unflushed())...)
	if err != nil {
		return b.Manifest, err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	if err := b.Restore(ctx, backup.Target{DB: a.DB, Files: a.Files, Keys: a.keys()}); err != nil {
		return b.Manifest, err
	}
	return b.Manifest, indexing.All(ctx, a.Door)
}

func (a *App) keys() string { return filepath.Join(a.Config.Data, "keys") }

// Verify checks what must always hold: the rows, and that each file that they
// name is there and is what its name says.
func (a *App) Verify(ctx context.Context) ([]verify.Problem, error) {
	var problems []verify.Problem
	err := a.DB.View(ctx, func(h db.Handle) (err error) {
		problems, err = verify.Run(ctx, h)
		return err
	})
	if err != nil {
		return nil, err
	}
	missing, err := backup.Missing(ctx, a.DB.Read(), a.Files)
	for _, sha := range missing {
		problems = append(problems, verify.Problem{Rule: "14 files", Where: "file " + sha, What: "a row names it, but it is not on the disk or was changed"})
	}
	return problems, err
}
