package ticketview

import (
	"context"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/markup"
	"secondline/internal/view/brief"
	"secondline/internal/view/clocks"
	"secondline/internal/view/inbox"
	"secondline/internal/view/ladder"
	"secondline/internal/view/lessons"
	"secondline/internal/view/majors"
)

// A Ticket is a ticket with everything that its page shows but the timeline.
type Ticket struct {
	Ref             id.Ref                 `json:"ref"`
	ID              id.Ticket              `json:"id"`
	Version         int64                  `json:"version"`
	Kind            ticket.Kind            `json:"kind"`
	Channel         ticket.Channel         `json:"channel"`
	Subject         string                 `json:"subject"`
	BodyPreview     string                 `json:"body_preview"`
	State           ticket.State           `json:"state"`
	WaitingOn       ticket.Wait            `json:"waiting_on,omitempty"`
	WaitingUntil    *time.Time             `json:"waiting_until,omitempty"`
	Question        string                 `json:"question,omitempty"` // what the customer was asked
	Resolution      ticket.Code            `json:"resolution,omitempty"`
	Organisation    brief.Organisation     `json:"organisation"`
	Requester       brief.Person           `json:"requester"`
	Service         *brief.Service         `json:"service,omitempty"`
	Category        *brief.Category        `json:"category,omitempty"`
	Impact          int                    `json:"impact"`
	Urgency         int                    `json:"urgency"`
	Priority        int                    `json:"priority"`
	PriorityBecause string                 `json:"priority_because,omitempty"`
	Team            brief.Team             `json:"team"`
	Level           brief.Level            `json:"level"`
	Assignee        *brief.Person          `json:"assignee,omitempty"`
	Contact         *brief.Person          `json:"contact,omitempty"`
	Offer           *Offer                 `json:"offer,omitempty"`
	Deal            *Deal                  `json:"deal,omitempty"`
	Tags            []string               `json:"tags"`
	CC              []brief.Person         `json:"cc"`
	Watchers        []brief.Person         `json:"watchers"`
	Fields          map[string]any         `json:"fields"`
	Links           []Link                 `json:"links"`
	MergedInto      id.Ref                 `json:"merged_into,omitempty"`
	Merged          []id.Ref               `json:"merged"`
	Skills          []Need                 `json:"skills"`
	Ladder          ladder.Ladder          `json:"ladder"`
	Clocks          []clocks.Clock         `json:"clocks" doc:"every clock that something was promised for, the oldest first"`
	OpenedAt        time.Time              `json:"opened_at"`
	UpdatedAt       time.Time              `json:"updated_at"`
	ResolvedAt      *time.Time             `json:"resolved_at,omitempty"`
	ClosedAt        *time.Time             `json:"closed_at,omitempty"`
	Rating          int                    `json:"rating,omitempty"`
	Plan            *Plan                  `json:"plan,omitempty"`     // planned work
	Major           *majors.Major          `json:"major,omitempty"`    // it is a major incident
	Incident        *majors.Incident       `json:"incident,omitempty"` // it belongs to a major incident
	Minutes         int                    `json:"minutes"`            // booked
	Swarm           *Swarm                 `json:"swarm,omitempty"`
	Messages        int                    `json:"messages"`
	NeedsReply      bool                   `json:"needs_reply"`
	Unread          bool                   `json:"unread"`
	Seq             int64                  `json:"seq"` // of the last entry
	Handovers       []inbox.Handover       `json:"handovers"`
	Lessons         []lessons.Lesson       `json:"lessons"` // given here, and those that it calls to mind
	Can             map[access.Action]bool `json:"can"`
}

// An Offer is a handover that waits for its answer.
type Offer struct {
	Handover id.Handover   `json:"handover"`
	Team     brief.Team    `json:"team"`
	Person   *brief.Person `json:"person,omitempty"`
	Rank     int           `json:"rank"`
	At       time.Time     `json:"at"`

	AskedBack *inbox.Question `json:"asked_back,omitempty"`
}

// Get shows a ticket; errs.NotFound if the reader may not see it.
func Get(ctx context.Context, h db.Handle, me access.Actor, n id.Number, watch clocks.Watch) (Ticket, error) {
	f, err := find(ctx, h, me, n)
	if err != nil {
		return Ticket{}, err
	}
	names, err := brief.ReadLadder(ctx, h)
	if err != nil {
		return Ticket{}, err
	}
	people, err := brief.People(ctx, h, f.sum.involved()...)
	if err != nil {
		return Ticket{}, err
	}
	out := f.shape(names, people, watch)
	out.Can = access.Can(me, f.sum.Object(), access.TicketActions...)
	if out.BodyPreview, err = preview(ctx, h, f.sum.ID); err != nil {
		return Ticket{}, err
	}
	if !me.Cleared(f.sum.Organisation) {
		out = out.outside()
		out.UpdatedAt, err = lastSeen(ctx, h, out.ID)
		return out, err
	}
	return out, f.relate(ctx, h, me, &out, watch)
}

// found is a ticket as the table has it, with the names that hang on its row.
type found struct {
	sum          sum
	organisation string
	service      string
	category     string
	read         int64 // the last entry that the reader has seen
}

type sum struct{ ticket.Ticket }

// involved lists everybody whom the page names.
func (s *sum) involved() []id.Person {
	list := append([]id.Person{s.Requester, s.Assignee, s.Contact}, s.CC...)
	list = append(list, s.Watchers...)
	if s.Plan != nil {
		list = append(list, s.Plan.By)
	}
	if s.Deal != nil {
		list = append(list, s.Deal.Person)
	}
	if s.Offer != nil {
		list = append(list, s.Offer.Person)
		if q := s.Offer.AskedBack; q != nil {
			list = append(list, q.By)
		}
	}
	return list
}

