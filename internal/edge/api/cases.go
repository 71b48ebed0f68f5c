package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"secondline/internal/core/access"
	"secondline/internal/desk/handover"
	"secondline/internal/desk/vendor"
	"secondline/internal/flow/vending"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/page"
	"secondline/internal/view/brief"
	"secondline/internal/view/cases"
	"secondline/internal/view/inbox"
)

// A sendIn is what is to go to a vendor.
type sendIn struct {
	Vendor          id.Vendor     `json:"vendor"`
	Contract        id.Contract   `json:"contract,omitempty" doc:"none: the one that counts for the ticket"`
	Contact         id.Contact    `json:"contact,omitempty" doc:"none: the first"`
	Product         id.Product    `json:"product,omitempty"`
	Subject         string        `json:"subject,omitempty" doc:"none: the ticket's"`
	Ask             string        `json:"ask,omitempty" doc:"one sentence: what they are asked to do"`
	Summary         string        `json:"summary,omitempty"`
	Tried           []vendor.Step `json:"tried,omitempty"`
	Hypothesis      string        `json:"hypothesis,omitempty"`
	Files           []id.File     `json:"files,omitempty" doc:"of the ticket, or your uploads; no other goes"`
	Keep            []string      `json:"keep,omitempty" doc:"what the preview would take out, and which goes all the same"`
	Reference       string        `json:"reference,omitempty" doc:"their number, if it was filed with them already"`
	Quiet           bool          `json:"quiet,omitempty" doc:"the customer is not told"`
	CustomerMessage string        `json:"customer_message,omitempty" doc:"your own words; empty: made from the vendor and the service"`
}

func (in sendIn) verb() vending.SendIn {
	return vending.SendIn{
		Vendor: in.Vendor, Contract: in.Contract, Contact: in.Contact, Product: in.Product,
		Asking: vendor.Asking{Subject: in.Subject, Ask: in.Ask, Summary: in.Summary, Tried: in.Tried, Hypothesis: in.Hypothesis},
		Files:  in.Files, Keep: in.Keep, Reference: in.Reference, Quiet: in.Quiet, Told: in.CustomerMessage,
	}
}

// A leaving is what would leave now.
type leaving struct {
	Subject         string               `json:"subject"`
	Body            string               `json:"body"`
	To              string               `json:"to,omitempty" doc:"who is written to; empty: nobody, an agent files it"`
	Contract        string               `json:"contract,omitempty"`
	Files           []vendor.File        `json:"files"`
	Replaced        []vendor.Replacement `json:"replaced" doc:"what is taken out, and what stands in its place"`
	CustomerMessage string               `json:"customer_message,omitempty"`
	Plain           []string             `json:"plain" doc:"what is not plain in the customer's message"`
	Completeness    int                  `json:"completeness"`
	Draft           *draftOut            `json:"draft,omitempty" doc:"what the timeline says, to begin with"`
}

type draftOut struct {
	Subject    string        `json:"subject"`
	Summary    string        `json:"summary"`
	Tried      []vendor.Step `json:"tried"`
	Hypothesis string        `json:"hypothesis"`
}

func leavingOf(p vending.Preview) leaving {
	out := leaving{
		Subject: p.Subject, Body: p.Body, Contract: p.Contract.Number, Files: append([]vendor.File{}, p.Files...),
		Replaced: append([]vendor.Replacement{}, p.Replaced...), CustomerMessage: p.Told, Plain: append([]string{}, p.Plain...), Completeness: p.Completeness,
	}
	if p.Vendor.Reach == vendor.ByMail && p.Contact.Email != "" {
		out.To = p.Contact.Name + " <" + p.Contact.Email + ">"
	}
	return out
}

// CasePath names a case of a ticket.
type CasePath struct {
	TicketPath
	Case Key[id.Case] `path:"case"`
}

type casesOut struct {
	Items []cases.Case `json:"items"`
}

func (a *API) registerCases() {
	tags := []string{"vendors"}
	type board struct {
		Vendor Key[id.Vendor] `query:"vendor"`
		All    bool           `query:"all" doc:"also those that are closed"`
		Paging
	}
	op(a, huma.Operation{Method: http.MethodGet, Path: "/vendor-cases", Summary: "What vendors have of tickets, the newest first", Tags: tags},
		func(ctx context.Context, by access.Actor, in *board) (*body[page.Page[cases.Case]], error) {
			list, err := cases.List(ctx, a.Door.Read(), by, cases.Query{Vendor: in.Vendor.V, All: in.All, Cursor: in.Cursor, Limit: in.Limit})
			return bodied(list), err
		})
	op(a, huma.Operation{Method: http.MethodGet, Path: "/tickets/{ref}/vendor", Summary: "What vendors have of a ticket, with the threads", Tags: tags},
		func(ctx context.Context, by access.Actor, in *TicketPath) (*body[casesOut], error) {
			n, err := in.number()
			if err != nil {
				return nil, err
			}
			list, err := cases.OfTicket(ctx, a.Door.Read(), by, n)
			return bodied(casesOut{list}), err
		})
	a.registerSending(tags)
	a.registerThread(tags)
}

