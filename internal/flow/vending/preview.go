package vending

import (
	"context"
	"slices"
	"strings"

	"secondline/internal/core/access"
	"secondline/internal/core/setting"
	"secondline/internal/db"
	"secondline/internal/desk/attachment"
	"secondline/internal/desk/handover"
	"secondline/internal/desk/organisation"
	"secondline/internal/desk/person"
	"secondline/internal/desk/service"
	"secondline/internal/desk/ticket"
	"secondline/internal/desk/vendor"
	"secondline/internal/flow/ticketing"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// A SendIn says what is to go to whom.
type SendIn struct {
	Vendor   id.Vendor
	Contract id.Contract // zero: the one that counts
	Contact  id.Contact  // zero: the first
	Product  id.Product
	vendor.Asking
	Files     []id.File // of the ticket, or uploads of the actor; nothing goes that is not named
	Keep      []string  // what was seen in the preview and goes all the same
	Reference string    // theirs, if an agent filed it with them already
	Quiet     bool      // the customer is not told
	Told      string    // what the customer is told, in the agent's own words
}

// A Preview is what would leave now, and nothing else would.
type Preview struct {
	Vendor       vendor.Vendor
	Contact      vendor.Contact // zero: nobody is written to
	Contract     vendor.Contract
	Subject      string
	Body         string
	Files        []vendor.File
	Replaced     []vendor.Replacement
	Told         string // to the customer; "" if not
	Plain        []string
	Asking       vendor.Asking // as it was asked for, or filled from the timeline
	Completeness int

	contactAt int
	fresh     []id.File // uploads that become the ticket's with it
}

// Draft fills an asking from the timeline, and shows what would leave.
func (d *Desk) Draft(ctx context.Context, by access.Actor, n id.Number, to id.Vendor) (Preview, error) {
	return d.look(ctx, by, n, func(ctx context.Context, h db.Handle, t *ticket.Ticket) (SendIn, error) {
		customer, err := person.Get(ctx, h, t.Requester)
		if err != nil {
			return SendIn{}, err
		}
		entries, err := ticket.Timeline(ctx, h, t.ID, 1)
		if err != nil {
			return SendIn{}, err
		}
		draft := handover.Prefill(t.Subject, ticketing.Said(entries, customer.Name))
		in := SendIn{Vendor: to, Asking: vendor.Asking{Subject: t.Subject, Summary: draft.Summary.Text, Hypothesis: draft.Hypothesis.Text}}
		for _, s := range draft.Tried {
			in.Tried = append(in.Tried, vendor.Step{Text: s.Text, Result: s.Result})
		}
		return in, nil
	})
}

// Preview shows what would leave if it were sent now.
func (d *Desk) Preview(ctx context.Context, by access.Actor, n id.Number, in SendIn) (Preview, error) {
	return d.look(ctx, by, n, func(context.Context, db.Handle, *ticket.Ticket) (SendIn, error) { return in, nil })
}

func (d *Desk) look(ctx context.Context, by access.Actor, n id.Number, what func(context.Context, db.Handle, *ticket.Ticket) (SendIn, error)) (Preview, error) {
	var p Preview
	err := d.door.View(ctx, func(h db.Handle) error {
		t, err := look(ctx, h, by, n, access.ToVendor)
		if err != nil {
			return err
		}
		in, err := what(ctx, h, t)
		if err != nil {
			return err
		}
		p, err = d.prepare(ctx, h, by, t, in)
		return err
	})
	return p, err
}

// prepare makes all that would leave.
func (d *Desk) prepare(ctx context.Context, h db.Handle, by access.Actor, t *ticket.Ticket, in SendIn) (Preview, error) {
	v, err := vendor.Get(ctx, h, in.Vendor)
	if errs.Is(err, errs.NotFound) || err == nil && !v.ArchivedAt.IsZero() {
		return Preview{}, errs.Field("vendor", "There is no such vendor; choose one of the list.")
	}
	if err != nil {
		return Preview{}, err
	}
	if in.Subject == "" {
		in.Subject = t.Subject
	}
	p := Preview{Vendor: v, Asking: in.Asking}
	if p.Contract, err = v.ContractFor(in.Contract, t.Organisation, d.door.Now()); err != nil {
		return p, err
	}
	if err := p.choose(in.Contact); err != nil {
		return p, err
	}
	frame, err := frameOf(ctx, h, by, p)
	if err != nil {
		return p, err
	}
	if i := slices.IndexFunc(v.Products, func(x vendor.Product) bool { return x.ID == in.Product }); i >= 0 {
		frame.Product = v.Products[i].Name
	}
	r, err := redactor(ctx, h, t, v, in.Keep)
	if err != nil {
		return p, err
	}
	p.Subject, p.Body = vendor.Compose(in.Asking, frame, r)
	if p.Files, p.fresh, err = enclose(ctx, h, by, t, in.Files, r); err != nil {
		return p, err
	}
	p.Replaced = r.Replaced()
	if err := p.tell(ctx, h, t, in); err != nil {
		return p, err
	}
	return p, p.complete(ctx, h, t)
}

// choose finds the contact: the one that is named, else the first.
func (p *Preview) choose(named id.Contact) error {
	p.contactAt = slices.IndexFunc(p.Vendor.Contacts, func(c vendor.Contact) bool { return named == 0 || c.ID == named })
	if p.contactAt < 0 {
		p.contactAt = 0
		if named != 0 {
			return errs.Field("contact", "%s has no such contact.", p.Vendor.Name)
		}
		return nil
	}
	p.Contact = p.Vendor.Contacts[p.contactAt]
	return nil
}

func frameOf(ctx context.Context, h db.Handle, by access.Actor, p Preview) (vendor.Frame, error) {
	name, err := setting.Get(ctx, h, setting.DeskName, "Support")
	return vendor.Frame{Contact: p.Contact.Name, Writer: by.Name, Desk: name, Contract: p.Contract.Number}, err
}

// redactor knows every name that the ticket knows.
func redactor(ctx context.Context, h db.Handle, t *ticket.Ticket, v vendor.Vendor, keep []string) (*vendor.Redactor, error) {
	entries, err := ticket.Timeline(ctx, h, t.ID, 1)
	if err != nil {
		return nil, err
	}
	keys := append([]id.Person{t.Requester, t.Assignee, t.Contact}, append(slices.Clone(t.CC), t.Watchers...)...)
	for _, e := range entries {
		keys = append(keys, e.By.ID)
		if f, ok := e.Fact.(*ticket.Noted); ok {
			keys = append(keys, f.Mentions...)
		}
	}
	people, err := person.Some(ctx, h, keys)
	if err != nil {
		return nil, err
	}
	k := vendor.Known{Requester: people[t.Requester].Name}
	colleagues, err := person.Names(ctx, h, t.Organisation, maxColleagues)
	if err != nil {
		return nil, err
	}
	for _, key := range keys {
		colleagues = append(colleagues, people[key].Name)
	}
	for _, name := range colleagues {
		if name != "" && name != k.Requester && !slices.Contains(k.People, name) {
			k.People = append(k.People, name)
		}
	}
	org, err := organisation.Get(ctx, h, t.Organisation)
	k.Organisations, k.Domains = []string{org.Name}, org.Domains
	for _, field := range []string{"device", "host", "asset", "computer"} {
		if name, ok := t.Fields[field].(string); ok {
			k.Hosts = append(k.Hosts, name)
		}
	}
	return vendor.NewRedactor(v.Redaction, k, keep), err
}

// maxColleagues is how many names of an organisation are looked for in a text.
const maxColleagues = 2000

// enclose checks that each file is on this ticket, or the actor's own upload.
func enclose(ctx context.Context, h db.Handle, by access.Actor, t *ticket.Ticket, files []id.File, r *vendor.Redactor) (out []vendor.File, fresh []id.File, err error) {
	for i, key := range files {
		a, err := attachment.Get(ctx, h, key)
		if err != nil && !errs.Is(err, errs.NotFound) {
			return nil, nil, err
		}
		own := a.Ticket == 0 && a.UploadedBy == by.Person && by.Person != 0
		if err != nil || a.Ticket != t.ID && !own || slices.Contains(files[:i], key) || i >= 50 {
			return nil, nil, errs.Field("files", "There is no file %s on %s; upload it first, and name it once.", key, t.Ref())
		}
		if own {
			fresh = append(fresh, key)
		}
		out = append(out, vendor.File{ID: a.ID, Name: attachment.CleanName(r.Text(a.Name)), MediaType: a.MediaType, Size: a.Size})
	}
	return out, fresh, nil
}

// tell makes what the customer reads, unless the agent wrote it or wants silence.
func (p *Preview) tell(ctx context.Context, h db.Handle, t *ticket.Ticket, in SendIn) error {
	if in.Quiet {
		return nil
	}
	if p.Told = strings.TrimSpace(in.Told); p.Told == "" {
		thing := ""
		if t.Service != 0 {
			s, err := service.Get(ctx, h, t.Service)
			if err != nil {
				return err
			}
			if !s.IsCatchAll() {
				thing = s.PlainName
			}
		}
		people, err := person.Some(ctx, h, []id.Person{t.Requester, t.Assignee})
		if err != nil {
			return err
		}
		p.Told = vendor.TellCustomer(people[t.Requester].Name, thing, p.Vendor.PlainName, people[t.Assignee].First())
	}
	p.Plain = handover.Plain(p.Told)
	return nil
}

// complete holds the asking against the checklist of the ticket's service.
func (p *Preview) complete(ctx context.Context, h db.Handle, t *ticket.Ticket) error {
	list, err := service.Checklist(ctx, h, t.Service, t.Category)
	if err != nil {
		return err
	}
	f := handover.Form{Ask: p.Asking.Ask, Summary: p.Asking.Summary, Hypothesis: p.Asking.Hypothesis, CustomerMessage: p.Told}
	for _, s := range p.Asking.Tried {
		f.Tried = append(f.Tried, handover.Step{Text: s.Text, Result: s.Result})
	}
	for _, file := range p.Files {
		f.Evidence = append(f.Evidence, handover.Proof{File: file.ID, Label: file.Name})
	}
	var items []handover.Item
	for _, i := range list {
		items = append(items, handover.Item{ID: i.ID, Label: i.Label, Source: handover.Source(i.Source), Weight: i.Weight})
	}
	device, _ := t.Fields["device"].(string) // none is ""
	_, p.Completeness = handover.Complete(items, f, handover.Known{Triaged: t.Service != 0, Device: device})
	return nil
}
