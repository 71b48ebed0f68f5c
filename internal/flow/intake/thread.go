package intake

import (
	"context"
	"slices"
	"time"

	"secondline/internal/db"
	"secondline/internal/desk/channel"
	"secondline/internal/desk/organisation"
	"secondline/internal/desk/person"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
	"secondline/internal/kit/address"
	"secondline/internal/kit/errs"
)

// A belonging is the ticket that a mail shows to belong to.
type belonging struct {
	ticket *ticket.Ticket
	thread channel.Thread
}

// belong finds the ticket: by a signed address, else by a mail that stands on
// one. nil if nothing shows that it belongs anywhere.
func belong(ctx context.Context, h db.Handle, a *arrival, now time.Time) (*belonging, error) {
	t, proof, err := find(ctx, h, a)
	if err != nil || t == nil {
		return nil, err
	}
	personal := slices.Contains(a.personal, t.Number)
	if t, err = alive(ctx, h, t); err != nil {
		return nil, err
	}
	b := &belonging{ticket: t, thread: channel.Thread{
		Ref: t.Ref(), Proof: proof, Sender: channel.Stranger, Finished: !t.IsOpen() && !t.CanReopen(now),
	}}
	if len(a.rules.Senders) != 1 {
		return b, nil
	}
	b.thread.Sender, err = part(ctx, h, a.sender.Addr, t)
	b.thread.Personal = personal
	return b, err
}

func find(ctx context.Context, h db.Handle, a *arrival) (*ticket.Ticket, channel.Proof, error) {
	for _, n := range a.signed {
		t, err := ticket.ByNumber(ctx, h, n)
		if err == nil || !errs.Is(err, errs.NotFound) {
			return t, channel.SignedAddress, err
		}
	}
	if a.rules.Automation == channel.Bouncing {
		if t, proof, err := reported(ctx, h, a); err != nil || t != nil {
			return t, proof, err
		}
	}
	on, err := channel.TicketsOf(ctx, h, a.answers)
	if err != nil {
		return nil, "", err
	}
	for _, message := range a.answers {
		if key, ok := on[message]; ok {
			t, err := ticket.ByID(ctx, h, key)
			return t, channel.Reference, err
		}
	}
	return nil, "", nil
}

// reported finds the ticket of the mail that a mail system speaks of, whether that
// went to the customer or to a vendor: agents alone read of it.
func reported(ctx context.Context, h db.Handle, a *arrival) (*ticket.Ticket, channel.Proof, error) {
	for _, message := range a.answers {
		m, err := channel.OutByMessage(ctx, h, message)
		if errs.Is(err, errs.NotFound) || err == nil && m.Ticket == 0 {
			continue
		}
		if err != nil {
			return nil, "", err
		}
		t, err := ticket.ByID(ctx, h, m.Ticket)
		return t, channel.Reference, err
	}
	return nil, "", nil
}

// alive follows merges to the ticket that lives on.
func alive(ctx context.Context, h db.Handle, t *ticket.Ticket) (*ticket.Ticket, error) {
	for hops := 0; t.IsMerged() && hops < 20; hops++ {
		next, err := ticket.ByID(ctx, h, t.MergedInto)
		if err != nil {
			return nil, err
		}
		t = next
	}
	return t, nil
}

// part is what an address is to a ticket. A disabled person is nobody to it.
func part(ctx context.Context, h db.Handle, addr string, t *ticket.Ticket) (channel.Part, error) {
	p, err := person.ByEmail(ctx, h, addr)
	if errs.Is(err, errs.NotFound) {
		return byDomain(ctx, h, addr, t.Organisation)
	}
	if err != nil {
		return "", err
	}
	switch {
	case p.IsDisabled():
		return channel.Stranger, nil
	case p.ID == t.Requester:
		return channel.Requester, nil
	case p.IsAgent():
		return agent(ctx, h, p, t.Organisation)
	case slices.Contains(t.CC, p.ID):
		return channel.CopiedIn, nil
	case p.Organisation == t.Organisation:
		return colleague(ctx, h, t.Organisation)
	}
	return channel.Stranger, nil
}

func agent(ctx context.Context, h db.Handle, p person.Person, org id.Organisation) (channel.Part, error) {
	if p.All {
		return channel.Agent, nil
	}
	cleared, err := person.Clearances(ctx, h, p.ID)
	if slices.Contains(cleared, org) {
		return channel.Agent, err
	}
	return channel.Stranger, err
}

// byDomain is for an address that the desk does not know yet.
func byDomain(ctx context.Context, h db.Handle, addr string, org id.Organisation) (channel.Part, error) {
	own, err := organisation.ByDomain(ctx, h, address.Domain(addr))
	if errs.Is(err, errs.NotFound) {
		return channel.Stranger, nil
	}
	if err == nil && own.ID == org {
		return channel.Colleague, nil
	}
	return channel.Stranger, err
}

// colleague holds only where people really share an organisation: those whom no
// organisation claims share nothing but a row.
func colleague(ctx context.Context, h db.Handle, org id.Organisation) (channel.Part, error) {
	o, err := organisation.Get(ctx, h, org)
	if err != nil || len(o.Domains) == 0 {
		return channel.Stranger, err
	}
	return channel.Colleague, nil
}