func (a *API) registerSending(tags []string) {
	type sending struct {
		TicketPath
		Body sendIn
	}
	type drafting struct {
		TicketPath
		Vendor Key[id.Vendor] `query:"vendor" required:"true"`
	}
	op(a, huma.Operation{Method: http.MethodGet, Path: "/tickets/{ref}/vendor-draft", Summary: "What can be filled in from the timeline, and what would leave", Tags: tags},
		func(ctx context.Context, by access.Actor, in *drafting) (*body[leaving], error) {
			n, err := in.number()
			if err != nil {
				return nil, err
			}
			p, err := a.Vending.Draft(ctx, by, n, in.Vendor.V)
			out := leavingOf(p)
			out.Draft = &draftOut{Subject: p.Asking.Subject, Summary: p.Asking.Summary, Tried: append([]vendor.Step{}, p.Asking.Tried...), Hypothesis: p.Asking.Hypothesis}
			return bodied(out), err
		})
	op(a, huma.Operation{Method: http.MethodPost, Path: "/tickets/{ref}/vendor/preview", Summary: "What would leave now", Tags: tags},
		func(ctx context.Context, by access.Actor, in *sending) (*body[leaving], error) {
			n, err := in.number()
			if err != nil {
				return nil, err
			}
			p, err := a.Vending.Preview(ctx, by, n, in.Body.verb())
			return bodied(leavingOf(p)), err
		})
	op(a, huma.Operation{
		Method: http.MethodPost, Path: "/tickets/{ref}/vendor", Summary: "Send it to a vendor; the team goes on owning it", Tags: tags, DefaultStatus: http.StatusCreated,
	}, func(ctx context.Context, by access.Actor, in *sending) (*created[cases.Case], error) {
		n, err := in.number()
		if err != nil {
			return nil, err
		}
		sent, err := a.Vending.Send(ctx, by, n, in.Body.verb())
		if err != nil {
			return nil, err
		}
		return a.opened(ctx, by, n, sent)
	})
}

// opened answers with a case that was just opened.
func (a *API) opened(ctx context.Context, by access.Actor, n id.Number, sent vending.Sent) (*created[cases.Case], error) {
	c, err := a.oneCase(ctx, by, n, sent.Case.ID)
	if err != nil {
		return nil, err
	}
	c.Completeness = &sent.Completeness
	return &created[cases.Case]{Location: Prefix + "/tickets/" + string(n.Ref()) + "/vendor/" + c.ID.String(), ETag: etag(c.Version), Body: c}, nil
}

func (a *API) oneCase(ctx context.Context, by access.Actor, n id.Number, key id.Case) (cases.Case, error) {
	list, err := cases.OfTicket(ctx, a.Door.Read(), by, n)
	if err != nil {
		return cases.Case{}, err
	}
	for _, c := range list {
		if c.ID == key {
			return c, nil
		}
	}
	return cases.Case{}, errs.New(errs.NotFound, "There is no such case.")
}

type writeIn struct {
	Body     string    `json:"body" doc:"Markdown; redacted before it leaves"`
	Files    []id.File `json:"files,omitempty"`
	Keep     []string  `json:"keep,omitempty"`
	Continue bool      `json:"continue,omitempty" doc:"the work goes on: the ticket does not wait for the answer"`
}

func (in writeIn) verb() vending.WriteIn {
	return vending.WriteIn{Body: in.Body, Files: in.Files, Keep: in.Keep, Goes: in.Continue}
}

type spokenIn struct {
	Author    string `json:"author,omitempty" doc:"who said it"`
	Body      string `json:"body,omitempty"`
	Reference string `json:"reference,omitempty"`
	Solved    bool   `json:"solved,omitempty"`
}

type closeCaseIn struct {
	Outcome string `json:"outcome" enum:"solved,withdrawn,not_solved"`
	Note    string `json:"note,omitempty"`
}

