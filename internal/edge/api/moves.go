package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"secondline/internal/core/access"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/ticketing"
	"secondline/internal/id"
	"secondline/internal/view/ticketview"
)

// A TicketPath names a ticket by its ref.
type TicketPath struct {
	Ref string `path:"ref" doc:"the ticket, such as SL-1042" example:"SL-1042"`
}

func (p TicketPath) number() (id.Number, error) { return id.ParseRef(p.Ref) }

// ticket answers with a ticket as it stands now.
func (a *API) ticket(ctx context.Context, by access.Actor, n id.Number) (*record[ticketview.Ticket], error) {
	watch, err := a.watch(ctx)
	if err != nil {
		return nil, err
	}
	t, err := ticketview.Get(ctx, a.Door.Read(), by, n, watch)
	if err != nil {
		return nil, err
	}
	return recorded(t, t.Version), nil
}

// move registers a verb on a ticket that answers with the ticket.
func move[B any](a *API, path, summary string, fn func(ctx context.Context, by access.Actor, n id.Number, in B) error) {
	type input struct {
		TicketPath
		Body B
	}
	o := huma.Operation{Method: http.MethodPost, Path: "/tickets/{ref}/" + path, Summary: summary, Tags: []string{"tickets"}}
	op(a, o, func(ctx context.Context, by access.Actor, in *input) (*record[ticketview.Ticket], error) {
		n, err := in.number()
		if err != nil {
			return nil, err
		}
		if err := fn(ctx, by, n, in.Body); err != nil {
			return nil, err
		}
		return a.ticket(ctx, by, n)
	})
}

type triageIn struct {
	Service  id.Service  `json:"service,omitempty"`
	Category id.Category `json:"category,omitempty"`
	Impact   int         `json:"impact,omitempty" minimum:"0" maximum:"3" doc:"1 many, 2 some, 3 one person"`
	Urgency  int         `json:"urgency,omitempty" minimum:"0" maximum:"3" doc:"1 cannot work, 2 hindered, 3 can wait"`
	Skills   []string    `json:"skills,omitempty" doc:"paths of skills that it needs"`
	Team     id.Team     `json:"team,omitempty"`
}

type waitIn struct {
	On       string    `json:"on" enum:"customer,vendor,approval,change,date"`
	Until    time.Time `json:"until,omitzero" doc:"for a date"`
	Question string    `json:"question,omitempty" doc:"for the customer: what we need from them; they get it as a reply"`
	Because  string    `json:"because,omitempty"`
}

type resolveIn struct {
	Code              string `json:"code,omitempty" enum:"solved,workaround,not_solved" doc:"default: solved"`
	Message           string `json:"message" doc:"to the customer, in plain words"`
	Cause             string `json:"cause,omitempty" doc:"asked for when it climbed the ladder"`
	Solution          string `json:"solution,omitempty"`
	Article           string `json:"article,omitempty"`
	NoArticleBecause  string `json:"no_article_because,omitempty"`
	FirstLineNextTime *bool  `json:"first_line_next_time,omitempty" doc:"a yes makes a lesson for those who handed it up"`
	Lesson            string `json:"lesson,omitempty"`
}

func (in resolveIn) verb() ticketing.ResolveIn {
	return ticketing.ResolveIn{
		Code: ticket.Code(in.Code), Message: in.Message, Cause: in.Cause, Solution: in.Solution, Article: in.Article,
		NoArticleBecause: in.NoArticleBecause, FirstLineNextTime: in.FirstLineNextTime, Lesson: in.Lesson,
	}
}

type becauseIn struct {
	Because string `json:"because,omitempty"`
}

type empty struct{}

