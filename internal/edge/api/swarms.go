package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"secondline/internal/core/access"
	"secondline/internal/flow/ticketing"
	"secondline/internal/id"
)

type swarmIn struct {
	People       []id.Person `json:"people,omitempty" maxItems:"20"`
	Teams        []id.Team   `json:"teams,omitempty" maxItems:"20" doc:"of each the best who is there"`
	Ask          string      `json:"ask" doc:"one sentence: what they are asked to look at"`
	TellCustomer *bool       `json:"tell_customer,omitempty" doc:"default: yes"`
}

type askInIn struct {
	People []id.Person `json:"people,omitempty" maxItems:"20"`
	Teams  []id.Team   `json:"teams,omitempty" maxItems:"20" doc:"of each the best who is there"`
}

type ownIn struct {
	Team id.Team `json:"team,omitempty" doc:"which of the two; empty: yours"`
}

type swarmToIn struct {
	Person id.Person `json:"person" doc:"one of those who look at it"`
}

type timeIn struct {
	Minutes int    `json:"minutes" minimum:"1" maximum:"1440"`
	Note    string `json:"note,omitempty"`
}

// registerSwarms registers looking at a ticket together, and booking time to it.
func (a *API) registerSwarms() {
	move(a, "swarm", "Ask experts to look at it together; the ticket stays where it is",
		func(ctx context.Context, by access.Actor, n id.Number, in swarmIn) error {
			return a.Desk.StartSwarm(ctx, by, n, ticketing.SwarmIn{
				People: in.People, Teams: in.Teams, Ask: in.Ask, Tell: in.TellCustomer == nil || *in.TellCustomer,
			})
		})
	move(a, "swarm/ask", "Ask more people in",
		func(ctx context.Context, by access.Actor, n id.Number, in askInIn) error {
			return a.Desk.AskIntoSwarm(ctx, by, n, in.People, in.Teams)
		})
	move(a, "swarm/join", "Say that you look at it", func(ctx context.Context, by access.Actor, n id.Number, _ empty) error {
		return a.Desk.JoinSwarm(ctx, by, n)
	})
	move(a, "swarm/leave", "Say that you gave what you can", func(ctx context.Context, by access.Actor, n id.Number, _ empty) error {
		return a.Desk.LeaveSwarm(ctx, by, n)
	})
	move(a, "swarm/own", "End a ping-pong: one of the two teams owns the ticket",
		func(ctx context.Context, by access.Actor, n id.Number, in ownIn) error {
			return a.Desk.OwnSwarm(ctx, by, n, in.Team)
		})
	move(a, "swarm/hand-over", "Make the swarm a handover in one step: one of those who look has the ticket",
		func(ctx context.Context, by access.Actor, n id.Number, in swarmToIn) error {
			return a.Desk.HandOverSwarm(ctx, by, n, in.Person)
		})
	move(a, "time", "Book time that you spent; to the swarm, if one runs",
		func(ctx context.Context, by access.Actor, n id.Number, in timeIn) error {
			return a.Desk.BookTime(ctx, by, n, in.Minutes, in.Note)
		})
	type ending struct {
		TicketPath
		Note string `query:"note" maxLength:"2000" doc:"what came of it"`
	}
	op(a, huma.Operation{
		Method: http.MethodDelete, Path: "/tickets/{ref}/swarm", Summary: "End the swarm", Tags: []string{"tickets"},
	}, func(ctx context.Context, by access.Actor, in *ending) (*none, error) {
		n, err := in.number()
		if err != nil {
			return nil, err
		}
		return &none{}, a.Desk.EndSwarm(ctx, by, n, in.Note)
	})
}
