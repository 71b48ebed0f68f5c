package team

import (
	"context"
	"slices"
	"strings"

	"secondline/internal/db"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// Paths says to which teams a team may hand over. A team that has none set may
// hand over everywhere.
type Paths map[id.Team][]id.Team

// Allows tells whether a team may hand over to another. First line, the lowest
// rung that has a team, may hand over whatever it sees to anybody.
func (p Paths) Allows(all []Team, from, to id.Team) bool {
	set, barred := p[from]
	return !barred || from == to || slices.Contains(set, to) || firstLine(all, from)
}

// Open gives those of the teams that a team may hand over to, and itself.
func (p Paths) Open(all []Team, from id.Team) []Team {
	var out []Team
	for _, t := range all {
		if p.Allows(all, from, t.ID) {
			out = append(out, t)
		}
	}
	return out
}

// Refusal says in a sentence that a path is not there, and which are.
func (p Paths) Refusal(all []Team, from, to id.Team) string {
	var open []string
	for _, t := range all {
		if t.ID != from && t.ArchivedAt.IsZero() && slices.Contains(p[from], t.ID) {
			open = append(open, t.Name)
		}
	}
	if len(open) == 0 {
		return nameOf(all, from) + " hands over to no other team, so not to " + nameOf(all, to) + " either."
	}
	return nameOf(all, from) + " does not hand over to " + nameOf(all, to) + ", only to " + strings.Join(open, ", ") + "."
}

func firstLine(all []Team, of id.Team) bool {
	lowest := -1
	for _, t := range all {
		if !t.IsProject() && t.ArchivedAt.IsZero() && (lowest < 0 || t.Rank < lowest) {
			lowest = t.Rank
		}
	}
	return slices.ContainsFunc(all, func(t Team) bool { return t.ID == of && !t.IsProject() && t.Rank == lowest })
}

func nameOf(all []Team, key id.Team) string {
	for _, t := range all {
		if t.ID == key {
			return t.Name
		}
	}
	return "that team"
}

// AllPaths reads every path; there are dozens of teams on a large desk.
func AllPaths(ctx context.Context, h db.Handle) (Paths, error) {
	p := Paths{}
	err := h.Each(ctx, func(r db.Row) error {
		var from, to id.Team
		err := r.Scan(&from, &to)
		p[from] = append(p[from], to)
		return err
	}, `
		SELECT from_team_id, to_team_id
		  FROM team_path
		 ORDER BY from_team_id, to_team_id
		 LIMIT 100000`)
	return p, errs.Wrap(err, "reading the paths between teams")
}

// SetPaths replaces the teams that a team may hand over to; none is everywhere.
func SetPaths(ctx context.Context, h db.Handle, from id.Team, to []id.Team) error {
	if _, err := h.Exec(ctx, `DELETE FROM team_path WHERE from_team_id = ?`, from); err != nil {
		return errs.Wrap(err, "clearing the paths of a team")
	}
	for _, t := range to {
		_, err := h.Exec(ctx, `
			INSERT INTO team_path (from_team_id, to_team_id)
			VALUES (?, ?)
			ON CONFLICT DO NOTHING`, from, t)
		if db.IsForeignKey(err) {
			return errs.Because(err, errs.Invalid, "One of the teams does not exist.")
		}
		if err != nil {
			return errs.Wrap(err, "saving a path of a team")
		}
	}
	return nil
}
