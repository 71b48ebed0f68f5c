package dealing

import (
	"context"

	"secondline/internal/db"
	"secondline/internal/desk/person"
	"secondline/internal/desk/routing"
	"secondline/internal/desk/team"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/work"
	"secondline/internal/id"
)

// help adds those who stand higher and could take a ticket of a team that runs
// late, if nobody of the team can and nothing runs late where they are at home.
func (c *choice) help(ctx context.Context, h db.Handle, of team.Team, guests map[id.Person][]home, away []routing.Candidate) error {
	needed := false
	if len(c.fit) == 0 {
		var err error
		if needed, err = isLate(ctx, h, of.ID); err != nil {
			return err
		}
	}
	late := map[id.Team]bool{}
	for _, f := range away {
		if !needed {
			c.exclude(f, routing.Why{Kind: "home", Text: "serves " + guests[f.Agent.Person][0].name + " first; helps when " + of.Name + " runs late"})
			continue
		}
		at, err := lateHome(ctx, h, guests[f.Agent.Person], late)
		if err != nil {
			return err
		}
		if at != "" {
			c.exclude(f, routing.Why{Kind: "home", Text: at + " runs late too"})
			continue
		}
		c.fit, c.helps = append(c.fit, f), of.Name
	}
	return nil
}

// lateHome names the first of some teams that runs late, "" if all are calm; it
// remembers in late what it has looked up.
func lateHome(ctx context.Context, h db.Handle, teams []home, late map[id.Team]bool) (string, error) {
	for _, at := range teams {
		is, known := late[at.team]
		if !known {
			var err error
			if is, err = isLate(ctx, h, at.team); err != nil {
				return "", err
			}
			late[at.team] = is
		}
		if is {
			return at.name, nil
		}
	}
	return "", nil
}

// callHome gives back what members of a team have of lower rungs and have not
// begun, when their own queue runs late.
func (d *Dealer) callHome(ctx context.Context, of team.Team) error {
	if of.IsProject() {
		return nil
	}
	late, err := isLate(ctx, d.door.Read(), of.ID)
	if err != nil || !late {
		return err
	}
	lower, err := held(ctx, d.door.Read(), of.ID, of.Rank)
	if err != nil {
		return err
	}
	for _, key := range lower {
		if err := d.door.Do(ctx, itself(), func(ctx context.Context, w *work.Work) error {
			return d.sendBack(ctx, w, key, of)
		}); err != nil {
			return err
		}
	}
	return nil
}

func (d *Dealer) sendBack(ctx context.Context, w *work.Work, key id.Ticket, of team.Team) error {
	t, err := ticket.ByID(ctx, w.Tx, key)
	if err != nil || !t.Helped || t.Assignee == 0 || !t.IsOpen() {
		return err
	}
	busy, err := begun(ctx, w.Tx, t)
	if err != nil || busy {
		return err
	}
	p, err := person.Get(ctx, w.Tx, t.Assignee)
	if err != nil {
		return err
	}
	because := of.Name + " runs late and needs " + p.Name + " at home"
	if _, err := w.Record(ctx, t, &ticket.SentBack{Person: p.ID, Name: p.Name, Because: because}); err != nil {
		return err
	}
	return tell(ctx, w, t, p.ID, string(t.Ref())+" went back to its team: "+of.Name+" runs late")
}
