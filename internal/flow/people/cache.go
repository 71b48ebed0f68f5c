package people

import (
	"sync"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/id"
)

// A burst of requests from one screen asks for one actor many times. What was
// looked up is remembered for this long, so rights that another node took away
// end within it.
const remember = time.Second

// maxKnown bounds what is remembered.
const maxKnown = 10_000

// A known actor, and by what it was known.
type known struct {
	at      time.Time // when it was looked up
	actor   access.Actor
	session id.Session
	token   id.Token
	seen    time.Time // when session or token was noted as used
}

// actors are those looked up a moment ago, by the hash of what they showed.
type actors struct {
	mu    sync.Mutex
	by    map[string]known
	epoch int64 // grows with every forgetting
}

func newActors() *actors { return &actors{by: map[string]known{}} }

func (a *actors) get(hash []byte, now time.Time) (known, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	k, ok := a.by[string(hash)]
	if !ok || now.Sub(k.at) >= remember || now.Before(k.at) {
		return known{}, false
	}
	return k, true
}

// era is to be asked before looking up. What is looked up is dropped if somebody
// was forgotten meanwhile: it may be what they were before.
func (a *actors) era() int64 {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.epoch
}

func (a *actors) put(hash []byte, k known, era int64) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if era != a.epoch {
		return
	}
	if len(a.by) >= maxKnown {
		clear(a.by)
	}
	a.by[string(hash)] = k
}

// forget drops whatever a person showed.
func (a *actors) forget(p id.Person) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.epoch++
	for hash, k := range a.by {
		if k.actor.Person == p {
			delete(a.by, hash)
		}
	}
}

// clear drops everything.
func (a *actors) clear() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.epoch++
	clear(a.by)
}
