package settings

import (
	"context"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/team"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/page"
	"secondline/internal/view/brief"
)

// A FullLevel is a rung of the ladder.
type FullLevel struct {
	ID         id.Level        `json:"id"`
	Rank       int             `json:"rank"`
	Name       string          `json:"name"`
	PlainName  string          `json:"plain_name" doc:"what customers are told"`
	ArchivedAt *time.Time      `json:"archived_at,omitempty"`
	Version    int64           `json:"version"`
	Can        map[string]bool `json:"can"`
}

// A FullTeam is a team; its members are there when one team is asked for.
type FullTeam struct {
	ID         id.Team         `json:"id"`
	Name       string          `json:"name"`
	PlainName  string          `json:"plain_name" doc:"what customers are told"`
	Kind       string          `json:"kind" enum:"line,project"`
	Level      *brief.Level    `json:"level"`
	Threshold  int             `json:"threshold" doc:"completeness below which a sender says why"`
	Lead       *brief.Person   `json:"lead,omitempty"`
	Triage     bool            `json:"triage" doc:"owns what no rule can place"`
	Dealing    string          `json:"dealing" enum:"pull,push,offer" doc:"how its tickets reach its members"`
	OfferFor   int             `json:"offer_seconds" doc:"how long somebody is asked before the next one is"`
	ArchivedAt *time.Time      `json:"archived_at,omitempty"`
	Version    int64           `json:"version"`
	Can        map[string]bool `json:"can"`
	Members    []SeatedPerson  `json:"members,omitempty"`
	Paths      []brief.Team    `json:"paths,omitempty" doc:"the only teams that it hands over to; none: every team"`
}

// A SeatedPerson is a member of a team.
type SeatedPerson struct {
	Person     brief.Person `json:"person"`
	Preference int          `json:"preference"`
	Share      int          `json:"share"`
}

// Levels lists the rungs from the bottom.
func Levels(ctx context.Context, h db.Handle, by access.Actor, l List) (page.Page[FullLevel], error) {
	if err := access.MayDesk(by, access.SeeDesk); err != nil {
		return page.Page[FullLevel]{}, err
	}
	levels, err := team.Levels(ctx, h)
	if err != nil {
		return page.Page[FullLevel]{}, errs.Wrap(err, "listing levels")
	}
	var list []FullLevel
	for _, v := range levels {
		if l.Archived || v.ArchivedAt.IsZero() {
			list = append(list, levelOf(by, v))
		}
	}
	return cut(list, l, func(v FullLevel) int64 { return int64(v.ID) })
}

// Level shows one rung.
func Level(ctx context.Context, h db.Handle, by access.Actor, key id.Level) (FullLevel, error) {
	if err := access.MayDesk(by, access.SeeDesk); err != nil {
		return FullLevel{}, err
	}
	v, err := team.GetLevel(ctx, h, key)
	return levelOf(by, v), err
}

func levelOf(by access.Actor, v team.Level) FullLevel {
	return FullLevel{
		ID: v.ID, Rank: v.Rank, Name: v.Name, PlainName: v.PlainName, ArchivedAt: when(v.ArchivedAt), Version: v.Version, Can: changes(by),
	}
}

// Teams lists the teams: the ladder from the bottom, then the project teams.
func Teams(ctx context.Context, h db.Handle, by access.Actor, l List) (page.Page[FullTeam], error) {
	if err := access.MayDesk(by, access.SeeDesk); err != nil {
		return page.Page[FullTeam]{}, err
	}
	teams, err := team.All(ctx, h)
	if err != nil {
		return page.Page[FullTeam]{}, errs.Wrap(err, "listing teams")
	}
	var leads []id.Person
	for _, t := range teams {
		if t.Lead != 0 {
			leads = append(leads, t.Lead)
		}
	}
	people, err := brief.People(ctx, h, leads...)
	if err != nil {
		return page.Page[FullTeam]{}, err
	}
	var list []FullTeam
	for _, t := range teams {
		if l.Archived || t.ArchivedAt.IsZero() {
			list = append(list, full(by, t, people))
		}
	}
	return cut(list, l, func(t FullTeam) int64 { return int64(t.ID) })
}

// Team shows one team with its members.
func Team(ctx context.Context, h db.Handle, by access.Actor, key id.Team) (FullTeam, error) {
	if err := access.MayDesk(by, access.SeeDesk); err != nil {
		return FullTeam{}, err
	}
	t, err := team.Get(ctx, h, key)
	if err != nil {
		return FullTeam{}, err
	}
	members, err := team.Members(ctx, h, key)
	if err != nil {
		return FullTeam{}, errs.Wrap(err, "reading a team's members")
	}
	who := []id.Person{t.Lead}
	for _, m := range members {
		who = append(who, m.Person)
	}
	people, err := brief.People(ctx, h, who...)
	if err != nil {
		return FullTeam{}, err
	}
	out := full(by, t, people)
	out.Members = make([]SeatedPerson, 0, len(members))
	for _, m := range members {
		out.Members = append(out.Members, SeatedPerson{Person: people[m.Person].Colleague(), Preference: m.Preference, Share: m.Share})
	}
	out.Paths, err = pathsOf(ctx, h, key)
	return out, err
}

// pathsOf names the teams that a team hands over to, if not to every one.
func pathsOf(ctx context.Context, h db.Handle, from id.Team) ([]brief.Team, error) {
	paths, err := team.AllPaths(ctx, h)
	if err != nil || len(paths[from]) == 0 {
		return nil, err
	}
	names, err := brief.ReadLadder(ctx, h)
	var out []brief.Team
	for _, to := range paths[from] {
		out = append(out, names.Team(to))
	}
	return out, err
}

func full(by access.Actor, t team.Team, people map[id.Person]brief.Person) FullTeam {
	out := FullTeam{
		ID: t.ID, Name: t.Name, PlainName: t.PlainName, Kind: t.Kind, Level: briefly(t).Level, Threshold: t.Threshold,
		Triage: t.Triage, Dealing: t.Dealing, OfferFor: int(t.OfferFor / time.Second), ArchivedAt: when(t.ArchivedAt), Version: t.Version, Can: changes(by),
	}
	if lead, ok := people[t.Lead]; ok {
		named := lead.Named()
		out.Lead = &named
	}
	return out
}
