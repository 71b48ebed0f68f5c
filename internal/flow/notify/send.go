package notify

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/core/event"
	"secondline/internal/core/job"
	"secondline/internal/desk/channel"
	"secondline/internal/desk/notice"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// A Relay passes letters on to the world.
type Relay interface {
	// Send hands a letter over and gives an answer for each recipient. It is an
	// error only when the letter itself cannot be made into a mail.
	Send(ctx context.Context, m Mail) ([]channel.Answer, error)
}

// How a letter is tried: pauses double from ten seconds to an hour, for two days.
const (
	firstPause = 10 * time.Second
	maxPause   = time.Hour
	giveUp     = 48 * time.Hour

	oneTry = 2 * time.Minute // nobody else tries the same letter for so long
	atOnce = 4               // letters on their way at the same moment
)

func pauseAfter(attempts int) time.Duration {
	return min(firstPause<<min(max(attempts-1, 0), 12), maxPause)
}

// NoRelay is what a letter says while nothing is configured to send it.
const NoRelay = "no relay is configured: set --smtp-relay, and it will be sent"

// Jobs does all letters that are due.
func (n *Notify) Jobs(ctx context.Context, claims []job.Claim) []error {
	out := make([]error, len(claims))
	slots := make(chan struct{}, atOnce)
	var all sync.WaitGroup
	for i, c := range claims {
		slots <- struct{}{}
		all.Go(func() {
			defer func() { <-slots }()
			var p MailJob
			if err := json.Unmarshal(c.Payload, &p); err != nil {
				out[i] = errs.Because(err, errs.Invalid, "The job names no mail.")
				return
			}
			out[i] = n.Send(ctx, p)
		})
	}
	all.Wait()
	return out
}

// Send tries to send one letter, and keeps what came of it. A letter that is not
// queued any more, or that somebody else is trying, is left alone.
func (n *Notify) Send(ctx context.Context, which MailJob) error {
	m, err := channel.Out(ctx, n.door.Read(), which.Mail)
	if err != nil || m.Fate != channel.Queued {
		return err
	}
	begun, err := n.begin(ctx, &m)
	if err != nil || !begun {
		return err
	}
	answers, err := n.hand(ctx, m)
	if err != nil {
		answers = all(m, errs.Text(err), !errs.Is(err, errs.Unavailable))
	}
	tried := m.Attempts
	m.Heard(answers, n.door.Now(), giveUp, pauseAfter(tried))
	if m.Fate != channel.Queued && m.Kind == string(SignIn) {
		m.Text.Body = "" // it held a secret, which is of no more use here
	}
	// The relay has the letter: that is to be known even if the desk is just
	// shutting down, or it would be sent twice.
	return n.keep(context.WithoutCancel(ctx), m, tried)
}

// begin marks a try, so that an undo comes too late from here on.
func (n *Notify) begin(ctx context.Context, m *channel.MailOut) (begun bool, err error) {
	err = n.door.Do(ctx, access.Desk("Mail"), func(ctx context.Context, w *work.Work) error {
		now, next := w.Now, *m
		begun = false
		switch {
		case next.NextAt.After(now): // somebody else is trying it, or it is not yet time
			return n.enqueue(ctx, w, next)
		case n.relay == nil:
			next.NextAt, next.LastError = time.Time{}, NoRelay
			return channel.Progress(ctx, w.Tx, next, m.Attempts)
		}
		next.Attempts++
		next.NextAt = now.Add(oneTry)
		if err := channel.Progress(ctx, w.Tx, next, m.Attempts); err != nil {
			return err
		}
		begun = true
		*m = next
		return nil
	})
	if errs.Is(err, errs.Stale) {
		return false, nil // undone, or being tried by another node
	}
	return begun, err
}

// hand makes the mail and gives it to the relay: one for the customers, and one
// for each agent, whose answers speak for the desk.
func (n *Notify) hand(ctx context.Context, m channel.MailOut) ([]channel.Answer, error) {
	ctx, stop := context.WithTimeout(ctx, oneTry-10*time.Second)
	defer stop()
	mail, err := n.compose(ctx, m)
	if err != nil {
		return nil, err
	}
	var said []channel.Answer
	for _, one := range n.copies(mail, m) {
		answers, err := n.relay.Send(ctx, one)
		if err != nil {
			return nil, err
		}
		said = append(said, answers...)
	}
	return said, nil
}

func all(m channel.MailOut, text string, final bool) []channel.Answer {
	var out []channel.Answer
	for _, r := range m.Recipients {
		out = append(out, channel.Answer{Address: r.Address, Error: text, Final: final})
	}
	return out
}

// keep writes what came of a try, asks for the next one if there is to be one,
// and tells those who look at the ticket.
func (n *Notify) keep(ctx context.Context, m channel.MailOut, tried int) error {
	err := n.door.Do(ctx, access.Desk("Mail"), func(ctx context.Context, w *work.Work) error {
		if err := channel.Progress(ctx, w.Tx, m, tried); err != nil {
			return err
		}
		if m.Fate == channel.Queued {
			return n.enqueue(ctx, w, m)
		}
		return n.tell(ctx, w, m)
	})
	if m.Fate == channel.Failed {
		n.log.Warn("mail was refused", "mail", m.ID, "ticket", m.Ticket, "error", m.LastError)
	}
	return err
}

// tell lets open screens know that a letter's fate has changed, and whoever has
// the ticket that it failed.
func (n *Notify) tell(ctx context.Context, w *work.Work, m channel.MailOut) error {
	if m.Ticket == 0 {
		return nil
	}
	t, err := ticket.ByID(ctx, w.Tx, m.Ticket)
	if err != nil {
		return err
	}
	if m.Fate == channel.Failed {
		if err := Undelivered(ctx, w, t, m); err != nil {
			return err
		}
	}
	w.Publish(event.Event{
		ID: id.Entry(w.NewID()), Kind: "mail." + string(m.Fate), Ticket: t.ID, Ref: t.Ref(), Organisation: t.Organisation, Requester: t.Requester,
		Teams: []id.Team{t.Team}, Audience: string(ticket.Internal), Seq: m.Seq, Version: t.Version,
		Fleeting: true,
	})
	return nil
}

// Undelivered tells whoever has a ticket that mail of it did not arrive.
func Undelivered(ctx context.Context, w *work.Work, t *ticket.Ticket, m channel.MailOut) error {
	if t.Assignee == 0 {
		return nil // the ticket shows it, and nobody has it who could be told
	}
	return notice.Insert(ctx, w.Tx, notice.Notice{
		ID: id.Notice(w.NewID()), Person: t.Assignee, Organisation: t.Organisation, Ticket: t.ID, Kind: notice.MailFailed,
		Text: "Mail for " + string(t.Ref()) + " did not arrive: " + m.LastError, At: w.Now,
	})
}
