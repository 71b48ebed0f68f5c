package people

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"secondline/internal/core/access"
	"secondline/internal/desk/credential"
	"secondline/internal/desk/person"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/address"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/fold"
	"secondline/internal/kit/seal"
)

// How often in a row may be wrong before a lock: one account, and one network
// address, behind which a whole company may sit.
const (
	accountTries = 8
	addressTries = 60
)

const (
	sessionPrefix = "sls_"
	minPassword   = 10
)

// wrong is the one answer to every way in which a sign-in can fail.
func wrong(cause error) error {
	return errs.Because(cause, errs.Unauthorized, "The address or the password is not right.")
}

// doorkeeper is who counts failures before anybody is known.
func doorkeeper() access.Actor { return access.Desk("sign-in") }

// SignIn begins a session with a password, and gives the token that proves it.
// The try is counted before the password is looked at and forgiven when it was
// right: of many guesses at once, only as many as are allowed are ever compared.
func (d *Desk) SignIn(ctx context.Context, email, password string, from Caller) (string, credential.Session, error) {
	spelt, err := address.Parse(email)
	if err != nil {
		spelt = strings.ToLower(fold.Tidy(email)) // counted and refused like any other that we do not know
	}
	if len(spelt) > 300 {
		spelt = spelt[:300]
	}
	account, network := "account:"+spelt, "address:"+from.Address
	if err := d.count(ctx, account, network); err != nil {
		return "", credential.Session{}, err
	}
	p, secret, err := d.claimed(ctx, spelt)
	if err != nil {
		return "", credential.Session{}, err
	}
	ok, rehash, err := d.passwords.Check(ctx, secret, password)
	if err != nil {
		return "", credential.Session{}, err
	}
	if !ok {
		return "", credential.Session{}, wrong(nil)
	}
	fresh := ""
	if rehash {
		if fresh, err = d.passwords.Hash(ctx, password); err != nil {
			return "", credential.Session{}, err
		}
	}
	var token string
	var s credential.Session
	err = d.asPerson(ctx, p.ID, func(ctx context.Context, w *work.Work) error {
		if fresh != "" {
			if err := person.SetSecret(ctx, w.Tx, p.ID, fresh); err != nil {
				return err
			}
		}
		if err := forgive(ctx, w, account, network); err != nil {
			return err
		}
		token, s, err = begin(ctx, w, p.ID, from)
		return err
	})
	return token, s, err
}

// claimed looks up whom an address claims to be, and their secret: "", which fits
// nothing and takes as long, for whoever cannot sign in.
func (d *Desk) claimed(ctx context.Context, email string) (person.Person, string, error) {
	h := d.door.Read()
	p, err := person.ByEmail(ctx, h, email)
	if errs.Is(err, errs.NotFound) || err == nil && p.IsDisabled() {
		return p, "", nil
	}
	if err != nil {
		return p, "", err
	}
	secret, err := person.Secret(ctx, h, p.ID)
	return p, secret, err
}

// count counts a try against each subject, or refuses it if one is locked.
func (d *Desk) count(ctx context.Context, account, network string) error {
	return d.door.Do(ctx, doorkeeper(), func(ctx context.Context, w *work.Work) error {
		if err := countOne(ctx, w, account, accountTries); err != nil {
			return err
		}
		return countOne(ctx, w, network, addressTries)
	})
}

func countOne(ctx context.Context, w *work.Work, subject string, allowed int) error {
	f, err := credential.HoldFailures(ctx, w.Tx, subject, w.Now)
	if err != nil {
		return err
	}
	if f.LockedAt(w.Now) {
		wait := f.LockedUntil.Sub(w.Now).Round(time.Second)
		return errs.New(errs.TooMany, "That was tried too often. Try again in %s, or ask for a link by e-mail.", wait)
	}
	f = f.Failed(w.Now, allowed)
	if err := credential.SaveFailures(ctx, w.Tx, subject, f); err != nil || !f.LockedAt(w.Now) {
		return err
	}
	return w.Audit(ctx, "sign_in.locked", subject, 0, map[string]any{"failures": f.Count, "until": f.LockedUntil})
}

// forgive takes the try back that turned out right. The account begins anew; the
// network only by one, or whoever has an account there could guess for ever.
func forgive(ctx context.Context, w *work.Work, account, network string) error {
	if err := credential.Forgive(ctx, w.Tx, account); err != nil {
		return err
	}
	f, err := credential.HoldFailures(ctx, w.Tx, network, w.Now)
	if err != nil || f.Count == 0 {
		return err
	}
	f.Count--
	if f.Count < addressTries {
		f.LockedUntil = time.Time{}
	}
	return credential.SaveFailures(ctx, w.Tx, network, f)
}

// asPerson runs fn in one transaction as a person who may still sign in.
func (d *Desk) asPerson(ctx context.Context, who id.Person, fn func(ctx context.Context, w *work.Work) error) error {
	by, err := Actor(ctx, d.door.Read(), who)
	if err != nil {
		return wrong(err)
	}
	return d.door.Do(ctx, by, fn)
}

// begin makes a session with a token that nobody had before.
func begin(ctx context.Context, w *work.Work, who id.Person, from Caller) (string, credential.Session, error) {
	token, hash := seal.Token(sessionPrefix)
	s := credential.Session{
		ID: id.Session(w.NewID()), Person: who, CreatedAt: w.Now, SeenAt: w.Now,
		ExpiresAt: w.Now.Add(credential.SessionMost), Agent: from.agent(), Address: from.Address,
	}
	if err := credential.InsertSession(ctx, w.Tx, s, hash); err != nil {
		return "", s, err
	}
	return token, s, w.Audit(ctx, "session.began", "session:"+s.ID.String(), w.By.Organisation, map[string]any{"address": from.Address})
}

// CheckPassword tells why a password is too weak to be somebody's, if it is.
func CheckPassword(password string, p person.Person) error {
	key := fold.Key(password)
	name, _, _ := strings.Cut(p.Email, "@")
	switch {
	case utf8.RuneCountInString(password) < minPassword:
		return errs.Field("password", "A password has at least %d characters; a few words in a row are easy to keep in mind.", minPassword)
	case len(password) > 1024:
		return errs.Field("password", "A password has at most 1,024 bytes.")
	case strings.Count(password, password[:1]) == len(password):
		return errs.Field("password", "One character again and again is no password.")
	case key == fold.Key(p.Name) || key == p.Email || key == name:
		return errs.Field("password", "A name is no password: everybody knows it.")
	case strings.Contains("0123456789012345678901234567890", key) || strings.HasPrefix(key, "password") && len(key) < 16:
		return errs.Field("password", "That password is the first that anybody would try.")
	}
	return nil
}
