package wallboard

import (
	"fmt"
	"strings"
	"time"

	"secondline/internal/view/wall"
)

// When a clock turns amber on the board: in the column of the last quarter.
const quarter = 15 * time.Minute

// left says how long is left until a moment, or how long it is over. The script
// says it the same way while the clock ticks.
func left(due, now time.Time) string {
	d := due.Sub(now)
	if d < 0 {
		return span(whole(-d)) + " over"
	}
	return span(d)
}

// span says a time in its largest two units; a begun minute counts.
func span(d time.Duration) string {
	m := int((d + time.Minute - 1) / time.Minute)
	switch {
	case m < 60:
		return fmt.Sprintf("%d m", m)
	case m < 600 && m%60 != 0:
		return fmt.Sprintf("%d h %d m", m/60, m%60)
	case m < 48*60:
		return fmt.Sprintf("%d h", m/60)
	default:
		return fmt.Sprintf("%d d", m/(24*60))
	}
}

// whole leaves the minutes away of what is over by hours: a tile is narrow, and
// nobody counts them any more.
func whole(d time.Duration) time.Duration {
	if d < time.Hour {
		return d
	}
	return d.Truncate(time.Hour)
}

// state is how a clock looks.
func state(due, now time.Time) string {
	switch d := due.Sub(now); {
	case d < 0:
		return "late"
	case d <= quarter:
		return "soon"
	default:
		return "ok"
	}
}

// owner says which ticket it is, by the number alone, and who has it.
func owner(t wall.Tile) string {
	_, number, _ := strings.Cut(string(t.Ref), "-")
	if t.Owner == "" {
		return number + " no one"
	}
	return number + " " + t.Owner
}

// doing says what somebody does best, and how long they are here.
func doing(p wall.Person) string {
	text := p.Skill
	add := func(more string) {
		if text != "" {
			text += ", "
		}
		text += more
	}
	switch {
	case p.Presence == "away" && !p.Back.IsZero():
		return "away until " + p.Back.Format("15:04")
	case p.Presence == "away":
		return "away"
	case p.Full:
		add("full")
	case !p.Until.IsZero():
		add("until " + p.Until.Format("15:04"))
	}
	return text
}
