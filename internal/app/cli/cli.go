// Package cli is the command line: each command is a struct with its flags and a
// Run; a file holds the commands of one family.
//
//	cli.go     the root, errors and exit statuses
//	config.go  settings from flags, environment and a TOML file
//	serve.go   serve, migrate, version
//	people.go  setup, token, user; ladder.go: team, organisation
//	doctor.go  doctor, config, audit
//	mail.go    mail deliver
//	demo.go    demo, serve --demo
//	backup.go  backup, restore, verify
//
// Exit status is 0 when it is done, 1 when it failed, 2 when it was used wrongly;
// `mail deliver` adds 75 for "try again later".
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"secondline/internal/app"
	"secondline/internal/kit/errs"
)

// The exit statuses.
const (
	done     = 0
	failed   = 1
	misused  = 2
	tryLater = 75 // EX_TEMPFAIL of sysexits.h: a mail server keeps the message
)

// An env is what commands run in.
type env struct {
	ctx     context.Context
	in      io.Reader
	out     io.Writer
	errOut  io.Writer
	version string
	config  app.Config
	origins map[string]string // where each setting came from, by flag name
}

// open puts the desk together for a command.
func (e *env) open() (*app.App, error) { return app.Open(e.ctx, e.config) }

// with runs fn on the desk and lets go of it after.
func (e *env) with(fn func(a *app.App) error) (err error) {
	a, err := e.open()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	return fn(a)
}

func (e *env) printf(format string, args ...any) error {
	_, err := fmt.Fprintf(e.out, format, args...)
	return err
}

// A status is an error that asks for an exit status of its own.
type status struct {
	code int
	err  error
}

// Error gives the sentence of the error inside.
func (s status) Error() string { return s.err.Error() }

// Unwrap gives the error inside.
func (s status) Unwrap() error { return s.err }

// Main runs one command and gives the exit status.
func Main(args []string, in io.Reader, out, errOut io.Writer, version string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if len(args) == 1 && args[0] == "help" {
		args = []string{"--help"}
	}
	e := &env{ctx: ctx, in: in, out: out, errOut: errOut, version: version, origins: map[string]string{}}
	var root commands
	ended := -1
	parser, err := kong.New(&root,
		kong.Name("secondline"),
		kong.Description("The desk where nothing gets lost between the tiers, and everybody can see why."),
		kong.Writers(out, errOut),
		kong.Exit(func(code int) { ended = code }),
		kong.UsageOnError(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
		kong.Resolvers(sources(args, e.origins)),
		kong.Bind(e),
	)
	if err != nil {
		return report(errOut, failed, err)
	}
	run, err := parser.Parse(args)
	if ended >= 0 {
		return ended
	}
	if err != nil {
		return report(errOut, misused, fmt.Errorf("%w; see `secondline --help`", err))
	}
	e.config = root.Config
	if err := run.Run(e); err != nil {
		code := failed
		if s := (status{}); errors.As(err, &s) {
			code = s.code
		}
		return report(errOut, code, err)
	}
	return done
}

// report writes one clear sentence.
func report(w io.Writer, code int, err error) int {
	text := err.Error()
	if e := (&errs.Error{}); errors.As(err, &e) {
		text = e.Text
		if e.Kind == errs.Internal || e.Kind == errs.Unavailable {
			text = err.Error()
		}
	}
	if _, werr := fmt.Fprintln(w, "secondline: "+text); werr != nil {
		return failed
	}
	return code
}
