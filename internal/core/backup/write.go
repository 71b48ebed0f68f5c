package backup

import (
	"archive/zip"
	"bufio"
	"compress/flate"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"hash"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"time"

	"secondline/internal/core/file"
	"secondline/internal/db"
	"secondline/internal/kit/errs"
)

// A Source is the desk to copy.
type Source struct {
	DB    *db.DB
	Files *file.Store
	Keys  string // the folder of the desk's keys
	Now   time.Time
}

// Write copies a desk into a file that is not there yet. The file appears when it
// is whole and on the disk, and not before.
func Write(ctx context.Context, from Source, to string) (m Manifest, err error) {
	if _, err := os.Lstat(to); err == nil {
		return m, errs.New(errs.Conflict, "%s is there already; name a file that is not.", to)
	}
	tmp, err := os.CreateTemp(filepath.Dir(to), ".backup-*") // for its owner only
	if err != nil {
		return m, errs.Because(err, errs.Unavailable, "No file can be made in %s; check that the folder is there and yours to write.", filepath.Dir(to))
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, tmp.Close(), os.Remove(tmp.Name()))
		}
	}()
	w := newWriter(tmp)
	if m, err = w.desk(ctx, from); err != nil {
		return m, err
	}
	if err = errors.Join(w.zip.Close(), tmp.Sync()); err != nil {
		return m, errs.Because(err, errs.Unavailable, "The backup could not be written whole; is the disk full?")
	}
	// A link, unlike a rename, never replaces what appeared meanwhile.
	if err = os.Link(tmp.Name(), to); err != nil {
		return m, errs.Wrap(err, "naming the backup")
	}
	return m, errors.Join(tmp.Close(), os.Remove(tmp.Name()), flush(filepath.Dir(to)))
}

// A writer fills the ZIP and remembers what is in it.
type writer struct {
	zip   *zip.Writer
	parts []Part
}

func newWriter(to io.Writer) *writer {
	z := zip.NewWriter(to)
	z.RegisterCompressor(zip.Deflate, func(out io.Writer) (io.WriteCloser, error) { return flate.NewWriter(out, flate.BestSpeed) })
	return &writer{zip: z}
}

func (w *writer) desk(ctx context.Context, from Source) (Manifest, error) {
	m := Manifest{Format: format, TakenAt: from.Now}
	var err error
	if m.Schema, err = schema(ctx, from.DB); err != nil {
		return m, err
	}
	tables, err := from.DB.Tables(ctx)
	if err != nil {
		return m, errs.Wrap(err, "listing the tables")
	}
	var named []string
	err = from.DB.View(ctx, func(h db.Handle) error {
		for _, t := range tables {
			if err := w.table(ctx, h, t); err != nil {
				return errs.Wrap(err, "copying the table "+t)
			}
		}
		named, err = contents(ctx, h)
		return err
	})
	if err != nil {
		return m, err
	}
	for _, sha := range named {
		if err := w.content(ctx, from.Files, sha); err != nil {
			return m, errs.Wrap(err, "copying the file "+sha)
		}
	}
	if err := w.keys(from.Keys); err != nil {
		return m, errs.Wrap(err, "copying the keys")
	}
	m.Parts = w.parts
	text, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return m, err
	}
	return m, w.part(Part{Name: manifest}, zip.Deflate, func(out io.Writer) (int64, error) {
		_, err := out.Write(text)
		return 0, err
	})
}

// part writes one file of the ZIP; fill tells how many rows it wrote.
func (w *writer) part(p Part, method uint16, fill func(io.Writer) (int64, error)) error {
	out, err := w.zip.CreateHeader(&zip.FileHeader{Name: p.Name, Method: method})
	if err != nil {
		return err
	}
	sum := &summer{hash: sha256.New()}
	if p.Rows, err = fill(io.MultiWriter(out, sum)); err != nil {
		return err
	}
	p.SHA256, p.Size = hex.EncodeToString(sum.hash.Sum(nil)), sum.size
	w.parts = append(w.parts, p)
	return nil
}

type summer struct {
	hash hash.Hash
	size int64
}

// Write adds to the sum.
func (s *summer) Write(b []byte) (int, error) {
	s.size += int64(len(b))
	return s.hash.Write(b)
}

func (w *writer) table(ctx context.Context, h db.Handle, name string) error {
	return w.part(Part{Name: tablesDir + name + ".jsonl"}, zip.Deflate, func(out io.Writer) (rows int64, err error) {
		buffered := bufio.NewWriter(out)
		lines := json.NewEncoder(buffered)
		err = db.Dump(ctx, h, name, func(cols []string, row []any) error {
			if rows == 0 {
				if err := lines.Encode(cols); err != nil {
					return err
				}
			}
			rows++
			return lines.Encode(row)
		})
		return rows, errors.Join(err, buffered.Flush())
	})
}

// contents are the files that a snapshot names: what was attached, and mails as
// they came, unless their bytes were dropped.
func contents(ctx context.Context, h db.Handle) ([]string, error) {
	list, err := db.All(ctx, h, func(r db.Row) (sha string, err error) { return sha, r.Scan(&sha) }, `
		SELECT sha256
		  FROM file
		 UNION
		SELECT sha256
		  FROM mail_in
		 WHERE dropped_at IS NULL
		 ORDER BY sha256`)
	return list, errs.Wrap(err, "listing the files")
}

func (w *writer) content(ctx context.Context, from *file.Store, sha string) error {
	return w.part(Part{Name: filesDir + sha}, zip.Store, func(out io.Writer) (int64, error) {
		in, err := from.Open(ctx, sha)
		if err != nil {
			return 0, err
		}
		_, err = io.Copy(out, in)
		return 0, errors.Join(err, in.Close())
	})
}

func (w *writer) keys(dir string) error {
	list, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, f := range list {
		if !f.Type().IsRegular() {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			return err
		}
		err = w.part(Part{Name: path.Join(keysDir, f.Name())}, zip.Deflate, func(out io.Writer) (int64, error) {
			_, err := out.Write(text)
			return 0, err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// flush makes a new name in a folder sure to be on the disk.
func flush(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
