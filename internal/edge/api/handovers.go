package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"secondline/internal/core/access"
	"secondline/internal/desk/handover"
	"secondline/internal/flow/ticketing"
	"secondline/internal/id"
	"secondline/internal/view/inbox"
)

// A formIn is the hand-over form.
type formIn struct {
	Direction       string         `json:"direction,omitempty" enum:"up,down,sideways,project,vendor" doc:"chooses the team when none is named"`
	Team            id.Team        `json:"team,omitempty"`
	Person          id.Person      `json:"person,omitempty"`
	Vendor          id.Vendor      `json:"vendor,omitempty" doc:"with direction vendor: who gets it; of the evidence, its files go along"`
	Contract        id.Contract    `json:"contract,omitempty" doc:"with direction vendor; none: the one that counts"`
	Reason          string         `json:"reason,omitempty" enum:"skill,certification,access,urgency,time,exhausted,vendor_product,policy,capacity"`
	Reasons         []string       `json:"reasons,omitempty" doc:"all reasons, the main one first"`
	Ask             string         `json:"ask,omitempty" doc:"one sentence: what they are asked to do"`
	Summary         string         `json:"summary,omitempty"`
	Tried           []stepIn       `json:"tried,omitempty"`
	Evidence        []proofIn      `json:"evidence,omitempty"`
	Hypothesis      string         `json:"hypothesis,omitempty"`
	Confirmed       []id.Checklist `json:"confirmed,omitempty" doc:"items of the checklist that are ticked by hand"`
	CustomerMessage string         `json:"customer_message,omitempty" doc:"your own words; empty: made from the reason"`
	Because         string         `json:"because,omitempty" doc:"why it goes although it is less complete than they ask for"`
	StayContact     bool           `json:"stay_contact,omitempty" doc:"the sender stays the customer's contact"`
	ShareOutcome    *bool          `json:"share_outcome,omitempty" doc:"the sender hears how it ended; default: yes"`
}

type stepIn struct {
	Text   string `json:"text"`
	Result string `json:"result,omitempty"`
	Seq    int64  `json:"seq,omitempty" doc:"the timeline entry that tells it"`
}

type proofIn struct {
	File  id.File `json:"file,omitempty"`
	Seq   int64   `json:"seq,omitempty"`
	Label string  `json:"label,omitempty"`
}

func (in formIn) target() ticketing.Target {
	return ticketing.Target{Direction: handover.Direction(in.Direction), Team: in.Team, Person: in.Person}
}

func (in formIn) form() handover.Form {
	f := handover.Form{
		Reason: handover.Reason(in.Reason), Ask: in.Ask, Summary: in.Summary, Hypothesis: in.Hypothesis, Confirmed: in.Confirmed,
		CustomerMessage: in.CustomerMessage, Edited: in.CustomerMessage != "", Because: in.Because, StayContact: in.StayContact,
		ShareOutcome: in.ShareOutcome == nil || *in.ShareOutcome,
	}
	for _, r := range in.Reasons {
		switch {
		case f.Reason == "":
			f.Reason = handover.Reason(r)
		case handover.Reason(r) != f.Reason:
			f.Also = append(f.Also, handover.Reason(r))
		}
	}
	for _, s := range in.Tried {
		f.Tried = append(f.Tried, handover.Step(s))
	}
	for _, p := range in.Evidence {
		f.Evidence = append(f.Evidence, handover.Proof(p))
	}
	return f
}

type offering struct {
	TicketPath
	Body formIn
}

// Answering names a handover by its id.
type Answering struct {
	ID Key[id.Handover] `path:"id"`
}

type returnIn struct {
	Reason      string   `json:"reason" enum:"missing_information,wrong_team,lower_can,answer_known,duplicate"`
	Missing     []string `json:"missing,omitempty"`
	Team        id.Team  `json:"team,omitempty" doc:"the right one"`
	Article     string   `json:"article,omitempty"`
	DuplicateOf string   `json:"duplicate_of,omitempty" doc:"the ref of the ticket that it doubles"`
	Note        string   `json:"note"`
}

