package clocks

import (
	"time"

	"secondline/internal/desk/clock"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
	"secondline/internal/kit/isotime"
	"secondline/internal/view/brief"
)

// A Clock is a clock with all that explains it.
type Clock struct {
	Brief
	Target     Target       `json:"target"`
	StartedAt  time.Time    `json:"started_at"`
	StoppedAt  *time.Time   `json:"stopped_at,omitempty"`
	Stop       string       `json:"stop,omitempty" doc:"why it stopped: answered, resolved, handed_on, closed, withdrawn, unanswered"`
	WarnedAt   *time.Time   `json:"warned_at,omitempty"`
	BreachedAt *time.Time   `json:"breached_at,omitempty"`
	Paused     []Pause      `json:"paused"`
	SpentUS    int64        `json:"spent_us" doc:"open time, in microseconds"`
	Team       *TeamName    `json:"team,omitempty" doc:"whose promise it is, of an OLA"`
	Handover   *id.Handover `json:"handover,omitempty" doc:"that is to be acknowledged"`
	Case       *id.Case     `json:"case,omitempty" doc:"at the vendor"`
	Ledger     []Spent      `json:"ledger"`
}

// A Target is what was promised.
type Target struct {
	ID       id.Target `json:"id"`
	Name     string    `json:"name"`
	Length   string    `json:"length" doc:"of open time, ISO 8601; a day is 24 hours of it" example:"PT4H"`
	LengthUS int64     `json:"length_us"`
	Warn     int       `json:"warn" doc:"warns at this percentage"`
	Calendar Calendar  `json:"calendar"`
}

// A Calendar names the hours that a clock runs on.
type Calendar struct {
	ID   id.Calendar `json:"id"`
	Name string      `json:"name"`
	Zone string      `json:"zone"`
}

// A Pause is a time in which the clock did not count.
type Pause struct {
	From time.Time  `json:"from"`
	To   *time.Time `json:"to,omitempty" doc:"not while it lasts; may lie ahead"`
	On   string     `json:"on"`
	US   int64      `json:"us" doc:"open time that it took, until now"`
}

// Spent is an entry of a clock's ledger: who held the ticket, or what it waited for.
type Spent struct {
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
	Rank int       `json:"rank"`
	Team TeamName  `json:"team"`
	On   string    `json:"on,omitempty" doc:"the clock paused on this"`
	US   int64     `json:"us" doc:"open time; it counts if the clock did not pause"`
}

// All shows every clock of a ticket, the oldest first.
func All(t *ticket.Ticket, rs []clock.Reading, h clock.History, names brief.Ladder, now time.Time) []Clock {
	list := make([]Clock, 0, len(rs))
	for _, r := range rs {
		list = append(list, full(t, r, h, names, now))
	}
	return list
}

func full(t *ticket.Ticket, r clock.Reading, h clock.History, names brief.Ladder, now time.Time) Clock {
	hours := h.HoursOf(r)
	c := Clock{
		Brief: BriefOf(r),
		Target: Target{
			ID: r.Target.ID, Name: r.Target.Name, Length: isotime.Format(r.Target.Length), LengthUS: r.Target.Length.Microseconds(),
			Warn: r.Target.Warn, Calendar: Calendar{r.Target.Calendar, r.Calendar, r.Zone},
		},
		StartedAt: r.StartedAt, StoppedAt: at(r.StoppedAt), Stop: r.Stop, WarnedAt: at(r.WarnedAt), BreachedAt: at(r.BreachedAt),
		Paused: []Pause{}, SpentUS: r.Spent.Microseconds(), Handover: some(r.Handover), Case: some(r.Case),
	}
	if r.Team != 0 {
		c.Team = &TeamName{r.Team, names.Team(r.Team).Name}
	}
	for _, p := range r.Pauses {
		until := p.To
		if until.IsZero() || until.After(now) {
			until = now
		}
		c.Paused = append(c.Paused, Pause{p.From, at(p.To), p.On, hours.Open.Between(p.From, until).Microseconds()})
	}
	c.Ledger = ledger(t, r, hours, names, now)
	return c
}

// ledger cuts the time of a run where the ticket changed hands and where the
// clock paused.
func ledger(t *ticket.Ticket, r clock.Reading, hours clock.Hours, names brief.Ladder, now time.Time) []Spent {
	list := []Spent{}
	end := now
	if !r.Live() {
		end = r.StoppedAt
	}
	for _, span := range t.Walk.Spans {
		from, to := span.From, span.End(end)
		if from.Before(r.StartedAt) {
			from = r.StartedAt
		}
		if to.After(end) {
			to = end
		}
		for _, cut := range cuts(r.Pauses, from, to) {
			list = append(list, Spent{
				From: cut.From, To: cut.To, Rank: span.Rank, Team: TeamName{span.Team, names.Team(span.Team).Name},
				On: cut.On, US: hours.Open.Between(cut.From, cut.To).Microseconds(),
			})
		}
	}
	return list
}

// cuts divides a time into pauses and what lies between them, where On is empty.
func cuts(pauses []clock.Pause, from, to time.Time) []clock.Pause {
	var list []clock.Pause
	for _, p := range pauses {
		if p.To.IsZero() || p.To.After(to) {
			p.To = to
		}
		if p.From.Before(from) {
			p.From = from
		}
		if !p.To.After(p.From) {
			continue
		}
		if p.From.After(from) {
			list = append(list, clock.Pause{From: from, To: p.From})
		}
		list = append(list, p)
		from = p.To
	}
	if to.After(from) {
		list = append(list, clock.Pause{From: from, To: to})
	}
	return list
}
