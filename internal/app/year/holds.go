package year

import (
	"bytes"
	"encoding/json"
	"time"

	"secondline/internal/desk/clock"
	"secondline/internal/desk/routing"
	"secondline/internal/desk/ticket"
	"secondline/internal/view/clocks"
)

// oneOwner: invariants 1 and 5, after every entry. An open ticket has one team;
// who has it is of that team; and unless it waits, exactly one OLA clock runs.
func (y *desk) oneOwner(l *life) {
	t := l.t
	if t.Team == 0 || (t.Assignee != 0 && y.agents[t.Assignee-1].team.id != t.Team) {
		y.fault("%s is with team %d and person %d", l.name(), t.Team, t.Assignee)
	}
	if !t.IsOpen() || t.State == ticket.Waiting {
		return
	}
	running := 0
	for _, r := range t.Runs {
		ola := r.Clock == ticket.Acknowledge || r.Clock == ticket.TeamWork
		gap := len(r.Gaps) > 0 && r.Gaps[len(r.Gaps)-1].To.IsZero()
		if ola && r.Running() && !gap {
			running++
		}
	}
	if running != 1 {
		y.fault("%s: %d OLA clocks run on an open ticket", l.name(), running)
	}
}

// eligible: invariant 19, asked apart from the rules that chose. The stretch is
// the one way to be given what is a grade above one's own.
func (y *desk) eligible(a *agent, l *life, c routing.Candidate) {
	on, _ := a.roster.On(y.now)
	taken := 0
	for _, other := range a.hand {
		if other.t.State != ticket.Waiting {
			taken += []int{0, 200, 150, 100, 50}[other.t.Priority]
		}
	}
	bad := ""
	switch {
	case a.team.id != l.t.Team:
		bad = "not of the team"
	case !a.cleared[l.t.Organisation]:
		bad = "not cleared"
	case !on:
		bad = "off shift"
	case a.presence != "here":
		bad = "not here"
	case taken >= 500:
		bad = "full"
	}
	for _, n := range y.demand(l).Needs {
		lapsed := n.Skill == "" && (a.proof.IsZero() || !a.proof.After(y.now))
		stretch := c.Mentor != 0 && a.wants[n.Skill] && a.skills[n.Skill] == n.Grade-1
		low := n.Skill != "" && a.skills[n.Skill] < n.Grade && !stretch
		if lapsed || low {
			bad = "does not meet what it needs"
		}
	}
	if bad != "" {
		y.figures.Ineligible++
		y.fault("%s was given to %s, who is %s", l.name(), a.name, bad)
	}
}

// holds looks at a whole life: the timeline folds to the state, the ledger adds
// up to the microsecond, and every clock warned and breached once, in that order,
// at its own time.
func (y *desk) holds(l *life) {
	folded, err := json.Marshal(ticket.Fold(l.entries))
	sum, err2 := json.Marshal(l.t)
	if err != nil || err2 != nil || !bytes.Equal(folded, sum) {
		y.fault("%s: its timeline does not fold to its state", l.name())
	}
	ledger, total := l.t.Ledger(y.ends), time.Duration(0)
	for _, d := range ledger.Held {
		total += d
	}
	for _, d := range ledger.Waited {
		total += d
	}
	if total != ledger.Age {
		y.fault("%s: held and waited is %s, its age %s", l.name(), total, ledger.Age)
	}
	y.clocksHold(l)
}

func (y *desk) clocksHold(l *life) {
	warned, breached := map[int]int{}, map[int]int{}
	for _, e := range l.entries {
		switch f := e.Fact.(type) {
		case *ticket.ClockWarned:
			warned[f.Run]++
			if f.At.After(e.At) || breached[f.Run] > 0 {
				y.fault("%s: run %d warned at %s, written at %s", l.name(), f.Run, f.At, e.At)
			}
		case *ticket.ClockBreached:
			breached[f.Run]++
			if f.Due.After(e.At) || warned[f.Run] == 0 {
				y.fault("%s: run %d breached at %s, written at %s", l.name(), f.Run, f.Due, e.At)
			}
		}
	}
	for _, r := range clocks.Of(l.t, y.history, y.ends) {
		if warned[r.Run] > 1 || breached[r.Run] > 1 {
			y.fault("%s: run %d warned %d times and breached %d times", l.name(), r.Run, warned[r.Run], breached[r.Run])
		}
		overdue := r.State == clock.Running && !r.DueAt.IsZero() && !r.DueAt.After(y.ends)
		if overdue && breached[r.Run] == 0 {
			y.fault("%s: %s was due at %s and nobody noticed", l.name(), r.Kind, r.DueAt)
		}
		if !r.Live() {
			y.figures.Clocks[string(r.Kind)]++
			if r.State == clock.Met {
				y.figures.Kept[string(r.Kind)]++
			}
		}
	}
}
