package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"secondline/internal/core/access"
	"secondline/internal/desk/routing"
	"secondline/internal/flow/admin"
	"secondline/internal/id"
	"secondline/internal/kit/page"
	"secondline/internal/view/backtest"
	ranking "secondline/internal/view/candidates"
	"secondline/internal/view/knowhow"
	"secondline/internal/view/settings"
)

type ruleIn struct {
	Name         *string          `json:"name,omitempty" doc:"what people read when they ask why"`
	Organisation *id.Organisation `json:"organisation,omitempty" doc:"whose own rule it is; empty: everybody's"`
	Service      *id.Service      `json:"service,omitempty"`
	Category     *id.Category     `json:"category,omitempty"`
	Kind         *string          `json:"kind,omitempty" enum:"incident,request,"`
	Channel      *string          `json:"channel,omitempty" enum:"mail,portal,phone,walk_in,console,api,"`
	UrgentTo     *int             `json:"urgent_to,omitempty" minimum:"0" maximum:"4" doc:"only tickets of this priority or a more urgent one; 0: every one"`
	Team         *id.Team         `json:"team,omitempty" doc:"that begins"`
	Archived     *bool            `json:"archived,omitempty"`
}

// registerRouting registers what decides where tickets go, and what says why.
func (a *API) registerRouting() {
	registerNoun(a, noun[id.Rule, ruleIn, settings.FullRule]{
		path: "/routing-rules", one: "routing rule", many: "routing rules",
		list: reader(a.Door.Read, settings.RoutingRules), get: reader(a.Door.Read, settings.RoutingRule),
		add: func(ctx context.Context, by access.Actor, in ruleIn) (id.Rule, error) {
			r, err := a.Admin.AddRule(ctx, by, admin.RuleIn(in))
			return r.ID, err
		},
		change: func(ctx context.Context, by access.Actor, key id.Rule, in ruleIn) error {
			_, err := a.Admin.ChangeRule(ctx, by, key, admin.RuleIn(in))
			return err
		},
		archive: func(ctx context.Context, by access.Actor, key id.Rule) error {
			_, err := a.Admin.ChangeRule(ctx, by, key, admin.RuleIn{Archived: new(true)})
			return err
		},
		version: func(r settings.FullRule) int64 { return r.Version },
	})
	tags := []string{"routing"}
	op(a, huma.Operation{Method: http.MethodPut, Path: "/routing-rules/order", Summary: "Say in which order the rules are tried", Tags: tags}, a.orderRules)
	op(a, huma.Operation{Method: http.MethodGet, Path: "/routing/weights", Summary: "How much each feature counts when people are ranked", Tags: tags}, a.weights)
	op(a, huma.Operation{Method: http.MethodPut, Path: "/routing/weights", Summary: "Change the weights", Tags: tags}, a.setWeights)
	op(a, huma.Operation{
		Method: http.MethodPost, Path: "/routing/back-test", Summary: "What other weights would have done in the last 90 days", Tags: tags,
		Description: "Changes nothing. Load, fairness and presence are taken as they were at the time; the same placements and weights give the same effect.",
	}, a.backTest)
	op(a, huma.Operation{Method: http.MethodGet, Path: "/tickets/{ref}/why", Summary: "Why it is here, and why not with somebody", Tags: tags}, a.why)
	op(a, huma.Operation{Method: http.MethodGet, Path: "/knowledge-map", Summary: "Who knows what, and what hangs on one person", Tags: tags}, a.knowledgeMap)
}

type orderIn struct {
	Body struct {
		Items []id.Rule `json:"items" nullable:"false" maxItems:"1000" doc:"the first is tried first; what is left out comes after"`
	}
}

func (a *API) orderRules(ctx context.Context, by access.Actor, in *orderIn) (*body[page.Page[settings.FullRule]], error) {
	if err := a.Admin.OrderRules(ctx, by, in.Body.Items); err != nil {
		return nil, err
	}
	list, err := settings.RoutingRules(ctx, a.Door.Read(), by, settings.List{})
	return bodied(list), err
}

// weightsBody is the weights as they travel.
type weightsBody struct {
	Fit        int   `json:"fit" minimum:"0" maximum:"100" doc:"knows more than is demanded"`
	Context    int   `json:"context" minimum:"0" maximum:"100" doc:"has met this work or this customer before"`
	Load       int   `json:"load" minimum:"0" maximum:"100" doc:"has room"`
	Fairness   int   `json:"fairness" minimum:"0" maximum:"100" doc:"was given little lately"`
	Language   int   `json:"language" minimum:"0" maximum:"100" doc:"speaks the customer's language"`
	Growth     int   `json:"growth" minimum:"0" maximum:"100" doc:"learns by it, with a mentor"`
	Presence   int   `json:"presence" minimum:"0" maximum:"100" doc:"is here"`
	Preference int   `json:"preference" minimum:"0" maximum:"100" doc:"serves this team first"`
	Places     []int `json:"places" nullable:"false" minItems:"4" maxItems:"4" doc:"how much of a place in somebody's capacity a ticket of P1 to P4 takes, in percent"`
}

func (b weightsBody) weights() routing.Weights {
	w := routing.Weights{
		Fit: b.Fit, Context: b.Context, Load: b.Load, Fairness: b.Fairness, Language: b.Language, Growth: b.Growth,
		Presence: b.Presence, Preference: b.Preference,
	}
	copy(w.Places[:], b.Places)
	return w
}

type weightsIn struct {
	Body weightsBody
}

func (a *API) weights(ctx context.Context, by access.Actor, _ *struct{}) (*body[settings.FullWeights], error) {
	w, err := settings.Weights(ctx, a.Door.Read(), by)
	return bodied(w), err
}

func (a *API) setWeights(ctx context.Context, by access.Actor, in *weightsIn) (*body[settings.FullWeights], error) {
	if err := a.Admin.SetWeights(ctx, by, in.Body.weights()); err != nil {
		return nil, err
	}
	return a.weights(ctx, by, nil)
}

func (a *API) backTest(ctx context.Context, by access.Actor, in *weightsIn) (*body[backtest.Effect], error) {
	e, err := backtest.Of(ctx, a.Door.Read(), by, in.Body.weights(), a.Door.Now())
	return bodied(e), err
}

type whyIn struct {
	TicketPath
	Person Key[id.Person] `query:"person" doc:"why not with them"`
}

type whyOut struct {
	Placements []ranking.Decision `json:"placements" doc:"the newest first"`
	Verdict    *ranking.Verdict   `json:"verdict,omitempty" doc:"of the person who was asked about, as they stand now"`
}

func (a *API) why(ctx context.Context, by access.Actor, in *whyIn) (*body[whyOut], error) {
	n, err := in.number()
	if err != nil {
		return nil, err
	}
	var out whyOut
	if out.Placements, err = a.Desk.Why(ctx, by, n); err != nil || in.Person.V == 0 {
		return bodied(out), err
	}
	v, err := a.Desk.WhyNot(ctx, by, n, in.Person.V)
	out.Verdict = &v
	return bodied(out), err
}

func (a *API) knowledgeMap(ctx context.Context, by access.Actor, _ *struct{}) (*body[knowhow.Map], error) {
	m, err := knowhow.Read(ctx, a.Door.Read(), by, a.Door.Now())
	return bodied(m), err
}
