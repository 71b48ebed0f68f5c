package e2e

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"secondline/internal/db/dbtest"
)

// How long a browser may take for one story.
const browserPatience = 5 * time.Minute

// A signIn is how somebody comes in.
type signIn struct {
	Email    string `json:"email"`
	Password string `json:"password"`
}

// The main job in three browsers at once, and once more with the keyboard only;
// and what a customer does, without JavaScript.
func TestTheMainJobInABrowser(t *testing.T) {
	for _, story := range []string{"main-job", "keyboard", "without-script"} {
		t.Run(story, func(t *testing.T) {
			db := ""
			if story == "keyboard" {
				db = dbtest.PostgresURL(t)
			}
			d := newDesk(t, db)
			d.setUp()
			d.start()
			d.browses(story, map[string]signIn{
				"ann": {"ann@acme.test", secret}, "tom": {"tom@nordwind.test", secret},
				"mara": {"mara@nordwind.test", secret}, "ada": {boss, secret},
			})
		})
	}
}

// Every screen of a desk with a month of work on it, in light and in dark: no
// finding of axe, no error, nothing that the content policy had to stop.
func TestEveryScreenIsAccessible(t *testing.T) {
	d := newDesk(t, "")
	d.browses("screens", d.demo())
}

// The pictures of the documents are taken from the demo desk, when asked for:
//
//	E2E_PICTURES=1 go test ./e2e -run Pictures
func TestPictures(t *testing.T) {
	if os.Getenv("E2E_PICTURES") == "" {
		t.Skip("the pictures are taken anew with E2E_PICTURES=1")
	}
	d := newDesk(t, "")
	d.browses("pictures", d.demo())
}

// demo serves a demo desk, and gives the sign-ins that it prints, by role.
func (d *desk) demo() map[string]signIn {
	d.t.Helper()
	d.db = ""
	d.start("--demo")
	people := map[string]signIn{}
	for _, row := range regexp.MustCompile(`(?m)^ +(\S.*?) {3,}(\S+@\S+) +(\S+) +http`).FindAllStringSubmatch(d.server.out.String(), -1) {
		people[strings.ToLower(row[1])] = signIn{row[2], row[3]}
	}
	if len(people) == 0 {
		d.t.Fatalf("the demo desk prints no sign-ins: %s", d.server.out.String())
	}
	return people
}

// browses hands the desk to a story of e2e/browser.
func (d *desk) browses(story string, people map[string]signIn) {
	d.t.Helper()
	if why := noBrowser(); why != "" {
		if os.Getenv("CI") == "true" {
			d.t.Fatal(why)
		}
		d.t.Skip(why)
	}
	pictures, err := filepath.Abs("../docs/pictures")
	must(d.t, err)
	told, err := json.Marshal(m{"url": d.url, "mail": d.outside.window(d.t), "people": people, "pictures": pictures, "failed": d.t.ArtifactDir()})
	must(d.t, err)
	ctx, cancel := context.WithTimeout(d.t.Context(), browserPatience)
	defer cancel()
	node := exec.CommandContext(ctx, "node", filepath.Join("browser", story+".mjs"))
	node.Env = append(os.Environ(), "E2E_DESK="+string(told))
	out, err := node.CombinedOutput()
	if err != nil {
		d.t.Errorf("%s: %v\n%s", story, err, out)
		return
	}
	d.t.Logf("%s", out)
}

// noBrowser says what these stories lack on this machine.
func noBrowser() string {
	if _, err := exec.LookPath("chromium"); err != nil {
		return "no Chromium on this machine: `make needs` says what to install"
	}
	if _, err := os.Stat("../web/console/node_modules/playwright-core"); err != nil {
		return "no playwright-core in web/console: `make needs` installs it"
	}
	return ""
}
