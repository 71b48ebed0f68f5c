package handover

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Words are what the customer's message is made from.
type Words struct {
	Reason    Reason
	Direction Direction
	Customer  string // first name of the requester
	Thing     string // the service in plain words: "your email"
	Team      string // the receiving team in plain words: "our network specialists"
	Name      string // first name of who has it now, if known
	Previous  string // first name of who had it
	Stays     bool   // Previous stays the contact
	Effect    string // what cannot wait, for urgency
	By        time.Time
	Zone      *time.Location
	Now       time.Time
}

// Message tells the customer who has it, why, what happens next and by when, and
// what they have to do: in plain words, twenty to a sentence at most.
func Message(w Words) string {
	who := w.Name
	if who == "" {
		who = "They"
	}
	now := fmt.Sprintf("your request is now with %s, %s", w.Team, w.because(who))
	if len(Plain(now)) > 0 { // long names: say it in two sentences
		now = fmt.Sprintf("your request is now with %s. That is %s", w.Team, w.because(who))
	}
	s := append([]string{now}, w.knows(who)...)
	s = append(s, "There is nothing you need to do.")
	words := strings.Join(s, " ")
	if w.Customer == "" {
		return strings.ToUpper(words[:1]) + words[1:]
	}
	return "Hello " + w.Customer + ",\n\n" + words
}

// Together tells the customer that somebody asked colleagues to look at it with
// them, and who stays their contact.
func Together(customer, who string, asked []string) string {
	const most = 3 // names; more do not help anybody
	names := asked
	if len(asked) > most {
		names = append(slices.Clone(asked[:most-1]), fmt.Sprintf("%d more colleagues", len(asked)-most+1))
	}
	list := names[len(names)-1]
	if len(names) > 1 {
		list = strings.Join(names[:len(names)-1], ", ") + " and " + list
	}
	words := fmt.Sprintf("%s asked %s to look at it together. %s stays your contact. There is nothing you need to do.", who, list, who)
	if customer == "" {
		return words
	}
	return "Hello " + customer + ",\n\n" + words
}

func (w Words) because(who string) string {
	thing := w.Thing
	if thing == "" {
		thing = "this"
	}
	switch {
	case w.Direction == Project:
		return "because this is a piece of planned work."
	case w.Direction == Down:
		return "because what was needed is found, and they will do it with you now."
	}
	switch w.Reason {
	case Skill, Exhausted:
		return "because this needs someone who works with " + thing + " every day. That is quicker for you than us reading up on it."
	case Certification:
		return "because " + thing + " may only be changed by someone certified for it."
	case Access:
		return "because the repair touches " + thing + ", and only they may change that."
	case Urgency:
		effect := w.Effect
		if effect == "" {
			effect = "this"
		}
		return "because " + effect + " cannot wait, and " + lowerThey(who) + " can start now."
	case VendorProduct:
		return "because the fault is inside " + thing + ". They work with its maker; we press for news."
	case Policy:
		return "because a second person has to look at a change like this. That keeps your data safe."
	default: // Time, Capacity
		return "because they can start sooner than we could."
	}
}

func (w Words) knows(who string) []string {
	has, write := "has", "writes"
	if who == "They" {
		has, write = "have", "write"
	}
	var s []string
	if w.Previous != "" {
		s = append(s, fmt.Sprintf("%s %s everything you told %s.", who, has, w.Previous))
	}
	by := Clock(w.By, w.Now, w.Zone)
	switch {
	case w.Stays && w.Previous != "":
		s = append(s, fmt.Sprintf("%s stays your contact and writes to you %s.", w.Previous, by))
	case w.Direction == Project:
		s = append(s, fmt.Sprintf("%s will propose a date %s.", who, by))
	default:
		s = append(s, fmt.Sprintf("%s %s to you %s.", who, write, by))
	}
	return s
}

func lowerThey(who string) string {
	if who == "They" {
		return "they"
	}
	return who
}

// Clock says a time as people do: a clock time when it is today, a day otherwise.
func Clock(at, now time.Time, zone *time.Location) string {
	if zone == nil {
		zone = time.UTC
	}
	at, now = at.In(zone), now.In(zone)
	days := int(midnight(at).Sub(midnight(now)).Hours()+12) / 24
	switch {
	case days == 0:
		return "by " + at.Format("15:04")
	case days < 7: // never "tomorrow": the sentence is read again the day after
		return "by " + at.Format("Monday, 15:04")
	default:
		return "by " + at.Format("Monday 2 January")
	}
}

func midnight(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
}

// NewsBy is when the customer hears from us at the latest after a handover: half
// an hour for P1, two hours for P2, noon of the next weekday for P3, the evening
// of the second for P4. It is a promise about news, not about a solution.
func NewsBy(priority int, now time.Time, zone *time.Location) time.Time {
	if zone == nil {
		zone = time.UTC
	}
	local := now.In(zone)
	switch priority {
	case 1:
		return ceil(now.Add(30*time.Minute), 5*time.Minute)
	case 2:
		return ceil(now.Add(2*time.Hour), 5*time.Minute)
	case 3:
		return weekday(local, 1, 12)
	default:
		return weekday(local, 2, 17)
	}
}

func ceil(t time.Time, to time.Duration) time.Time {
	if r := t.Truncate(to); !r.Equal(t) {
		return r.Add(to)
	}
	return t
}

// weekday is the nth weekday after a day, at an hour of its zone.
func weekday(day time.Time, n, hour int) time.Time {
	for n > 0 {
		day = day.AddDate(0, 0, 1)
		if wd := day.Weekday(); wd != time.Saturday && wd != time.Sunday {
			n--
		}
	}
	return time.Date(day.Year(), day.Month(), day.Day(), hour, 0, 0, 0, day.Location()).UTC()
}

// never lists what a customer is never told.
var never = regexp.MustCompile(`(?i)\b(escalat\w*|tiers?|L[0-4]|resolver groups?|SLAs?|OLAs?|re-?assign\w*|queues?|level [0-4])\b`)

var sentenceEnd = regexp.MustCompile(`[.!?]+(?:\s+|$)|\n\s*\n`)

// maxSentence is how many words a sentence to a customer has at most.
const maxSentence = 20

// Plain says what is not plain in a message to a customer; nothing, if it is.
func Plain(message string) []string {
	var problems []string
	for _, word := range never.FindAllString(message, -1) {
		problems = append(problems, fmt.Sprintf("“%s” is our word, not theirs.", word))
	}
	for _, s := range sentenceEnd.Split(message, -1) {
		if n := len(strings.Fields(s)); n > maxSentence {
			problems = append(problems, fmt.Sprintf("A sentence has %d words; %d are enough: “%s…”", n, maxSentence, strings.Join(strings.Fields(s)[:6], " ")))
		}
	}
	return problems
}
