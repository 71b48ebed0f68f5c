package routing

import (
	"fmt"
	"strings"
	"time"
)

// The steps of the features, in thousandths.
const (
	whole       = 1000
	half        = 500
	asNeeded    = 600 // of fit: knows exactly what is demanded …
	gradeAbove  = 200 // … and more for each grade above it
	asStretch   = 300
	enough      = 5 // solved alike, or helped them: more says nothing more
	ownThread   = 300
	eachContext = 70 // for each ticket solved alike, and for each of this customer
)

// features are what the order of a candidate is made from.
func features(d Demand, a Agent, s *stretch, w Weights, now time.Time) []Feature {
	return []Feature{
		fit(d, a, s, now), acquaintance(a), load(a, w), fairness(a), language(d, a), growth(d, a, s), presence(a), preference(a),
	}
}

func fit(d Demand, a Agent, s *stretch, now time.Time) Feature {
	f := Feature{Kind: "fit", Value: whole, Text: "nothing special is needed"}
	var texts []string
	sum, skills := 0, 0
	for i, n := range d.Needs {
		why, _ := meets(n, a, now)
		texts = append(texts, why.Text)
		switch {
		case n.Skill == "":
		case s.covers(i):
			sum, skills = sum+asStretch, skills+1
		default:
			sum, skills = sum+min(whole, asNeeded+gradeAbove*(a.grade(n.Skill)-n.Grade)), skills+1
		}
	}
	if skills > 0 {
		f.Value = sum / skills
	}
	if len(texts) > 0 {
		f.Text = strings.Join(texts, "; ")
	}
	return f
}

func acquaintance(a Agent) Feature {
	f := Feature{Kind: "context", Value: eachContext*min(a.SolvedAlike, enough) + eachContext*min(a.HelpedThem, enough)}
	if a.KnowsIt {
		f.Value += ownThread
	}
	f.Text = joined(contexts(a), "has not met this before")
	return f
}

// contexts says what somebody has met before.
func contexts(a Agent) []string {
	var out []string
	if a.KnowsIt {
		out = append(out, "has worked on this one")
	}
	if a.SolvedAlike > 0 {
		out = append(out, fmt.Sprintf("solved %d alike", a.SolvedAlike))
	}
	if a.HelpedThem > 0 {
		out = append(out, "helped this customer "+times(a.HelpedThem))
	}
	return out
}

// load is how much room there is, in all or for this team, whichever is less.
func load(a Agent, w Weights) Feature {
	f := Feature{Kind: "load", Text: inHand(a, w)}
	if a.Capacity == 0 || a.Share == 0 {
		return f
	}
	room := whole - whole*w.Taken(a.Hand)/(100*a.Capacity)
	here := whole - whole*w.Taken(a.Here)/(a.Share*a.Capacity)
	f.Value = max(0, min(room, here))
	return f
}

// fairness is high for who was given little lately.
func fairness(a Agent) Feature {
	f := Feature{Kind: "fairness", Value: whole / (1 + a.Given), Text: "was given none in the last day"}
	if a.Given > 0 {
		f.Text = "was given " + tickets(a.Given) + " in the last day"
	}
	return f
}

func language(d Demand, a Agent) Feature {
	f := Feature{Kind: "language", Value: whole, Text: "no language is known to be needed"}
	if d.Language == "" {
		return f
	}
	for _, l := range a.Languages {
		if base(l) == base(d.Language) {
			f.Text = "speaks their language (" + base(l) + ")"
			return f
		}
	}
	return Feature{Kind: "language", Text: "does not speak " + base(d.Language)}
}

// base is the language of a tag, without its region.
func base(tag string) string {
	b, _, _ := strings.Cut(strings.ToLower(tag), "-")
	return b
}

func growth(d Demand, a Agent, s *stretch) Feature {
	if s != nil {
		return Feature{Kind: "growth", Value: whole, Text: s.text}
	}
	if skill := learns(d, a); skill != "" {
		return Feature{Kind: "growth", Value: half, Text: "wants to grow in " + skill}
	}
	return Feature{Kind: "growth", Text: "no stretch"}
}

func presence(a Agent) Feature {
	switch {
	case a.Shift.Off:
		return Feature{Kind: "presence", Text: offShift(a)}
	case a.Presence == "here":
		return Feature{Kind: "presence", Value: whole, Text: "here now"}
	case a.Presence == "busy":
		return Feature{Kind: "presence", Value: half, Text: absence(a.Presence)}
	default:
		return Feature{Kind: "presence", Text: absence(a.Presence)}
	}
}

func preference(a Agent) Feature {
	place := max(1, a.Preference)
	f := Feature{Kind: "preference", Value: whole / place, Text: "serves this team first"}
	if place > 1 {
		f.Text = fmt.Sprintf("this team is number %d to them", place)
	}
	return f
}

func joined(texts []string, otherwise string) string {
	if len(texts) == 0 {
		return otherwise
	}
	return strings.Join(texts, "; ")
}

func times(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	default:
		return fmt.Sprintf("%d times", n)
	}
}
