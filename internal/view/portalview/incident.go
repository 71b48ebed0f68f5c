package portalview

import (
	"context"
	"time"

	"secondline/internal/db"
	"secondline/internal/kit/errs"
)

// incident is the fault that a request belongs to, or that it was declared to be
// itself. The ticket that stands for it may be another organisation's: of that
// one nothing is read but the title and the times.
func (w *Window) incident(ctx context.Context, t row) (*Incident, error) {
	if m := t.sum.Major; m != nil {
		return m.shown(), nil
	}
	var keys []any
	marks := ""
	for _, l := range t.sum.Links {
		if l.Kind == "parent" {
			marks, keys = marks+", ?", append(keys, l.Ticket)
		}
	}
	if len(keys) == 0 {
		return nil, nil
	}
	list, err := db.All(ctx, w.source.Read(), func(r db.Row) (m *major, err error) {
		var of struct {
			Major *major `json:"major"`
		}
		err = r.Scan(db.FromJSON(&of))
		return of.Major, err
	}, `
		SELECT t.sum
		  FROM ticket t
		 WHERE t.id IN (`+marks[2:]+`) AND t.major = TRUE
		 ORDER BY t.opened_at DESC, t.id DESC
		 LIMIT 1`, keys...)
	if err != nil || len(list) == 0 || list[0] == nil {
		return nil, errs.Wrap(err, "reading what a request is a part of")
	}
	return list[0].shown(), nil
}

func (m *major) shown() *Incident {
	i := &Incident{Title: m.Title, Since: m.At, OverAt: m.OverAt}
	if m.OverAt.IsZero() {
		i.NextBy = m.NextBy
	}
	return i
}

// Over tells whether it is behind us.
func (i *Incident) Over() bool { return !i.OverAt.IsZero() }

// Late tells whether we should have written again by now.
func (i *Incident) Late(now time.Time) bool { return !i.NextBy.IsZero() && now.After(i.NextBy) }
