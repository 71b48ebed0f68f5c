package ticketing

import (
	"context"
	"slices"

	"secondline/internal/core/access"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// Merge lets another ticket carry on with this one. Both keep their timelines:
// the other shows this one's beside its own, so that Unmerge is exact.
func (d *Desk) Merge(ctx context.Context, by access.Actor, n, into id.Number) error {
	return d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		from, err := load(ctx, w, n, access.Merge)
		if err != nil {
			return err
		}
		to, err := other(ctx, w, into, "into")
		if err != nil {
			return err
		}
		standing, err := standing(ctx, w, to)
		if err != nil {
			return err
		}
		merged, absorbed, err := from.Merge(to, standing)
		if err != nil {
			return err
		}
		return both(ctx, w, from, merged, to, absorbed)
	})
}

// Unmerge takes a merge back exactly.
func (d *Desk) Unmerge(ctx context.Context, by access.Actor, n id.Number) error {
	return d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		from, err := load(ctx, w, n, access.Unmerge)
		if err != nil {
			return err
		}
		to, err := ticket.ByID(ctx, w.Tx, from.MergedInto)
		if err != nil {
			return err
		}
		others, err := standing(ctx, w, to)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(others, func(f *ticket.AbsorbedFrom) bool { return f.From == from.ID })
		if i < 0 {
			return errs.New(errs.Internal, "The merge of %s is not on the timeline of %s.", from.Ref(), to.Ref())
		}
		unmerged, released, err := from.Unmerge(others[i], to, slices.Delete(slices.Clone(others), i, i+1))
		if err != nil {
			return err
		}
		if err := both(ctx, w, from, unmerged, to, released); err != nil {
			return err
		}
		if err := letGo(ctx, w, from); err != nil {
			return err
		}
		return wakeAgain(ctx, w, from)
	})
}

// standing lists the merges into a ticket that were not taken back.
func standing(ctx context.Context, w *work.Work, t *ticket.Ticket) ([]*ticket.AbsorbedFrom, error) {
	if len(t.Absorbed) == 0 {
		return nil, nil
	}
	entries, err := ticket.Timeline(ctx, w.Tx, t.ID, 1)
	var out []*ticket.AbsorbedFrom
	for _, e := range entries {
		switch f := e.Fact.(type) {
		case *ticket.AbsorbedFrom:
			out = append(out, f)
		case *ticket.Released:
			out = slices.DeleteFunc(out, func(one *ticket.AbsorbedFrom) bool { return one.From == f.From })
		}
	}
	return out, err
}

// other loads the second ticket of a change; it must be as visible as the first.
func other(ctx context.Context, w *work.Work, n id.Number, field string) (*ticket.Ticket, error) {
	t, err := ticket.ByNumber(ctx, w.Tx, n)
	if err == nil {
		err = may(w.By, access.Note, t)
	}
	if errs.Is(err, errs.NotFound) {
		return nil, errs.Field(field, "There is no ticket %s.", n.Ref())
	}
	return t, err
}

func both(ctx context.Context, w *work.Work, a *ticket.Ticket, fa ticket.Fact, b *ticket.Ticket, fb ticket.Fact) error {
	if _, err := w.Record(ctx, a, fa); err != nil {
		return err
	}
	_, err := w.Record(ctx, b, fb)
	return err
}

// Split makes a ticket of its own out of one message.
func (d *Desk) Split(ctx context.Context, by access.Actor, n id.Number, seq int64, subject string) (Opened, error) {
	var out Opened
	number, err := d.door.Number(ctx)
	if err != nil {
		return out, errs.Wrap(err, "numbering a ticket")
	}
	err = d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		t, err := load(ctx, w, n, access.Split)
		if err != nil {
			return err
		}
		f, err := splitFact(ctx, w, t, seq, subject)
		if err != nil {
			return err
		}
		f.Number = number
		if f.Place, err = livePlace(ctx, w, f.Place); err != nil {
			return err
		}
		child := &ticket.Ticket{ID: id.Ticket(w.NewID())}
		if _, err := w.Record(ctx, child, f); err != nil {
			return err
		}
		out = Opened{ID: child.ID, Number: number, Version: child.Version}
		_, err = w.Record(ctx, t, &ticket.SplitOff{
			Seq: seq, Into: ticket.Link{Kind: "split_into", Ticket: child.ID, Ref: child.Ref()},
		})
		return err
	})
	return out, err
}

// splitFact reads the message that begins the new ticket. Only the customer's
// words become a ticket that the customer sees; a note stays inside.
func splitFact(ctx context.Context, w *work.Work, t *ticket.Ticket, seq int64, subject string) (*ticket.Opened, error) {
	e, err := ticket.EntryAt(ctx, w.Tx, t.ID, seq)
	if errs.Is(err, errs.NotFound) {
		return nil, errs.Field("seq", "There is no entry %d on the timeline of %s.", seq, t.Ref())
	}
	if err != nil {
		return nil, err
	}
	var body string
	switch f := e.Fact.(type) {
	case *ticket.Replied:
		body = f.Body
	case *ticket.Opened:
		body = f.Body
	default:
		return nil, errs.Field("seq", "Only a message that the customer can see can become a ticket of its own.")
	}
	if subject == "" {
		subject = t.Subject
	}
	if subject, err = ticket.CleanSubject(subject); err != nil {
		return nil, err
	}
	return &ticket.Opened{
		Organisation: t.Organisation, Requester: t.Requester, TicketKind: t.Kind, Channel: t.Channel, Subject: subject, Body: body,
		Service: t.Service, Category: t.Category, Impact: t.Impact, Urgency: t.Urgency, Priority: t.Priority, Place: t.Place,
		Because: "split from " + string(t.Ref()), Tags: t.Tags,
		SplitFrom: &ticket.Link{Kind: "split_from", Ticket: t.ID, Ref: t.Ref()},
	}, nil
}

// linkKinds gives each kind of link its other side.
var linkKinds = map[string]string{
	"related": "related", "duplicate_of": "duplicated_by", "duplicated_by": "duplicate_of", "parent": "child", "child": "parent",
}

// Link joins two tickets; Unlink parts them. kind is how the first sees the
// second.
func (d *Desk) Link(ctx context.Context, by access.Actor, n, to id.Number, kind string, unlink bool) error {
	back, ok := linkKinds[kind]
	if !ok {
		return errs.Field("kind", "A link is related, duplicate_of, duplicated_by, parent or child.")
	}
	return d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		a, err := load(ctx, w, n, access.Link)
		if err != nil {
			return err
		}
		b, err := other(ctx, w, to, "ref")
		if err != nil {
			return err
		}
		if a.ID == b.ID {
			return errs.Field("ref", "A ticket cannot be linked to itself.")
		}
		there, here := ticket.Link{Kind: kind, Ticket: b.ID, Ref: b.Ref()}, ticket.Link{Kind: back, Ticket: a.ID, Ref: a.Ref()}
		linked := slices.Contains(a.Links, there)
		if linked != unlink {
			return nil // as it should be already
		}
		if unlink {
			return both(ctx, w, a, &ticket.Unlinked{Link: there}, b, &ticket.Unlinked{Link: here})
		}
		return both(ctx, w, a, &ticket.Linked{Link: there}, b, &ticket.Linked{Link: here})
	})
}