// find reads a ticket and asks whether the reader may see it.
func find(ctx context.Context, h db.Handle, me access.Actor, n id.Number) (found, error) {
	f, err := db.One(ctx, h, func(r db.Row) (found, error) {
		var f found
		var version int64
		err := r.Scan(db.FromJSON(&f.sum.Ticket), &version, &f.organisation, db.Null(&f.service), db.Null(&f.category), db.Null(&f.read))
		f.sum.Version = version
		return f, err
	}, `
		SELECT t.sum, t.version,
		       (SELECT o.name FROM organisation o WHERE o.id = t.organisation_id),
		       (SELECT s.name FROM service s WHERE s.id = t.service_id),
		       (SELECT c.name FROM category c WHERE c.id = t.category_id),
		       (SELECT seen.seq FROM ticket_read seen WHERE seen.person_id = ? AND seen.ticket_id = t.id)
		  FROM ticket t
		 WHERE t.number = ?`, me.Person, n)
	if err == nil {
		err = access.May(me, access.See, f.sum.Object())
	}
	if errs.Is(err, errs.NotFound) {
		return found{}, errs.New(errs.NotFound, "There is no ticket %s.", n.Ref())
	}
	return f, errs.Wrap(err, "showing a ticket")
}

func (f found) shape(names brief.Ladder, people map[id.Person]brief.Person, watch clocks.Watch) Ticket {
	t := &f.sum.Ticket
	out := Ticket{
		Ref: t.Ref(), ID: t.ID, Version: t.Version, Kind: t.Kind, Channel: t.Channel, Subject: t.Subject, State: t.State,
		WaitingOn: t.WaitingOn, WaitingUntil: when(t.WaitingUntil), Question: t.Question, Resolution: t.Resolution,
		Organisation: brief.Organisation{ID: t.Organisation, Name: f.organisation}, Requester: people[t.Requester],
		Impact: t.Impact, Urgency: t.Urgency, Priority: t.Priority, PriorityBecause: t.PriorityBecause,
		Team: names.Team(t.Team), Level: names.Level(t.Rank), Tags: append([]string{}, t.Tags...), CC: []brief.Person{}, Watchers: []brief.Person{},
		Fields: t.Fields, Links: []Link{}, Merged: []id.Ref{}, Skills: []Need{}, Ladder: drawn(t, names, watch.Now), Clocks: watch.All(t, names),
		OpenedAt: t.OpenedAt, UpdatedAt: t.UpdatedAt, ResolvedAt: when(t.ResolvedAt), ClosedAt: when(t.ClosedAt),
		Rating: t.Rating, Messages: t.Messages, NeedsReply: t.NeedsReply, Unread: f.read < t.Seq, Seq: t.Seq, Minutes: t.Minutes,
		Handovers: []inbox.Handover{}, Lessons: []lessons.Lesson{},
	}
	out.Requester.Presence = ""
	if out.Fields == nil {
		out.Fields = map[string]any{}
	}
	if t.Service != 0 {
		out.Service = &brief.Service{ID: t.Service, Name: f.service}
	}
	if t.Category != 0 {
		out.Category = &brief.Category{ID: t.Category, Name: f.category}
	}
	if t.Assignee != 0 {
		p := people[t.Assignee].Colleague()
		out.Assignee = &p
	}
	if t.Contact != 0 {
		p := people[t.Contact].Named()
		out.Contact = &p
	}
	for _, p := range t.CC {
		out.CC = append(out.CC, brief.Person{ID: p, Name: people[p].Name, Email: people[p].Email})
	}
	for _, p := range t.Watchers {
		out.Watchers = append(out.Watchers, people[p].Named())
	}
	out.Offer = offer(t.Offer, names, people)
	out.Deal = deal(t.Deal, people)
	out.Plan = planned(t, people)
	return out
}

func offer(o *ticket.Offer, names brief.Ladder, people map[id.Person]brief.Person) *Offer {
	if o == nil {
		return nil
	}
	out := &Offer{Handover: o.Handover, Team: names.Team(o.To.Team), Rank: o.To.Rank, At: o.At}
	if o.Person != 0 {
		p := people[o.Person].Named()
		out.Person = &p
	}
	if q := o.AskedBack; q != nil {
		out.AskedBack = &inbox.Question{
			By: people[q.By].Named(), Text: q.Text, At: q.At, Until: when(q.Until), Answer: q.Answer, AnsweredAt: when(q.AnsweredAt),
		}
	}
	return out
}

func drawn(t *ticket.Ticket, names brief.Ladder, now time.Time) ladder.Ladder {
	labels := ladder.Names{Team: func(k id.Team) string { return names.Team(k).Name }}
	for _, l := range names.Levels {
		labels.Rungs = append(labels.Rungs, ladder.Rung{Rank: l.Rank, Name: l.Name})
	}
	return ladder.Of(t, labels, now)
}

// previewed is how much of the first message the page's head shows.
const previewed = 280

func preview(ctx context.Context, h db.Handle, t id.Ticket) (string, error) {
	e, err := ticket.EntryAt(ctx, h, t, 1)
	if err != nil {
		return "", errs.Wrap(err, "reading how a ticket began")
	}
	f, ok := e.Fact.(*ticket.Opened)
	if !ok {
		return "", errs.New(errs.Internal, "The timeline does not begin with the opening.")
	}
	return markup.Snippet(markup.Plain(f.Body), previewed), nil
}

func when(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
