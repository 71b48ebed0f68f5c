package world

import (
	"context"

	"secondline/internal/desk/channel"
	"secondline/internal/flow/notify"
)

// A Drawer is a mail relay that delivers nowhere: it takes every letter, and the
// desk keeps it as sent. The people of the demo desk are made up, but their
// addresses must never be tried.
type Drawer struct{}

// Send takes the letter for every recipient.
func (Drawer) Send(_ context.Context, m notify.Mail) ([]channel.Answer, error) {
	out := make([]channel.Answer, len(m.Recipients))
	for i, r := range m.Recipients {
		out[i].Address = r
	}
	return out, nil
}
