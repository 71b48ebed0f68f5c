package app

import (
	"context"
	"errors"
	"net"
	"net/url"

	"secondline/internal/edge/mail"
	"secondline/internal/flow/notify"
)

// relay is the mail server that letters go out through; nil when none is
// configured: letters then wait, and say so.
func (a *App) relay() (notify.Relay, error) {
	if a.relayed != nil {
		return a.relayed, nil
	}
	if a.Config.SMTPRelay == "" {
		return nil, nil // to run without one is no error
	}
	return mail.NewRelay(a.Config.SMTPRelay, a.hostname())
}

// hostname is what the desk calls itself in mail.
func (a *App) hostname() string {
	u, err := url.Parse(a.Config.BaseURL)
	if err != nil {
		return "localhost"
	}
	return u.Hostname()
}

// serveMail takes mail by SMTP until ctx ends, then lets the conversations under
// way end.
func (a *App) serveMail(ctx context.Context) error {
	if err := errors.Join(a.Intake.Resume(ctx), a.Notify.Resume(ctx)); err != nil {
		return err
	}
	if a.Config.SMTPListen == "" {
		return nil
	}
	listener, err := net.Listen("tcp", a.Config.SMTPListen)
	if err != nil {
		return err
	}
	l := mail.New(mail.Options{Inbox: a.Intake, Hostname: a.hostname(), Clock: a.Clock, Log: a.Log})
	return l.Serve(ctx, listener)
}
