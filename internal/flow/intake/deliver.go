package intake

import (
	"context"
	"io"
	"time"

	"secondline/internal/desk/channel"
	"secondline/internal/id"
)

// waitForServer is how long a delivery by the pipe leaves its mail to a running
// server, whose screens then hear of it at once, before it looks into it itself.
const (
	waitForServer = 1500 * time.Millisecond
	lookAgain     = 50 * time.Millisecond
)

// Deliver takes one mail from a mail server's pipe. It returns nil as soon as
// the mail is durable: whatever comes later is the desk's problem, not the
// sender's. to may be empty. An error means that the mail was not taken, and, if
// it is not errs.TooLarge, that the mail server is to try again later.
func (in *Intake) Deliver(ctx context.Context, to []string, body io.Reader) error {
	kept, err := in.Accept(ctx, Raw{Via: channel.ByPipe, EnvelopeTo: to, Body: body})
	if err != nil {
		return err
	}
	for _, key := range kept {
		if in.taken(ctx, key) {
			continue
		}
		if err := in.Parse(ctx, key); err != nil {
			in.log.Warn("the mail is stored; a running server will look into it", "mail", key, "error", err)
		}
	}
	return nil
}

// taken waits a moment for a server to look into the mail.
func (in *Intake) taken(ctx context.Context, key id.MailIn) bool {
	for range int(waitForServer / lookAgain) {
		m, err := channel.In(ctx, in.door.Read(), key)
		if err != nil || m.State != channel.Stored {
			return err == nil
		}
		select {
		case <-ctx.Done():
			return false
		case <-in.clock.After(lookAgain):
		}
	}
	return false
}
