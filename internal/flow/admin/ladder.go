package admin

import (
	"context"
	"slices"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/desk/person"
	"secondline/internal/desk/team"
	"secondline/internal/flow/dealing"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// A LevelIn says what a level is to be.
type LevelIn struct {
	Rank      *int
	Name      *string
	PlainName *string
	Archived  *bool
}

func (in LevelIn) onto(l team.Level, now time.Time) (team.Level, error) {
	set(&l.Rank, in.Rank)
	set(&l.Name, in.Name)
	set(&l.PlainName, in.PlainName)
	archive(&l.ArchivedAt, in.Archived, now)
	return l.Checked()
}

// AddLevel adds a rung to the ladder.
func (d *Desk) AddLevel(ctx context.Context, by access.Actor, in LevelIn) (team.Level, error) {
	var l team.Level
	if in.Rank == nil {
		return l, errs.Field("rank", "Say at which rank the level stands; 0 is self-service.")
	}
	err := d.administer(ctx, by, func(ctx context.Context, w *work.Work) (err error) {
		if l, err = in.onto(team.Level{ID: id.Level(w.NewID()), Version: 1}, w.Now); err != nil {
			return err
		}
		if err := team.InsertLevel(ctx, w.Tx, l); err != nil {
			return err
		}
		return w.Audit(ctx, "level.created", "level:"+l.ID.String(), 0, in)
	})
	return l, err
}

// ChangeLevel changes a rung of the ladder, or archives one on which no team
// stands. A rank with teams stays: their tickets' walks were drawn with it.
func (d *Desk) ChangeLevel(ctx context.Context, by access.Actor, key id.Level, in LevelIn) (team.Level, error) {
	var l team.Level
	err := d.administer(ctx, by, func(ctx context.Context, w *work.Work) error {
		old, err := team.GetLevel(ctx, w.Tx, key)
		if err != nil {
			return err
		}
		if err := pinned(w, old.Version); err != nil {
			return err
		}
		if l, err = in.onto(old, w.Now); err != nil {
			return err
		}
		if l.Rank != old.Rank || old.ArchivedAt.IsZero() && !l.ArchivedAt.IsZero() {
			if err := bare(ctx, w, old); err != nil {
				return err
			}
		}
		if err := team.UpdateLevel(ctx, w.Tx, l); err != nil {
			return err
		}
		l.Version++
		return w.Audit(ctx, "level.changed", "level:"+l.ID.String(), 0, in)
	})
	return l, err
}

// bare wants no team to stand on a level.
func bare(ctx context.Context, w *work.Work, l team.Level) error {
	all, err := team.All(ctx, w.Tx)
	if err != nil {
		return err
	}
	for _, t := range all {
		if t.Level == l.ID && t.ArchivedAt.IsZero() {
			return errs.New(errs.Conflict, "%s stands on %s; move or archive it first.", t.Name, l.Name)
		}
	}
	return nil
}

// A TeamIn says what a team is to be.
type TeamIn struct {
	Name      *string
	PlainName *string
	Kind      *string
	Level     *id.Level
	Threshold *int
	Lead      *id.Person
	Triage    *bool
	Dealing   *string
	OfferFor  *int // seconds
	Archived  *bool
}

func (in TeamIn) onto(t team.Team, now time.Time) (team.Team, error) {
	set(&t.Name, in.Name)
	set(&t.PlainName, in.PlainName)
	set(&t.Kind, in.Kind)
	set(&t.Level, in.Level)
	set(&t.Threshold, in.Threshold)
	set(&t.Lead, in.Lead)
	set(&t.Triage, in.Triage)
	set(&t.Dealing, in.Dealing)
	if in.OfferFor != nil {
		t.OfferFor = time.Duration(*in.OfferFor) * time.Second
	}
	archive(&t.ArchivedAt, in.Archived, now)
	return t.Checked()
}

// AddTeam adds a team to a level, or beside the ladder.
func (d *Desk) AddTeam(ctx context.Context, by access.Actor, in TeamIn) (team.Team, error) {
	var t team.Team
	err := d.administer(ctx, by, func(ctx context.Context, w *work.Work) (err error) {
		t = team.Team{ID: id.Team(w.NewID()), Threshold: team.DefaultThreshold, Version: 1}
		if t, err = in.onto(t, w.Now); err != nil {
			return err
		}
		if err := stands(ctx, w, t); err != nil {
			return err
		}
		if err := team.Insert(ctx, w.Tx, t); err != nil {
			return err
		}
		if t, err = team.Get(ctx, w.Tx, t.ID); err != nil {
			return err
		}
		return w.Audit(ctx, "team.created", "team:"+t.ID.String(), 0, in)
	})
	return t, err
}

// stands wants a team's level to be one that is in use, and its lead to work here.
func stands(ctx context.Context, w *work.Work, t team.Team) error {
	if t.Level != 0 {
		l, err := team.GetLevel(ctx, w.Tx, t.Level)
		if errs.Is(err, errs.NotFound) || err == nil && !l.ArchivedAt.IsZero() {
			return errs.Field("level", "There is no such level, or it is archived.")
		}
		if err != nil {
			return err
		}
	}
	if t.Lead == 0 {
		return nil
	}
	return working(ctx, w, []id.Person{t.Lead}, "lead")
}

// working wants people to work on the desk.
func working(ctx context.Context, w *work.Work, who []id.Person, field string) error {
	found, err := person.Some(ctx, w.Tx, who)
	if err != nil {
		return err
	}
	for _, key := range who {
		p, ok := found[key]
		switch {
		case !ok:
			return errs.Field(field, "There is no person %s.", key)
		case !p.IsAgent() || p.IsDisabled():
			return errs.Field(field, "%s does not work on the desk; make them an agent first.", p.Name)
		}
	}
	return nil
}

// ChangeTeam changes a team, or archives one that has no tickets any more. A team
// that has tickets stays on its level: their walks were drawn with it.
func (d *Desk) ChangeTeam(ctx context.Context, by access.Actor, key id.Team, in TeamIn) (team.Team, error) {
	var t team.Team
	err := d.administer(ctx, by, func(ctx context.Context, w *work.Work) error {
		old, err := team.Get(ctx, w.Tx, key)
		if err != nil {
			return err
		}
		if err := pinned(w, old.Version); err != nil {
			return err
		}
		if t, err = in.onto(old, w.Now); err != nil {
			return err
		}
		if err := mayMove(ctx, w, old, t); err != nil {
			return err
		}
		if err := stands(ctx, w, t); err != nil {
			return err
		}
		if err := team.Update(ctx, w.Tx, t); err != nil {
			return err
		}
		if t, err = team.Get(ctx, w.Tx, key); err != nil {
			return err
		}
		if err := lookAgain(ctx, w, t); err != nil { // it may deal otherwise now
			return err
		}
		return w.Audit(ctx, "team.changed", "team:"+t.ID.String(), 0, in)
	})
	return t, err
}

func mayMove(ctx context.Context, w *work.Work, old, t team.Team) error {
	if old.Triage && !t.Triage {
		return errs.New(errs.Conflict, "%s is the triage team; make another team the triage team, and this one is no longer.", old.Name)
	}
	archives := old.ArchivedAt.IsZero() && !t.ArchivedAt.IsZero()
	if !archives && old.Level == t.Level && old.Kind == t.Kind {
		return nil
	}
	holds, err := team.HoldsTickets(ctx, w.Tx, t.ID)
	if err != nil {
		return err
	}
	if holds {
		return errs.New(errs.Conflict, "%s still has tickets; hand them over or close them first.", old.Name)
	}
	serves, err := team.Serves(ctx, w.Tx, t.ID)
	if err == nil && serves {
		return errs.New(errs.Conflict, "A service names %s as its team; change the service first.", old.Name)
	}
	return err
}

// SetMembers says who is in a team. Whoever leaves must have no tickets there.
func (d *Desk) SetMembers(ctx context.Context, by access.Actor, of id.Team, members []team.Member) error {
	members = slices.Clone(members)
	who := make([]id.Person, len(members))
	for i := range members {
		m, err := members[i].Checked()
		if err != nil {
			return err
		}
		members[i], who[i] = m, m.Person
	}
	return d.administer(ctx, by, func(ctx context.Context, w *work.Work) error {
		t, err := team.Get(ctx, w.Tx, of)
		if err != nil {
			return err
		}
		if err := pinned(w, t.Version); err != nil {
			return err
		}
		if err := working(ctx, w, who, "members"); err != nil {
			return err
		}
		if err := leaveNothing(ctx, w, t, who); err != nil {
			return err
		}
		if err := team.Update(ctx, w.Tx, t); err != nil { // its version moves
			return err
		}
		if err := team.SetMembers(ctx, w.Tx, of, members); err != nil {
			return err
		}
		if err := lookAgain(ctx, w, t); err != nil {
			return err
		}
		return w.Audit(ctx, "team.staffed", "team:"+of.String(), 0, members)
	})
}

func leaveNothing(ctx context.Context, w *work.Work, t team.Team, stay []id.Person) error {
	busy, err := team.Assignees(ctx, w.Tx, t.ID)
	if err != nil {
		return err
	}
	for _, p := range busy {
		if slices.Contains(stay, p) {
			continue
		}
		who, err := person.Get(ctx, w.Tx, p)
		if err != nil {
			return err
		}
		return errs.New(errs.Conflict, "%s still has tickets of %s; assign them to somebody else first.", who.Name, t.Name)
	}
	return nil
}

// lookAgain lets a team that deals look at its queue, since others may now have it.
func lookAgain(ctx context.Context, w *work.Work, t team.Team) error {
	if !t.Deals() {
		return nil
	}
	return dealing.Look(ctx, w, t.ID)
}

// Join puts somebody in a team, or changes their place there.
func (d *Desk) Join(ctx context.Context, by access.Actor, of id.Team, m team.Member) error {
	m, err := m.Checked()
	if err != nil {
		return err
	}
	return d.administer(ctx, by, func(ctx context.Context, w *work.Work) error {
		t, err := team.Get(ctx, w.Tx, of)
		if err != nil {
			return err
		}
		if err := working(ctx, w, []id.Person{m.Person}, "person"); err != nil {
			return err
		}
		if err := team.Update(ctx, w.Tx, t); err != nil { // its version moves
			return err
		}
		if err := team.Join(ctx, w.Tx, of, m); err != nil {
			return err
		}
		if err := lookAgain(ctx, w, t); err != nil {
			return err
		}
		return w.Audit(ctx, "team.joined", "team:"+of.String(), 0, m)
	})
}
