package backup

import (
	"archive/zip"
	"bufio"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"math"
	"os"
	"path"
	"path/filepath"
	"strings"

	"secondline/internal/core/file"
	"secondline/internal/db"
	"secondline/internal/kit/errs"
)

// A Backup is one that is open for reading.
type Backup struct {
	Manifest Manifest
	zip      *zip.ReadCloser
	parts    map[string]*zip.File
}

// Open opens a backup and checks every part of it against the manifest, so that
// nothing is begun with a broken one.
func Open(ctx context.Context, from string) (b *Backup, err error) {
	z, err := zip.OpenReader(from)
	if err != nil {
		return nil, errs.Because(err, errs.Invalid, "%s cannot be read as a backup.", from)
	}
	b = &Backup{zip: z, parts: map[string]*zip.File{}}
	defer func() {
		if err != nil {
			err = errors.Join(err, z.Close())
		}
	}()
	for _, f := range z.File {
		b.parts[f.Name] = f
	}
	if err := b.readManifest(from); err != nil {
		return nil, err
	}
	for _, p := range b.Manifest.Parts {
		if err := errors.Join(ctx.Err(), b.check(p)); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// Close lets go of the file.
func (b *Backup) Close() error { return b.zip.Close() }

func (b *Backup) readManifest(from string) error {
	f, ok := b.parts[manifest]
	if !ok {
		return errs.New(errs.Invalid, "%s has no manifest: it is no backup of a desk, or not a whole one.", from)
	}
	in, err := f.Open()
	if err != nil {
		return errs.Because(err, errs.Invalid, "The manifest of %s cannot be read.", from)
	}
	if err := errors.Join(json.NewDecoder(in).Decode(&b.Manifest), in.Close()); err != nil {
		return errs.Because(err, errs.Invalid, "The manifest of %s cannot be read.", from)
	}
	if b.Manifest.Format != format {
		return errs.New(errs.Invalid, "%s is a %q; this program reads %q.", from, b.Manifest.Format, format)
	}
	return nil
}

// check reads a part whole and compares it.
func (b *Backup) check(p Part) error {
	broken := errs.New(errs.Invalid, "%s in the backup is broken or missing; use another backup.", p.Name)
	in, err := b.open(p.Name)
	if err != nil {
		return broken
	}
	sum := sha256.New()
	_, err = io.Copy(sum, io.LimitReader(in, p.Size+1)) // no more than it claims: a small file must not grow for ever
	if errors.Join(err, in.Close()) != nil || hex.EncodeToString(sum.Sum(nil)) != p.SHA256 {
		return broken
	}
	return nil
}

func (b *Backup) open(name string) (io.ReadCloser, error) {
	f, ok := b.parts[name]
	if !ok {
		return nil, errs.New(errs.Invalid, "%s is missing in the backup.", name)
	}
	return f.Open()
}

// A Target is the empty desk that a backup is put into.
type Target struct {
	DB    *db.DB
	Files *file.Store
	Keys  string
}

// Restore puts the backup into an empty desk. Files and keys come first and do
// nothing by themselves; the rows are one transaction: all of them, or none.
func (b *Backup) Restore(ctx context.Context, to Target) error {
	has, err := schema(ctx, to.DB)
	if err != nil {
		return err
	}
	if has != b.Manifest.Schema {
		return errs.New(errs.Conflict, "The backup is of %s and this program makes %s; restore it with the version that made it, then upgrade.", b.Manifest.Schema, has)
	}
	if err := empty(ctx, to.DB); err != nil {
		return err
	}
	for _, p := range b.Manifest.Parts {
		if err := b.lay(ctx, p, to); err != nil {
			return errs.Wrap(err, "restoring "+p.Name)
		}
	}
	return to.DB.Tx(ctx, func(h db.Handle) error {
		return db.Unordered(ctx, h, func() error {
			for _, p := range b.Manifest.Parts {
				if err := b.load(ctx, h, p); err != nil {
					return errs.Wrap(err, "restoring "+p.Name)
				}
			}
			return nil
		})
	})
}

// empty wants a desk in which nothing is.
func empty(ctx context.Context, d *db.DB) error {
	tables, err := d.Tables(ctx)
	if err != nil {
		return err
	}
	for _, t := range tables {
		rows, err := db.All(ctx, d.Read(), func(r db.Row) (n int, err error) { return n, r.Scan(&n) }, `SELECT 1 FROM "`+t+`" LIMIT 1`)
		if err != nil {
			return err
		}
		if len(rows) > 0 {
			return errs.New(errs.Conflict, "This desk is not empty; restore into a new one, named with --db and --data.")
		}
	}
	return nil
}

// lay puts a file or a key in its place.
func (b *Backup) lay(ctx context.Context, p Part, to Target) error {
	sha, isFile := strings.CutPrefix(p.Name, filesDir)
	key, isKey := strings.CutPrefix(p.Name, keysDir)
	if !isFile && !isKey {
		return nil
	}
	in, err := b.open(p.Name)
	if err != nil {
		return err
	}
	if isKey {
		err = layKey(in, key, to.Keys)
	} else {
		var got string
		got, _, err = to.Files.Put(ctx, in, math.MaxInt64-1)
		if err == nil && got != sha {
			err = errs.New(errs.Invalid, "%s holds something else than its name says; use another backup.", p.Name)
		}
	}
	return errors.Join(err, in.Close())
}

// layKey replaces a key at once and for sure.
func layKey(in io.Reader, name, dir string) error {
	if name != path.Base(name) || strings.ContainsAny(name, `/\`) || strings.HasPrefix(name, ".") {
		return errs.New(errs.Invalid, "The backup has a key with the name %q, which no desk has.", name)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	tmp, err := os.CreateTemp(dir, ".key-*")
	if err != nil {
		return err
	}
	_, err = io.Copy(tmp, in)
	if err = errors.Join(err, tmp.Sync(), tmp.Close()); err != nil {
		return errors.Join(err, os.Remove(tmp.Name()))
	}
	if err := os.Rename(tmp.Name(), filepath.Join(dir, name)); err != nil {
		return err
	}
	return flush(dir)
}

// loadRows is how many rows are held at a time.
const loadRows = 500

// load puts a table's rows in.
func (b *Backup) load(ctx context.Context, h db.Handle, p Part) (err error) {
	name, ok := strings.CutPrefix(p.Name, tablesDir)
	if !ok || p.Rows == 0 {
		return nil
	}
	in, err := b.open(p.Name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	lines := json.NewDecoder(bufio.NewReader(in))
	lines.UseNumber()
	var cols []string
	if err := lines.Decode(&cols); err != nil {
		return err
	}
	table := strings.TrimSuffix(name, ".jsonl")
	for rows := [][]any{}; ; rows = rows[:0] {
		for len(rows) < loadRows && lines.More() {
			var row []any
			if err := lines.Decode(&row); err != nil {
				return err
			}
			rows = append(rows, row)
		}
		if len(rows) == 0 {
			return nil
		}
		if err := db.Load(ctx, h, table, cols, rows); err != nil {
			return err
		}
	}
}
