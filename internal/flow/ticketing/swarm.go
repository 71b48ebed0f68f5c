package ticketing

import (
	"context"
	"slices"

	"secondline/internal/core/access"
	"secondline/internal/desk/handover"
	"secondline/internal/desk/notice"
	"secondline/internal/desk/person"
	"secondline/internal/desk/swarm"
	"secondline/internal/desk/team"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/notify"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// maxSwarm is how many people are asked in at once.
const maxSwarm = 20

// A SwarmIn asks experts to look at a ticket together.
type SwarmIn struct {
	People []id.Person
	Teams  []id.Team // of each the best who is there
	Ask    string
	Tell   bool // the customer hears of it
}

// StartSwarm asks experts in; the ticket stays where it is, and who starts it
// leads it.
func (d *Desk) StartSwarm(ctx context.Context, by access.Actor, n id.Number, in SwarmIn) error {
	return d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		t, err := load(ctx, w, n, access.StartSwarm)
		if err != nil {
			return err
		}
		if w.By.Person == 0 {
			return errs.New(errs.Forbidden, "Somebody has to lead a swarm; sign in as a person.")
		}
		ask, err := swarm.CleanAsk(in.Ask)
		if err != nil {
			return err
		}
		people, err := d.experts(ctx, w, t, in.People, in.Teams)
		if err != nil {
			return err
		}
		if err := startSwarm(ctx, w, t, ticket.SwarmStarted{Lead: w.By.Person, People: people, Ask: ask}); err != nil || !in.Tell {
			return err
		}
		return d.tellTogether(ctx, w, t, people)
	})
}

// experts are the people who are asked in: those who are named, and the best of
// each team. Only who may see the ticket anyway is ever asked.
func (d *Desk) experts(ctx context.Context, w *work.Work, t *ticket.Ticket, people []id.Person, teams []id.Team) ([]id.Person, error) {
	out := others(people, w.By.Person)
	for _, who := range out {
		p, err := person.Get(ctx, w.Tx, who)
		if errs.Is(err, errs.NotFound) {
			return nil, errs.Field("people", "There is no person %s.", who)
		}
		if err != nil {
			return nil, err
		}
		cleared, err := mayWorkOn(ctx, w.Tx, p, t.Organisation)
		if err != nil {
			return nil, err
		}
		if !cleared {
			return nil, errs.Field("people", "%s is not an agent who may see this ticket; ask somebody who is.", p.Name)
		}
	}
	for _, key := range teams {
		of, err := liveTeam(ctx, w.Tx, key)
		if err != nil {
			return nil, err
		}
		best, err := d.bestOf(ctx, w, t, key)
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(best, func(p id.Person) bool { return p != w.By.Person && !slices.Contains(out, p) })
		if i < 0 {
			return nil, errs.Field("teams", "Nobody else of %s can look at it.", of.Name)
		}
		out = append(out, best[i])
	}
	switch {
	case len(out) == 0:
		return nil, errs.Field("people", "Name a colleague or a team who looks at it with you.")
	case len(out) > maxSwarm:
		return nil, errs.Field("people", "A swarm is asked %d people at once; the fewer, the sooner somebody knows.", maxSwarm)
	}
	return out, nil
}

// startSwarm records a swarm and tells those who are asked.
func startSwarm(ctx context.Context, w *work.Work, t *ticket.Ticket, f ticket.SwarmStarted) error {
	f.Swarm = id.Swarm(w.NewID())
	if _, err := w.Record(ctx, t, &f); err != nil {
		return err
	}
	err := swarm.Insert(ctx, w.Tx, swarm.Swarm{
		ID: f.Swarm, Ticket: t.ID, Organisation: t.Organisation, Lead: f.Lead, Ask: f.Ask, Because: f.Because,
		StartedAt: w.Now, StartedBy: w.By.Person,
	}, f.People)
	if err != nil {
		return err
	}
	if f.Because != "" {
		err := tell(ctx, w, t, notice.SwarmAsked, "You lead a swarm on "+string(t.Ref())+": "+f.Because, f.Lead)
		if err != nil {
			return err
		}
	}
	return tell(ctx, w, t, notice.SwarmAsked, w.By.Name+" asks you to look at "+string(t.Ref())+" together: "+f.Ask, f.People...)
}

// tellTogether tells the customer who looks at it now, and who stays their
// contact.
func (d *Desk) tellTogether(ctx context.Context, w *work.Work, t *ticket.Ticket, people []id.Person) error {
	owner, err := team.Get(ctx, w.Tx, t.Team)
	if err != nil {
		return err
	}
	named, err := person.Some(ctx, w.Tx, append(slices.Clone(people), t.Requester))
	if err != nil {
		return err
	}
	var asked []string
	for _, p := range people {
		asked = append(asked, named[p].First())
	}
	f := &ticket.Told{Body: handover.Together(named[t.Requester].First(), firstName(w.By.Name), asked), Who: owner.PlainName, Person: w.By.Name}
	entries, err := w.Record(ctx, t, f)
	if err != nil {
		return err
	}
	return d.post.Letter(ctx, w, notify.Letter{
		Kind: notify.HandedOver, Ticket: t, Seq: entries[0].Seq, To: []id.Person{t.Requester}, CC: t.CC, Body: f.Body, Automatic: true,
	})
}

