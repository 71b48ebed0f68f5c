package routing

import (
	"fmt"
	"strconv"
	"time"
)

// bars are the conditions that somebody fails, the gravest first. What only puts
// them last when a human decides comes apart, as later.
func bars(d Demand, a Agent, s *stretch, w Weights, now time.Time) (hard, later []Why) {
	if a.Team == 0 {
		hard = append(hard, Why{"team", "not a member of the team"})
	}
	if a.Silent {
		hard = append(hard, Why{"right", "may not reply to customers"})
	}
	if !a.Cleared {
		hard = append(hard, Why{"clearance", "not cleared for this organisation"})
	}
	for i, n := range d.Needs {
		why, barred := meets(n, a, now)
		if barred && !s.covers(i) {
			hard = append(hard, why)
		}
	}
	if a.Shift.Off {
		later = append(later, Why{"shift", offShift(a)})
	}
	if text := absence(a.Presence); text != "" {
		later = append(later, Why{"presence", text})
	}
	if text := full(a, w); text != "" {
		later = append(later, Why{"load", text})
	}
	return hard, later
}

func offShift(a Agent) string {
	if a.Shift.Turn.IsZero() {
		return "off shift"
	}
	return "off shift until " + a.clock(a.Shift.Turn)
}

// clock says a time as the agent's own clock shows it.
func (a Agent) clock(t time.Time) string {
	if a.Zone != nil {
		return t.In(a.Zone).Format("Mon 15:04")
	}
	return t.UTC().Format("Mon 15:04")
}

// absence says why a presence keeps work away, "" if it does not.
func absence(presence string) string {
	switch presence {
	case "here":
		return ""
	case "busy":
		return "here, busy"
	case "away":
		return "on a break"
	default:
		return "not here now"
	}
}

// full says that somebody has no place left, in all or for this team, "" if they
// have one. Whoever is below takes the next ticket, however heavy.
func full(a Agent, w Weights) string {
	switch {
	case a.Capacity == 0:
		return "is given no tickets: capacity 0"
	case w.Taken(a.Hand) >= 100*a.Capacity:
		return "full: " + inHand(a, w)
	case a.Share < 100 && w.Taken(a.Here) >= a.Share*a.Capacity:
		return fmt.Sprintf("full for this team: %s of %s, %d%% of their capacity", places(w.Taken(a.Here)), places(a.Share*a.Capacity), a.Share)
	default:
		return ""
	}
}

// inHand says what somebody has of what they can.
func inHand(a Agent, w Weights) string {
	n, taken := a.Hand.Count(), w.Taken(a.Hand)
	if taken == 100*n {
		return fmt.Sprintf("%d of %d in hand", n, a.Capacity)
	}
	return fmt.Sprintf("%s of %d in hand by weight (%s)", places(taken), a.Capacity, tickets(n))
}

// places says hundredths: 450 is 4.5.
func places(hundredths int) string {
	return strconv.FormatFloat(float64(hundredths)/100, 'f', -1, 64)
}

func tickets(n int) string {
	if n == 1 {
		return "1 ticket"
	}
	return strconv.Itoa(n) + " tickets"
}

// meets holds an agent against one need and says the reason either way.
func meets(n Need, a Agent, now time.Time) (why Why, barred bool) {
	if n.Skill != "" {
		switch g := a.grade(n.Skill); {
		case g == 0:
			return Why{"skill", "does not know " + n.Skill}, true
		case g < n.Grade:
			return Why{"skill", fmt.Sprintf("%s %d of 5, needs %d", n.Skill, g, n.Grade)}, true
		default:
			return Why{"skill", fmt.Sprintf("%s %d of 5", n.Skill, g)}, false
		}
	}
	c := certificate(n, a)
	switch {
	case c == nil:
		return Why{"certificate", "no " + n.CertificateName + " certificate"}, true
	case !c.ExpiresAt.IsZero() && !c.ExpiresAt.After(now):
		return Why{"certificate", fmt.Sprintf("no valid %s certificate: expired %s", n.CertificateName, c.ExpiresAt.Format("2 January 2006"))}, true
	case c.ValidFrom.After(now):
		return Why{"certificate", fmt.Sprintf("no valid %s certificate: valid from %s", n.CertificateName, c.ValidFrom.Format("2 January 2006"))}, true
	case c.ExpiresAt.IsZero():
		return Why{"certificate", n.CertificateName}, false
	default:
		return Why{"certificate", fmt.Sprintf("%s, valid to %s", n.CertificateName, c.ExpiresAt.Format("2 January 2006"))}, false
	}
}

func (a Agent) grade(skill string) int {
	if a.Grade == nil {
		return 0
	}
	return a.Grade(skill)
}

func certificate(n Need, a Agent) *Certificate {
	for i, c := range a.Certificates {
		if c.ID == n.Certificate {
			return &a.Certificates[i]
		}
	}
	return nil
}

// Lapsed names a certificate that the work demands, and that somebody held but
// may not use today; "" if there is none.
func Lapsed(d Demand, a Agent, now time.Time) string {
	for _, n := range d.Needs {
		if why, barred := meets(n, a, now); n.Skill == "" && barred && certificate(n, a) != nil {
			return why.Text
		}
	}
	return ""
}
