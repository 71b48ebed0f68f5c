package shifts

import (
	"context"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/shift"
	"secondline/internal/id"
	"secondline/internal/view/brief"
)

// A Swap is one person's work that another is to do, and what they give back.
type Swap struct {
	ID       id.Swap         `json:"id"`
	From     brief.Person    `json:"from" doc:"who asks"`
	To       brief.Person    `json:"to" doc:"who is asked"`
	FromAt   time.Time       `json:"from_at" doc:"what is given away"`
	ToAt     time.Time       `json:"to_at"`
	BackFrom *time.Time      `json:"back_from_at,omitempty" doc:"what is taken in return"`
	BackTo   *time.Time      `json:"back_to_at,omitempty"`
	Note     string          `json:"note,omitempty"`
	State    string          `json:"state" enum:"proposed,accepted,declined,withdrawn"`
	At       time.Time       `json:"at"`
	Can      map[string]bool `json:"can" doc:"accept, decline, withdraw"`
}

// Swaps lists the swaps of whoever asks, the newest first.
func Swaps(ctx context.Context, h db.Handle, by access.Actor) ([]Swap, error) {
	if err := access.MayDesk(by, access.SeeDesk); err != nil {
		return nil, err
	}
	all, err := shift.SwapsOf(ctx, h, by.Person)
	if err != nil {
		return nil, err
	}
	var who []id.Person
	for _, s := range all {
		who = append(who, s.From, s.To)
	}
	people, err := brief.People(ctx, h, who...)
	list := make([]Swap, 0, len(all))
	for _, s := range all {
		open := s.State == shift.Proposed
		list = append(list, Swap{
			ID: s.ID, From: people[s.From].Colleague(), To: people[s.To].Colleague(), FromAt: s.FromAt, ToAt: s.ToAt,
			BackFrom: when(s.BackFromAt), BackTo: when(s.BackToAt), Note: s.Note, State: s.State, At: s.At,
			Can: map[string]bool{"accept": open && s.To == by.Person, "decline": open && s.To == by.Person, "withdraw": open && s.From == by.Person},
		})
	}
	return list, err
}

func when(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}