// AskIntoSwarm asks more people in.
func (d *Desk) AskIntoSwarm(ctx context.Context, by access.Actor, n id.Number, people []id.Person, teams []id.Team) error {
	return d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		t, err := load(ctx, w, n, access.JoinSwarm)
		if err != nil {
			return err
		}
		asked, err := d.experts(ctx, w, t, people, teams)
		if err != nil {
			return err
		}
		asked = slices.DeleteFunc(asked, func(p id.Person) bool { return p == t.Swarm.Lead || slices.Contains(t.Swarm.People, p) })
		for _, p := range asked {
			if err := swarm.Ask(ctx, w.Tx, t.Swarm.ID, p, w.Now); err != nil {
				return err
			}
			if _, err := w.Record(ctx, t, &ticket.SwarmJoined{Swarm: t.Swarm.ID, Person: p, Asked: true}); err != nil {
				return err
			}
		}
		return tell(ctx, w, t, notice.SwarmAsked, w.By.Name+" asks you to look at "+string(t.Ref())+" together: "+t.Swarm.Ask, asked...)
	})
}

// JoinSwarm says that the actor looks at it, asked or not.
func (d *Desk) JoinSwarm(ctx context.Context, by access.Actor, n id.Number) error {
	return d.inSwarm(ctx, by, n, func(ctx context.Context, w *work.Work, t *ticket.Ticket) error {
		s, err := swarm.Get(ctx, w.Tx, t.Swarm.ID)
		if err != nil {
			return err
		}
		looks := slices.ContainsFunc(s.Members, func(m swarm.Member) bool {
			return m.Person == w.By.Person && !m.JoinedAt.IsZero() && m.LeftAt.IsZero()
		})
		if looks {
			return nil
		}
		if err := swarm.Join(ctx, w.Tx, s.ID, w.By.Person, w.Now); err != nil {
			return err
		}
		_, err = w.Record(ctx, t, &ticket.SwarmJoined{Swarm: s.ID, Person: w.By.Person})
		return err
	})
}

// LeaveSwarm says that the actor has given what they can.
func (d *Desk) LeaveSwarm(ctx context.Context, by access.Actor, n id.Number) error {
	return d.inSwarm(ctx, by, n, func(ctx context.Context, w *work.Work, t *ticket.Ticket) error {
		switch {
		case t.Swarm.Lead == w.By.Person:
			return errs.New(errs.Conflict, "You lead it; end it, or make it a handover.")
		case !slices.Contains(t.Swarm.People, w.By.Person):
			return errs.New(errs.Conflict, "You are not in it.")
		}
		if err := swarm.Leave(ctx, w.Tx, t.Swarm.ID, w.By.Person, w.Now); err != nil {
			return err
		}
		_, err := w.Record(ctx, t, &ticket.SwarmLeft{Swarm: t.Swarm.ID, Person: w.By.Person})
		return err
	})
}

// EndSwarm calls a swarm off. One that two teams were sent into ends only when
// one of them owns the ticket, or it is solved.
func (d *Desk) EndSwarm(ctx context.Context, by access.Actor, n id.Number, note string) error {
	return d.inSwarm(ctx, by, n, func(ctx context.Context, w *work.Work, t *ticket.Ticket) error {
		note, err := swarm.CleanNote(note)
		if err != nil {
			return err
		}
		if len(t.Swarm.Teams) > 0 {
			return errs.New(errs.Conflict, "It went to and fro between two teams: the swarm ends when one of them owns %s, or it is solved.", t.Ref())
		}
		return endSwarm(ctx, w, t, swarm.CalledOff, note)
	})
}

// inSwarm loads a ticket with a swarm for somebody who acts in it.
func (d *Desk) inSwarm(
	ctx context.Context, by access.Actor, n id.Number, act func(ctx context.Context, w *work.Work, t *ticket.Ticket) error,
) error {
	return d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		t, err := load(ctx, w, n, access.JoinSwarm)
		if err != nil {
			return err
		}
		if w.By.Person == 0 {
			return errs.New(errs.Forbidden, "A swarm is people; sign in as one.")
		}
		return act(ctx, w, t)
	})
}

// endSwarm ends the swarm that runs, if one does.
func endSwarm(ctx context.Context, w *work.Work, t *ticket.Ticket, outcome, note string) error {
	if t.Swarm == nil {
		return nil
	}
	if err := swarm.End(ctx, w.Tx, t.Swarm.ID, outcome, w.Now); err != nil {
		return err
	}
	_, err := w.Record(ctx, t, &ticket.SwarmEnded{Swarm: t.Swarm.ID, Outcome: outcome, Note: note})
	return err
}

// BookTime notes time that the actor spent; if a swarm runs, in it.
func (d *Desk) BookTime(ctx context.Context, by access.Actor, n id.Number, minutes int, note string) error {
	return d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		t, err := load(ctx, w, n, access.BookTime)
		if err != nil {
			return err
		}
		if w.By.Person == 0 {
			return errs.New(errs.Forbidden, "Time is a person's; sign in as one.")
		}
		b, err := swarm.Booking{Ticket: t.ID, Organisation: t.Organisation, Person: w.By.Person, Minutes: minutes, Note: note, At: w.Now}.Checked()
		if err != nil {
			return err
		}
		b.ID = id.Booking(w.NewID())
		if t.Swarm != nil {
			b.Swarm = t.Swarm.ID
		}
		if err := swarm.Book(ctx, w.Tx, b); err != nil {
			return err
		}
		_, err = w.Record(ctx, t, &ticket.TimeBooked{Booking: b.ID, Person: b.Person, Swarm: b.Swarm, Minutes: b.Minutes, Note: b.Note})
		return err
	})
}
