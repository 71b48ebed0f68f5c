package cli_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"secondline/internal/app/cli"
	"secondline/internal/db/dbtest"
)

var update = flag.Bool("update", false, "write the golden files")

// A shell runs commands on one desk.
type shell struct {
	t    *testing.T
	data string
	db   string // "" is SQLite in the data folder
}

func onEach(t *testing.T, story func(t *testing.T, s *shell)) {
	t.Run("sqlite", func(t *testing.T) { story(t, &shell{t: t, data: t.TempDir()}) })
	t.Run("postgres", func(t *testing.T) { story(t, &shell{t: t, data: t.TempDir(), db: dbtest.PostgresURL(t)}) })
}

// runs runs a command, wants an exit status, and gives what was printed.
func (s *shell) runs(want int, in string, args ...string) (out, errOut string) {
	s.t.Helper()
	args = append(args, "--data="+s.data, "--log-level=error")
	if s.db != "" {
		args = append(args, "--db="+s.db)
	}
	var o, e bytes.Buffer
	if got := cli.Main(args, strings.NewReader(in), &o, &e, "test"); got != want {
		s.t.Fatalf("%q: exit status %d, want %d\n%s%s", args, got, want, o.String(), e.String())
	}
	return o.String(), e.String()
}

// fails runs a command that must fail with one sentence on standard error.
func (s *shell) fails(want int, in, says string, args ...string) {
	s.t.Helper()
	out, errOut := s.runs(want, in, args...)
	if !strings.HasPrefix(errOut, "secondline: ") || strings.Count(errOut, "\n") != 1 || !strings.Contains(errOut, says) || out != "" {
		s.t.Errorf("%q: got %q and %q, want one sentence with %q", args, out, errOut, says)
	}
}

func (s *shell) setUp() {
	s.t.Helper()
	s.runs(0, "correct horse battery\n", "setup", "--name=Nordwind", "--admin-email=ada@nordwind.test", "--admin-password-stdin")
}

func lastWord(out string) string {
	words := strings.Fields(out)
	return words[len(words)-1]
}

