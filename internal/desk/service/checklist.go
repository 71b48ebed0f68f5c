package service

import (
	"context"
	"slices"

	"secondline/internal/db"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/fold"
)

// An Item is one thing that a complete handover tells.
type Item struct {
	ID     id.Checklist
	Label  string
	Source string // where the answer is looked for
	Weight int    // how much it counts towards completeness
}

// Sources are the places where an item's answer is looked for.
var Sources = []string{"asked", "tried", "evidence", "hypothesis", "ask", "impact", "began", "device", "customer_told", "confirm"}

const (
	maxItems = 30
	maxLabel = 120
)

// General is the checklist that a new desk begins with.
var General = []Item{
	{Label: "Who is hit, and how hard", Source: "impact", Weight: 2},
	{Label: "What was asked", Source: "asked", Weight: 2},
	{Label: "Steps tried, with their results", Source: "tried", Weight: 3},
	{Label: "Evidence attached", Source: "evidence", Weight: 2},
	{Label: "When it began", Source: "began", Weight: 1},
	{Label: "A hypothesis", Source: "hypothesis", Weight: 1},
	{Label: "The ask, in one sentence", Source: "ask", Weight: 3},
	{Label: "The customer was told", Source: "customer_told", Weight: 1},
}

// CheckItems gives a checklist tidied, or an error that names what is wrong.
func CheckItems(items []Item) ([]Item, error) {
	if len(items) > maxItems {
		return nil, errs.Field("items", "A checklist has at most %d items: nobody reads more.", maxItems)
	}
	tidy := slices.Clone(items)
	for i := range tidy {
		it := &tidy[i]
		it.Label = fold.Tidy(it.Label)
		if it.Weight == 0 {
			it.Weight = 1
		}
		switch {
		case fold.Key(it.Label) == "":
			return nil, errs.Field("items", "Item %d has no label.", i+1)
		case len(it.Label) > maxLabel:
			return nil, errs.Field("items", "The label of item %d is longer than %d bytes.", i+1, maxLabel)
		case !slices.Contains(Sources, it.Source):
			return nil, errs.Field("items", "“%s” cannot look for its answer in %q.", it.Label, it.Source)
		case it.Weight < 1 || it.Weight > 10:
			return nil, errs.Field("items", "“%s” has the weight %d; a weight is between 1 and 10.", it.Label, it.Weight)
		}
	}
	return tidy, nil
}

// Checklist returns the most specific checklist there is: the category's, else
// the service's, else the desk's general one.
func Checklist(ctx context.Context, h db.Handle, of id.Service, part id.Category) ([]Item, error) {
	var best []Item
	rank := 0
	err := h.Each(ctx, func(row db.Row) error {
		var it Item
		var specific int
		if err := row.Scan(&specific, &it.ID, &it.Label, &it.Source, &it.Weight); err != nil {
			return err
		}
		if len(best) == 0 {
			rank = specific
		}
		if specific == rank {
			best = append(best, it)
		}
		return nil
	}, `
		SELECT CASE WHEN c.category_id IS NOT NULL THEN 2 WHEN c.service_id IS NOT NULL THEN 1 ELSE 0 END AS specific,
		       c.id, c.label, c.source, c.weight
		  FROM checklist_item c
		 WHERE (c.service_id IS NULL AND c.category_id IS NULL)
		    OR (c.service_id = ? AND c.category_id IS NULL)
		    OR (c.service_id = ? AND c.category_id = ?)
		 ORDER BY specific DESC, c.position, c.id`, of, of, part)
	return best, err
}

// OwnChecklist returns the checklist of exactly this place, which may be empty:
// the category, or the service (part 0), or the desk (both 0).
func OwnChecklist(ctx context.Context, h db.Handle, of id.Service, part id.Category) ([]Item, error) {
	return db.All(ctx, h, func(row db.Row) (it Item, err error) {
		return it, row.Scan(&it.ID, &it.Label, &it.Source, &it.Weight)
	}, `
		SELECT id, label, source, weight
		  FROM checklist_item
		 WHERE coalesce(service_id, 0) = ? AND coalesce(category_id, 0) = ?
		 ORDER BY position, id`, of, part)
}

// SetChecklist replaces the checklist of one place with items that were checked.
// Without items the next more general list holds there.
func SetChecklist(ctx context.Context, h db.Handle, of id.Service, part id.Category, items []Item) error {
	_, err := h.Exec(ctx, `
		DELETE FROM checklist_item
		 WHERE coalesce(service_id, 0) = ? AND coalesce(category_id, 0) = ?`, of, part)
	if err != nil {
		return err
	}
	for i, it := range items {
		_, err := h.Exec(ctx, `
			INSERT INTO checklist_item (id, service_id, category_id, position, label, source, weight)
			VALUES (?, ?, ?, ?, ?, ?, ?)`, it.ID, db.NullID(of), db.NullID(part), i+1, it.Label, it.Source, it.Weight)
		if db.IsForeignKey(err) {
			return errs.Because(err, errs.NotFound, "There is no such service or category.")
		}
		if err != nil {
			return err
		}
	}
	return nil
}
