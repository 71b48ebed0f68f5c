package event

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"secondline/internal/id"
	"secondline/internal/kit/clock"
)

// A Wire carries words from node to node; a *db.DB is one.
type Wire interface {
	Notify(ctx context.Context, channel, word string) error
	Listen(ctx context.Context, channel string, heard func(word string))
}

// A Timeline is where what all nodes committed can be read.
type Timeline interface {
	// Since gives the ids of the entries after one, the oldest first, up to a number.
	Since(ctx context.Context, after id.Entry, most int) ([]id.Entry, error)
	// Of gives the events of entries, the oldest first.
	Of(ctx context.Context, entries []id.Entry) ([]Event, error)
}

// TailOptions are what a Tail needs.
type TailOptions struct {
	Bus      *Bus
	Wire     Wire
	Timeline Timeline
	Clock    clock.Clock
	Log      *slog.Logger
}

// A Tail tells a node's listeners what other nodes committed.
//
// An entry's id is made before its transaction commits, and on the clock of its
// node, so what is newest is not always last: each look goes back a little over
// what was seen, and now and then further, and what was told before is not told
// again. A word on the wire says only that it is worth to look now; whoever
// misses it looks a second later.
type Tail struct {
	TailOptions
	name string
	wake chan struct{}
	out  chan struct{}

	mu       sync.Mutex
	fleeting []Event // still to be sent to the others

	newest id.Entry
	swept  time.Time
}

const (
	channel   = "secondline_events"
	lookEvery = time.Second
	settle    = 40 * time.Millisecond // what happens within it is told together
	back      = 5 * time.Second       // how far a look goes back
	farBack   = time.Minute           // and how far it does now and then
	sweep     = 15 * time.Second
	mostIDs   = 50_000
	mostNew   = 1000 // more than these are not told one by one
	longest   = 7000 // bytes of a word; PostgreSQL takes 8,000
)

// NewTail makes the tail of a node's bus. It does nothing until Run.
func NewTail(o TailOptions) *Tail {
	t := &Tail{TailOptions: o, name: fmt.Sprintf("%x", o.Clock.Now().UnixNano()), wake: make(chan struct{}, 1), out: make(chan struct{}, 1)}
	o.Bus.mu.Lock()
	o.Bus.told, o.Bus.tell = map[id.Entry]struct{}{}, t.happened
	o.Bus.mu.Unlock()
	return t
}

// Run follows the other nodes until ctx ends.
func (t *Tail) Run(ctx context.Context) {
	var all sync.WaitGroup
	defer all.Wait()
	all.Go(func() { t.Wire.Listen(ctx, channel, t.heard) })
	all.Go(func() { t.speak(ctx) })
	for ctx.Err() == nil {
		if err := t.Look(ctx); err != nil && ctx.Err() == nil {
			t.Log.Error("what other nodes did could not be read", "error", err)
		}
		select {
		case <-ctx.Done():
		case <-t.Clock.After(lookEvery):
		case <-t.wake:
			t.pause(ctx)
		}
	}
}

func (t *Tail) pause(ctx context.Context) {
	select {
	case <-ctx.Done():
	case <-t.Clock.After(settle):
	}
}

// A word is what one node tells the others: that there is something to look for,
// and what they would not find.
type word struct {
	From     string  `json:"from"`
	Fleeting []Event `json:"fleeting,omitempty"`
}

// happened notes that there is something to tell the others. The bus is locked.
func (t *Tail) happened(events []Event) {
	t.mu.Lock()
	for _, e := range events {
		if e.Fleeting {
			t.fleeting = append(t.fleeting, e)
		}
	}
	t.mu.Unlock()
	poke(t.out)
}

// speak tells the other nodes, at most once in a while.
func (t *Tail) speak(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-t.out:
		}
		for _, w := range t.words() {
			if err := t.Wire.Notify(ctx, channel, w); err != nil && ctx.Err() == nil {
				t.Log.Warn("the other nodes could not be told; they look for themselves", "error", err)
			}
		}
		t.pause(ctx)
	}
}

