package api

import (
	"context"
	"log/slog"

	"secondline/internal/core/access"
	"secondline/internal/core/file"
	"secondline/internal/flow/admin"
	"secondline/internal/flow/dealing"
	"secondline/internal/flow/intake"
	"secondline/internal/flow/people"
	"secondline/internal/flow/rota"
	"secondline/internal/flow/ticketing"
	"secondline/internal/flow/vending"
	"secondline/internal/flow/work"
)

// A Guard knows who holds a token or a session.
type Guard interface {
	ByToken(ctx context.Context, token string) (access.Actor, error)
	BySession(ctx context.Context, token string) (access.Actor, error)
}

// Deps are the use cases that the API translates to.
type Deps struct {
	Log     *slog.Logger
	Door    *work.Door
	Guard   Guard
	Desk    *ticketing.Desk
	People  *people.Desk
	Admin   *admin.Desk
	Intake  *intake.Intake
	Vending *vending.Desk
	Rota    *rota.Desk
	Dealing *dealing.Dealer
	Files   *file.Store
}

// register names every noun's operations.
func (a *API) register() {
	a.registerTickets()
	a.registerMoves()
	a.registerMessages()
	a.registerHandovers()
	a.registerInbox()
	a.registerFiles()
	a.registerMail()
	a.registerSessions()
	a.registerOrganisations()
	a.registerPeople()
	a.registerLadder()
	a.registerSkills()
	a.registerServices()
	a.registerRules()
	a.registerRouting()
	a.registerCalendars()
	a.registerTargets()
	a.registerShifts()
	a.registerDealing()
	a.registerVendors()
	a.registerDesk()
	a.registerWallboards()
	a.registerMajors()
	a.registerKudos()
	a.registerEscalation()
}
