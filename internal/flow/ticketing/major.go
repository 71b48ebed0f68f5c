package ticketing

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/desk/notice"
	"secondline/internal/desk/person"
	"secondline/internal/desk/shift"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/notify"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// mostChildren bounds what is told in one transaction.
const mostChildren = 1000

// A DeclareIn makes a ticket a major incident.
type DeclareIn struct {
	Title   string    // in words that customers may read
	Lead    id.Person // zero: who declares it
	Because string
}

// DeclareMajor makes a ticket a major incident with somebody who leads it. The
// lead and the duty manager are told.
func (d *Desk) DeclareMajor(ctx context.Context, by access.Actor, n id.Number, in DeclareIn) error {
	return d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		t, err := load(ctx, w, n, access.Declare)
		if err != nil {
			return err
		}
		lead := in.Lead
		if lead == 0 {
			lead = w.By.Person
		}
		able, err := person.WorkOn(ctx, w.Tx, t.Organisation, []id.Person{lead})
		if err != nil {
			return err
		}
		if _, ok := able[lead]; !ok {
			return errs.Field("lead", "Say who leads it: an agent who may see %s.", t.Ref())
		}
		facts, err := t.Declare(in.Title, lead, in.Because)
		if err != nil {
			return err
		}
		if _, err := w.Record(ctx, t, facts...); err != nil {
			return err
		}
		manager, err := shift.DutyManager(ctx, w.Tx, w.Now)
		if err != nil {
			return err
		}
		able, err = person.WorkOn(ctx, w.Tx, t.Organisation, []id.Person{manager})
		if _, ok := able[manager]; !ok || err != nil {
			manager = 0
		}
		if err != nil {
			return err
		}
		text := fmt.Sprintf("%s declared %s a major incident: %s", w.By.Name, t.Ref(), t.Major.Title)
		return tell(ctx, w, t, notice.MajorDeclared, text, lead, manager)
	})
}

// LinkChildren puts tickets that a major incident hits below it.
func (d *Desk) LinkChildren(ctx context.Context, by access.Actor, n id.Number, refs []id.Number) error {
	return d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		t, err := load(ctx, w, n, access.RunMajor)
		if err != nil {
			return err
		}
		if len(t.Children())+len(refs) > mostChildren {
			return errs.Field("refs", "A major incident has at most %d requests below it; merge some first.", mostChildren)
		}
		for _, ref := range refs {
			if err := linkChild(ctx, w, t, ref); err != nil {
				return err
			}
		}
		return nil
	})
}

func linkChild(ctx context.Context, w *work.Work, t *ticket.Ticket, ref id.Number) error {
	c, err := other(ctx, w, ref, "refs")
	if err != nil {
		return err
	}
	switch {
	case c.ID == t.ID:
		return errs.Field("refs", "%s is the major incident itself.", c.Ref())
	case slices.Contains(t.Children(), c.ID):
		return nil
	case c.IsMerged():
		return errs.Field("refs", "%s was merged into another; link that one.", c.Ref())
	case c.Major.Running():
		return errs.Field("refs", "%s is a major incident of its own.", c.Ref())
	}
	return both(ctx, w, t, &ticket.Linked{Link: ticket.Link{Kind: ticket.Child, Ticket: c.ID, Ref: c.Ref()}},
		c, &ticket.Linked{Link: ticket.Link{Kind: ticket.Parent, Ticket: t.ID, Ref: t.Ref()}})
}

// affected are the open tickets that a major incident hits: its own first, then
// its children. A child that was merged lives on in another. All of them or
// none: who is not cleared for one of their organisations cannot speak to all.
func affected(ctx context.Context, w *work.Work, t *ticket.Ticket) ([]*ticket.Ticket, error) {
	all := []*ticket.Ticket{t}
	foreign := 0
	for _, key := range t.Children() {
		c, err := survivor(ctx, w, key)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(all, func(one *ticket.Ticket) bool { return one.ID == c.ID }) || !c.IsOpen() {
			continue
		}
		if !w.By.Cleared(c.Organisation) {
			foreign++
			continue
		}
		all = append(all, c)
	}
	if foreign > 0 {
		return nil, errs.New(errs.Forbidden, "%d of those affected belong to organisations that you are not cleared for. Ask somebody who is cleared for all of them.", foreign)
	}
	if !t.IsOpen() {
		all = all[1:]
	}
	return all, nil
}