func (a *API) registerHandovers() {
	tags := []string{"handovers"}
	op(a, huma.Operation{
		Method: http.MethodPost, Path: "/tickets/{ref}/handovers", Summary: "Hand a ticket over", Tags: tags, DefaultStatus: http.StatusCreated,
	}, a.handOver)
	op(a, huma.Operation{
		Method: http.MethodPost, Path: "/handovers/{id}/accept", Summary: "Take it", Tags: tags,
	}, func(ctx context.Context, by access.Actor, in *Answering) (*record[inbox.Handover], error) {
		return a.answered(ctx, by, in.ID.V, a.Desk.Accept(ctx, by, in.ID.V))
	})
	op(a, huma.Operation{
		Method: http.MethodPost, Path: "/handovers/{id}/withdraw", Summary: "Take it back before it is answered; within ten seconds it is an undo", Tags: tags,
	}, func(ctx context.Context, by access.Actor, in *Answering) (*record[inbox.Handover], error) {
		return a.answered(ctx, by, in.ID.V, a.Desk.Withdraw(ctx, by, in.ID.V))
	})
	type returning struct {
		Answering
		Body returnIn
	}
	op(a, huma.Operation{
		Method: http.MethodPost, Path: "/handovers/{id}/return", Summary: "Return it with a reason", Tags: tags,
	}, func(ctx context.Context, by access.Actor, in *returning) (*record[inbox.Handover], error) {
		return a.answered(ctx, by, in.ID.V, a.Desk.Return(ctx, by, in.ID.V, ticketing.ReturnIn{
			Reason: handover.ReturnReason(in.Body.Reason), Missing: in.Body.Missing, Team: in.Body.Team, Article: in.Body.Article,
			DuplicateOf: id.Ref(in.Body.DuplicateOf), Note: in.Body.Note,
		}))
	})
	type asking struct {
		Answering
		Body struct {
			Question string `json:"question" doc:"what you need to know before you can take it"`
		}
	}
	op(a, huma.Operation{
		Method: http.MethodPost, Path: "/handovers/{id}/ask-back", Summary: "Ask the sender something first; the clock pauses once, for ten minutes", Tags: tags,
	}, func(ctx context.Context, by access.Actor, in *asking) (*record[inbox.Handover], error) {
		return a.answered(ctx, by, in.ID.V, a.Desk.AskBack(ctx, by, in.ID.V, in.Body.Question))
	})
	type telling struct {
		Answering
		Body struct {
			Answer string `json:"answer"`
		}
	}
	op(a, huma.Operation{
		Method: http.MethodPost, Path: "/handovers/{id}/answer-back", Summary: "Answer what the receiver asked", Tags: tags,
	}, func(ctx context.Context, by access.Actor, in *telling) (*record[inbox.Handover], error) {
		return a.answered(ctx, by, in.ID.V, a.Desk.AnswerBack(ctx, by, in.ID.V, in.Body.Answer))
	})
	a.registerSheet()
	a.registerSwarms()
}

func (a *API) handOver(ctx context.Context, by access.Actor, in *offering) (*created[inbox.Handover], error) {
	n, err := in.number()
	if err != nil {
		return nil, err
	}
	if in.Body.Direction == string(handover.ToVendor) || in.Body.Vendor != 0 {
		return a.handToVendor(ctx, by, n, in.Body)
	}
	h, err := a.Desk.HandOver(ctx, by, n, in.Body.target(), in.Body.form())
	if err != nil {
		return nil, err
	}
	out, err := a.answered(ctx, by, h.ID, nil)
	if err != nil {
		return nil, err
	}
	return &created[inbox.Handover]{Location: Prefix + "/handovers/" + h.ID.String(), ETag: out.ETag, Body: out.Body}, nil
}

// answered answers with a handover as it stands after a verb.
func (a *API) answered(ctx context.Context, by access.Actor, h id.Handover, err error) (*record[inbox.Handover], error) {
	if err != nil {
		return nil, err
	}
	watch, err := a.watch(ctx)
	if err != nil {
		return nil, err
	}
	v, err := inbox.Get(ctx, a.Door.Read(), by, h, watch)
	if err != nil {
		return nil, err
	}
	return recorded(v, v.Version), nil
}
