package people

import (
	"context"

	"secondline/internal/core/access"
	"secondline/internal/desk/credential"
	"secondline/internal/desk/person"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/seal"
)

// Sessions lists where somebody is signed in.
func (d *Desk) Sessions(ctx context.Context, by access.Actor) ([]credential.Session, error) {
	if by.Person == 0 {
		return nil, errs.New(errs.Unauthorized, "Only a person has sessions.")
	}
	return credential.Sessions(ctx, d.door.Read(), by.Person, d.door.Now())
}

// SessionOf returns the session that a token proves.
func (d *Desk) SessionOf(ctx context.Context, token string) (credential.Session, error) {
	s, err := credential.SessionByHash(ctx, d.door.Read(), seal.Hash(token))
	if errs.Is(err, errs.NotFound) || err == nil && !s.ValidAt(d.door.Now()) {
		return credential.Session{}, errs.New(errs.Unauthorized, "Nobody is signed in.")
	}
	return s, err
}

// SignOut ends the session that a token proves; if it is over already, nothing
// is to be done.
func (d *Desk) SignOut(ctx context.Context, token string) error {
	s, err := d.SessionOf(ctx, token)
	if errs.Is(err, errs.Unauthorized) {
		return nil
	}
	if err != nil {
		return err
	}
	by, err := Actor(ctx, d.door.Read(), s.Person)
	if errs.Is(err, errs.Unauthorized) { // disabled meanwhile: every session of theirs is over
		return nil
	}
	if err != nil {
		return err
	}
	return d.EndSession(ctx, by, s.ID)
}

// EndSession ends one of somebody's own sessions.
func (d *Desk) EndSession(ctx context.Context, by access.Actor, s id.Session) error {
	err := d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		if err := credential.RevokeSession(ctx, w.Tx, by.Person, s, w.Now); err != nil {
			return err
		}
		return w.Audit(ctx, "session.ended", "session:"+s.String(), by.Organisation, nil)
	})
	d.actors.forget(by.Person)
	return err
}

// ChangePassword gives somebody a new password in place of the old. Every session
// ends, the one that asked as well; the token of a new one is returned, so that
// whoever had stolen one is out.
func (d *Desk) ChangePassword(ctx context.Context, by access.Actor, old, fresh string, from Caller) (string, credential.Session, error) {
	var none credential.Session
	if by.Person == 0 || by.Scopes != nil {
		return "", none, errs.New(errs.Forbidden, "A password is changed by a person who is signed in, not with a token.")
	}
	p, err := person.Get(ctx, d.door.Read(), by.Person)
	if err != nil {
		return "", none, err
	}
	if err := d.confirm(ctx, p, old, from); err != nil {
		return "", none, err
	}
	hash, err := d.hash(ctx, p, fresh)
	if err != nil {
		return "", none, err
	}
	var token string
	var s credential.Session
	err = d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		if err := replaceSecret(ctx, w, p.ID, hash); err != nil {
			return err
		}
		token, s, err = begin(ctx, w, p.ID, from)
		return err
	})
	d.actors.forget(by.Person)
	return token, s, err
}

// confirm wants the password that somebody has now, if they have one. A stolen
// session must not guess it, so its tries are counted as at the door.
func (d *Desk) confirm(ctx context.Context, p person.Person, old string, from Caller) error {
	secret, err := person.Secret(ctx, d.door.Read(), p.ID)
	if err != nil || secret == "" {
		return err
	}
	account, network := "account:"+p.Email, "address:"+from.Address
	if err := d.count(ctx, account, network); err != nil {
		return err
	}
	ok, _, err := d.passwords.Check(ctx, secret, old)
	if err != nil {
		return err
	}
	if !ok {
		return errs.Field("old", "That is not your password.")
	}
	return d.door.Do(ctx, doorkeeper(), func(ctx context.Context, w *work.Work) error {
		return forgive(ctx, w, account, network)
	})
}

// SetPassword lets an administrator give somebody a new password. Every session
// of theirs ends.
func (d *Desk) SetPassword(ctx context.Context, by access.Actor, of id.Person, fresh string) error {
	if err := access.MayDesk(by, access.ManagePeople); err != nil {
		return err
	}
	p, err := person.Get(ctx, d.door.Read(), of)
	if err != nil {
		return err
	}
	hash, err := d.hash(ctx, p, fresh)
	if err != nil {
		return err
	}
	err = d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		if err := credential.Forgive(ctx, w.Tx, "account:"+p.Email); err != nil {
			return err
		}
		return replaceSecret(ctx, w, of, hash)
	})
	d.actors.forget(of)
	return err
}

func (d *Desk) hash(ctx context.Context, p person.Person, password string) (string, error) {
	if err := CheckPassword(password, p); err != nil {
		return "", err
	}
	return d.passwords.Hash(ctx, password)
}

func replaceSecret(ctx context.Context, w *work.Work, of id.Person, hash string) error {
	if err := person.SetSecret(ctx, w.Tx, of, hash); err != nil {
		return err
	}
	if err := credential.RevokeSessions(ctx, w.Tx, of, 0, w.Now); err != nil {
		return err
	}
	return w.Audit(ctx, "password.changed", "person:"+of.String(), 0, nil)
}

// HashFor gives the hash of a password that is fit for a person who is about to
// be added.
func (d *Desk) HashFor(ctx context.Context, p person.Person, password string) (string, error) {
	return d.hash(ctx, p, password)
}

// Forget makes what was remembered of people be looked up again: their rights
// have changed.
func (d *Desk) Forget() { d.actors.clear() }
