package backup

import (
	"context"
	"time"

	"secondline/internal/db"
	"secondline/internal/kit/errs"
)

// format is what the file calls itself; a change that an older reader would
// misunderstand gets another number.
const (
	format   = "secondline-backup/1"
	manifest = "manifest.json"
)

// A Manifest is what a backup says of itself.
type Manifest struct {
	Format  string    `json:"format"`
	Schema  string    `json:"schema"` // the last migration
	TakenAt time.Time `json:"taken_at"`
	Parts   []Part    `json:"parts"`
}

// A Part is one file in it.
type Part struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"`
	Size   int64  `json:"size"`
	Rows   int64  `json:"rows,omitempty"` // of a table
}

// Rows is how many rows of all tables there are.
func (m Manifest) Rows() (n int64) {
	for _, p := range m.Parts {
		n += p.Rows
	}
	return n
}

// Contents is how many files there are.
func (m Manifest) Contents() (n int) {
	for _, p := range m.Parts {
		if len(p.Name) > len(filesDir) && p.Name[:len(filesDir)] == filesDir {
			n++
		}
	}
	return n
}

// The folders in the file.
const (
	tablesDir = "tables/"
	filesDir  = "files/"
	keysDir   = "keys/"
)

// schema is the last migration that a database has had.
func schema(ctx context.Context, d *db.DB) (string, error) {
	steps, err := d.MigrationStatus(ctx)
	if err != nil {
		return "", errs.Wrap(err, "looking up the version of the schema")
	}
	last := ""
	for _, s := range steps {
		if !s.Applied.IsZero() {
			last = s.Name
		}
	}
	return last, nil
}
