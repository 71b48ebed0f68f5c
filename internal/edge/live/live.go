// Package live tells those who look at the desk what happens on it, by
// server-sent events: within a second, and only what they may see.
//
// An event says that something happened, never what: the listener reads the
// ticket again, through the API, which decides anew. A listener that was cut off
// names the last event it heard (Last-Event-ID) and is told what it missed from
// the timelines; after too long a time it is told to load everything anew.
//
// What always holds: who listens is asked for anew at every heartbeat, so a
// session that ended ends its streams within a quarter of a minute; a listener
// that is too slow is cut off and catches up, so it holds up nobody.
package live

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/core/event"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/clock"
	"secondline/internal/kit/errs"
	"secondline/internal/view/feed"
)

// Deps are what the stream needs.
type Deps struct {
	Bus   *event.Bus
	Who   func(*http.Request) (access.Actor, error)
	Read  *work.Door // for what a listener missed
	Log   *slog.Logger
	Clock clock.Clock // the wall's if nil
}

const (
	heartbeat = 15 * time.Second
	writeTime = 10 * time.Second // after it, a listener that takes nothing is gone
)

// A Live is the handler of the stream.
type Live struct {
	Deps
	over  chan struct{}
	close sync.Once
}

// New makes the handler.
func New(d Deps) *Live {
	if d.Clock == nil {
		d.Clock = clock.Wall{}
	}
	return &Live{Deps: d, over: make(chan struct{})}
}

// Close ends all streams; a server that stops need not wait for them.
func (l *Live) Close() { l.close.Do(func() { close(l.over) }) }

// ServeHTTP streams until the listener goes, their right ends, or the desk stops.
func (l *Live) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	me, err := l.Who(r)
	if err != nil {
		l.refuse(w, err)
		return
	}
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	s := &stream{w: w, flush: http.NewResponseController(w), me: me, told: map[id.Entry]bool{}}
	events := l.Bus.Subscribe(ctx) // before catching up, so that nothing falls between
	for name, value := range map[string]string{
		"Content-Type": "text/event-stream", "Cache-Control": "no-store", "X-Accel-Buffering": "no", "X-Content-Type-Options": "nosniff",
	} {
		w.Header().Set(name, value)
	}
	if err := s.send("retry: 2000\n: here\n\n"); err != nil {
		return
	}
	if err := l.catchUp(ctx, s, r.Header.Get("Last-Event-ID")); err != nil {
		l.ended(ctx, err)
		return
	}
	l.ended(ctx, l.follow(r, s, events))
}

// follow passes events on, with a heartbeat that also asks whether the listener
// may still listen.
func (l *Live) follow(r *http.Request, s *stream, events <-chan *event.Event) error {
	beat := l.Clock.After(heartbeat)
	for {
		select {
		case <-r.Context().Done():
			return nil
		case <-l.over:
			return nil
		case e, open := <-events:
			if !open { // too slow; they come back and catch up
				return nil
			}
			if err := s.tell(e); err != nil {
				return err
			}
		case <-beat:
			me, err := l.Who(r)
			if err != nil {
				return err
			}
			s.me = me
			if err := s.send(": beat\n\n"); err != nil {
				return err
			}
			beat = l.Clock.After(heartbeat)
		}
	}
}

// catchUp tells what happened since the last event that the listener heard.
func (l *Live) catchUp(ctx context.Context, s *stream, last string) error {
	if last == "" {
		return nil
	}
	from, err := id.Parse[id.Entry](last)
	if err != nil {
		return s.reload()
	}
	missed, more, err := feed.After(ctx, l.Read.Read(), s.me, from)
	if err != nil {
		return err
	}
	if more {
		return s.reload()
	}
	for i := range missed {
		if err := s.write(&missed[i]); err != nil {
			return err
		}
		s.told[missed[i].ID] = true
	}
	return nil
}

// ended logs why a stream broke off, unless the listener left.
func (l *Live) ended(ctx context.Context, err error) {
	if err == nil || ctx.Err() != nil || errs.Is(err, errs.Unauthorized) {
		return
	}
	l.Log.Info("a live stream broke off", "error", err)
}

func (l *Live) refuse(w http.ResponseWriter, err error) {
	status := http.StatusInternalServerError
	if errs.Is(err, errs.Unauthorized) {
		status = http.StatusUnauthorized
	} else {
		l.Log.Error("a live stream could not begin", "error", err)
	}
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	problem := map[string]any{"title": http.StatusText(status), "status": status, "detail": errs.Text(err)}
	if err := json.NewEncoder(w).Encode(problem); err != nil {
		l.Log.Info("a refused listener had gone", "error", err)
	}
}

// A stream is one listener.
type stream struct {
	w     http.ResponseWriter
	flush *http.ResponseController
	me    access.Actor
	told  map[id.Entry]bool // what catching up told already
}

// A message is what an event says: where to look, not what is there.
type message struct {
	Ref     id.Ref    `json:"ref"`
	Kind    string    `json:"kind"`
	Teams   []id.Team `json:"teams,omitempty"`
	Seq     int64     `json:"seq"`
	Version int64     `json:"version"`
}

// tell passes on what the listener may see and has not heard.
func (s *stream) tell(e *event.Event) error {
	if s.told[e.ID] {
		delete(s.told, e.ID)
		return nil
	}
	if e.Ticket == 0 { // of the desk itself, and no agent's business
		return nil
	}
	on := access.Object{Organisation: e.Organisation, Requester: e.Requester}
	if access.May(s.me, access.See, on) != nil {
		return nil
	}
	if e.Audience != "customer" && !s.me.Cleared(e.Organisation) {
		return nil
	}
	return s.write(e)
}

func (s *stream) write(e *event.Event) error {
	m := message{Ref: e.Ref, Kind: e.Kind, Seq: e.Seq, Version: e.Version}
	if s.me.Cleared(e.Organisation) {
		m.Teams = e.Teams
	}
	data, err := json.Marshal(m)
	if err != nil {
		return errs.Wrap(err, "writing an event")
	}
	return s.send(fmt.Sprintf("id: %d\nevent: %s\ndata: %s\n\n", e.ID, e.Kind, data))
}

// reload tells the listener that they missed too much.
func (s *stream) reload() error { return s.send("event: reload\ndata: {}\n\n") }

func (s *stream) send(text string) error {
	// The socket's deadline is the kernel's business: it knows no other clock.
	if err := s.flush.SetWriteDeadline(clock.Wall{}.Now().Add(writeTime)); err != nil {
		return err
	}
	if _, err := s.w.Write([]byte(text)); err != nil {
		return err
	}
	return s.flush.Flush()
}