func (a *API) registerMoves() {
	move(a, "triage", "Say what it is, how bad, and who should begin",
		func(ctx context.Context, by access.Actor, n id.Number, in triageIn) error {
			return a.Desk.Triage(ctx, by, n, ticketing.TriageIn{
				Service: in.Service, Category: in.Category, Impact: in.Impact, Urgency: in.Urgency, Skills: in.Skills, Team: in.Team,
			})
		})
	move(a, "assign", "Give it to a member of its team, or to nobody",
		func(ctx context.Context, by access.Actor, n id.Number, in assignIn) error {
			return a.Desk.AssignBecause(ctx, by, n, in.Person, in.Because)
		})
	move(a, "wait", "Let it wait until somebody else moves",
		func(ctx context.Context, by access.Actor, n id.Number, in waitIn) error {
			return a.Desk.Wait(ctx, by, n, ticketing.WaitIn{
				On: ticket.Wait(in.On), Until: in.Until, Question: in.Question, Because: in.Because,
			})
		})
	move(a, "resume", "End a wait",
		func(ctx context.Context, by access.Actor, n id.Number, in becauseIn) error {
			return a.Desk.Resume(ctx, by, n, in.Because)
		})
	move(a, "resolve", "End the work: tell the customer, name the cause, hand down a lesson",
		func(ctx context.Context, by access.Actor, n id.Number, in resolveIn) error {
			return a.Desk.Resolve(ctx, by, n, in.verb())
		})
	move(a, "reopen", "Take a solution back",
		func(ctx context.Context, by access.Actor, n id.Number, in becauseIn) error {
			return a.Desk.Reopen(ctx, by, n, in.Because)
		})
	move(a, "confirm", "The customer says that it is solved",
		func(ctx context.Context, by access.Actor, n id.Number, _ empty) error {
			return a.Desk.Confirm(ctx, by, n)
		})
	move(a, "close", "End it without a message: after a solution, or as spam or a duplicate",
		func(ctx context.Context, by access.Actor, n id.Number, in closeIn) error {
			return a.Desk.Close(ctx, by, n, ticket.Code(in.Code))
		})
	move(a, "rating", "The customer rates the solution",
		func(ctx context.Context, by access.Actor, n id.Number, in rateIn) error {
			return a.Desk.Rate(ctx, by, n, in.Score, in.Comment)
		})
	a.registerJoins()
}

type assignIn struct {
	Person  id.Person `json:"person,omitempty" doc:"empty: nobody"`
	Because string    `json:"because,omitempty" maxLength:"500" doc:"why; needed when a certificate that the work demands has lapsed"`
}

type closeIn struct {
	Code string `json:"code,omitempty" enum:"solved,workaround,not_solved,duplicate,spam"`
}

type rateIn struct {
	Score   int    `json:"score" minimum:"1" maximum:"5"`
	Comment string `json:"comment,omitempty"`
}

type mergeIn struct {
	Into string `json:"into" doc:"the ref of the ticket that carries on"`
}

type linkIn struct {
	Ref  string `json:"ref"`
	Kind string `json:"kind" enum:"related,duplicate_of,duplicated_by,parent,child"`
}

type splitIn struct {
	Seq     int64  `json:"seq" doc:"the message that becomes a ticket of its own"`
	Subject string `json:"subject,omitempty"`
}

// registerJoins registers the verbs that join and part tickets.
func (a *API) registerJoins() {
	move(a, "merge", "Let another ticket carry on with this one",
		func(ctx context.Context, by access.Actor, n id.Number, in mergeIn) error {
			into, err := id.ParseRef(in.Into)
			if err != nil {
				return err
			}
			return a.Desk.Merge(ctx, by, n, into)
		})
	move(a, "unmerge", "Take a merge back, exactly",
		func(ctx context.Context, by access.Actor, n id.Number, _ empty) error {
			return a.Desk.Unmerge(ctx, by, n)
		})
	link := func(unlink bool) func(context.Context, access.Actor, id.Number, linkIn) error {
		return func(ctx context.Context, by access.Actor, n id.Number, in linkIn) error {
			to, err := id.ParseRef(in.Ref)
			if err != nil {
				return err
			}
			return a.Desk.Link(ctx, by, n, to, in.Kind, unlink)
		}
	}
	move(a, "links", "Join it with another ticket", link(false))
	move(a, "unlink", "Part it from another ticket", link(true))

	type splitting struct {
		TicketPath
		Body splitIn
	}
	op(a, huma.Operation{
		Method: http.MethodPost, Path: "/tickets/{ref}/split", Summary: "Make a ticket of its own out of one message",
		Tags: []string{"tickets"}, DefaultStatus: http.StatusCreated,
	}, func(ctx context.Context, by access.Actor, in *splitting) (*created[ticketview.Ticket], error) {
		n, err := in.number()
		if err != nil {
			return nil, err
		}
		made, err := a.Desk.Split(ctx, by, n, in.Body.Seq, in.Body.Subject)
		if err != nil {
			return nil, err
		}
		return a.createdTicket(ctx, by, made.Number)
	})
}

// createdTicket answers with a ticket that was just made.
func (a *API) createdTicket(ctx context.Context, by access.Actor, n id.Number) (*created[ticketview.Ticket], error) {
	t, err := a.ticket(ctx, by, n)
	if err != nil {
		return nil, err
	}
	return &created[ticketview.Ticket]{Location: Prefix + "/tickets/" + string(n.Ref()), ETag: t.ETag, Body: t.Body}, nil
}
