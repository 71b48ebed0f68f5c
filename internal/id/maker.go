package id

import (
	"sync"
	"time"

	"secondline/internal/kit/clock"
)

// epoch is where ids begin: 41 bits of milliseconds from here last until 2089.
var epoch = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)

const (
	nodeBits = 10
	seqBits  = 12
)

// A Maker makes ids that grow with time: 41 bits of milliseconds, 10 bits of
// node, 12 bits of sequence (the layout of Twitter's Snowflake). When more than
// 4,096 are wanted in a millisecond, or the clock steps back, it borrows from
// the milliseconds to come, so ids of one maker always grow.
type Maker struct {
	clock clock.Clock
	node  int64
	mu    sync.Mutex
	last  int64 // milliseconds and sequence of the last id
}

// NewMaker makes ids for a node, 0 to 1023, unique among those that share a database.
func NewMaker(c clock.Clock, node int) *Maker {
	return &Maker{clock: c, node: int64(node) & (1<<nodeBits - 1)}
}

// Next is a new id, larger than all before it.
func (m *Maker) Next() int64 {
	now := m.clock.Now().Sub(epoch).Milliseconds() << seqBits
	m.mu.Lock()
	defer m.mu.Unlock()
	m.last = max(now, m.last+1)
	ms, seq := m.last>>seqBits, m.last&(1<<seqBits-1)
	return ms<<(nodeBits+seqBits) | m.node<<seqBits | seq
}

// At is the smallest id that can have been made at a time. It turns a time into
// a position in a table that is ordered by id.
func At(t time.Time) int64 {
	return max(0, t.Sub(epoch).Milliseconds()) << (nodeBits + seqBits)
}

// Span is how far ids grow in a time.
func Span(d time.Duration) int64 { return d.Milliseconds() << (nodeBits + seqBits) }
