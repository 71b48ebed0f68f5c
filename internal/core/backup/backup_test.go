package backup_test

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"secondline/internal/core/backup"
	"secondline/internal/core/file"
	"secondline/internal/db"
	"secondline/internal/db/dbtest"
	"secondline/internal/kit/errs"
)

// A place is a database and its folders.
type place struct {
	db    *db.DB
	files *file.Store
	dir   string
}

func at(t *testing.T, engine db.Engine) place {
	t.Helper()
	p := place{db: dbtest.New(t, engine), dir: t.TempDir()}
	var err error
	if p.files, err = file.Open(filepath.Join(p.dir, "files")); err != nil {
		t.Fatal(err)
	}
	return p
}

func (p place) keys() string { return filepath.Join(p.dir, "keys") }

func (p place) target() backup.Target {
	return backup.Target{DB: p.db, Files: p.files, Keys: p.keys()}
}

func (p place) write(t *testing.T, to string) (backup.Manifest, error) {
	t.Helper()
	return backup.Write(t.Context(), backup.Source{DB: p.db, Files: p.files, Keys: p.keys(), Now: time.Unix(0, 0).UTC()}, to)
}

// fill puts an organisation, a file and a key in.
func (p place) fill(t *testing.T) {
	t.Helper()
	sha, size, err := p.files.Put(t.Context(), strings.NewReader("a picture of the front desk"), 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	err = p.db.Tx(t.Context(), func(h db.Handle) error {
		if _, err := h.Exec(t.Context(), `INSERT INTO organisation (id, name, name_key) VALUES (7, 'Ümläut & Söhne', 'umlaut')`); err != nil {
			return err
		}
		_, err := h.Exec(t.Context(), `
			INSERT INTO file (id, sha256, name, media_type, size, uploaded_at)
			VALUES (9, ?, 'desk.png', 'image/png', ?, 1)`, sha, size)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(p.keys(), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(p.keys(), "mail.key"), []byte("secret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestRowsFilesAndKeysComeBack(t *testing.T) {
	for from, to := range map[db.Engine]db.Engine{db.SQLite: db.Postgres, db.Postgres: db.SQLite} {
		t.Run(string(from)+" to "+string(to), func(t *testing.T) { comesBack(t, at(t, from), at(t, to)) })
	}
}

func comesBack(t *testing.T, from, to place) {
	from.fill(t)
	path := filepath.Join(t.TempDir(), "desk.zip")
	m, err := from.write(t, path)
	if err != nil {
		t.Fatal(err)
	}
	if m.Rows() != 2 || m.Contents() != 1 {
		t.Errorf("the manifest names %d rows and %d files, want 2 and 1", m.Rows(), m.Contents())
	}
	if s, err := os.Stat(path); err != nil || s.Mode().Perm() != 0o600 {
		t.Errorf("the backup, which holds keys, is readable by %v (%v), want its owner alone", s.Mode(), err)
	}
	b, err := backup.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if err := b.Restore(t.Context(), to.target()); err != nil {
		t.Fatal(err)
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	name, err := db.One(t.Context(), to.db.Read(), func(r db.Row) (s string, err error) { return s, r.Scan(&s) }, "SELECT name FROM organisation WHERE id = 7")
	if err != nil || name != "Ümläut & Söhne" {
		t.Errorf("the organisation is called %q (%v)", name, err)
	}
	if missing, err := backup.Missing(t.Context(), to.db.Read(), to.files); err != nil || len(missing) > 0 {
		t.Errorf("files are missing: %v %v", missing, err)
	}
	if key, err := os.ReadFile(filepath.Join(to.keys(), "mail.key")); err != nil || string(key) != "secret\n" {
		t.Errorf("the key is %q (%v)", key, err)
	}
}

func TestABackupWithoutAFileIsRefused(t *testing.T) {
	from := at(t, db.SQLite)
	from.fill(t)
	err := from.files.Each(func(sha string) error { return os.Remove(filepath.Join(from.dir, "files", sha[:2], sha)) })
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if _, err := from.write(t, filepath.Join(dir, "desk.zip")); !errs.Is(err, errs.NotFound) {
		t.Errorf("copying a desk whose file is gone gives %v, want that it is said", err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("half a backup was left: %v %v", left, err)
	}
}

// forged makes a backup whose manifest is right about parts that are not.
func forged(t *testing.T, parts map[string]string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "forged.zip")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := zip.NewWriter(f)
	m := backup.Manifest{Format: "secondline-backup/1", Schema: schemaOf(t)}
	put := func(name, text string) {
		out, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := out.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range parts {
		sum := sha256.Sum256([]byte(text))
		m.Parts = append(m.Parts, backup.Part{Name: name, SHA256: hex.EncodeToString(sum[:]), Size: int64(len(text)), Rows: int64(strings.Count(text, "\n")) - 1})
		put(name, text)
	}
	text, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	put("manifest.json", string(text))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

func schemaOf(t *testing.T) string {
	t.Helper()
	steps, err := dbtest.New(t, db.SQLite).MigrationStatus(context.Background())
	if err != nil || len(steps) == 0 {
		t.Fatalf("no schema: %v", err)
	}
	return steps[len(steps)-1].Name
}

func TestAForgedBackupHarmsNothing(t *testing.T) {
	outside := strings.Repeat("ab", 32)
	for name, parts := range map[string]map[string]string{
		"a key that climbs out of its folder": {"keys/../../outside.key": "mine"},
		"a hidden key":                        {"keys/.ssh": "mine"},
		"a file with another's name":          {"files/" + outside: "not what the name says"},
		"a table that is none":                {"tables/nowhere.jsonl": "[\"id\"]\n[1]\n"},
		"a table's name with SQL in it":       {"tables/person\"; DROP TABLE person; --.jsonl": "[\"id\"]\n[1]\n"},
		"a row that refers to nothing":        {"tables/organisation_domain.jsonl": "[\"domain\",\"organisation_id\"]\n[\"x.test\",99]\n"},
	} {
		t.Run(name, func(t *testing.T) {
			to := at(t, db.SQLite)
			b, err := backup.Open(t.Context(), forged(t, parts))
			if err != nil {
				t.Fatalf("its manifest is right, so it opens: %v", err)
			}
			defer func() {
				if err := b.Close(); err != nil {
					t.Error(err)
				}
			}()
			if err := b.Restore(t.Context(), to.target()); err == nil {
				t.Error("it was restored")
			}
			if _, err := os.Stat(filepath.Join(filepath.Dir(to.dir), "outside.key")); err == nil {
				t.Error("a file was written outside of the desk")
			}
			for _, table := range []string{"organisation_domain", "person"} {
				n, err := db.One(t.Context(), to.db.Read(), func(r db.Row) (n int, err error) { return n, r.Scan(&n) }, "SELECT count(*) FROM "+table)
				if err != nil || n != 0 {
					t.Errorf("%s holds %d rows (%v), want none", table, n, err)
				}
			}
		})
	}
}
