package credential_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"secondline/internal/desk/credential"
)

var monday = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func TestLocksGrow(t *testing.T) {
	var f credential.Failures
	for i, want := range []time.Duration{0, 0, 30 * time.Second, time.Minute, 2 * time.Minute, 4 * time.Minute, 8 * time.Minute, 16 * time.Minute, 32 * time.Minute, time.Hour, time.Hour} {
		f = f.Failed(monday, 3)
		got := time.Duration(0)
		if f.LockedAt(monday) {
			got = f.LockedUntil.Sub(monday)
		}
		if got != want {
			t.Errorf("failure %d locks for %v, want %v", i+1, got, want)
		}
	}
}

func TestFailuresAreForgottenAfterADay(t *testing.T) {
	f := credential.Failures{Count: 40, LastAt: monday, LockedUntil: monday.Add(time.Hour)}
	if f = f.Failed(monday.Add(25*time.Hour), 3); f.Count != 1 || !f.LockedUntil.IsZero() {
		t.Errorf("got %+v", f)
	}
}

// However often somebody fails, a lock is never longer than an hour and never
// in the past.
func TestALockIsBounded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := credential.Failures{Count: rapid.IntRange(0, 1<<40).Draw(t, "count"), LastAt: monday}
		allowed := rapid.IntRange(1, 100).Draw(t, "allowed")
		after := f.Failed(monday, allowed)
		lock := after.LockedUntil.Sub(monday)
		if after.Count >= allowed && (lock < 30*time.Second || lock > time.Hour) {
			t.Fatalf("%d failures lock for %v", after.Count, lock)
		}
	})
}

func TestWhatIsValid(t *testing.T) {
	s := credential.Session{SeenAt: monday, ExpiresAt: monday.Add(credential.SessionMost)}
	k := credential.Token{ExpiresAt: monday.Add(time.Hour)}
	l := credential.Link{ExpiresAt: monday.Add(credential.SignIn.Lasts())}
	revoked, gone, used, forever := s, k, l, credential.Token{}
	revoked.RevokedAt, gone.RevokedAt, used.UsedAt = monday, monday, monday
	for name, c := range map[string]struct{ got, want bool }{
		"a session":              {s.ValidAt(monday), true},
		"one that nobody used":   {s.ValidAt(monday.Add(credential.SessionIdle)), false},
		"one that was revoked":   {revoked.ValidAt(monday), false},
		"a token":                {k.ValidAt(monday), true},
		"one on the last moment": {k.ValidAt(monday.Add(time.Hour)), false},
		"one without an end":     {forever.ValidAt(monday.Add(1e6 * time.Hour)), true},
		"a revoked token":        {gone.ValidAt(monday), false},
		"a link":                 {l.ValidAt(monday.Add(15*time.Minute - 1)), true},
		"an old one":             {l.ValidAt(monday.Add(15 * time.Minute)), false},
		"one that was used":      {used.ValidAt(monday), false},
	} {
		if c.got != c.want {
			t.Errorf("%s: valid is %v, want %v", name, c.got, c.want)
		}
	}
}
