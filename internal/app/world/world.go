package world

import (
	"context"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/core/file"
	"secondline/internal/core/job"
	"secondline/internal/flow/admin"
	"secondline/internal/flow/indexing"
	"secondline/internal/flow/people"
	"secondline/internal/flow/rota"
	"secondline/internal/flow/ticketing"
	"secondline/internal/flow/vending"
	"secondline/internal/flow/work"
	"secondline/internal/id"
	"secondline/internal/kit/clock"
)

// DefaultTickets is how many tickets a demo desk has.
const DefaultTickets = 300

// month is how much time goes by while the desk is made.
const month = 31 * 24 * time.Hour

// Parts are the use cases that the actors use. Jobs must send mail through a
// Drawer, or through another relay that nobody is hurt by.
type Parts struct {
	Clock  *clock.Fake
	Door   *work.Door
	Desk   *ticketing.Desk
	Admin  *admin.Desk
	People *people.Desk
	Rota   *rota.Desk
	Makers *vending.Desk
	Files  *file.Store
	Jobs   *job.Runner
}

// Options say how large the world is, and when it ends.
type Options struct {
	Tickets int    // 0: DefaultTickets; more than a few hundred get coarse histories
	Seed    uint64 // 0: the one that the demo desk always has
	Until   time.Time
	Workers int                // how many tickets of the crowd move at once; 0 chooses
	Tell    func(made, of int) // progress of the crowd, now and then
}

// A World is what was built.
type World struct {
	Tickets int
	SignIns []SignIn
	People  map[string]id.Person       // agents by name, customers as "name@organisation"
	Orgs    map[string]id.Organisation // by name
	Teams   map[string]id.Team
}

// Begins is where the clock of a world that ends at a time must stand before it
// is built.
func Begins(until time.Time) time.Time { return until.Add(-month - crowdTime).Truncate(time.Second) }

// Build makes a world on an empty desk. The clock stands at o.Until after it.
func Build(ctx context.Context, p Parts, o Options) (World, error) {
	if o.Tickets == 0 {
		o.Tickets = DefaultTickets
	}
	if o.Seed == 0 {
		o.Seed = 8420
	}
	p.Jobs.HandleAll(work.IndexTicket, notYet) // at the end, once for each
	s, err := raise(ctx, p, o)
	if err != nil {
		return World{}, err
	}
	rich := min(o.Tickets, DefaultTickets)
	s.begins = s.ends.Add(-month)
	s.mailAt = s.Clock.Now()
	if err := s.bookCrowd(o, o.Tickets-rich); err != nil {
		return World{}, err
	}
	if err := s.book(rich); err != nil {
		return World{}, err
	}
	if err := s.play(); err != nil {
		return World{}, err
	}
	if err := s.settle(o.Until); err != nil {
		return World{}, err
	}
	return s.world(), nil
}

// raise furnishes the house and fetches the tales.
func raise(ctx context.Context, p Parts, o Options) (*stage, error) {
	c, err := readCast()
	if err != nil {
		return nil, err
	}
	tales, err := readTales()
	if err != nil {
		return nil, err
	}
	h := &house{
		cast: c, teams: map[string]id.Team{}, levels: map[int]id.Level{}, people: map[string]id.Person{}, orgs: map[string]id.Organisation{},
		services: map[string]id.Service{}, categories: map[string]id.Category{}, skills: map[string]id.Skill{}, papers: map[string]id.Certification{},
		vendors: map[string]id.Vendor{},
	}
	m := &mover{Parts: p, house: h, ctx: ctx, now: o.Until}
	if err := m.moveIn(); err != nil {
		return nil, err
	}
	s := &stage{
		Parts: p, house: h, ctx: ctx, tales: tales, seed: o.Seed, ends: o.Until, actors: map[id.Person]access.Actor{},
		crew: map[id.Team][]id.Person{}, shared: map[string]id.Number{},
	}
	return s, s.roles()
}

// settle lets what was begun end: jobs run, everybody says whether they are
// there, and the clock stands at the end.
func (s *stage) settle(until time.Time) error {
	s.moveTo(until)
	if err := s.clockIn(); err != nil {
		return err
	}
	if err := s.thanks(); err != nil {
		return err
	}
	if err := s.rota(); err != nil {
		return err
	}
	if err := s.Jobs.Drain(s.ctx); err != nil {
		return err
	}
	indexing.Register(s.Jobs, s.Door)
	return indexing.All(s.ctx, s.Door)
}

// notYet does nothing for a ticket that has changed.
func notYet(_ context.Context, claims []job.Claim) []error { return make([]error, len(claims)) }

func (s *stage) world() World {
	return World{Tickets: s.opened + s.crowded, People: s.people, Orgs: s.orgs, Teams: s.teams, SignIns: s.cast.Desk.doors()}
}
