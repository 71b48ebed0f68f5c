package wallboard

import (
	"net/http"
	"time"

	"secondline/internal/core/event"
	"secondline/internal/kit/clock"
	"secondline/internal/kit/errs"
)

const (
	heartbeat = 5 * time.Second
	gather    = 500 * time.Millisecond // what happens within it is one change
	writeTime = 10 * time.Second
)

// live tells a television that something changed, and never what. The key is
// looked at again with every word.
func (wb *Wall) live(w http.ResponseWriter, r *http.Request) {
	if _, _, err := wb.who(r); err != nil {
		wb.refuse(w, r, err)
		return
	}
	events := wb.Bus.Subscribe(r.Context())
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("X-Accel-Buffering", "no")
	if err := say(w, "retry: 2000\nevent: changed\ndata: {}\n\n"); err != nil {
		return
	}
	if err := wb.follow(w, r, events); err != nil && r.Context().Err() == nil && !errs.Is(err, errs.Unauthorized) {
		wb.Log.Info("a wallboard's stream broke off", "error", err)
	}
}

func (wb *Wall) follow(w http.ResponseWriter, r *http.Request, events <-chan *event.Event) error {
	var changed <-chan time.Time
	beat := wb.Clock.After(heartbeat)
	for {
		word := "beat"
		select {
		case <-r.Context().Done():
			return nil
		case <-wb.over:
			return nil
		case _, open := <-events:
			if !open { // too slow; it comes back
				return nil
			}
			if changed == nil {
				changed = wb.Clock.After(gather)
			}
			continue
		case <-changed:
			word, changed = "changed", nil
		case <-beat:
			beat = wb.Clock.After(heartbeat)
		}
		if _, _, err := wb.who(r); err != nil {
			if errs.Is(err, errs.Unauthorized) {
				return say(w, "event: ended\ndata: {}\n\n")
			}
			return err
		}
		if err := say(w, "event: "+word+"\ndata: {}\n\n"); err != nil {
			return err
		}
	}
}

func say(w http.ResponseWriter, text string) error {
	c := http.NewResponseController(w)
	// The socket's deadline is the kernel's business: it knows no other clock.
	if err := c.SetWriteDeadline(clock.Wall{}.Now().Add(writeTime)); err != nil {
		return err
	}
	if _, err := w.Write([]byte(text)); err != nil {
		return err
	}
	return c.Flush()
}
