package person

import (
	"context"
	"strings"
	"time"

	"secondline/internal/db"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// First is the name that one is greeted by.
func (p Person) First() string {
	first, _, _ := strings.Cut(p.Name, " ")
	return first
}

// Location is the person's time zone; an unknown one is UTC.
func (p Person) Location() *time.Location {
	zone, err := time.LoadLocation(p.TimeZone)
	if err != nil {
		return time.UTC
	}
	return zone
}

// Mentioned finds the agent whom a mention names: "person:42", or the part of
// their address before the @. errs.NotFound if it names nobody, or more than one.
func Mentioned(ctx context.Context, h db.Handle, mention string) (Person, error) {
	if key, ok := strings.CutPrefix(mention, "person:"); ok {
		who, err := id.Parse[id.Person](key)
		if err != nil {
			return Person{}, errs.Because(err, errs.NotFound, "The mention names nobody.")
		}
		return Get(ctx, h, who)
	}
	found, err := db.All(ctx, h, scan, `
		SELECT `+columns+`
		  FROM person p
		 WHERE p.email LIKE ? ESCAPE '\'
		   AND p.role IN ('agent', 'team_lead', 'administrator')
		 ORDER BY p.id
		 LIMIT 2`, strings.TrimPrefix(db.Like(strings.ToLower(mention)+"@"), "%"))
	if err == nil && len(found) != 1 {
		err = errs.New(errs.NotFound, "The mention names nobody, or more than one.")
	}
	if err != nil {
		return Person{}, err
	}
	return found[0], nil
}
