package admin

import (
	"context"

	"secondline/internal/core/access"
	"secondline/internal/desk/service"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// SetMatrix says which priority follows from impact and urgency, from now on;
// tickets keep theirs.
func (d *Desk) SetMatrix(ctx context.Context, by access.Actor, m service.Matrix) error {
	if err := m.Check(); err != nil {
		return err
	}
	return d.administer(ctx, by, func(ctx context.Context, w *work.Work) error {
		if err := service.SaveMatrix(ctx, w.Tx, m); err != nil {
			return err
		}
		return w.Audit(ctx, "priority_matrix.changed", "priority_matrix", 0, m)
	})
}

// SetChecklist says what a complete handover tells: of a category, of a service
// (part 0), or of the desk (both 0). Without items the next more general list
// holds; the desk's own list is never empty.
func (d *Desk) SetChecklist(ctx context.Context, by access.Actor, of id.Service, part id.Category, items []service.Item) ([]service.Item, error) {
	items, err := service.CheckItems(items)
	if err != nil {
		return nil, err
	}
	if of == 0 && len(items) == 0 {
		return nil, errs.Field("items", "The desk's general checklist needs an item; it is what holds where no other does.")
	}
	err = d.administer(ctx, by, func(ctx context.Context, w *work.Work) error {
		if err := place(ctx, w, of, part); err != nil {
			return err
		}
		for i := range items {
			items[i].ID = id.Checklist(w.NewID())
		}
		if err := service.SetChecklist(ctx, w.Tx, of, part, items); err != nil {
			return err
		}
		return w.Audit(ctx, "checklist.changed", "service:"+of.String(), 0, map[string]any{"category": part, "items": items})
	})
	return items, err
}

// A FieldIn says what a custom field is to be. Name and kind are given once.
type FieldIn struct {
	Name            *string
	Label           *string
	Kind            *string
	Options         *[]string
	Service         *id.Service
	CustomerVisible *bool
	Position        *int
	Archived        *bool
}

func (in FieldIn) onto(f service.Field, w *work.Work) (service.Field, error) {
	set(&f.Name, in.Name)
	set(&f.Label, in.Label)
	set(&f.Kind, in.Kind)
	set(&f.Options, in.Options)
	set(&f.Service, in.Service)
	set(&f.CustomerVisible, in.CustomerVisible)
	set(&f.Position, in.Position)
	archive(&f.ArchivedAt, in.Archived, w.Now)
	return f.Checked()
}

// AddField adds a column of the desk's own to its tickets.
func (d *Desk) AddField(ctx context.Context, by access.Actor, in FieldIn) (service.Field, error) {
	var f service.Field
	err := d.administer(ctx, by, func(ctx context.Context, w *work.Work) (err error) {
		if f, err = in.onto(service.Field{ID: id.Field(w.NewID()), Version: 1}, w); err != nil {
			return err
		}
		if err := service.InsertField(ctx, w.Tx, f); err != nil {
			return err
		}
		return w.Audit(ctx, "field.created", "field:"+f.ID.String(), 0, in)
	})
	return f, err
}

// ChangeField changes a custom field, or archives it; what tickets hold stays.
func (d *Desk) ChangeField(ctx context.Context, by access.Actor, key id.Field, in FieldIn) (service.Field, error) {
	var f service.Field
	err := d.administer(ctx, by, func(ctx context.Context, w *work.Work) error {
		old, err := service.GetField(ctx, w.Tx, key)
		if err != nil {
			return err
		}
		if err := pinned(w, old.Version); err != nil {
			return err
		}
		if f, err = in.onto(old, w); err != nil {
			return err
		}
		if f.Name != old.Name || f.Kind != old.Kind {
			return errs.New(errs.Conflict, "The name and kind of %s stay: tickets hold values under them. Archive it and add another.", old.Name)
		}
		if err := service.UpdateField(ctx, w.Tx, f); err != nil {
			return err
		}
		f.Version++
		return w.Audit(ctx, "field.changed", "field:"+f.ID.String(), 0, in)
	})
	return f, err
}