// survivor is the ticket that one lives on in.
func survivor(ctx context.Context, w *work.Work, key id.Ticket) (*ticket.Ticket, error) {
	for {
		t, err := ticket.ByID(ctx, w.Tx, key)
		if err != nil || !t.IsMerged() {
			return t, err
		}
		key = t.MergedInto // merges are acyclic
	}
}

// A TellAllIn is one message to everybody whom a major incident hits.
type TellAllIn struct {
	Message string
	NextBy  time.Time // when they hear again; zero: not said
}

// TellAll tells everybody affected in one go: the message stands on each of their
// tickets, and each person gets one letter, alone, about a ticket of theirs.
// Nothing in it comes from another organisation.
func (d *Desk) TellAll(ctx context.Context, by access.Actor, n id.Number, in TellAllIn) error {
	message := strings.TrimSpace(in.Message)
	if err := ticket.CheckBody("message", message, 0); err != nil {
		return err
	}
	return d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		t, err := load(ctx, w, n, access.RunMajor)
		if err != nil {
			return err
		}
		if !in.NextBy.IsZero() && !in.NextBy.After(w.Now) {
			return errs.Field("next_by", "Say a time in the future by which they hear again.")
		}
		all, err := affected(ctx, w, t)
		if err != nil {
			return err
		}
		if len(all) == 0 {
			return errs.New(errs.Conflict, "Nobody is affected any more: every request below %s is solved.", t.Ref())
		}
		said, err := d.say(ctx, w, t, all, message, in.NextBy)
		if err != nil {
			return err
		}
		told := &ticket.ToldAll{Message: message, NextBy: in.NextBy.UTC().Truncate(time.Microsecond)}
		for _, s := range said {
			told.Tickets = append(told.Tickets, s.on.Ref())
		}
		if _, err := w.Record(ctx, t, told); err != nil {
			return err
		}
		return d.sendEach(ctx, w, said)
	})
}

// A saying is a message as it stands on one ticket.
type saying struct {
	on   *ticket.Ticket
	seq  int64
	body string
}

// say writes the message on every ticket, with the time of the next one as the
// customer's own clock shows it.
func (d *Desk) say(ctx context.Context, w *work.Work, t *ticket.Ticket, all []*ticket.Ticket, message string, next time.Time) ([]saying, error) {
	var keys []id.Person
	for _, c := range all {
		keys = append(keys, c.Requester)
	}
	people, err := person.Some(ctx, w.Tx, keys)
	if err != nil {
		return nil, err
	}
	var out []saying
	for _, c := range all {
		s := saying{on: c, body: message + again(next, w.Now, people[c.Requester].TimeZone)}
		entries, err := w.Record(ctx, c, &ticket.Replied{Body: s.body, Incident: t.Ref()})
		if err != nil {
			return nil, err
		}
		s.seq = entries[0].Seq
		out = append(out, s)
	}
	return out, nil
}

// again says when they hear again.
func again(next, now time.Time, zone string) string {
	if next.IsZero() {
		return ""
	}
	return "\n\nYou hear from us again by " + wallTime(next, now, zone) + "."
}

// wallTime is a time of today as a clock time, any other with its day, as a clock
// in the reader's zone shows it.
func wallTime(at, now time.Time, zone string) string {
	in, err := time.LoadLocation(zone)
	if err != nil {
		in = time.UTC // a person's zone was checked; this is for a machine without the list
	}
	at, now = at.In(in), now.In(in)
	if at.Format(time.DateOnly) == now.Format(time.DateOnly) {
		return at.Format("15:04")
	}
	return at.Format("Monday 2 January, 15:04")
}

// sendEach sends one letter to each person, about their own ticket if they have
// one, else about one that they are on copy of.
func (d *Desk) sendEach(ctx context.Context, w *work.Work, said []saying) error {
	told := map[id.Person]bool{}
	send := func(s saying, to id.Person) error {
		if told[to] {
			return nil
		}
		told[to] = true
		return d.post.Letter(ctx, w, notify.Letter{Kind: notify.Reply, Ticket: s.on, Seq: s.seq, To: []id.Person{to}, Body: s.body})
	}
	for _, s := range said {
		if err := send(s, s.on.Requester); err != nil {
			return err
		}
	}
	for _, s := range said {
		for _, cc := range s.on.CC {
			if err := send(s, cc); err != nil {
				return err
			}
		}
	}
	return nil
}
