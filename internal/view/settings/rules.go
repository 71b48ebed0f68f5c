package settings

import (
	"context"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/service"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// A Matrix is the priority for each impact (row) and urgency (column).
type Matrix struct {
	Rows [][]int         `json:"rows" doc:"three rows, impact 1 to 3, of three priorities, urgency 1 to 3"`
	Can  map[string]bool `json:"can"`
}

// PriorityMatrix shows the desk's matrix.
func PriorityMatrix(ctx context.Context, h db.Handle, by access.Actor) (Matrix, error) {
	out := Matrix{Can: changes(by)}
	if err := access.MayDesk(by, access.SeeDesk); err != nil {
		return out, err
	}
	m, err := service.LoadMatrix(ctx, h)
	for _, row := range m {
		out.Rows = append(out.Rows, row[:])
	}
	return out, errs.Wrap(err, "reading the priority matrix")
}

// A FullChecklist is what a complete handover tells, in one place.
type FullChecklist struct {
	Service  id.Service      `json:"service,omitempty"`
	Category id.Category     `json:"category,omitempty"`
	Own      bool            `json:"own" doc:"this place has a list of its own; else a more general one holds"`
	Items    []ChecklistItem `json:"items"`
	Can      map[string]bool `json:"can"`
}

// A ChecklistItem is one thing that a complete handover tells.
type ChecklistItem struct {
	ID     id.Checklist `json:"id"`
	Label  string       `json:"label"`
	Source string       `json:"source" enum:"asked,tried,evidence,hypothesis,ask,impact,began,device,customer_told,confirm"`
	Weight int          `json:"weight"`
}

// Checklist shows the list that holds for a service and category.
func Checklist(ctx context.Context, h db.Handle, by access.Actor, of id.Service, part id.Category) (FullChecklist, error) {
	out := FullChecklist{Service: of, Category: part, Items: []ChecklistItem{}, Can: changes(by)}
	if err := access.MayDesk(by, access.SeeDesk); err != nil {
		return out, err
	}
	own, err := service.OwnChecklist(ctx, h, of, part)
	if err != nil {
		return out, errs.Wrap(err, "reading a checklist")
	}
	items := own
	if out.Own = len(own) > 0; !out.Own {
		if items, err = service.Checklist(ctx, h, of, part); err != nil {
			return out, errs.Wrap(err, "reading a checklist")
		}
	}
	for _, it := range items {
		out.Items = append(out.Items, ChecklistItem(it))
	}
	return out, nil
}
