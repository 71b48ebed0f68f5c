package app_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"secondline/internal/app"
	"secondline/internal/core/access"
	"secondline/internal/db/dbtest"
	"secondline/internal/desk/clock"
	"secondline/internal/flow/admin"
	"secondline/internal/flow/people"
	"secondline/internal/id"
	wall "secondline/internal/kit/clock"
	"secondline/internal/kit/openhours"
)

// node, when set, makes this test binary one node of a desk: it is the settings.
const node = "SECONDLINE_APP_NODE"

func TestMain(m *testing.M) {
	if settings := os.Getenv(node); settings != "" {
		if err := serves(settings); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func serves(settings string) error {
	var c app.Config
	if err := json.Unmarshal([]byte(settings), &c); err != nil {
		return err
	}
	a, err := app.Open(context.Background(), c)
	if err != nil {
		return err
	}
	return a.Serve(context.Background(), io.Discard)
}

// A pair is a desk on PostgreSQL that two processes serve.
type pair struct {
	*rig
	config   app.Config
	ann, tom string // their tokens

	mu    sync.Mutex
	acked map[id.Ref]acknowledged
	heard map[id.Ref]time.Time // when the second node's stream told of it
}

type acknowledged struct {
	at      time.Time
	by      int // which node said so
	offered bool
}

// The clocks of this desk are short: a solution in six seconds, with a warning
// after three, and four to take a handover.
func newPair(t *testing.T) *pair {
	t.Helper()
	p := &pair{acked: map[id.Ref]acknowledged{}, heard: map[id.Ref]time.Time{}}
	p.config = app.Config{Addr: "127.0.0.1:0", DB: dbtest.PostgresURL(t), Data: t.TempDir(), LogLevel: "error"}
	p.rig = &rig{t: t}
	p.app = opened(t, p.config)
	t.Cleanup(func() { p.must(p.app.Close()) })
	boss, err := p.app.Admin.SetUp(t.Context(), admin.SetUpIn{Name: "Harbourlight", AdminName: "Ada Root", AdminEmail: "root@desk.test", Password: "a harbour at night"})
	p.must(err)
	p.root, err = people.Actor(t.Context(), p.app.DB.Read(), boss.ID)
	p.must(err)
	acme := p.organisation("Acme", "acme.test")
	_, p.ann = p.person(acme, "Ann Lee", "ann@acme.test", access.Requester)
	var tom id.Person
	tom, p.tom = p.person(p.root.Organisation, "Tom First", "tom@desk.test", access.Agent, acme)
	p.join(p.teamNamed("First line"), tom)
	var always openhours.Week
	for day := range always {
		always[day] = []openhours.Window{{From: 0, To: 1440}}
	}
	name, none := "Always", []string{}
	c, err := p.app.Admin.AddCalendar(t.Context(), p.root, admin.CalendarIn{Name: &name, Week: &always})
	p.must(err)
	for kind, length := range map[clock.Kind]time.Duration{clock.Resolution: 6 * time.Second, clock.Acknowledge: 4 * time.Second} {
		name, half := "Short "+string(kind), 50
		_, err := p.app.Admin.AddTarget(t.Context(), p.root, admin.TargetIn{
			Name: &name, Clock: &kind, Organisation: &acme, Calendar: &c.ID, Length: &length, Warn: &half, PauseOn: &none,
		})
		p.must(err)
	}
	return p
}

// A process is one node.
type process struct {
	cmd *exec.Cmd
	url string
}

func (p *pair) start() *process {
	p.t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	p.must(err)
	c := p.config
	c.Addr = l.Addr().String()
	p.must(l.Close())
	settings, err := json.Marshal(c)
	p.must(err)
	n := &process{cmd: exec.Command(os.Args[0]), url: "http://" + c.Addr}
	n.cmd.Env, n.cmd.Stderr = append(os.Environ(), node+"="+string(settings)), os.Stderr
	p.must(n.cmd.Start())
	p.t.Cleanup(n.kill)
	p.until("a node answers", func() bool {
		res, err := http.Get(n.url + "/readyz")
		return err == nil && res.Body.Close() == nil && res.StatusCode == http.StatusOK
	})
	return n
}

// until waits for a condition.
func (p *pair) until(what string, holds func() bool) {
	p.t.Helper()
	tick, over := time.NewTicker(20*time.Millisecond), time.After(time.Minute)
	defer tick.Stop()
	for !holds() && !p.t.Failed() {
		select {
		case <-tick.C:
		case <-over:
			p.t.Fatalf("waited a minute in vain: %s", what)
		}
	}
}

// kill ends it as a power cut does; once more changes nothing.
func (n *process) kill() {
	if n.cmd.ProcessState == nil {
		_ = n.cmd.Process.Kill() // it may be gone
		_ = n.cmd.Wait()         // killed, which is an error
	}
}

// asks calls a node; a node that is gone is status 0.
func (n *process) asks(token, method, path string, body any) (int, map[string]any) {
	sent, err := json.Marshal(body)
	if err != nil {
		return 0, nil
	}
	q, err := http.NewRequest(method, n.url+"/api/v1"+path, bytes.NewReader(sent))
	if err != nil {
		return 0, nil
	}
	q.Header.Set("Authorization", "Bearer "+token)
	q.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(q)
	if err != nil {
		return 0, nil
	}
	defer res.Body.Close()
	answer := map[string]any{}
	if json.NewDecoder(res.Body).Decode(&answer) != nil {
		return 0, nil
	}
	return res.StatusCode, answer
}

// works opens tickets at a node and hands some over, until there are enough. When
// its node is gone it goes on at the other.
func (p *pair) works(nodes []*process, at, until int) {
	pace := time.NewTicker(60 * time.Millisecond) // a desk of some people, not a benchmark
	defer pace.Stop()
	for i := 0; p.count() < until; i++ {
		<-pace.C
		status, answer := nodes[at].asks(p.ann, "POST", "/tickets", m{"subject": "Mail loops", "body": "Again."})
		if status == 0 {
			at = 1
			continue
		}
		ref, ok := answer["ref"].(string)
		if status != http.StatusCreated || !ok {
			p.t.Errorf("opening a ticket: %d %v", status, answer)
			return
		}
		done := acknowledged{at: wall.Wall{}.Now(), by: at}
		if i%3 == 0 {
			status, _ := nodes[at].asks(p.tom, "POST", "/tickets/"+ref+"/handovers", m{
				"direction": "up", "reason": "skill", "ask": "Look.", "summary": "It loops.", "because": "it is all we know", "customer_message": "A colleague looks at it.",
			})
			if done.offered = status == http.StatusCreated; !done.offered && status != 0 {
				p.t.Errorf("handing over %s: %d", ref, status)
			}
		}
		p.mu.Lock()
		p.acked[id.Ref(ref)] = done
		p.mu.Unlock()
	}
}

func (p *pair) count() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.acked)
}