// onCase registers a verb on a case, which answers with the case as it stands.
func onCase[I any](a *API, o huma.Operation, do func(ctx context.Context, by access.Actor, n id.Number, key id.Case, in I) error) {
	type acting struct {
		CasePath
		Body I
	}
	o.Tags = []string{"vendors"}
	op(a, o, func(ctx context.Context, by access.Actor, in *acting) (*record[cases.Case], error) {
		n, err := in.number()
		if err != nil {
			return nil, err
		}
		if err := do(ctx, by, n, in.Case.V, in.Body); err != nil {
			return nil, err
		}
		c, err := a.oneCase(ctx, by, n, in.Case.V)
		return recorded(c, c.Version), err
	})
}

func (a *API) registerThread(tags []string) {
	const at = "/tickets/{ref}/vendor/{case}"
	type writing struct {
		CasePath
		Body writeIn
	}
	op(a, huma.Operation{Method: http.MethodPost, Path: at + "/messages/preview", Summary: "What of a further message would leave", Tags: tags},
		func(ctx context.Context, by access.Actor, in *writing) (*body[leaving], error) {
			n, err := in.number()
			if err != nil {
				return nil, err
			}
			p, err := a.Vending.PreviewMessage(ctx, by, n, in.Case.V, in.Body.verb())
			return bodied(leavingOf(p)), err
		})
	onCase(a, huma.Operation{Method: http.MethodPost, Path: at + "/messages", Summary: "Write to the vendor again"},
		func(ctx context.Context, by access.Actor, n id.Number, key id.Case, in writeIn) error {
			return a.Vending.Write(ctx, by, n, key, in.verb())
		})
	onCase(a, huma.Operation{Method: http.MethodPost, Path: at + "/answers", Summary: "Write down what the vendor said on the phone"},
		func(ctx context.Context, by access.Actor, n id.Number, key id.Case, in spokenIn) error {
			_, err := a.Vending.Spoken(ctx, by, n, key, vending.SpokenIn(in))
			return err
		})
	type changeIn struct {
		Reference string `json:"reference" doc:"their own number"`
	}
	onCase(a, huma.Operation{Method: http.MethodPatch, Path: at, Summary: "Note the vendor's own number"},
		func(ctx context.Context, by access.Actor, n id.Number, key id.Case, in changeIn) error {
			return a.Vending.Reference(ctx, by, n, key, in.Reference)
		})
	onCase(a, huma.Operation{Method: http.MethodPost, Path: at + "/close", Summary: "Nobody waits for the vendor any more"},
		func(ctx context.Context, by access.Actor, n id.Number, key id.Case, in closeCaseIn) error {
			return a.Vending.Close(ctx, by, n, key, in.Outcome, in.Note)
		})
}

// handToVendor is the hand-over form with a vendor in it: not an offer, but a case,
// since the team goes on owning the ticket.
func (a *API) handToVendor(ctx context.Context, by access.Actor, n id.Number, in formIn) (*created[inbox.Handover], error) {
	send := vending.SendIn{
		Vendor: in.Vendor, Contract: in.Contract, Told: in.CustomerMessage, Asking: vendor.Asking{Ask: in.Ask, Summary: in.Summary, Hypothesis: in.Hypothesis},
	}
	for _, s := range in.Tried {
		send.Tried = append(send.Tried, vendor.Step{Text: s.Text, Result: s.Result})
	}
	for _, p := range in.Evidence {
		if p.File != 0 {
			send.Files = append(send.Files, p.File)
		}
	}
	sent, err := a.Vending.Send(ctx, by, n, send)
	if err != nil {
		return nil, err
	}
	t, err := a.ticket(ctx, by, n)
	if err != nil {
		return nil, err
	}
	c, from := sent.Case, inbox.Side{Team: t.Body.Team, Rank: t.Body.Level.Rank}
	out := inbox.Handover{
		ID: id.Handover(c.ID), Case: c.ID, Version: c.Version, Direction: handover.ToVendor, From: from, To: from, State: handover.Accepted,
		Ticket: brief.Ticket{Ref: n.Ref(), Subject: t.Body.Subject, Priority: t.Body.Priority, Organisation: t.Body.Organisation, Requester: t.Body.Requester.Named()},
		Reason: handover.VendorProduct, Reasons: []handover.Reason{handover.VendorProduct}, Ask: in.Ask, Summary: in.Summary, Hypothesis: in.Hypothesis,
		CustomerMessage: in.CustomerMessage, Tried: []inbox.Step{}, Evidence: []inbox.Proof{}, Checklist: []handover.Checked{}, Completeness: sent.Completeness,
		OfferedAt: c.SentAt, Can: map[access.Action]bool{},
	}
	return &created[inbox.Handover]{Location: Prefix + "/tickets/" + string(n.Ref()) + "/vendor/" + c.ID.String(), ETag: etag(c.Version), Body: out}, nil
}
