package api

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"secondline/internal/core/access"
	"secondline/internal/desk/handover"
	"secondline/internal/desk/routing"
	"secondline/internal/desk/team"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/ticketing"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/view/brief"
	"secondline/internal/view/clocks"
)

// registerSheet registers what the hand-over sheet asks while it is filled in.
func (a *API) registerSheet() {
	tags := []string{"handovers"}
	op(a, huma.Operation{
		Method: http.MethodGet, Path: "/tickets/{ref}/handover-draft", Summary: "What the timeline already says for a handover", Tags: tags,
	}, a.draft)
	op(a, huma.Operation{
		Method: http.MethodPost, Path: "/tickets/{ref}/handover-check", Summary: "Hold a form against the checklist, and make the customer's message", Tags: tags,
	}, a.check)
	op(a, huma.Operation{
		Method: http.MethodGet, Path: "/tickets/{ref}/candidates", Summary: "Who could take it, ranked, and who not, with causes", Tags: tags,
	}, a.candidates)
}

type sheetIn struct {
	TicketPath
	Direction string         `query:"direction" enum:"up,down,sideways,project"`
	To        Key[id.Team]   `query:"to" doc:"the team"`
	Person    Key[id.Person] `query:"person"`
}

func (in sheetIn) target() ticketing.Target {
	t := ticketing.Target{Direction: handover.Direction(in.Direction), Team: in.To.V, Person: in.Person.V}
	if t.Direction == "" && t.Team == 0 {
		t.Direction = handover.Up
	}
	return t
}

// A quote is a text with the timeline entries that it came from.
type quote struct {
	Text    string            `json:"text"`
	Sources []handover.Origin `json:"sources,omitempty"`
}

type plain struct {
	OK       bool     `json:"ok"`
	Problems []string `json:"problems,omitempty"`
}

type preview struct {
	Direction       handover.Direction `json:"direction"`
	Team            brief.Team         `json:"team"`
	Reason          handover.Reason    `json:"reason,omitempty"`
	Summary         quote              `json:"summary"`
	Tried           []handover.Step    `json:"tried"`
	TriedSources    []handover.Origin  `json:"tried_sources,omitempty"`
	Evidence        []handover.Proof   `json:"evidence"`
	Hypothesis      quote              `json:"hypothesis"`
	Checklist       []handover.Checked `json:"checklist"`
	Completeness    int                `json:"completeness"`
	Threshold       int                `json:"threshold"`
	CustomerMessage string             `json:"customer_message"`
	Plain           plain              `json:"plain"`
	StayContact     bool               `json:"stay_contact"`
	ShareOutcome    bool               `json:"share_outcome"`
	Clocks          *clocks.Handing    `json:"clocks,omitempty" doc:"what the clocks do when it is offered now"`
	Barred          string             `json:"barred,omitempty" doc:"why it cannot go to this team: there is no path to it"`
	Swarm           string             `json:"swarm,omitempty" doc:"why sending it starts a swarm instead: it would be the third crossing between the two teams"`
}

func previewOf(p ticketing.Preview) preview {
	return preview{
		Direction: p.Direction, Team: briefOf(p.Team), Reason: p.Form.Reason,
		Summary: quote{p.Form.Summary, p.Draft.Summary.Sources}, Tried: orEmpty(p.Form.Tried), TriedSources: p.Draft.TriedFrom,
		Evidence: orEmpty(p.Form.Evidence), Hypothesis: quote{p.Form.Hypothesis, p.Draft.Hypothesis.Sources},
		Checklist: orEmpty(p.Checklist), Completeness: p.Completeness, Threshold: p.Threshold,
		CustomerMessage: p.Form.CustomerMessage, Plain: plain{len(p.Plain) == 0, p.Plain},
		StayContact: p.Form.StayContact, ShareOutcome: p.Form.ShareOutcome, Swarm: p.Together, Barred: p.Barred,
	}
}

func (a *API) draft(ctx context.Context, by access.Actor, in *sheetIn) (*body[preview], error) {
	n, err := in.number()
	if err != nil {
		return nil, err
	}
	p, err := a.Desk.Draft(ctx, by, n, in.target())
	if err != nil {
		return nil, err
	}
	return a.timed(ctx, n, p)
}

func (a *API) check(ctx context.Context, by access.Actor, in *offering) (*body[preview], error) {
	n, err := in.number()
	if err != nil {
		return nil, err
	}
	p, err := a.Desk.Check(ctx, by, n, in.Body.target(), in.Body.form())
	if err != nil {
		return nil, err
	}
	return a.timed(ctx, n, p)
}

