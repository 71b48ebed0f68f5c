package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"secondline/internal/db/dbtest"
)

// patience is how long a story waits for something before it gives up.
const patience = 20 * time.Second

// demoPatience is for a desk that lives through a month of work before it opens.
const demoPatience = 2 * time.Minute

// The one who sets desks up.
const (
	boss   = "ada@nordwind.test"
	secret = "a harbour at night"
)

// A desk is the binary with a database and a folder of its own.
type desk struct {
	t       *testing.T
	db      string // as --db takes it
	data    string
	url     string // where it listens for HTTP
	smtp    string
	metrics string
	outside *outside
	server  *server // nil while it does not run
}

// each tells a story on both engines, side by side.
func each(t *testing.T, story func(t *testing.T, d *desk)) {
	t.Helper()
	t.Parallel()
	t.Run("sqlite", func(t *testing.T) { t.Parallel(); story(t, newDesk(t, "")) })
	t.Run("postgres", func(t *testing.T) { t.Parallel(); story(t, newDesk(t, dbtest.PostgresURL(t))) })
}

// newDesk is an empty desk that does not run yet.
func newDesk(t *testing.T, db string) *desk {
	t.Helper()
	data := t.TempDir()
	if db == "" {
		db = "sqlite:" + filepath.Join(data, "desk.db")
	}
	d := &desk{t: t, db: db, data: data, outside: listen(t), url: "http://" + free(t), smtp: free(t), metrics: free(t)}
	t.Cleanup(func() {
		if d.server == nil {
			return
		}
		if log := d.server.out.String(); t.Failed() {
			t.Logf("the desk said: %s", log)
		}
		d.stop()
	})
	return d
}

// free is an address that nobody listens on.
func free(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	must(t, l.Close())
	return l.Addr().String()
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// until waits for a condition.
func until(t *testing.T, what string, holds func() bool) {
	t.Helper()
	within(t, patience, what, holds)
}

// within waits for a condition as long as it may take.
func within(t *testing.T, long time.Duration, what string, holds func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), long)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-ctx.Done():
			t.Fatalf("waited %s in vain: %s", long, what)
		case <-tick.C:
		}
	}
}

// command is the binary with this desk's settings, in an environment of its own.
func (d *desk) command(args ...string) *exec.Cmd {
	c := exec.Command(binary, args...)
	c.Env = []string{"PATH=" + os.Getenv("PATH"), "SECONDLINE_DB=" + d.db, "SECONDLINE_DATA=" + d.data, "SECONDLINE_LOG_LEVEL=warn"}
	return c
}

// said is what a command printed, and how it ended.
type said struct {
	out, err string
	status   int
}

// lastWord is what scripts cut off.
func (s said) lastWord() string {
	words := strings.Fields(s.out)
	if len(words) == 0 {
		return ""
	}
	return words[len(words)-1]
}

// tries runs a command to its end.
func (d *desk) tries(in string, args ...string) said {
	d.t.Helper()
	c := d.command(args...)
	var out, errOut bytes.Buffer
	c.Stdin, c.Stdout, c.Stderr = strings.NewReader(in), &out, &errOut
	err := c.Run()
	if exit := (&exec.ExitError{}); err != nil && !errors.As(err, &exit) {
		d.t.Fatal(err)
	}
	return said{out.String(), errOut.String(), c.ProcessState.ExitCode()}
}

// runs runs a command that must do what it is told.
func (d *desk) runs(in string, args ...string) said {
	d.t.Helper()
	s := d.tries(in, args...)
	if s.status != 0 {
		d.t.Fatalf("%q ended with %d: %s%s", args, s.status, s.out, s.err)
	}
	return s
}

// refuses runs a command that must fail, with one sentence that says what to do.
func (d *desk) refuses(status int, sentence string, args ...string) {
	d.t.Helper()
	s := d.tries(secret, args...)
	if s.status != status || !strings.Contains(s.err, sentence) || strings.Count(s.err, "secondline: ") != 1 {
		d.t.Errorf("%q ended with %d and %q, want %d and a sentence with %q", args, s.status, s.err, status, sentence)
	}
}

// setUp makes a desk of it without a browser: Acme is its customer, Tom is first
// line, Mara is second line.
func (d *desk) setUp() {
	d.t.Helper()
	d.runs(secret+"\n", "setup", "--name=Nordwind IT", "--admin-name=Ada Root", "--admin-email="+boss, "--admin-password-stdin",
		"--base-url=http://desk.nordwind.test")
	d.runs("", "organisation", "add", "--name=Acme", "--domain=acme.test")
	d.agent("Tom First", "tom@nordwind.test", "First line")
	d.agent("Mara Second", "mara@nordwind.test", "Second line")
	d.runs(secret, "user", "add", "--email=ann@acme.test", "--name=Ann Lee", "--password-stdin")
}

func (d *desk) agent(name, email, team string) {
	d.t.Helper()
	d.runs(secret, "user", "add", "--email="+email, "--name="+name, "--role=agent", "--team="+team, "--clearance=Acme", "--password-stdin")
}

// token is somebody's key to the API.
func (d *desk) token(email string) string {
	d.t.Helper()
	return d.runs("", "token", "create", "--as="+email).lastWord()
}

// A server is the desk while it runs.
type server struct {
	cmd  *exec.Cmd
	out  lines
	done chan struct{} // closed when the process is gone
}

