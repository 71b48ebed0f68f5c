package e2e

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What an operator's tools ask: is it up, can it work, what does it count. The
// metrics have an address of their own.
func TestAnOperatorSeesHowItIs(t *testing.T) {
	each(t, func(t *testing.T, d *desk) {
		d.setUp()
		d.start()
		for _, path := range []string{"/healthz", "/readyz"} {
			d.page(d.url + path).is(200)
		}
		counted := string(d.page("http://" + d.metrics + "/metrics").is(200).raw)
		for _, want := range []string{"secondline_http_request_seconds_count", "go_goroutines", "process_resident_memory_bytes"} {
			if !strings.Contains(counted, want) {
				t.Errorf("no %s in the metrics", want)
			}
		}
		if open := d.page(d.url + "/metrics"); open.status == 200 && strings.Contains(string(open.raw), "go_goroutines") {
			t.Error("the metrics are open to everybody")
		}
		d.runs("", "doctor")
		d.runs("", "migrate", "--status")
		if version := d.runs("", "version").out; !strings.HasPrefix(version, "secondline ") {
			t.Errorf("the version is %q", version)
		}
	})
}

func (d *desk) page(url string) answer {
	d.t.Helper()
	q, err := http.NewRequest("GET", url, nil)
	must(d.t, err)
	return d.ask(http.DefaultClient, q)
}

// A setting that nobody knows is refused, wherever it stands, before anything
// happens; so is a setting that cannot be meant.
func TestUnknownSettingsAreRefused(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "")
	file := filepath.Join(t.TempDir(), "desk.toml")
	must(t, os.WriteFile(file, []byte("colour = \"red\"\n"), 0o600))
	d.refuses(2, "--bogus", "serve", "--bogus")
	d.refuses(2, "colour", "serve", "--config="+file)
	d.refuses(2, "frobnicate", "frobnicate")
	d.refuses(1, "--db", "serve", "--db=mysql://desk")
	d.refuses(1, "--base-url", "serve", "--base-url=desk")
	d.refuses(1, "--addr", "serve", "--addr="+d.outside.addr)
	unknown := d.command("serve")
	unknown.Env = append(unknown.Env, "SECONDLINE_ADRR=127.0.0.1:1")
	if out, err := unknown.CombinedOutput(); err == nil || unknown.ProcessState.ExitCode() != 2 || !strings.Contains(string(out), "SECONDLINE_ADRR") {
		t.Errorf("an unknown setting in the environment ends with %v: %s", err, out)
	}
}

// Settings come from flags, then the environment, then the file, and it is said
// which; secrets are not.
func TestSettingsSayWhereTheyComeFrom(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "")
	file := filepath.Join(t.TempDir(), "desk.toml")
	must(t, os.WriteFile(file, []byte("addr = \"127.0.0.1:28401\"\nsmtp-relay = \"smtp://desk:hush@mail.test\"\nlog-level = \"error\"\n"), 0o600))
	said := d.runs("", "config", "--config="+file, "--addr=127.0.0.1:28402").out
	for setting, want := range map[string]string{"addr ": "127.0.0.1:28402", "data ": "environment", "log-level ": "environment", "smtp-relay ": file} {
		if line := lineWith(said, setting); !strings.Contains(line, want) {
			t.Errorf("%q does not say %q", line, want)
		}
	}
	if strings.Contains(said, "hush") {
		t.Errorf("a password is shown: %s", said)
	}
}

func lineWith(text, begin string) string {
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, begin) {
			return line
		}
	}
	return ""
}
