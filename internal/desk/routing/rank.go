package routing

import (
	"cmp"
	"slices"
	"time"
)

// Rank orders those of the agents who could take the work, the best first, and
// says of the others why not. The same agents and time always give the same
// order, however they are listed. Agents are whole teams: a mentor counts who
// cannot take it, too.
func Rank(d Demand, agents []Agent, w Weights, s Strictness, now time.Time) (fit []Candidate, out []Excluded) {
	teachers := mentors(d, agents)
	for _, a := range agents {
		grows := teachers.stretches(d, a)
		hard, later := bars(d, a, grows, w, now)
		if s == Strict {
			hard = append(hard, later...)
		}
		if len(hard) > 0 {
			out = append(out, Excluded{Agent: a, Because: hard[0], Causes: hard})
			continue
		}
		fit = append(fit, candidate(d, a, grows, later, w, now))
	}
	slices.SortStableFunc(fit, func(a, b Candidate) int {
		return cmp.Or(
			flag(a.last)-flag(b.last), cmp.Compare(b.points, a.points), a.Agent.LastGiven.Compare(b.Agent.LastGiven),
			cmp.Compare(a.Agent.Name, b.Agent.Name), cmp.Compare(a.Agent.Person, b.Agent.Person), cmp.Compare(a.Agent.Team, b.Agent.Team),
		)
	})
	slices.SortStableFunc(out, func(a, b Excluded) int {
		return cmp.Or(cmp.Compare(a.Agent.Name, b.Agent.Name), cmp.Compare(a.Agent.Person, b.Agent.Person), cmp.Compare(a.Agent.Team, b.Agent.Team))
	})
	for i := range fit {
		switch {
		case fit[i].last:
			fit[i].Fit = Later
		case i == 0:
			fit[i].Fit = Best
		default:
			fit[i].Fit = Close
		}
	}
	return fit, out
}

func flag(b bool) int {
	if b {
		return 1
	}
	return 0
}

func candidate(d Demand, a Agent, grows *stretch, later []Why, w Weights, now time.Time) Candidate {
	// Who is busy works here all the same: they come by their points, not last.
	busy := len(later) == 1 && later[0].Kind == "presence" && a.Presence == "busy"
	c := Candidate{Agent: a, Features: features(d, a, grows, w, now), last: len(later) > 0 && !busy}
	c.points = w.points(c.Features)
	c.Score = w.score(c.points)
	for i, n := range d.Needs {
		if held := certificate(n, a); n.Skill == "" && held != nil {
			c.CertifiedUntil = held.ExpiresAt
		}
		if grows.covers(i) {
			c.Mentor = grows.mentor.person
			c.Reasons = append(c.Reasons, Why{"growth", grows.text})
			continue
		}
		why, _ := meets(n, a, now)
		c.Reasons = append(c.Reasons, why)
	}
	c.Reasons = append(c.Reasons, c.others(later, w)...)
	return c
}

// others are the reasons besides what was demanded: what says something only.
func (c Candidate) others(later []Why, w Weights) []Why {
	a := c.Agent
	load := Why{"load", inHand(a, w)}
	for _, l := range later {
		if l.Kind == "load" {
			load = l
		}
	}
	out := []Why{load}
	for _, text := range contexts(a) {
		out = append(out, Why{"context", text})
	}
	for _, f := range c.Features {
		tells := f.Kind == "language" && f.Text != "no language is known to be needed" ||
			f.Kind == "growth" && f.Value == half || f.Kind == "fairness" && a.Given > 0
		if tells {
			out = append(out, Why{f.Kind, f.Text})
		}
	}
	return append(out, Why{"presence", presence(a).Text})
}
