package settings

import (
	"context"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/routing"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/page"
	"secondline/internal/view/brief"
)

// A FullRule is a routing rule; what is absent does not matter to it.
type FullRule struct {
	ID           id.Rule             `json:"id"`
	Position     int                 `json:"position"`
	Name         string              `json:"name"`
	Organisation *brief.Organisation `json:"organisation,omitempty"`
	Service      *brief.Service      `json:"service,omitempty"`
	Category     *brief.Category     `json:"category,omitempty"`
	Kind         string              `json:"kind,omitempty" enum:"incident,request"`
	Channel      string              `json:"channel,omitempty"`
	UrgentTo     int                 `json:"urgent_to,omitempty" doc:"only tickets of this priority or a more urgent one"`
	Team         brief.Team          `json:"team"`
	ArchivedAt   *time.Time          `json:"archived_at,omitempty"`
	Version      int64               `json:"version"`
	Can          map[string]bool     `json:"can"`
}

// RoutingRules lists the rules in the order in which they are tried. They name
// customers, so only who plans them reads them.
func RoutingRules(ctx context.Context, h db.Handle, by access.Actor, l List) (page.Page[FullRule], error) {
	var none page.Page[FullRule]
	if err := access.MayDesk(by, access.PlanRouting); err != nil {
		return none, err
	}
	all, err := routing.Rules(ctx, h)
	if err != nil {
		return none, errs.Wrap(err, "listing routing rules")
	}
	names, err := ruleNames(ctx, h)
	if err != nil {
		return none, err
	}
	var list []FullRule
	for _, r := range all {
		if l.Archived || r.ArchivedAt.IsZero() {
			list = append(list, names.rule(r))
		}
	}
	return cut(list, l, func(r FullRule) int64 { return int64(r.ID) })
}

// RoutingRule shows one rule.
func RoutingRule(ctx context.Context, h db.Handle, by access.Actor, key id.Rule) (FullRule, error) {
	if err := access.MayDesk(by, access.PlanRouting); err != nil {
		return FullRule{}, err
	}
	r, err := routing.GetRule(ctx, h, key)
	if err != nil {
		return FullRule{}, err
	}
	names, err := ruleNames(ctx, h)
	return names.rule(r), err
}

// namesOfRules are of all that rules name.
type namesOfRules struct {
	ladder brief.Ladder
	names  map[int64]string // of organisations, services and categories
}

func ruleNames(ctx context.Context, h db.Handle) (namesOfRules, error) {
	n := namesOfRules{names: map[int64]string{}}
	var err error
	if n.ladder, err = brief.ReadLadder(ctx, h); err != nil {
		return n, err
	}
	err = h.Each(ctx, func(row db.Row) error {
		var key int64
		var name string
		if err := row.Scan(&key, &name); err != nil {
			return err
		}
		n.names[key] = name
		return nil
	}, `
		SELECT o.id, o.name
		  FROM routing_rule r
		  JOIN organisation o ON o.id = r.organisation_id
		UNION
		SELECT s.id, s.name
		  FROM routing_rule r
		  JOIN service s ON s.id = r.service_id
		UNION
		SELECT c.id, c.name
		  FROM routing_rule r
		  JOIN category c ON c.id = r.category_id
		 ORDER BY 1`)
	return n, errs.Wrap(err, "reading what routing rules name")
}

func (n namesOfRules) rule(r routing.Rule) FullRule {
	v := FullRule{
		ID: r.ID, Position: r.Position, Name: r.Name, Kind: r.Kind, Channel: r.Channel, UrgentTo: r.UrgentTo, Team: n.ladder.Team(r.Team),
		ArchivedAt: when(r.ArchivedAt), Version: r.Version, Can: map[string]bool{"change": true, "archive": true},
	}
	if r.Organisation != 0 {
		v.Organisation = &brief.Organisation{ID: r.Organisation, Name: n.names[int64(r.Organisation)]}
	}
	if r.Service != 0 {
		v.Service = &brief.Service{ID: r.Service, Name: n.names[int64(r.Service)]}
	}
	if r.Category != 0 {
		v.Category = &brief.Category{ID: r.Category, Name: n.names[int64(r.Category)]}
	}
	return v
}

// A FullWeights is how much each feature counts when people are ranked.
type FullWeights struct {
	Weights  routing.Weights `json:"weights"`
	Defaults routing.Weights `json:"defaults"`
	Can      map[string]bool `json:"can"`
}

// Weights shows the desk's weights.
func Weights(ctx context.Context, h db.Handle, by access.Actor) (FullWeights, error) {
	v := FullWeights{Defaults: routing.Defaults(), Can: map[string]bool{"change": access.MayDesk(by, access.PlanRouting) == nil}}
	if err := access.MayDesk(by, access.SeeDesk); err != nil {
		return v, err
	}
	var err error
	v.Weights, err = routing.LoadWeights(ctx, h)
	return v, err
}
