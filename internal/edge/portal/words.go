package portal

import (
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"secondline/internal/view/portalview"
)

// A speech says things to one customer: in their time zone, at this moment.
// It holds the house's words for customers: a name, a reason, a time, and what
// they have to do; never a level, an acronym or how we are organised.
type speech struct {
	now  time.Time
	zone *time.Location
}

func newSpeech(now time.Time, zone *time.Location) speech {
	if zone == nil {
		zone = time.UTC
	}
	return speech{now: now.In(zone), zone: zone}
}

// Time is a clock time when it is today, else a day with it.
func (s speech) Time(t time.Time) string {
	t = t.In(s.zone)
	switch {
	case t.IsZero():
		return ""
	case sameDay(t, s.now):
		return t.Format("15:04")
	case t.Year() == s.now.Year():
		return t.Format("Mon 2 Jan, 15:04")
	default:
		return t.Format("2 Jan 2006, 15:04")
	}
}

// Day is a day in full.
func (s speech) Day(t time.Time) string {
	t = t.In(s.zone)
	if t.Year() == s.now.Year() {
		return t.Format("Monday 2 January")
	}
	return t.Format("Monday 2 January 2006")
}

// Stamp is a time as machines read it, for the datetime attribute.
func (s speech) Stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// Greeting is by the hour of the customer's day.
func (s speech) Greeting() string {
	switch h := s.now.Hour(); {
	case h >= 5 && h < 12:
		return "Good morning"
	case h >= 12 && h < 18:
		return "Good afternoon"
	default:
		return "Good evening"
	}
}

func sameDay(a, b time.Time) bool {
	return a.Year() == b.Year() && a.YearDay() == b.YearDay()
}

// Status is where a request is, in a few words.
func (s speech) Status(at portalview.Standing) string {
	switch at.Stage {
	case portalview.Working:
		return "Being looked at by " + first(at.Person)
	case portalview.Planned:
		if at.Plan != "" {
			return "Planned for " + s.Day(at.Until)
		}
		return "With " + ours(at.Team)
	case portalview.WithTeam:
		return "With " + ours(at.Team)
	case portalview.OnYou:
		if at.Question == "" {
			return "Waiting for " + you(at)
		}
		return "Waiting for " + you(at) + ": " + short(at.Question, 90)
	case portalview.OnMaker:
		if at.Maker != "" {
			return "With the maker " + at.Maker
		}
		return "With the maker"
	case portalview.Solved:
		return "Solved, please check"
	case portalview.Closed:
		return "Closed"
	default:
		return "We have it"
	}
}

// Headline is where a request is and since when, as a sentence.
func (s speech) Headline(r portalview.Request) string {
	at := r.Standing
	since := " since " + s.Time(at.Since)
	switch at.Stage {
	case portalview.Received:
		return "We have it" + since + "."
	case portalview.Planned:
		if at.Plan != "" {
			return s.Status(at) + "."
		}
		return s.Status(at) + since + "."
	case portalview.OnYou:
		return "Waiting for " + you(at) + since + "."
	case portalview.Solved:
		who := "We believe"
		if at.Person != "" {
			who = first(at.Person) + " believes"
		}
		if !r.Can.Confirm {
			return who + " it is solved" + since + "."
		}
		return who + " it is solved" + since + ". Is it?"
	default:
		return s.Status(at) + since + "."
	}
}

// Reason stands below the headline when we have told nothing of our own yet.
func (s speech) Reason(r portalview.Request) string {
	switch at := r.Standing; at.Stage {
	case portalview.Received:
		return "Because you told us " + when(s.Time(r.OpenedAt)) + ". Nobody has begun yet; you need to do nothing."
	case portalview.Working:
		return first(at.Person) + " has everything you told us, so you will not need to repeat it."
	case portalview.WithTeam:
		return up(ours(at.Team)) + " have everything you told us, so you will not need to repeat it."
	case portalview.OnYou:
		return "We need an answer from " + you(at) + " before we can go on. The question is in the conversation below."
	case portalview.OnMaker:
		return "Because the fault is inside a product that its maker must look at. We stay your contact and press for news."
	case portalview.Planned:
		if at.Plan != "" {
			return "Because this is a piece of planned work: " + strings.TrimRight(at.Plan, ". ") + "."
		}
		return "Because it is to be done on a certain day: " + s.Day(at.Until) + "."
	default:
		return ""
	}
}

// you is whom a question is for.
func you(at portalview.Standing) string {
	if at.Whom != "" {
		return first(at.Whom)
	}
	return "you"
}

// spaced is a word with the space before it, or nothing.
func spaced(word string) string {
	if word == "" {
		return ""
	}
	return " " + word
}

// A Place is one step of the walk, in words.
type Place struct{ Name, Line, Class string }

