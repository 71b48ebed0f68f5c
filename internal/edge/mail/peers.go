package mail

import (
	"net"
	"sync"
	"time"

	"secondline/internal/kit/clock"
)

// Limits bound what one peer may ask. Zero values mean the defaults. Our own
// machine hands over everybody's mail, so that it is bounded by connections
// only.
type Limits struct {
	Connections int // at the same time from one address; 20
	Total       int // at the same time from everywhere; 200
	PerMinute   int // mails from one address; 300
}

func (l Limits) orDefaults() Limits {
	if l.Connections == 0 {
		l.Connections = 20
	}
	if l.Total == 0 {
		l.Total = 200
	}
	if l.PerMinute == 0 {
		l.PerMinute = 300
	}
	return l
}

// peers counts what each peer does.
type peers struct {
	limits Limits
	clock  clock.Clock
	mu     sync.Mutex
	open   map[string]int
	total  int
	mails  map[string]int // in the minute that began at since
	since  time.Time
}

func newPeers(l Limits, c clock.Clock) *peers {
	return &peers{limits: l.orDefaults(), clock: c, open: map[string]int{}, mails: map[string]int{}, since: c.Now()}
}

// connect counts a connection in, if there is room for it.
func (p *peers) connect(peer string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.total >= p.limits.Total || p.open[peer] >= p.limits.Connections && !own(peer) {
		return false
	}
	p.total++
	p.open[peer]++
	return true
}

func (p *peers) leave(peer string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.total--
	if p.open[peer]--; p.open[peer] == 0 {
		delete(p.open, peer)
	}
}

// any tells whether somebody is connected.
func (p *peers) any() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.total > 0
}

// mail counts a mail, and tells whether it is within the peer's rate.
func (p *peers) mail(peer string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if now := p.clock.Now(); now.Sub(p.since) >= time.Minute {
		p.since = now
		clear(p.mails)
	}
	p.mails[peer]++
	return own(peer) || p.mails[peer] <= p.limits.PerMinute
}

// own tells whether a peer is this very machine.
func own(peer string) bool {
	ip := net.ParseIP(peer)
	return ip != nil && ip.IsLoopback()
}

// limited accepts only the connections that there is room for.
type limited struct {
	net.Listener
	peers *peers
}

// Accept waits for the next connection.
func (l limited) Accept() (net.Conn, error) {
	for {
		c, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		peer := host(c.RemoteAddr())
		if l.peers.connect(peer) {
			return &counted{Conn: c, leave: sync.OnceFunc(func() { l.peers.leave(peer) })}, nil
		}
		refuse(c)
	}
}

// refuse tells a peer to come back later. It must not wait for one that does not
// listen.
func refuse(c net.Conn) {
	// Whether they hear it does not matter: the connection ends either way.
	_, _ = c.Write([]byte("421 4.7.0 Too many connections from you; please try again later\r\n"))
	_ = c.Close() // nothing of theirs is lost
}

// counted is a connection that is counted out once it is closed.
type counted struct {
	net.Conn
	leave func()
}

// Close closes the connection.
func (c *counted) Close() error {
	c.leave()
	return c.Conn.Close()
}
