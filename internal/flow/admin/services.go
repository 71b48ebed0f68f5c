package admin

import (
	"context"
	"slices"

	"secondline/internal/core/access"
	"secondline/internal/desk/service"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// A ServiceIn says what a service is to be.
type ServiceIn struct {
	Name        *string
	PlainName   *string
	Description *string
	Teams       *map[int]id.Team // by rank
	Archived    *bool
}

func (in ServiceIn) onto(s service.Service, w *work.Work) (service.Service, error) {
	set(&s.Name, in.Name)
	set(&s.PlainName, in.PlainName)
	set(&s.Description, in.Description)
	set(&s.Teams, in.Teams)
	archive(&s.ArchivedAt, in.Archived, w.Now)
	return s.Checked()
}

// AddService adds something that customers use.
func (d *Desk) AddService(ctx context.Context, by access.Actor, in ServiceIn) (service.Service, error) {
	var s service.Service
	err := d.administer(ctx, by, func(ctx context.Context, w *work.Work) (err error) {
		if s, err = in.onto(service.Service{ID: id.Service(w.NewID()), Version: 1}, w); err != nil {
			return err
		}
		if err := service.Insert(ctx, w.Tx, s); err != nil {
			return err
		}
		return w.Audit(ctx, "service.created", "service:"+s.ID.String(), 0, in)
	})
	return s, err
}

// ChangeService changes a service, or archives it.
func (d *Desk) ChangeService(ctx context.Context, by access.Actor, key id.Service, in ServiceIn) (service.Service, error) {
	var s service.Service
	err := d.administer(ctx, by, func(ctx context.Context, w *work.Work) (err error) {
		if s, err = service.Get(ctx, w.Tx, key); err != nil {
			return err
		}
		if err := pinned(w, s.Version); err != nil {
			return err
		}
		if s, err = in.onto(s, w); err != nil {
			return err
		}
		if err := service.Update(ctx, w.Tx, s); err != nil {
			return err
		}
		s.Version++
		return w.Audit(ctx, "service.changed", "service:"+s.ID.String(), 0, in)
	})
	return s, err
}

// A CategoryIn says what a category is to be.
type CategoryIn struct {
	Name     *string
	Archived *bool
}

func (in CategoryIn) onto(c service.Category, w *work.Work) (service.Category, error) {
	set(&c.Name, in.Name)
	archive(&c.ArchivedAt, in.Archived, w.Now)
	return c.Checked()
}

// AddCategory adds a part to a service.
func (d *Desk) AddCategory(ctx context.Context, by access.Actor, of id.Service, in CategoryIn) (service.Category, error) {
	var c service.Category
	err := d.administer(ctx, by, func(ctx context.Context, w *work.Work) (err error) {
		if _, err := service.Get(ctx, w.Tx, of); err != nil {
			return err
		}
		if c, err = in.onto(service.Category{ID: id.Category(w.NewID()), Service: of, Version: 1}, w); err != nil {
			return err
		}
		if err := service.InsertCategory(ctx, w.Tx, c); err != nil {
			return err
		}
		return w.Audit(ctx, "category.created", "category:"+c.ID.String(), 0, in)
	})
	return c, err
}

// ChangeCategory renames a part of a service, or archives it.
func (d *Desk) ChangeCategory(ctx context.Context, by access.Actor, of id.Service, key id.Category, in CategoryIn) (service.Category, error) {
	var c service.Category
	err := d.administer(ctx, by, func(ctx context.Context, w *work.Work) (err error) {
		if c, err = partOf(ctx, w, of, key); err != nil {
			return err
		}
		if err := pinned(w, c.Version); err != nil {
			return err
		}
		if c, err = in.onto(c, w); err != nil {
			return err
		}
		if err := service.UpdateCategory(ctx, w.Tx, c); err != nil {
			return err
		}
		c.Version++
		return w.Audit(ctx, "category.changed", "category:"+c.ID.String(), 0, in)
	})
	return c, err
}

// partOf loads a category and wants it to be the service's.
func partOf(ctx context.Context, w *work.Work, of id.Service, key id.Category) (service.Category, error) {
	c, err := service.GetCategory(ctx, w.Tx, key)
	if err == nil && c.Service != of {
		return c, errs.New(errs.NotFound, "There is no such category in this service.")
	}
	return c, err
}

// place wants a service, and a category of it, to be there; 0 stands for none.
func place(ctx context.Context, w *work.Work, of id.Service, part id.Category) error {
	if of == 0 && part != 0 {
		return errs.Field("category", "Name the service of the category as well.")
	}
	if of != 0 {
		if _, err := service.Get(ctx, w.Tx, of); err != nil {
			return err
		}
	}
	if part == 0 {
		return nil
	}
	_, err := partOf(ctx, w, of, part)
	return err
}

// SetNeeds says what work on a service demands, or (part given) what one of its
// categories demands on top.
func (d *Desk) SetNeeds(ctx context.Context, by access.Actor, of id.Service, part id.Category, needs []service.Need) error {
	needs = slices.Clone(needs)
	for i := range needs {
		n, err := needs[i].Checked()
		if err != nil {
			return err
		}
		needs[i] = n
	}
	return d.administer(ctx, by, func(ctx context.Context, w *work.Work) error {
		if err := place(ctx, w, of, part); err != nil {
			return err
		}
		if err := service.SetNeeds(ctx, w.Tx, of, part, needs, w.NewID); err != nil {
			return err
		}
		return w.Audit(ctx, "service.needs_changed", "service:"+of.String(), 0, map[string]any{"category": part, "needs": needs})
	})
}