// Places are the steps: you tell us, who had it, solved.
func (s speech) Places(r portalview.Request) []Place {
	done := r.Standing.Stage.Done()
	tell := "You tell us"
	if done {
		tell = "You told us"
	}
	if r.Requester != "" {
		tell = first(r.Requester) + " told us"
	}
	places := []Place{{tell, s.Time(r.OpenedAt), "done"}}
	for _, step := range r.Steps {
		p := Place{Name: up(bare(step.Team)), Class: "done"}
		line := []string{}
		if step.Person != "" {
			line = append(line, first(step.Person))
		}
		at := s.Time(step.At)
		if step.Now && !done {
			p.Class, at = "now", "since "+at
		}
		p.Line = strings.Join(append(line, at), ", ")
		places = append(places, p)
	}
	last := Place{Name: "Solved", Line: s.About(r.Promises)}
	if done {
		last.Class, last.Line = "done", s.Time(r.Standing.Since)
	}
	return append(places, last)
}

// Event says what happened, for entries that are not messages.
func (s speech) Event(p portalview.Post) string {
	who := "We"
	switch {
	case p.Mine:
		who = "You"
	case p.By != "":
		who = first(p.By)
	}
	switch p.Kind {
	case portalview.Passed:
		return "Passed from " + bare(p.From) + " to " + bare(p.Team) + "." + s.kept(p.On)
	case portalview.MovedIt:
		return s.Moved(p)
	case portalview.ReopenedIt:
		return who + " opened it again."
	case portalview.ClosedIt:
		return "Closed."
	case portalview.SolvedIt:
		return who + " marked it as solved."
	case portalview.PlannedIt:
		return "Planned for " + s.Day(p.On) + ": " + short(p.Body, 200)
	case portalview.RatedIt:
		return fmt.Sprintf("%s rated it %d of 5.", who, p.Rating)
	default:
		return ""
	}
}

// Writer names who wrote a message.
func (s speech) Writer(p portalview.Post) string {
	switch {
	case p.Mine:
		return "You"
	case p.By == "":
		return "IT help"
	case p.Staff:
		return first(p.By)
	default:
		return p.By
	}
}

// WriteTo is whom the next message goes to.
func (s speech) WriteTo(r portalview.Request) string {
	if r.Standing.Person != "" && !r.Standing.Stage.Done() {
		return "Write to " + first(r.Standing.Person)
	}
	return "Write to us"
}

// Asked is the one line about a team that was asked and has not taken it yet.
func (s speech) Asked(team string) string { return up(bare(team)) + " have been asked to take over." }

// Goes says who reads a rating.
func (s speech) Goes(names []string) string {
	firsts := make([]string, 0, len(names))
	for _, n := range names {
		firsts = append(firsts, first(n))
	}
	switch n := len(firsts); n {
	case 0:
		return ""
	case 1:
		return "Goes to " + firsts[0] + "."
	default:
		return "Goes to " + strings.Join(firsts[:n-1], ", ") + " and " + firsts[n-1] + "."
	}
}

// Scale are the words of a rating, from 1 to 5.
func (s speech) Scale() []string {
	return []string{"Hard work", "Slow", "Fine", "Easy", "Effortless"}
}

func when(t string) string {
	if len(t) == len("15:04") {
		return "at " + t
	}
	return "on " + t
}

// first is the name that one calls a person by.
func first(name string) string {
	word, _, _ := strings.Cut(strings.TrimSpace(name), " ")
	return word
}

// bare is a team's plain name without its article, as it stands inside a
// sentence. A name that is spelled in capitals keeps them.
func bare(team string) string {
	name := lower(team)
	for _, article := range articles {
		name = strings.TrimPrefix(name, article)
	}
	return name
}

// ours is a team as a customer meets it: "our network specialists".
func ours(team string) string {
	name := lower(team)
	switch {
	case name == "":
		return "our team"
	case strings.HasPrefix(name, articles[0]), strings.HasPrefix(name, articles[1]):
		return name
	default:
		return "our " + name
	}
}

var articles = [...]string{"our ", "the "}

func lower(name string) string {
	name = strings.TrimSpace(name)
	r, n := utf8.DecodeRuneInString(name)
	next, _ := utf8.DecodeRuneInString(name[n:])
	if unicode.IsUpper(r) && unicode.IsLower(next) {
		return string(unicode.ToLower(r)) + name[n:]
	}
	return name
}

// opening is how a message about a change of hands begins. Where it stands on
// the page, the reader has been greeted, and read just above who has it.
var opening = regexp.MustCompile(`^(?:(?:Hello|Hi|Dear) [^,\n]{1,60},\s*)?(?:your request is now with [^,\n]{1,80},\s*)?`)

// Because is what we told about who has the request, as part of the page.
func (s speech) Because(told string) string { return up(opening.ReplaceAllString(told, "")) }

// up begins a sentence.
func up(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

func verb(who, one, many string) string {
	v := one
	if who == "We" {
		v = many
	}
	return strings.TrimSpace(who + " " + v)
}

// short cuts a text at a word, on one line.
func short(text string, limit int) string {
	text = strings.Join(strings.Fields(text), " ")
	if utf8.RuneCountInString(text) <= limit {
		return text
	}
	cut := string([]rune(text)[:limit])
	if i := strings.LastIndexByte(cut, ' '); i > limit/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, ",;: ") + " …"
}
