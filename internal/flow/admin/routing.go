package admin

import (
	"context"
	"slices"

	"secondline/internal/core/access"
	"secondline/internal/desk/organisation"
	"secondline/internal/desk/routing"
	"secondline/internal/desk/team"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// A RuleIn says what a routing rule is to be; what is zero does not matter to it.
type RuleIn struct {
	Name         *string
	Organisation *id.Organisation
	Service      *id.Service
	Category     *id.Category
	Kind         *string
	Channel      *string
	UrgentTo     *int
	Team         *id.Team
	Archived     *bool
}

func (in RuleIn) onto(ctx context.Context, w *work.Work, r routing.Rule) (routing.Rule, error) {
	set(&r.Name, in.Name)
	set(&r.Organisation, in.Organisation)
	set(&r.Service, in.Service)
	set(&r.Category, in.Category)
	set(&r.Kind, in.Kind)
	set(&r.Channel, in.Channel)
	set(&r.UrgentTo, in.UrgentTo)
	set(&r.Team, in.Team)
	archive(&r.ArchivedAt, in.Archived, w.Now)
	r, err := r.Checked()
	if err != nil {
		return r, err
	}
	if err := place(ctx, w, r.Service, r.Category); err != nil {
		return r, err
	}
	if r.Organisation != 0 {
		if _, err := organisation.Get(ctx, w.Tx, r.Organisation); err != nil {
			return r, errs.Because(err, errs.KindOf(err), "The organisation of the rule is not there.")
		}
	}
	t, err := team.Get(ctx, w.Tx, r.Team)
	if errs.Is(err, errs.NotFound) || err == nil && !t.ArchivedAt.IsZero() {
		return r, errs.Field("team", "There is no such team.")
	}
	return r, err
}

// plan runs a change of how work is routed, for whoever may make it.
func (d *Desk) plan(ctx context.Context, by access.Actor, fn func(ctx context.Context, w *work.Work) error) error {
	if err := access.MayDesk(by, access.PlanRouting); err != nil {
		return err
	}
	return d.door.Do(ctx, by, fn)
}

// AddRule adds a routing rule after all others; it holds for tickets that come
// from now on.
func (d *Desk) AddRule(ctx context.Context, by access.Actor, in RuleIn) (routing.Rule, error) {
	var r routing.Rule
	err := d.plan(ctx, by, func(ctx context.Context, w *work.Work) (err error) {
		if r, err = in.onto(ctx, w, routing.Rule{ID: id.Rule(w.NewID()), Version: 1}); err != nil {
			return err
		}
		if err := routing.InsertRule(ctx, w.Tx, r); err != nil {
			return err
		}
		return w.Audit(ctx, "routing_rule.created", "routing_rule:"+r.ID.String(), r.Organisation, in)
	})
	return r, err
}

// ChangeRule changes a routing rule, or archives it.
func (d *Desk) ChangeRule(ctx context.Context, by access.Actor, key id.Rule, in RuleIn) (routing.Rule, error) {
	var r routing.Rule
	err := d.plan(ctx, by, func(ctx context.Context, w *work.Work) (err error) {
		if r, err = routing.GetRule(ctx, w.Tx, key); err != nil {
			return err
		}
		if err := pinned(w, r.Version); err != nil {
			return err
		}
		if in.Archived != nil && *in.Archived {
			archive(&r.ArchivedAt, in.Archived, w.Now) // whatever it names may be gone meanwhile
		} else if r, err = in.onto(ctx, w, r); err != nil {
			return err
		}
		if err := routing.UpdateRule(ctx, w.Tx, r); err != nil {
			return err
		}
		r.Version++
		return w.Audit(ctx, "routing_rule.changed", "routing_rule:"+r.ID.String(), r.Organisation, in)
	})
	return r, err
}

// OrderRules says in which order the rules are tried. Those that are not named
// come after, as they were.
func (d *Desk) OrderRules(ctx context.Context, by access.Actor, order []id.Rule) error {
	return d.plan(ctx, by, func(ctx context.Context, w *work.Work) error {
		rules, err := routing.Rules(ctx, w.Tx)
		if err != nil {
			return err
		}
		var all []routing.Rule
		for _, key := range order {
			i := slices.IndexFunc(rules, func(r routing.Rule) bool { return r.ID == key })
			if i < 0 {
				return errs.Field("items", "A rule of the order is not there, or is named twice; load the rules again.")
			}
			all, rules = append(all, rules[i]), slices.Delete(rules, i, i+1)
		}
		for i, r := range append(all, rules...) {
			if r.Position == i+1 {
				continue
			}
			r.Position = i + 1
			if err := routing.UpdateRule(ctx, w.Tx, r); err != nil {
				return err
			}
		}
		return w.Audit(ctx, "routing_rule.ordered", "routing_rules", 0, order)
	})
}

// SetWeights says how much each feature counts from now on.
func (d *Desk) SetWeights(ctx context.Context, by access.Actor, to routing.Weights) error {
	to, err := to.Checked()
	if err != nil {
		return err
	}
	return d.plan(ctx, by, func(ctx context.Context, w *work.Work) error {
		if err := routing.SaveWeights(ctx, w.Tx, to); err != nil {
			return err
		}
		return w.Audit(ctx, "routing_weights.changed", "routing_weights", 0, to)
	})
}
