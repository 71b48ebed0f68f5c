package routing

import (
	"cmp"
	"fmt"

	"secondline/internal/id"
)

// A stretch is work one grade above what somebody can, who wants to learn it
// and has somebody at their side.
type stretch struct {
	need   int // of the demand's needs
	mentor mentor
	text   string
}

// covers tells whether the stretch makes up for a need that is not met.
func (s *stretch) covers(need int) bool { return s != nil && s.need == need }

type mentor struct {
	person id.Person
	name   string
	grade  int
}

// teaching is who could stand by a learner, for each team and need the one who
// knows most.
type teaching map[place]mentor

type place struct {
	team id.Team
	need int
}

// calmest is the highest priority, in number the lowest, on which nobody learns:
// who has a P1 or a P2 has no time for a lesson.
const calmest = 3

// mentors finds those who are here, may see the ticket and know a skill a grade
// better than it demands.
func mentors(d Demand, agents []Agent) teaching {
	out := teaching{}
	if d.Priority != 0 && d.Priority < calmest {
		return out
	}
	for _, a := range agents {
		present := a.Team != 0 && a.Cleared && !a.Silent && !a.Shift.Off && a.Presence == "here"
		for i, n := range d.Needs {
			if n.Skill == "" || !present {
				continue
			}
			m := mentor{a.Person, a.Name, a.grade(n.Skill)}
			key := place{a.Team, i}
			if m.grade > n.Grade && m.before(out[key]) {
				out[key] = m
			}
		}
	}
	return out
}

// before tells whether m is the better teacher, whatever the order they come in.
func (m mentor) before(o mentor) bool {
	if o.person == 0 {
		return true
	}
	return cmp.Or(cmp.Compare(o.grade, m.grade), cmp.Compare(m.name, o.name), cmp.Compare(m.person, o.person)) < 0
}

// stretches tells whether the work is a stretch for somebody: one need, and one
// only, is a grade above them; they want to learn it; a mentor is here.
func (t teaching) stretches(d Demand, a Agent) *stretch {
	if a.Wants == nil {
		return nil
	}
	var found *stretch
	for i, n := range d.Needs {
		if n.Skill == "" || a.grade(n.Skill) >= n.Grade {
			continue
		}
		g := a.grade(n.Skill)
		m, ok := t[place{a.Team, i}]
		if found != nil || g == 0 || g != n.Grade-1 || !a.Wants(n.Skill) || !ok {
			return nil
		}
		found = &stretch{i, m, fmt.Sprintf("a stretch: %s %d of 5, needs %d; %s (%d of 5) is here to help", n.Skill, g, n.Grade, m.name, m.grade)}
	}
	return found
}

// learns names the skill at whose demanded grade somebody is and wants to grow.
func learns(d Demand, a Agent) string {
	for _, n := range d.Needs {
		if n.Skill != "" && a.Wants != nil && a.grade(n.Skill) == n.Grade && a.Wants(n.Skill) {
			return n.Skill
		}
	}
	return ""
}
