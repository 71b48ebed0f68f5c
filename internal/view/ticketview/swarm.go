package ticketview

import (
	"context"
	"slices"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/swarm"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/view/brief"
)

// A Swarm is who looks at the ticket together.
type Swarm struct {
	ID        id.Swarm        `json:"id"`
	Lead      brief.Person    `json:"lead"`
	People    []Looker        `json:"people"` // asked in, without the lead
	Teams     []brief.Team    `json:"teams"`  // of a ping-pong: one of them is to own it
	Ask       string          `json:"ask"`
	Because   string          `json:"because,omitempty"`
	StartedAt time.Time       `json:"started_at"`
	Minutes   int             `json:"minutes"` // booked to it
	Can       map[string]bool `json:"can"`     // ask, join, leave, own, hand_over, end
}

// A Looker is somebody who was asked in.
type Looker struct {
	Person   brief.Person `json:"person"`
	AskedAt  time.Time    `json:"asked_at"`
	JoinedAt *time.Time   `json:"joined_at,omitempty"` // absent: has not looked yet
}

// together reads the swarm that runs; nil if none does.
func together(ctx context.Context, h db.Handle, me access.Actor, t *ticket.Ticket) (*Swarm, error) {
	if t.Swarm == nil {
		return nil, nil //nolint:nilnil // most tickets have none
	}
	s, err := swarm.Get(ctx, h, t.Swarm.ID)
	if err != nil {
		return nil, err
	}
	names, err := brief.ReadLadder(ctx, h)
	if err != nil {
		return nil, err
	}
	who := make([]id.Person, len(s.Members))
	for i, m := range s.Members {
		who[i] = m.Person
	}
	people, err := brief.People(ctx, h, who...)
	if err != nil {
		return nil, err
	}
	out := &Swarm{
		ID: s.ID, Lead: people[s.Lead].Colleague(), People: []Looker{}, Teams: []brief.Team{}, Ask: s.Ask, Because: s.Because,
		StartedAt: s.StartedAt,
	}
	for _, m := range s.Members {
		if m.LeftAt.IsZero() && m.Person != s.Lead {
			out.People = append(out.People, Looker{Person: people[m.Person].Colleague(), AskedAt: m.AskedAt, JoinedAt: when(m.JoinedAt)})
		}
	}
	for _, of := range t.Swarm.Teams {
		out.Teams = append(out.Teams, names.Team(of))
	}
	out.Can = canTogether(me, t, s)
	out.Minutes, err = db.One(ctx, h, func(r db.Row) (n int, err error) { return n, r.Scan(&n) }, `
		SELECT coalesce(sum(minutes), 0)
		  FROM booked_time
		 WHERE ticket_id = ? AND swarm_id = ?`, t.ID, s.ID)
	return out, errs.Wrap(err, "adding up booked time")
}

// canTogether says what the reader may do in a swarm now.
func canTogether(me access.Actor, t *ticket.Ticket, s swarm.Swarm) map[string]bool {
	may := access.May(me, access.JoinSwarm, t.Object()) == nil
	looks := slices.ContainsFunc(s.Members, func(m swarm.Member) bool {
		return m.Person == me.Person && m.LeftAt.IsZero() && !m.JoinedAt.IsZero()
	})
	pingPong := len(t.Swarm.Teams) > 0
	decides := s.Lead == me.Person || me.Role == access.TeamLead || me.Role == access.Administrator
	of := slices.ContainsFunc(t.Swarm.Teams, me.InTeam)
	return map[string]bool{
		"ask": may, "join": may && !looks, "leave": may && s.Lead != me.Person && slices.Contains(t.Swarm.People, me.Person),
		"own": may && pingPong && (of || decides), "decide": may && pingPong && decides,
		"hand_over": may && t.Offer == nil && t.IsOpen(), "end": may && !pingPong,
	}
}
