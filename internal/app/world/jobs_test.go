package world_test

import (
	"context"
	"encoding/json"

	"secondline/internal/app/world"
	"secondline/internal/flow/ticketing"
	"secondline/internal/flow/work"
)

// handleJobs says what runs the jobs that the world asks for.
func handleJobs(p world.Parts) {
	p.Jobs.Handle(ticketing.WakeTicket, func(ctx context.Context, payload json.RawMessage) error {
		var which work.TicketJob
		if err := json.Unmarshal(payload, &which); err != nil {
			return err
		}
		return p.Desk.Wake(ctx, which.Ticket)
	})
}
