package person

import (
	"slices"
	"strings"
	"time"

	"golang.org/x/text/language"

	"secondline/internal/core/access"
	"secondline/internal/id"
	"secondline/internal/kit/address"
	"secondline/internal/kit/errs"
	"secondline/internal/kit/fold"
)

// The presences of an agent: whether work may reach them now.
const (
	Here = "here"
	Away = "away" // on a break
	Busy = "busy" // at work, but not to be given more
	Off  = "off"  // not on shift
)

// Presences lists every presence.
var Presences = []string{Here, Away, Busy, Off}

// A Person is a human in the desk.
type Person struct {
	ID           id.Person
	Organisation id.Organisation
	Name         string
	Email        string // the main address, or "" for one who has none
	Phone        string
	Title        string // what they do there: "Payroll clerk"
	Language     string // BCP 47
	TimeZone     string // IANA
	Role         access.Role
	All          bool // an agent cleared for every organisation
	Capacity     int  // tickets that an agent works on at a time
	Presence     string
	Since        time.Time // of the presence; zero: nobody knows
	BackAt       time.Time // when a break ends by itself; zero: when they say so
	DisabledAt   time.Time
	Version      int64
}

const (
	maxName     = 120
	maxLine     = 200
	maxCapacity = 100

	// DefaultCapacity is how many tickets an agent works on at a time unless
	// somebody thought about it.
	DefaultCapacity = 5
)

// Key folds a name for sorting and searching.
func Key(name string) string { return fold.Key(name) }

// IsAgent tells whether the person works on the desk.
func (p Person) IsAgent() bool {
	return p.Role == access.Agent || p.Role == access.TeamLead || p.Role == access.Administrator
}

// IsDisabled tells whether the person may no longer sign in or be given work.
func (p Person) IsDisabled() bool { return !p.DisabledAt.IsZero() }

// At gives the person as they are once they said whether work may reach them.
func (p Person) At(presence string, back, now time.Time) Person {
	if p.Presence != presence {
		p.Since = now
	}
	p.Presence, p.BackAt = presence, back
	return p
}

// Initials are up to two letters that stand for the person.
func (p Person) Initials() string {
	words := strings.Fields(p.Name)
	if len(words) == 0 {
		return ""
	}
	initials := []rune(words[0])[:1]
	if len(words) > 1 {
		initials = append(initials, []rune(words[len(words)-1])[0])
	}
	return strings.ToUpper(string(initials))
}

// Checked gives the person with what was typed tidied and what was left out
// filled in, or an error that names the field that is wrong.
func (p Person) Checked() (Person, error) {
	p = p.tidied()
	var err error
	if p.Email != "" {
		if p.Email, err = address.Parse(p.Email); err != nil {
			return p, errs.Field("email", "%s", errs.Text(err))
		}
	}
	if p.Name == "" {
		p.Name, _, _ = strings.Cut(p.Email, "@") // what remains is the domain, which says nothing here
	}
	switch {
	case fold.Key(p.Name) == "":
		return p, errs.Field("name", "A person needs a name.")
	case len(p.Name) > maxName:
		return p, errs.Field("name", "The name is longer than %d bytes; shorten it.", maxName)
	case len(p.Phone) > maxLine:
		return p, errs.Field("phone", "The phone number is longer than %d bytes.", maxLine)
	case len(p.Title) > maxLine:
		return p, errs.Field("title", "The title is longer than %d bytes.", maxLine)
	case !slices.Contains(access.Roles, p.Role):
		return p, errs.Field("role", "There is no role %q.", p.Role)
	case !slices.Contains(Presences, p.Presence):
		return p, errs.Field("presence", "Nobody can be %q; it is one of %s.", p.Presence, strings.Join(Presences, ", "))
	case !p.BackAt.IsZero() && p.Presence != Away:
		return p, errs.Field("back_at", "Only who is away comes back; leave the time out.")
	case p.Capacity < 0 || p.Capacity > maxCapacity:
		return p, errs.Field("capacity", "A capacity is between 0 and %d tickets.", maxCapacity)
	case p.IsAgent() && p.Email == "":
		return p, errs.Field("email", "An agent needs an e-mail address to sign in with.")
	}
	if _, err := language.Parse(p.Language); err != nil {
		return p, errs.Field("language", "%q is no language tag; write it like en or de-AT.", p.Language)
	}
	if _, err := time.LoadLocation(p.TimeZone); err != nil || p.TimeZone == "Local" {
		return p, errs.Field("time_zone", "%q is no time zone; write it like Europe/Vienna.", p.TimeZone)
	}
	if !p.IsAgent() {
		p.All = false // a clearance for everything means nothing without the desk, and must not wait for a promotion
	}
	return p, nil
}

// tidied fills in what was left out.
func (p Person) tidied() Person {
	p.Name, p.Phone, p.Title = fold.Tidy(p.Name), fold.Tidy(p.Phone), fold.Tidy(p.Title)
	if p.Language == "" {
		p.Language = "en"
	}
	if p.TimeZone == "" {
		p.TimeZone = "UTC"
	}
	if p.Role == "" {
		p.Role = access.Requester
	}
	if p.Presence == "" {
		p.Presence = Off
	}
	return p
}
