package story

import (
	"context"
	"sync"

	"secondline/internal/desk/channel"
	"secondline/internal/flow/notify"
)

// A basket is the outside world: it takes every mail and keeps it.
type basket struct {
	mu    sync.Mutex
	mails []notify.Mail
}

// Send takes a mail for all of its recipients.
func (b *basket) Send(_ context.Context, m notify.Mail) ([]channel.Answer, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.mails = append(b.mails, m)
	var out []channel.Answer
	for _, r := range m.Recipients {
		out = append(out, channel.Answer{Address: r})
	}
	return out, nil
}

// to lists the mails that somebody got.
func (b *basket) to(address string) []notify.Mail {
	b.mu.Lock()
	defer b.mu.Unlock()
	var out []notify.Mail
	for _, m := range b.mails {
		for _, r := range m.Recipients {
			if r == address {
				out = append(out, m)
			}
		}
	}
	return out
}