// listens notes what a node's live stream tells of, until ctx ends.
func (p *pair) listens(ctx context.Context, n *process) {
	p.t.Helper()
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, n.url+"/api/v1/live", nil)
	p.must(err)
	q.Header.Set("Authorization", "Bearer "+p.tom)
	res, err := http.DefaultClient.Do(q)
	p.must(err)
	go func() {
		defer res.Body.Close()
		lines, kind := bufio.NewScanner(res.Body), ""
		for lines.Scan() {
			if k, ok := strings.CutPrefix(lines.Text(), "event: "); ok {
				kind = k
			}
			data, ok := strings.CutPrefix(lines.Text(), "data: ")
			var e struct{ Ref id.Ref }
			if !ok || kind != "ticket.opened" || json.Unmarshal([]byte(data), &e) != nil {
				continue
			}
			p.mu.Lock()
			p.heard[e.Ref] = wall.Wall{}.Now()
			p.mu.Unlock()
		}
	}()
}

// TestOneOfTwoNodesIsKilled lets two processes serve one desk under load and kills
// one. What was acknowledged must be there, every clock must fire once and on time
// within the bound, and who listens at the survivor must have heard of it all.
func TestOneOfTwoNodesIsKilled(t *testing.T) {
	const most = 450
	p := newPair(t)
	nodes := []*process{p.start(), p.start()}
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	p.listens(ctx, nodes[1])
	var all sync.WaitGroup
	for i := range 4 {
		all.Go(func() { p.works(nodes, i%2, most) })
	}
	p.until("much is done", func() bool { return p.count() >= most*2/3 })
	nodes[0].kill()
	killed := wall.Wall{}.Now()
	all.Wait()
	p.comesToRest()
	p.lostNothing()
	p.heardAll()
	p.firedOnce(killed)
	problems, err := p.app.Verify(t.Context())
	p.must(err)
	for _, x := range problems {
		t.Errorf("it does not hold: %+v", x)
	}
}
