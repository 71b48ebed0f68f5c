package cli_test

import (
	"path/filepath"
	"strings"
	"testing"

	"secondline/internal/db/dbtest"
)

func TestADemoDeskIsCopiedAndVerified(t *testing.T) {
	dir := t.TempDir()
	from, to := &shell{t: t, data: filepath.Join(dir, "a")}, &shell{t: t, data: filepath.Join(dir, "b"), db: dbtest.PostgresURL(t)}
	copied := filepath.Join(dir, "desk.zip")

	out, _ := from.runs(0, "", "demo", "--tickets=40")
	for _, want := range []string{"anouk@northpike.example", "tobin@harbourlight.example", "mara@harbourlight.example", "isolde@harbourlight.example"} {
		if !strings.Contains(out, want) {
			t.Errorf("demo does not print the sign-in of %s:\n%s", want, out)
		}
	}
	from.fails(1, "", "in use", "demo", "--tickets=40")
	from.runs(0, "", "verify")
	from.runs(0, "", "backup", copied)
	from.fails(1, "", "is there already", "backup", copied)
	to.runs(0, "", "restore", copied)
	to.fails(1, "", "not empty", "restore", copied)
	if got, _ := to.runs(0, "", "verify"); !strings.Contains(got, "Everything holds") {
		t.Errorf("verify of the restored desk says %q", got)
	}
	if got, _ := to.runs(0, "", "user", "list"); !strings.Contains(got, "Quillfeather") {
		t.Errorf("Mara is not among the users of the restored desk:\n%s", got)
	}
}