// lines is what a process printed so far.
type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write notes what is printed.
func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// start serves the desk, and waits until it answers.
func (d *desk) start(args ...string) {
	d.t.Helper()
	addr := strings.TrimPrefix(d.url, "http://")
	args = append([]string{
		"serve", "--addr=" + addr, "--smtp-listen=" + d.smtp, "--smtp-relay=" + d.outside.addr, "--metrics-addr=" + d.metrics,
	}, args...)
	s := &server{cmd: d.command(args...), done: make(chan struct{})}
	s.cmd.Stdout, s.cmd.Stderr = &s.out, &s.out
	must(d.t, s.cmd.Start())
	go func() {
		_ = s.cmd.Wait() // how it ended is read from its state, by whoever ended it
		close(s.done)
	}()
	d.server = s
	long := patience
	if slices.Contains(args, "--demo") {
		long = demoPatience
	}
	within(d.t, long, "the desk answers", func() bool {
		select {
		case <-s.done:
			d.t.Fatalf("the desk ended: %s", s.out.String())
		default:
		}
		return s.out.String() != "" && d.answers("/readyz") && takes(d.smtp) && takes(d.metrics)
	})
}

// takes tells whether somebody listens at an address.
func takes(addr string) bool {
	c, err := net.Dial("tcp", addr)
	return err == nil && c.Close() == nil
}

// answers tells whether a page is served.
func (d *desk) answers(path string) bool {
	resp, err := http.Get(d.url + path)
	if err != nil {
		return false
	}
	return resp.Body.Close() == nil && resp.StatusCode == http.StatusOK
}

// stop asks the server to end, as an init system does, and wants it to end well.
func (d *desk) stop() {
	d.t.Helper()
	s := d.end(syscall.SIGTERM)
	if code := s.cmd.ProcessState.ExitCode(); code != 0 {
		d.t.Errorf("the desk ended with %d: %s", code, s.out.String())
	}
}

// kill ends the server as a power cut does.
func (d *desk) kill() { d.t.Helper(); d.end(syscall.SIGKILL) }

func (d *desk) end(how syscall.Signal) *server {
	d.t.Helper()
	s := d.server
	d.server = nil
	must(d.t, s.cmd.Process.Signal(how))
	select {
	case <-s.done:
	case <-time.After(patience):
		d.t.Errorf("the desk did not end within %s of %s", patience, how)
		must(d.t, s.cmd.Process.Kill())
		<-s.done
	}
	return s
}

// An answer is what the desk said.
type answer struct {
	t      *testing.T
	what   string
	status int
	header http.Header
	raw    []byte
	body   map[string]any
}

type m = map[string]any

// call asks the API, as curl would.
func (d *desk) call(token, method, path string, body any, header ...string) answer {
	d.t.Helper()
	sent := []byte(nil)
	if body != nil {
		var err error
		sent, err = json.Marshal(body)
		must(d.t, err)
	}
	q, err := http.NewRequestWithContext(d.t.Context(), method, d.url+"/api/v1"+path, bytes.NewReader(sent))
	must(d.t, err)
	q.Header.Set("Content-Type", "application/json")
	if token != "" {
		q.Header.Set("Authorization", "Bearer "+token)
	}
	for i := 0; i+1 < len(header); i += 2 {
		q.Header.Set(header[i], header[i+1])
	}
	return d.ask(http.DefaultClient, q)
}

// ask sends any request.
func (d *desk) ask(by *http.Client, q *http.Request) answer {
	d.t.Helper()
	resp, err := by.Do(q)
	must(d.t, err)
	a := answer{t: d.t, what: q.Method + " " + q.URL.Path, status: resp.StatusCode, header: resp.Header}
	a.raw, err = io.ReadAll(resp.Body)
	must(d.t, errors.Join(err, resp.Body.Close()))
	if len(a.raw) > 0 && a.raw[0] == '{' {
		must(d.t, json.Unmarshal(a.raw, &a.body))
	}
	return a
}

// is wants a status.
func (a answer) is(status int) answer {
	a.t.Helper()
	if a.status != status {
		a.t.Fatalf("%s: got %d, want %d: %s", a.what, a.status, status, a.raw)
	}
	return a
}

// get reads a value by its path: "team.level.rank".
func (a answer) get(path string) any {
	a.t.Helper()
	var v any = a.body
	for part := range strings.SplitSeq(path, ".") {
		in, ok := v.(m)
		if !ok {
			a.t.Fatalf("%s: no %s in %s", a.what, path, a.raw)
		}
		v = in[part]
	}
	return v
}

func (a answer) text(path string) string { a.t.Helper(); return fmt.Sprint(a.get(path)) }

// has wants a value.
func (a answer) has(path string, want any) answer {
	a.t.Helper()
	if got := a.get(path); got != want {
		a.t.Fatalf("%s: %s is %v, want %v", a.what, path, got, want)
	}
	return a
}

// items are the records of a list.
func (a answer) items() []m {
	a.t.Helper()
	list, ok := a.get("items").([]any)
	if !ok {
		a.t.Fatalf("%s: no list in %s", a.what, a.raw)
	}
	all := make([]m, 0, len(list))
	for _, one := range list {
		all = append(all, one.(m))
	}
	return all
}
