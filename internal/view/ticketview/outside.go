package ticketview

import (
	"context"
	"time"

	"secondline/internal/db"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/view/brief"
	"secondline/internal/view/clocks"
	"secondline/internal/view/ladder"
)

// outside leaves of a ticket what its customer may see. It names what stays; a
// field that is added to Ticket later does not leave until it is named here.
func (t Ticket) outside() Ticket {
	out := Ticket{
		Ref: t.Ref, ID: t.ID, Version: t.Version, Kind: t.Kind, Channel: t.Channel, Subject: t.Subject, BodyPreview: t.BodyPreview,
		State: t.State, Resolution: t.Resolution, Organisation: t.Organisation, Service: t.Service, Category: t.Category,
		Requester: brief.Person{ID: t.Requester.ID, Name: t.Requester.Name, Email: t.Requester.Email},
		Impact:    t.Impact, Urgency: t.Urgency, Priority: t.Priority, Team: t.Team, Level: t.Level, CC: t.CC,
		OpenedAt: t.OpenedAt, UpdatedAt: t.UpdatedAt, ResolvedAt: t.ResolvedAt, ClosedAt: t.ClosedAt, Rating: t.Rating,
		Can: t.Can,

		Tags: []string{}, Watchers: []brief.Person{}, Fields: map[string]any{}, Links: []Link{}, Merged: t.Merged, Skills: []Need{},
		Ladder:    ladder.Ladder{Rungs: []ladder.Rung{}, Stays: []ladder.Stay{}, Hops: []ladder.Hop{}, Waits: []ladder.Wait{}},
		Clocks:    []clocks.Clock{},
		Handovers: t.Handovers, Lessons: t.Lessons,
	}
	if t.Plan != nil {
		out.Plan = t.Plan // the customer was told of it
	}
	if t.WaitingOn == ticket.OnCustomer {
		out.WaitingOn, out.Question = t.WaitingOn, t.Question
	}
	for _, p := range []struct{ from, to **brief.Person }{{&t.Assignee, &out.Assignee}, {&t.Contact, &out.Contact}} {
		if *p.from != nil {
			named := (*p.from).Named()
			*p.to = &named
		}
	}
	return out
}

// What a customer reads of a fact. Each is a list of what may leave.
type (
	outsideOpened struct {
		Subject string         `json:"subject"`
		Body    string         `json:"body"`
		Channel ticket.Channel `json:"channel"`
		Files   []ticket.File  `json:"files,omitempty"`
	}
	outsideReplied struct {
		Body       string        `json:"body"`
		ByCustomer bool          `json:"by_customer,omitempty"`
		Files      []ticket.File `json:"files,omitempty"`
	}
	outsideTold struct {
		Body   string `json:"body"`
		Who    string `json:"who"`
		Person string `json:"person,omitempty"`
	}
	outsideResolved struct {
		Code    ticket.Code `json:"code"`
		Message string      `json:"message"`
	}
	outsideReopened struct {
		ByCustomer bool   `json:"by_customer,omitempty"`
		Because    string `json:"because,omitempty"`
	}
	outsideRated struct {
		Score   int    `json:"score"`
		Comment string `json:"comment,omitempty"`
	}
	outsidePlanned struct {
		What string    `json:"what"`
		On   time.Time `json:"on"`
	}
	outsideNothing struct{}
)

// Outside narrows a fact to what a customer may see; ok is false for a fact that
// is not theirs at all.
func Outside(f ticket.Fact) (shown any, ok bool) {
	if f.Audience() != ticket.Customer {
		return nil, false
	}
	switch f := f.(type) {
	case *ticket.Opened:
		return outsideOpened{Subject: f.Subject, Body: f.Body, Channel: f.Channel, Files: f.Files}, true
	case *ticket.Replied:
		return outsideReplied{Body: f.Body, ByCustomer: f.ByCustomer, Files: f.Files}, true
	case *ticket.Told:
		return outsideTold{Body: f.Body, Who: f.Who, Person: f.Person}, true
	case *ticket.ResolvedAs:
		return outsideResolved{Code: f.Code, Message: f.Message}, true
	case *ticket.Confirmed:
		return outsideNothing{}, true
	case *ticket.Reopened:
		if !f.ByCustomer { // an agent's reason is for agents
			return outsideReopened{}, true
		}
		return outsideReopened{ByCustomer: true, Because: f.Because}, true
	case *ticket.Planned:
		return outsidePlanned{What: f.What, On: f.On}, true
	case *ticket.Rated:
		return outsideRated{Score: f.Score, Comment: f.Comment}, true
	default:
		return nil, false
	}
}

// lastSeen is when the customer's side of a ticket last moved; the ticket's own
// time would tell them of notes.
func lastSeen(ctx context.Context, h db.Handle, t id.Ticket) (time.Time, error) {
	at, err := db.One(ctx, h, func(r db.Row) (at time.Time, err error) { return at, r.Scan(db.Into(&at)) }, `
		SELECT max(at)
		  FROM timeline_entry
		 WHERE ticket_id = ? AND audience = 'customer'`, t)
	return at, errs.Wrap(err, "reading when a customer last heard")
}
