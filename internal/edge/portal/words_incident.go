package portal

import (
	"strings"

	"secondline/internal/view/portalview"
)

// Incident says that a request is a part of something that hits many, and when
// we write again.
func (s speech) Incident(i *portalview.Incident) string {
	title := strings.TrimRight(i.Title, ". ")
	if i.Over() {
		return "This was part of a fault that hit many people: " + title + ". It is over since " + s.Time(i.OverAt) + "."
	}
	say := "This is part of a fault that hits many people: " + title + ". We know of it since " + s.Time(i.Since) + ", and work on it first of all."
	if !i.NextBy.IsZero() && !i.Late(s.now) {
		say += " We write to you again by " + s.Time(i.NextBy) + "."
	}
	return say
}
