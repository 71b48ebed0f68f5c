package ticketview

import (
	"time"

	"secondline/internal/desk/ticket"
	"secondline/internal/id"
	"secondline/internal/view/brief"
)

// A Deal says whom the team asks to take the ticket.
type Deal struct {
	Person brief.Person `json:"person"`
	Until  time.Time    `json:"until" doc:"then the next one is asked"`
	Down   bool         `json:"down" doc:"they would help a lower rung out"`
}

func deal(d *ticket.Deal, people map[id.Person]brief.Person) *Deal {
	if d == nil {
		return nil
	}
	return &Deal{Person: people[d.Person].Named(), Until: d.Until, Down: d.Down}
}
