package ticketing

import (
	"context"
	"strings"

	"secondline/internal/core/access"
	"secondline/internal/desk/organisation"
	"secondline/internal/desk/person"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// A RequesterIn names whom a ticket is for: by id, or by address.
type RequesterIn struct {
	Person id.Person
	Email  string
	Name   string
}

// guests is the organisation of people whom no other organisation claims. Its
// members see their own tickets only.
const guests = "Guests"

// requester finds out whom a ticket is for. A customer opens for themselves; an
// agent for anybody they are cleared for, also on behalf of somebody new.
func requester(ctx context.Context, w *work.Work, in OpenIn) (person.Person, error) {
	self := in.Requester == RequesterIn{}
	if self || !w.By.IsAgent() && w.By.Kind != access.Mail {
		p, err := person.Get(ctx, w.Tx, w.By.Person)
		other := in.Requester.Person != 0 && in.Requester.Person != p.ID ||
			in.Requester.Email != "" && !strings.EqualFold(in.Requester.Email, p.Email)
		if err == nil && other {
			return p, errs.New(errs.Forbidden, "You can open requests for yourself only.")
		}
		return p, err
	}
	p, err := Requester(ctx, w, in.Requester, in.Organisation)
	if err != nil {
		return p, err
	}
	if w.By.Kind != access.Mail && !w.By.Cleared(p.Organisation) && p.ID != w.By.Person {
		return p, errs.Field("requester", "There is no such person, or you are not cleared for their organisation.")
	}
	if p.IsDisabled() {
		return p, errs.Field("requester", "%s is disabled; enable them before opening a ticket for them.", p.Name)
	}
	return p, nil
}

// Requester finds a person by id or address, or makes a new requester of them:
// in the organisation that is named, else in the one that owns the address's
// domain, else among the guests.
func Requester(ctx context.Context, w *work.Work, in RequesterIn, org id.Organisation) (person.Person, error) {
	if in.Person != 0 {
		p, err := person.Get(ctx, w.Tx, in.Person)
		if errs.Is(err, errs.NotFound) {
			return p, errs.Field("requester", "There is no such person, or you are not cleared for their organisation.")
		}
		return p, err
	}
	if strings.TrimSpace(in.Email) == "" {
		return person.Person{}, errs.Field("requester.email", "Say whom the ticket is for: an e-mail address, or a person of the desk.")
	}
	p, err := person.ByEmail(ctx, w.Tx, in.Email)
	if err == nil || !errs.Is(err, errs.NotFound) {
		return p, err
	}
	if org == 0 {
		if org, err = organisationOf(ctx, w, in.Email); err != nil {
			return p, err
		}
	} else if !w.By.Cleared(org) && w.By.Kind != access.Mail {
		return p, errs.Field("organisation", "There is no such organisation, or you are not cleared for it.")
	}
	return newRequester(ctx, w, in, org)
}

func newRequester(ctx context.Context, w *work.Work, in RequesterIn, org id.Organisation) (person.Person, error) {
	name := strings.TrimSpace(in.Name)
	if name == "" {
		name, _, _ = strings.Cut(in.Email, "@")
	}
	p, err := person.Person{
		ID: id.Person(w.NewID()), Organisation: org, Name: name, Email: in.Email, Role: access.Requester, Version: 1,
	}.Checked()
	if err != nil {
		return p, err
	}
	if err := person.Insert(ctx, w.Tx, p); err != nil {
		return p, madeMeanwhile(err)
	}
	return p, w.Audit(ctx, "person.created", "person:"+p.ID.String(), org, map[string]any{"because": "wrote to the desk"})
}

// madeMeanwhile: we looked and it was not there, so somebody made it at the same
// moment; the whole decision is to be made again, and will find it.
func madeMeanwhile(err error) error {
	if errs.Is(err, errs.Conflict) {
		return errs.Because(err, errs.Stale, "Somebody did the same at the same moment; repeat.")
	}
	return err
}

func organisationOf(ctx context.Context, w *work.Work, email string) (id.Organisation, error) {
	_, domain, _ := strings.Cut(email, "@")
	org, err := organisation.ByDomain(ctx, w.Tx, strings.ToLower(domain))
	if errs.Is(err, errs.NotFound) {
		org, err = organisation.ByName(ctx, w.Tx, guests)
	}
	if !errs.Is(err, errs.NotFound) {
		return org.ID, err
	}
	org = organisation.Organisation{ID: id.Organisation(w.NewID()), Name: guests, Sees: "own", Version: 1}
	if err := organisation.Insert(ctx, w.Tx, org); err != nil {
		return 0, madeMeanwhile(err)
	}
	return org.ID, w.Audit(ctx, "organisation.created", "organisation:"+org.ID.String(), org.ID, map[string]any{"because": "strangers wrote"})
}
