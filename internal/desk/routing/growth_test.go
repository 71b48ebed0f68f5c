package routing_test

import (
	"slices"
	"strings"
	"testing"

	"secondline/internal/desk/routing"
)

// A learner is one grade below and wants to grow; Mara, at 4, would teach.
func TestAStretchNeedsAMentor(t *testing.T) {
	learner := func(change func(*routing.Agent)) routing.Agent {
		return mara(func(a *routing.Agent) {
			a.Person, a.Name, a.Grade, a.Wants = 2, "Lin", exactly(2), wishes
			change(a)
		})
	}
	for name, c := range map[string]struct {
		priority        int
		learner, mentor func(*routing.Agent)
		may             bool
	}{
		"a mentor is here":              {3, nobodyElse, nobodyElse, true},
		"the mentor is full":            {4, nobodyElse, func(a *routing.Agent) { a.Hand = routing.Hand{3: 5} }, true},
		"the mentor is on a break":      {3, nobodyElse, func(a *routing.Agent) { a.Presence = "away" }, false},
		"the mentor is off shift":       {3, nobodyElse, func(a *routing.Agent) { a.Shift.Off = true }, false},
		"the mentor may not see it":     {3, nobodyElse, func(a *routing.Agent) { a.Cleared = false }, false},
		"the mentor knows little more":  {3, nobodyElse, func(a *routing.Agent) { a.Grade = exactly(3) }, false},
		"the mentor is of another team": {3, nobodyElse, func(a *routing.Agent) { a.Team = 9 }, false},
		"it is urgent":                  {2, nobodyElse, nobodyElse, false},
		"they do not want to":           {3, func(a *routing.Agent) { a.Wants = nil }, nobodyElse, false},
		"two grades are too far":        {3, func(a *routing.Agent) { a.Grade = exactly(1) }, nobodyElse, false},
	} {
		t.Run(name, func(t *testing.T) {
			d := routing.Demand{Needs: []routing.Need{vpn}, Priority: c.priority}
			fit, _ := routing.Rank(d, []routing.Agent{learner(c.learner), mara(c.mentor)}, routing.Defaults(), routing.Strict, now)
			i := slices.IndexFunc(fit, func(f routing.Candidate) bool { return f.Agent.Person == 2 })
			if (i >= 0) != c.may {
				t.Fatalf("may have it: %v", i >= 0)
			}
			if c.may && (fit[i].Mentor != 1 || !strings.Contains(fit[i].Because(), "a stretch: network.vpn 2 of 5, needs 3; Mara (4 of 5) is here to help")) {
				t.Errorf("mentor %d, because %s", fit[i].Mentor, fit[i].Because())
			}
		})
	}
}

func nobodyElse(*routing.Agent) {}

// Nobody learns two things at once.
func TestOneStretchAtATime(t *testing.T) {
	d := routing.Demand{Needs: []routing.Need{vpn, {Skill: "network.dns", Grade: 3}}, Priority: 3}
	lin := mara(func(a *routing.Agent) { a.Person, a.Grade, a.Wants = 2, exactly(2), wishes })
	fit, out := routing.Rank(d, []routing.Agent{lin, mara(func(a *routing.Agent) { a.Grade = exactly(4) })}, routing.Defaults(), routing.Strict, now)
	if len(fit) != 1 || len(out) != 1 || out[0].Agent.Person != 2 || len(out[0].Causes) != 2 {
		t.Errorf("fit %+v, out %+v", fit, out)
	}
}
