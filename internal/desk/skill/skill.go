package skill

import (
	"regexp"
	"strings"
	"time"

	"secondline/internal/id"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/fold"
)

// The lowest and the highest grade.
const (
	MinGrade = 1 // knows the words
	MaxGrade = 5 // teaches others
)

// A Skill is a thing that one must know.
type Skill struct {
	ID         id.Skill
	Parent     id.Skill
	Path       string // "network.vpn"
	Name       string
	ArchivedAt time.Time
	Version    int64
}

// A Certification is what a third party certifies.
type Certification struct {
	ID         id.Certification
	Name       string
	Issuer     string
	Skill      id.Skill // that it proves, or none
	ArchivedAt time.Time
	Version    int64
}

// A Grade is how well somebody holds a skill.
type Grade struct {
	Skill id.Skill
	Path  string
	Grade int
	Wants bool // to grow in it
}

// A Certificate is a certification that somebody holds.
type Certificate struct {
	ID        id.Certification
	Name      string
	Number    string
	ValidFrom time.Time
	ExpiresAt time.Time // zero: never
}

// Held is what one agent knows and can prove.
type Held struct {
	Grades       map[string]int  // by path
	Wants        map[string]bool // those that they want to grow in
	Certificates []Certificate
}

// Grade is the grade at which the skill of a path is held: its own, or that of a
// skill below it, whichever is higher; 0 if neither.
func (h Held) Grade(path string) int {
	best := 0
	for held, grade := range h.Grades {
		if held == path || strings.HasPrefix(held, path+".") {
			best = max(best, grade)
		}
	}
	return best
}

// Wanted tells whether they want to grow in the skill of a path, or in one below it.
func (h Held) Wanted(path string) bool {
	for held, wants := range h.Wants {
		if wants && (held == path || strings.HasPrefix(held, path+".")) {
			return true
		}
	}
	return false
}

// Certificate returns the certificate of a certification, if it is held, expired
// or not.
func (h Held) Certificate(of id.Certification) (Certificate, bool) {
	for _, c := range h.Certificates {
		if c.ID == of {
			return c, true
		}
	}
	return Certificate{}, false
}

// ValidAt tells whether the certificate counts at a time.
func (c Certificate) ValidAt(t time.Time) bool {
	return !t.Before(c.ValidFrom) && (c.ExpiresAt.IsZero() || t.Before(c.ExpiresAt))
}

const (
	maxName = 80
	maxPath = 120
)

var pathForm = regexp.MustCompile(`^[a-z0-9]+([_-][a-z0-9]+)*(\.[a-z0-9]+([_-][a-z0-9]+)*)*$`)

// Key folds a certification's name: two may not share a key.
func Key(name string) string { return fold.Key(name) }

// Above is the path of the parent, "" at the top of the tree.
func Above(path string) string {
	if dot := strings.LastIndexByte(path, '.'); dot >= 0 {
		return path[:dot]
	}
	return ""
}

// Checked gives the skill tidied, or an error that names the field that is wrong.
func (s Skill) Checked() (Skill, error) {
	s.Path, s.Name = strings.ToLower(strings.TrimSpace(s.Path)), fold.Tidy(s.Name)
	if len(s.Path) > maxPath || !pathForm.MatchString(s.Path) {
		return s, errs.Field("path", "A skill's path is words of a-z and 0-9 joined by dots, such as network.vpn.")
	}
	if s.Name == "" {
		s.Name = s.Path[strings.LastIndexByte(s.Path, '.')+1:]
	}
	if len(s.Name) > maxName {
		return s, errs.Field("name", "The name is longer than %d bytes; shorten it.", maxName)
	}
	return s, nil
}

// Checked gives the certification tidied, or an error that names the field that
// is wrong.
func (c Certification) Checked() (Certification, error) {
	c.Name, c.Issuer = fold.Tidy(c.Name), fold.Tidy(c.Issuer)
	switch {
	case Key(c.Name) == "":
		return c, errs.Field("name", "A certification needs a name.")
	case len(c.Name) > maxName:
		return c, errs.Field("name", "The name is longer than %d bytes; shorten it.", maxName)
	case len(c.Issuer) > maxName:
		return c, errs.Field("issuer", "The issuer is longer than %d bytes; shorten it.", maxName)
	}
	return c, nil
}

// Checked gives the grade back, or an error if there is no such grade.
func (g Grade) Checked() (Grade, error) {
	if g.Grade < MinGrade || g.Grade > MaxGrade {
		return g, errs.Field("skills", "A grade is between %d and %d.", MinGrade, MaxGrade)
	}
	return g, nil
}

// Checked gives the certificate tidied, or an error if it ends before it begins.
func (c Certificate) Checked() (Certificate, error) {
	c.Number = fold.Tidy(c.Number)
	if len(c.Number) > maxName {
		return c, errs.Field("certifications", "The number is longer than %d bytes.", maxName)
	}
	if c.ValidFrom.IsZero() {
		return c, errs.Field("certifications", "Say from when the certificate is valid.")
	}
	if !c.ExpiresAt.IsZero() && !c.ValidFrom.Before(c.ExpiresAt) {
		return c, errs.Field("certifications", "A certificate expires after it became valid.")
	}
	return c, nil
}
