package people

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"time"

	"secondline/internal/core/job"
	"secondline/internal/desk/credential"
	"secondline/internal/desk/mailbox"
	"secondline/internal/desk/person"
	"secondline/internal/flow/notify"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/address"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/seal"
)

// LinkJob is the kind of the job that sends a sign-in link; SendLink runs it.
const LinkJob = "people.link"

const (
	linkPrefix = "sll_"

	// linksAnHour is how many links one person is sent: more is somebody else's
	// annoyance.
	linksAnHour = 5
)

type linkWish struct {
	Email string `json:"email"`
}

// AskLink asks for a sign-in link to an address. Whoever asks gets the same
// answer as fast whether the address is known or not, since nothing is looked up
// here: the job does.
func (d *Desk) AskLink(ctx context.Context, email string, from Caller) error {
	spelt, err := address.Parse(email)
	if err != nil {
		return errs.Field("email", "%s", errs.Text(err))
	}
	return d.door.Do(ctx, doorkeeper(), func(ctx context.Context, w *work.Work) error {
		subject := "link:" + from.Address
		f, err := credential.HoldFailures(ctx, w.Tx, subject, w.Now)
		if err != nil {
			return err
		}
		if f.LockedAt(w.Now) {
			return errs.New(errs.TooMany, "Too many links were asked for from here. Try again in a while.")
		}
		if err := credential.SaveFailures(ctx, w.Tx, subject, f.Failed(w.Now, addressTries)); err != nil {
			return err
		}
		return w.Enqueue(ctx, job.Job{Kind: LinkJob, Name: LinkJob + ":" + spelt, Payload: linkWish{spelt}})
	})
}

// SendLink is the job: it makes the link and its letter, for whoever the address
// belongs to. For a stranger, somebody disabled, or the desk's own mailbox, whose
// mail everybody on the desk reads, it does nothing.
func (d *Desk) SendLink(ctx context.Context, payload json.RawMessage) error {
	var wish linkWish
	if err := json.Unmarshal(payload, &wish); err != nil {
		return errs.Because(err, errs.Invalid, "A wish for a link cannot be read.")
	}
	return d.door.Do(ctx, doorkeeper(), func(ctx context.Context, w *work.Work) error {
		p, err := d.mayHaveLink(ctx, w, wish.Email)
		if errs.Is(err, errs.NotFound) || errs.Is(err, errs.Unauthorized) || errs.Is(err, errs.TooMany) {
			return nil
		}
		if err != nil {
			return err
		}
		return d.enqueueLink(ctx, w, p)
	})
}

func (d *Desk) mayHaveLink(ctx context.Context, w *work.Work, email string) (person.Person, error) {
	_, err := mailbox.ByAddress(ctx, w.Tx, email)
	if err == nil {
		return person.Person{}, errs.New(errs.NotFound, "%s is a mailbox of the desk.", email)
	}
	if !errs.Is(err, errs.NotFound) {
		return person.Person{}, err
	}
	p, err := person.ByEmail(ctx, w.Tx, email)
	if err != nil {
		return p, err
	}
	if _, err := Actor(ctx, w.Tx, p.ID); err != nil {
		return p, err
	}
	n, err := credential.LinksSince(ctx, w.Tx, p.ID, credential.SignIn, w.Now.Add(-time.Hour))
	if err == nil && n >= linksAnHour {
		return p, errs.New(errs.TooMany, "%d links were sent within an hour.", n)
	}
	return p, err
}

// enqueueLink writes the link and its letter. The letter goes to the main
// address: an address added by a mail must not be a way in of its own.
func (d *Desk) enqueueLink(ctx context.Context, w *work.Work, p person.Person) error {
	token, err := d.link(ctx, w, p.ID, credential.SignIn)
	if err != nil {
		return err
	}
	at := d.base + "/sign-in/link/" + url.PathEscape(token)
	body := fmt.Sprintf("Hello %s,\n\nuse this link to sign in:\n\n%s\n\nIt works once, within %d minutes. If you did not ask for it, do nothing: nobody can use it but you.",
		p.Name, at, int(credential.SignIn.Lasts().Minutes()))
	return d.post.Letter(ctx, w, notify.Letter{
		Kind: notify.SignIn, To: []id.Person{p.ID}, Subject: "Your link to sign in", Body: body, Automatic: true,
	})
}

// link makes a link that alone counts for its purpose from now on.
func (d *Desk) link(ctx context.Context, w *work.Work, of id.Person, purpose credential.Purpose) (string, error) {
	if err := credential.VoidLinks(ctx, w.Tx, of, purpose, w.Now); err != nil {
		return "", err
	}
	token, hash := seal.Token(linkPrefix)
	l := credential.Link{Purpose: purpose, Person: of, CreatedAt: w.Now, ExpiresAt: w.Now.Add(purpose.Lasts())}
	return token, credential.InsertLink(ctx, w.Tx, l, hash)
}

// ByLink begins a session with a link, which is used up by it.
func (d *Desk) ByLink(ctx context.Context, token string, from Caller) (string, credential.Session, error) {
	var session string
	var s credential.Session
	err := d.door.Do(ctx, doorkeeper(), func(ctx context.Context, w *work.Work) error {
		l, err := credential.UseLink(ctx, w.Tx, seal.Hash(token), credential.SignIn, w.Now)
		if err != nil {
			return err
		}
		if w.By, err = Actor(ctx, w.Tx, l.Person); err != nil {
			return err
		}
		session, s, err = begin(ctx, w, l.Person, from)
		return err
	})
	if errs.Is(err, errs.NotFound) {
		err = errs.Because(err, errs.Unauthorized, "This link has been used or is too old; ask for a new one.")
	}
	return session, s, err
}

// SetUpLink makes the one link by which an empty desk is set up, and gives its
// token; earlier ones no longer work. It is a Conflict once the desk has people.
func (d *Desk) SetUpLink(ctx context.Context) (string, error) {
	var token string
	err := d.door.Do(ctx, doorkeeper(), func(ctx context.Context, w *work.Work) error {
		empty, err := person.Nobody(ctx, w.Tx)
		if err != nil {
			return err
		}
		if !empty {
			return errs.New(errs.Conflict, "The desk is set up already.")
		}
		token, err = d.link(ctx, w, 0, credential.SetUp)
		return err
	})
	return token, err
}
