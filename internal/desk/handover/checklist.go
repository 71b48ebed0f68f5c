package handover

import (
	"regexp"
	"slices"
	"strings"

	"secondline/internal/id"
)

// A Source says what ticks an item of a checklist.
type Source string

// The sources. The last three can also be ticked by hand.
const (
	FromAsked      Source = "asked"
	FromTried      Source = "tried"
	FromEvidence   Source = "evidence"
	FromHypothesis Source = "hypothesis"
	FromAsk        Source = "ask"
	FromImpact     Source = "impact"
	FromTold       Source = "customer_told"
	FromBegan      Source = "began"
	FromDevice     Source = "device"
	FromHand       Source = "confirm"
)

// An Item is a line of the checklist of a service and category.
type Item struct {
	ID     id.Checklist
	Label  string
	Source Source
	Weight int
}

// A Checked item says whether it is there.
type Checked struct {
	ID     id.Checklist `json:"id"`
	Label  string       `json:"label"`
	Source Source       `json:"source"`
	Done   bool         `json:"done"`
}

// Known is what the ticket already says, beside the form.
type Known struct {
	Triaged bool   // impact and urgency were set by somebody who looked
	Words   string // what the customer wrote
	Device  string // the device or asset that it names, if any
}

// Complete holds a form against a checklist. The score is the weight of what is
// there, 0 to 100; a desk without a checklist asks for nothing.
func Complete(list []Item, f Form, k Known) (checked []Checked, score int) {
	all, have := 0, 0
	for _, item := range list {
		done := item.done(f, k)
		checked = append(checked, Checked{ID: item.ID, Label: item.Label, Source: item.Source, Done: done})
		all += item.Weight
		if done {
			have += item.Weight
		}
	}
	if all == 0 {
		return checked, 100
	}
	return checked, (have*100 + all/2) / all
}

func (i Item) done(f Form, k Known) bool {
	switch i.Source {
	case FromAsked:
		return filled(f.Summary)
	case FromTried:
		return len(f.Tried) > 0
	case FromEvidence:
		return len(f.Evidence) > 0
	case FromHypothesis:
		return filled(f.Hypothesis)
	case FromAsk:
		return filled(f.Ask)
	case FromImpact:
		return k.Triaged
	case FromTold:
		return filled(f.CustomerMessage)
	case FromBegan:
		return slices.Contains(f.Confirmed, i.ID) || Began(f.Summary+"\n"+k.Words) != ""
	case FromDevice:
		return slices.Contains(f.Confirmed, i.ID) || filled(k.Device)
	default:
		return slices.Contains(f.Confirmed, i.ID)
	}
}

func filled(s string) bool { return strings.TrimSpace(s) != "" }

// began finds the words in which people say since when: a clock time, a weekday,
// "since", "yesterday"; English, German, French, Spanish and Dutch.
var began = regexp.MustCompile(`(?i)\b(since|as of|started|begann?|seit|depuis|desde|sinds|yesterday|gestern|hier matin|ayer|gisteren|this morning|heute (?:früh|morgen)|ce matin|vanochtend|last (?:night|week|month)|[0-2]?\d[:.h][0-5]\d|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:after|nach) (?:the |dem )?update)\b[^.!?\n]{0,40}`)

// Began quotes the words of a text that say since when, or "".
func Began(text string) string { return strings.TrimSpace(began.FindString(text)) }
