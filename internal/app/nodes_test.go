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
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"secondline/internal/app"
	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/db/dbtest"
	"secondline/internal/desk/clock"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/admin"
	"secondline/internal/flow/people"
	"secondline/internal/id"
	wall "secondline/internal/kit/clock"
	"secondline/internal/kit/openhours"
	"secondline/internal/view/clocks"
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
	for range 1000 {
		if res, err := http.Get(n.url + "/readyz"); err == nil && res.Body.Close() == nil && res.StatusCode == 200 {
			return n
		}
		time.Sleep(20 * time.Millisecond)
	}
	p.t.Fatal("a node does not answer")
	return nil
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
	for i := 0; p.count() < until; i++ {
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
		time.Sleep(60 * time.Millisecond) // a desk of some people, not a benchmark
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
	for p.count() < most*2/3 && !t.Failed() {
		time.Sleep(10 * time.Millisecond)
	}
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

// comesToRest waits until every clock of what was acknowledged has run out.
func (p *pair) comesToRest() {
	p.t.Helper()
	for range 600 {
		n, err := db.One(p.t.Context(), p.app.DB.Read(), func(r db.Row) (n int, err error) { return n, r.Scan(&n) }, `
			SELECT count(DISTINCT ticket_id)
			  FROM timeline_entry
			 WHERE kind = 'clock.breached' AND facts LIKE '%"clock":"resolution"%'`)
		p.must(err)
		if n >= p.count() {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	p.t.Fatal("after a minute there are clocks that have not run out")
}

func (p *pair) lostNothing() {
	p.t.Helper()
	offers := 0
	for ref, said := range p.acked {
		n, err := id.ParseRef(string(ref))
		p.must(err)
		k, err := ticket.ByNumber(p.t.Context(), p.app.DB.Read(), n)
		if err != nil {
			p.t.Errorf("acknowledged and lost: %s: %v", ref, err)
			continue
		}
		if said.offered && k.Seq < 2 {
			p.t.Errorf("acknowledged and lost: the handover of %s", ref)
		}
		if said.offered {
			offers++
		}
	}
	p.t.Logf("%d tickets and %d handovers acknowledged, none lost", len(p.acked), offers)
}

// heardAll: the survivor's stream told of what either node was told.
func (p *pair) heardAll() {
	p.t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	var late []time.Duration
	for ref, said := range p.acked {
		at, ok := p.heard[ref]
		if !ok {
			p.t.Errorf("the survivor's stream never told of %s, which node %d opened", ref, said.by)
		}
		if ok && said.by == 0 {
			late = append(late, max(0, at.Sub(said.at)))
		}
	}
	p.t.Logf("%d tickets of the other node heard, after its answer: %s", len(late), quantiles(late))
}

// firedOnce: no clock fired twice, and none that is due has not.
func (p *pair) firedOnce(killed time.Time) {
	p.t.Helper()
	type firing struct {
		Run     int
		At, Due time.Time
	}
	ctx, fired := p.t.Context(), map[string]int{}
	var late, after []time.Duration
	err := p.app.DB.Read().Each(ctx, func(r db.Row) error {
		var kind, ticket, facts string
		var at time.Time
		var f firing
		if err := r.Scan(&ticket, &kind, db.Into(&at), &facts); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(facts), &f); err != nil {
			return err
		}
		fired[fmt.Sprint(ticket, " ", kind, " ", f.Run)]++
		due := f.Due
		if kind == "clock.warned" {
			due = f.At
		}
		late = append(late, at.Sub(due))
		if at.After(killed) {
			after = append(after, at.Sub(due))
		}
		return nil
	}, `
		SELECT CAST(ticket_id AS TEXT), kind, at, facts
		  FROM timeline_entry
		 WHERE kind IN ('clock.warned', 'clock.breached')
		 ORDER BY id`)
	p.must(err)
	for what, n := range fired {
		if n != 1 {
			p.t.Errorf("%s fired %d times", what, n)
		}
	}
	p.missedNone()
	if worst := slices.Max(late); worst > 20*time.Second {
		p.t.Errorf("a clock fired %s late", worst)
	}
	p.t.Logf("%d clocks fired once each; late: %s; after the kill: %s", len(fired), quantiles(late), quantiles(after))
}

func (p *pair) missedNone() {
	p.t.Helper()
	ctx, now := p.t.Context(), wall.Wall{}.Now()
	h := p.app.DB.Read()
	policy, err := p.app.Door.History(ctx, h)
	p.must(err)
	for ref := range p.acked {
		n, err := id.ParseRef(string(ref))
		p.must(err)
		k, err := ticket.ByNumber(ctx, h, n)
		p.must(err)
		for _, r := range clocks.Of(k, policy, now) {
			if r.State == clock.Running && r.BreachedAt.IsZero() && !r.DueAt.IsZero() && r.DueAt.Before(now.Add(-20*time.Second)) {
				p.t.Errorf("%s: its %s clock was due at %s and did not fire", ref, r.Kind, r.DueAt)
			}
		}
	}
}

func quantiles(list []time.Duration) string {
	if len(list) == 0 {
		return "none"
	}
	slices.Sort(list)
	at := func(q float64) time.Duration { return list[int(q*float64(len(list)-1))].Round(time.Millisecond) }
	return fmt.Sprintf("p50 %s, p99 %s, most %s", at(.5), at(.99), at(1))
}
