package shifts

import (
	"context"
	"slices"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/person"
	"secondline/internal/desk/routing"
	"secondline/internal/desk/shift"
	"secondline/internal/desk/team"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/view/brief"
	"secondline/internal/view/candidates"
)

// Now is a team at this moment.
type Now struct {
	Team    brief.Team    `json:"team"`
	Dealing string        `json:"dealing" enum:"pull,push,offer"`
	OnShift int           `json:"on_shift" doc:"how many are on shift, breaks included"`
	Here    int           `json:"here" doc:"how many of these may be given work by presence"`
	Queue   int           `json:"queue" doc:"tickets that nobody has"`
	People  []Present     `json:"people" nullable:"false" doc:"who is on shift first"`
	OnCall  *brief.Person `json:"on_call,omitempty"`
}

// A Present is a member of a team at this moment.
type Present struct {
	Person brief.Person `json:"person"`
	On     bool         `json:"on" doc:"on shift"`
	Until  *time.Time   `json:"until,omitempty" doc:"the end of the shift; none if nobody planned it"`
	Next   *time.Time   `json:"next,omitempty" doc:"when the next shift begins, for who is off"`
	BackAt *time.Time   `json:"back_at,omitempty" doc:"when the break ends"`
	Load   Load         `json:"load"`
}

// A Load is how much somebody has in hand, and how much they can.
type Load struct {
	Now      int  `json:"now" doc:"tickets"`
	Taken    int  `json:"taken" doc:"by priority, in hundredths of a place"`
	Capacity int  `json:"capacity" doc:"places"`
	Full     bool `json:"full"`
}

// At shows a team as it is at a time.
func At(ctx context.Context, h db.Handle, by access.Actor, key id.Team, now time.Time) (Now, error) {
	if err := access.MayDesk(by, access.SeeDesk); err != nil {
		return Now{}, err
	}
	t, err := team.Get(ctx, h, key)
	if err != nil {
		return Now{}, err
	}
	agents, err := candidates.Agents(ctx, h, &ticket.Ticket{}, routing.Demand{}, []id.Team{key}, now)
	if err != nil {
		return Now{}, err
	}
	weights, err := routing.LoadWeights(ctx, h)
	if err != nil {
		return Now{}, err
	}
	back, err := breaks(ctx, h, key)
	if err != nil {
		return Now{}, err
	}
	ladder, err := brief.ReadLadder(ctx, h)
	if err != nil {
		return Now{}, err
	}
	out := Now{Team: ladder.Team(key), Dealing: t.Dealing, People: []Present{}}
	for _, a := range agents {
		out.add(present(a, weights, back[a.Person]))
	}
	slices.SortStableFunc(out.People, func(a, b Present) int { // who is on shift first
		if a.On == b.On {
			return 0
		}
		if a.On {
			return -1
		}
		return 1
	})
	if out.Queue, err = lying(ctx, h, key); err != nil {
		return out, err
	}
	return out, out.call(ctx, h, key, now)
}

func (n *Now) add(p Present) {
	n.People = append(n.People, p)
	if p.On {
		n.OnShift++
		if p.Person.Presence == person.Here {
			n.Here++
		}
	}
}

func present(a routing.Agent, w routing.Weights, back time.Time) Present {
	unplanned := !a.Shift.Off && a.Shift.Turn.IsZero()
	p := Present{
		Person: brief.Person{ID: a.Person, Name: a.Name, Presence: a.Presence}, BackAt: when(back),
		On:   !a.Shift.Off && !(unplanned && a.Presence == person.Off), // without a plan, presence decides
		Load: Load{Now: a.Hand.Count(), Taken: w.Taken(a.Hand), Capacity: a.Capacity, Full: w.Taken(a.Hand) >= 100*a.Capacity},
	}
	if p.On {
		p.Until = when(a.Shift.Turn)
	} else {
		p.Next = when(a.Shift.Turn)
	}
	return p
}

// call names who is on call for the team.
func (n *Now) call(ctx context.Context, h db.Handle, key id.Team, now time.Time) error {
	who, err := shift.OnCall(ctx, h, key, now)
	if err != nil || who == 0 {
		return err
	}
	people, err := brief.People(ctx, h, who)
	named := people[who].Colleague()
	n.OnCall = &named
	return err
}

// breaks says when the breaks of a team's members end.
func breaks(ctx context.Context, h db.Handle, key id.Team) (map[id.Person]time.Time, error) {
	back := map[id.Person]time.Time{}
	err := h.Each(ctx, func(r db.Row) error {
		var p id.Person
		var at time.Time
		err := r.Scan(&p, db.Into(&at))
		back[p] = at
		return err
	}, `
		SELECT p.id, p.back_at
		  FROM person p
		  JOIN membership m ON m.person_id = p.id
		 WHERE m.team_id = ? AND p.back_at IS NOT NULL
		 ORDER BY p.id
		 LIMIT 2000`, key)
	return back, errs.Wrap(err, "reading breaks")
}

// lying counts a team's tickets that nobody has, up to a thousand.
func lying(ctx context.Context, h db.Handle, key id.Team) (int, error) {
	n, err := db.One(ctx, h, func(r db.Row) (n int, err error) { return n, r.Scan(&n) }, `
		SELECT count(*)
		  FROM (SELECT 1
		          FROM ticket k
		         WHERE k.team_id = ? AND k.state IN ('new', 'open') AND k.assignee_id IS NULL AND k.offer_id IS NULL
		         LIMIT 1000) AS q`, key)
	return n, errs.Wrap(err, "counting a queue")
}