func TestHelpIsTheGoldenFile(t *testing.T) {
	for _, command := range []string{
		"", "serve", "setup", "token", "token create", "user", "user add", "user list", "user disable", "user enable", "user reset-password",
		"team", "team list", "team add", "team join", "organisation", "organisation list", "organisation add", "audit", "audit verify",
		"demo", "backup", "restore", "verify", "migrate", "doctor", "config", "version", "mail", "mail deliver",
	} {
		var out, errOut bytes.Buffer
		args := append(strings.Fields(command), "--help")
		if code := cli.Main(args, strings.NewReader(""), &out, &errOut, "test"); code != 0 {
			t.Fatalf("%q: exit status %d: %s", args, code, errOut.String())
		}
		golden := filepath.Join("testdata", "help", strings.ReplaceAll("secondline "+command, " ", "-")+".txt")
		golden = strings.Replace(golden, "secondline-.txt", "secondline.txt", 1)
		if *update {
			if err := os.WriteFile(golden, out.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(string(want), out.String()); d != "" {
			t.Errorf("the help of %q changed; look at it and run this test with -update:\n%s", command, d)
		}
	}
}

func TestADeskWithoutABrowser(t *testing.T) {
	onEach(t, func(t *testing.T, s *shell) {
		s.fails(2, "", "--admin-password-stdin", "setup", "--name=Nordwind", "--admin-email=ada@nordwind.test")
		s.fails(1, "short\n", "at least 10", "setup", "--name=Nordwind", "--admin-email=ada@nordwind.test", "--admin-password-stdin")
		s.setUp()
		s.fails(1, "correct horse battery\n", "set up already", "setup", "--name=Again", "--admin-email=eve@evil.test", "--admin-password-stdin")

		s.runs(0, "", "organisation", "add", "--name=Acme", "--domain=acme.test")
		s.runs(0, "", "user", "add", "--email=Carl@acme.test", "--name=Carl")
		s.runs(0, "", "team", "add", "--name=Networks", "--plain-name=our network specialists", "--level=2")
		s.runs(0, "another good secret", "user", "add", "--email=ben@nordwind.test", "--name=Ben", "--role=agent",
			"--team=networks", "--clearance=ACME", "--password-stdin")
		s.runs(0, "", "team", "join", "First line", "ben@nordwind.test")
		out, _ := s.runs(0, "", "user", "list")
		for _, want := range []string{`Ada? +ada@`, `Ben +ben@nordwind.test +agent +Nordwind +active`, `Carl +carl@acme.test +requester +Acme`} {
			if !regexp.MustCompile("(?i)" + want).MatchString(out) {
				t.Errorf("no %q in\n%s", want, out)
			}
		}
		out, _ = s.runs(0, "", "team", "list")
		if !regexp.MustCompile(`L2 +Networks +our network specialists`).MatchString(out) {
			t.Errorf("got\n%s", out)
		}
		out, _ = s.runs(0, "", "organisation", "list")
		if !regexp.MustCompile(`Acme +own +acme.test`).MatchString(out) {
			t.Errorf("got\n%s", out)
		}
		out, _ = s.runs(0, "", "audit", "verify")
		if !strings.Contains(out, "holds") {
			t.Errorf("got %s", out)
		}
		out, _ = s.runs(0, "", "doctor")
		if strings.Contains(out, "bad") || strings.Count(out, "ok ") != 9 {
			t.Errorf("got\n%s", out)
		}
	})
}

func TestATokenIsTheLastWord(t *testing.T) {
	onEach(t, func(t *testing.T, s *shell) {
		s.setUp()
		out, _ := s.runs(0, "", "token", "create", "--as=ada@nordwind.test", "--scope=tickets:read", "--expires=30d")
		if !strings.HasPrefix(lastWord(out), "slt_") {
			t.Errorf("got %q", out)
		}
		s.fails(1, "", "scope", "token", "create", "--as=ada@nordwind.test", "--scope=everything")
		s.fails(1, "", "user list", "token", "create", "--as=nobody@nordwind.test")
		s.fails(2, "", "30d", "token", "create", "--as=ada@nordwind.test", "--expires=soon")
	})
}

func TestAPersonIsShutOutAndLetIn(t *testing.T) {
	onEach(t, func(t *testing.T, s *shell) {
		s.setUp()
		s.fails(1, "", "last administrator", "user", "disable", "ada@nordwind.test")
		s.runs(0, "", "user", "add", "--email=ben@nordwind.test", "--role=agent")
		s.runs(0, "", "user", "disable", "BEN@nordwind.test")
		out, _ := s.runs(0, "", "user", "list")
		if strings.Contains(out, "ben") {
			t.Errorf("got\n%s", out)
		}
		s.fails(1, "", "disabled", "token", "create", "--as=ben@nordwind.test")
		s.runs(0, "", "user", "enable", "ben@nordwind.test")
		out, _ = s.runs(0, "", "user", "reset-password", "ben@nordwind.test")
		if len(lastWord(out)) < 20 {
			t.Errorf("got %q", out)
		}
		s.runs(0, "a password of my own\n", "user", "reset-password", "ben@nordwind.test", "--password-stdin")
		s.fails(1, "\n", "standard input", "user", "reset-password", "ben@nordwind.test", "--password-stdin")
	})
}

func TestWrongUsageIsTwo(t *testing.T) {
	s := &shell{t: t, data: t.TempDir()}
	s.fails(2, "", "--help", "frobnicate")
	s.fails(2, "", "--email", "user", "add")
	s.fails(2, "", "--level", "team", "add", "--name=X")
	s.fails(2, "", "--project", "team", "add", "--name=X", "--level=1", "--project")
	s.fails(2, "", "--bogus", "version", "--bogus")
}

func TestConfigSaysFromWhereAndHidesSecrets(t *testing.T) {
	t.Setenv("SECONDLINE_DB", "postgres://desk:hush@db.test/desk")
	s := &shell{t: t, data: t.TempDir()}
	out, _ := s.runs(0, "", "config")
	if strings.Contains(out, "hush") || !regexp.MustCompile(`db +postgres://desk:xxxxx@db.test/desk +environment`).MatchString(out) {
		t.Errorf("got\n%s", out)
	}
	for _, want := range []string{`data +/\S+ +command line`, `addr +127.0.0.1:8420 +default`, `base-url +http://127.0.0.1:8420 +default`} {
		if !regexp.MustCompile(want).MatchString(out) {
			t.Errorf("no %q in\n%s", want, out)
		}
	}
	t.Setenv("SECONDLINE_ADRR", "127.0.0.1:1")
	s.fails(2, "", "SECONDLINE_ADRR", "version")
}

func TestADoctorChangesNothing(t *testing.T) {
	s := &shell{t: t, data: t.TempDir()}
	out, _ := s.runs(1, "", "doctor")
	if !strings.Contains(out, "secondline migrate") {
		t.Errorf("got\n%s", out)
	}
	left, err := os.ReadDir(s.data)
	if err != nil || len(left) != 0 {
		t.Errorf("the doctor left %v, %v", left, err)
	}
}
