package person

import (
	"context"

	"secondline/internal/db"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// WorkOn finds those of some people who work on the desk now and are cleared for
// an organisation.
func WorkOn(ctx context.Context, h db.Handle, org id.Organisation, who []id.Person) (map[id.Person]Person, error) {
	found := map[id.Person]Person{}
	people, err := Some(ctx, h, who)
	if err != nil {
		return nil, err
	}
	marks, args := db.In(who)
	err = h.Each(ctx, func(r db.Row) error {
		var key id.Person
		if err := r.Scan(&key); err != nil {
			return err
		}
		found[key] = people[key]
		return nil
	}, `
		SELECT p.id
		  FROM person p
		 WHERE p.id IN `+marks+` AND p.disabled_at IS NULL AND p.role IN ('agent', 'team_lead', 'administrator')
		   AND (p.all_organisations = TRUE OR EXISTS (SELECT 1 FROM clearance c WHERE c.person_id = p.id AND c.organisation_id = ?))
		 ORDER BY p.id`, append(args, org)...)
	return found, errs.Wrap(err, "asking who may work on a ticket")
}
