// Package credential knows by what somebody proves who they are: the session of a
// browser, the API token of a script, the link in a letter, and how often a
// password was wrong.
//
// Only hashes of tokens are kept, so a copy of the database signs nobody in.
//
// What always holds: a link is used once; what was revoked or has expired proves
// nothing; after too many failures a subject (an account or an address) is locked
// for a time that grows.
package credential

import (
	"time"

	"secondline/internal/id"
)

// A Session is a browser that is signed in.
type Session struct {
	ID        id.Session
	Person    id.Person
	CreatedAt time.Time
	SeenAt    time.Time
	ExpiresAt time.Time
	Agent     string // the browser, as it calls itself
	Address   string // where it was signed in from
	RevokedAt time.Time
}

// How long a session lasts: unused, and at most.
const (
	SessionIdle = 14 * 24 * time.Hour
	SessionMost = 30 * 24 * time.Hour
)

// ValidAt tells whether the session proves anything at a time.
func (s Session) ValidAt(t time.Time) bool {
	return s.RevokedAt.IsZero() && t.Before(s.ExpiresAt) && t.Before(s.SeenAt.Add(SessionIdle))
}

// A Token is what a script signs its calls with.
type Token struct {
	ID         id.Token
	Person     id.Person
	Name       string
	Scopes     []string
	CreatedAt  time.Time
	ExpiresAt  time.Time // zero: never
	LastUsedAt time.Time
	RevokedAt  time.Time
}

// ValidAt tells whether the token proves anything at a time.
func (t Token) ValidAt(at time.Time) bool {
	return t.RevokedAt.IsZero() && (t.ExpiresAt.IsZero() || at.Before(t.ExpiresAt))
}

// A Purpose says what a link is for.
type Purpose string

// The purposes of links.
const (
	SignIn Purpose = "sign_in"
	SetUp  Purpose = "set_up"
)

// Lasts is how long a link for the purpose can be used.
func (p Purpose) Lasts() time.Duration {
	if p == SetUp {
		return 24 * time.Hour
	}
	return 15 * time.Minute
}

// A Link is the right to do one thing once, sent to whom it is for.
type Link struct {
	Purpose   Purpose
	Person    id.Person // none for setting the desk up
	CreatedAt time.Time
	ExpiresAt time.Time
	UsedAt    time.Time
}

// ValidAt tells whether the link may be used at a time.
func (l Link) ValidAt(t time.Time) bool { return l.UsedAt.IsZero() && t.Before(l.ExpiresAt) }

// Failures is how often in a row a subject was wrong.
type Failures struct {
	Count       int
	LastAt      time.Time
	LockedUntil time.Time
}

const (
	forgetAfter = 24 * time.Hour
	firstLock   = 30 * time.Second
	longestLock = time.Hour
)

// LockedAt tells whether the subject may not even try at a time.
func (f Failures) LockedAt(t time.Time) bool { return t.Before(f.LockedUntil) }

// Failed counts one more failure. From the allowed number on the subject is
// locked: 30 seconds, then twice as long each time, at most an hour.
func (f Failures) Failed(now time.Time, allowed int) Failures {
	if now.Sub(f.LastAt) > forgetAfter {
		f = Failures{}
	}
	f.Count, f.LastAt = f.Count+1, now
	if over := f.Count - allowed; over >= 0 {
		lock := longestLock
		if over < 7 { // 30 s · 2⁷ is past the hour already
			lock = min(firstLock<<over, longestLock)
		}
		f.LockedUntil = now.Add(lock)
	}
	return f
}
