package seal

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"secondline/internal/kit/errs"
)

// A Key is a secret of the desk. The zero Key is not a secret; LoadKey never
// gives one.
type Key [32]byte

// Keys are all keys in force, the newest first: it signs, all of them open.
type Keys []Key

// String hides the key from logs and messages.
func (Key) String() string { return "seal.Key(secret)" }

// GoString hides it from %#v too.
func (k Key) GoString() string { return k.String() }

// NewKey makes a random key.
func NewKey() Key {
	var k Key
	rand.Read(k[:]) // it never fails: crypto/rand stops the program first
	return k
}

// MAC authenticates a message for one purpose; what was signed for another
// purpose does not pass for this one.
func (k Key) MAC(purpose string, message []byte) []byte {
	h := hmac.New(sha256.New, k[:])
	h.Write([]byte(purpose)) // writing to a hash never fails
	h.Write([]byte{0})
	h.Write(message)
	return h.Sum(nil)
}

// LoadKey gives the newest key of the key file at path, and creates the file
// if there is none.
func LoadKey(path string) (Key, error) {
	keys, err := LoadKeys(path)
	if err != nil {
		return Key{}, err
	}
	return keys[0], nil
}

// LoadKeys reads a key file: one key of 64 hexadecimal digits a line, the
// newest first. To replace a key, put a new line on top; once no address
// signed by the old one is expected back, remove its line. If there is no file,
// it is created with one key. Two processes that start at once get the same.
func LoadKeys(path string) (Keys, error) {
	raw, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if err := createKey(path); err != nil {
			return nil, errs.Wrap(err, "create key file "+path)
		}
		raw, err = os.ReadFile(path)
	}
	if err != nil {
		return nil, errs.Wrap(err, "read key file "+path)
	}
	if err := private(path); err != nil {
		return nil, err
	}
	return parseKeys(path, string(raw))
}

func parseKeys(path, text string) (Keys, error) {
	var keys Keys
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		b, err := hex.DecodeString(line)
		if err != nil || len(b) != len(Key{}) || Key(b) == (Key{}) {
			// Neither the line nor its error may be shown: they hold the secret.
			return nil, errs.New(errs.Internal, "The key file %s is damaged. Restore it from a backup; without it, links and reply addresses sent so far stop working.", path)
		}
		keys = append(keys, Key(b))
	}
	if len(keys) == 0 {
		return nil, errs.New(errs.Internal, "The key file %s is empty. Restore it from a backup, or remove it to begin with a new key.", path)
	}
	return keys, nil
}

// private refuses a key that others on the machine can read.
func private(path string) error {
	st, err := os.Stat(path)
	if err != nil {
		return errs.Wrap(err, "look at key file "+path)
	}
	if st.Mode().Perm()&0o077 != 0 {
		return errs.New(errs.Internal, "The key file %s can be read by others. Run: chmod 600 %s", path, path)
	}
	return nil
}

// createKey writes a key file that either is whole and on the disk or is not
// there at all. If another process was faster, its file stays.
func createKey(path string) error {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	tmp, err := os.CreateTemp(dir, ".key-*") // 0600 from its first moment
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name()) // the link below is what stays; a left-over does no harm
	key := NewKey()
	_, err = tmp.WriteString(hex.EncodeToString(key[:]) + "\n")
	if err == nil {
		err = tmp.Sync()
	}
	if err = errors.Join(err, tmp.Close()); err != nil {
		return err
	}
	if err := os.Link(tmp.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return syncDir(dir)
}

// syncDir makes the new name survive a power cut.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
