package seal_test

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"secondline/internal/kit/seal"
)

func TestATokenIsLongFreshAndKnownByItsHash(t *testing.T) {
	form := regexp.MustCompile(`^slt_[0-9A-Za-z]{43}$`)
	seen := map[string]bool{}
	for range 200 {
		plain, hash := seal.Token("slt_")
		if !form.MatchString(plain) || seen[plain] {
			t.Fatalf("token %q", plain)
		}
		seen[plain] = true
		if !bytes.Equal(hash, seal.Hash(plain)) || bytes.Equal(hash, seal.Hash(plain[4:])) {
			t.Fatalf("hash of %q is %x", plain, hash)
		}
	}
}

func TestContentHash(t *testing.T) {
	sum, size, err := seal.SHA256(strings.NewReader("abc"))
	if err != nil || size != 3 || hex.EncodeToString(sum) != "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" {
		t.Errorf("got %x of %d, %v", sum, size, err)
	}
	broken := errors.New("disk gone")
	if sum, _, err := seal.SHA256(iotest.ErrReader(broken)); !errors.Is(err, broken) || sum != nil {
		t.Errorf("got %x, %v", sum, err)
	}
}

func TestAKeyFileIsMadeOnceAndKept(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys", "reply.key")
	var wg sync.WaitGroup
	got := make([]seal.Key, 8)
	for i := range got {
		wg.Go(func() {
			k, err := seal.LoadKey(path)
			if err != nil {
				t.Error(err)
			}
			got[i] = k
		})
	}
	wg.Wait()
	for _, k := range got {
		if k != got[0] || k == (seal.Key{}) {
			t.Fatal("processes that start together have different keys")
		}
	}
	st, err := os.Stat(path)
	if err != nil || st.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", st.Mode(), err)
	}
	left, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(left) != 1 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestABadKeyFileIsRefusedWithoutShowingIt(t *testing.T) {
	good := strings.Repeat("ab", 32)
	for name, c := range map[string]struct {
		text string
		mode os.FileMode
	}{
		"empty":            {"", 0o600},
		"only a comment":   {"# key\n", 0o600},
		"too short":        {good[2:], 0o600},
		"too long":         {good + "ab", 0o600},
		"not hexadecimal":  {strings.Repeat("zz", 32), 0o600},
		"nothing but zero": {strings.Repeat("00", 32), 0o600},
		"bad second line":  {good + "\n" + good[1:], 0o600},
		"read by others":   {good, 0o644},
	} {
		path := filepath.Join(t.TempDir(), "key")
		if err := os.WriteFile(path, []byte(c.text), c.mode); err != nil {
			t.Fatal(err)
		}
		_, err := seal.LoadKeys(path)
		if err == nil || strings.Contains(err.Error(), "abab") || strings.Contains(err.Error(), "zz") {
			t.Errorf("%s: got %v", name, err)
		}
	}
	if _, err := seal.LoadKeys(t.TempDir()); err == nil {
		t.Error("a folder passed for a key file")
	}
}

func TestAKeyFileMayHoldOlderKeys(t *testing.T) {
	path := filepath.Join(t.TempDir(), "key")
	text := "# newest first\n" + strings.Repeat("22", 32) + "\n\n" + strings.Repeat("11", 32) + "\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	keys, err := seal.LoadKeys(path)
	if err != nil || len(keys) != 2 || keys[0][0] != 0x22 || keys[1][0] != 0x11 {
		t.Errorf("got %d keys, %v", len(keys), err)
	}
}

func TestAKeyDoesNotPrintItself(t *testing.T) {
	k := seal.Key{0xab, 0xcd}
	for _, s := range []string{fmt.Sprint(k), fmt.Sprintf("%+v", k), fmt.Sprintf("%#v", k), fmt.Sprintf("%x", k.String()), fmt.Sprint(seal.Keys{k})} {
		if strings.Contains(s, "171") || strings.Contains(strings.ToLower(s), "abcd") {
			t.Errorf("a key showed itself: %s", s)
		}
	}
}
