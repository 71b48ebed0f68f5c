// Package mail is the desk's mail at the rim: SMTP in, and a relay out.
//
//	listener.go   the SMTP server that other mail servers hand mail to
//	session.go    one conversation with one of them
//	peers.go      how much one peer may ask of us
//	relay.go      handing letters to the relay that sends them on
//
// It only translates. What a mail becomes is flow/intake's to say, and what is
// sent flow/notify's.
//
// What always holds: 250 is said after the mail is durable, and never otherwise;
// two servers cannot disagree about where a mail ends; no value of a letter can begin a header field of its own.
package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"sync"
	"time"

	"github.com/emersion/go-smtp"

	"secondline/internal/flow/intake"
	"secondline/internal/id"
	"secondline/internal/kit/clock"
	"secondline/internal/kit/errs"
)

// An Inbox is where accepted mail goes.
type Inbox interface {
	Accept(ctx context.Context, raw intake.Raw) ([]id.MailIn, error)
	Known(ctx context.Context, addr string) (bool, error)
}

// Options are what a Listener needs.
type Options struct {
	Inbox    Inbox
	Hostname string      // what we call ourselves
	TLS      *tls.Config // nil: no STARTTLS
	Strict   bool        // refuse addresses of no mailbox, instead of taking them for the standard one
	Limits   Limits
	Clock    clock.Clock
	Log      *slog.Logger
}

// Bounds on one conversation.
const (
	maxRecipients = 100
	maxLine       = 512 << 10 // some mailers write a whole page of HTML on one line
	idle          = 5 * time.Minute
	oneMail       = 2 * time.Minute        // to make one durable
	grace         = 10 * time.Second       // for the mails under way when we close
	lastWord      = 200 * time.Millisecond // for their answers
)

// A Listener takes mail in by SMTP.
type Listener struct {
	o     Options
	peers *peers
	smtp  *smtp.Server

	mu      sync.Mutex
	closing bool
	busy    sync.WaitGroup // mails between DATA and its answer
	ctx     context.Context
	stop    context.CancelFunc
}

// New makes a listener; Serve starts it.
func New(o Options) *Listener {
	if o.Hostname == "" {
		o.Hostname = "localhost"
	}
	l := &Listener{o: o, peers: newPeers(o.Limits, o.Clock)}
	l.ctx, l.stop = context.WithCancel(context.Background())
	s := smtp.NewServer(smtp.BackendFunc(l.session))
	s.Domain, s.TLSConfig, s.MaxRecipients, s.MaxMessageBytes = o.Hostname, o.TLS, maxRecipients, intake.MaxSize
	s.MaxLineLength, s.ReadTimeout, s.WriteTimeout, s.EnableSMTPUTF8 = maxLine, idle, idle, true
	s.ErrorLog = lines{o.Log}
	l.smtp = s
	return l
}

// Serve answers on ln until ctx ends. Mail that is being taken in then is taken
// in to its end, and answered.
func (l *Listener) Serve(ctx context.Context, ln net.Listener) error {
	done := make(chan error, 1)
	go func() { done <- l.smtp.Serve(limited{ln, l.peers}) }()
	select {
	case err := <-done:
		return errs.Wrap(err, "answering SMTP on "+ln.Addr().String())
	case <-ctx.Done():
	}
	l.mu.Lock()
	l.closing = true
	l.mu.Unlock()
	if err := ln.Close(); err != nil {
		l.o.Log.Warn("the SMTP listener could not be closed", "error", err)
	}
	l.wait()
	l.stop()
	err := l.smtp.Close()
	<-done // it says no more than that it was closed
	if errors.Is(err, net.ErrClosed) {
		err = nil // the listener was, above
	}
	return errs.Wrap(err, "closing SMTP")
}

// wait lets the mails that are under way end, but not for ever, and leaves the
// answers to them a moment to get out.
func (l *Listener) wait() {
	over := make(chan struct{})
	go func() { l.busy.Wait(); close(over) }()
	select {
	case <-over:
	case <-l.o.Clock.After(grace):
	}
	if !l.peers.any() {
		return
	}
	moment, stop := context.WithTimeout(context.Background(), lastWord)
	defer stop()
	<-moment.Done()
}

// begin counts a mail in, unless we are closing.
func (l *Listener) begin() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.closing {
		l.busy.Add(1)
	}
	return !l.closing
}

// lines passes what the SMTP server says on to our log.
type lines struct{ log *slog.Logger }

// Printf logs a line.
func (l lines) Printf(format string, v ...any) { l.log.Debug("smtp: " + fmt.Sprintf(format, v...)) }

// Println logs a line.
func (l lines) Println(v ...any) { l.log.Debug("smtp: " + fmt.Sprint(v...)) }