// timed adds what the clocks do when the ticket goes to the team of the sheet.
func (a *API) timed(ctx context.Context, n id.Number, p ticketing.Preview) (*body[preview], error) {
	watch, err := a.watch(ctx)
	if err != nil {
		return nil, err
	}
	t, err := ticket.ByNumber(ctx, a.Door.Read(), n)
	if err != nil {
		return nil, err
	}
	out := previewOf(p)
	if p.Team.ID != 0 {
		handing := watch.HandedTo(t, p.Team.ID)
		out.Clocks = &handing
	}
	return bodied(out), nil
}

type load struct {
	Now      int `json:"now"`
	Capacity int `json:"capacity"`
}

type candidate struct {
	Team           brief.Team    `json:"team"`
	Person         *brief.Person `json:"person,omitempty" doc:"absent: anyone of the team"`
	Fit            string        `json:"fit" enum:"best,close,later,anyone"`
	Reasons        []routing.Why `json:"reasons"`
	Load           *load         `json:"load,omitempty"`
	CertifiedUntil time.Time     `json:"certified_until,omitzero"`
}

type excluded struct {
	Team    brief.Team   `json:"team"`
	Person  brief.Person `json:"person"`
	Because string       `json:"because"`
	Kind    string       `json:"kind" doc:"what bars them: team, right, clearance, skill, certificate"`
}

// A barred team cannot be handed the ticket: there is no path to it.
type barred struct {
	Team    brief.Team `json:"team"`
	Because string     `json:"because"`
}

type candidates struct {
	Items    []candidate `json:"items"`
	Excluded []excluded  `json:"excluded"`
	Barred   []barred    `json:"barred"`
}

func (a *API) candidates(ctx context.Context, by access.Actor, in *sheetIn) (*body[candidates], error) {
	n, err := in.number()
	if err != nil {
		return nil, err
	}
	fit, not, err := a.Desk.Candidates(ctx, by, n, in.target())
	if err != nil {
		return nil, err
	}
	teams, err := a.teams(ctx)
	if err != nil {
		return nil, err
	}
	out := candidates{Items: []candidate{}, Excluded: []excluded{}, Barred: []barred{}}
	anyone := map[id.Team]int{}
	for _, c := range fit {
		anyone[c.Agent.Team]++
		out.Items = append(out.Items, candidate{
			Team: teams[c.Agent.Team], Person: agentBrief(c.Agent), Fit: string(c.Fit),
			Reasons: c.Reasons, Load: &load{c.Agent.Hand.Count(), c.Agent.Capacity}, CertifiedUntil: c.CertifiedUntil,
		})
	}
	for _, x := range not {
		anyone[x.Agent.Team] += 0
		out.Excluded = append(out.Excluded, excluded{
			Team: teams[x.Agent.Team], Person: *agentBrief(x.Agent), Because: x.Because.Text, Kind: x.Because.Kind,
		})
	}
	out.Items = append(out.Items, queues(anyone, teams)...)
	closed, err := a.Desk.Barred(ctx, by, n, in.target())
	for _, b := range closed {
		out.Barred = append(out.Barred, barred{Team: briefOf(b.Team), Because: b.Because})
	}
	return bodied(out), err
}

// queues offers each team as a whole, beside its people.
func queues(people map[id.Team]int, teams map[id.Team]brief.Team) []candidate {
	var out []candidate
	for key, n := range people {
		out = append(out, candidate{Team: teams[key], Fit: "anyone", Reasons: []routing.Why{{Kind: "team", Text: count(n, "person", "people") + " can take it"}}})
	}
	slices.SortFunc(out, func(a, b candidate) int { return strings.Compare(a.Team.Name, b.Team.Name) })
	return out
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

func agentBrief(a routing.Agent) *brief.Person {
	return &brief.Person{ID: a.Person, Name: a.Name, Presence: a.Presence}
}

func (a *API) teams(ctx context.Context) (map[id.Team]brief.Team, error) {
	all, err := team.All(ctx, a.Door.Read())
	out := map[id.Team]brief.Team{}
	for _, t := range all {
		out[t.ID] = briefOf(t)
	}
	return out, err
}

func briefOf(t team.Team) brief.Team {
	b := brief.Team{ID: t.ID, Name: t.Name, Kind: t.Kind}
	if !t.IsProject() {
		b.Level = &brief.Level{Rank: t.Rank, Name: t.LevelName}
	}
	return b
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

func rankOf(s string) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < 0 || n > 99 {
		return 0, errs.Field("level", "A level is named by its rank, 0 or more.")
	}
	return n, nil
}
