// Package event tells those who listen what happened, after it was committed.
//
//	event.go  the Bus: everybody on this node
//	tail.go   the Tail: what other nodes did
//
// A Bus lives in one process and keeps nothing: the timeline is the memory, and
// a listener who missed something reads it there (an Event's ID is the entry's).
// Where several nodes share a database, a Tail on each passes on what the others
// committed, so that a listener hears the same on any node; told twice is heard
// once.
package event

import (
	"context"
	"sync"

	"secondline/internal/id"
)

// An Event is a committed fact, small enough to send to many.
type Event struct {
	ID           id.Entry
	Kind         string
	Ticket       id.Ticket
	Ref          id.Ref
	Organisation id.Organisation
	Requester    id.Person
	Teams        []id.Team   // that it concerns: the owner, the one on offer
	People       []id.Person // that it concerns: assignee, watchers
	Audience     string
	Seq          int64
	Version      int64
	Fleeting     bool // on no timeline, with an id of its own: other nodes hear it now or never
}

// queue is how many events a listener may fall behind before it is cut off.
const queue = 256

// A Bus passes events on. The zero Bus is ready.
type Bus struct {
	mu        sync.Mutex
	listeners map[chan *Event]struct{}
	told      map[id.Entry]struct{} // what was passed on lately; nil while there is no Tail
	tell      func([]Event)         // the Tail's, for what happened here
}

// Subscribe listens until ctx ends. The channel is closed then, or when the
// listener falls too far behind: it should subscribe anew and catch up from the
// timeline. All listeners share an event; it is not theirs to change.
func (b *Bus) Subscribe(ctx context.Context) <-chan *Event {
	ch := make(chan *Event, queue)
	b.mu.Lock()
	if b.listeners == nil {
		b.listeners = map[chan *Event]struct{}{}
	}
	b.listeners[ch] = struct{}{}
	b.mu.Unlock()
	context.AfterFunc(ctx, func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.drop(ch)
	})
	return ch
}

// Publish passes on what happened here, without ever waiting for a listener.
func (b *Bus) Publish(events ...Event) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.pass(events)
	if b.tell != nil && len(events) > 0 {
		b.tell(events)
	}
}

// pass hands each event to every listener, once.
func (b *Bus) pass(events []Event) {
	for _, e := range events {
		if _, known := b.told[e.ID]; known {
			continue
		}
		if b.told != nil {
			b.told[e.ID] = struct{}{}
		}
		for ch := range b.listeners {
			select {
			case ch <- &e:
			default:
				b.drop(ch)
			}
		}
	}
}

func (b *Bus) drop(ch chan *Event) {
	if _, ok := b.listeners[ch]; ok {
		delete(b.listeners, ch)
		close(ch)
	}
}
