// Package file keeps the bytes that people and mails attach, each content once,
// under its SHA-256. What it says it has kept is on the disk: file and folder
// are flushed before Put returns.
package file

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"secondline/internal/kit/errs"
)

// A Store keeps contents in a folder.
type Store struct{ dir string }

// Open uses a folder, making it if need be.
func Open(dir string) (*Store, error) {
	if err := os.MkdirAll(filepath.Join(dir, "incoming"), 0o700); err != nil {
		return nil, errs.Because(err, errs.Unavailable, "The folder for files %s cannot be used; check its owner and rights.", dir)
	}
	return &Store{dir: dir}, nil
}

// Put keeps what it reads, at most limit bytes; errs.TooLarge past that.
func (s *Store) Put(_ context.Context, r io.Reader, limit int64) (sha string, size int64, err error) {
	tmp, err := os.CreateTemp(filepath.Join(s.dir, "incoming"), "put-*")
	if err != nil {
		return "", 0, noSpace(err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, tmp.Close(), ignoreMissing(os.Remove(tmp.Name())))
		}
	}()
	sum := sha256.New()
	size, err = io.Copy(io.MultiWriter(tmp, sum), io.LimitReader(r, limit+1))
	if err != nil {
		return "", 0, noSpace(err)
	}
	if size > limit {
		return "", 0, errs.New(errs.TooLarge, "The file is larger than %d MB.", limit>>20)
	}
	sha = hex.EncodeToString(sum.Sum(nil))
	if err = s.settle(tmp, sha); err != nil {
		return "", 0, noSpace(err)
	}
	return sha, size, nil
}

// settle flushes a new content and gives it its name.
func (s *Store) settle(tmp *os.File, sha string) error {
	if err := tmp.Sync(); err != nil {
		return err
	}
	if err := tmp.Close(); err != nil {
		return err
	}
	to := s.path(sha)
	if _, err := os.Stat(to); err == nil {
		// somebody else may have named it only just now, and not flushed yet
		return errors.Join(os.Remove(tmp.Name()), s.flush(to))
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	if err := os.Rename(tmp.Name(), to); err != nil {
		return err
	}
	return s.flush(to)
}

// flush makes a name durable: its folder, and the folder's own name.
func (s *Store) flush(path string) error {
	dir := filepath.Dir(path)
	return errors.Join(flush(dir), flush(s.dir))
}

// Open reads a content; errs.NotFound if it was never kept.
func (s *Store) Open(_ context.Context, sha string) (io.ReadCloser, error) {
	if !valid(sha) {
		return nil, errs.New(errs.NotFound, "There is no such file.")
	}
	f, err := os.Open(s.path(sha))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, errs.Because(err, errs.NotFound, "There is no such file.")
	}
	return f, err
}

// Read reads a content whole.
func (s *Store) Read(ctx context.Context, sha string) ([]byte, error) {
	r, err := s.Open(ctx, sha)
	if err != nil {
		return nil, err
	}
	b, err := io.ReadAll(r)
	return b, errors.Join(err, r.Close())
}

// Each visits every content that is kept.
func (s *Store) Each(fn func(sha string) error) error {
	return filepath.WalkDir(s.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !valid(d.Name()) {
			return err
		}
		return fn(d.Name())
	})
}

func (s *Store) path(sha string) string { return filepath.Join(s.dir, sha[:2], sha) }

// valid keeps anything but a SHA-256 in hex out of a path.
func valid(sha string) bool {
	b, err := hex.DecodeString(sha)
	return err == nil && len(b) == sha256.Size
}

func flush(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

func noSpace(err error) error {
	return errs.Because(err, errs.Unavailable, "The file could not be kept; nothing was changed. Try again later.")
}
