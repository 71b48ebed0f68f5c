package timekeeping

import (
	"cmp"
	"context"
	"slices"
	"time"

	"secondline/internal/desk/calendar"
	"secondline/internal/desk/escalation"
	"secondline/internal/desk/organisation"
	"secondline/internal/desk/person"
	"secondline/internal/desk/shift"
	"secondline/internal/desk/team"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/openhours"
)

// A call is somebody who is to be told.
type call struct {
	who     person.Person
	byMail  bool
	anyTime bool
	at      time.Time // zero: now
}

// concerned is the team whose clock it is: of an acknowledgement the one that was
// asked, else the one that has the ticket.
func concerned(t *ticket.Ticket, clock ticket.ClockKind) id.Team {
	if clock == ticket.Acknowledge && t.Offer != nil {
		return t.Offer.To.Team
	}
	return t.Team
}

// runOf is the run of a clock that an escalation is about, or -1.
func runOf(t *ticket.Ticket, clock ticket.ClockKind) int {
	for i, r := range slices.Backward(t.Runs) {
		if r.Clock == clock && r.Running() {
			return i
		}
	}
	return -1
}

// summon finds who holds the offices that the steps name, each person once: by
// mail if any step says so, at any time if any step says so. Who may not see the
// ticket is not told of it.
func summon(ctx context.Context, w *work.Work, t *ticket.Ticket, c cause, steps []escalation.Step) ([]call, error) {
	var calls []call
	for _, s := range steps {
		key, err := holder(ctx, w, t, c.Clock, s.Who)
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(calls, func(c call) bool { return c.who.ID == key })
		if i >= 0 {
			calls[i].byMail, calls[i].anyTime = calls[i].byMail || s.ByMail, calls[i].anyTime || s.AnyTime
			continue
		}
		who, err := workOn(ctx, w, t, key)
		if err != nil {
			return nil, err
		}
		if who.ID != 0 {
			calls = append(calls, call{who: who, byMail: s.ByMail, anyTime: s.AnyTime})
		}
	}
	return calls, reachable(ctx, w, calls)
}

// workOn is somebody who works on the desk and may see the ticket, or nobody.
func workOn(ctx context.Context, w *work.Work, t *ticket.Ticket, key id.Person) (person.Person, error) {
	if key == 0 {
		return person.Person{}, nil
	}
	found, err := person.WorkOn(ctx, w.Tx, t.Organisation, []id.Person{key})
	return found[key], err
}

// holder is who holds an office for a ticket. Where nobody has the ticket, its
// team's lead stands in, and where a team has no lead, the duty manager: what
// nobody is told of is lost.
func holder(ctx context.Context, w *work.Work, t *ticket.Ticket, clock ticket.ClockKind, office escalation.Who) (id.Person, error) {
	switch office {
	case escalation.Assignee:
		if p := having(t, clock); p != 0 {
			return p, nil
		}
		return leadOf(ctx, w, concerned(t, clock))
	case escalation.Lead:
		p, err := leadOf(ctx, w, concerned(t, clock))
		if err != nil || p != 0 {
			return p, err
		}
		return shift.DutyManager(ctx, w.Tx, w.Now)
	case escalation.AccountManager:
		o, err := organisation.Get(ctx, w.Tx, t.Organisation)
		return o.AccountManager, err
	default:
		return shift.DutyManager(ctx, w.Tx, w.Now)
	}
}

// having is who is to do something: who was asked to take it, or who has it.
func having(t *ticket.Ticket, clock ticket.ClockKind) id.Person {
	switch {
	case clock == ticket.Acknowledge && t.Offer != nil:
		return t.Offer.Person
	case t.Deal != nil:
		return cmp.Or(t.Assignee, t.Deal.Person)
	default:
		return t.Assignee
	}
}

func leadOf(ctx context.Context, w *work.Work, key id.Team) (id.Person, error) {
	t, err := team.Get(ctx, w.Tx, key)
	if errs.Is(err, errs.NotFound) {
		return 0, nil
	}
	return t.Lead, err
}

// reachable sets when each of them can be told: now, or at the start of their
// next working time. Nobody is reminded of anything at midnight.
func reachable(ctx context.Context, w *work.Work, calls []call) error {
	var off []id.Person
	for _, c := range calls {
		if !c.anyTime {
			off = append(off, c.who.ID)
		}
	}
	if len(off) == 0 {
		return nil
	}
	rosters, err := shift.OfPeople(ctx, w.Tx, off, w.Now, w.Now.AddDate(0, 0, 14))
	if err != nil {
		return err
	}
	onDuty, err := shift.Duties(ctx, w.Tx, w.Now, w.Now.Add(time.Second))
	if err != nil {
		return err
	}
	holidays, _, err := calendar.StandardHours(ctx, w.Tx)
	if err != nil {
		return err
	}
	for i, c := range calls {
		duty := slices.ContainsFunc(onDuty, func(d shift.Duty) bool { return d.Person == c.who.ID })
		if c.anyTime || duty { // who is on call is there for that
			continue
		}
		if at := begins(rosters[c.who.ID], holidays.Closed, w.Now); at.After(w.Now) {
			calls[i].at = at.UTC().Truncate(time.Microsecond)
		}
	}
	return nil
}

// office is when people work for whom nobody planned anything: by day, in the
// week, where they live.
var office = openhours.Week{{{From: 8 * 60, To: 18 * 60}}, {{From: 8 * 60, To: 18 * 60}}, {{From: 8 * 60, To: 18 * 60}}, {{From: 8 * 60, To: 18 * 60}}, {{From: 8 * 60, To: 18 * 60}}}

// begins is when somebody works next, or now; a desk's holidays are those of whom
// nobody planned. Who is planned but has no further shift is told now: better
// than never.
func begins(r shift.Roster, closed map[openhours.Day]bool, now time.Time) time.Time {
	at := now
	if on, _ := r.On(now); !on {
		if next := r.Next(now); !next.IsZero() {
			at = next
		}
	}
	if r.Planned(now) {
		return at
	}
	return openhours.Hours{Zone: r.Zone, Week: office, Closed: closed}.Next(at)
}
