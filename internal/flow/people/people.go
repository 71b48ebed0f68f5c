// Package people lets people and scripts in, and says who they are.
//
//	signin.go   with a password: counted before it is looked at, so that guessing in parallel gains nothing
//	link.go     with a link sent by mail, and the link that sets up an empty desk
//	session.go  the sessions of a person: list, end, change the password
//	token.go    API tokens: make, list, revoke
//	actor.go    from a session or a token to an access.Actor, with everything that it may
//	cache.go    actors remembered for a moment
//	touch.go    when a session or token was last used, noted later and all at once
//
// What always holds: nobody learns from an answer, or from how long it took,
// whether an account exists; secrets are kept as hashes; whoever is disabled is
// out at once on this node, and within a second on every other.
package people

import (
	"context"
	"log/slog"
	"net/url"
	"strings"

	"secondline/internal/flow/notify"
	"secondline/internal/flow/work"
	"secondline/internal/kit/seal"
)

// A Post takes the letter with a sign-in link.
type Post interface {
	Letter(ctx context.Context, w *work.Work, l notify.Letter) error
}

// Options are what a Desk needs.
type Options struct {
	Door      *work.Door
	Passwords *seal.Passwords
	Post      Post
	Log       *slog.Logger
	BaseURL   string // where people reach the desk, for links: "https://desk.example.com"
}

// A Desk knows who comes in.
type Desk struct {
	door      *work.Door
	passwords *seal.Passwords
	post      Post
	log       *slog.Logger
	base      string
	actors    *actors
	touched   *touched
}

// New makes a Desk. Its Run is to be running while it is used.
func New(o Options) *Desk {
	return &Desk{
		door: o.Door, passwords: o.Passwords, post: o.Post, log: o.Log, base: strings.TrimSuffix(o.BaseURL, "/"),
		actors: newActors(), touched: newTouched(),
	}
}

// A Caller is from where somebody comes, as the list of their sessions shows it.
type Caller struct {
	Agent   string // the browser, as it calls itself
	Address string // the network address, without a port
}

const maxAgent = 200

func (c Caller) agent() string {
	if r := []rune(c.Agent); len(r) > maxAgent {
		return string(r[:maxAgent])
	}
	return c.Agent
}

// Secure tells whether people reach the desk over HTTPS, so that a session's
// cookie must go no other way.
func (d *Desk) Secure() bool { return strings.HasPrefix(d.base, "https://") }

// Host is where people reach the desk, without a port.
func (d *Desk) Host() string {
	u, err := url.Parse(d.base)
	if err != nil { // then nobody reaches it by a name
		return ""
	}
	return u.Hostname()
}
