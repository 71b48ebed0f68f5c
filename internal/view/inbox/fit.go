package inbox

import (
	"context"
	"time"

	"secondline/internal/core/access"
	"secondline/internal/db"
	"secondline/internal/desk/skill"
	"secondline/internal/desk/ticket"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// A need is something that work on a service or a category demands.
type need struct {
	service     id.Service
	category    id.Category // zero: of the whole service
	skill       string
	grade       int
	certificate id.Certification
}

// fit marks the handovers that the reader has the skills for. It is a hint for
// the list; who may really take one is routing's to say.
func fit(ctx context.Context, h db.Handle, me access.Actor, now time.Time, list []Handover, of map[id.Handover]*ticket.Ticket) error {
	if len(list) == 0 || me.Person == 0 {
		return nil
	}
	var services []id.Service
	for _, t := range of {
		services = append(services, t.Service)
	}
	needs, err := readNeeds(ctx, h, services)
	if err != nil {
		return err
	}
	people, err := skill.OfPeople(ctx, h, []id.Person{me.Person})
	if err != nil {
		return err
	}
	mine := people[me.Person]
	for i := range list {
		list[i].FitsMe = fits(of[list[i].ID], needs, mine, now)
	}
	return nil
}

func fits(t *ticket.Ticket, needs []need, mine skill.Held, now time.Time) bool {
	for _, path := range t.Skills {
		if mine.Grade(path) == 0 {
			return false
		}
	}
	for _, n := range needs {
		if n.service != t.Service || n.category != 0 && n.category != t.Category {
			continue
		}
		if n.skill != "" && mine.Grade(n.skill) < n.grade || n.certificate != 0 && !certified(n.certificate, mine, now) {
			return false
		}
	}
	return true
}

func certified(c id.Certification, mine skill.Held, now time.Time) bool {
	for _, have := range mine.Certificates {
		if have.ID == c && (have.ExpiresAt.IsZero() || have.ExpiresAt.After(now)) {
			return true
		}
	}
	return false
}

func readNeeds(ctx context.Context, h db.Handle, services []id.Service) ([]need, error) {
	marks, args := db.In(services)
	list, err := db.All(ctx, h, func(r db.Row) (n need, err error) {
		return n, r.Scan(&n.service, db.Null(&n.category), db.Null(&n.skill), &n.grade, db.Null(&n.certificate))
	}, `
		SELECT n.service_id, n.category_id, k.path, n.grade, n.certification_id
		  FROM need n
		  LEFT JOIN skill k ON k.id = n.skill_id
		  LEFT JOIN certification c ON c.id = n.certification_id
		 WHERE n.service_id IN `+marks+`
		   AND k.archived_at IS NULL AND c.archived_at IS NULL
		 ORDER BY n.id
		 LIMIT 5000`, args...)
	return list, errs.Wrap(err, "reading what the work needs")
}
