package ticketing

import (
	"context"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/handover"
	"secondline/internal/desk/team"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
)

// ways reads the teams and the paths between them.
func ways(ctx context.Context, h db.Handle) ([]team.Team, team.Paths, error) {
	all, err := team.All(ctx, h)
	if err != nil {
		return nil, nil, err
	}
	paths, err := team.AllPaths(ctx, h)
	return all, paths, err
}

// closed says why there is no path from one team to another; "" if there is one.
func closed(ctx context.Context, h db.Handle, from, to id.Team) (string, error) {
	all, paths, err := ways(ctx, h)
	if err != nil || paths.Allows(all, from, to) {
		return "", err
	}
	return paths.Refusal(all, from, to), nil
}

// towards lists the team that is named, or all that lie in a direction, whether
// there is a path or not; with them all teams, and the paths.
func towards(ctx context.Context, h db.Handle, t *ticket.Ticket, to Target) ([]team.Team, []team.Team, team.Paths, error) {
	all, paths, err := ways(ctx, h)
	if err != nil {
		return nil, nil, nil, err
	}
	if to.Team != 0 {
		one, err := liveTeam(ctx, h, to.Team)
		return []team.Team{one}, all, paths, err
	}
	var lie []team.Team
	for _, one := range all {
		if one.ArchivedAt.IsZero() && handover.Towards(t.Rank, one.Rank, one.IsProject()) == to.Direction {
			lie = append(lie, one)
		}
	}
	return lie, all, paths, nil
}

// A Barred team cannot be handed the ticket, for a cause.
type Barred struct {
	Team    team.Team
	Because string
}

// Barred lists the teams in a direction, or the one that is named, to which there
// is no path from the ticket's team, each with the cause.
func (d *Desk) Barred(ctx context.Context, by access.Actor, n id.Number, to Target) ([]Barred, error) {
	var out []Barred
	err := d.door.View(ctx, func(h db.Handle) error {
		t, err := ticket.ByNumber(ctx, h, n)
		if err != nil {
			return err
		}
		if err := may(by, access.Inspect, t); err != nil {
			return err
		}
		lie, all, paths, err := towards(ctx, h, t, to)
		for _, one := range lie {
			if !paths.Allows(all, t.Team, one.ID) {
				out = append(out, Barred{Team: one, Because: paths.Refusal(all, t.Team, one.ID)})
			}
		}
		return err
	})
	return out, err
}
