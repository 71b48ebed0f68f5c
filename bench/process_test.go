package bench

import (
	"bufio"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// BenchmarkProcess measures the binary from outside: how fast it answers after it
// is started, what it holds in memory when nobody asks, and what the first pages
// weigh on the wire.
func BenchmarkProcess(b *testing.B) {
	bin, err := filepath.Abs("../bin/secondline")
	must(b, err)
	if _, err := os.Stat(bin); err != nil {
		b.Skip("there is no bin/secondline; run `make bench`, which builds it")
	}
	dir := b.TempDir()
	setUp := exec.Command(bin, "setup", "--data", dir, "--name", "Bench", "--admin-email", "root@bench.test", "--admin-password-stdin")
	setUp.Stdin = strings.NewReader("measured at night\n")
	if out, err := setUp.CombinedOutput(); err != nil {
		b.Fatalf("setup: %v: %s", err, out)
	}
	var start time.Duration
	var memory int64
	b.ResetTimer()
	for range b.N {
		s := launch(b, bin, dir)
		start += s.took
		if memory == 0 {
			time.Sleep(3 * time.Second) // idle, as after a quiet while
			memory = resident(b, s.cmd.Process.Pid)
			b.ReportMetric(weigh(b, s.url+"/console/")/1000, "console-kB")
			b.ReportMetric(weigh(b, s.url+"/sign-in")/1000, "portal-kB")
		}
		s.stop()
	}
	b.ReportMetric(float64(start.Milliseconds())/float64(b.N), "cold-start-ms")
	b.ReportMetric(float64(memory)/1e6, "idle-MB")
}

type server struct {
	cmd  *exec.Cmd
	url  string
	took time.Duration // from the start of the process to the first answer
	stop func()
}

func launch(b *testing.B, bin, dir string) server {
	b.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(b, err)
	at := l.Addr().String()
	must(b, l.Close())
	ctx, cancel := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, bin, "serve", "--addr", at, "--data", dir)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) }
	begun := time.Now()
	must(b, cmd.Start())
	for {
		resp, err := http.Get("http://" + at + "/readyz")
		if err == nil {
			must(b, resp.Body.Close())
			break
		}
		if time.Since(begun) > 20*time.Second {
			b.Fatal("the desk does not answer")
		}
		time.Sleep(time.Millisecond)
	}
	return server{cmd: cmd, url: "http://" + at, took: time.Since(begun), stop: func() {
		cancel()
		if err := cmd.Wait(); err != nil && ctx.Err() == nil {
			b.Error(err)
		}
	}}
}

// resident is the process's memory, in bytes.
func resident(b *testing.B, pid int) int64 {
	b.Helper()
	f, err := os.Open(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Skip("the memory of a process is read from /proc")
	}
	defer func() { must(b, f.Close()) }()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		if rest, ok := strings.CutPrefix(lines.Text(), "VmRSS:"); ok {
			kb, err := strconv.ParseInt(strings.Fields(rest)[0], 10, 64)
			must(b, err)
			return kb << 10
		}
	}
	return 0
}

var loads = regexp.MustCompile(`(?:src|href)="(/[^"]+\.(?:js|css|woff2)[^"]*)"`)

// weigh adds up a page and what it loads, as bytes on the wire.
func weigh(b *testing.B, page string) float64 {
	b.Helper()
	wire, text := fetch(b, page)
	root := page[:strings.Index(page[8:], "/")+8]
	for _, found := range loads.FindAllStringSubmatch(text, -1) {
		n, _ := fetch(b, root+found[1])
		wire += n
	}
	return wire
}

func fetch(b *testing.B, url string) (wire float64, text string) {
	b.Helper()
	q, err := http.NewRequest(http.MethodGet, url, nil)
	must(b, err)
	q.Header.Set("Accept-Encoding", "gzip")
	resp, err := http.DefaultTransport.RoundTrip(q)
	must(b, err)
	raw, err := io.ReadAll(resp.Body)
	must(b, err)
	must(b, resp.Body.Close())
	if resp.Header.Get("Content-Encoding") != "gzip" {
		return float64(len(raw)), string(raw)
	}
	z, err := gzip.NewReader(strings.NewReader(string(raw)))
	must(b, err)
	plain, err := io.ReadAll(z)
	must(b, err)
	return float64(len(raw)), string(plain)
}
