package portalview

import (
	"context"
	"slices"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// reopenFor is how long one tap opens a request again; the desk decides it when
// the tap comes, this only says it.
const reopenFor = 14 * 24 * time.Hour

// maxHelpers bounds the names below a rating.
const maxHelpers = 3

// Request reads a whole request; errs.NotFound if there is none, or none that
// the actor may see.
func (w *Window) Request(ctx context.Context, a access.Actor, n id.Number) (Request, error) {
	a = Customer(a)
	where, args := visible(a)
	rows, err := w.rows(ctx, a.Person, `t.number = ? AND `+where, append([]any{n}, args...)...)
	if err != nil {
		return Request{}, errs.Wrap(err, "reading a request")
	}
	if len(rows) == 0 {
		return Request{}, errs.New(errs.NotFound, "There is no request %s.", n.Ref())
	}
	t := rows[0]
	plain, _, err := w.ladder(ctx)
	if err != nil {
		return Request{}, err
	}
	r := Request{
		Number: t.number, Ref: t.number.Ref(), Subject: t.subject, Organisation: t.orgName, Requester: t.whose(a),
		OpenedAt: t.openedAt, Standing: t.standing(a, plain), Rating: t.rating, Joined: t.mergedInto != 0,
	}
	if err := w.fill(ctx, a, t, plain, &r); err != nil {
		return Request{}, err
	}
	r.Can = t.can(a, w.clock.Now())
	return r, nil
}

// fill reads what stands beside the ticket's row.
func (w *Window) fill(ctx context.Context, a access.Actor, t row, plain map[id.Team]string, r *Request) error {
	files, err := w.files(ctx, a, t.ticket)
	if err != nil {
		return err
	}
	posts, err := w.posts(ctx, a, t.ticket)
	if err != nil {
		return err
	}
	crossings, err := w.crossings(ctx, t.ticket)
	if err != nil {
		return err
	}
	if r.Standing.Stage == Working {
		if r.Standing.Since, err = w.takenAt(ctx, t); err != nil {
			return err
		}
	}
	if t.mergedInto != 0 {
		if r.JoinedTo, err = w.joinedTo(ctx, a, t.mergedInto); err != nil {
			return err
		}
	}
	if r.Incident, err = w.incident(ctx, t); err != nil {
		return err
	}
	for _, f := range files {
		r.Files = append(r.Files, f.File)
		for i := range posts {
			if posts[i].Seq == f.seq {
				posts[i].Files = append(posts[i].Files, f.File)
			}
		}
	}
	r.Steps = steps(t, plain, crossings)
	if r.Standing.Stage == Solved {
		r.Standing.Person = solver(posts, r.Standing.Person)
	}
	if r.Standing.Stage == OnMaker {
		r.Standing.Maker = makerOf(posts)
	}
	r.Posts, r.Because = tell(r.Standing, posts)
	r.Posts = withPassing(r.Posts, r.Steps)
	if err := w.promised(ctx, t, r); err != nil {
		return err
	}
	r.Helpers = helpers(r.Posts)
	for _, p := range r.Posts {
		if p.Kind.IsMessage() && p.Body != "" {
			r.Messages++
		}
	}
	return nil
}

// can is what access allows now.
func (t row) can(a access.Actor, now time.Time) Can {
	may := access.Can(a, t.object(a.Person), access.Reply, access.Confirm, access.Reopen, access.Rate)
	until := t.resolvedAt.Add(reopenFor)
	return Can{
		Reply:   may[access.Reply] && t.resolution != ticket.Spam,
		Confirm: may[access.Confirm] && t.state != ticket.Closed,
		Reopen:  may[access.Reopen] && t.resolution != ticket.Spam && !now.After(until),
		Rate:    may[access.Rate] && t.rating == 0, ReopenUntil: until,
	}
}

// takenAt is when somebody last took the request on. Only the time is read.
func (w *Window) takenAt(ctx context.Context, t row) (time.Time, error) {
	at, err := db.One(ctx, w.source.Read(), func(r db.Row) (at time.Time, err error) { return at, r.Scan(db.Into(&at)) }, `
		SELECT max(at)
		  FROM timeline_entry
		 WHERE ticket_id = ?
		   AND kind IN ('ticket.opened', 'ticket.assigned')`, t.ticket)
	return at, errs.Wrap(err, "reading when a request was taken on")
}

// joinedTo is the ref of the ticket that a request was merged into, if the
// viewer may see that one; else it is not named.
func (w *Window) joinedTo(ctx context.Context, a access.Actor, into id.Ticket) (id.Ref, error) {
	where, args := visible(a)
	n, err := db.One(ctx, w.source.Read(), func(r db.Row) (n id.Number, err error) { return n, r.Scan(&n) }, `
		SELECT t.number
		  FROM ticket t
		 WHERE t.id = ? AND `+where, append([]any{into}, args...)...)
	if errs.Is(err, errs.NotFound) {
		return "", nil
	}
	return n.Ref(), errs.Wrap(err, "reading what a request was joined to")
}

// A crossing is a handover that was taken: who gave it and who took it, when.
// What was written between them is not read.
type crossing struct {
	from, to          id.Team
	giver, taker      string
	offered, answered time.Time
}

func (w *Window) crossings(ctx context.Context, t id.Ticket) ([]crossing, error) {
	list, err := db.All(ctx, w.source.Read(), func(r db.Row) (c crossing, err error) {
		return c, r.Scan(&c.from, &c.to, &c.giver, db.Null(&c.taker), db.Into(&c.offered), db.Into(&c.answered))
	}, `
		SELECT h.from_team_id, h.to_team_id, f.name, a.name, h.offered_at, h.answered_at
		  FROM handover h
		  JOIN person f ON f.id = h.from_person_id
		  LEFT JOIN person a ON a.id = h.answered_by_id
		 WHERE h.ticket_id = ?
		   AND h.state = 'accepted'
		 ORDER BY h.offered_at, h.id
		 LIMIT 100`, t)
	return list, errs.Wrap(err, "reading who passed a request on")
}

// steps are the teams that had it, each with the person that the customer met
// there: who took it, or who passed it on.
func steps(t row, plain map[id.Team]string, crossings []crossing) []Step {
	stays := t.stays()
	list := make([]Step, 0, len(stays))
	for i, s := range stays {
		step := Step{Team: plain[s.Team], At: s.From, Now: i == len(stays)-1}
		for _, c := range crossings {
			if c.to == s.Team && c.taker != "" && within(s, c.answered) {
				step.Person = c.taker
			}
			if c.from == s.Team && step.Person == "" && within(s, c.offered) {
				step.Person = c.giver
			}
		}
		if step.Now && t.assignee != "" {
			step.Person = t.assignee
		}
		list = append(list, step)
	}
	return list
}

func within(s span, at time.Time) bool {
	return !at.Before(s.From) && (s.To.IsZero() || !at.After(s.To))
}

// withPassing adds an entry for each change of hands, newest first.
func withPassing(posts []Post, steps []Step) []Post {
	for i := 1; i < len(steps); i++ {
		posts = append(posts, Post{Kind: Passed, At: steps[i].At, From: steps[i-1].Team, Team: steps[i].Team})
	}
	slices.SortStableFunc(posts, func(a, b Post) int { return b.At.Compare(a.At) })
	return posts
}

// solver is who solved it last; def if it stands on no entry.
func solver(posts []Post, def string) string {
	for _, p := range posts {
		if p.Kind == SolvedIt {
			return p.By
		}
	}
	return def
}

// helpers are the people of the desk who wrote, the last one first.
func helpers(posts []Post) []string {
	var names []string
	for _, p := range posts {
		if p.Staff && p.By != "" && !slices.Contains(names, p.By) && len(names) < maxHelpers {
			names = append(names, p.By)
		}
	}
	return names
}
