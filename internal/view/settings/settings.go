// Package settings shows how the desk is set up: customers, people, the ladder,
// skills, services, rules and mailboxes, each in full, with what the actor may do
// to it.
//
//	organisations.go  customers
//	people.go         people, and what hangs on an agent; me.go: whoever asks
//	ladder.go         levels and teams
//	skills.go         skills and certifications
//	services.go       services, categories, needs, fields, mailboxes
//	rules.go          the priority matrix and the checklists
//	audit.go          who did what
//
// What an agent sees of organisations and their people ends at their clearances;
// colleagues see each other; an administrator sees all, since they set it up. A
// customer has the portal, and sees here only themselves.
package settings

import (
	"cmp"
	"slices"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/id"
	"secondline/internal/kit/page"
)

// A List says which part of a list is wanted.
type List struct {
	Words    string // part of the name
	Archived bool   // also what is archived or disabled
	Cursor   string
	Limit    int
}

const (
	standardPage = 50
	largestPage  = 200
)

func (l List) limit() int { return page.Clamp(l.Limit, standardPage, largestPage) }

// changes says whether the actor may change and archive settings.
func changes(by access.Actor) map[string]bool {
	may := access.MayDesk(by, access.Administer) == nil
	return map[string]bool{"change": may, "archive": may}
}

// when is a time for JSON: absent if it is not set.
func when(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// cut gives the page of a list that is short enough to be read as a whole, in the
// order in which it came.
func cut[T any](all []T, l List, key func(T) int64) (page.Page[T], error) {
	if l.Cursor != "" {
		var last int64
		if err := page.Decode(l.Cursor, &last); err != nil {
			return page.Page[T]{}, err
		}
		at := slices.IndexFunc(all, func(v T) bool { return key(v) == last })
		all = all[at+1:]
	}
	limit := page.Clamp(l.Limit, largestPage, largestPage)
	return page.Cut(all[:min(len(all), limit+1)], limit, func(v T) []any { return []any{key(v)} }), nil
}

// ranked sorts the ranks of a service's teams.
func ranked(teams map[int]id.Team) []int {
	ranks := make([]int, 0, len(teams))
	for r := range teams {
		ranks = append(ranks, r)
	}
	slices.SortFunc(ranks, cmp.Compare[int])
	return ranks
}
