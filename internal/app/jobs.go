package app

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"secondline/internal/flow/holidays"
	"secondline/internal/flow/indexing"
	"secondline/internal/flow/intake"
	"secondline/internal/flow/notify"
	"secondline/internal/flow/people"
	"secondline/internal/flow/proofs"
	"secondline/internal/flow/ticketing"
	"secondline/internal/flow/work"
)

// handleJobs says what runs each kind of job.
func (a *App) handleJobs() {
	a.Jobs.HandleAll(notify.SendMail, a.Notify.Jobs)
	a.Jobs.HandleAll(intake.ParseMail, a.Intake.Jobs)
	a.Jobs.Handle(people.LinkJob, func(ctx context.Context, payload json.RawMessage) error {
		return a.People.SendLink(ctx, payload)
	})
	a.Jobs.Handle(ticketing.WakeTicket, func(ctx context.Context, payload json.RawMessage) error {
		var which work.TicketJob
		if err := json.Unmarshal(payload, &which); err != nil {
			return fmt.Errorf("reading a %s job: %w", ticketing.WakeTicket, err)
		}
		return a.Desk.Wake(ctx, which.Ticket)
	})
	indexing.Register(a.Jobs, a.Door)
	a.Time.Register(a.Jobs)
	outside, _ := a.Config.outside() // it was checked when the desk was put together
	holidays.New(a.Door, outside).Register(a.Jobs)
	a.Dealing.Register(a.Jobs)
	a.Rota.Register(a.Jobs)
	proofs.New(a.Door).Register(a.Jobs)
}

// tidy forgets, once an hour, what is past its time. It begins by having the
// certificates looked at; that job asks for itself again every day.
func (a *App) tidy(ctx context.Context) {
	if err := proofs.New(a.Door).Start(ctx); err != nil && ctx.Err() == nil {
		a.Log.Error("certificates are not watched", "error", err)
	}
	for {
		if err := a.Door.ForgetKeys(ctx); err != nil && ctx.Err() == nil {
			a.Log.Error("old idempotency keys were not forgotten", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-a.Clock.After(time.Hour):
		}
	}
}
