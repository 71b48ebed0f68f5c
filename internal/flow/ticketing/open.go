package ticketing

import (
	"context"
	"slices"
	"strings"

	"secondline/internal/core/access"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/notify"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// An OpenIn is a ticket to open. What is left empty gets the desk's default.
type OpenIn struct {
	Subject      string
	Body         string // Markdown
	Requester    RequesterIn
	Organisation id.Organisation // for a requester whom the desk does not know yet
	Kind         ticket.Kind
	Service      id.Service
	Category     id.Category
	Impact       int // 1 to 3; 0: 3
	Urgency      int
	Channel      ticket.Channel
	Files        []id.File
	Tags         []string
	CC           []id.Person
	Fields       map[string]any
	Mail         id.MailIn
	Hint         string // for agents
	Quiet        bool   // no receipt
}

// Opened names a new ticket.
type Opened struct {
	ID      id.Ticket
	Number  id.Number
	Version int64
}

// Open begins a ticket: routing places it with the team that begins on it, and
// the customer gets a receipt.
func (d *Desk) Open(ctx context.Context, by access.Actor, in OpenIn) (Opened, error) {
	var out Opened
	if err := access.MayDesk(by, access.OpenTicket); err != nil && by.Kind != access.Mail {
		return out, err
	}
	f, err := in.fact()
	if err != nil {
		return out, err
	}
	if f.Number, err = d.door.Number(ctx); err != nil {
		return out, errs.Wrap(err, "numbering a ticket")
	}
	err = d.door.Do(ctx, by, func(ctx context.Context, w *work.Work) error {
		t, err := d.open(ctx, w, f, in)
		if err == nil {
			out = Opened{ID: t.ID, Number: t.Number, Version: t.Version}
		}
		return err
	})
	return out, err
}

// fact checks what can be checked without looking anything up.
func (in OpenIn) fact() (*ticket.Opened, error) {
	subject, err := ticket.CleanSubject(in.Subject)
	if err != nil {
		return nil, err
	}
	if err := ticket.CheckBody("body", in.Body, len(in.Files)); err != nil && in.Mail == 0 {
		return nil, err
	}
	f := &ticket.Opened{
		TicketKind: in.Kind, Channel: in.Channel, Subject: subject, Body: in.Body, Service: in.Service, Category: in.Category,
		Impact: in.Impact, Urgency: in.Urgency, CC: in.CC, Fields: in.Fields, Mail: in.Mail, Hint: in.Hint,
	}
	if f.Impact == 0 {
		f.Impact = 3
	}
	if f.Urgency == 0 {
		f.Urgency = 3
	}
	if f.TicketKind == "" {
		f.TicketKind = ticket.Incident
	}
	if f.TicketKind != ticket.Incident && f.TicketKind != ticket.Request {
		return nil, errs.Field("kind", "A ticket is an incident (something is broken) or a request (something is wanted).")
	}
	if f.Channel == "" {
		f.Channel = ticket.ByAPI
	}
	if !slices.Contains([]ticket.Channel{ticket.ByMail, ticket.ByPortal, ticket.ByPhone, ticket.ByWalkIn, ticket.ByConsole, ticket.ByAPI}, f.Channel) {
		return nil, errs.Field("channel", "The channel is mail, portal, phone, walk_in, console or api.")
	}
	if f.Tags, err = ticket.CleanTags(in.Tags); err != nil {
		return nil, err
	}
	return f, ticket.CheckGrades(f.Impact, f.Urgency)
}

func (d *Desk) open(ctx context.Context, w *work.Work, draft *ticket.Opened, in OpenIn) (*ticket.Ticket, error) {
	f := *draft // a retry begins from what was asked, not from what a lost try made of it
	who, err := requester(ctx, w, in)
	if err != nil {
		return nil, err
	}
	f.Requester, f.Organisation = who.ID, who.Organisation
	if in.Mail == 0 { // a mail's rules chose who joins with it
		if err := joinable(ctx, w, "cc", in.CC); err != nil {
			return nil, err
		}
	}
	placement, err := place(ctx, w, &f)
	if err != nil {
		return nil, err
	}
	if err := checkFields(ctx, w.Tx, f.Fields); err != nil {
		return nil, err
	}
	t := &ticket.Ticket{ID: id.Ticket(w.NewID())}
	if f.Files, err = claim(ctx, w, in.Files); err != nil {
		return nil, err
	}
	entries, err := w.Record(ctx, t, &f)
	if err != nil {
		return nil, err
	}
	if err := onRecord(ctx, w, t, placement); err != nil {
		return nil, err
	}
	if err := attach(ctx, w, t, entries[0]); err != nil {
		return nil, err
	}
	receipt := !in.Quiet && (f.Channel == ticket.ByMail || f.Channel == ticket.ByPortal)
	if !receipt {
		return t, nil
	}
	return t, d.post.Letter(ctx, w, notify.Letter{
		Kind: notify.Received, Ticket: t, Seq: t.Seq, To: []id.Person{t.Requester}, Automatic: true,
		Body: "Hello" + comma(who.First()) + "\n\nwe have your request and will look at it. You can answer this mail to add something.\n",
	})
}

func comma(first string) string {
	if first == "" {
		return ","
	}
	return " " + strings.TrimSpace(first) + ","
}
