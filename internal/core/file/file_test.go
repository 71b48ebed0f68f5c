package file_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"secondline/internal/core/file"
	"secondline/internal/kit/errs"
)

func open(t *testing.T) (*file.Store, string) {
	t.Helper()
	dir := t.TempDir()
	s, err := file.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return s, dir
}

// inside counts the files below a folder.
func inside(t *testing.T, dir string) int {
	t.Helper()
	n := 0
	err := filepath.WalkDir(dir, func(_ string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			n++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestWhatIsPutComesBack(t *testing.T) {
	s, dir := open(t)
	ctx := context.Background()
	for _, content := range []string{"", "a", strings.Repeat("log line\n", 100_000)} {
		sum := sha256.Sum256([]byte(content))
		for range 2 { // twice is once
			sha, size, err := s.Put(ctx, strings.NewReader(content), 1<<20)
			if err != nil || size != int64(len(content)) || sha != hex.EncodeToString(sum[:]) {
				t.Fatalf("%s, %d, %v", sha, size, err)
			}
			if got, err := s.Read(ctx, sha); err != nil || string(got) != content {
				t.Errorf("%d bytes came back, %v", len(got), err)
			}
		}
	}
	if n := inside(t, dir); n != 3 {
		t.Errorf("%d files for three contents", n)
	}
	visited := 0
	if err := s.Each(func(string) error { visited++; return nil }); err != nil || visited != 3 {
		t.Errorf("visited %d, %v", visited, err)
	}
}

func TestAFileIsBoundedAndLeavesNothingBehind(t *testing.T) {
	s, dir := open(t)
	if _, _, err := s.Put(context.Background(), strings.NewReader("12345"), 5); err != nil {
		t.Errorf("exactly at the limit: %v", err)
	}
	if _, _, err := s.Put(context.Background(), strings.NewReader("123456"), 5); !errs.Is(err, errs.TooLarge) {
		t.Errorf("past the limit: %v", err)
	}
	broken := io.MultiReader(strings.NewReader("half"), failing{})
	if _, _, err := s.Put(context.Background(), broken, 1<<20); !errs.Is(err, errs.Unavailable) || !errors.Is(err, errLost) {
		t.Errorf("a connection that broke: %v", err)
	}
	if n := inside(t, dir); n != 1 {
		t.Errorf("%d files are left", n)
	}
}

var errLost = errors.New("connection lost")

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errLost }

func TestNoNameLeadsOutOfTheFolder(t *testing.T) {
	s, dir := open(t)
	if err := os.WriteFile(filepath.Join(dir, "secret"), []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"", "secret", "../secret", "/etc/passwd", strings.Repeat("zz", 32), strings.Repeat("ab", 31), strings.Repeat("ab", 33), strings.Repeat("ab", 32)} {
		if _, err := s.Open(context.Background(), name); !errs.Is(err, errs.NotFound) {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestTheSameContentFromManySides(t *testing.T) {
	s, dir := open(t)
	content := bytes.Repeat([]byte("x"), 100_000)
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			sha, _, err := s.Put(context.Background(), bytes.NewReader(content), 1<<20)
			if err != nil {
				t.Error(err)
				return
			}
			if got, err := s.Read(context.Background(), sha); err != nil || len(got) != len(content) {
				t.Errorf("%d bytes, %v", len(got), err)
			}
		})
	}
	all.Wait()
	if n := inside(t, dir); n != 1 {
		t.Errorf("%d files for one content", n)
	}
}

func TestAFolderThatCannotBeUsedIsTold(t *testing.T) {
	taken := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(taken, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := file.Open(taken); !errs.Is(err, errs.Unavailable) {
		t.Errorf("%v", err)
	}
}
