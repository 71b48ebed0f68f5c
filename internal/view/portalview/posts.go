package portalview

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// maxPosts bounds a conversation on one page.
const maxPosts = 500

// kinds are the entries that a customer is shown, and as what.
var kinds = map[string]Happening{
	"ticket.opened":    Opened,
	"message.replied":  Wrote,
	"customer.told":    Told,
	"ticket.resolved":  SolvedIt,
	"ticket.reopened":  ReopenedIt,
	"ticket.confirmed": ClosedIt,
	"ticket.rated":     RatedIt,
	"project.planned":  PlannedIt,
}

// said is the little of an entry's facts that was meant for the customer. An
// entry that they may see can still hold more than that, such as the cause of a
// solution or an agent's hint; it is never decoded here.
type said struct {
	Body       string      `json:"body"`
	Message    string      `json:"message"`
	Channel    string      `json:"channel"`
	Mail       string      `json:"mail"`
	ByCustomer bool        `json:"by_customer"`
	Score      int         `json:"score"`
	Handover   id.Handover `json:"handover"`
	Maker      string      `json:"maker"`
	What       string      `json:"what"`
	On         time.Time   `json:"on"`
}

// posts reads the conversation, newest first.
func (w *Window) posts(ctx context.Context, a access.Actor, t id.Ticket) ([]Post, error) {
	list, err := db.All(ctx, w.source.Read(), func(r db.Row) (Post, error) { return scanPost(r, a.Person) }, `
		SELECT e.seq, e.at, e.kind, e.actor_id, e.actor_name, e.facts,
		       COALESCE(p.role IN ('agent', 'team_lead', 'administrator'), FALSE),
		       (SELECT m.plain_name
		          FROM membership s
		          JOIN team m ON m.id = s.team_id
		         WHERE s.person_id = e.actor_id
		         ORDER BY s.preference, s.team_id
		         LIMIT 1)
		  FROM timeline_entry e
		  LEFT JOIN person p ON p.id = e.actor_id
		 WHERE e.ticket_id = ?
		   AND e.audience = 'customer'
		 ORDER BY e.seq DESC
		 LIMIT ?`, t, maxPosts)
	if err != nil {
		return nil, errs.Wrap(err, "reading a conversation")
	}
	void, err := w.overtaken(ctx, t)
	if err != nil {
		return nil, err
	}
	posts := list[:0]
	for _, p := range list {
		if p.Kind != "" && !slices.Contains(void, p.handover) {
			posts = append(posts, p)
		}
	}
	return posts, nil
}

// overtaken lists the handovers that came to nothing: an urgent one is told when
// it is offered, and when it is undone or comes back the word no longer holds.
func (w *Window) overtaken(ctx context.Context, t id.Ticket) ([]id.Handover, error) {
	list, err := db.All(ctx, w.source.Read(), func(r db.Row) (h id.Handover, err error) { return h, r.Scan(&h) }, `
		SELECT h.id
		  FROM handover h
		 WHERE h.ticket_id = ?
		   AND h.state IN ('returned', 'withdrawn')
		 ORDER BY h.offered_at, h.id`, t)
	return list, errs.Wrap(err, "reading which handovers came to nothing")
}

func scanPost(r db.Row, viewer id.Person) (Post, error) {
	var p Post
	var kind, facts string
	var actor id.Person
	var agent bool
	if err := r.Scan(&p.Seq, db.Into(&p.At), &kind, db.Null(&actor), &p.By, &facts, &agent, db.Null(&p.Team)); err != nil {
		return p, err
	}
	var s said
	if err := json.Unmarshal([]byte(facts), &s); err != nil {
		return p, fmt.Errorf("reading a %s entry: %w", kind, err)
	}
	p.Kind, p.Body, p.Rating, p.handover, p.maker = kinds[kind], s.Body, s.Score, s.Handover, s.Maker
	switch p.Kind {
	case SolvedIt:
		p.Body = s.Message
	case PlannedIt:
		p.Body, p.On = s.What, s.On
	}
	p.Mine = actor != 0 && actor == viewer
	p.Staff = agent && !s.ByCustomer && !p.Mine
	p.Plain = s.Mail != ""
	if p.Kind == Opened {
		p.Plain = s.Channel == "mail"
	}
	if !p.Staff {
		p.Team = ""
	}
	return p, nil
}

// tell takes out of the conversation what stands above it: the last word on who
// has the request and why, or on how it was solved.
func tell(at Standing, posts []Post) (rest []Post, because string) {
	if at.Stage == OnYou {
		return posts, at.Question
	}
	if at.Plan != "" {
		return posts, "" // what is planned stands above, not why somebody has it
	}
	want := Told
	if at.Stage.Done() {
		want = SolvedIt
	}
	for i, p := range posts {
		if p.Kind != want || p.maker != "" && at.Stage != OnMaker {
			continue // what was said of a maker no longer holds once it is back with us
		}
		because = p.Body
		if want == Told {
			return append(posts[:i:i], posts[i+1:]...), because
		}
		posts[i].Body = "" // what remains is that it was marked as solved
		return posts, because
	}
	return posts, ""
}

// makerOf is the firm that the customer was told of last.
func makerOf(posts []Post) string {
	for _, p := range posts {
		if p.Kind == Told && p.maker != "" {
			return p.maker
		}
	}
	return ""
}

// A placed file is a file with the entry that it stands on.
type placed struct {
	File
	seq int64
}

func (w *Window) files(ctx context.Context, a access.Actor, t id.Ticket) ([]placed, error) {
	list, err := db.All(ctx, w.source.Read(), func(r db.Row) (placed, error) {
		var f placed
		var by id.Person
		var at time.Time
		err := r.Scan(&f.ID, &f.Name, &f.MediaType, &f.Size, db.Null(&by), db.Null(&f.By), db.Into(&at), db.Null(&f.seq))
		f.At, f.Mine = at, by != 0 && by == a.Person
		return f, err
	}, `
		SELECT f.id, f.name, f.media_type, f.size, f.uploaded_by_id, p.name, f.uploaded_at, f.seq
		  FROM file f
		  LEFT JOIN person p ON p.id = f.uploaded_by_id
		 WHERE f.ticket_id = ?
		   AND f.audience = 'customer'
		 ORDER BY f.seq, f.id
		 LIMIT 200`, t)
	return list, errs.Wrap(err, "listing a request's files")
}
