package arch

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const migrations = root + "/internal/db/migrations"

var dialects = []string{"sqlite", "postgres"}

var numbered = regexp.MustCompile(`^(\d{4,})_[a-z0-9_]+\.sql$`)

func TestMigrationsAreNumberedInBothDialects(t *testing.T) {
	lists := map[string][]string{}
	for _, dialect := range dialects {
		lists[dialect] = migrationNames(t, dialect)
		for i, name := range lists[dialect] {
			m := numbered.FindStringSubmatch(name)
			if m == nil {
				t.Errorf("migrations/%s/%s: name it 0001_what_it_does.sql", dialect, name)
				continue
			}
			if n, err := strconv.Atoi(m[1]); err != nil || n != i+1 {
				t.Errorf("migrations/%s/%s: number %04d is due here; numbers neither skip nor repeat", dialect, name, i+1)
			}
		}
	}
	for _, dialect := range dialects {
		other := dialects[0]
		if other == dialect {
			other = dialects[1]
		}
		for _, name := range lists[dialect] {
			if !slices.Contains(lists[other], name) {
				t.Errorf("migrations/%s/%s has no twin in %s: write the same step for both databases", dialect, name, other)
			}
		}
	}
}

// TestMigrationsAreFrozen compares each file with the sum that was written down
// when it was born: a desk in the field has already run it as it was.
func TestMigrationsAreFrozen(t *testing.T) {
	sums := frozenSums(t)
	for _, dialect := range dialects {
		for _, name := range migrationNames(t, dialect) {
			file := dialect + "/" + name
			body, err := os.ReadFile(migrations + "/" + file)
			if err != nil {
				t.Fatal(err)
			}
			sum := sha256.Sum256(body)
			switch want, known := sums[file]; {
			case !known:
				t.Errorf("migrations/%s is not in SUMS: when it is final, add it (cd internal/db/migrations && sha256sum */*.sql > SUMS)", file)
			case want != hex.EncodeToString(sum[:]):
				t.Errorf("migrations/%s has changed since it was frozen: put it back and write a new migration", file)
			}
			delete(sums, file)
		}
	}
	for file := range sums {
		t.Errorf("migrations/%s is in SUMS but gone: a migration is never deleted", file)
	}
}

func migrationNames(t *testing.T, dialect string) []string {
	t.Helper()
	entries, err := os.ReadDir(migrations + "/" + dialect)
	if err != nil {
		t.Fatalf("migrations for %s: %v", dialect, err)
	}
	var names []string
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".sql") {
			names = append(names, e.Name())
		}
	}
	if len(names) == 0 {
		t.Errorf("migrations/%s is empty", dialect)
	}
	return names
}

// frozenSums reads SUMS, in the format that sha256sum writes.
func frozenSums(t *testing.T) map[string]string {
	t.Helper()
	body, err := os.ReadFile(migrations + "/SUMS")
	if errors.Is(err, fs.ErrNotExist) {
		t.Fatal("internal/db/migrations/SUMS is missing: cd internal/db/migrations && sha256sum */*.sql > SUMS")
	}
	if err != nil {
		t.Fatal(err)
	}
	sums := map[string]string{}
	for line := range strings.Lines(string(body)) {
		if fields := strings.Fields(line); len(fields) == 2 {
			sums[fields[1]] = fields[0]
		}
	}
	return sums
}
