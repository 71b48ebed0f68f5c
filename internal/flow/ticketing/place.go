package ticketing

import (
	"context"
	"slices"

	"secondline/internal/desk/routing"
	"secondline/internal/desk/service"
	"secondline/internal/desk/team"
	"secondline/internal/desk/ticket"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/view/candidates"
)

// place files a new ticket with the team that begins on it, and prices it. The
// record of why is to be kept once the ticket is there.
func place(ctx context.Context, w *work.Work, f *ticket.Opened) (routing.Placement, error) {
	var none routing.Placement
	if err := checkCategory(ctx, w, f.Service, f.Category); err != nil {
		return none, err
	}
	var err error
	if f.Priority, err = service.Priority(ctx, w.Tx, f.Impact, f.Urgency); err != nil {
		return none, err
	}
	p, where, err := begins(ctx, w, routing.Filing{
		Organisation: f.Organisation, Service: f.Service, Category: f.Category, Kind: string(f.TicketKind), Channel: string(f.Channel), Priority: f.Priority,
	}, nil)
	f.Place, f.Because, f.Placement = where, p.Because, p.ID
	return p, err
}

// begins decides which team begins on work.
func begins(ctx context.Context, w *work.Work, f routing.Filing, skills []string) (routing.Placement, ticket.Place, error) {
	p := routing.Placement{}
	where := ticket.Place{}
	var svc service.Service
	var needs []service.Need
	var err error
	if f.Service != 0 {
		if svc, err = knownService(ctx, w, f.Service); err != nil {
			return p, where, err
		}
		if needs, err = service.Needs(ctx, w.Tx, f.Service, f.Category); err != nil {
			return p, where, err
		}
	}
	f.ServiceName, f.Needs = svc.Name, candidates.Needs(needs, skills)
	rules, err := routing.RulesFor(ctx, w.Tx, f.Organisation)
	if err != nil {
		return p, where, err
	}
	seats, err := candidates.Seats(ctx, w.Tx, svc.Teams, f.Organisation, f.Needs, w.Now)
	if err != nil {
		return p, where, err
	}
	p = routing.Place(f, rules, seats)
	if p.Team == 0 {
		_, err := team.Triage(ctx, w.Tx) // says how to get one
		return p, where, err
	}
	p.ID, p.Organisation, p.At = id.Placement(w.NewID()), f.Organisation, w.Now
	return p, stands(seats, p.Team), nil
}

// stands is where a new ticket of a team is.
func stands(seats []routing.Seat, t id.Team) ticket.Place {
	i := slices.IndexFunc(seats, func(s routing.Seat) bool { return s.Team == t })
	return ticket.Place{Team: t, Rank: max(seats[i].Rank, 0), Project: seats[i].Project}
}

func knownService(ctx context.Context, w *work.Work, key id.Service) (service.Service, error) {
	svc, err := service.Get(ctx, w.Tx, key)
	if errs.Is(err, errs.NotFound) {
		err = errs.Field("service", "There is no such service.")
	}
	return svc, err
}

func checkCategory(ctx context.Context, w *work.Work, s id.Service, c id.Category) error {
	if c == 0 {
		return nil
	}
	if s == 0 {
		return errs.Field("category", "Choose the service first; a category belongs to one.")
	}
	list, err := service.Categories(ctx, w.Tx, s)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(list, func(one service.Category) bool { return one.ID == c }) {
		return errs.Field("category", "That category belongs to another service.")
	}
	return nil
}

// onRecord saves the record of a decision about a ticket that is there.
func onRecord(ctx context.Context, w *work.Work, t *ticket.Ticket, p routing.Placement) error {
	p.Ticket, p.Organisation = t.ID, t.Organisation
	return routing.InsertPlacement(ctx, w.Tx, p)
}

// replaced places a ticket that nobody has begun on again, now that triage says
// what it is. Who chose a team themselves is obeyed, and that is on record, too.
func replaced(ctx context.Context, w *work.Work, t *ticket.Ticket, f *ticket.Triaged, chosen id.Team) (routing.Placement, *ticket.Placed, error) {
	if chosen != 0 {
		return routing.Placement{
			ID: id.Placement(w.NewID()), At: w.Now, Of: routing.OfTeam, Rule: routing.ByHand, Because: w.By.Name + " chose the team", Team: f.Team,
		}, nil, nil
	}
	p, where, err := begins(ctx, w, routing.Filing{
		Organisation: t.Organisation, Service: f.Service, Category: f.Category, Kind: string(t.Kind), Channel: string(t.Channel), Priority: f.Priority,
	}, f.Skills)
	if err != nil || where == t.Place {
		return p, nil, err
	}
	return p, &ticket.Placed{Place: where, Placement: p.ID, Because: p.Because}, nil
}

// refiled tells whether triage says something new of where a ticket belongs,
// before anybody has begun on it.
func refiled(t *ticket.Ticket, f *ticket.Triaged) bool {
	news := f.Service != t.Service || f.Category != t.Category || f.Priority != t.Priority || !slices.Equal(f.Skills, t.Skills)
	return t.State == ticket.New && t.Offer == nil && t.Assignee == 0 && news
}