// words are what there is to tell, each short enough.
func (t *Tail) words() []string {
	t.mu.Lock()
	rest := t.fleeting
	t.fleeting = nil
	t.mu.Unlock()
	var out []string
	for n := len(rest); ; {
		text, err := json.Marshal(word{From: t.name, Fleeting: rest[:n]})
		if err != nil || (len(text) > longest && n <= 1) {
			t.Log.Warn("an event is too long for the other nodes", "error", err)
			return out
		}
		if len(text) > longest {
			n /= 2
			continue
		}
		out, rest = append(out, string(text)), rest[n:]
		if n = len(rest); n == 0 {
			return out
		}
	}
}

// heard takes a word of any node, or "" when some may have been missed.
func (t *Tail) heard(text string) {
	var w word
	if text != "" {
		if err := json.Unmarshal([]byte(text), &w); err != nil {
			t.Log.Warn("a node speaks another language", "error", err)
		}
	}
	if w.From == t.name {
		return
	}
	t.pass(w.Fleeting)
	poke(t.wake)
}

func poke(ch chan struct{}) {
	select {
	case ch <- struct{}{}:
	default:
	}
}

// Look reads what was committed since the last look and passes on what the
// listeners have not heard. The first look only learns where it stands.
func (t *Tail) Look(ctx context.Context) error {
	first := t.newest == 0
	far := first || t.Clock.Now().Sub(t.swept) >= sweep
	from := t.edge(back)
	if far {
		from = t.edge(farBack)
	}
	seen, err := t.Timeline.Since(ctx, from, mostIDs)
	if err != nil {
		return err
	}
	switch fresh := t.unknown(seen); {
	case first:
		t.know(seen)
	case len(fresh) > mostNew:
		t.know(seen)
		t.cutOff()
	case len(fresh) > 0:
		events, err := t.Timeline.Of(ctx, fresh)
		if err != nil {
			return err
		}
		t.pass(events)
	}
	t.moveOn(seen)
	if far {
		t.swept = t.Clock.Now()
		t.forget()
	}
	return nil
}

func (t *Tail) pass(events []Event) {
	t.Bus.mu.Lock()
	defer t.Bus.mu.Unlock()
	t.Bus.pass(events)
}

// edge is the entry to begin after, some time before the newest known one, or
// before now.
func (t *Tail) edge(d time.Duration) id.Entry {
	now := id.At(t.Clock.Now())
	if t.newest != 0 {
		now = min(now, int64(t.newest))
	}
	return id.Entry(now - id.Span(d))
}

func (t *Tail) unknown(seen []id.Entry) []id.Entry {
	t.Bus.mu.Lock()
	defer t.Bus.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(seen), func(e id.Entry) bool {
		_, known := t.Bus.told[e]
		return known
	})
}

// know takes entries for told.
func (t *Tail) know(seen []id.Entry) {
	t.Bus.mu.Lock()
	defer t.Bus.mu.Unlock()
	for _, e := range seen {
		t.Bus.told[e] = struct{}{}
	}
}

// moveOn notes how far this node has seen: of one whose clock is ahead, no
// further than now.
func (t *Tail) moveOn(seen []id.Entry) {
	now := id.Entry(id.At(t.Clock.Now()))
	if len(seen) > 0 {
		t.newest = max(t.newest, min(seen[len(seen)-1], now))
	}
	if t.newest == 0 {
		t.newest = now
	}
}

// forget drops what no look will meet again.
func (t *Tail) forget() {
	oldest := t.edge(2 * farBack)
	t.Bus.mu.Lock()
	defer t.Bus.mu.Unlock()
	for e := range t.Bus.told {
		if e < oldest {
			delete(t.Bus.told, e)
		}
	}
}

// cutOff ends every stream: there is too much to tell. Who comes back is told
// what they missed, or to load everything anew.
func (t *Tail) cutOff() {
	t.Bus.mu.Lock()
	defer t.Bus.mu.Unlock()
	for ch := range t.Bus.listeners {
		t.Bus.drop(ch)
	}
}
