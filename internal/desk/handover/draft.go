package handover

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

// A Said is a message of the timeline, as the draft reads it.
type Said struct {
	Seq        int64
	At         time.Time
	Who        string
	ByCustomer bool
	Inside     bool // a note
	Body       string
	Step       string // a note that records one step …
	Result     string // … and what it showed
	Files      []Proof
}

// A Quote is a text of the draft with where it comes from.
type Quote struct {
	Text    string
	Sources []Origin
}

// An Origin points to the timeline entry that a field was filled from.
type Origin struct {
	Seq   int64     `json:"seq"`
	At    time.Time `json:"at"`
	Label string    `json:"label"`
}

// A Draft is the form as far as the timeline can fill it.
type Draft struct {
	Summary    Quote
	Tried      []Step
	TriedFrom  []Origin
	Evidence   []Proof
	Hypothesis Quote
}

// Prefill reads the timeline: the customer's own words, the steps in the agents'
// notes, every file, and what somebody guessed. It never invents; what the
// timeline does not say stays empty.
func Prefill(subject string, said []Said) Draft {
	var d Draft
	for _, s := range said {
		switch {
		case s.ByCustomer:
			d.quoteCustomer(s)
		case s.Inside:
			d.readNote(s)
		}
		for _, f := range s.Files {
			f.Seq = s.Seq
			d.Evidence = append(d.Evidence, f)
		}
	}
	if d.Summary.Text == "" {
		d.Summary.Text = subject
	}
	return d
}

// quotes is how much of the customer's words the summary holds; the rest is one
// click away on the timeline.
const quotes = 600

func (d *Draft) quoteCustomer(s Said) {
	text := strings.Join(strings.Fields(s.Body), " ")
	if text == "" || len(d.Summary.Text) >= quotes {
		return
	}
	if d.Summary.Text != "" {
		text = d.Summary.Text + "\n" + text
	}
	d.Summary.Text = cut(text, quotes)
	d.Summary.Sources = append(d.Summary.Sources, Origin{Seq: s.Seq, At: s.At, Label: s.Who})
}

var (
	// a list item, ticked or not: "- [x] Restarted the modem: no change"
	listItem = regexp.MustCompile(`^\s*(?:[-*•]|\d+[.)])\s+(?:\[[ xX✓]\]\s*)?(.+)$`)
	// "Tried: …", "Checked: …"
	triedLine = regexp.MustCompile(`(?i)^\s*(?:tried|checked|tested|done|versucht|geprüft|testé|essayé)\s*[:–-]\s*(.+)$`)
	// "Hypothesis: …", "I think …"
	guessLine = regexp.MustCompile(`(?i)^\s*(?:(?:hypothesis|guess|suspect|vermutung|hypothèse)\s*[:–-]\s*(.+)|((?:i think|i guess|i suspect|probably|looks like|ich denke|vermutlich)\b.+))$`)
)

func (d *Draft) readNote(s Said) {
	steps := len(d.Tried)
	if s.Step != "" {
		d.Tried = append(d.Tried, Step{Text: s.Step, Result: s.Result, Seq: s.Seq})
	}
	for line := range strings.Lines(s.Body) {
		line = strings.TrimSpace(line)
		if m := guessLine.FindStringSubmatch(line); m != nil {
			d.guess(strings.TrimSpace(m[1]+m[2]), s)
			continue
		}
		for _, pattern := range []*regexp.Regexp{triedLine, listItem} {
			if m := pattern.FindStringSubmatch(line); m != nil && s.Step == "" {
				d.Tried = append(d.Tried, step(m[1], s.Seq))
				break
			}
		}
	}
	if len(d.Tried) > steps {
		d.TriedFrom = append(d.TriedFrom, Origin{Seq: s.Seq, At: s.At, Label: s.Who})
	}
}

func (d *Draft) guess(text string, s Said) {
	d.Hypothesis.Text = text // the last guess is the best informed
	d.Hypothesis.Sources = []Origin{{Seq: s.Seq, At: s.At, Label: s.Who}}
}

// step splits "Restarted the modem: no change" into what was done and what it
// showed.
func step(line string, seq int64) Step {
	for _, mark := range []string{" → ", " -> ", ": ", " – "} {
		if what, result, ok := strings.Cut(line, mark); ok && len(what) > 2 {
			return Step{Text: strings.TrimSpace(what), Result: strings.TrimSpace(result), Seq: seq}
		}
	}
	return Step{Text: strings.TrimSpace(line), Seq: seq}
}

// Cut shortens a text to what a field of the form holds.
func Cut(text string) string { return cut(text, maxText-100) }

func cut(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	end := most
	if i := slices.Index(runes[most:], ' '); i >= 0 && i < 30 {
		end += i
	}
	return string(runes[:end]) + "…"
}
