package world

import (
	"fmt"
	"time"

	"secondline/internal/desk/shift"
	"secondline/internal/id"
)

// A turnOfWork is when somebody works, in hours from the curtain; like the
// office, a shift keeps the world's hours, wherever the wall clock is.
type turnOfWork struct {
	name         string
	starts, long int
	days         []int // from the last day of the world, a Thursday
}

var fullWeek = []int{-3, -2, -1, 0, 1}

var turnsOfWork = []turnOfWork{
	{"Tobin Ashgrove", -6, 8, fullWeek},
	{"Lotte Winterbourne", -4, 8, fullWeek},
	{"Femi Oakenshaw", -1, 8, fullWeek},
	{"Nell Harrowgate", -6, 9, fullWeek},
	{"Ansel Thornbury", -5, 8, fullWeek},
	{"Mara Quillfeather", -6, 9, []int{-3, -2, -1, 0}},
	{"Jun Rookwood", -6, 9, []int{-2, -1, 0, 1}},
	{"Dario Thistlewood", -4, 8, fullWeek},
	{"Nkem Maplewood", -6, 9, fullWeek},
	{"Ottilie Brackwater", -6, 9, fullWeek},
	{"Suvi Lakeborn", -5, 8, fullWeek},
	{"Idris Penhollow", -6, 8, fullWeek},
	{"Hana Stormglass", 3, 8, fullWeek},
}

// rota plans who works when: the weeks around the last day, who is on call, who
// is away, and a swap that waits for its answer.
func (s *stage) rota() error {
	by := s.actors[s.people[s.cast.Desk.Admin]]
	for _, t := range turnsOfWork {
		if _, err := s.Rota.Plan(s.ctx, by, s.people[t.name], t.shifts(s.ends)); err != nil {
			return fmt.Errorf("planning %s: %w", t.name, err)
		}
	}
	if err := s.weekend(); err != nil {
		return err
	}
	if err := s.onCall(); err != nil {
		return err
	}
	off := shift.Exception{
		Person: s.people["Nell Harrowgate"], Kind: shift.Away, Reason: shift.Training, Note: "Printing course",
		From: midnight(s.ends, 1), To: midnight(s.ends, 2),
	}
	if _, err := s.Rota.Except(s.ctx, by, off); err != nil {
		return fmt.Errorf("sending Nell to her course: %w", err)
	}
	jun := s.actors[s.people["Jun Rookwood"]]
	friday, monday := s.hour(-6).AddDate(0, 0, 1), s.hour(-6).AddDate(0, 0, 4)
	_, err := s.Rota.Propose(s.ctx, jun, shift.Swap{
		To: s.people["Mara Quillfeather"], FromAt: friday, ToAt: friday.Add(9 * time.Hour),
		BackFromAt: monday, BackToAt: monday.Add(9 * time.Hour), Note: "My sister is visiting",
	})
	if err != nil {
		return fmt.Errorf("asking Mara to swap: %w", err)
	}
	return nil
}

// hour is so many hours from the curtain, on the hour.
func (s *stage) hour(n int) time.Time {
	return s.ends.UTC().Truncate(time.Hour).Add(time.Duration(n) * time.Hour)
}

func (t turnOfWork) shifts(ends time.Time) []shift.Shift {
	starts := ends.UTC().Truncate(time.Hour).Add(time.Duration(t.starts) * time.Hour)
	var list []shift.Shift
	for _, d := range t.days {
		day := starts.AddDate(0, 0, d)
		list = append(list, shift.Shift{
			Weekday: (int(day.Weekday())+6)%7 + 1, Starts: day.Hour() * 60, Ends: (day.Hour() + t.long) * 60, Since: shift.DayOf(starts.AddDate(0, 0, -28)),
		})
	}
	return list
}

// weekend is a rota: three people of the first line, a Saturday every three weeks.
func (s *stage) weekend() error {
	by := s.actors[s.people[s.cast.Desk.Admin]]
	starts := s.hour(-4).AddDate(0, 0, 2)
	for week, name := range []string{"Tobin Ashgrove", "Lotte Winterbourne", "Ansel Thornbury"} {
		saturday := shift.Shift{
			Weekday: (int(starts.Weekday())+6)%7 + 1, Starts: starts.Hour() * 60, Ends: (starts.Hour() + 5) * 60, Cycle: 3, Week: week,
			Team: s.teams["First line"], Since: shift.DayOf(starts),
		}
		if _, err := s.Rota.Plan(s.ctx, by, s.people[name], []shift.Shift{saturday}); err != nil {
			return fmt.Errorf("planning %s's Saturdays: %w", name, err)
		}
	}
	return nil
}

// onCall plans the duty managers of four weeks, and the nights of the second line.
func (s *stage) onCall() error {
	by := s.actors[s.people[s.cast.Desk.Admin]]
	duty := func(team id.Team, name string, from time.Time, long time.Duration) error {
		_, err := s.Rota.PlanDuty(s.ctx, by, shift.Duty{Team: team, Person: s.people[name], From: from, To: from.Add(long)})
		return err
	}
	for week, name := range []string{"Ottilie Brackwater", s.cast.Desk.Admin, "Ottilie Brackwater", s.cast.Desk.Admin} {
		if err := duty(0, name, midnight(s.ends, 7*week-3), 7*24*time.Hour); err != nil {
			return fmt.Errorf("planning the duty manager: %w", err)
		}
	}
	for night, name := range []string{"Mara Quillfeather", "Dario Thistlewood", "Nkem Maplewood", "Jun Rookwood", "Mara Quillfeather"} {
		if err := duty(s.teams["Second line"], name, s.hour(3).AddDate(0, 0, night), 15*time.Hour); err != nil {
			return fmt.Errorf("planning the nights: %w", err)
		}
	}
	return nil
}

// midnight begins a day, so many from the last one.
func midnight(ends time.Time, days int) time.Time {
	return ends.UTC().Truncate(24*time.Hour).AddDate(0, 0, days)
}
