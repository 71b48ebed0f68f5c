package cli

import (
	"secondline/internal/app"
	"secondline/internal/kit/errs"
)

type mailCmd struct {
	Deliver deliverCmd `cmd:"" help:"Take one message from standard input, as a mail server's pipe hands it over."`
}

type deliverCmd struct {
	To []string `help:"The address that the message was sent to; without one it goes to the standard mailbox." placeholder:"ADDRESS"`
}

// Run takes the message, whether or not the server is running. Once it is on the
// disk and in the database the status is 0; whatever keeps it from there is the
// mail server's to try again.
func (c *deliverCmd) Run(e *env) error {
	err := e.with(func(a *app.App) error { return a.Intake.Deliver(e.ctx, c.To, e.in) })
	if err != nil && !errs.Is(err, errs.TooLarge) {
		return status{code: tryLater, err: err}
	}
	return err
}
