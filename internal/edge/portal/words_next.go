package portal

import "secondline/internal/view/portalview"

// An Expectation is one line of what happens next.
type Expectation struct{ When, What string }

// Late tells that it tells of a promise that was not kept.
func (e Expectation) Late() bool { return e.When == late }

// Next says what happens next, and what the customer has to do.
func (s speech) Next(r portalview.Request) []Expectation {
	at := r.Standing
	who := "We"
	if at.Person != "" {
		who = first(at.Person)
	}
	nothing := Expectation{"You", "Nothing to do. Write below whenever you know more."}
	if at.Stage == portalview.OnYou {
		now := Expectation{"You", "Answer below, or reply to our e-mail."}
		if at.Whom != "" {
			now = Expectation{"Now", "We wait for an answer from " + first(at.Whom) + "."}
		}
		list := []Expectation{now, {"Then", verb(who, "goes on", "go on") + " as soon as the answer is here."}}
		return append(list, s.promised(r.Promises, who)...)
	}
	then := []Expectation{{"Then", verb(who, "writes", "write") + " to you, here and by e-mail."}}
	if promised := s.promised(r.Promises, who); len(promised) > 0 {
		then = promised
	}
	if at.Asked != "" {
		then = append([]Expectation{{"Then", up(ours(at.Asked)) + " read all that you told us and take over."}}, s.promised(r.Promises, who)...)
	}
	switch at.Stage {
	case portalview.Received, portalview.Working, portalview.WithTeam, portalview.OnMaker:
		return append(append([]Expectation{{"Now", s.doing(at)}}, then...), nothing)
	case portalview.Planned:
		return []Expectation{{"Now", s.doing(at)}, {"Then", verb(who, "goes on", "go on") + " with it. You read of it here and by e-mail."}, nothing}
	default:
		return nil
	}
}

// doing is what happens now.
func (s speech) doing(at portalview.Standing) string {
	who := "We"
	if at.Person != "" {
		who = first(at.Person)
	}
	switch at.Stage {
	case portalview.Received:
		return up(ours(at.Team)) + " read what you wrote."
	case portalview.Working:
		return verb(who, "is", "are") + " working on it."
	case portalview.OnMaker:
		return "Its maker" + spaced(at.Maker) + " is looking at it."
	case portalview.Planned:
		return "It waits for " + s.Day(at.Until) + "."
	default:
		if at.Person != "" {
			return at.Person + " is working on it."
		}
		return up(ours(at.Team)) + " have it."
	}
}
