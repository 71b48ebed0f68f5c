package app_test

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"secondline/internal/app"
	"secondline/internal/app/world"
	"secondline/internal/core/access"
	"secondline/internal/core/search"
	"secondline/internal/db"
	"secondline/internal/db/dbtest"
	"secondline/internal/flow/people"
	"secondline/internal/flow/ticketing"
	"secondline/internal/kit/errs"
	"secondline/internal/view/verify/verifytest"
)

// demo fills a small desk and gives its settings.
func demo(t *testing.T, tickets int) app.Config {
	t.Helper()
	dir := t.TempDir()
	c := app.Config{Addr: "127.0.0.1:0", DB: "sqlite:" + filepath.Join(dir, "desk.db"), Data: dir, LogLevel: "error"}
	if _, err := app.FillDemo(t.Context(), c, world.Options{Tickets: tickets}); err != nil {
		t.Fatal(err)
	}
	return c
}

func opened(t *testing.T, c app.Config) *app.App {
	t.Helper()
	a, err := app.Open(t.Context(), c, app.WithLog(slog.New(slog.DiscardHandler)))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// backedUp copies a desk and gives the file.
func backedUp(t *testing.T, c app.Config) string {
	t.Helper()
	a := opened(t, c)
	to := filepath.Join(t.TempDir(), "desk.zip")
	if _, err := a.Backup(t.Context(), to); err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	return to
}

// restored puts a backup into a new desk on an engine.
func restored(t *testing.T, from string, engine db.Engine) app.Config {
	t.Helper()
	dir := t.TempDir()
	c := app.Config{Addr: "127.0.0.1:0", DB: "sqlite:" + filepath.Join(dir, "desk.db"), Data: dir, LogLevel: "error"}
	if engine == db.Postgres {
		c.DB = dbtest.PostgresURL(t)
	}
	if _, err := app.Restore(t.Context(), c, from); err != nil {
		t.Fatal(err)
	}
	return c
}

// sums reads what a backup's manifest says of its parts.
func sums(t *testing.T, path string) map[string]string {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		if f.Name == "manifest.json" {
			continue
		}
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		h := sha256.New()
		if _, err := io.Copy(h, in); err != nil {
			t.Fatal(err)
		}
		out[f.Name] = hex.EncodeToString(h.Sum(nil))
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestABackupIsTheSameDeskOnEitherEngine(t *testing.T) {
	first := backedUp(t, demo(t, 60))
	onServer := restored(t, first, db.Postgres)
	second := backedUp(t, onServer)
	back := restored(t, second, db.SQLite)
	third := backedUp(t, back)
	want := sums(t, first)
	if len(want) < 30 {
		t.Fatalf("the backup has %d parts, too few to be a desk", len(want))
	}
	for name, copies := range map[string]map[string]string{"SQLite → PostgreSQL": sums(t, second), "→ SQLite": sums(t, third)} {
		for part, sum := range want {
			if copies[part] != sum {
				t.Errorf("%s: %s differs", name, part)
			}
		}
		if len(copies) != len(want) {
			t.Errorf("%s: %d parts, want %d", name, len(copies), len(want))
		}
	}
	for _, c := range []app.Config{onServer, back} {
		a := opened(t, c)
		problems, err := a.Verify(t.Context())
		if err != nil || len(problems) > 0 {
			t.Errorf("the restored desk does not hold: %v %v", problems, err)
		}
		found, err := search.Find(t.Context(), a.DB.Read(), search.Query{Words: "gullstone calls", Limit: 5})
		if err != nil || len(found) == 0 {
			t.Errorf("the restored desk finds nothing: %v", err)
		}
		if _, _, err := a.People.SignIn(t.Context(), "mara@harbourlight.example", "harbourlight", people.Caller{}); err != nil {
			t.Errorf("Mara cannot sign in to the restored desk: %v", err)
		}
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestABackupTakenWhileTheDeskWorksIsOneInstant(t *testing.T) {
	a := opened(t, demo(t, 45))
	defer func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	}()
	customer, err := actor(t, a, "anouk@northpike.example")
	if err != nil {
		t.Fatal(err)
	}
	writing, stop := context.WithCancel(t.Context())
	made := make(chan int, 4)
	for worker := range 4 {
		go func() {
			n := 0
			for ; writing.Err() == nil; n++ {
				if err := writeOne(a, customer, fmt.Sprintf("worker %d, request %d", worker, n)); err != nil {
					t.Errorf("writing while the backup runs: %v", err)
					break
				}
			}
			made <- n
		}()
	}
	var copies []string
	for i := range 3 {
		to := filepath.Join(t.TempDir(), fmt.Sprintf("%d.zip", i))
		if _, err := a.Backup(t.Context(), to); err != nil {
			t.Error(err)
		}
		copies = append(copies, to)
	}
	stop()
	total := 0
	for range 4 {
		total += <-made
	}
	if total < 10 {
		t.Fatalf("only %d requests came in while the backups ran", total)
	}
	for i, engine := range []db.Engine{db.SQLite, db.Postgres, db.SQLite} {
		b := opened(t, restored(t, copies[i], engine))
		verifytest.Holds(t, b.DB)
		problems, err := b.Verify(t.Context())
		if err != nil || len(problems) > 0 {
			t.Errorf("the desk of backup %d does not hold: %v %v", i, problems, err)
		}
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	}
}

func actor(t *testing.T, a *app.App, email string) (access.Actor, error) {
	t.Helper()
	token, _, err := a.People.SignIn(t.Context(), email, "harbourlight", people.Caller{})
	if err != nil {
		return access.Actor{}, err
	}
	return a.People.BySession(t.Context(), token)
}

// writeOne opens a request with a file and says something on it.
func writeOne(a *app.App, by access.Actor, subject string) error {
	ctx := context.Background()
	f, err := a.Desk.Upload(ctx, by, a.Files, "note.txt", "text/plain", strings.NewReader(subject))
	if err != nil {
		return err
	}
	out, err := a.Desk.Open(ctx, by, ticketing.OpenIn{Subject: subject, Body: "Written while a copy is made."})
	if err != nil {
		return err
	}
	_, err = a.Desk.Reply(ctx, by, out.Number, ticketing.MessageIn{Body: "And a file.", Files: ids(f.ID)})
	return err
}

func ids[T any](v ...T) []T { return v }

func TestABrokenBackupTouchesNothing(t *testing.T) {
	whole := backedUp(t, demo(t, 20))
	text, err := os.ReadFile(whole)
	if err != nil {
		t.Fatal(err)
	}
	broken := map[string][]byte{
		"cut short":     text[:len(text)*2/3],
		"one bit":       flipped(t, whole),
		"not a backup":  []byte("this is a letter"),
		"other version": renamed(t, whole),
	}
	for name, content := range broken {
		t.Run(name, func(t *testing.T) {
			path, dir := filepath.Join(t.TempDir(), "broken.zip"), t.TempDir()
			if err := os.WriteFile(path, content, 0o600); err != nil {
				t.Fatal(err)
			}
			c := app.Config{Addr: "127.0.0.1:0", Data: filepath.Join(dir, "desk"), LogLevel: "error"}
			if _, err := app.Restore(t.Context(), c, path); !errs.Is(err, errs.Invalid) {
				t.Errorf("restoring it gives %v, want that it is refused as invalid", err)
			}
			if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
				t.Errorf("the desk was touched: %v %v", left, err)
			}
		})
	}
}

// flipped writes the backup anew with one part changed under an old manifest.
func flipped(t *testing.T, path string) []byte {
	return rewritten(t, path, func(name string, content []byte) []byte {
		if name == "tables/person.jsonl" {
			content[len(content)/2] ^= 1
		}
		return content
	})
}

// renamed claims another format.
func renamed(t *testing.T, path string) []byte {
	return rewritten(t, path, func(name string, content []byte) []byte {
		if name == "manifest.json" {
			return []byte(strings.Replace(string(content), "secondline-backup/1", "secondline-backup/7", 1))
		}
		return content
	})
}

func rewritten(t *testing.T, path string, change func(name string, content []byte) []byte) []byte {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	w := zip.NewWriter(&out)
	for _, f := range z.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		to, err := w.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := to.Write(change(f.Name, content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return []byte(out.String())
}

func TestNothingIsWrittenOver(t *testing.T) {
	c := demo(t, 20)
	file := backedUp(t, c)
	a := opened(t, c)
	if _, err := a.Backup(t.Context(), file); !errs.Is(err, errs.Conflict) {
		t.Errorf("a backup over a file that is there gives %v, want a conflict", err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := app.Restore(t.Context(), c, file); !errs.Is(err, errs.Conflict) {
		t.Errorf("restoring into a desk in use gives %v, want a conflict", err)
	}
}

func TestVerifySeesAFileThatIsGone(t *testing.T) {
	c := demo(t, 45)
	a := opened(t, c)
	defer func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	}()
	var victim string
	if err := a.Files.Each(func(sha string) error { victim = sha; return nil }); err != nil || victim == "" {
		t.Fatalf("the demo has no file to lose: %v", err)
	}
	if err := os.Remove(filepath.Join(c.Data, "files", victim[:2], victim)); err != nil {
		t.Fatal(err)
	}
	problems, err := a.Verify(t.Context())
	if err != nil || len(problems) != 1 || !strings.Contains(problems[0].Where, victim) {
		t.Errorf("verify says %v (%v), want the one file that is gone", problems, err)
	}
}
